"""Changes to a data set as a log: who changed what and when, from what, to what. The state is the replay of the log; nothing is lost.

This module is pure; `events.edit_log` reads and writes the file. One line of the log is one edit:

    {"number": 3, "at": "2008-04-01T09:30:00+00:00", "who": "analyst", "act": "change", "event_id": "...",
     "before": {...}, "after": {...}, "note": "...", "previous": "<sum of line 2>", "sum": "<sum of this line>"}
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from events.errors import DataSetError, InputError
from events.schema import COLUMNS, CRS, validate

ACTS: Final = ("add", "change", "remove")
#: Signs in a sum; 16 hexadecimal ones find any torn or altered line.
SUM_LENGTH: Final = 16
START: Final = "0" * SUM_LENGTH

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one event.

    Attributes
    ----------
    number : int
        1 for the first edit of the log.
    at : datetime.datetime
        When, with a time zone.
    who : str
        Who changed it.
    act : str
        One of `ACTS`.
    event_id : str
        Which event.
    before, after : dict or None
        The event's record before (None for "add") and after (None for "remove"); see `as_record`.
    note : str
        Why, in the analyst's words.
    previous : str
        Sum of the line before, so that a lost line is noticed.
    """

    number: int
    at: datetime
    who: str
    act: str
    event_id: str
    before: Record | None
    after: Record | None
    note: str = ""
    previous: str = START


@dataclass(frozen=True, slots=True)
class Log:
    """A log as read: the edits that are whole, and what is damaged, in words."""

    edits: tuple[Edit, ...] = ()
    damage: tuple[str, ...] = ()
    last_sum: str = START


@dataclass(frozen=True, slots=True)
class Replayed:
    """The state after some edits.

    Attributes
    ----------
    events : geopandas.GeoDataFrame
        The event table (`events.schema`).
    conflicts : tuple of str
        Edits that do not fit the events they change (the data set under the log is another), in words; they are applied all the same.
    rejected : pandas.DataFrame
        Rows that are no events, as `events.schema.validate` gives them.
    changed : tuple of str
        `event_id` of every event that the edits touched.
    """

    events: gpd.GeoDataFrame
    conflicts: tuple[str, ...] = ()
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)
    changed: tuple[str, ...] = ()


def as_record(row: Mapping[str, Any] | pd.Series) -> dict[str, Any]:  # type: ignore[type-arg]  # a row holds values of every type
    """Return an event's row as JSON-ready values: times in ISO 8601, the geometry as WKT, what is missing as None."""
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401  # a cell holds a value of any type
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, shapely.Geometry):
        return value.wkt
    if isinstance(value, (pd.Timestamp, datetime)):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def to_line(edit: Edit) -> str:
    """Return an edit as a line of the log, with its sum, without the line's end."""
    body = {
        "number": edit.number,
        "at": edit.at.isoformat(),
        "who": edit.who,
        "act": edit.act,
        "event_id": edit.event_id,
        "before": edit.before,
        "after": edit.after,
        "note": edit.note,
        "previous": edit.previous,
    }
    return json.dumps({**body, "sum": _sum(body)}, ensure_ascii=False, allow_nan=False, sort_keys=True)


def _sum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:SUM_LENGTH]


def line_sum(line: str) -> str:
    """Return the sum that a whole line bears."""
    return str(json.loads(line)["sum"])


