"""When places changed hands, and the next or previous time that one did."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from events.control.moments import day_number, days_of

CHANGE_COLUMNS: Final = (
    "when",
    "place_id",
    "place",
    "admin",
    "holder_before",
    "status_before",
    "holder_after",
    "status_after",
    "set_by",
    "flip",
)


def changes(spells: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return every change of holder or status, the first report of each place included.

    Parameters
    ----------
    spells : geopandas.GeoDataFrame
        From `spells.spells`.

    Returns
    -------
    pandas.DataFrame
        Columns `CHANGE_COLUMNS`, sorted by `when`, `place_id`. `…_before` are "" at a place's first report. `flip` tells whether the
        place passed from one known camp to another since it was last held, fighting or nobody in between or not.
    """
    same = (spells["place_id"] == spells["place_id"].shift()).to_numpy(dtype=bool)
    held = (spells["camp"] != "unknown").to_numpy(dtype=bool)
    last_camp = spells["camp"].where(held).groupby(spells["place_id"]).ffill()
    before = last_camp.groupby(spells["place_id"]).shift().fillna("")
    flip = held & (before != "").to_numpy(dtype=bool) & (before != spells["camp"]).to_numpy(dtype=bool)
    table = pd.DataFrame(
        {
            "when": spells["start"],
            "place_id": spells["place_id"],
            "place": spells["place"],
            "admin": spells["admin"],
            "holder_before": spells["holder"].shift().where(same, "").astype("str"),
            "status_before": spells["status"].shift().where(same, "").astype("str"),
            "holder_after": spells["holder"],
            "status_after": spells["status"],
            "set_by": spells["set_by"],
            "flip": flip,
        }
    )
    return table.sort_values(["when", "place_id"], ignore_index=True)[list(CHANGE_COLUMNS)]


def next_change(
    changed: pd.DataFrame,
    when: str | pd.Timestamp,
    *,
    forward: bool = True,
    faction: str = "",
    place_id: str = "",
) -> pd.Timestamp | None:
    """Return the day of the next (or previous) change after (or before) a day, None when there is none.

    Parameters
    ----------
    changed : pandas.DataFrame
        From `changes`.
    when : str or Timestamp
        The day, ISO 8601.
    forward : bool
        Whether to look ahead or back.
    faction : str
        Only changes by which this faction gains, loses or is contested; "" for all.
    place_id : str
        Only changes of this place; "" for all.

    Raises
    ------
    InputError
        `when` is no date.
    """
    chosen = np.ones(len(changed), dtype=bool)
    if faction:
        chosen &= ((changed["holder_before"] == faction) | (changed["holder_after"] == faction)).to_numpy(dtype=bool)
    if place_id:
        chosen &= (changed["place_id"] == place_id).to_numpy(dtype=bool)
    days, day = days_of(changed["when"]), day_number(when)
    found = np.flatnonzero(chosen & ((days > day) if forward else (days < day)))
    if not len(found):
        return None
    return pd.Timestamp(changed["when"].iloc[found[0] if forward else found[-1]])
