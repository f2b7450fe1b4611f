"""What a report on a place says of the places inside it, and what it does not.

The rule:

1. A report speaks first for the place it names. A report on a city does not overrule a more specific report on its district; a report on
   a district says nothing of the city.
2. Where a place has no report of its own that still counts, the smallest place around it that has one speaks for it, less surely
   (`SPEAKS_FOR_PART`): the city for its district, the province for its town. It does so only with news at least as late as the place's
   own, so that silence never brings an older picture back.
3. A later report on the whole that contradicts the part does not overrule it either, but casts doubt on it: from then on the part's
   report fades `DOUBT_SPEEDS_FADING` times as fast.
4. A part ("southern Basra") covers what lies in it: a place encloses another when it is a parent of it in the gazetteer, or when its
   polygon holds the other's centre and it lies under one of the other's parents, or, for a part of a city known as a circle only, when
   both lie in the same city and the circle holds the other's centre and is clearly the larger.

Parents come from the gazetteer; without one, from `admin`, and then only if the parent's circle is larger and holds the place, or its
precision is coarser: a town and its province often share a name, and the town must not speak for the province.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events.control.coded import coded, folded, mapped
from events.control.shapes import circles, distances_m
from events.gazetteer import kinds
from events.gazetteer.names import fold
from events.schema import GEO_PRECISIONS

SPEAKS_FOR_PART: Final = 0.8
DOUBT_SPEEDS_FADING: Final = 4.0
#: A name that more places bear than this tells nothing of where a place lies.
_TOO_COMMON: Final = 50
#: A part must be this much larger than what it is said to cover, so that two quarters on one point do not cover each other.
CLEARLY_LARGER: Final = 1.25

Ints = npt.NDArray[np.int64]
NOTHING_AROUND: Final = -1


def enclosing(places: gpd.GeoDataFrame, *, gazetteer: pd.DataFrame | None = None) -> Ints:
    """Return for each place the row of the smallest place of the table that encloses it, -1 for none; never a circle.

    Parameters
    ----------
    places : geopandas.GeoDataFrame
        Columns `place`, `admin`, `geo_precision`, `radius_m`, `geometry`, from `places.places`.
    gazetteer : pandas.DataFrame, optional
        Columns `name`, `parent`; `lon`, `lat`, `radius_m`, `shape` where known.

    Returns
    -------
    numpy.ndarray of int64, shape (n,)
    """
    listed = _gazetteer_parents(gazetteer)
    if not listed and _stand_side_by_side(places):
        return np.full(len(places), NOTHING_AROUND, dtype=np.int64)
    above = _names_above(places, listed)
    known = _shaped(places, gazetteer)
    by_parent = _parents(known, above)
    return _without_circles(_around(known, above, by_parent))


def _stand_side_by_side(places: gpd.GeoDataFrame) -> bool:
    """Tell at little cost that no place can enclose another: none bears the name of a parent, none is a part or a polygon."""
    shaped = (places["geo_precision"] == "part_of_city").any() or (shapely.get_dimensions(places.geometry.to_numpy()) == 2).any()
    parents = {fold(word) for word in coded(places["admin"])[1]} - {""}
    return not shaped and parents.isdisjoint(folded(places["place"]))


def _shaped(places: gpd.GeoDataFrame, gazetteer: pd.DataFrame | None) -> gpd.GeoDataFrame:
    """Return the places with the gazetteer's area, point and radius where it has them for exactly that name and parent."""
    if gazetteer is None or gazetteer.empty or not {"name", "parent"} <= set(gazetteer.columns):
        return places
    kind = gazetteer["kind"].fillna("").astype("str") if "kind" in gazetteer else pd.Series("", index=gazetteer.index)
    table = pd.DataFrame({"key": _keys(gazetteer["name"], gazetteer["parent"])}).assign(
        site=[bool(word) and kinds.class_of(word) == kinds.SITE for word in kind],
        radius=pd.to_numeric(gazetteer["radius_m"]).to_numpy() if "radius_m" in gazetteer else np.nan,
        shape=gazetteer["shape"].to_numpy(dtype=object) if "shape" in gazetteer else None,
    )
    found = table.drop_duplicates("key", keep=False).set_index("key").reindex(_keys(places["place"], places["admin"]))
    shape = np.array(found["shape"], dtype=object)
    shape[~shapely.is_geometry(shape)] = None
    radius = places["radius_m"].to_numpy(dtype=np.float64)
    return places.assign(
        site=found["site"].eq(other=True).to_numpy(dtype=bool),
        geometry=np.where(shapely.is_missing(shape), places.geometry.to_numpy(), shape),
        radius_m=np.where(np.isnan(radius), found["radius"].to_numpy(dtype=np.float64), radius),
    )


def _keys(names: pd.Series[str], parents: pd.Series[str]) -> list[str]:
    return [f"{name}\x1f{parent}" for name, parent in zip(folded(names), folded(parents), strict=True)]


def _names_above(places: gpd.GeoDataFrame, listed: dict[tuple[str, str], str]) -> list[dict[str, bool]]:
    """Return for each place the names of what it lies in, the nearest first, and whether the gazetteer vouches for them."""
    chains: list[dict[str, bool]] = []
    for name, given in zip(folded(places["place"]), folded(places["admin"]), strict=True):
        above, trusted = given, (name, given) in listed
        above = above or listed.get((name, ""), "")
        chain: dict[str, bool] = {}
        while above and above not in chain:
            chain[above] = trusted
            above = listed.get((above, ""), "")
        chains.append(chain)
    return chains