def from_line(line: str) -> Edit:
    """Return the edit of a line.

    Raises
    ------
    DataSetError
        If the line is torn, altered, or no edit.
    """
    try:
        found = json.loads(line)
        body = {name: value for name, value in found.items() if name != "sum"}
        if found["sum"] != _sum(body):
            raise DataSetError("the line was altered: its sum does not fit.")
        edit = Edit(**{**body, "at": datetime.fromisoformat(body["at"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataSetError("the line is torn or no edit.") from error
    if edit.act not in ACTS:
        raise DataSetError("the line tells of no act we know.", value=edit.act)
    return edit


def parse(text: str) -> Log:
    """Return the log of a file's text; a torn last line, an altered or a lost line is told, and every whole edit is kept."""
    edits: list[Edit] = []
    damage: list[str] = []
    last = START
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            edit = from_line(line)
        except DataSetError as error:
            torn = number == len(lines)
            damage.append(f"line {number}: {'the last edit was cut off while it was saved, and is not applied' if torn else error.problem}")
            continue
        if edit.previous != last and not damage:
            damage.append(f"line {number}: an edit before it is missing")
        edits.append(edit)
        last = line_sum(line)
    return Log(tuple(edits), tuple(damage), last)


def following(log: Log, *, who: str, at: datetime, before: Record | None, after: Record | None, note: str = "") -> Edit:
    """Return the next edit of a log; its act follows from what is there before and after.

    Raises
    ------
    InputError
        If nothing is there before or after, the two are different events, nothing is changed, or `at` has no time zone.
    """
    if before is None and after is None:
        raise InputError("an edit needs an event before or after it.")
    ids = {str(r["event_id"]) for r in (before, after) if r is not None}
    if len(ids) > 1:
        raise InputError("an edit cannot change which event it is.", column="event_id", value=", ".join(sorted(ids)))
    if before == after:
        raise InputError("nothing was changed.", value=next(iter(ids)))
    if at.tzinfo is None:
        raise InputError("the time of an edit needs a time zone.", value=at.isoformat())
    act = "add" if before is None else "remove" if after is None else "change"
    number = log.edits[-1].number + 1 if log.edits else 1
    return Edit(number, at, who, act, ids.pop(), before, after, note, log.last_sum)


def undoing(log: Log, number: int, *, who: str, at: datetime) -> Edit:
    """Return the edit that takes one back; the log keeps both.

    Raises
    ------
    InputError
        If there is no such edit, or a later one changed the same event: that one comes first.
    """
    target = next((e for e in log.edits if e.number == number), None)
    if target is None:
        raise InputError("there is no such edit.", value=number)
    later = [e.number for e in log.edits if e.number > number and e.event_id == target.event_id]
    if later:
        raise InputError("a later edit changed the same event.", value=number, hint=f"Undo edit {later[-1]} first.")
    return following(log, who=who, at=at, before=target.after, after=target.before, note=f"undo of edit {number}")


def replay(events: gpd.GeoDataFrame, edits: Sequence[Edit], *, until: int | datetime | None = None) -> Replayed:
    """Return the state after the edits.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The data set as it was before the first edit; it is not changed.
    edits : sequence of Edit
        In the order of the log.
    until : int or datetime.datetime, optional
        Only edits up to this number, or up to this time: any past state.
    """
    wanted = [e for e in edits if until is None or (e.number <= until if isinstance(until, int) else e.at <= until)]
    if not wanted:
        return Replayed(events.copy())
    touched = {edit.event_id for edit in wanted}
    is_touched = events["event_id"].isin(touched)
    state: dict[str, Record | None] = {str(row["event_id"]): as_record(row) for _, row in events[is_touched].iterrows()}
    conflicts: list[str] = []
    for edit in wanted:
        now = state.get(edit.event_id)
        if not _same(now, edit.before):
            conflicts.append(f"edit {edit.number} ({edit.act} {edit.event_id}, by {edit.who}): the event is not what it was when it was edited")
        state[edit.event_id] = edit.after
    rows = pd.DataFrame([dict(record) for record in state.values() if record is not None])
    made, rejected = validate(_geometries(rows), file="edits") if len(rows) else (events.iloc[:0], pd.DataFrame())
    return Replayed(_joined(events[~is_touched], made), tuple(conflicts), rejected, tuple(sorted(touched)))


def _same(one: Record | None, other: Record | None) -> bool:
    """Whether two records say the same; what is missing, None and "" are one."""
    if one is None or other is None:
        return one is other
    names = set(one) & set(other) & set(COLUMNS) - {"geometry"}
    return all((one[n] or "") == (other[n] or "") for n in names)


def _geometries(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the geometry made from WKT, or from lon and lat where there is none."""
    wkt = rows["geometry"] if "geometry" in rows else pd.Series(None, index=rows.index, dtype="object")
    points = [
        shapely.Point(lon, lat) if pd.isna(text) and pd.notna(lon) and pd.notna(lat) else None if pd.isna(text) else shapely.from_wkt(text)
        for text, lon, lat in zip(wkt, rows.get("lon", [None] * len(rows)), rows.get("lat", [None] * len(rows)), strict=True)
    ]
    return rows.drop(columns=["lon", "lat"], errors="ignore").assign(geometry=gpd.GeoSeries(points, index=rows.index, crs=CRS))


def _joined(kept: gpd.GeoDataFrame, made: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if made.empty or kept.empty:
        return (kept if made.empty else made).reset_index(drop=True)
    joined = pd.concat([kept, made], ignore_index=True)
    for name in kept.select_dtypes("category"):
        joined[name] = pd.Categorical(joined[name].astype("str"), categories=kept[name].cat.categories)
    ordered = joined.sort_values(["start", "event_id"], kind="stable", ignore_index=True)
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=kept.crs)


def repeats(record: Record, events: gpd.GeoDataFrame) -> pd.Series[str]:
    """Return the `event_id` of existing events that a new one may repeat: same place, kind and day; the analyst decides.

    Parameters
    ----------
    record : mapping
        `place`, `kind`, `start` (ISO date or timestamp) of the new event.
    events : geopandas.GeoDataFrame
        The event table.
    """
    start = pd.to_datetime(record.get("start") or None, utc=True, errors="coerce")
    if pd.isna(start) or not str(record.get("place") or "").strip():
        return events["event_id"].iloc[:0]
    place = str(record["place"]).strip().casefold()
    same = (events["place"].str.strip().str.casefold() == place) & (events["kind"].astype("str") == str(record.get("kind")))
    return events.loc[same & (events["start"].dt.floor("D") == start.floor("D")), "event_id"]


def merged(existing: Record, new: Record) -> dict[str, Any]:
    """Return an existing event with what a repeating report adds: empty slots filled, both quotes, titles and links kept."""
    filled = {name: value if value not in (None, "") else new.get(name) for name, value in existing.items()}
    for name in ("summary", "title", "url", "publisher"):
        parts = [str(r.get(name) or "") for r in (existing, new)]
        filled[name] = "; ".join(dict.fromkeys(part for part in parts if part))
    return filled


def history(edits: Iterable[Edit], event_id: str) -> tuple[Edit, ...]:
    """Return the edits of one event, in order."""
    return tuple(edit for edit in edits if edit.event_id == event_id)
