"""What was known on a date: the reports published by then.

A partial date is taken at its latest: "2008-04" was surely out on 30 April, "2008" on 31 December. A report without a date of publication
cannot be shown to have been known on any day, so it is left out; callers say how many are. Nothing is inferred from the day of the event.
"""

from __future__ import annotations

import re
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from events.control.coded import mapped
from events.control.moments import day_number

_DATE: Final = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ].*)?")


def known_since(events: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """Return for each event the day by which it was surely published, NaT where `published` gives no date; index of `events`."""
    days = mapped(events["published"], _last_day, "datetime64[D]")
    return pd.Series(pd.DatetimeIndex(days.astype("datetime64[us]")).tz_localize("UTC"), index=events.index)


def known_on(events: gpd.GeoDataFrame, when: str | pd.Timestamp) -> gpd.GeoDataFrame:
    """Return the events that were published on or before a day.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table; `published` is YYYY-MM-DD, YYYY-MM, YYYY or empty.
    when : str or Timestamp
        The day, ISO 8601.

    Raises
    ------
    InputError
        `when` is no date.
    """
    last = pd.Timestamp(day_number(when), unit="D", tz="UTC")
    return events[(known_since(events) <= last).to_numpy()]


def undated(events: pd.DataFrame) -> int:
    """Return how many events have no date of publication that can be read: `known_on` leaves them out."""
    return int(known_since(events).isna().sum())


def _last_day(published: str) -> np.datetime64:
    found = _DATE.fullmatch(published.strip())
    if not found:
        return np.datetime64("NaT", "D")
    try:
        following = (np.datetime64(found[1]) + 1).astype("datetime64[D]")
    except ValueError:
        return np.datetime64("NaT", "D")
    last: np.datetime64 = following - np.timedelta64(1, "D")
    return last
