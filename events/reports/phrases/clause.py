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
_TOKEN: Final = re.compile(r"[^\W_]+(?:[.'\-/&][^\W_]+)*(?:'s?)?|[,;:?()]")
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": ",", "−": "-", "“": " ", "”": " ", '"': " "})
_BREAKS: Final = (",", ";", ":")


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
class Told:
    """A clause, how it is told (a word of `schema.ASSERTED`), and who tells it ("" if nobody is named)."""

    clause: Clause
    asserted: str = "asserted"
    speaker: str = ""


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
    words = tuple(_TOKEN.findall(plain))
    if not any(word[0].isalnum() for word in words):
        raise PhraseError("no words to read.", value=text, hint=REPHRASE)
    if "?" in words:
        raise PhraseError("a question reports nothing.", value=text, hint="Say what happened.")
    while words and words[-1] in ",;:":
        words = words[:-1]
    return Clause(words)


def told(clause: Clause, lexicon: Lexicon) -> Told:
    """Split off who says it ("..., police say", "Mahdi Army claims that ...", "according to ...") and find how it is told."""
    low = clause.low
    for at in range(len(low) - 1, 0, -1):
        if low[at] in _BREAKS and at < len(low) - 1:
            tail = clause.part(at + 1)
            asserted, speaker = _speech_tail(tail, lexicon, colon=low[at] == ":")
            if asserted:
                return _hedged(Told(clause.part(0, at), asserted, speaker), lexicon)
    for at in range(len(low)):
        asserted, length = _speech(low, at, lexicon)
        if length and _splits(clause, at, length, lexicon):
            speaker = str(clause.part(0, at))
            return _hedged(Told(_subject_restored(clause.part(at + length), speaker, asserted, lexicon), asserted, speaker), lexicon)
    return _hedged(Told(clause), lexicon)


def _speech(low: Span, at: int, lexicon: Lexicon) -> tuple[str, int]:
    for name, asserted in (("denies", "denied"), ("claims", "claimed"), ("says", "asserted")):
        length = lexicon.match(name, low, at)
        if length:
            return asserted, length
    return "", 0


def _splits(clause: Clause, at: int, length: int, lexicon: Lexicon) -> bool:
    """Whether a verb of saying parts speaker from report: words on both sides, the report with a trigger, the speaker without."""
    before, after = clause.part(0, at), clause.part(at + length)
    if not len(before) or lexicon.ends("auxiliary", before.low) or any(hit.start == at for hit in hits(clause, lexicon)):
        return False
    return not hits(before, lexicon) and bool(hits(after, lexicon))


def _speech_tail(tail: Clause, lexicon: Lexicon, *, colon: bool) -> tuple[str, str]:
    low = tail.low
    if lexicon.match("says", low, 0) == 2 and low[0] == "according":
        return "asserted", str(tail.part(2))
    for at in (len(low) - 1, 0):
        asserted, length = _speech(low, at, lexicon)
        rest = tail.part(0, at) if at else tail.part(length)
        if asserted and not hits(rest, lexicon):
            return asserted, str(rest)
    return (
        ("asserted", str(tail))
        if colon and not hits(tail, lexicon) and len(tail) <= 4 and not lexicon.any("place_preposition", low)
        else ("", "")
    )


def _subject_restored(rest: Clause, speaker: str, asserted: str, lexicon: Lexicon) -> Clause:
    """Return what is said, with the speaker for "it", "to have" or no subject: "claims to have taken Kut", "denies losing Kut"."""
    low, at = rest.low, 0
    while at < len(low) and (low[at],) in lexicon.lists["speaker_again"]:
        at += 1
    found = hits(rest.part(at), lexicon)
    own = at > 0 and low[:at] != ("that",)
    if found and found[0].start == 0:
        frame = next(iter(found[0].trigger.voices.values()))
        own = (
            own
            or frame.subject == "loser"
            or (frame.subject == "holder" and asserted != "asserted")
            or "noun" not in found[0].trigger.voices
        )
    return Clause((*speaker.split(), *rest.words[at:])) if own else rest.part(at)


def _hedged(found: Told, lexicon: Lexicon) -> Told:
    """Turn a plain report with "reportedly" and the like into a claimed one."""
    if found.asserted == "asserted" and lexicon.any("claimed", found.clause.low):
        low = found.clause.low
        drop = {i for at in range(len(low)) for i in range(at, at + lexicon.match("claimed", low, at))}
        kept = Clause(tuple(word for at, word in enumerate(found.clause.words) if at not in drop))
        return Told(kept if hits(kept, lexicon) else found.clause, "claimed", found.speaker)
    return found


def hits(clause: Clause, lexicon: Lexicon) -> list[Hit]:
    """Return the triggers in a clause, from left to right, the longest at each place; words of an idiom trigger nothing."""
    low = clause.low
    masked = _masked(low, lexicon)
    found, at = [], 0
    while at < len(low):
        hit = None if at in masked else _hit_at(low, at, lexicon)
        if hit:
            found.append(hit)
        at = hit.end if hit else at + 1
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
        if (
            close is not None
            and close > end
            and not any(w in _BREAKS or (w,) in lexicon.lists["place_preposition"] for w in low[end:close])
        ):
            return Hit(trigger, at, end, close)
    return None
