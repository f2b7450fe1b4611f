"""Figures of control: places held over time, days held, how often places changed hands, and how fast they do here."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.changes import changes
from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD, days_until
from events.control.listed import flatten
from events.control.moments import FOREVER, day_number, days_of, moments
from events.schema import CONTESTED, UNKNOWN

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: Fewer days of watching than this, or no change at all, make no rate.
_FEWEST_DAYS: Final = 30


def stretches(spells: gpd.GeoDataFrame, *, half_life_days: float = HALF_LIFE_DAYS, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Return the days on which each spell is believed: a spell fades in silence and is back with the next report.

    Parameters
    ----------
    spells : geopandas.GeoDataFrame
        From `spells.spells`.
    half_life_days, threshold : float
        As for `control_at`.

    Returns
    -------
    pandas.DataFrame
        Columns `spell` (row of the spells), `place_id`, `state` (the holder where held, else "contested"), `first`, `last`: days since
        1970-01-01, the last one included. Spells whose status is unknown have none. What a place takes over from the place around it
        is not in it.
    """
    counted = np.flatnonzero((spells["status"] != UNKNOWN).to_numpy(dtype=bool))
    part = spells.iloc[counted]
    owner, on = flatten(part["renewed_on"], kind="day")
    _, until = flatten(part["renewed_until"], kind="day")
    _, weight = flatten(part["renewed_confidence"], kind="number")
    start, end = days_of(part["start"]), np.where(part["end"].isna(), FOREVER, days_of(part["end"]))
    owner = np.r_[np.arange(len(part)), owner]
    begins = np.r_[start, on]
    last_day = np.r_[np.maximum(days_of(part["set_until"]), 0), until]
    lasts = days_until(
        np.r_[part["set_confidence"].to_numpy(dtype=np.float64), weight.astype(np.float64)],
        half_life_days=half_life_days,
        threshold=threshold,
    )
    fades = np.minimum(last_day + np.floor(lasts).astype(np.int64), end[owner] - 1)
    order = np.lexsort((begins, owner))
    owner, begins, fades = owner[order], begins[order], fades[order]
    shown = fades >= begins
    owner, begins, fades = owner[shown], begins[shown], fades[shown]
    joined = _joined(owner, begins, fades)
    table = pd.DataFrame({"spell": counted[joined[0]], "first": joined[1], "last": joined[2]})
    state = spells["holder"].where(spells["status"] != CONTESTED, CONTESTED)
    return table.assign(place_id=spells["place_id"].iloc[table["spell"]].to_numpy(), state=state.iloc[table["spell"]].to_numpy())[
        ["spell", "place_id", "state", "first", "last"]
    ]


