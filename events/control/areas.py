"""The area that each place is drawn as: its polygon where one is known, else its share of the ground between the known places.

The share is the place's Voronoi cell among the places of one parent (Okabe, Boots, Sugihara & Chiu 2000, "Spatial Tessellations"), cut at
the place's radius and at the parent's polygon where that is known. Cells are reckoned in a plane scaled for the latitude of the parent's
places, which is true to a few tenths of a percent over a province. Places on one point share their cell, for nothing tells them apart; so
do not read the border between two cells as a front line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events.control.coded import folded
from events.control.shapes import METRES_PER_DEGREE, circles
from events.gazetteer.names import fold
from events.schema import CRS

AREA_COLUMNS: Final = ("place_id", "place", "admin", "how", "geometry")
#: Columns of a polygon file that may hold a place's code or its name, in lower case; codes are tried first.
CODE_NAMES: Final = ("pcode", "adm4_pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode", "shapeid", "place_id", "id")
LABEL_NAMES: Final = ("name", "place", "adm4_en", "adm3_en", "adm2_en", "adm1_en", "shapename", "name_en", "label")
POLYGON, SHARE, CIRCLE, UNPLACED = "polygon", "share between places", "circle", "not placed"
#: Radius, metres, of a place of which none is known.
DEFAULT_RADIUS_M: Final = 2_000.0
#: Metres of radius: a polygon with the area of a wider circle is no town's, though it bears its name (all of Istanbul's province: 41 km).
WIDEST_TOWN_M: Final = 50_000.0
TOWN: Final = ("point", "neighbourhood", "part_of_city", "city")


def areas(
    places: gpd.GeoDataFrame,
    *,
    polygons: gpd.GeoDataFrame | None = None,
    gazetteer: pd.DataFrame | None = None,
    default_radius_m: float = DEFAULT_RADIUS_M,
) -> gpd.GeoDataFrame:
    """Return the area of each place.

    Parameters
    ----------
    places : geopandas.GeoDataFrame
        Columns `place_id`, `place`, `admin`, `radius_m`, `geometry`, perhaps `geo_precision`; spells or control will do: each place is
        taken once.
    polygons : geopandas.GeoDataFrame, optional
        Boundaries, any CRS, with a code (`CODE_NAMES`) or a name (`LABEL_NAMES`) that no other of them bears. A town does not take a
        polygon by its name alone that is as wide as a province.
    gazetteer : pandas.DataFrame, optional
        Columns `name`, `parent`, and `pcode`, `shape` where known: joins codes to names, and gives shapes where `polygons` has none.
    default_radius_m : float
        For places without a radius.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `AREA_COLUMNS` in EPSG:4326, sorted by `place_id`; `how` is "polygon", "share between places", "circle" (nothing near to
        share with) or "not placed" (no geometry).
    """
    known = places.drop_duplicates("place_id").sort_values("place_id", ignore_index=True)
    known = known.assign(radius_m=known["radius_m"].fillna(default_radius_m))
    shape = _known_shapes(known, polygons, gazetteer)
    round_ = circles(known.set_geometry(shapely.centroid(known.geometry.to_numpy()), crs=CRS))
    has_shape, placed = ~shapely.is_missing(shape), ~shapely.is_missing(round_)
    cell = _shares(known, round_, shape, ~has_shape & placed)
    geometry = np.where(has_shape, shape, cell)
    alone = placed & ~has_shape & _same(cell, round_)
    how = np.select([has_shape, alone, placed], [POLYGON, CIRCLE, SHARE], UNPLACED)
    table = known[["place_id", "place", "admin"]].assign(how=how)
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(geometry, crs=CRS), crs=CRS)[list(AREA_COLUMNS)]


def _same(shapes: npt.NDArray[Any], others: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell which shapes cover the same ground; most do vertex by vertex, and only where that fails are they laid over each other."""
    same = shapely.equals_exact(shapely.normalize(shapes), shapely.normalize(others))
    rest = np.flatnonzero(~same & (shapely.bounds(shapes) == shapely.bounds(others)).all(axis=-1))
    same[rest] = shapely.equals(shapes[rest], others[rest])
    return np.asarray(same, dtype=np.bool_)


