"""What the reports of one place on one day say together.

No order is kept within a day: the reports of a day are weighed, not chained (see `rules`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.claims import AGAINST_INTEREST, OWN_FAVOUR
from events.control.moments import FOREVER, NEVER
from events.control.reports import DOES_CLEAR, DOES_CONTEST, DOES_SET, NOBODY, Reports

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: What a day does to the holder.
KEEPS, SETS, CLEARS = range(3)
NO_ROW: Final = -1


@dataclass(frozen=True, eq=False)
class Days:
    """One row for each place and day with a report, sorted by place, day; every array has shape (m,).

    Attributes
    ----------
    place, day : code of the place; days since 1970-01-01
    first : position in the reports of the day's first report
    does : `KEEPS`, `SETS` or `CLEARS`
    faction : code of the holder set, -1 otherwise
    set_by, contested_by, cleared_by : position in the reports of the one that did it, -1 for none
    contested_until : last day of the fighting reported; `FOREVER` without an end, `NEVER` without fighting
    """

    place: Ints
    day: Ints
    first: Ints
    does: Ints
    faction: Ints
    set_by: Ints
    contested_by: Ints
    cleared_by: Ints
    contested_until: Ints


def verdicts(reports: Reports) -> tuple[Days, Ints]:
    """Return the verdict of each place and day, and the row of `Days` to which each report belongs; shape (n,)."""
    n = len(reports)
    new = np.ones(n, dtype=bool)
    new[1:] = (reports.place[1:] != reports.place[:-1]) | (reports.day[1:] != reports.day[:-1])
    first = np.flatnonzero(new)
    group = np.cumsum(new) - 1
    if not n:
        none = np.zeros(0, dtype=np.int64)
        return Days(none, none, none, none, none, none, none, none, none), none
    stated = reports.names_a_holder
    lead, conflict, tied = _lead(reports, stated, group, first)
    set_by = _best(reports, stated & ((reports.camp == lead[group]) | tied[group]), group, len(first))
    prior = _prior_camp(reports.place[first], lead, tied)
    keeps_prior = tied & _any(stated & (reports.camp == prior[group]), first)
    clears = reports.effect == DOES_CLEAR
    left = clears & ((reports.loser == NOBODY) | (prior[group] == NOBODY) | (reports.loser == prior[group]))
    any_stated = _any(stated, first)
    cleared = (tied & ~keeps_prior) | (~any_stated & _any(left, first))
    sets = any_stated & ~tied
    denies_itself = sets & _any(clears & (reports.loser == lead[group]) & (reports.loser != NOBODY), first)
    fights = reports.effect == DOES_CONTEST
    decided = _any(reports.effect == DOES_SET, first) & ~conflict & ~denies_itself
    until = np.where(fights, np.where(reports.ended, reports.last_day, FOREVER), NEVER)
    until_by_day = np.where(decided, NEVER, np.maximum.reduceat(until, first))
    fought = _best(reports, fights, group, len(first))
    by_conflict = conflict | denies_itself
    return (
        Days(
            place=reports.place[first],
            day=reports.day[first],
            first=first,
            does=np.select([sets, cleared], [SETS, CLEARS], KEEPS),
            faction=np.where(sets, reports.faction[set_by], NOBODY),
            set_by=np.where(sets, set_by, NO_ROW),
            contested_by=np.where(by_conflict, set_by, np.where(decided, NO_ROW, fought)),
            cleared_by=np.where(cleared & ~tied, _best(reports, left, group, len(first)), np.where(cleared, set_by, NO_ROW)),
            contested_until=np.where(by_conflict, FOREVER, until_by_day),
        ),
        group,
    )


def _any(which: Bools, first: Ints) -> Bools:
    return np.asarray(np.logical_or.reduceat(which, first), dtype=np.bool_)


def _best(reports: Reports, among: Bools, group: Ints, count: int) -> Ints:
    """Return the row in each group that speaks for it: one that sets before one that renews, then the weightiest, then the first."""
    rows = np.flatnonzero(among)
    found = np.full(count, NO_ROW, dtype=np.int64)
    if not len(rows):
        return found
    score = np.round(reports.weight[rows], 9) + (reports.effect[rows] == DOES_SET)
    highest = np.full(count, -np.inf)
    np.maximum.at(highest, group[rows], score)
    winners = rows[score == highest[group[rows]]]
    found[group[winners[::-1]]] = winners[::-1]
    return found


def _lead(reports: Reports, stated: Bools, group: Ints, first: Ints) -> tuple[Ints, Bools, Bools]:
    """Return for each day the camp said to hold the place (-1 for none), whether two are, and whether those weigh the same."""
    low = np.minimum.reduceat(np.where(stated, reports.camp, FOREVER), first)
    lead = np.maximum.reduceat(np.where(stated, reports.camp, NOBODY), first)
    conflict = (lead != NOBODY) & (low != lead)
    tied = np.zeros(len(first), dtype=bool)
    rows = np.flatnonzero(stated & conflict[group])
    rows = rows[~_yields(reports, rows, group)]
    votes = _votes(reports, rows, group)
    best = votes.drop_duplicates("day")
    second = votes[votes.duplicated("day")].drop_duplicates("day")
    days = best["day"].to_numpy()
    conflict[days] = np.isin(days, second["day"].to_numpy())
    tied[second["day"].to_numpy()] = second["weight"].to_numpy() == best.set_index("day")["weight"].reindex(second["day"]).to_numpy()
    lead[days] = np.where(tied[days], NOBODY, best["camp"].to_numpy())
    return np.asarray(lead, dtype=np.int64), conflict, tied


def _yields(reports: Reports, rows: Ints, group: Ints) -> Bools:
    """Tell which reports in a conflict give way: a camp known only from its own claims, against one given it by its adversary's word."""
    side = group[rows] * (len(reports.camp_names) + 1) + reports.camp[rows]
    _, code = np.unique(side, return_inverse=True)
    others_word = np.bincount(code, weights=reports.whose[rows] != OWN_FAVOUR) > 0
    admitted = np.isin(group[rows], group[rows[reports.whose[rows] == AGAINST_INTEREST]])
    return np.asarray(~others_word[code] & admitted, dtype=np.bool_)


def _votes(reports: Reports, rows: Ints, group: Ints) -> pd.DataFrame:
    """Return the weight behind each camp on each day of conflict, the heaviest first: one vote a publisher, its weightiest report."""
    voices = pd.DataFrame(
        {"day": group[rows], "camp": reports.camp[rows], "publisher": reports.publisher[rows], "weight": reports.weight[rows]}
    )
    heard = voices.groupby(["day", "camp", "publisher"], as_index=False)["weight"].max()
    votes = heard.groupby(["day", "camp"], as_index=False)["weight"].sum().round({"weight": 6})
    return pd.DataFrame(votes).sort_values(["day", "weight", "camp"], ascending=[True, False, True], ignore_index=True)


def _prior_camp(place: Ints, lead: Ints, tied: Bools) -> Ints:
    """Return the camp that an earlier day last named as the holder of the place, -1 for none."""
    index = np.arange(len(place))
    named = (lead != NOBODY) & ~tied
    last = np.maximum.accumulate(np.where(named, index, NO_ROW))
    last = np.r_[NO_ROW, last[:-1]]
    known = (last >= 0) & (place[last] == place)
    return np.where(known, lead[last], NOBODY)
