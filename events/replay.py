"""The state of a data set after some edits, any past one too; and what a new event may repeat."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from events.edits import Edit, Record
from events.errors import InputError
from events.schema import COLUMNS, CRS, validate


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


def as_record(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return an event's row as JSON-ready values: times in ISO 8601, the geometry as WKT, what is missing as None."""
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:  # a cell holds a value of any type
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, shapely.Geometry):
        return value.wkt
    if isinstance(value, (pd.Timestamp, datetime)):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


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
    state: dict[str, Record | None] = {str(row["event_id"]): as_record(row) for row in events[is_touched].to_dict("records")}
    conflicts: list[str] = []
    for edit in wanted:
        now = state.get(edit.event_id)
        if not _same(now, edit.before):
            conflicts.append(
                f"edit {edit.number} ({edit.act} {edit.event_id}, by {edit.who}): the event is not what it was when it was edited"
            )
        state[edit.event_id] = edit.after
    rows = pd.DataFrame([dict(record) for record in state.values() if record is not None])
    made, rejected = validate(_geometries(rows), file="edits") if len(rows) else (events.iloc[:0], pd.DataFrame())
    return Replayed(_joined(events[~is_touched], made), tuple(conflicts), rejected, tuple(sorted(touched)))


def checked(record: Record) -> dict[str, Any]:
    """Return an event's record as the event table holds it, for an edit: every column there, dates in full, lon and lat as the geometry.

    Parameters
    ----------
    record : mapping
        Columns of `events.schema.COLUMNS` and others; `lon` and `lat` in degrees, where they are given, stand for the geometry.

    Raises
    ------
    InputError
        It is no event; the first fault is told.
    """
    given = {name: value for name, value in record.items() if value is not None or name not in ("lon", "lat")}
    if {"lon", "lat"} & set(given):
        given.pop("geometry", None)
    try:
        made, rejected = validate(_geometries(pd.DataFrame([given])), file="the event")
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise InputError(f"the place on the map cannot be read: {error}.", column="geometry", value=given.get("geometry")) from error
    if len(rejected):
        first = rejected.iloc[0]
        raise InputError(f"{first['reason']}.", column=str(first["column"]), value=first["value"])
    return as_record(made.iloc[0])


def _same(one: Record | None, other: Record | None) -> bool:
    """Whether two records say the same; what is missing, None and "" are one."""
    if one is None or other is None:
        return one is other
    names = set(one) & set(other) & set(COLUMNS) - {"geometry"}
    return all((one[n] or "") == (other[n] or "") for n in names)


def _geometries(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the geometry made from WKT, or from lon and lat where there is none; lon and lat stay, to be checked."""
    wkt = rows["geometry"] if "geometry" in rows else pd.Series(None, index=rows.index, dtype="object")
    shapes = [None if pd.isna(text) or text == "" else shapely.from_wkt(text) for text in wkt]
    shapes = [None if shape is None or shape.is_empty else shape for shape in shapes]
    lon, lat = (rows[name] if name in rows else pd.Series(None, index=rows.index, dtype="object") for name in ("lon", "lat"))
    lon = pd.Series([s.x if isinstance(s, shapely.Point) else x for s, x in zip(shapes, lon, strict=True)], index=rows.index)
    lat = pd.Series([s.y if isinstance(s, shapely.Point) else y for s, y in zip(shapes, lat, strict=True)], index=rows.index)
    x, y = (pd.to_numeric(each, errors="coerce") for each in (lon, lat))
    placed = [s or (shapely.Point(a, b) if pd.notna(a) and pd.notna(b) else None) for s, a, b in zip(shapes, x, y, strict=True)]
    return rows.assign(lon=lon, lat=lat, geometry=gpd.GeoSeries(placed, index=rows.index, crs=CRS))


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
    ids: pd.Series[str] = events["event_id"]
    start = pd.to_datetime(str(record.get("start") or ""), utc=True, errors="coerce")
    if pd.isna(start) or not str(record.get("place") or "").strip():
        return ids.iloc[:0]
    place = str(record["place"]).strip().casefold()
    same = (events["place"].str.strip().str.casefold() == place) & (events["kind"].astype("str") == str(record.get("kind")))
    found: pd.Series[str] = ids[same & (events["start"].dt.floor("D") == start.floor("D"))]
    return found


def merged(existing: Record, new: Record) -> dict[str, Any]:
    """Return an existing event with what a repeating report adds: empty slots filled, both quotes, titles and links kept."""
    filled = {name: value if value not in (None, "") else new.get(name) for name, value in existing.items()}
    for name in ("summary", "title", "url", "publisher"):
        parts = [str(r.get(name) or "") for r in (existing, new)]
        filled[name] = "; ".join(dict.fromkeys(part for part in parts if part))
    return filled
