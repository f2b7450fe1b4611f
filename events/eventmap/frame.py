"""Any GeoDataFrame with dates → the few columns that the map draws from, for those who use the map as a library."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import pandas as pd

from events.errors import InputError

#: Column names that are understood without being told, best first.
DATE_NAMES: Final = ("start", "date", "event_date", "date_start", "datetime", "time", "day")
SYNONYMS: Final = {
    "faction": ("faction", "actor", "actor1", "side_a", "group"),
    "kind": ("kind", "event_type", "type"),
    "place": ("place", "location", "name"),
}


def as_events(gdf: gpd.GeoDataFrame, *, date: str | None = None) -> gpd.GeoDataFrame:
    """Return the frame with `start` as a UTC datetime, sorted by it, rows counted anew; the given frame is unchanged.

    Parameters
    ----------
    gdf : geopandas.GeoDataFrame
        Geometry in any CRS, a column of dates, and whatever of the event table's columns there is.
    date : str, optional
        Name of the date column; without it the first of `DATE_NAMES` that is there.

    Raises
    ------
    InputError
        It is no GeoDataFrame, there is no date column, or a date is missing or cannot be read.
    """
    if not isinstance(gdf, gpd.GeoDataFrame):
        hint = "Make one: geopandas.GeoDataFrame(df, geometry=geopandas.points_from_xy(df.lon, df.lat), crs=4326)."
        raise InputError(f"a GeoDataFrame is needed, not a {type(gdf).__name__}.", hint=hint)
    name = date or next((name for name in DATE_NAMES if name in gdf), "")
    if name not in gdf:
        have = ", ".join(str(column) for column in gdf.columns[:12])
        hint = f"Name the column of dates with date=; the frame has {have}."
        raise InputError("no column of dates" + (f" named {date}." if date else "."), hint=hint)
    frame = gdf.copy(deep=False)
    for column, names in SYNONYMS.items():
        known = next((n for n in names if n in frame and n != gdf.geometry.name), "")
        if known:
            frame[column] = frame[known]
    frame["start"] = _dates(frame[name], name)
    if frame["start"].is_monotonic_increasing:
        return frame.reset_index(drop=True)
    return frame.sort_values("start", kind="stable", ignore_index=True)


def _dates(given: pd.Series[Any], name: str) -> pd.Series[pd.Timestamp]:
    """Return dates in UTC; whole numbers are no dates, they would be read as nanoseconds since 1970."""
    if pd.api.types.is_numeric_dtype(given.dtype):
        first = given.iloc[0] if len(given) else None
        raise InputError("numbers are no dates.", column=name, value=first, hint="Turn them into dates: pandas.to_datetime(...).")
    dates = pd.to_datetime(given, utc=True, errors="coerce", format=None if given.dtype.kind == "M" else "ISO8601")
    bad = dates.isna().to_numpy()
    if bad.any():
        row = int(bad.argmax())
        hint = "Give it a date (YYYY-MM-DD) or leave the row out."
        raise InputError("not a date that can be read.", row=row + 1, column=name, value=given.iloc[row], hint=hint)
    return dates
