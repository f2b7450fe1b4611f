"""Other spellings of a place that the geocoder found to be one: al-Kut, Al Kut, Kut.

Names with the same consonants (`gazetteer.names.skeleton`) that were found by themselves in a gazetteer ("by its name", "by a spelling
variant of its name") at one and the same point, with one and the same radius, are names of one place of that gazetteer: quarters that it
puts at the centre of their city share the point, but not the name. Points that the source states are not compared: two villages may be
given the coordinates of their district. The commonest spelling names the place, the first in the alphabet of several that are as common,
so that the order of rows decides nothing.
"""

from __future__ import annotations

import re
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.coded import mapped
from events.gazetteer import names

#: What `located_by` says of a place that was found by its own name (`gazetteer.match`), and not near, beside or within one.
_BY_NAME: Final = re.compile(
    r"by (?:its name|its name without the article|a spelling variant of its name)(?:, the city rather than what it lies in)?"
    r"(?: \(source of its position: .*\))?",
    re.DOTALL,
)


def one_name(
    pairs: pd.DataFrame, code: npt.NDArray[np.int64], events: gpd.GeoDataFrame, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> pd.DataFrame:
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
    radius = np.nan_to_num(events["radius_m"].to_numpy(dtype=np.float64)[rows], nan=-1.0)
    points = pd.DataFrame({"pair": code[rows], "x": x[rows], "y": y[rows], "radius": radius})
    counted = points.groupby(["pair", "x", "y", "radius"], sort=False).size().rename("rows").reset_index()
    counted = counted[~counted["pair"].duplicated(keep=False)]  # a name at two points is two places
    counted = counted.join(pairs[["place", "admin"]], on="pair")
    counted = counted[counted["place"] != ""].sort_values(["rows", "place", "admin"], ascending=[False, True, True])
    counted = counted.assign(heard=[_heard(name) for name in counted["place"]])
    first = counted.groupby(["x", "y", "radius", "heard"], sort=False)[["place", "admin"]].transform("first")
    changed = pairs.copy()
    changed.loc[counted["pair"], ["place", "admin"]] = first.to_numpy()
    return changed


def _heard(name: str) -> str:
    """Return the consonants of a name, or where there are too few to tell, the name as it sounds."""
    spoken = names.sound(names.bare(names.fold(name)))
    return names.skeleton(spoken) or spoken or name
