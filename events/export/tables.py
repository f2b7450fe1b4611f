"""CSV: opens here again as it was, and in a spreadsheet without running anything."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from events.cells import guard
from events.dataset import Dataset
from events.export.columns import attributes, plain, points_and_shapes, sentence
from events.schema import COLUMNS
from events.sources.native import PROVENANCE_COLUMNS, SHAPE_COLUMN
from events.view import ViewState


def to_csv(events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState) -> bytes:
    """Write events as CSV.

    UTF-8 with a byte order mark (spreadsheets need it for Arabic or Cyrillic names), RFC 4180. An area is its centre, `lon`, `lat`, and
    its `radius_m`; an event without a place has neither. Dates are ISO 8601 in UTC, without the time where it is midnight. Each row ends
    with the data set, its fingerprint and the view it was taken from.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The rows to write, an event table in EPSG:4326 (`schema.COLUMNS`, further columns are kept), in the order given.
    dataset : Dataset
        Where they come from.
    view : ViewState
        What was shown; its sentence goes into each row.
    """
    table = pd.DataFrame({name: plain(events[name]) for name in attributes(events)}, index=events.index)
    points, shapes = points_and_shapes(events)
    at = min(COLUMNS.index("geometry"), len(table.columns))
    table.insert(at, "lon", shapely.get_x(points))
    table.insert(at + 1, "lat", shapely.get_y(points))
    if shapes is not None:
        table[SHAPE_COLUMN] = shapes
    for name, value in zip(PROVENANCE_COLUMNS, (dataset.name, dataset.fingerprint, sentence(dataset, view)), strict=True):
        table[name] = value
    return table_to_csv(table)


def table_to_csv(table: pd.DataFrame) -> bytes:
    """Write any table (rejected rows, unresolved places, counts) as CSV in the same form: UTF-8, RFC 4180, no cell a formula."""
    guarded = {str(name): guard(column.astype("str").fillna("")) for name, column in table.select_dtypes(exclude="number").items()}
    # CRLF makes the writer quote a cell that holds either sign, so that line breaks inside cells survive
    return table.assign(**guarded).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
