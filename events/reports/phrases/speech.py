"""Who says what a phrase says, how sure they are, and the place it is headed with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from events.reports.phrases.clause import BREAKS, Clause, hits
from events.reports.phrases.lexicon import Lexicon, Span
from events.reports.phrases.parties import Parties


@dataclass(frozen=True, slots=True)
class Told:
    """A clause, how it is told (a word of `schema.ASSERTED`), who tells it, and the place it is headed with ("" if none is)."""

    clause: Clause
    asserted: str = "asserted"
    speaker: str = ""
    context: str = ""


def told(clause: Clause, lexicon: Lexicon, parties: Parties) -> Told:
    """Split off who says it ("..., police say", "Mahdi Army claims that ...", "Reuters: ...") and find how it is told."""
    heard = lexicon.match("hearsay", clause.low, 0)
    if heard:
        return replace(told(clause.part(heard), lexicon, parties), asserted="claimed")
    headed = _headed(clause, lexicon, parties)
    clause, low = headed.clause, headed.clause.low
    for at in range(len(low) - 1, 0, -1):
        if low[at] in BREAKS and at < len(low) - 1:
            asserted, speaker = _speech_tail(clause.part(at + 1), lexicon, colon=low[at] == ":")
            if asserted:
                return _hedged(replace(headed, clause=clause.part(0, at), asserted=asserted, speaker=speaker), lexicon)
    for at in range(len(low)):
        asserted, length = _speech(low, at, lexicon)
        if length and _splits(clause, at, length, lexicon):
            speaker = str(clause.part(0, at))
            said = _subject_restored(clause.part(at + length), speaker, asserted, lexicon)
            return _hedged(replace(headed, clause=said, asserted=asserted, speaker=speaker), lexicon)
    return _hedged(headed, lexicon)


def _headed(clause: Clause, lexicon: Lexicon, parties: Parties) -> Told:
    """Split off a head: "Reuters: ...", "Kut: ...", "In Kut, ..."."""
    low = clause.low
    colon = low.index(":") if ":" in low[:6] else 0
    if colon:
        head, rest = clause.part(0, colon), clause.part(colon + 1)
        if hits(head, lexicon) and not hits(rest, lexicon):
            return Told(Clause((*head.words, *rest.words)))
        if hits(rest, lexicon) and not hits(head, lexicon):
            speaks = parties.knows(str(head), lexicon) or _speech_tail(head, lexicon, colon=False)[0]
            return Told(rest, speaker=str(head)) if speaks else Told(rest, context=str(head))
    length = lexicon.match("head_preposition", low, 0)
    if not length or any((word,) in lexicon.lists["months"] for word in low[:4]):
        return Told(clause)
    found = hits(clause, lexicon)
    comma = low.index(",") if "," in low else 0
    if comma and found and comma < found[0].start:
        return Told(clause.part(comma + 1), context=str(clause.part(length, comma)))
    ends = range(length + 1, found[0].start if found else 0)
    start = next((at for at in ends if parties.knows(str(clause.part(at, found[0].start)), lexicon)), None)
    return Told(clause) if start is None else Told(clause.part(start), context=str(clause.part(length, start)))


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
    named = colon and not hits(tail, lexicon) and len(tail) <= 4 and not lexicon.any("place_preposition", low)
    return ("asserted", str(tail)) if named else ("", "")


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
