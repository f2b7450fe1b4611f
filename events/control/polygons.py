"""Control drawn by others: dated polygons (front-line maps) on the same time line as the reports."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from events.control.moments import day_number
from events.errors import InputError
from events.schema import CONTESTED, CRS, UNKNOWN

POLYGON_COLUMNS: Final = ("layer", "holder", "status", "start", "end", "geometry")
#: Names under which such files keep the day and the holder, in the order in which they are looked for.
DATE_NAMES: Final = ("date", "start", "valid_from", "begin", "from", "datetime", "timestamp", "time", "day")
END_NAMES: Final = ("end", "valid_to", "until", "to")
_ISO_DAY: Final = r"\d{4}-?\d{2}-?\d{2}(?:[T ]|$)"
HOLDER_NAMES: Final = ("holder", "faction", "controlled_by", "control", "controller", "side", "status", "owner", "name")


def control_polygons(
    shapes: gpd.GeoDataFrame,
    *,
    layer: str,
    date_column: str = "",
    holder_column: str = "",
    end_column: str = "",
    date: str = "",
    file: str = "",
) -> gpd.GeoDataFrame:
    """Return dated polygons of control as spells: each drawing holds until the next drawing of the same layer.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        Polygons with a day and a holder each, in any CRS (none means EPSG:4326).
    layer : str
        Name of the source ("front line by …"); drawings of one layer replace each other.
    date_column, holder_column, end_column : str
        Which columns hold the first day, the holder and (rarely) the last day; "" looks for `DATE_NAMES`, `HOLDER_NAMES`, `END_NAMES`.
    date : str
        The day of the whole file, for files that bear it in their name only.
    file : str
        Name of the file, for the messages.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `POLYGON_COLUMNS` in EPSG:4326, sorted by `start`, `holder`; one row a holder and drawing, its polygons joined. `end` is the
        first day after, NaT for the last drawing; `status` is contested where the holder is so called, unknown where it is empty.

    Raises
    ------
    InputError
        A column is missing, a day cannot be read, or a geometry is no area; the row is named.
    """
    day = pd.Series(date, index=shapes.index, name="date") if date else shapes[_column(shapes, date_column, DATE_NAMES, "the day", file)]
    holder = shapes[_column(shapes, holder_column, HOLDER_NAMES, "the holder", file)].fillna("").astype("str").str.strip()
    starts = _days(day, file)
    areas = shapes.geometry.set_crs(CRS) if shapes.crs is None else shapes.geometry.to_crs(CRS)
    flat = shapely.get_dimensions(areas.to_numpy()) == 2
    _check(pd.Series(~flat, index=shapes.index), areas.geom_type, "is no area.", "Control polygons are Polygon or MultiPolygon.", file)
    table = gpd.GeoDataFrame(
        {"holder": holder.where(holder != "", UNKNOWN), "start": starts},
        geometry=shapely.make_valid(areas.to_numpy()),
        crs=CRS,
    ).dissolve(["start", "holder"], as_index=False)
    drawings = pd.Series(sorted(table["start"].unique()))
    following = drawings.shift(-1).set_axis(drawings)
    table["end"] = table["start"].map(following).astype("datetime64[us, UTC]")
    if end_column or {str(name).lower() for name in shapes.columns} & set(END_NAMES):
        ends = shapes[_column(shapes, end_column, END_NAMES, "the last day", file)]
        stated = _days(ends, file, needed=False) + pd.Timedelta(days=1)
        last = pd.DataFrame({"start": starts, "holder": holder.where(holder != "", UNKNOWN), "last": stated})
        joined = table[["start", "holder"]].merge(last.groupby(["start", "holder"], as_index=False)["last"].max(), how="left")
        table["end"] = joined["last"].where(joined["last"].notna(), table["end"]).astype("datetime64[us, UTC]")
    table["status"] = np.select([table["holder"].str.lower() == CONTESTED, table["holder"] == UNKNOWN], [CONTESTED, UNKNOWN], "held")
    table["holder"] = table["holder"].where(table["status"] == "held", UNKNOWN)
    return table.assign(layer=layer).sort_values(["start", "holder"], ignore_index=True)[list(POLYGON_COLUMNS)]


def polygons_at(polygons: gpd.GeoDataFrame, when: str | pd.Timestamp) -> gpd.GeoDataFrame:
    """Return the drawings that hold on a day; columns `POLYGON_COLUMNS`. Raises InputError where `when` is no date."""
    moment = pd.Timestamp(day_number(when), unit="D", tz="UTC")
    return polygons[(polygons["start"] <= moment) & ~(polygons["end"] <= moment)]


def _column(shapes: gpd.GeoDataFrame, given: str, names: tuple[str, ...], what: str, file: str) -> str:
    found = {str(name).lower(): str(name) for name in shapes.columns}
    for name in (given,) if given else names:
        if name.lower() in found:
            return found[name.lower()]
    listed = ", ".join(str(name) for name in shapes.columns)
    raise InputError(f"no column says {what}.", file=file or None, column=given or None, hint=f"Name one of: {listed}.")


def _days(values: pd.Series[Any], file: str, *, needed: bool = True) -> pd.Series[pd.Timestamp]:
    """Return midnights (datetime64[us, UTC]) of ISO 8601 days, NaT for an empty cell that is not needed; a month is no day."""
    texts = values.astype("str").str.strip().where(values.notna(), "")
    days = pd.to_datetime(texts.where(texts.str.match(_ISO_DAY)), errors="coerce", utc=True, format="ISO8601").dt.normalize()
    _check(days.isna() & (needed | (texts != "")), values, "is no day that can be read.", "Write days as YYYY-MM-DD.", file)
    return days.astype("datetime64[us, UTC]")


def _check(bad: pd.Series[bool], values: pd.Series[str], problem: str, hint: str, file: str) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad.to_numpy())[0])
        raise InputError(
            problem,
            file=file or None,
            row=row + 1,
            column="geometry" if values.name is None else str(values.name),
            value=values.iloc[row],
            hint=hint,
        )
