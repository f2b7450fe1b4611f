"""Events and a view → the events that the view shows. Each filter says in words what it does."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.schema import CONTROL_KINDS, KINDS
from events.searching import Searchable, searchable, words
from events.view import ViewState

Mask = npt.NDArray[np.bool_]
#: All kinds that say something of who controls a place, and all kinds, as a view names them.
CONTROL: Final = tuple(sorted(CONTROL_KINDS))
EVERY: Final = tuple(sorted(KINDS))


def apply(events: gpd.GeoDataFrame, view: ViewState, *, text: Searchable | None = None) -> gpd.GeoDataFrame:
    """Return the events that pass every filter of the view and lie in its time window; rows keep their index."""
    return events[chosen(events, view, text=text) & in_window(events, view)]


def chosen(events: gpd.GeoDataFrame, view: ViewState, *, text: Searchable | None = None) -> Mask:
    """Return which events pass faction, kind, search and date range, whatever the slider's time; shape (n,)."""
    keep = found(events, view.search, text=text)
    if view.factions is not None:
        keep &= events["faction"].isin(view.factions).to_numpy(dtype=bool)
    elif view.hidden:
        keep &= ~events["faction"].isin(view.hidden).to_numpy(dtype=bool)
    if view.kinds is not None:
        keep &= events["kind"].isin(view.kinds).to_numpy(dtype=bool)
    days = event_days(events)
    if view.since:
        keep &= days >= np.datetime64(view.since)
    if view.until:
        keep &= days <= np.datetime64(view.until)
    return keep


def in_window(events: gpd.GeoDataFrame, view: ViewState) -> Mask:
    """Return which events start in the slider's window: up to `time`, and not before the last `window` days; shape (n,)."""
    days = event_days(events)
    if not len(days):
        return np.zeros(0, dtype=bool)
    last = np.datetime64(view.time) if view.time else days.max()
    keep: Mask = days <= last
    if view.window:
        first = last.astype("int64") - view.window + 1
        keep &= days.astype("int64") >= first
    return keep


def found(events: gpd.GeoDataFrame, search: str, *, text: Searchable | None = None) -> Mask:
    """Return which events hold every word of `search`, in any of `searching.SEARCHED`, without regard to case or accents; shape (n,).

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table.
    search : str
        Words; words in double quotes are looked for together.
    text : Searchable, optional
        `searching.searchable(events)`, where the caller has kept it.
    """
    if not words(search):
        return np.ones(len(events), dtype=bool)
    return (searchable(events) if text is None else text).found(search)


def event_days(events: gpd.GeoDataFrame) -> npt.NDArray[np.datetime64]:
    """Return the UTC day on which each event starts, datetime64[D]; shape (n,)."""
    days: npt.NDArray[np.datetime64] = events["start"].dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    return days


def in_words(view: ViewState) -> list[str]:
    """Return one phrase for each filter that is on, such as "by Mahdi Army or Iraqi Army"."""
    phrases = []
    if view.factions is not None:
        phrases.append(f"by {_any_of(view.factions)}" if view.factions else "by no faction")
    elif view.hidden:
        phrases.append(f"by anyone but {_any_of(view.hidden)}")
    if view.kinds == CONTROL:
        phrases.append("on who controls a place, without context such as clashes")
    elif view.kinds is not None and view.kinds != EVERY:
        phrases.append(f"of kind {_any_of(tuple(k.replace('_', ' ') for k in view.kinds))}" if view.kinds else "of no kind")
    if view.search:
        phrases.append(f"that mention “{view.search}”")
    if view.since and view.until:
        phrases.append(f"from {date_words(view.since)} to {date_words(view.until)}")
    elif view.since:
        phrases.append(f"since {date_words(view.since)}")
    elif view.until:
        phrases.append(f"until {date_words(view.until)}")
    return phrases


def date_words(iso: str) -> str:
    """Return an ISO date as "27 March 2008"."""
    day = pd.Timestamp(iso)
    return f"{day.day} {day.month_name()} {day.year}"


def _any_of(names: tuple[str, ...]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} or {len(names) - 2} others"
    return " or ".join(names) if len(names) < 3 else f"{names[0]}, {names[1]} or {names[2]}"
