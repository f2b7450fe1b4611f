"""From the verdicts of single days to who held a place from when to when: the state is carried forward until a day changes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.control.days import CLEARS, KEEPS, NO_ROW, SETS, Days
from events.control.moments import FOREVER, NEVER
from events.control.reports import NOBODY

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
HELD, CONTESTED, UNKNOWN = range(3)
STATUSES = ("held", "contested", "unknown")


@dataclass(frozen=True, eq=False)
class Runs:
    """Stretches of one place with one holder and one status, sorted by place, start; every array has shape (s,).

    Attributes
    ----------
    place : code of the place
    holder : code of the faction, -1 for nobody known
    status : `HELD`, `CONTESTED` or `UNKNOWN`
    start, end : days since 1970-01-01; `end` is the first day after, `FOREVER` for none
    holder_since : first day of the holder's, fighting included
    set_by : position in the reports of the one that made it so
    """

    place: Ints
    holder: Ints
    status: Ints
    start: Ints
    end: Ints
    holder_since: Ints
    set_by: Ints


def runs(days: Days) -> tuple[Runs, Ints]:
    """Return the runs, and the run to which each day of `days` belongs; shape (m,)."""
    entries, is_day = _with_ends_of_fighting(days)
    n = len(entries.place)
    if not n:
        none = np.zeros(0, dtype=np.int64)
        return Runs(none, none, none, none, none, none, none), none
    new_place = _changed(entries.place)
    start_of_place = np.maximum.accumulate(np.where(new_place, np.arange(n), 0))
    decided = _last(entries.does != KEEPS, start_of_place)
    is_set = (decided >= 0) & (entries.does[decided] == SETS)
    holder = np.where(is_set, entries.faction[decided], NOBODY)
    segment = np.cumsum(new_place | (entries.does != KEEPS))
    fighting = np.maximum.accumulate(segment * (FOREVER * 4) + entries.contested_until) - segment * (FOREVER * 4) >= entries.day
    status = np.select([fighting, holder != NOBODY], [CONTESTED, HELD], UNKNOWN)
    begins = new_place | _changed(holder) | _changed(status)
    run = np.cumsum(begins) - 1
    at = np.flatnonzero(begins)
    same_place = np.r_[entries.place[at][1:] == entries.place[at][:-1], False]
    end = np.where(same_place, np.r_[entries.day[at][1:], 0], FOREVER)
    since = entries.day[np.maximum.accumulate(np.where(new_place | _changed(holder), np.arange(n), 0))]
    set_by = _causes(entries, status, holder, decided, start_of_place)
    found = Runs(entries.place[at], holder[at], status[at], entries.day[at], end, since[at], set_by[at])
    return found, run[is_day]


def _with_ends_of_fighting(days: Days) -> tuple[Days, Bools]:
    """Add the day after each reported end of fighting, where no report stands already; also tell which entries are days."""
    ends = np.flatnonzero((days.contested_until != NEVER) & (days.contested_until != FOREVER))
    if not len(ends):
        return days, np.ones(len(days.place), dtype=bool)
    earliest = days.day.min()
    span = int(max(days.day.max(), days.contested_until[ends].max()) - earliest) + 2
    key = days.place * span + days.day - earliest
    ending = np.unique(days.place[ends] * span + days.contested_until[ends] + 1 - earliest)
    ending = ending[~np.isin(ending, key)]
    at = np.searchsorted(key, ending)
    real = np.insert(np.ones(len(key), dtype=bool), at, values=False)

    def entry(values: Ints, inserted: Ints | int) -> Ints:
        return np.insert(values, at, inserted)

    return (
        Days(
            place=entry(days.place, ending // span),
            day=entry(days.day, ending % span + earliest),
            first=entry(days.first, NO_ROW),
            does=entry(days.does, KEEPS),
            faction=entry(days.faction, NOBODY),
            set_by=entry(days.set_by, NO_ROW),
            contested_by=entry(days.contested_by, NO_ROW),
            cleared_by=entry(days.cleared_by, NO_ROW),
            contested_until=entry(days.contested_until, NEVER),
        ),
        real,
    )


def _causes(entries: Days, status: Ints, holder: Ints, decided: Ints, start_of_place: Ints) -> Ints:
    """Return the report behind the state of each entry, as a position in the reports."""
    fought = _last(entries.contested_by != NO_ROW, start_of_place)
    by_fight = np.where(fought >= 0, entries.contested_by[fought], NO_ROW)
    by_holder = np.where(holder != NOBODY, entries.set_by[decided], NO_ROW)
    emptied = np.where((decided >= 0) & (entries.does[decided] == CLEARS) & (decided >= fought), entries.cleared_by[decided], NO_ROW)
    nobody = np.where(emptied != NO_ROW, emptied, np.where(by_fight != NO_ROW, by_fight, entries.first[start_of_place]))
    return np.select([status == CONTESTED, status == HELD], [by_fight, by_holder], nobody)


def _changed(values: Ints) -> Bools:
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


def _last(which: Bools, start_of_place: Ints) -> Ints:
    """Return for each entry the last one up to it, in the same place, for which `which` holds; -1 for none."""
    last = np.maximum.accumulate(np.where(which, np.arange(len(which)), -1))
    return np.where(last >= start_of_place, last, -1)
