"""Latitude and longitude in one cell ("33.34, 44.40") → a column for each.

Which of the two stands first is told from the column's name, from letters (N, E), or from numbers above 90. Where nothing proves it, the
new columns are called so that the user is asked: a pin on the wrong side of the world is worse than a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from events.sources import cells
from events.sources.faults import Faults
from events.sources.scoring import SAYS, folded, named
from events.sources.table import GEOMETRY, Table, unique_names

#: Words in the names of columns that hold where something is.
WORDS: Final = frozenset(
    "coordinates coordinate coords coord koordinaten coordenadas coordonnees latlon latlng latlong lonlat longlat lnglat lat geolocation "  # noqa: SIM905 -- reads as a list of words
    "geopoint gps geo point position location wkt geom geometry shape".split()
)
ROLES: Final = ("latitude", "longitude")
#: At least this share of the filled cells must be pairs.
MOST: Final = 0.5
_LATITUDE: Final = re.compile(r"(?:^|_)lat")
_LONGITUDE: Final = re.compile(r"(?:^|_|lat)(?:lon|lng)")
_PART: Final = r"[^,;|/\s][^,;|/]*?"
#: In the order in which they are tried: a letter behind each, a clear separator, a comma, blanks (Kobo adds height and accuracy).
_SPLITS: Final = (
    r"([^NSEWnsew]+[NSns])[\s,;/]*([^NSEWnsew]+[EWew])",
    r"([^NSEWnsew]+[EWew])[\s,;/]*([^NSEWnsew]+[NSns])",
    r"([^;|/]+?)\s*[;|/]\s*([^;|/]+?)",
    rf"({_PART})\s*,\s*({_PART})(?:\s*,\s*[-+\d.]+)?",
    r"([-+]?[\d.,]+°?)\s+([-+]?[\d.,]+°?)(?:\s+[-+\d.,]+){0,2}",
)
#: How the names of columns end of which nothing proves which is the latitude.
UNPROVEN: Final = "?)"
Degrees = Callable[[pd.DataFrame, Faults], pd.DataFrame]


def is_wanted(columns: list[str]) -> bool:
    """Tell whether a header has no columns called latitude and longitude, and no shapes."""
    called = [any(named(role, name) > SAYS for name in columns) for role in ("latitude", "longitude")]
    return not all(called) and GEOMETRY not in columns and any(says_where(name) for name in columns)


def says_where(column: str) -> bool:
    """Tell whether a column's name says that it holds where something is."""
    return bool(WORDS & set(folded(column).split("_")))


def column_of(table: Table) -> str:
    """Return the column that holds pairs of degrees, "" where there is none."""
    head = table.head()
    for name in filter(says_where, table.columns):
        filled = head[name][~cells.missing(head[name])]
        latitude, _ = split(filled)
        if len(filled) and float(latitude.notna().mean()) > MOST:
            return name
    return ""


def split(values: pd.Series[str]) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return the first and the second of each pair as text, NaN where a cell is no pair of degrees."""
    bare = values.str.strip().str.strip("()[]").str.strip()
    first, second = (pd.Series(None, index=values.index, dtype="str") for _ in range(2))
    for pattern in _SPLITS:
        parts = bare.str.extract(f"^{pattern}$")
        new = first.isna() & parts[0].notna()
        if new.any():
            new &= _are_degrees(parts[0]) & _are_degrees(parts[1])
            first, second = first.where(~new, parts[0].str.strip()), second.where(~new, parts[1].str.strip())
    return first, second


def _are_degrees(part: pd.Series[str]) -> np.ndarray:
    """Tell which texts are degrees of any kind, those without a digit never."""
    given = part.fillna("")
    north, bad_north = cells.degrees(given, halves="NS")
    east, bad_east = cells.degrees(given, halves="EW")
    good: np.ndarray = (~bad_north & ~np.isnan(north)) | (~bad_east & ~np.isnan(east))
    return good


def degrees(column: str, table: Table) -> tuple[list[str], Degrees]:
    """Return the names of the two columns to be made, latitude before longitude, and what makes them.

    Parameters
    ----------
    column : str
        The column of pairs.
    table : Table
        Where it stands; the whole of it is looked at where the name does not say which stands first.
    """
    latitude_first, sure = _order(column, table)
    ordinals = ("first", "second") if latitude_first else ("second", "first")
    titles = [
        f"{role} ({column})" if sure else f"{column}: {nth} number ({role}{UNPROVEN}" for role, nth in zip(ROLES, ordinals, strict=True)
    ]
    names = unique_names([*table.columns, *titles])[-2:]

    def make(frame: pd.DataFrame, faults: Faults) -> pd.DataFrame:
        given = frame[column].str.strip()
        first, second = split(given)
        faults.add(first.isna() & ~cells.missing(given), column, given, "not a pair of degrees, such as 33.34, 44.40")
        swapped = first.str.contains("[EWew]$").where(first.str.contains("[NSEWnsew]$"), not latitude_first)
        texts = (first.where(~swapped, second), second.where(~swapped, first))
        return pd.DataFrame({name: text.fillna("").astype("str") for name, text in zip(names, texts, strict=True)})

    return names, make


def _order(column: str, table: Table) -> tuple[bool, bool]:
    """Tell whether latitude stands first, and whether that is sure."""
    name = folded(column)
    latitude, longitude = _LATITUDE.search(name), _LONGITUDE.search(name)
    if name in ("lonlat", "longlat", "lnglat"):
        return False, True
    if latitude and longitude:
        return latitude.start() < longitude.start(), True
    values = table.distinct(column)
    first, second = split(values)
    plain = first.notna() & ~first.str.contains("[NSEWnsew]$")
    if not plain.any():
        return True, True
    sizes = [np.abs(cells.degrees(part[plain].fillna(""), halves="")[0]) for part in (first, second)]
    beyond = [bool((size > 90).any()) for size in sizes]
    return not beyond[0], beyond[0] != beyond[1]
