"""A place by what a user calls it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from rapidfuzz import process

from events.errors import InputError
from events.gazetteer.names import fold

_OFFERED = 3


def find_place(table: gpd.GeoDataFrame, name: str, *, gazetteer: pd.DataFrame | None = None) -> int:
    """Return the row of the place that `name` means: its `place_id`, its name, or another spelling in the gazetteer.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        Columns `place_id`, `place`, `admin`, from `places.places`.
    name : str
        What the user typed.
    gazetteer : pandas.DataFrame, optional
        Columns `name`, `aliases`.

    Raises
    ------
    InputError
        No place is called so (near names are offered), or more than one is (their labels are given).
    """
    wanted = fold(name)
    for column in ("place_id", "place"):
        rows = np.flatnonzero([fold(word) == wanted for word in table[column].astype("str")])
        if len(rows) == 1:
            return int(rows[0])
        if len(rows) > 1:
            raise InputError("more than one place is called so.", value=name, hint=f"Name one: {'; '.join(table['place_id'].iloc[rows])}.")
    for own, aliases in _spellings(gazetteer):
        if wanted in {fold(alias) for alias in aliases.split(";")} and own != name:
            rows = np.flatnonzero([fold(word) == fold(own) for word in table["place"].astype("str")])
            if len(rows) == 1:
                return int(rows[0])
    near = [str(match[0]) for match in process.extract(name, table["place_id"].astype("str").tolist(), limit=_OFFERED)]
    raise InputError("no report speaks of a place of this name.", value=name, hint=f"Near to it: {'; '.join(near)}." if near else None)


def _spellings(gazetteer: pd.DataFrame | None) -> list[tuple[str, str]]:
    if gazetteer is None or not {"name", "aliases"} <= set(gazetteer.columns):
        return []
    return list(zip(gazetteer["name"].astype("str"), gazetteer["aliases"].fillna("").astype("str"), strict=True))
