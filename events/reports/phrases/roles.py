"""From the main clause to roles: who, against whom, where. A frame of the lexicon says what stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from events.errors import PhraseError
from events.reports.phrases.clause import REPHRASE, Clause, Hit, hits
from events.reports.phrases.lexicon import Frame, Lexicon, Span
from events.reports.phrases.parties import Parties

_PARTY_ROLES: Final = ("holder", "loser", "besieger", "party", "joined", "attacker", "loser_or_place")
_WEAK: Final = "says"


@dataclass(frozen=True, slots=True)
class Roles:
    """The words in each role of a trigger (a role may stand twice), and what was left unread."""

    hit: Hit
    voice: str
    words: tuple[tuple[str, str], ...]
    unread: str = ""

    def all(self, *roles: str) -> tuple[str, ...]:
        """Return the words of some roles, in order."""
        return tuple(text for role, text in self.words if role in roles and text)


def roles(clause: Clause, lexicon: Lexicon, parties: Parties) -> Roles:
    """Return who does what where in a clause.

    Raises
    ------
    PhraseError
        If nothing in it tells of control, if it tells of something that did not or has not yet happened, or of two things at once.
    """
    main, unread = _main(clause, lexicon)
    hit = _trigger(main, lexicon)
    _must_be_fact(main, hit, lexicon)
    voice = _voice(main, hit, lexicon)
    if hit.trigger.until:
        found = _around(main, hit, lexicon)
    else:
        frame = hit.trigger.voices[voice]
        left, right = main.part(0, hit.start), main.part(hit.end)
        found = [*_before(left, frame, lexicon), *_after(right, frame, voice, lexicon, parties)]
    return Roles(hit, voice, tuple(found), unread)


def _main(clause: Clause, lexicon: Lexicon) -> tuple[Clause, str]:
    """Split off subordinate clauses ("after ...", "as police withdraw") and times; return the main clause and the rest."""
    low = clause.low
    unread: list[str] = []
    if lexicon.match("subordinator", low, 0) and "," in low:
        comma = low.index(",")
        unread.append(str(clause.part(0, comma)))
        clause = clause.part(comma + 1)
        low = clause.low
    found = hits(clause, lexicon)
    if not found:
        raise PhraseError("nothing here tells of control over a place.", value=str(clause), hint=REPHRASE)
    start = found[0].end if found[0].close is None else found[0].close
    for at in range(start, len(low)):
        cut = lexicon.match("subordinator", low, at)
        taken = tuple(low[at : at + 1]) in {p for hit in found for f in hit.trigger.voices.values() for p in f.prepositions}
        if (cut and not taken) or low[at] in (";", ":") or (low[at] == "," and hits(clause.part(at), lexicon)):
            unread.append(str(clause.part(at)))
            clause = clause.part(0, at)
            break
    clause, times = _without_times(clause, lexicon)
    return clause, "; ".join(text for text in (*unread, *times) if text)


def _without_times(clause: Clause, lexicon: Lexicon) -> tuple[Clause, list[str]]:
    """Take words for times out: "on Tuesday", "overnight", "on 25 March 2008"."""
    low, kept, times, at = clause.low, [], [], 0
    while at < len(low):
        length = lexicon.match("time", low, at) or _date(low, at, lexicon)
        if length:
            times.append(str(clause.part(at, at + length)))
        else:
            kept.append(clause.words[at])
        at += length or 1
    return Clause(tuple(kept)), times


def _date(low: Span, at: int, lexicon: Lexicon) -> int:
    """Return the length of a date such as "on 25 March 2008", "March 25th", "in March 2008", 0 if none starts here."""
    start = at + (low[at] in ("on", "in", "since", "by"))
    window = low[start : start + 3]
    named = [i for i, word in enumerate(window[:2]) if (word,) in lexicon.lists["months"]]
    if not named:
        return 0
    length = named[0] + 1
    if named[0] == 1 and not window[0][0].isdigit():
        return 0
    while length < len(window) and window[length][0].isdigit():
        length += 1
    dated = any(word[0].isdigit() for word in window[:length])
    return (start - at) + length if dated or start > at else 0


def _trigger(main: Clause, lexicon: Lexicon) -> Hit:
    found = hits(main, lexicon)
    if not found:
        raise PhraseError("nothing here tells of control over a place.", value=str(main), hint=REPHRASE)
    strong = [hit for hit in found if not lexicon.match(_WEAK, main.low, hit.start)] or found
    needing = [hit for hit in strong if hit.trigger.needs]
    verbs = [hit for hit in strong if tuple(hit.trigger.voices) != ("noun",) and not _noun_use(main, hit, lexicon)]
    if needing:
        return needing[-1]
    chosen = verbs or strong
    if len({hit.trigger.kind for hit in chosen}) > 1 and len(verbs) > 1:
        told = ", ".join(" ".join(hit.trigger.words) for hit in chosen)
        raise PhraseError(f"this tells of more than one thing ({told}).", value=str(main), hint="Enter each as a phrase of its own.")
    return chosen[0]


def _noun_use(main: Clause, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a word that is both noun and verb ("clashes", "control") stands as a noun: at the start, or before a preposition."""
    if "noun" not in hit.trigger.voices:
        return False
    return hit.start == 0 or bool(lexicon.match("place_preposition", main.low, hit.end)) or hit.end == len(main)