def _known_shapes(known: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame | None, gazetteer: pd.DataFrame | None) -> npt.NDArray[Any]:
    """Return each place's polygon, None without: the user's by code, then by name; else the report's own, else the gazetteer's."""
    own = known.geometry.to_numpy()
    found: npt.NDArray[Any] = np.array(own, dtype=object)
    found[shapely.get_dimensions(own) != 2] = None
    pcodes: dict[str, str] = {}
    if gazetteer is not None and {"name", "parent"} <= set(gazetteer.columns):
        keys = [f"{fold(str(n))}\x1f{fold(str(p))}" for n, p in zip(gazetteer["name"], gazetteer["parent"].fillna(""), strict=True)]
        if "pcode" in gazetteer:
            pcodes = dict(zip(keys, gazetteer["pcode"].fillna("").astype("str"), strict=True))
        if "shape" in gazetteer:
            shapes = {key: shape for key, shape in zip(keys, gazetteer["shape"], strict=True) if shapely.is_geometry(shape)}
            _fill(found, [shapes.get(key) for key in _keys(known)])
    if polygons is not None and len(polygons):
        shapes = (polygons.set_crs(CRS) if polygons.crs is None else polygons.to_crs(CRS)).geometry.to_numpy()
        by_code, by_name = (
            _by_word(polygons, shapes, CODE_NAMES, str),
            _by_word(polygons, shapes, LABEL_NAMES, lambda word: fold(str(word))),
        )
        towns = known["geo_precision"].isin(TOWN) if "geo_precision" in known else [False] * len(known)
        given = []
        for place_id, key, name, town in zip(known["place_id"], _keys(known), known["place"], towns, strict=True):
            shape = next((by_code[code] for code in (pcodes.get(key, ""), str(place_id)) if code in by_code), None)
            alike = by_name.get(fold(str(name))) if shape is None else None
            given.append(shape if alike is None or (town and _reach_m(alike) > WIDEST_TOWN_M) else alike)
        _fill(found, given, over=True)
    return found


def _keys(known: gpd.GeoDataFrame) -> list[str]:
    return [f"{name}\x1f{parent}" for name, parent in zip(folded(known["place"]), folded(known["admin"]), strict=True)]


def _fill(found: npt.NDArray[Any], given: list[Any], *, over: bool = False) -> None:
    for row, shape in enumerate(given):
        if shape is not None and (over or found[row] is None):
            found[row] = shape


def _by_word(polygons: gpd.GeoDataFrame, shapes: npt.NDArray[Any], names: tuple[str, ...], word_of: Callable[[Any], str]) -> dict[str, Any]:
    """Return each word that only one polygon bears in a column → its polygon; the columns named first count before the others.

    In a file of districts the code of their province stands on each of them, and names none.
    """
    lower = {str(name).lower(): name for name in polygons.columns}
    words: dict[str, Any] = {}
    for column in (lower[name] for name in names if name in lower):
        said = pd.Series([word_of(word) if pd.notna(word) else "" for word in polygons[column]])
        once = ~said.duplicated(keep=False) & (said != "")
        words = {word: shape for word, shape, single in zip(said, shapes, once, strict=True) if single} | words
    return words


def _reach_m(shape: Any) -> float:
    """Return the radius, in metres, of the circle of a polygon's area."""
    flat = np.cos(np.radians(shape.centroid.y))
    return float(np.sqrt(shape.area * flat / np.pi) * METRES_PER_DEGREE)


def _shares(known: gpd.GeoDataFrame, round_: npt.NDArray[Any], shape: npt.NDArray[Any], wanted: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Return each wanted place's circle, cut to its share among the places of its parent and to the parent's polygon."""
    cell: npt.NDArray[Any] = np.array(round_, dtype=object)
    parents = {fold(str(name)): shape[row] for row, name in enumerate(known["place"]) if shape[row] is not None}
    for admin, rows in known[wanted].groupby("admin").groups.items():
        at = rows.to_numpy()
        cell[at] = _cut(known.geometry.to_numpy()[at], round_[at])
        around = parents.get(fold(str(admin)))
        if around is not None:
            inside = shapely.intersection(cell[at], around)
            cell[at] = np.where(shapely.is_empty(inside), cell[at], inside)
    return cell


def _cut(points: npt.NDArray[Any], round_: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Cut each circle to its point's Voronoi cell among the distinct points."""
    centres = shapely.centroid(points)
    lat = shapely.get_y(centres)
    scale = max(float(np.cos(np.radians(lat.mean()))), 0.01)
    flat = np.stack([shapely.get_x(centres) * scale, lat], axis=1)
    distinct, which = np.unique(flat, axis=0, return_inverse=True)
    if len(distinct) == 1:
        return round_
    box = shapely.box(*(distinct.min(axis=0) - 10), *(distinct.max(axis=0) + 10))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(distinct), extend_to=box))
    tree = shapely.STRtree(cells)
    point, of_cell = tree.query(shapely.points(distinct), predicate="intersects")
    cell_of = np.zeros(len(distinct), dtype=np.int64)
    cell_of[point] = of_cell
    back = shapely.transform(cells, lambda xy: xy / np.array([scale, 1.0]))
    return np.asarray(shapely.intersection(round_, back[cell_of[which]]))
