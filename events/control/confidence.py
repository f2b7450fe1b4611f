"""How far a report is believed, and how that fades without news.

A report's weight starts from its source and falls with what is vague in it:

======================  ======================================================================================
source                  the mean of the two Admiralty grades (NATO AJP-2.1) that are given; 0.8 where none is
whose word              a party's claim in its own favour 0.6 times (unless switched off), another claim 0.85
date                    about a day 0.95, week 0.9, month 0.8, year 0.6
place                   around a place 0.9, district 0.85, province 0.75, country 0.6
======================  ======================================================================================

Each further independent publisher, up to three, takes a fifth off the doubt that is left: many outlets repeat one wire, so more than
that is not believed. These are choices, not measurements; the half-life and the threshold are the ones that decide, and both are options.

**Half-life, 90 days.** Without news, what was last reported counts half after 90 days. A half-life is the time in which half of the
places would change hands unnoticed: weeks at a moving front, years behind it. 90 days is long enough that a weekly or monthly record
never fades between two reports, and short enough that a place of which nobody spoke for half a year is not painted as held.
`figures.half_life` measures the rate of change in the data at hand; use it where there is enough.

**Threshold, 0.25.** Below it the status is "unknown": an ordinary report (0.8) lasts 151 days alone, a party's own vague claim 60 or less.
The holder last stated is still given beside that status: it remains the best single guess, it is only no longer knowledge.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.claims import AGAINST_INTEREST, OWN_FAVOUR, Interest
from events.control.coded import is_one_of, mapped

HALF_LIFE_DAYS: Final = 90.0
THRESHOLD: Final = 0.25

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Admiralty code: reliability of the source, credibility of the information. F and 6 mean "cannot be judged".
RELIABILITY: Final = {"A": 0.95, "B": 0.9, "C": 0.75, "D": 0.55, "E": 0.3, "F": 0.7}
CREDIBILITY: Final = {"1": 0.98, "2": 0.9, "3": 0.75, "4": 0.5, "5": 0.25, "6": 0.7}
UNGRADED: Final = 0.8
DATE: Final = {"day": 1.0, "about_day": 0.95, "week": 0.9, "month": 0.8, "year": 0.6}
PLACE: Final = {"near": 0.9, "admin2": 0.85, "admin1": 0.75, "country": 0.6}
OWN_CLAIM: Final = 0.6
OTHER_CLAIM: Final = 0.85
DOUBT_LEFT_BY_A_SOURCE: Final = 0.8
SOURCES_THAT_COUNT: Final = 4


def weights(events: pd.DataFrame, whose: Interest, *, discount_own_claims: bool = True) -> Floats:
    """Return the weight of each report, 0 to 1, from the table above; shape (n,).

    Parameters
    ----------
    events : pandas.DataFrame
        Columns `reliability`, `credibility`, `asserted`, `date_precision`, `geo_precision`.
    whose : numpy.ndarray of int8
        From `claims.interest`.
    discount_own_claims : bool
        Whether a claim in the speaker's own favour counts less.
    """
    grades = np.stack([_looked_up(events["reliability"], RELIABILITY, np.nan), _looked_up(events["credibility"], CREDIBILITY, np.nan)])
    given = np.isfinite(grades).sum(axis=0)
    source = np.where(given > 0, np.nansum(grades, axis=0) / np.maximum(given, 1), UNGRADED)
    claimed = is_one_of(events["asserted"], ("claimed",))
    word = np.where(claimed & (whose != AGAINST_INTEREST), OTHER_CLAIM, 1.0)
    if discount_own_claims:
        word = np.where(whose == OWN_FAVOUR, OWN_CLAIM, word)
    date, place = _looked_up(events["date_precision"], DATE, 1.0), _looked_up(events["geo_precision"], PLACE, 1.0)
    return np.asarray(source * word * date * place, dtype=np.float64)


def _looked_up(column: pd.Series[str], table: dict[str, float], default: float) -> Floats:
    return np.asarray(mapped(column, lambda word: table.get(word, default), np.float64), dtype=np.float64)


def with_sources(weight: Floats, sources: Ints) -> Floats:
    """Return the confidence in a report that is one of `sources` independent ones."""
    more = np.clip(sources, 1, SOURCES_THAT_COUNT) - 1
    return np.asarray(1.0 - (1.0 - weight) * DOUBT_LEFT_BY_A_SOURCE**more, dtype=np.float64)


def faded(confidence: Floats, age_days: npt.ArrayLike, *, half_life_days: float = HALF_LIFE_DAYS) -> Floats:
    """Return the confidence left after `age_days` without news: halved each half-life; a negative age counts as none."""
    age = np.maximum(np.asarray(age_days, dtype=np.float64), 0.0)
    return np.asarray(confidence * np.exp2(-age / half_life_days), dtype=np.float64)


def days_until(confidence: Floats, *, half_life_days: float = HALF_LIFE_DAYS, threshold: float = THRESHOLD) -> Floats:
    """Return after how many days without news a confidence falls below the threshold; 0 where it is there already."""
    with np.errstate(divide="ignore"):
        return np.maximum(0.0, half_life_days * np.log2(confidence / threshold))
