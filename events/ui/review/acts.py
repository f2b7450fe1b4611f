"""What the analyst does with a candidate: accept, change, reject, merge, choose its place, and take any of it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from events.errors import EventsError, InputError
from events.reports.missed import candidate_of
from events.ui import store
from events.ui.picking import showing
from events.ui.review import saving
from events.ui.review.reader import locate
from events.ui.review.state import ACCEPTED, MERGED, OPEN, REJECTED, SURE, Act, Item, Review, Sheet
from events.ui.review.wording import title
from events.ui.session import Session

#: Coordinates closer than this are one place.
SAME_DEGREES: Final = 0.001
#: Slots that must be there and sure for an event to be accepted together with others.
NEEDED: Final = ("kind", "faction", "place", "time")


def accept(session: Session, here: Review) -> None:
    """Add the candidate to the data set as an event."""
    sheet, item = here.current_sheet, here.current
    if sheet is None or item is None or not _is_open(here, item):
        return
    _do(session, here, "accepted", [(sheet, item)])


def accept_sure(session: Session, here: Review) -> None:
    """Add every candidate that is sure in all it says, in one act."""
    _do(session, here, "accepted together", sure_ones(session, here))


def _do(session: Session, here: Review, words: str, chosen: Sequence[tuple[Sheet, Item]]) -> None:
    here.failed, here.told = "", ""
    before = tuple((item, item.as_it_was()) for _, item in chosen)
    try:
        rows = [_acceptable(sheet, item) for sheet, item in chosen]
        if not rows:
            raise InputError("there is no candidate that is sure in everything.", hint="Look at them one by one.")
        numbers = saving.add(session, rows, _note(rows))
        session.change(showing(session, rows[-1]["event_id"]))
    except EventsError as error:
        here.failed = _why_not(error)
        return
    for (_, item), row in zip(chosen, rows, strict=True):
        item.status, item.event_id = ACCEPTED, row["event_id"]
    told = title(chosen[0][1]) if len(chosen) == 1 else f"{len(chosen):,} candidates"
    _done(session, here, Act(f"{told}: {words}", before, numbers))
    hidden = sum(not _is_shown(session, row["event_id"]) for row in rows)
    here.told += f". {'The filters hide it' if len(rows) == 1 else f'The filters hide {hidden} of them'} on the map." if hidden else ""


def _is_shown(session: Session, event_id: str) -> bool:
    number = session.dataset.row_of(event_id)
    return number is not None and bool(store.chosen(session.dataset, session.view)[number])


def _acceptable(sheet: Sheet, item: Item) -> dict[str, Any]:
    """Return the row of a candidate, or raise why it cannot be an event yet."""
    row = sheet.row(item)
    if not row["kind"]:
        raise InputError("nobody has said yet what happened.", value=item.candidate.quote[:80], hint="Press e and choose a kind.")
    return row


def _note(rows: Sequence[Mapping[str, Any]]) -> str:
    changed = sum(bool(row["analyst_changes"]) for row in rows)
    together = f" together with {len(rows) - 1} others" if len(rows) > 1 else ""
    return f"read in a report and accepted{together}{'; changed by the analyst' if changed else ''}"


def sure_ones(session: Session, here: Review) -> list[tuple[Sheet, Item]]:
    """Return the open candidates of all reports that are told as done, sure in every slot, dated, placed and no repetition."""
    return [(sheet, item) for sheet in here.sheets for item in sheet.items or () if _is_sure(session, sheet, item)]


def _is_sure(session: Session, sheet: Sheet, item: Item) -> bool:
    c = item.candidate
    if item.status != OPEN or item.changes or c.realis.value != "asserted" or c.realis.confidence < SURE or not c.time.start:
        return False
    slots = {"kind": c.kind, "faction": c.faction, "opponent": c.opponent, "place": c.place.words, "time": c.time.words}
    if any(not slots[name].value and name != "time" for name in NEEDED) or c.place.location.get("lon") is None:
        return False
    if any((slot.value or slot.words) and slot.confidence < SURE for slot in slots.values()) or c.confidence < SURE:
        return False
    return not saving.repeated(session, sheet.row(item), also=str(c.place.location.get("place") or ""))


def reject(session: Session, here: Review) -> None:
    """Put a candidate away; the data set stays as it is."""
    item = here.current
    if item is None or not _is_open(here, item):
        return
    before = ((item, item.as_it_was()),)
    item.status = REJECTED
    here.failed = ""
    _done(session, here, Act(f"{title(item)}: rejected", before))


def merge(session: Session, here: Review, event_id: str) -> None:
    """Add what the candidate tells to an event that it repeats."""
    sheet, item = here.current_sheet, here.current
    if sheet is None or item is None or not _is_open(here, item):
        return
    before = ((item, item.as_it_was()),)
    try:
        row = _acceptable(sheet, item)
        numbers = saving.merge(session, event_id, row, f"merged with a report: {row['publisher'] or row['title'] or sheet.document.name}")
        session.change(showing(session, event_id))
    except EventsError as error:
        here.failed, here.told = _why_not(error), ""
        return
    item.status, item.event_id = MERGED, event_id
    _done(session, here, Act(f"{title(item)}: merged", before, numbers))


def change(here: Review, changes: Mapping[str, Any]) -> None:
    """Take over what the analyst changed in the candidate looked at."""
    item = here.current
    here.editing = False
    if item is None or all(item.changes.get(name) == value for name, value in changes.items()):
        return
    before = ((item, item.as_it_was()),)
    item.changes = {**item.changes, **changes}
    here.failed, here.told = "", f"{title(item)}: changed"
    here.past.append(Act(here.told, before))


def place_at(here: Review, lat: float, lon: float) -> None:
    """Put the candidate where the analyst clicked; a click says nothing of how exactly the place is known."""
    change(here, {"lon": lon, "lat": lat, "radius_m": None, "located_by": "chosen on the map by the analyst"})


def place_as(session: Session, here: Review, found: Mapping[str, Any]) -> None:
    """Put the candidate at one of the geocoder's candidates, as large as the gazetteer knows it to be."""
    told = f"chosen by the analyst from the places offered: {found['name']}, {found['parent']}".rstrip(", ")
    known = locate(session, here, found["name"], found["parent"])
    same = all(known.get(name) is not None and abs(known[name] - found[name]) < SAME_DEGREES for name in ("lon", "lat"))
    size = {name: known.get(name) for name in ("radius_m", "geo_precision")} if same else {"radius_m": None, "geo_precision": ""}
    parent = {"admin": found["parent"]} if found["parent"] else {}
    change(here, {"lon": found["lon"], "lat": found["lat"], **size, **parent, "located_by": told})


