"""Which reports speak of the same place.

A place is a name within a parent (`place`, `admin`, compared without case, accents and punctuation). Reports that leave the parent out
join the only parent the name has. Where one name in one parent stands at points more than `SAME_PLACE_DEGREES` apart, each point is a
place of its own: villages share names. Units known only as a whole province or country are never split so, for their point is arbitrary.
A report with coordinates and no name is a place named by them. A gazetteer folds other spellings of a name into one, and so does the
geocoder (`spellings`). An extra column `place_id` or `geonameid` in the events, where it is filled, decides alone, and rows without it
join the only place so identified that bears their name and parent.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events.control.coded import coded, folded, is_one_of, mapped
from events.control.spellings import as_in_gazetteer, one_name
from events.schema import CRS, GEO_PRECISIONS

#: About 11 km of latitude: farther apart, two points under one name are two places.
SAME_PLACE_DEGREES: Final = 0.1
PLACE_COLUMNS: Final = ("place_id", "place", "admin", "geo_precision", "radius_m", "geometry")
#: Before an identifier of GeoNames, so that it is never taken for a `place_id` of the data's own.
GEONAMES: Final = "geonames:"
_NOTHING_IN_BRACKETS: Final = len(" ()")
_BLOCK: Final = 8_192
_WIDE: Final = frozenset(("admin2", "admin1", "country"))

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def places(events: gpd.GeoDataFrame, *, gazetteer: pd.DataFrame | None = None) -> tuple[Ints, gpd.GeoDataFrame]:
    """Return the place of each event and the table of places.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        Columns `place`, `admin`, `geometry`, `geo_precision`, `radius_m`; `place_id` where there is one.
    gazetteer : pandas.DataFrame, optional
        Columns `name`, `aliases`, `parent`: spellings to fold into one. The data set's own places, not a whole world's.

    Returns
    -------
    code : numpy.ndarray of int64, shape (n,)
        Row of the place in the table, -1 for an event without both name and coordinates.
    table : geopandas.GeoDataFrame
        Columns `PLACE_COLUMNS`, sorted by `place_id`, which is unique. Geometry, precision and radius are those of the report that gives
        them most precisely; None and NaN where none does.
    """
    x, y = _points(events)
    pair, pairs = _pairs(events, gazetteer, x, y)
    split = _split(pair, (pairs["given"] == "").to_numpy(dtype=bool), x, y, events)
    codes, labels = _labels(pair, pairs, split, x, y)
    order = np.argsort(labels["place_id"].to_numpy(dtype=object), kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    codes = np.where(codes >= 0, rank[codes], -1) if len(order) else codes
    table = labels.iloc[order].reset_index(drop=True)
    return codes, _with_shapes(table, codes, events, x, y)


def _points(events: gpd.GeoDataFrame) -> tuple[Floats, Floats]:
    """Return x and y of each event's point, or of its area's centroid; NaN without a geometry. Block by block: it stays in the cache."""
    shapes = events.geometry.to_numpy()
    x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    for first in range(0, len(shapes), _BLOCK):
        block = shapes[first : first + _BLOCK]
        coordinates, row = shapely.get_coordinates(block, return_index=True)
        if (row[1:] == row[:-1]).any():
            coordinates, row = shapely.get_coordinates(shapely.centroid(block), return_index=True)
        x[first + row], y[first + row] = coordinates.T
    return x, y


def _pairs(events: gpd.GeoDataFrame, gazetteer: pd.DataFrame | None, x: Floats, y: Floats) -> tuple[Ints, pd.DataFrame]:
    """Return the code of each event's (place, admin) and the table of pairs: `place`, `admin`, `given`; -1 without a name."""
    name_code, names = coded(events["place"])
    admin_code, admins = coded(events["admin"])
    given_code, given = _identified(events)
    joint = (name_code * max(1, len(admins)) + admin_code) * max(1, len(given)) + given_code
    code, distinct = pd.factorize(joint)
    found = pd.DataFrame(
        {
            "place": _words(names)[distinct // len(given) // len(admins)],
            "admin": _words(admins)[distinct // len(given) % len(admins)],
            "given": _words(given)[distinct % len(given)],
        },
        dtype="str",
    )
    found = one_name(as_in_gazetteer(found, gazetteer), code.astype(np.int64), events, x, y)
    found = _join_identified(_fill_admin(found.assign(folded=_folded(found["place"]))))
    key = np.where(found["given"] != "", "\x1f" + found["given"], found["folded"] + "\x1f" + _folded(found["admin"]))
    named = ((found["place"] != "") | (found["given"] != "")).to_numpy(dtype=bool)
    # The first spelling in the alphabet names the place, so that the order of rows decides nothing.
    merged = found.assign(key=key)[named].sort_values(["key", "place", "admin"], kind="stable").drop_duplicates("key", ignore_index=True)
    position = pd.Index(merged["key"]).get_indexer(pd.Index(key)) if len(merged) else np.full(len(found), -1)
    position = np.where(named, position, -1)
    return (position[code] if len(found) else code).astype(np.int64), merged


def _identified(events: gpd.GeoDataFrame) -> tuple[Ints, list[str]]:
    """Return the code of each event's identifier and the identifiers, "" for none: `place_id` as it is, a `geonameid` with a prefix."""
    codes, words = np.zeros(len(events), dtype=np.int64), [""]
    for column, prefix in (("geonameid", GEONAMES), ("place_id", "")):
        if column in events:
            more, names = coded(events[column])
            named = np.array([bool(name.strip()) for name in names] or [False])[more]
            codes = np.where(named, more + len(words), codes)
            words += [prefix + name.strip() if name.strip() else "" for name in names]
    return codes, words


def _join_identified(pairs: pd.DataFrame) -> pd.DataFrame:
    """Give rows without an identifier that of the only place identified that bears their name and parent."""
    identified = pairs[(pairs["given"] != "") & (pairs["place"] != "")]
    if identified.empty:
        return pairs
    key = pairs["folded"] + "\x1f" + _folded(pairs["admin"])
    of_key = identified.groupby(key[identified.index])["given"].agg(["nunique", "min"])
    only = of_key.loc[of_key["nunique"] == 1, "min"].to_dict()
    given = [own or only.get(name, "") for own, name in zip(pairs["given"].tolist(), key.tolist(), strict=True)]
    return pairs.assign(given=pd.Series(given, index=pairs.index, dtype="str"))


def _folded(names: pd.Series[str]) -> pd.Series[str]:
    """Return names without case, accents and punctuation; those that are nothing else as they are."""
    return pd.Series([key or name for key, name in zip(folded(names), names.tolist(), strict=True)], index=names.index, dtype="str")


def _words(words: list[str]) -> npt.NDArray[np.object_]:
    return np.array([word.strip() for word in words], dtype=object)


def _fill_admin(pairs: pd.DataFrame) -> pd.DataFrame:
    """Give a name without a parent the parent that the same name has elsewhere, when that is only one."""
    stated = pairs["admin"] != ""
    if stated.all():
        return pairs
    with_admin = pairs[stated].assign(parent=_folded(pairs["admin"])[stated])
    only = with_admin.groupby("folded").agg(parents=("parent", "nunique"), admin=("admin", "min"))
    single = only.loc[only["parents"] == 1, "admin"]
    parent_of = dict(zip(single.index.tolist(), single.tolist(), strict=True))
    filled = [admin or parent_of.get(name, "") for admin, name in zip(pairs["admin"].tolist(), pairs["folded"].tolist(), strict=True)]
    return pairs.assign(admin=pd.Series(filled, index=pairs.index, dtype="str"))


def _split(pair: Ints, unidentified: npt.NDArray[np.bool_], x: Floats, y: Floats, events: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Tell which events stand under a name whose points lie too far apart to be one place; shape (n,)."""
    wide = is_one_of(events["geo_precision"], _WIDE)
    count = len(unidentified)
    usable = (pair >= 0) & np.isfinite(x) & ~wide
    apart = np.zeros(count, dtype=bool)
    for axis in (x, y):
        low, high = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(low, pair[usable], axis[usable])
        np.maximum.at(high, pair[usable], axis[usable])
        apart |= (high - low) > SAME_PLACE_DEGREES
    apart &= unidentified
    return usable & apart[pair] if count else np.zeros(len(pair), dtype=bool)


def _labels(pair: Ints, pairs: pd.DataFrame, split: npt.NDArray[np.bool_], x: Floats, y: Floats) -> tuple[Ints, pd.DataFrame]:
    """Return the code of each event's place and the places' `place_id`, `place`, `admin`."""
    at_point = split | ((pair < 0) & np.isfinite(x))
    lon, lat = np.where(at_point, np.round(x, 4), np.inf), np.where(at_point, np.round(y, 4), np.inf)
    code = np.full(len(pair), -1, dtype=np.int64)
    plain = (pair >= 0) & ~at_point
    used = np.flatnonzero(np.bincount(pair[plain], minlength=len(pairs)))
    rank = np.zeros(len(pairs), dtype=np.int64)
    rank[used] = np.arange(len(used))
    code[plain] = rank[pair[plain]]
    points = pd.DataFrame({"pair": pair[at_point], "lon": lon[at_point], "lat": lat[at_point]})
    distinct = points.drop_duplicates().sort_values(["pair", "lon", "lat"], ignore_index=True)
    code[at_point] = len(used) + pd.MultiIndex.from_frame(distinct).get_indexer(pd.MultiIndex.from_frame(points)) if len(points) else 0
    names = pairs.reindex(np.concatenate([used, distinct["pair"].to_numpy(dtype=np.int64)]))[["place", "admin", "given"]].fillna("")
    where = [""] * len(used) + [
        f"{lat:.4f}, {lon:.4f}" for lon, lat in zip(distinct["lon"].tolist(), distinct["lat"].tolist(), strict=True)
    ]
    table = names.reset_index(drop=True).assign(where=pd.Series(where, dtype="str"))
    bare = table["given"].str.removeprefix(GEONAMES)
    table["place"] = table["place"].where(table["place"] != "", bare).where(lambda s: s != "", table["where"])
    return code, table.assign(place_id=_identities(table))[["place_id", "place", "admin"]]


def _identities(table: pd.DataFrame) -> pd.Series[str]:
    """Return the shortest label that is unique: the data's own `place_id`; else the name; with its parent; with its point or number."""
    geonames = table["given"].str.startswith(GEONAMES)
    label = table["place"].where((table["given"] == "") | geonames, table["given"])
    number = table["where"].where(~geonames, "GeoNames " + table["given"].str.removeprefix(GEONAMES))
    for extra in (", " + table["admin"], " (" + number + ")"):
        twice = label.str.casefold().duplicated(keep=False) & (extra.str.len() > _NOTHING_IN_BRACKETS)
        label = label.where(~twice, label + extra)
    count = label.groupby(label).cumcount()
    return label.where(count == 0, label + " #" + (count + 1).astype("str"))


def _with_shapes(table: pd.DataFrame, code: Ints, events: gpd.GeoDataFrame, x: Floats, y: Floats) -> gpd.GeoDataFrame:
    """Add the geometry, precision and radius of the most precise report of each place."""
    ranks = {name: rank for rank, name in enumerate(GEO_PRECISIONS)}
    rank = mapped(events["geo_precision"], lambda word: ranks.get(word, len(ranks)), np.float64)
    radius = events["radius_m"].to_numpy(dtype=np.float64)
    rows = np.flatnonzero((code >= 0) & np.isfinite(x))
    keys = (rank, np.nan_to_num(radius, nan=np.inf), x, y)
    varied = np.zeros(len(table), dtype=bool)
    first = np.full(len(table), -1, dtype=np.int64)
    first[code[rows][::-1]] = rows[::-1]
    for key in keys:
        varied[code[rows[key[rows] != key[first[code[rows]]]]]] = True
    among = rows[varied[code[rows]]]
    best = among[np.lexsort(tuple(key[among] for key in reversed(keys)))]
    first[code[best][::-1]] = best[::-1]
    known = first >= 0
    geometry = np.where(known, events.geometry.to_numpy()[first], None) if len(events) else np.empty(len(table), dtype=object)
    codes, words = coded(events["geo_precision"])
    precision = np.array([*words, ""], dtype=object)[codes]
    return gpd.GeoDataFrame(
        table.assign(
            geo_precision=pd.Series(np.where(known, precision[first], "") if len(events) else "", index=table.index, dtype="str"),
            radius_m=np.where(known, radius[first], np.nan) if len(events) else np.nan,
        ),
        geometry=gpd.GeoSeries(geometry, index=table.index, crs=CRS),
        crs=CRS,
    )[list(PLACE_COLUMNS)]
