"""Events and a view → the events that the view shows. Each filter says in words what it does."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.schema import CONTROL_KINDS, KINDS
from events.view import ViewState

Mask = npt.NDArray[np.bool_]
SEARCHED: Final = ("place", "admin", "faction", "opponent", "summary", "publisher", "title")
#: All kinds that say something of who controls a place, and all kinds, as a view names them.
CONTROL: Final = tuple(sorted(CONTROL_KINDS))
EVERY: Final = tuple(sorted(KINDS))
#: Ends a field in the searched text, so that no word is found across two fields.
_END: Final = "\x1f"


def apply(events: gpd.GeoDataFrame, view: ViewState, *, text: pd.Series[str] | None = None) -> gpd.GeoDataFrame:
    """Return the events that pass every filter of the view and lie in its time window; rows keep their index."""
    return events[chosen(events, view, text=text) & in_window(events, view)]


def chosen(events: gpd.GeoDataFrame, view: ViewState, *, text: pd.Series[str] | None = None) -> Mask:
    """Return which events pass faction, kind, search and date range, whatever the slider's time; shape (n,)."""
    keep = found(events, view.search, text=text)
    if view.factions is not None:
        keep &= events["faction"].isin(view.factions).to_numpy(dtype=bool)
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


def found(events: gpd.GeoDataFrame, search: str, *, text: pd.Series[str] | None = None) -> Mask:
    """Return which events hold every word of `search`, in any of `SEARCHED`, without regard to case or accents; shape (n,).

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table.
    search : str
        Words; words in double quotes are looked for together.
    text : pandas.Series of str, optional
        `searchable(events)`, where the caller has kept it.
    """
    keep = np.ones(len(events), dtype=bool)
    words = [quoted or word for quoted, word in re.findall(r'"([^"]+)"|([^\s"]+)', search)]
    if not words:
        return keep
    haystack = searchable(events) if text is None else text
    for word in words:
        keep &= haystack.str.contains(fold(word), regex=False).to_numpy(dtype=bool)
    return keep


def searchable(events: gpd.GeoDataFrame) -> pd.Series[str]:
    """Return the folded text of each event that `found` looks in."""
    joined = pd.Series("", index=events.index, dtype="str")
    for name in SEARCHED:
        joined = joined + events[name].astype("str") + _END
    unique = joined.drop_duplicates()
    return joined.map(dict(zip(unique, (fold(value) for value in unique), strict=True)))


def fold(text: str) -> str:
    """Return text without case, accents and typographic variants, in any script."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def event_days(events: gpd.GeoDataFrame) -> npt.NDArray[np.datetime64]:
    """Return the UTC day on which each event starts, datetime64[D]; shape (n,)."""
    days: npt.NDArray[np.datetime64] = events["start"].dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    return days


def in_words(view: ViewState) -> list[str]:
    """Return one phrase for each filter that is on, such as "by Mahdi Army or Iraqi Army"."""
    phrases = []
    if view.factions is not None:
        phrases.append(f"by {_any_of(view.factions)}" if view.factions else "by no faction")
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
