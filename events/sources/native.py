"""Our own layout: the event table as `events.export` writes it, so that a download opens again as it was."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely

from events.cells import unguard
from events.schema import COLUMNS
from events.sources.faults import Faults

REQUIRED: Final = ("event_id", "start", "kind", "lon", "lat")
#: What our own download adds to each row: the data set, its fingerprint and the view it was taken from.
PROVENANCE_COLUMNS: Final = ("data_set", "data_fingerprint", "data_view")
#: Holds geometries that are no points, which `lon` and `lat` cannot: well-known text (OGC 06-103r4), only where there are some.
SHAPE_COLUMN: Final = "geometry_wkt"


def matches(columns: list[str]) -> bool:
    """Tell whether a header is that of the event table."""
    return set(REQUIRED) <= set(columns)


def to_rows(table: pd.DataFrame) -> tuple[pd.DataFrame, Faults]:
    """Return the table's rows under the event table's names; all columns as text in, and columns we do not know are kept.

    The apostrophes that a download puts before what a spreadsheet could take for a formula are taken away again, in a download only.
    An area is an area again. Faults: well-known text that is no shape.
    """
    written_here = set(PROVENANCE_COLUMNS) <= set(table.columns)
    rows = pd.DataFrame({name: unguard(table[name]) for name in table.columns}) if written_here else table.copy()
    faults = Faults(len(rows))
    if SHAPE_COLUMN in rows:
        rows = _with_shapes(rows, faults)
    order = [name for name in (*COLUMNS, "lon", "lat") if name in rows]
    return rows[[*order, *(name for name in rows.columns if name not in order)]], faults


def _with_shapes(rows: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Return the rows with `geometry` in the place of the well-known text: the shape where there is one, else the point."""
    texts = rows[SHAPE_COLUMN].str.strip()
    shapes = shapely.from_wkt(np.array([text or None for text in texts], dtype=object), on_invalid="ignore")
    faults.add((texts != "").to_numpy(dtype=bool) & shapely.is_missing(shapes), SHAPE_COLUMN, texts, "not a shape in well-known text")
    lon, lat = (pd.to_numeric(rows[name], errors="coerce").to_numpy(dtype="float64", na_value=np.nan) for name in ("lon", "lat"))
    points = np.where(np.isnan(lon) | np.isnan(lat), None, shapely.points(lon, lat))
    return rows.drop(columns=SHAPE_COLUMN).assign(geometry=np.where(shapely.is_missing(shapes), points, shapes))
