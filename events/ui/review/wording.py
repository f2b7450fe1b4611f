"""A candidate in words: what stands now, as read or as changed; how sure, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from events.precision import PLACE_WORDS, distance_words
from events.reports.candidate import Slot
from events.reports.rows import CONTEXT, NOT_NOW, as_read
from events.schema import CONTESTED, UNKNOWN
from events.ui.review.state import SURE, Item

FAIR: Final = 0.6
REALIS_WORDS: Final = {
    "asserted": "reported as done",
    "attempted": "only attempted",
    "planned": "only planned or called for",
    "denied": "denied",
    "historical": "history, long before the report",
    "": "not read",
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the card: which slot, its value ("" if the report does not say), how sure (0 to 1, None if decided), and why."""

    name: str
    slot: str
    value: str
    sure: float | None = None
    why: str = ""
    flag: str = ""


def shown(item: Item) -> dict[str, Any]:
    """Return what stands for a candidate now: its columns as read, with what the analyst changed."""
    return {**as_read(item.candidate), **item.changes}


def title(item: Item) -> str:
    """Return a candidate as a line: kind, who, where, when."""
    now, c = shown(item), item.candidate
    kind, who = str(now["kind"]), str(now["faction"])
    if kind == CONTEXT and c.realis.value in NOT_NOW:
        kind, who = f"{c.realis.value}: {c.kind.value}", c.faction.value
    kind = kind.replace("_", " ") or "event not named"
    who = "" if who in (UNKNOWN, CONTESTED) else who
    return " · ".join(part for part in (kind, who, str(now["place"]) or "no place", short_day(str(now["start"])) or "no date") if part)


def lines(item: Item) -> list[Line]:
    """Return the candidate's card, slot by slot."""
    c, now = item.candidate, shown(item)
    kind = str(now["kind"]).replace("_", " ")
    time, speaker = c.time, c.speaker
    context = "context only" if now["kind"] == CONTEXT and c.realis.value in NOT_NOW else ""
    told = c.kind.value.replace("_", " ") if context else kind
    card = [
        _line("What", "kind", told, c.kind, item, "kind", flag=context),
        _line("Who holds it after", "faction", _who(c.faction.value if context else str(now["faction"])), c.faction, item, "faction"),
        _line("Against", "opponent", str(now["opponent"]), c.opponent, item, "opponent"),
        _line("Where", "place", _where(item, now), c.place.words, item, "place", "admin"),
        Line("On the map", "place", _placed(now), None, str(now["located_by"]), "changed" if "lon" in item.changes else ""),
        _line("When", "time", _when(now), time.words, item, "start", "end", "date_precision"),
        Line("Done?", "realis", REALIS_WORDS[c.realis.value], c.realis.confidence or None, c.realis.why),
        Line("Who says so", "speaker", _said(item), speaker.words.confidence or None, speaker.words.why),
        Line("Status", "", {"asserted": "reported as fact", "claimed": "a claim", "denied": "denied"}[str(now["asserted"])]),
    ]
    if c.group_proposed and "faction" not in item.changes:
        card[1] = replace(card[1], flag="new: in no row of the factions table")
    if c.opponent_inferred and "opponent" not in item.changes:
        card[2] = replace(card[2], flag="inferred")
    return card


def _line(name: str, slot: str, value: str, read: Slot, item: Item, *columns: str, flag: str = "") -> Line:
    if any(column in item.changes for column in columns):
        return Line(name, slot, value, None, f"the report was read as: {read.value or 'nothing'}", "changed")
    return Line(name, slot, value, read.confidence or None if value else None, read.why if value else "", flag)


def _who(name: str) -> str:
    return {CONTESTED: "nobody: it is fought over", UNKNOWN: ""}.get(name, name)


def _where(item: Item, now: dict[str, Any]) -> str:
    feature = item.candidate.place.feature
    words = f"{feature} in {now['place']}" if feature and "place" not in item.changes else str(now["place"])
    return f"{words}, {now['admin']}" if now["admin"] else words


def _placed(now: dict[str, Any]) -> str:
    if now["lon"] is None:
        return ""
    radius = f", within {distance_words(now['radius_m'])}" if now["radius_m"] else ""
    return f"{now['lat']:.4f}, {now['lon']:.4f}: {PLACE_WORDS[now['geo_precision']]}{radius}"


def _when(now: dict[str, Any]) -> str:
    if not now["start"]:
        return ""
    day = short_day(str(now["start"]))
    if now["end"]:
        return f"{day} to {short_day(str(now['end']))}"
    return day if now["date_precision"] == "day" else f"{day} (to the {str(now['date_precision']).replace('about_day', 'day or so')})"


def _said(item: Item) -> str:
    speaker = item.candidate.speaker
    party = {"party": ", a party to the conflict", "neutral": ", no party to the conflict"}.get(speaker.party, "")
    return f"{speaker.words.value} ({speaker.verb}{party})" if speaker.words.value else f"the report itself{party}"


def how_sure(sure: float | None) -> str:
    """Return a confidence in words and per cent, "" where there is none."""
    if sure is None:
        return ""
    return f"{'sure' if sure >= SURE else 'fairly sure' if sure >= FAIR else 'unsure'}, {sure:.0%}"


def short_day(day: str) -> str:
    """Return an ISO day as "25 Mar 2008", "" for none."""
    return f"{int(day[8:10])} {_MONTHS[int(day[5:7]) - 1]} {day[:4]}" if day else ""
