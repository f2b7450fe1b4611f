"""Other spellings of a place: those that a gazetteer lists, and those that the geocoder found to be one (al-Kut, Al Kut, Kut).

Names with the same consonants (`gazetteer.names.skeleton`) that were found by themselves in a gazetteer ("by its name", "by a spelling
variant of its name") at one and the same point, with one and the same radius, are names of one place of that gazetteer: quarters that it
puts at the centre of their city share the point, but not the name. Points that the source states are not compared: two villages may be
given the coordinates of their district. The commonest spelling names the place, the first in the alphabet of several that are as common,
so that the order of rows decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.coded import folded, mapped
from events.gazetteer import names

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: What `located_by` says of a place that was found by its own name (`gazetteer.match`), and not near, beside or within one.
_BY_NAME: Final = re.compile(
    r"by (?:its name|its name without the article|a spelling variant of its name)(?:, the city rather than what it lies in)?"
    r"(?: \(source of its position: .*\))?",
    re.DOTALL,
)


def one_name(pairs: pd.DataFrame, code: Ints, events: gpd.GeoDataFrame, x: Floats, y: Floats) -> pd.DataFrame:
    """Give all spellings of one place of a gazetteer the same `place` and `admin`.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Columns `place`, `admin`; a fresh RangeIndex.
    code : numpy.ndarray of int64, shape (n,)
        Row in `pairs` of each event.
    events : geopandas.GeoDataFrame
        Columns `located_by`, `radius_m`.
    x, y : numpy.ndarray of float64, shape (n,)
        Longitude and latitude of each event, degrees, NaN for none.
    """
    if "located_by" not in events:
        return pairs
    found = mapped(events["located_by"], lambda words: _BY_NAME.fullmatch(words) is not None, np.bool_) & np.isfinite(x)
    rows = np.flatnonzero(found)
    if not len(rows):
        return pairs
    counted = _at_one_point(code[rows], x[rows], y[rows], np.nan_to_num(events["radius_m"].to_numpy(dtype=np.float64)[rows], nan=-1.0))
    counted = counted.join(pairs[["place", "admin"]], on="pair")
    counted = counted[counted["place"] != ""]
    # Few names share a point with another; only those are listened to.
    counted = counted[counted.duplicated(["x", "y", "radius"], keep=False)]
    counted = counted.sort_values(["rows", "place", "admin"], ascending=[False, True, True])
    counted = counted.assign(heard=[_heard(name) for name in counted["place"].tolist()])
    first = counted.groupby(["x", "y", "radius", "heard"], sort=False)[["place", "admin"]].transform("first")
    changed = pairs.copy()
    changed.loc[counted["pair"], ["place", "admin"]] = first.to_numpy()
    return changed


def _at_one_point(pair: Ints, x: Floats, y: Floats, radius: Floats) -> pd.DataFrame:
    """Return `pair`, `x`, `y`, `radius` and the number of `rows` of every name that stands at one point: at two it is two places."""
    first = np.full(pair.max() + 1, -1, dtype=np.int64)
    first[pair[::-1]] = np.arange(len(pair))[::-1]
    own = first[pair]
    moved = (x != x[own]) | (y != y[own]) | (radius != radius[own])
    count = np.bincount(pair, minlength=len(first))
    count[pair[moved]] = 0
    kept = np.flatnonzero(count)
    at = first[kept]
    return pd.DataFrame({"pair": kept, "x": x[at], "y": y[at], "radius": radius[at], "rows": count[kept]})


def as_in_gazetteer(pairs: pd.DataFrame, gazetteer: pd.DataFrame | None) -> pd.DataFrame:
    """Replace a name that is another spelling of exactly one place of the gazetteer (within the parent stated) by that place's.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Columns `place`, `admin`.
    gazetteer : pandas.DataFrame or None
        Column `name`; `aliases` (";"-separated) and `parent` where known.
    """
    if gazetteer is None or gazetteer.empty or pairs.empty:
        return pairs
    own = gazetteer["name"].astype("str")
    aliases = gazetteer["aliases"].fillna("").astype("str").tolist() if "aliases" in gazetteer else [""] * len(own)
    parents = gazetteer["parent"].fillna("").astype("str") if "parent" in gazetteer else pd.Series("", index=own.index, dtype="str")
    keys, above = folded(own), folded(parents)
    spelt: dict[str, set[int]] = {}
    for row, (key, others) in enumerate(zip(keys, aliases, strict=True)):
        for spelling in (key, *(names.fold(word) for word in others.split(";"))):
            spelt.setdefault(spelling, set()).add(row)
    often = Counter(keys)
    exact = {key: row for row, key in enumerate(keys) if often[key] == 1}
    meant = np.full(len(pairs), -1, dtype=np.int64)
    for at, (key, parent, admin) in enumerate(zip(folded(pairs["place"]), folded(pairs["admin"]), pairs["admin"].tolist(), strict=True)):
        rows = spelt.get(key, set()) if key else set()
        inside = {row for row in rows if above[row] == parent} if admin else rows
        meant[at] = next(iter(inside)) if len(inside) == 1 else -1 if admin else exact.get(key, -1)
    known = meant >= 0
    stated = {"place": own, "admin": parents}
    return pairs.assign(**{name: pairs[name].where(~known, words.take(meant).to_numpy()) for name, words in stated.items()})


def _heard(name: str) -> str:
    """Return the consonants of a name, or where there are too few to tell, the name as it sounds."""
    spoken = names.sound(names.bare(names.fold(name)))
    return names.skeleton(spoken) or spoken or name
