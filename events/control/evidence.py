"""What stands behind a spell: the reports that renewed it, those against it, the sieges, and how sure each made us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.confidence import with_sources
from events.control.listed import lists
from events.control.moments import moments
from events.control.reports import DOES_BESIEGE, DOES_CLEAR, DOES_CONTEST, DOES_RENEW, DOES_SET, NOBODY, Reports
from events.control.timeline import CONTESTED, HELD, UNKNOWN, Runs

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Roles:
    """What each report is to the spell it falls in: positions in the reports, ascending, of those that support it, and so on."""

    supports: Ints
    against: Ints
    besieges: Ints


def roles(reports: Reports, runs: Runs, run: Ints) -> Roles:
    """Return the roles of the reports.

    Parameters
    ----------
    reports, runs
        The reports and the runs made of them.
    run : numpy.ndarray of int64, shape (n,)
        Run in which each report falls.
    """
    status = runs.status[run]
    holder_camp = holder_camps(reports, runs)[run]
    same = (reports.camp == holder_camp) & (holder_camp != NOBODY)
    names = reports.names_a_holder
    supports = np.select(
        [status == HELD, status == CONTESTED, status == UNKNOWN],
        [
            same & (names | (reports.effect == DOES_BESIEGE)),
            (reports.effect == DOES_CONTEST) | (names & same),
            reports.effect == DOES_CLEAR,
        ],
        default=False,
    )
    supports &= np.arange(len(reports)) != runs.set_by[run]
    would_name = (reports.said == DOES_SET) | (reports.said == DOES_RENEW)
    otherwise = would_name & np.where(reports.denied, same, ~same) & (np.arange(len(reports)) != runs.set_by[run])
    return Roles(np.flatnonzero(supports), np.flatnonzero(otherwise & ~supports), np.flatnonzero(reports.effect == DOES_BESIEGE))


def holder_camps(reports: Reports, runs: Runs) -> Ints:
    """Return the code of the camp of each run's holder, -1 for none; shape (s,)."""
    camp_of = np.full(len(reports.names) + 1, NOBODY, dtype=np.int64)
    named = reports.faction != NOBODY
    camp_of[reports.faction[named]] = reports.camp[named]
    return camp_of[runs.holder]


def camp_since(runs: Runs, camp: Ints) -> Ints:
    """Return the first day of the unbroken stretch in which factions of one camp hold the place; shape (s,)."""
    new = np.ones(len(camp), dtype=bool)
    new[1:] = (runs.place[1:] != runs.place[:-1]) | (camp[1:] != camp[:-1])
    return runs.start[np.maximum.accumulate(np.where(new, np.arange(len(camp)), 0))] if len(camp) else runs.start


def confidences(reports: Reports, runs: Runs, run: Ints, supports: Ints) -> tuple[Floats, Floats]:
    """Return the confidence in each spell just after the report that set it, and just after each report that supports it.

    A report counts with the number of distinct publishers that spoke for the spell up to it.
    """
    spell = np.r_[np.arange(len(runs.place)), run[supports]]
    row = np.r_[runs.set_by, supports]
    order = np.lexsort((np.arange(len(row)), spell))
    spell, row = spell[order], row[order]
    publisher = reports.publisher[row]
    heard = spell * (publisher.max() + 1 if len(publisher) else 1) + publisher
    fresh = ~pd.Series(heard).duplicated().to_numpy(dtype=bool)
    count = np.cumsum(fresh)
    first: Ints = np.flatnonzero(np.diff(spell, prepend=-1))
    sources: Ints = count - np.repeat(count[first] - 1, np.diff(np.r_[first, len(spell)]))
    confidence = with_sources(reports.weight[row], sources)
    back = np.empty(len(row), dtype=np.float64)
    back[order] = confidence
    return back[: len(runs.place)], back[len(runs.place) :]


def stated_against(events: pd.DataFrame, reports: Reports, runs: Runs, run: Ints, supports: Ints) -> tuple[Ints, Ints]:
    """Return (run, position in the event table) of the reports that the source's `contradicts` sets against a spell's own reports.

    The stated opponent counts wherever it stands: in another place, or in a kind that names no holder.
    """
    rows = np.flatnonzero((events["contradicts"] != "").to_numpy(dtype=bool))
    if not len(rows):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    other = pd.Index(events["event_id"]).get_indexer(pd.Index(events["contradicts"].iloc[rows]))
    rows, other = rows[other >= 0], other[other >= 0]
    behind = np.r_[runs.set_by, supports]
    spell = np.r_[np.arange(len(runs.place)), run[supports]]
    of_row = pd.DataFrame({"event": reports.row[behind], "spell": spell})
    pairs = pd.DataFrame({"event": np.r_[rows, other], "against": np.r_[other, rows]})
    both = of_row.merge(pairs, on="event").drop_duplicates(["spell", "against"])
    own = of_row.rename(columns={"event": "against"}).assign(own=True)
    both = both.merge(own, on=["spell", "against"], how="left")
    both = both[both["own"].isna()]
    return both["spell"].to_numpy(dtype=np.int64), both["against"].to_numpy(dtype=np.int64)


def columns(events: pd.DataFrame, reports: Reports, runs: Runs, run: Ints) -> dict[str, Any]:
    """Return the columns of the spells that tell what stands behind them; see `spells.spells`."""
    part = roles(reports, runs, run)
    count = len(runs.place)
    ids = events["event_id"].astype("str")
    set_confidence, renewed = confidences(reports, runs, run, part.supports)
    in_spell, against = stated_against(events, reports, runs, run, part.supports)
    listed = pd.DataFrame({"spell": np.r_[run[part.against], in_spell], "row": np.r_[reports.row[part.against], against]})
    listed = listed.drop_duplicates().assign(event_id=lambda f: ids.iloc[f["row"]].to_numpy(dtype=object))
    listed = listed.assign(start=events["start"].iloc[listed["row"]].to_numpy()).sort_values(["spell", "start", "event_id"])
    names_nobody = (runs.status == UNKNOWN) & (reports.effect[runs.set_by] != DOES_CLEAR)
    open_siege = np.where(reports.ended[part.besieges], reports.last_day[part.besieges], -1)
    return {
        "set_by": ids.iloc[reports.row[runs.set_by]].array,
        "set_until": moments(reports.last_day[runs.set_by]),
        "set_confidence": np.where(names_nobody, 0.0, set_confidence),
        "set_claimed": reports.claimed[runs.set_by],
        "renewed_by": lists(run[part.supports], ids.iloc[reports.row[part.supports]].array, count, kind="text"),
        "renewed_on": lists(run[part.supports], reports.day[part.supports], count, kind="day"),
        "renewed_until": lists(run[part.supports], reports.last_day[part.supports], count, kind="day"),
        "renewed_confidence": lists(run[part.supports], renewed, count, kind="number"),
        "renewed_claimed": lists(run[part.supports], reports.claimed[part.supports], count, kind="flag"),
        "against": lists(listed["spell"].to_numpy(dtype=np.int64), listed["event_id"].astype("str").array, count, kind="text"),
        "besieged_by": lists(run[part.besieges], ids.iloc[reports.row[part.besieges]].array, count, kind="text"),
        "besieged_on": lists(run[part.besieges], reports.day[part.besieges], count, kind="day"),
        "besieged_until": lists(run[part.besieges], open_siege, count, kind="day"),
    }