def _joined(owner: Ints, begins: Ints, fades: Ints) -> tuple[Ints, Ints, Ints]:
    """Join stretches of one owner that touch or overlap; sorted by owner, begins."""
    if not len(owner):
        return owner, begins, fades
    span = FOREVER * 2
    reach = np.maximum.accumulate(owner * span + fades) - owner * span
    new = np.ones(len(owner), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (begins[1:] > reach[:-1] + 1)
    first = np.flatnonzero(new)
    return owner[first], begins[first], np.maximum.reduceat(fades, first)


def places_held(
    spells: gpd.GeoDataFrame,
    *,
    until: str | pd.Timestamp,
    half_life_days: float = HALF_LIFE_DAYS,
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Return how many places each faction holds by day, how many are contested and how many are reported but unknown now.

    Returns
    -------
    pandas.DataFrame
        Columns `date`, `faction` ("contested" and "unknown" among them), `places`; one row for each day from the first report to `until`
        and each faction that ever holds a place, sorted by `date`, `faction`. By the places' own reports, see `stretches`.

    Raises
    ------
    InputError
        `until` is no date.
    """
    last = day_number(until)
    if spells.empty or (first := int(days_of(spells["start"]).min())) > last:
        return pd.DataFrame(
            {"date": moments(np.zeros(0, dtype=np.int64)), "faction": pd.Series(dtype="str"), "places": pd.Series(dtype="int64")}
        )
    part = stretches(spells, half_life_days=half_life_days, threshold=threshold)
    part = part[part["first"] <= last]
    code, names = pd.factorize(part["state"], sort=True)
    days = last - first + 1
    change = np.zeros((days + 1, len(names)), dtype=np.int64)
    np.add.at(change, (part["first"].to_numpy() - first, code), 1)
    np.add.at(change, (np.minimum(part["last"].to_numpy() + 1, last + 1) - first, code), -1)
    held = np.cumsum(change, axis=0)[:days]
    known_from = np.bincount(days_of(spells.groupby("place_id")["start"].min()).clip(first) - first, minlength=days)[:days]
    reported = np.cumsum(known_from)
    table = pd.DataFrame(held, columns=[str(name) for name in names], index=moments(np.arange(first, last + 1)))
    table[UNKNOWN] = reported - held.sum(axis=1)
    long = table.rename_axis("date").reset_index().melt("date", var_name="faction", value_name="places")
    return long.astype({"faction": "str"}).sort_values(["date", "faction"], ignore_index=True)


def days_held(
    spells: gpd.GeoDataFrame, *, until: str | pd.Timestamp, half_life_days: float = HALF_LIFE_DAYS, threshold: float = THRESHOLD
) -> pd.DataFrame:
    """Return for each place and faction the days it was held up to and including a day, as far as reports are believed.

    Returns
    -------
    pandas.DataFrame
        Columns `place_id`, `faction` ("contested" among them), `days`; sorted by `place_id`, then the most days first.
    """
    last = day_number(until)
    part = stretches(spells, half_life_days=half_life_days, threshold=threshold)
    part = part[part["first"] <= last]
    part = part.assign(days=np.minimum(part["last"], last) - part["first"] + 1)
    table = part.rename(columns={"state": "faction"}).groupby(["place_id", "faction"], as_index=False)[["days"]].sum()
    return table.sort_values(["place_id", "days", "faction"], ascending=[True, False, True], ignore_index=True)


def flips(spells: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return how often each place passed from one camp to another.

    Returns
    -------
    pandas.DataFrame
        Columns `place_id`, `place`, `admin`, `flips`, `last_flip` (NaT for none); the most flips first.
    """
    all_places = spells[["place_id", "place", "admin"]].drop_duplicates("place_id")
    flipped = changes(spells).query("flip").groupby("place_id")["when"].agg(["size", "max"])
    table = pd.DataFrame(all_places).merge(flipped, left_on="place_id", right_index=True, how="left")
    table = table.rename(columns={"size": "flips", "max": "last_flip"})
    table["flips"] = table["flips"].fillna(0).astype("int64")
    return table.sort_values(["flips", "place_id"], ascending=[False, True], ignore_index=True)


def half_life(spells: gpd.GeoDataFrame, *, until: str | pd.Timestamp) -> float | None:
    """Return the half-life that the data themselves show: the days in which half of the held places change hands.

    The rate of change is the number of flips for each day that a place was held and watched (maximum likelihood for a constant hazard;
    Kalbfleisch & Prentice 2002, "The Statistical Analysis of Failure Time Data", ch. 3); the half-life is ln 2 over that rate. A day
    counts as watched between the first and the last report of a place only. None where there is no flip or less than 30 days to go by.
    """
    last = day_number(until)
    owner, on = flatten(spells["renewed_on"], kind="day")
    spoken = pd.DataFrame(
        {
            "place_id": np.r_[spells["place_id"].to_numpy(dtype=object), spells["place_id"].to_numpy(dtype=object)[owner]],
            "day": np.minimum(np.r_[days_of(spells["start"]), on], last),
        }
    )
    spans = spoken.groupby("place_id")["day"].agg(["min", "max"])
    watched = int((spans["max"] - spans["min"]).sum())
    count = int((changes(spells)["flip"]).sum())
    return float(np.log(2) * watched / count) if count and watched >= _FEWEST_DAYS else None
