"""Boundaries and control lines that a visitor uploads: read from GeoJSON, and made into what the map draws."""

from __future__ import annotations

import io
import re
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from events.control import control_polygons
from events.control.areas import CODE_NAMES, LABEL_NAMES
from events.control.confidence import UNGRADED
from events.control.listed import lists
from events.control.polygons import DATE_NAMES
from events.control.spells import SPELL_COLUMNS
from events.errors import InputError
from events.schema import CRS, UNKNOWN

_DAY_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_FLAT: Final = 2


def read_shapes(content: bytes, *, file: str) -> gpd.GeoDataFrame:
    """Read an uploaded file of polygons.

    Parameters
    ----------
    content : bytes
        GeoJSON, or another format that GDAL reads from one file.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        It cannot be read as geographic data, or holds no polygon.
    """
    try:
        shapes = gpd.read_file(io.BytesIO(content))
    except Exception as error:  # GDAL's drivers raise many kinds, all of which mean the same to the one who uploads
        raise InputError("cannot be read as geographic data.", file=file, hint="Save it as GeoJSON with polygons.") from error
    if not isinstance(shapes, gpd.GeoDataFrame) or not (shapely.get_dimensions(shapes.geometry.to_numpy()) == _FLAT).any():
        raise InputError("holds no polygon.", file=file, hint="Boundaries and control lines are Polygon or MultiPolygon.")
    return shapes


def boundaries(content: bytes, *, file: str) -> gpd.GeoDataFrame:
    """Read boundaries; raise InputError where no column says which place a polygon is."""
    shapes = read_shapes(content, file=file)
    if not {str(name).lower() for name in shapes.columns} & {*CODE_NAMES, *LABEL_NAMES}:
        raise InputError(
            f"no column says which place a polygon is; found: {', '.join(str(name) for name in shapes.columns)[:200]}.",
            file=file,
            hint=f"Name a column one of {', '.join((*LABEL_NAMES[:2], *CODE_NAMES[:2]))}.",
        )
    return shapes


def drawing(content: bytes, *, file: str) -> gpd.GeoDataFrame:
    """Read dated polygons of control as `control_polygons` does; the file's name gives the day where no column does."""
    shapes = read_shapes(content, file=file)
    day = _DAY_IN_NAME.search(file)
    if day is None or {str(name).lower() for name in shapes.columns} & set(DATE_NAMES):
        return control_polygons(shapes, layer=file, file=file)
    return control_polygons(shapes, layer=file[: day.start()].rstrip(" -_.") or file, date="-".join(day.groups()), file=file)


def joined(drawn: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame | None:
    """Put drawings from several files together; files of one layer follow each other in time, as the drawings of one file do."""
    if not drawn:
        return None
    table = pd.concat(drawn, ignore_index=True)
    for _, rows in table.groupby("layer"):
        days = pd.Series(sorted(rows["start"].unique()))
        following = rows["start"].map(days.shift(-1).set_axis(days)).astype(table["end"].dtype)
        table.loc[rows.index, "end"] = rows["end"].where(rows["end"].notna() & ~(following < rows["end"]), following)
    return gpd.GeoDataFrame(table, geometry="geometry", crs=CRS)


def as_spells(drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return drawings as spells of places of their own, one a polygon, so that the map draws and fades them like any other.

    A drawing is as sure as an ungraded report for as long as it holds; the last one of a layer fades from its own day. Columns
    `spells.SPELL_COLUMNS`; no event stands behind such a spell, so `set_by` is "".
    """
    rows = drawn.reset_index(drop=True)
    count = len(rows)
    until = (rows["end"] - pd.Timedelta(days=1)).where(rows["end"].notna(), rows["start"])
    nobody = np.zeros(0, dtype=np.int64)
    names = rows["holder"].where(rows["status"] == "held", rows["status"])
    days = rows["start"].dt.strftime("%Y-%m-%d").astype("str")
    columns: dict[str, Any] = {
        "place_id": rows["layer"] + ": " + names + ", drawn " + days,
        "place": rows["layer"] + ": " + names,
        "admin": "",
        "lies_in": "",
        "holder": rows["holder"],
        "camp": rows["holder"],
        "status": rows["status"],
        **dict.fromkeys(("start", "holder_since", "camp_since"), rows["start"]),
        "end": rows["end"],
        "set_by": "",
        "set_until": until,
        "set_confidence": np.where(rows["status"] == UNKNOWN, 0.0, UNGRADED),
        "set_claimed": False,
        **{name: lists(nobody, [], count, kind="text") for name in ("renewed_by", "against", "besieged_by")},
        **{name: lists(nobody, [], count, kind="day") for name in ("renewed_on", "renewed_until", "besieged_on", "besieged_until")},
        "renewed_confidence": lists(nobody, [], count, kind="number"),
        "renewed_claimed": lists(nobody, [], count, kind="flag"),
        "geo_precision": "part_of_city",
        "radius_m": np.nan,
        "geometry": rows.geometry,
    }
    frame = pd.DataFrame(columns, index=rows.index).astype({"admin": "str", "lies_in": "str", "set_by": "str", "geo_precision": "str"})
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)[list(SPELL_COLUMNS)]
