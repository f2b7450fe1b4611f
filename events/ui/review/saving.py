"""From a reviewed candidate to the data set: the one place where the review changes events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from events.dataset import Dataset
from events.edits import Record
from events.errors import InputError
from events.precision import day_words
from events.replay import merged, repeats
from events.reports.rows import PROVENANCE
from events.ui import store
from events.ui.edits import editing
from events.ui.kept import Kept
from events.ui.session import Session

#: Column that holds, as JSON, the provenance of every further report that was merged into an event.
FURTHER: Final = "further_reports"
#: Events of one kind, day and place, by data set: asked for at each run of the page.
_same: Final[Kept[list[str]]] = Kept(most=2_000)
_KEPT: Final = (*PROVENANCE, "publisher", "title", "url", "published", "reliability", "credibility")


def record_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of `reports.rows.to_row` as an event's record: days as times in UTC, the place as WKT or None."""
    record = {name: value for name, value in row.items() if name not in ("lon", "lat")}
    lon, lat = row.get("lon"), row.get("lat")
    record["geometry"] = shapely.Point(lon, lat).wkt if lon is not None and lat is not None else None
    for name in ("start", "end"):
        record[name] = pd.Timestamp(row[name], tz="UTC").isoformat() if row.get(name) else None
    return record


def add(session: Session, rows: Sequence[Mapping[str, Any]], note: str) -> tuple[int, ...]:
    """Add accepted candidates to the data set; return the numbers of the edits."""
    changes = [(None, record_of(row), note) for row in rows]
    return tuple(edit.number for edit in editing.save_many(session, changes))


def merge(session: Session, event_id: str, row: Mapping[str, Any], note: str) -> tuple[int, ...]:
    """Merge a candidate into an event of the data set; return the numbers of the edits."""
    before = existing(session, event_id)
    after = merged_with(before, row)
    return (editing.save(session, before=before, after=after, note=note).number,)


def take_back(session: Session, numbers: Sequence[int]) -> None:
    """Undo edits, the latest first."""
    for number in sorted(numbers, reverse=True):
        editing.undo(session, number)


def existing(session: Session, event_id: str) -> dict[str, Any]:
    """Return an event of the data set as a record; `InputError` where it is gone."""
    found = editing.record(session, event_id)
    if found is None:
        raise InputError("the event is no longer in the data set.", value=event_id)
    return found


def merged_with(before: Record, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event's record with what a repeating report adds; the report's own provenance goes to `FURTHER`."""
    earlier = json.loads(str(before.get(FURTHER) or "[]"))
    told = {name: row[name] for name in _KEPT if row.get(name) not in (None, "")}
    return {**merged(before, record_of(row)), FURTHER: json.dumps([*earlier, told], ensure_ascii=False, default=str)}


def repeated(session: Session, row: Mapping[str, Any], *, also: str = "") -> list[str]:
    """Return the events of the data set that a candidate may repeat: the same kind at the same place on the same day.

    Parameters
    ----------
    session : Session
        Whose data set is looked at; only its events of that day.
    row : mapping
        As `reports.rows.to_row` gives it.
    also : str
        Another name of the place: what the gazetteer calls it.
    """
    if not row.get("start") or not session.dataset.size:
        return []
    day, places = str(row["start"])[:10], tuple(dict.fromkeys((str(row["place"]), also)))
    key = (session.dataset.fingerprint, row["kind"], day, places)
    return [
        event_id
        for event_id in _same.get(key, lambda: _like(session.dataset, str(row["kind"]), day, places))
        if event_id != row["event_id"]
    ]


def _like(dataset: Dataset, kind: str, day: str, places: Sequence[str]) -> list[str]:
    packed = store.packed(dataset)
    number = (np.datetime64(day, "D") - packed.first_day).astype(int)
    same_day = dataset.rows(np.flatnonzero(packed.day == number))
    found = [event_id for place in places for event_id in repeats({"kind": kind, "start": day, "place": place}, same_day)]
    return list(dict.fromkeys(map(str, found)))


def in_words(record: Record) -> str:
    """Return an event as a line: kind, who, where, when."""
    start = pd.Timestamp(str(record["start"])) if record.get("start") else None
    parts = [str(record.get("kind") or "").replace("_", " "), record.get("faction"), record.get("place")]
    return " · ".join([*(str(part) for part in parts if part), *([day_words(start)] if start is not None else [])])