def _parents(places: gpd.GeoDataFrame, above: list[dict[str, bool]]) -> Ints:
    """Return the row of the nearest place of the table that each lies in by its parents, -1 for none."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(folded(places["place"])):
        rows.setdefault(name, []).append(row)
    candidates = [
        (child, parent, trusted and len(rows[name]) == 1)
        for child, chain in enumerate(above)
        for name, trusted in chain.items()
        if len(rows.get(name, ())) <= _TOO_COMMON
        for parent in rows.get(name, ())
        if parent != child
    ]
    found = np.full(len(places), NOTHING_AROUND, dtype=np.int64)
    if candidates:
        child, parent, sure = (np.array(column) for column in zip(*candidates, strict=True))
        fits = sure | _larger_and_around(places, child, parent)
        found[child[fits][::-1]] = parent[fits][::-1]
    return found


def _gazetteer_parents(gazetteer: pd.DataFrame | None) -> dict[tuple[str, str], str]:
    """(name, parent) → parent of that parent, all folded, for every row of the gazetteer; and (name, "") → parent of the name."""
    if gazetteer is None or gazetteer.empty or "parent" not in gazetteer:
        return {}
    names, parents = folded(gazetteer["name"]), folded(gazetteer["parent"])
    first: dict[str, str] = {}
    for name, parent in zip(names, parents, strict=True):
        first.setdefault(name, parent)
    return {(name, parent): first.get(parent, "") for name, parent in zip(names, parents, strict=True)} | {
        (name, ""): parent for name, parent in first.items()
    }


def _larger_and_around(places: gpd.GeoDataFrame, child: Ints, parent: Ints) -> npt.NDArray[np.bool_]:
    ranks = {name: float(rank) for rank, name in enumerate(GEO_PRECISIONS)}
    rank = mapped(places["geo_precision"], lambda word: ranks.get(word, np.nan), np.float64)
    radius = places["radius_m"].to_numpy(dtype=np.float64)
    apart = distances_m(places.geometry.iloc[child], places.geometry.iloc[parent])
    coarser = rank[parent] > np.maximum(rank[child], GEO_PRECISIONS.index("city"))
    coarser |= (rank[parent] >= GEO_PRECISIONS.index("part_of_city")) & (rank[child] < GEO_PRECISIONS.index("part_of_city"))
    within = (radius[parent] > np.nan_to_num(radius[child], nan=np.inf)) & (apart <= radius[parent])
    far = apart > np.nan_to_num(radius[parent], nan=np.inf)
    return np.asarray((coarser & ~far) | within, dtype=np.bool_)


def _around(places: gpd.GeoDataFrame, above: list[dict[str, bool]], parent: Ints) -> Ints:
    """Return the smallest part or unit whose shape holds each place's centre, within the parent found by name; else that parent."""
    shapes = circles(places)
    size = shapely.area(shapes)
    size_of_parent = np.where((parent >= 0) & (size[parent] > 0), size[parent], np.inf)
    polygon = shapely.get_dimensions(places.geometry.to_numpy()) == 2
    # A building known to within kilometres is a vague point, not a part of the city.
    site = places["site"].to_numpy(dtype=bool) if "site" in places else np.zeros(len(places), dtype=bool)
    covers = (polygon | ((places["geo_precision"] == "part_of_city").to_numpy(dtype=bool) & ~site)) & (size > 0)
    inner_rows = np.flatnonzero(~shapely.is_missing(places.geometry.to_numpy()))
    outer_rows = np.flatnonzero(covers)
    found = parent.copy()
    if not len(inner_rows) or not len(outer_rows):
        return found
    tree = shapely.STRtree(shapes[outer_rows])
    hits = tree.query(shapely.centroid(places.geometry.to_numpy()[inner_rows]), predicate="intersects")
    inner, outer = inner_rows[hits[0]], outer_rows[hits[1]]
    # Areas go with the square of the radius.
    fits = (inner != outer) & (size[outer] > np.nan_to_num(size[inner]) * CLEARLY_LARGER**2) & (size[outer] < size_of_parent[inner])
    inner, outer = inner[fits], outer[fits]
    admins = folded(places["admin"])
    # A circle only says where a part lies within its own parent; a polygon may cover whatever lies under its parents.
    beside = np.array(
        [
            admins[o] in above[i] and (bool(polygon[o]) or admins[o] == admins[i])
            for i, o in zip(inner.tolist(), outer.tolist(), strict=True)
        ],
        dtype=bool,
    )
    inner, outer = inner[beside], outer[beside]
    order = np.lexsort((outer, size[outer]))
    found[inner[order][::-1]] = outer[order][::-1]
    return found


def _without_circles(around: Ints) -> Ints:
    """Cut what would make a place lie, by bad data, in itself."""
    at = around.copy()
    index = np.arange(len(around))
    looped = np.zeros(len(around), dtype=bool)
    for _ in range(12):
        looped |= at == index
        at = np.where(at >= 0, around[np.maximum(at, 0)], NOTHING_AROUND)
    return np.where(looped | (at >= 0), NOTHING_AROUND, around)
