"""What one sentence says twice: of several candidates that tell the same of one place, one is kept."""

from __future__ import annotations

from typing import Final

from events.reports.candidate import Candidate

#: Kinds that say of one place in one sentence the same: somebody gains it. The first told is kept.
GAINS: Final = frozenset({"taken", "retaken", "presence", "cleared", "handed_over"})
#: Of these, the ones after which another holds the place.
TAKINGS: Final = GAINS - {"presence"}
#: Kinds that are one event however many words for it a sentence has: "withdrew from the city and left their positions".
ONCE: Final = ("withdrawn", "presence")


def distinct(found: list[Candidate], weak: frozenset[str]) -> list[Candidate]:
    """Drop what says the same as an earlier candidate of the sentence.

    Parameters
    ----------
    found : list of Candidate
        Of one sentence.
    weak : frozenset of str
        Objects ("flag") of verbs that only underline another event.
    """
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: _is_weak(c, weak) or _is_outdone(c, found)):
        if not any(_is_told(candidate, by=other, weak=weak) for other in kept):
            kept.append(candidate)
    return [candidate for candidate in found if candidate in kept]


def _is_weak(candidate: Candidate, weak: frozenset[str]) -> bool:
    return candidate.trigger.split(" ")[-1].lower() in weak


def _is_outdone(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether who enters a place also takes it: the taking is the event then."""
    place, faction = candidate.place, candidate.faction.value
    takings = [c for c in found if c.kind.value in TAKINGS and c.faction.value == faction != ""]
    return candidate.kind.value == "presence" and any(
        c.place.words.value == place.words.value and c.place.feature == place.feature for c in takings
    )


def _is_told(candidate: Candidate, *, by: Candidate, weak: frozenset[str]) -> bool:
    """Whether an earlier candidate tells of it: the same kind of thing at the same place; fighting counts beside nothing."""
    kind, other = candidate.kind.value, by.kind.value
    if kind == "contested" and other != "contested":
        return True
    if candidate.place.name != by.place.name or candidate.realis.value != by.realis.value:
        return False
    if kind == "presence" and other == "held" and candidate.faction.value == by.faction.value:
        return True
    gains = {kind, other} <= GAINS
    if (kind == other and kind in ONCE) or (gains and _is_weak(candidate, weak)):
        return True
    return not _is_second(candidate, by) and (gains or kind == other) and candidate.place.feature in ("", by.place.feature)


def _is_second(candidate: Candidate, by: Candidate) -> bool:
    """Whether the place changed hands twice: to another, or lost by who took it ("captured it but lost it a week later")."""
    kinds, faction, before = {candidate.kind.value, by.kind.value}, candidate.faction.value, by.faction.value
    if kinds <= GAINS and _is_same(candidate.opponent.value, before):
        return True
    again = kinds == {"taken", "retaken"} and faction != before
    return again or (kinds <= TAKINGS and _are_others(faction, before))


def _are_others(one: str, other: str) -> bool:
    """Whether two holders are both named and share no word."""
    return bool(one and other) and not set(one.lower().split()) & set(other.lower().split())


def _is_same(one: str, other: str) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return bool(a and b) and (a <= b or b <= a)
