"""What every format needs of an event table: its columns as plain values, its places, and where it was taken from."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events import describe
from events.dataset import Dataset
from events.sources.native import PROVENANCE_COLUMNS, SHAPE_COLUMN
from events.view import ViewState

Geometries = npt.NDArray[np.object_]


def sentence(dataset: Dataset, view: ViewState) -> str:
    """Return what the view shows of the data set, as the page says it."""
    counts = describe.count(dataset.events, view, rejected=len(dataset.rejected))
    return describe.sentence(view, counts, last_day=dataset.last_day)


def attributes(events: gpd.GeoDataFrame) -> list[str]:
    """Return the names of all columns but the geometry, and but those that an export writes itself."""
    left_out = {events.geometry.name, "lon", "lat", SHAPE_COLUMN, *PROVENANCE_COLUMNS}
    return [str(name) for name in events.columns if name not in left_out]


def plain(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return dates as ISO 8601 text; numbers stay numbers, and everything else becomes text, empty where missing."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _iso(column)
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return column
    return column.astype("str").fillna("")


def placed(events: gpd.GeoDataFrame) -> Geometries:
    """Return the geometries, None where an event has no place; shape (n,)."""
    geometry: Geometries = events.geometry.to_numpy().astype(object)
    geometry[shapely.is_empty(geometry)] = None
    return geometry


def points_and_shapes(events: gpd.GeoDataFrame) -> tuple[Geometries, Geometries | None]:
    """Return a point for each event (None where it has no place), and the well-known text of what is no point, None without any."""
    geometry = placed(events)
    is_shape = ~shapely.is_missing(geometry) & (shapely.get_type_id(geometry) != shapely.GeometryType.POINT)
    if not is_shape.any():
        return geometry, None
    points, texts = geometry.copy(), np.full(len(geometry), "", dtype=object)
    points[is_shape] = shapely.point_on_surface(geometry[is_shape])
    texts[is_shape] = shapely.to_wkt(geometry[is_shape], rounding_precision=-1)
    return points, texts


def _iso(moments: pd.Series[Any]) -> pd.Series[str]:
    """Return ISO 8601 in UTC, without the time where it is midnight: a report of a day has none."""
    aware = pd.to_datetime(moments, utc=True)
    text = aware.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ").astype("str").fillna("")
    return text.str.replace(".000000Z", "Z", regex=False).str.replace("T00:00:00Z", "", regex=False)
