"""Who holds what at a time: the spells of that day, faded to it, and what the place around says where a place's own news is gone."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD, faded
from events.control.listed import flatten
from events.control.moments import day_number, days_of, moments
from events.control.scope import DOUBT_SPEEDS_FADING, SPEAKS_FOR_PART
from events.errors import InputError
from events.schema import CRS, UNKNOWN

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
CONTROL_COLUMNS: Final = (
    "place_id",
    "place",
    "admin",
    "holder",
    "camp",
    "status",
    "confidence",
    "since",
    "holder_since",
    "set_by",
    "last_report",
    "claimed",
    "besieged",
    "spoken_for_by",
    "against",
    "geo_precision",
    "radius_m",
    "geometry",
)
_UNREAD: Final = ("renewed_by", "besieged_by", "geometry")
#: Doubt on top of the ordinary fading.
DOUBT: Final = DOUBT_SPEEDS_FADING - 1
_TAKEN_OVER: Final = ("holder", "camp", "status", "since", "holder_since", "camp_since", "set_by", "last_report", "claimed")


def control_at(
    spells: gpd.GeoDataFrame,
    when: str | pd.Timestamp,
    *,
    half_life_days: float = HALF_LIFE_DAYS,
    threshold: float = THRESHOLD,
    inherit: bool = True,
) -> gpd.GeoDataFrame:
    """Return who holds each place on a day; a place without a report yet is not in it.

    Parameters
    ----------
    spells : geopandas.GeoDataFrame
        From `spells.spells`, or any part of its rows.
    when : str or Timestamp
        The day, ISO 8601; a time of day is cut off. Naive means UTC.
    half_life_days : float
        Days without news after which a report counts half (see `confidence`).
    threshold : float
        Confidence below which the status is "unknown", 0 to 1.
    inherit : bool
        Whether a place whose own news is gone takes what is said of the place around it, and whether later news of that place casts doubt
        on the place's own (see `scope`).

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `CONTROL_COLUMNS`, sorted by `place_id`.

        * `status` held, contested or unknown. `holder` is the one last stated: beside "contested" the one whose hold is disputed, and
          beside "unknown" the one whose last report has faded; "unknown" where nobody was named or the holder is said to have left.
          `camp` is the topmost faction above the holder.
        * `confidence` 0 to 1: in the holder where held, in the fighting where contested; what is left of the last report where it faded.
        * `since` first day of this state, `holder_since` first day of this holder, `set_by` the report that made it so, `last_report` the
          last day up to `when` of which a report supports it.
        * `claimed` whether every report behind it is a claim; `besieged` whether a siege goes on.
        * `spoken_for_by` the `place_id` of the place around whose reports speak for it, "" where its own do.
        * `against` list of the reports that say otherwise.

    Raises
    ------
    InputError
        `when` is no date, or the half-life or the threshold is out of range.
    """
    if not half_life_days > 0:
        raise InputError("the half-life is not above 0 days.", value=half_life_days, hint="Give a number of days, such as 90.")
    if not 0 <= threshold < 1:
        raise InputError("the threshold is not from 0 up to 1.", value=threshold, hint="Give a share, such as 0.25.")
    day = day_number(when)
    moment = pd.Timestamp(day, unit="D", tz="UTC")
    active = np.flatnonzero((spells["start"] <= moment).to_numpy() & ~(spells["end"] <= moment).to_numpy())
    geometry = spells.geometry.to_numpy()[active]
    # A plain frame: a column of a GeoDataFrame costs ten times as much to reach.
    now = pd.DataFrame(spells[[name for name in spells.columns if name not in _UNREAD]]).iloc[active].reset_index(drop=True)
    table = _faded(now, day, half_life_days)
    besieged = _besieged(now, day, half_life_days, threshold)
    table = _from_around(table, now if inherit else now.assign(lies_in=""), day, half_life_days, threshold)
    columns = {name: table[name] if name in table else now.get(name) for name in CONTROL_COLUMNS}
    days = {name: moments(table[name]) for name in ("since", "holder_since", "last_report")}
    return gpd.GeoDataFrame(columns | days | {"besieged": besieged, "geometry": geometry}, geometry="geometry", crs=CRS)


def _faded(now: pd.DataFrame, day: int, half_life_days: float) -> dict[str, Any]:
    """Return the columns of the active spells on the day, by their own reports alone: the best report left gives the confidence."""
    owner, on = flatten(now["renewed_on"], kind="day")
    _, until = flatten(now["renewed_until"], kind="day")
    _, weight = flatten(now["renewed_confidence"], kind="number")
    _, claimed = flatten(now["renewed_claimed"], kind="flag")
    seen = on <= day
    owner, until, weight, claimed = owner[seen], np.minimum(until[seen], day), weight[seen].astype(np.float64), claimed[seen]
    set_until = np.minimum(days_of(now["set_until"]), day)
    confidence = faded(now["set_confidence"].to_numpy(dtype=np.float64), day - set_until, half_life_days=half_life_days)
    np.maximum.at(confidence, owner, faded(weight, day - until, half_life_days=half_life_days))
    last = set_until.copy()
    np.maximum.at(last, owner, until)
    only_claims = now["set_claimed"].to_numpy(dtype=bool).copy()
    np.logical_and.at(only_claims, owner, claimed.astype(bool))
    status = now["status"].to_numpy(dtype=object)
    return {
        "holder": now["holder"].to_numpy(dtype=object),
        "camp": now["camp"].to_numpy(dtype=object),
        "status": status,
        "confidence": np.where(status == UNKNOWN, 0.0, confidence),
        "since": days_of(now["start"]),
        "camp_since": days_of(now["camp_since"]),
        "holder_since": days_of(now["holder_since"]),
        "set_by": now["set_by"].to_numpy(dtype=object),
        "last_report": last,
        "claimed": only_claims,
        "spoken_for_by": np.full(len(now), "", dtype=object),
        "against": now["against"],
    }


def _besieged(now: pd.DataFrame, day: int, half_life_days: float, threshold: float) -> npt.NDArray[np.bool_]:
    """Tell where a siege goes on: to its end date, and without one as long as an ordinary report would be believed."""
    owner, on = flatten(now["besieged_on"], kind="day")
    _, until = flatten(now["besieged_until"], kind="day")
    open_ = until < 0
    lasts = np.where(open_, faded(np.full(len(on), 0.8), day - on, half_life_days=half_life_days) >= threshold, day <= until)
    result = np.zeros(len(now), dtype=bool)
    np.logical_or.at(result, owner, lasts & (on <= day))
    return result


def _from_around(table: dict[str, Any], now: pd.DataFrame, day: int, half_life_days: float, threshold: float) -> dict[str, Any]:
    """Apply the rule of `scope`, from the widest places down, so that a province speaks through a city to its districts."""
    labels = pd.Index(now["place_id"])
    names = labels.to_numpy(dtype=object)
    around = np.where(now["lies_in"].to_numpy(dtype=object) == "", -1, labels.get_indexer(pd.Index(now["lies_in"])))
    never_named = now["set_confidence"].to_numpy() == 0
    against = table.pop("against")
    table["status"] = np.where(table["confidence"] < threshold, UNKNOWN, table["status"])
    source = np.arange(len(now))
    for part in _levels(around):
        whole = around[part]
        later = np.maximum(day - np.maximum(table["camp_since"][whole], table["last_report"][part]), 0)
        doubt = faded(np.ones(len(part)), later * DOUBT, half_life_days=half_life_days)
        table["confidence"][part] *= np.where(_contradicts(table, whole, part), doubt, 1.0)
        gone = table["confidence"][part] < threshold
        table["status"][part] = np.where(gone, UNKNOWN, table["status"][part])
        # A part of which nobody ever said who holds it takes any news; a part whose news is spent takes only what is no older.
        news = never_named[part] | (table["last_report"][whole] >= table["last_report"][part])
        speaks = gone & news & (table["status"][whole] != UNKNOWN) & (table["confidence"][whole] * SPEAKS_FOR_PART >= threshold)
        told, teller = part[speaks], whole[speaks]
        for name in _TAKEN_OVER:
            table[name][told] = table[name][teller]
        table["confidence"][told] = table["confidence"][teller] * SPEAKS_FOR_PART
        table["spoken_for_by"][told] = np.where(table["spoken_for_by"][teller] == "", names[teller], table["spoken_for_by"][teller])
        source[told] = source[teller]
    return table | {"against": against.iloc[source].reset_index(drop=True)}


def _contradicts(table: dict[str, Any], whole: Ints, part: Ints) -> npt.NDArray[np.bool_]:
    """Tell where later news of the whole names another camp than the part's own news."""
    other = (table["status"][whole] == "held") & (table["camp"][whole] != table["camp"][part])
    return np.asarray(other & (table["last_report"][whole] > table["last_report"][part]), dtype=np.bool_)


def _levels(around: Ints) -> list[Ints]:
    """Return the places that lie in another of the table, the outermost first."""
    depth = np.zeros(len(around), dtype=np.int64)
    at = around
    while (at >= 0).any() and depth.max(initial=0) <= len(around):
        depth += at >= 0
        at = np.where(at >= 0, around[at], -1)
    return [np.flatnonzero(depth == level) for level in range(1, int(depth.max(initial=0)) + 1)]
