"""A candidate event: what a sentence of a report says, slot by slot, each with how sure and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: Whether a report says that it happened.
REALIS: Final = ("asserted", "attempted", "planned", "denied", "historical")


@dataclass(frozen=True, slots=True)
class Slot:
    """One fact of a candidate.

    Attributes
    ----------
    value : str
        The fact; "" means that the report does not say.
    confidence : float
        0 to 1: the share of such slots expected to be right. 0 for an empty slot.
    why : str
        The rule or word it rests on.
    words : str
        The report's own words for it, "" if none.
    start, end : int
        Where the words stand in the document's text; -1 if nowhere.
    """

    value: str = ""
    confidence: float = 0.0
    why: str = ""
    words: str = ""
    start: int = -1
    end: int = -1

    def as_record(self) -> dict[str, Any]:
        """Return the slot as JSON-ready values."""
        return {
            "value": self.value,
            "confidence": round(self.confidence, 2),
            "why": self.why,
            "words": self.words,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class PlaceSlot:
    """Where: the words, what narrows them, and where the geocoder puts them.

    Attributes
    ----------
    words : Slot
        The place words as the report has them ("southern Basra").
    name : str
        The bare name ("Basra").
    modifier : str
        What narrows it ("southern", "outskirts of", "10 km north of"), "" if nothing.
    feature : str
        What was taken there ("three police stations"), "" if the place itself.
    within : str
        A larger place that the report names with it.
    location : mapping
        What the geocoder says: lon, lat, radius_m, geo_precision, how, candidates; empty if it was not asked.
    """

    words: Slot = Slot()
    name: str = ""
    modifier: str = ""
    feature: str = ""
    within: str = ""
    location: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """When: an interval of days, both inclusive, with its precision.

    Attributes
    ----------
    start, end : str
        ISO dates; "" for unknown. An empty `end` after a given `start` is an interval still open on publication.
    precision : str
        One of `events.schema.DATE_PRECISIONS`, "" if unknown.
    not_after : str
        ISO date of publication: what is reported had happened by then.
    """

    words: Slot = Slot()
    start: str = ""
    end: str = ""
    precision: str = ""
    not_after: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so.

    Attributes
    ----------
    words : Slot
        The speaker ("a police officer"), empty where the report speaks for itself.
    verb : str
        How it is said ("claimed").
    party : str
        "party", "neutral" or "" where it cannot be told.
    asserted : str
        One of `events.schema.ASSERTED`.
    """

    words: Slot = Slot()
    verb: str = ""
    party: str = ""
    asserted: str = "asserted"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One event that a report tells of, for an analyst to accept, change or reject.

    Attributes
    ----------
    candidate_id : str
        The same for the same document, place in it and event.
    kind, faction, opponent, realis : Slot
        `faction` holds the place afterwards. An opponent taken from the control map has `opponent_inferred`.
    confidence : float
        That this is a control-change event at all, 0 to 1.
    quote : str
        The sentence, verbatim; `start`, `end` are its offsets in the document's text.
    trigger : str
        The word that tells of the event; `trigger_start` its offset.
    group_proposed : bool
        True when the faction stands in no table: a proposal for a new one.
    """

    candidate_id: str
    kind: Slot
    faction: Slot
    opponent: Slot
    place: PlaceSlot
    time: TimeSlot
    speaker: Speaker
    realis: Slot
    confidence: float
    why: str
    quote: str
    start: int
    end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    block: int = 0
    outlet: str = ""
    published: str = ""
    group_proposed: bool = False
    opponent_inferred: bool = False

    @property
    def spans(self) -> tuple[tuple[str, int, int], ...]:
        """(slot, start, end) of the report's words for each slot that has some, and the trigger as "kind"; in the order of the text."""
        slots = {
            "kind": self.kind,
            "faction": self.faction,
            "opponent": self.opponent,
            "place": self.place.words,
            "time": self.time.words,
            "speaker": self.speaker.words,
        }
        found = [(name, slot.start, slot.end) for name, slot in slots.items() if slot.start >= 0]
        return tuple(sorted(found, key=lambda span: span[1:]))

    def as_record(self) -> dict[str, Any]:
        """Return every slot as JSON-ready values: the plain answer under the slot's name, the rest under `slots`."""
        place, time, speaker = self.place, self.time, self.speaker
        return {
            "candidate_id": self.candidate_id,
            "kind": self.kind.value,
            "faction": self.faction.value,
            "faction_words": self.faction.words,
            "faction_proposed": self.group_proposed,
            "opponent": self.opponent.value,
            "opponent_words": self.opponent.words,
            "opponent_inferred": self.opponent_inferred,
            "place": place.words.value,
            "place_name": place.name,
            "modifier": place.modifier,
            "feature": place.feature,
            "within": place.within,
            **_location(place.location),
            "start": time.start,
            "end": time.end,
            "date_precision": time.precision,
            "date_words": time.words.words,
            "not_after": time.not_after,
            "realis": self.realis.value,
            "asserted": speaker.asserted,
            "speaker": speaker.words.value,
            "speech_verb": speaker.verb,
            "speaker_party": speaker.party,
            "quote": self.quote,
            "quote_start": self.start,
            "quote_end": self.end,
            "trigger": self.trigger,
            "trigger_start": self.trigger_start,
            "trigger_end": self.trigger_end,
            "block": self.block,
            "outlet": self.outlet,
            "published": self.published,
            "confidence": round(self.confidence, 2),
            "why": self.why,
            "slots": {
                "kind": self.kind.as_record(),
                "faction": self.faction.as_record(),
                "opponent": self.opponent.as_record(),
                "place": place.words.as_record(),
                "time": time.words.as_record(),
                "realis": self.realis.as_record(),
                "speaker": speaker.words.as_record(),
            },
        }


def _location(location: Mapping[str, Any]) -> dict[str, Any]:
    names = ("lon", "lat", "radius_m", "geo_precision", "how", "candidates")
    return {name: location.get(name, [] if name == "candidates" else None) for name in names}


@dataclass(frozen=True, slots=True)
class Missed:
    """A sentence that may tell of an event but gave no candidate, and why."""

    quote: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document: candidates in the order of the text, what was possibly missed, and a note on the whole."""

    candidates: tuple[Candidate, ...]
    missed: tuple[Missed, ...]
    version: str
    note: str = ""