def date_of_publication(here: Review) -> None:
    """Date an undated candidate to the day its report was published, as the analyst decides."""
    item = here.current
    if item is not None and item.candidate.published:
        change(here, {"start": item.candidate.published, "end": "", "date_precision": "about_day"})


def from_missed(here: Review, number: int) -> None:
    """Make a possibly missed sentence a candidate, and open its form."""
    sheet = here.current_sheet
    if sheet is None or sheet.items is None or number >= len(sheet.missed):
        return
    item = Item(candidate_of(sheet.missed.pop(number), sheet.document))
    sheet.items.append(item)
    sheet.items.sort(key=lambda i: (i.candidate.start, i.candidate.trigger_start))
    here.go(here.sheet, sheet.items.index(item))
    here.editing = True


def undo(session: Session, here: Review) -> None:
    """Take the last act back, in the data set too."""
    if not here.past:
        return
    act = here.past[-1]
    try:
        saving.take_back(session, act.edits)
    except EventsError as error:
        here.failed, here.told = _why_not(error), ""
        return
    here.past.pop()
    for item, was in act.before:
        item.changes, item.status, item.event_id, item.note = was.changes, was.status, was.event_id, was.note
    _look_at(here, act.before[0][0])
    if act.edits:
        session.stale_widgets = True
        if session.view.selected and session.dataset.row_of(session.view.selected) is None:
            session.change(replace(session.view, selected=""))
    here.failed, here.told = "", f"Undone: {act.words}"


def keep_up(session: Session, here: Review) -> None:
    """Open again what was accepted here and has gone from the data set since: taken back elsewhere on the page, or by others."""
    if here.seen == session.dataset.fingerprint:
        return
    here.seen = session.dataset.fingerprint
    gone = [item for item in here.items if item.event_id and session.dataset.row_of(item.event_id) is None]
    for item in gone:
        item.status, item.event_id, item.note = OPEN, "", ""
    here.past = [act for act in here.past if not (act.edits and any(item is lost for item, _ in act.before for lost in gone))]


def _why_not(error: EventsError) -> str:
    """Return what is wrong and the next step; the candidate that it is about is in sight."""
    words = f"{error.problem} {error.hint or ''}".strip()
    return words[:1].upper() + words[1:]


def _look_at(here: Review, item: Item) -> None:
    for number, sheet in enumerate(here.sheets):
        for at, other in enumerate(sheet.items or ()):
            if other is item:
                here.go(number, at)


def _done(session: Session, here: Review, act: Act) -> None:
    here.past.append(act)
    here.told = act.words
    if act.edits:
        session.stale_widgets = True  # counts in the sidebar
    here.advance()
    here.editing = here.picking = False


def _is_open(here: Review, item: Item) -> bool:
    if item.status == OPEN:
        return True
    here.failed, here.told = f"This candidate is {item.status} already. Undo that first (u), or go on (j).", ""
    return False
