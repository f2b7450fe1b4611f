"""Who holds what at a time: the spells of that day, faded to it, and what the place around says where a place's own news is gone."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.coded import coded, mapped
from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD, UNGRADED, faded
from events.control.listed import flatten
from events.control.moments import day_number, days_of, moments
from events.control.scope import DOUBT_SPEEDS_FADING, SPEAKS_FOR_PART
from events.control.timeline import STATUSES
from events.errors import InputError
from events.schema import CRS

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
_UNREAD: Final = ("renewed_by", "besieged_by", "end", "geometry")
#: Doubt on top of the ordinary fading.
DOUBT: Final = DOUBT_SPEEDS_FADING - 1
_HELD, _UNKNOWN = STATUSES.index("held"), STATUSES.index("unknown")
#: Columns of numbers, a value a place.
State = dict[str, npt.NDArray[Any]]


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
    # Column by column: to select rows of a wide frame copies all of its columns.
    now = pd.DataFrame({name: spells[name].array.take(active) for name in spells.columns if name not in _UNREAD}, copy=False)
    state = _faded(now, day, half_life_days)
    state, source, teller = _from_around(state, now, day, half_life_days, threshold, inherit=inherit)
    told = now if (source == np.arange(len(now))).all() else now.iloc[source].reset_index(drop=True)
    columns: dict[str, Any] = {name: now[name] for name in ("place_id", "place", "admin", "geo_precision", "radius_m")}
    columns |= {name: told[name] for name in ("holder", "camp", "set_by", "against")}
    columns |= {name: moments(state[name]) for name in ("since", "holder_since", "last_report")}
    columns |= {
        "status": pd.Series(pd.Index(STATUSES, dtype="str").take(state["status"])),
        "confidence": state["confidence"],
        "claimed": state["claimed"],
        "besieged": _besieged(now, day, half_life_days, threshold),
        "spoken_for_by": _labels(now["place_id"], teller),
        "geometry": geometry,
    }
    return gpd.GeoDataFrame({name: columns[name] for name in CONTROL_COLUMNS}, geometry="geometry", crs=CRS)


def _labels(place_id: pd.Series[str], teller: Ints) -> pd.Series[str]:
    """Return the label of the place that speaks for each, "" where its own reports do."""
    if (teller < 0).all():
        return pd.Series("", index=place_id.index, dtype="str")
    return pd.Series(np.where(teller < 0, "", place_id.to_numpy(dtype=object)[teller]), dtype="str")


def _faded(now: pd.DataFrame, day: int, half_life_days: float) -> State:
    """Return the state of the active spells on the day, by their own reports alone: the best report left gives the confidence."""
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
    status = mapped(now["status"], lambda word: STATUSES.index(word) if word in STATUSES else _UNKNOWN, np.int64)
    return {
        "status": status,
        "camp": coded(now["camp"])[0],
        "confidence": np.where(status == _UNKNOWN, 0.0, confidence),
        "since": days_of(now["start"]),
        "camp_since": days_of(now["camp_since"]),
        "holder_since": days_of(now["holder_since"]),
        "last_report": last,
        "claimed": only_claims,
    }


def _besieged(now: pd.DataFrame, day: int, half_life_days: float, threshold: float) -> npt.NDArray[np.bool_]:
    """Tell where a siege goes on: to its end date, and without one as long as an ordinary report would be believed."""
    owner, on = flatten(now["besieged_on"], kind="day")
    _, until = flatten(now["besieged_until"], kind="day")
    open_ = until < 0
    lasts = np.where(open_, faded(np.full(len(on), UNGRADED), day - on, half_life_days=half_life_days) >= threshold, day <= until)
    result = np.zeros(len(now), dtype=bool)
    np.logical_or.at(result, owner, lasts & (on <= day))
    return result


def _from_around(
    state: State, now: pd.DataFrame, day: int, half_life_days: float, threshold: float, *, inherit: bool
) -> tuple[State, Ints, Ints]:
    """Apply the rule of `scope`, from the widest places down, so that a province speaks through a city to its districts.

    Returns the state, the row whose reports stand behind each row's state, and the row that speaks for it (-1: it does itself).
    """
    source, teller = np.arange(len(now)), np.full(len(now), -1, dtype=np.int64)
    state = state | {"status": np.where(state["confidence"] < threshold, _UNKNOWN, state["status"])}
    lies_in = now["lies_in"]
    if not inherit or (lies_in == "").all():
        return state, source, teller
    around = np.where((lies_in == "").to_numpy(dtype=bool), -1, pd.Index(now["place_id"]).get_indexer(pd.Index(lies_in)))
    never_named = now["set_confidence"].to_numpy() == 0
    for part in _levels(around):
        whole = around[part]
        later = np.maximum(day - np.maximum(state["camp_since"][whole], state["last_report"][part]), 0)
        doubt = faded(np.ones(len(part)), later * DOUBT, half_life_days=half_life_days)
        state["confidence"][part] *= np.where(_contradicts(state, whole, part), doubt, 1.0)
        gone = state["confidence"][part] < threshold
        state["status"][part] = np.where(gone, _UNKNOWN, state["status"][part])
        # A part of which nobody ever said who holds it takes any news; a part whose news is spent takes only what is no older.
        news = never_named[part] | (state["last_report"][whole] >= state["last_report"][part])
        speaks = gone & news & (state["status"][whole] != _UNKNOWN) & (state["confidence"][whole] * SPEAKS_FOR_PART >= threshold)
        told, by = part[speaks], whole[speaks]
        for values in state.values():
            values[told] = values[by]
        state["confidence"][told] *= SPEAKS_FOR_PART
        source[told] = source[by]
        teller[told] = np.where(teller[by] < 0, by, teller[by])
    return state, source, teller


def _contradicts(state: State, whole: Ints, part: Ints) -> npt.NDArray[np.bool_]:
    """Tell where later news of the whole names another camp than the part's own news."""
    other = (state["status"][whole] == _HELD) & (state["camp"][whole] != state["camp"][part])
    return np.asarray(other & (state["last_report"][whole] > state["last_report"][part]), dtype=np.bool_)


def _levels(around: Ints) -> list[Ints]:
    """Return the places that lie in another of the table, the outermost first."""
    depth = np.zeros(len(around), dtype=np.int64)
    at = around
    while (at >= 0).any() and depth.max(initial=0) <= len(around):
        depth += at >= 0
        at = np.where(at >= 0, around[at], -1)
    return [np.flatnonzero(depth == level) for level in range(1, int(depth.max(initial=0)) + 1)]
