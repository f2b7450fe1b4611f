"""Counts and tables of the events that a view shows."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pandas as pd

from events.filters import event_days

TABLE: Final = (
    "start",
    "place",
    "kind",
    "faction",
    "opponent",
    "summary",
    "publisher",
    "date_precision",
    "geo_precision",
    "asserted",
    "event_id",
)


def counts_over_time(events: gpd.GeoDataFrame, *, by: str, most_steps: int = 150) -> pd.DataFrame:
    """Count events by time step and one column.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table, filtered or not.
    by : {"faction", "kind"}
        The column to count by.
    most_steps : int
        Days are joined to weeks, months or years until there are at most about this many steps.

    Returns
    -------
    pandas.DataFrame
        Columns `date` (first day of the step, datetime64), `by`, `count`; tidy, only where count > 0; `attrs["step"]` says how long a
        step is: "day", "week", "month" or "year".
    """
    step, start = step_of(pd.Series(event_days(events), name="date"), most_steps=most_steps)
    groups = pd.DataFrame({"date": start.to_numpy(), by: events[by].astype("str").to_numpy()})
    result = groups.groupby(["date", by], as_index=False, sort=True).size().rename(columns={"size": "count"})
    result.attrs["step"] = step
    return result


def step_of(days: pd.Series[pd.Timestamp], *, most_steps: int = 150) -> tuple[str, pd.Series[pd.Timestamp]]:
    """Return the length of a time step ("day", "week", "month" or "year") for days, and the first day of the step of each."""
    span = (days.max() - days.min()).days + 1 if len(days) else 1
    step = next((name for name, length in (("day", 1), ("week", 7), ("month", 30)) if span / length <= most_steps), "year")
    period = {"day": "D", "week": "W", "month": "M", "year": "Y"}[step]
    return step, days.astype("datetime64[s]").dt.to_period(period).dt.start_time


def counts(events: gpd.GeoDataFrame, *, by: str) -> pd.Series[int]:
    """Return how often each value of a column occurs, most frequent first, ties by name."""
    found = events[by].astype("str").value_counts().rename_axis(by).reset_index(name="count")
    ranked = found.sort_values(["count", by], ascending=[False, True])
    result: pd.Series[int] = ranked.set_index(by)["count"]
    return result


def table(events: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the columns that the page lists, newest first, with `start` as a date."""
    listed = pd.DataFrame(events[list(TABLE)])
    return listed.assign(start=event_days(events).astype("datetime64[s]")).sort_values(["start", "event_id"], ascending=[False, True])


def others_at(events: gpd.GeoDataFrame, event_id: str) -> gpd.GeoDataFrame:
    """Return the other events whose place has the same name in the same larger unit, oldest first."""
    this = events[events["event_id"] == event_id]
    if this.empty or not this["place"].iloc[0]:
        return this.iloc[:0]
    same = (events["place"] == this["place"].iloc[0]) & (events["admin"] == this["admin"].iloc[0])
    return events[same & (events["event_id"] != event_id)]


def contradictions_of(events: gpd.GeoDataFrame, event_id: str) -> gpd.GeoDataFrame:
    """Return the events that this one is stated to contradict, in either direction."""
    this = events[events["event_id"] == event_id]
    if this.empty:
        return this
    stated = this["contradicts"].iloc[0]
    against = (events["contradicts"] == event_id) | ((events["event_id"] == stated) & (stated != ""))
    return events[against & (events["event_id"] != event_id)]


def unplaced(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events that have no place on the map."""
    return events[events.geometry.isna()]
