"""Shapes as well-known text in a column of a table (OGC 06-103r4: longitude first) → shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
import shapely

from events.sources import cells
from events.sources.faults import Faults
from events.sources.pairs import MOST, says_where
from events.sources.table import GEOMETRY, Table

_TEXT: Final = r"\s*(?:SRID=(?P<srid>\d+);)?\s*(?P<text>(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\b.*|GEOMETRYCOLLECTION\b.*)"
#: Longitude and latitude on WGS 84.
_DEGREES: Final = "4326"
Shapes = Callable[[pd.DataFrame, Faults], pd.DataFrame]


def column_of(table: Table) -> str:
    """Return the column that holds well-known text, "" where there is none."""
    head = table.head()
    for name in filter(says_where, table.columns):
        filled = head[name][~cells.missing(head[name])]
        if len(filled) and float(filled.str.match(f"(?i){_TEXT}").mean()) > MOST:
            return name
    return ""


def shapes(column: str) -> tuple[list[str], Shapes]:
    """Return the name of the column of shapes, and what makes it."""

    def make(frame: pd.DataFrame, faults: Faults) -> pd.DataFrame:
        given = frame[column].str.strip()
        parts = given.str.replace("\n", " ").str.extract(f"(?i)^{_TEXT}$")
        none = cells.missing(given)
        texts = np.array([text if isinstance(text, str) else None for text in parts["text"]], dtype=object)
        read = shapely.force_2d(shapely.from_wkt(texts, on_invalid="ignore"))
        read[shapely.is_empty(read)] = None
        faults.add(~none & shapely.is_missing(read), column, given, "not a shape in well-known text")
        elsewhere = parts["srid"].notna() & (parts["srid"] != _DEGREES)
        faults.add(elsewhere, column, given, "in another coordinate reference system than EPSG:4326")
        west, south, east, north = shapely.bounds(read).T
        inside = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
        outside = ~shapely.is_missing(read) & ~np.asarray(inside)
        faults.add(outside, column, given, "coordinates outside longitude -180 to 180 or latitude -90 to 90")
        return pd.DataFrame({GEOMETRY: pd.Series(read, index=frame.index, dtype="object")})

    return [GEOMETRY], make
