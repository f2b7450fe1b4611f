"""What is shown → bytes of a file that an analyst can hand on: each row with its source, each file with the data and view it came from.

A format is one function `(events, *, dataset, view) -> bytes` and one line in `FORMATS`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events import describe
from events.cells import guard
from events.dataset import Dataset
from events.link import to_query
from events.schema import COLUMNS
from events.sources.native import PROVENANCE_COLUMNS
from events.view import ViewState

Geometries = npt.NDArray[np.object_]

#: Holds geometries that are no points, which `lon` and `lat` cannot: well-known text (OGC 06-103r4), only where there are some.
SHAPE_COLUMN: Final = "geometry_wkt"


def to_csv(events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState) -> bytes:
    """Write events as CSV that opens here again as it was, and in a spreadsheet without running anything.

    UTF-8 with a byte order mark (spreadsheets need it for Arabic or Cyrillic names), RFC 4180. An area is its centre, `lon`, `lat`, and
    its `radius_m`; an event without a place has neither. Dates are ISO 8601 in UTC, without the time where it is midnight.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The rows to write, an event table in EPSG:4326 (`schema.COLUMNS`, further columns are kept), in the order given.
    dataset : Dataset
        Where they come from.
    view : ViewState
        What was shown; its sentence goes into each row.
    """
    table = pd.DataFrame({name: _as_text(events[name]) for name in _attributes(events)})
    points, shapes = _points_and_shapes(events)
    place = min(COLUMNS.index("geometry"), len(table.columns))
    table.insert(place, "lon", shapely.get_x(points))
    table.insert(place + 1, "lat", shapely.get_y(points))
    if shapes is not None:
        table[SHAPE_COLUMN] = shapes
    for name, value in zip(PROVENANCE_COLUMNS, (dataset.name, dataset.fingerprint, _sentence(dataset, view)), strict=True):
        table[name] = value
    return table_to_csv(table)


def table_to_csv(table: pd.DataFrame) -> bytes:
    """Write any table (rejected rows, unresolved places, counts) as CSV in the same form: UTF-8, RFC 4180, no cell a formula."""
    guarded = {str(name): guard(column.astype("str").fillna("")) for name, column in table.select_dtypes(exclude="number").items()}
    # CRLF makes the writer quote a cell that holds either sign, so that line breaks inside cells survive
    return table.assign(**guarded).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def to_geojson(events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState) -> bytes:
    """Write events as a GeoJSON FeatureCollection (RFC 7946), one feature a line.

    An area is its centre with `radius_m` (metres); an event without a place is a feature whose geometry is null. The collection's members
    `data_set`, `fingerprint`, `view` and `link` (a query string) say where it comes from. Parameters as for `to_csv`.
    """
    head = {
        "type": "FeatureCollection",
        "name": dataset.name,
        "data_set": dataset.name,
        "fingerprint": dataset.fingerprint,
        "view": _sentence(dataset, view),
        "link": to_query(view, made_on=dataset.stamp),
    }
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    features = ",\n".join(_features(events))
    return f'{opening}, "features": [\n{features}\n]}}\n'.encode()


class Writer(Protocol):
    """Writes the events shown into one format."""

    def __call__(self, events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState) -> bytes:
        """Return the file's bytes."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of download: its name in words, the file's ending (no dot), its media type, and who writes it."""

    label: str
    ending: str
    media_type: str
    write: Writer


FORMATS: Final = (
    Format("CSV", "csv", "text/csv", to_csv),
    Format("GeoJSON", "geojson", "application/geo+json", to_geojson),
)


def file_name(dataset: Dataset, view: ViewState, ending: str) -> str:
    """Return a name such as `iraq-2008-2008-03-27.csv`, safe on every system whatever the data set is called."""
    safe = re.sub(r"[^\w.-]+", "-", dataset.name).strip("-.")[:80] or "events"
    day = view.time or dataset.last_day
    return f"{safe}-{day}.{ending}" if day else f"{safe}.{ending}"


def _sentence(dataset: Dataset, view: ViewState) -> str:
    counts = describe.count(dataset.events, view, rejected=len(dataset.rejected))
    return describe.sentence(view, counts, last_day=dataset.last_day)


def _attributes(events: gpd.GeoDataFrame) -> list[str]:
    left_out = {events.geometry.name, "lon", "lat", SHAPE_COLUMN, *PROVENANCE_COLUMNS}
    return [str(name) for name in events.columns if name not in left_out]


def _as_text(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return dates as ISO 8601 text; numbers stay numbers, and everything else becomes text, empty where missing."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _iso(column)
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return column
    return column.astype("str").fillna("")


def _iso(moments: pd.Series[Any]) -> pd.Series[str]:
    aware = pd.to_datetime(moments, utc=True)
    text = aware.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ").astype("str").fillna("")
    return text.str.replace(".000000Z", "Z", regex=False).str.replace("T00:00:00Z", "", regex=False)


def _points_and_shapes(events: gpd.GeoDataFrame) -> tuple[Geometries, Geometries | None]:
    """Return a point for each event (None where it has no place), and the well-known text of what is no point, None without any."""
    geometry = _placed(events)
    is_shape = ~shapely.is_missing(geometry) & (shapely.get_type_id(geometry) != shapely.GeometryType.POINT)
    if not is_shape.any():
        return geometry, None
    points, texts = geometry.copy(), np.full(len(geometry), "", dtype=object)
    points[is_shape] = shapely.point_on_surface(geometry[is_shape])
    texts[is_shape] = shapely.to_wkt(geometry[is_shape], rounding_precision=-1)
    return points, texts


def _placed(events: gpd.GeoDataFrame) -> Geometries:
    geometry: Geometries = events.geometry.to_numpy().astype(object)
    geometry[shapely.is_empty(geometry)] = None
    return geometry


def _features(events: gpd.GeoDataFrame) -> Iterator[str]:
    names = _attributes(events)
    columns = [_plain(_as_text(events[name])) for name in names]
    # RFC 7946, 3.1.6: outer rings run counterclockwise
    shapes = shapely.to_geojson(shapely.orient_polygons(_placed(events)))
    identifiers = events["event_id"].astype("str")
    rows = zip(*columns, strict=True) if columns else ((),) * len(events)
    for identifier, shape, row in zip(identifiers, shapes, rows, strict=True):
        properties = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False)
        mark = json.dumps(identifier, ensure_ascii=False)
        yield f'{{"type": "Feature", "id": {mark}, "geometry": {shape or "null"}, "properties": {properties}}}'


def _plain(column: pd.Series[Any]) -> list[Any]:
    """Return values as JSON knows them; a number that is missing or not finite is null."""
    return [
        None if isinstance(value, float) and not math.isfinite(value) else None if value is pd.NA else value for value in column.tolist()
    ]
