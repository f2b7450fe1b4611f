"""From a phrase to its main clause: who says it, what is told as fact, and the words that tell of control."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from events.errors import PhraseError
from events.reports.phrases.lexicon import Lexicon, Span, Trigger

LONGEST: Final = 300
REPHRASE: Final = 'Write it like "Mahdi Army takes Shuhada in Kut", "southern Basra held" or "police withdraw from Sadr City".'
_TOKEN: Final = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:[.'\-/&][^\W_]+)*(?:'s?|%)?|[,;:?()]")
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": ",", "−": "-", "“": " ", "”": " ", '"': " "})
BREAKS: Final = (",", ";", ":")


@dataclass(frozen=True, slots=True)
class Clause:
    """Words as written, and the same in lower case."""

    words: Span

    @property
    def low(self) -> Span:
        """The words in lower case."""
        return tuple(word.lower() for word in self.words)

    def part(self, start: int, end: int | None = None) -> Clause:
        """Return the words from `start` up to `end`."""
        return Clause(self.words[start:end])

    def __str__(self) -> str:
        return re.sub(r"\s+([,;:?)])", r"\1", " ".join(self.words)).replace("( ", "(").strip(" ,;:")

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger at its place in the clause: words [start, end), and the second half of an "under ... control" at `close`."""

    trigger: Trigger
    start: int
    end: int
    close: int | None = None


def tokens(text: str) -> Clause:
    """Return the words of a phrase; `PhraseError` if there are none, too many, or a question."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    if len(plain) > LONGEST:
        raise PhraseError(f"a short phrase is read here, this has {len(plain)} characters.", value=text, hint="Give one sentence.")
    words = tuple(part for word in _TOKEN.findall(plain) for part in _negation_apart(word))
    if not any(word[0].isalnum() for word in words):
        raise PhraseError("no words to read.", value=text, hint=REPHRASE)
    if "?" in words:
        raise PhraseError("a question reports nothing.", value=text, hint="Say what happened.")
    while words and words[-1] in ",;:":
        words = words[:-1]
    return Clause(words)


def _negation_apart(word: str) -> Span:
    """Part "didn't" into "did" and "n't"."""
    return (word[:-3], word[-3:]) if word.lower().endswith("n't") and len(word) > 3 else (word,)


def hits(clause: Clause, lexicon: Lexicon) -> list[Hit]:
    """Return the triggers in a clause, from left to right, the longest at each place; words of an idiom trigger nothing."""
    low = clause.low
    masked = _masked(low, lexicon)
    found, at = [], 0
    while at < len(low):
        hit = None if at in masked else _hit_at(low, at, lexicon)
        if hit:
            found.append(hit)
        at = (hit.end if hit.close is None else hit.close + 1) if hit else at + 1
    return found


def _masked(low: Span, lexicon: Lexicon) -> set[int]:
    masked = {i for at in range(len(low)) for i in range(at, at + lexicon.match("idiom", low, at))}
    for at, word in enumerate(low):  # "leaves 12 dead" leaves no place
        if (word,) in lexicon.lists["leaves"] and any((w,) in lexicon.lists["harmed"] for w in low[at + 1 : at + 6]):
            masked.add(at)
    return masked


def _hit_at(low: Span, at: int, lexicon: Lexicon) -> Hit | None:
    for trigger in lexicon.triggers.get(low[at], ()):
        end = at + len(trigger.words)
        if low[at:end] != trigger.words or (trigger.needs and not lexicon.any(trigger.needs, low[:at])):
            continue
        if trigger.until in (None, "*"):  # "*": the holder follows
            return Hit(trigger, at, end)
        close = next((i for i in range(end, min(len(low), end + 7)) if low[i] == trigger.until), None)
        if close is not None and close > end and not parted(low[end:close], lexicon):
            return Hit(trigger, at, end, close)
    return None


def parted(words: Span, lexicon: Lexicon) -> bool:
    """Whether a preposition or a comma stands among words."""
    apart = ("place_preposition", "role_preposition")
    return any(word in BREAKS or any(lexicon.match(name, words, at) for name in apart) for at, word in enumerate(words))
