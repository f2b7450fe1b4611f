"""Days as numbers and back: all of control is reckoned in whole days, UTC."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.errors import InputError

Ints = npt.NDArray[np.int64]
#: Stand for "without end" and "never" in arrays of days.
FOREVER: Final = 1 << 32
NEVER: Final = -FOREVER
_DAY_US: Final = 86_400_000_000
_ISO_DAY: Final = re.compile(r"\s*\d{4}-\d{2}-\d{2}(?:[T ].*)?$")
_HINT: Final = "Write it as YYYY-MM-DD."


def days_of(column: pd.Series[pd.Timestamp]) -> Ints:
    """Return days since 1970-01-01 (UTC) of timestamps, shape (n,); the value for NaT means nothing."""
    return np.asarray(column.dt.as_unit("us").astype("int64").to_numpy() // _DAY_US, dtype=np.int64)


def moments(days: Ints) -> pd.Series[pd.Timestamp]:
    """Return days since 1970-01-01 as midnights in UTC; `FOREVER` is NaT."""
    known = np.where(days == FOREVER, np.datetime64("NaT"), np.where(days == FOREVER, 0, days).astype("datetime64[D]"))
    return pd.Series(pd.DatetimeIndex(known.astype("datetime64[us]")).tz_localize("UTC"))


def day_number(when: str | pd.Timestamp) -> int:
    """Return a day as days since 1970-01-01; raise InputError where `when` is no date.

    Text is read as ISO 8601 with a day and nothing else: pandas would read "2008" as its first day, "03/04/2008" in the American order,
    and "now" off the clock.
    """
    if isinstance(when, str) and when and not _ISO_DAY.match(when):
        raise InputError("is no date that can be read.", value=when, hint=_HINT)
    try:
        moment = pd.Timestamp(when)
    except ValueError as error:
        raise InputError("is no date that can be read.", value=when, hint=_HINT) from error
    if pd.isna(moment):
        raise InputError("a date is needed.", value=when, hint=_HINT)
    return int(
        (moment if moment.tzinfo is None else moment.tz_convert("UTC").tz_localize(None))
        .to_datetime64()
        .astype("datetime64[D]")
        .astype("int64")
    )
