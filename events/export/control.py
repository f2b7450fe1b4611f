"""Control spells, or control on one day, as files: CSV, GeoJSON, GeoPackage, and KML with TimeSpan.

Every row carries the data set, its fingerprint, what was asked, and the analyst's decisions that stand behind it. KML opens in Google
Earth and, like the GeoPackage's dates, in QGIS's temporal controller.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from events.control import THRESHOLD
from events.control.decided import decision_words
from events.errors import InputError
from events.export.columns import placed, plain, points_and_shapes
from events.export.kml import to_kml
from events.export.tables import table_to_csv
from events.sources.native import SHAPE_COLUMN

#: What a row ends with: where it comes from.
PROVENANCE: Final = ("data_set", "fingerprint", "view")
LAYER: Final = "control"
#: Of numbers; a confidence is no more exact than that, and more would only look so.
DECIMALS: Final = 6


def asked_words(words: str, *, half_life_days: float, known: str = "", equal_claims: bool = False) -> str:
    """Return what was asked, as every row of a file says it: the choices that the answer rests on.

    Parameters
    ----------
    words : str
        What the file holds, such as "control on 2008-03-30".
    half_life_days : float
        As for `control_at`.
    known : str
        The day as known on which it is told, "" for all that is known now.
    equal_claims : bool
        Whether claims in the speaker's own favour count like others.
    """
    then = f", as known on {known}" if known else ""
    claims = ", claims in own favour count like others" if equal_claims else ""
    return f"{words}{then}; half-life {half_life_days:g} days, unknown below {THRESHOLD:g}{claims}"


def control_file(control: gpd.GeoDataFrame, ending: str, *, provenance: Mapping[str, str], decisions: pd.DataFrame | None = None) -> bytes:
    """Return a file of control.

    Parameters
    ----------
    control : geopandas.GeoDataFrame
        From `control_at`, `spells` or `difference`; with other geometries (`areas`) if wanted. EPSG:4326.
    ending : str
        "csv", "geojson", "gpkg" or "kml".
    provenance : mapping of str to str
        `data_set`, `fingerprint`, `view` (what was asked, in words).
    decisions : pandas.DataFrame, optional
        Columns `contradictions.DECISION_COLUMNS`: told in the column `decisions` of each row that rests on one.

    Raises
    ------
    InputError
        We know no such format.
    """
    writer = WRITERS.get(ending.lower().lstrip("."))
    if writer is None:
        raise InputError("is no format for control.", value=ending, hint=f"Name a file that ends in {', '.join(WRITERS)}.")
    table = control.assign(decisions=_decided(control, decisions), **{name: provenance.get(name, "") for name in PROVENANCE})
    return writer(table)


def _decided(control: gpd.GeoDataFrame, decisions: pd.DataFrame | None) -> pd.Series[str]:
    """Return for each row the decisions about any report it names, in words."""
    words = decision_words(decisions)
    if not words:
        return pd.Series("", index=control.index, dtype="str")
    listed = [control[name] for name in ("renewed_by", "against") if name in control]
    told = []
    for first, *more in zip(control["set_by"], *listed, strict=True):
        named = [first, *(event_id for each in more for event_id in each)]
        told.append(" | ".join(dict.fromkeys(text for event_id in named for text in words.get(str(event_id), []))))
    return pd.Series(told, index=control.index, dtype="str")


def flat(control: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the columns but the geometry as plain values: days as YYYY-MM-DD, numbers to six decimals, lists joined by ";"."""
    columns = {str(name): _flat(control[name]) for name in control.columns if name != control.geometry.name}
    return pd.DataFrame(columns, index=control.index)


def _flat(column: pd.Series[Any]) -> pd.Series[Any]:
    if _is_list(column):
        return _joined(column)
    if column.dtype == "bool":
        return column
    return column.round(DECIMALS) if pd.api.types.is_float_dtype(column.dtype) else plain(column)


def _is_list(column: pd.Series[Any]) -> bool:
    return isinstance(column.dtype, pd.ArrowDtype) and "list" in str(column.dtype)


def _joined(column: pd.Series[Any]) -> pd.Series[str]:
    return pd.Series([";".join(str(value) for value in listed) for listed in column], index=column.index, dtype="str")


def _csv(control: gpd.GeoDataFrame) -> bytes:
    table = flat(control)
    points, shapes = points_and_shapes(control)
    table.insert(len(table.columns), "lon", shapely.get_x(points))
    table.insert(len(table.columns), "lat", shapely.get_y(points))
    return table_to_csv(table if shapes is None else table.assign(**{SHAPE_COLUMN: shapes}))


def _geojson(control: gpd.GeoDataFrame) -> bytes:
    table = flat(control)
    shapes = shapely.to_geojson(shapely.orient_polygons(placed(control)))
    columns = [[_json_value(value) for value in table[name].tolist()] for name in table.columns]
    rows = zip(*columns, strict=True) if columns else iter(())
    features = [
        f'{{"type": "Feature", "geometry": {shape or "null"}, "properties": '
        f"{json.dumps(dict(zip(table.columns, row, strict=True)), ensure_ascii=False, allow_nan=False)}}}"
        for shape, row in zip(shapes, rows, strict=True)
    ]
    joined = ",\n".join(features)
    return f'{{"type": "FeatureCollection", "name": "{LAYER}", "features": [\n{joined}\n]}}\n'.encode()


def _json_value(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if value is pd.NA else value


def _gpkg(control: gpd.GeoDataFrame) -> bytes:
    table = flat(control)
    for name in control.columns:
        if isinstance(control[name].dtype, pd.DatetimeTZDtype):
            # GeoPackage's own dates, which QGIS's temporal controller takes.
            table[name] = control[name].dt.tz_localize(None).astype("datetime64[ms]")
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(placed(control), index=table.index, crs=control.crs))
    content = io.BytesIO()
    pyogrio.write_dataframe(
        frame, content, driver="GPKG", layer=LAYER, promote_to_multi=True, geometry_type="Unknown" if frame.empty else None
    )
    return content.getvalue()


def _kml(control: gpd.GeoDataFrame) -> bytes:
    table = flat(control)
    begins = table["start"] if "start" in table else table["since"]
    last = (
        (control["end"] - pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d").fillna("") if "end" in control else pd.Series("", index=table.index)
    )
    titles = [
        f"{place}: {_state(holder, status)}" for place, holder, status in zip(table["place"], _holder(table), _status(table), strict=True)
    ]
    return to_kml(
        titles=titles,
        groups=np.asarray(_holder(table)),
        begins=begins.tolist(),
        ends=last.astype("str").tolist(),
        geometry=placed(control),
        attributes=table,
    )


def _holder(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table["holder" if "holder" in table else "holder_after"]]


def _status(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table["status" if "status" in table else "status_after"]]


def _state(holder: str, status: str) -> str:
    if status == "held":
        return holder
    return status if holder == "unknown" else f"{status}, last {holder}"


WRITERS: Final[dict[str, Callable[[gpd.GeoDataFrame], bytes]]] = {"csv": _csv, "geojson": _geojson, "gpkg": _gpkg, "kml": _kml}