def _must_be_fact(main: Clause, hit: Hit, lexicon: Lexicon) -> None:
    """Raise if what the trigger tells did not happen, or not yet."""
    for name, reason in (("not_done", "did not happen"), ("not_yet", "has not happened, or not yet")):
        for at in range(hit.start):
            length = lexicon.match(name, main.low, at)
            word = main.words[at]
            adjacent = _only_helpers(main.low[at + length : hit.start], lexicon)
            bare_to = length == 1 and main.low[at] == "to"
            if length and at + length <= hit.start and (adjacent if bare_to else word.islower() or adjacent):
                told = f'"{" ".join(main.words[at : at + length])} {" ".join(main.words[hit.start : hit.end])}"'
                hint = 'Give what did happen, for instance "clashes in Kut" or "Kut held by the Iraqi Army".'
                raise PhraseError(f"{told} tells of something that {reason}.", value=str(main), hint=hint)


def _only_helpers(words: Span, lexicon: Lexicon) -> bool:
    return all((word,) in lexicon.lists["auxiliary"] or (word,) in lexicon.lists["adverb"] for word in words)


def _voice(main: Clause, hit: Hit, lexicon: Lexicon) -> str:
    voices = hit.trigger.voices
    if len(voices) == 1:
        only = next(iter(voices))
        if only == "passive" and _perfect(main, hit, lexicon):
            return "active" if "active" in voices else "passive"
        return only
    if "noun" in voices and _noun_use(main, hit, lexicon):
        return "noun"
    if "passive" not in voices:
        return "active"
    if "active" not in voices or _perfect(main, hit, lexicon):
        return "active" if "active" in voices and _perfect(main, hit, lexicon) else "passive"
    low = main.low
    after = hit.end + (lexicon.match("adverb", low, hit.end) if hit.end < len(low) else 0)
    at_end = after >= len(low)
    before_preposition = not at_end and any(lexicon.match(name, low, after) for name in ("place_preposition", "role_preposition"))
    helped = any((word,) in lexicon.lists["auxiliary"] for word in low[max(0, hit.start - 3) : hit.start])
    return "passive" if helped or ((at_end or before_preposition) and hit.start > 0) else "active"


