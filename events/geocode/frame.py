"""A whole table of events: its places to geometry."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from events.gazetteer import Gazetteer
from events.geocode.location import Location
from events.geocode.resolve import Resolver
from events.schema import CRS, GEO_PRECISIONS

UNRESOLVED_COLUMNS: Final = ("place", "admin", "rows", "reason", "candidates")


def geocode_frame(frame: pd.DataFrame, gazetteer: Gazetteer, *, country: str = "") -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Place the rows that have words for a place but no coordinates.

    Parameters
    ----------
    frame : pandas.DataFrame
        Events with `place`, and `admin` (what the place lies in), and either `geometry` (EPSG:4326) or `lon` and `lat`. Rows that have
        coordinates stay as they are.
    gazetteer : Gazetteer
    country : str
        ISO 3166-1 alpha-2 code that places must lie in, as far as the gazetteer knows.

    Returns
    -------
    placed : geopandas.GeoDataFrame
        A new frame with the same rows, index and columns, and `geometry` (points), `radius_m` (metres), `geo_precision`, `located_by`
        filled where a place was found. A precision that the source states stays where it is the coarser one, a radius always.
    unresolved : pandas.DataFrame
        Columns `UNRESOLVED_COLUMNS`: each pair of place and admin that was not found, the number of its rows, the reason, and the
        candidates (tuple of `Candidate`, best first).
    """
    table = _with_geometry(frame)
    place = _text(table, "place")
    admin = _text(table, "admin")
    wanted = (table.geometry.isna() | table.geometry.is_empty).to_numpy() & (place.str.strip() != "").to_numpy()
    pairs = pd.DataFrame({"place": place[wanted].to_numpy(), "admin": admin[wanted].to_numpy()})
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(pairs))
    resolver = Resolver(gazetteer, country)
    found = [resolver.locate(words, within) for words, within in distinct]
    counts = np.bincount(codes, minlength=len(found)) if found else np.array([], dtype=int)
    missing = [(w, a, int(n), at.how, at.candidates) for (w, a), n, at in zip(distinct, counts, found, strict=True) if not at.resolved]
    unresolved = pd.DataFrame(missing, columns=list(UNRESOLVED_COLUMNS)).astype({"rows": "int64"})
    return _filled(table, wanted, [found[code] for code in codes]), unresolved


def _text(table: pd.DataFrame, name: str) -> pd.Series[str]:
    return table[name].fillna("").astype("str") if name in table else pd.Series("", index=table.index, dtype="str")


def _with_geometry(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    if "geometry" in frame:
        return gpd.GeoDataFrame(frame.copy(), geometry="geometry", crs=getattr(frame, "crs", None) or CRS)
    lon, lat = (
        pd.to_numeric(frame[n], errors="coerce").to_numpy(dtype="float64") if n in frame else np.full(len(frame), np.nan)
        for n in ("lon", "lat")
    )
    geometry = np.full(len(frame), None, dtype=object)
    there = ~(np.isnan(lon) | np.isnan(lat))
    geometry[there] = shapely.points(lon[there], lat[there])
    return gpd.GeoDataFrame(frame.copy(), geometry=gpd.GeoSeries(geometry, index=frame.index, crs=CRS), crs=CRS)


def _filled(table: gpd.GeoDataFrame, wanted: np.ndarray[Any, np.dtype[np.bool_]], found: list[Location]) -> gpd.GeoDataFrame:
    at = np.flatnonzero(wanted)[[location.resolved for location in found]] if found else np.array([], dtype=int)
    good = [location for location in found if location.resolved]
    geometry = table.geometry.to_numpy().copy()
    geometry[at] = shapely.points([g.lon for g in good], [g.lat for g in good]) if good else []
    radius = (
        pd.to_numeric(table["radius_m"], errors="coerce").to_numpy(dtype="float64").copy()
        if "radius_m" in table
        else np.full(len(table), np.nan)
    )
    precision, by = _text(table, "geo_precision").to_numpy(dtype=object).copy(), _text(table, "located_by").to_numpy(dtype=object).copy()
    radius[at] = np.where(np.isnan(radius[at]), np.array([g.radius_m for g in good], dtype="float64"), radius[at])
    precision[at] = [_coarser(str(stated), g.geo_precision) for stated, g in zip(precision[at], good, strict=True)]
    by[at] = [g.how for g in good]
    words: dict[Hashable, Any] = {"radius_m": radius, "located_by": pd.array(by, dtype="str")}
    categories = (
        pd.Categorical(precision, categories=["", *GEO_PRECISIONS])
        if isinstance(table.get("geo_precision", pd.Series()).dtype, pd.CategoricalDtype)
        else pd.array(precision, dtype="str")
    )
    return table.assign(geo_precision=categories, **{str(k): v for k, v in words.items()}).set_geometry(
        gpd.GeoSeries(geometry, index=table.index, crs=table.crs)
    )


def _coarser(stated: str, found: str) -> str:
    order = ["", *GEO_PRECISIONS]
    return max(stated, found, key=order.index) if stated in order else found