def _perfect(main: Clause, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether "has", "have" or "had" stands before the trigger without "been": active, whatever the form."""
    helpers = []
    at = hit.start - 1
    while at >= 0 and ((main.low[at],) in lexicon.lists["auxiliary"] or (main.low[at],) in lexicon.lists["adverb"]):
        helpers.append(main.low[at])
        at -= 1
    perfect = any((word,) in lexicon.lists["perfect"] for word in helpers)
    return perfect and not any((word,) in lexicon.lists["passive_helper"] for word in helpers)


def _around(main: Clause, hit: Hit, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Roles of "Kut under Mahdi Army control", "Kut in the hands of the Mahdi Army"."""
    place = ("place", _stripped(main.part(0, hit.start), lexicon))
    if hit.close is None:
        return [place, ("holder", _stripped(main.part(hit.end), lexicon))]
    rest = main.part(hit.close + 1)
    later = lexicon.match("place_preposition", rest.low, 0) if len(rest) else 0
    extra = [("place", _stripped(rest.part(later), lexicon))] if later else []
    return [place, ("holder", _stripped(main.part(hit.end, hit.close), lexicon)), *extra]


def _before(left: Clause, frame: Frame, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return the role of what stands before the trigger; "police in Kut" before a verb is a party and a place."""
    text = left
    if frame.subject in _PARTY_ROLES:
        at = next((i for i in range(1, len(text)) if lexicon.match("place_preposition", text.low, i) and text.low[i] not in ("of", "on")), None)
        near = next((i for i in range(1, len(text)) if lexicon.match("near_preposition", text.low, i)), None)
        if at is not None:
            length = lexicon.match("place_preposition", text.low, at)
            return [(frame.subject, _stripped(text.part(0, at), lexicon)), ("context", _stripped(text.part(at + length), lexicon))]
        if near is not None:
            return [(frame.subject, _stripped(text.part(0, near), lexicon)), ("context", _stripped(text.part(near), lexicon))]
    return [(frame.subject, _stripped(text, lexicon))]


def _after(right: Clause, frame: Frame, voice: str, lexicon: Lexicon, parties: Parties) -> list[tuple[str, str]]:
    """Cut what stands after the trigger at the prepositions of its frame."""
    low = right.low
    found: list[tuple[str, int, int]] = []
    role, start, at = frame.object if voice == "active" else "", 0, 0
    while at < len(low):
        new, length = _role_at(right, at, role, start, frame, lexicon, parties)
        if length:
            found.append((role, start, at))
            role, start = new, at + (0 if lexicon.match("near_preposition", low, at) and new in ("place", "context") else length)
            at += length
        else:
            at += 1
    found.append((role, start, len(low)))
    return [(name, _stripped(right.part(a, b), lexicon)) for name, a, b in found if b > a]


def _role_at(right: Clause, at: int, role: str, start: int, frame: Frame, lexicon: Lexicon, parties: Parties) -> tuple[str, int]:
    """Return the role that begins at a word and the length of its preposition, ("", 0) if the word goes on with the role before."""
    low = right.low
    preposition = next((p for p in sorted(frame.prepositions, key=len, reverse=True) if low[at : at + len(p)] == p), None)
    place_length = lexicon.match("place_preposition", low, at) or lexicon.match("near_preposition", low, at)
    in_place = role in ("place", "context") and at > start
    if preposition is not None:
        new = frame.prepositions[preposition]
        rest = right.part(at + len(preposition))
        if in_place and (_distance_before(low, at) or (preposition == ("of",) and not _starts_with_party(rest, lexicon, parties))):
            return "", 0
        if in_place and new == "place":
            return "", 0
        if new == "party" and preposition == ("between",) and not _starts_with_party(rest, lexicon, parties):
            return "place", 1
        if new == "loser_or_place":
            new = "loser" if _starts_with_party(rest, lexicon, parties) else "place"
        return new, len(preposition)
    if place_length and not in_place and low[at] != "of":
        return "place", place_length
    return "", 0


def _distance_before(low: Span, at: int) -> bool:
    return at >= 2 and any(word[0].isdigit() for word in low[max(0, at - 3) : at])


def _starts_with_party(rest: Clause, lexicon: Lexicon, parties: Parties) -> bool:
    words = rest.part(1) if rest.low[:1] in (("the",), ("its",)) else rest
    return any(parties.knows(str(words.part(0, n)), lexicon) for n in range(1, min(len(words), parties.longest or 1) + 1))


def _stripped(words: Clause, lexicon: Lexicon) -> str:
    """Return the words without helpers, adverbs, articles and punctuation at either end."""
    low, start, end = words.low, 0, len(words)
    while start < end:
        length = max((lexicon.match(name, low[:end], start) for name in ("auxiliary", "adverb", "determiner")), default=0)
        if low[start : start + 2] in {("all", "of")} or not (length or low[start] in ",;:"):
            break
        start += length or 1
    while end > start:
        length = max((lexicon.ends(name, low[start:end]) for name in ("auxiliary", "adverb")), default=0)
        if not (length or low[end - 1] in ",;:"):
            break
        end -= length or 1
    return str(words.part(start, end))


def joined(texts: Iterable[str]) -> str:
    """Return several texts as one list in words."""
    return " and ".join(texts)
