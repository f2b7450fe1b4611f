"""Reports that cannot both be true, and what an analyst decided about them."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.places import places
from events.control.reports import DOES_RENEW, DOES_SET, NOBODY, Reports, reports
from events.control.rules import RULES
from events.errors import InputError

#: A decision: the pair it is about, which of the two is right, why, whose decision and when. One row a pair.
DECISION_COLUMNS: Final = ("event_id", "other_id", "verdict", "reason", "decided_by", "decided_on")
#: The first report is right, the second, neither; or both are: they do not contradict each other after all.
FIRST, SECOND, NEITHER, BOTH = VERDICTS = ("first", "second", "neither", "both")
CONTRADICTION_COLUMNS: Final = (
    "event_id",
    "other_id",
    "place",
    "other_place",
    "holder",
    "other_holder",
    "start",
    "end",
    "how",
    "verdict",
    "reason",
    "decided_by",
    "decided_on",
)
STATED, FOUND = "stated", "found"
#: Only reports as exact as this can be told to speak of the same day.
_EXACT: Final = ("day", "about_day")

Ints = npt.NDArray[np.int64]


def check_decisions(decisions: pd.DataFrame, event_ids: pd.Series[str]) -> None:
    """Raise InputError, naming row, column and value, where a decision is none or is about an event that does not exist."""
    for name in DECISION_COLUMNS[:3]:
        if name not in decisions:
            raise InputError("the decisions lack this column.", column=name, hint=f"Needed are {', '.join(DECISION_COLUMNS[:3])}.")
    known = set(event_ids.astype("str"))
    for number, row in enumerate(decisions[list(DECISION_COLUMNS[:3])].to_dict("records"), start=1):
        for name in ("event_id", "other_id"):
            if row[name] not in known:
                raise InputError(
                    "no event bears this id.", row=number, column=name, value=row[name], hint="Decide on events of this data set."
                )
        if row["verdict"] not in VERDICTS:
            hint = f"Write one of {', '.join(VERDICTS)}."
            raise InputError("is no verdict.", row=number, column="verdict", value=row["verdict"], hint=hint)


def overruled(decisions: pd.DataFrame | None, event_ids: pd.Series[str]) -> frozenset[str]:
    """Return the `event_id` of every report that a decision sets aside; raise InputError as `check_decisions` does."""
    if decisions is None or decisions.empty:
        return frozenset()
    check_decisions(decisions, event_ids)
    first_falls = decisions.loc[decisions["verdict"].isin((SECOND, NEITHER)), "event_id"]
    second_falls = decisions.loc[decisions["verdict"].isin((FIRST, NEITHER)), "other_id"]
    return frozenset(first_falls.astype("str")) | frozenset(second_falls.astype("str"))


def contradictions(
    events: gpd.GeoDataFrame,
    *,
    gazetteer: pd.DataFrame | None = None,
    factions: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return every pair of reports that cannot both be true, with the analyst's decision where there is one.

    A pair is *stated* where one names the other in `contradicts`, and *found* where two reports at one place, exact to the day, name
    holders of two camps for the same day (from `start` to `end`). Denied reports make no pair of their own.

    Parameters
    ----------
    events, gazetteer, factions
        As for `spells.spells`.
    decisions : pandas.DataFrame, optional
        Columns `DECISION_COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        Columns `CONTRADICTION_COLUMNS`, sorted by `start`, `event_id`, `other_id`; `start`, `end` bound the days both speak of (for a
        stated pair, all the days either does). `event_id` is the one that starts first. `verdict` is "" until somebody decides.
    """
    ids = events["event_id"].astype("str")
    stated = _stated(events, pd.Index(ids))
    found = _found(events, gazetteer, factions)
    rows = np.concatenate([stated, found]) if len(found) else stated
    how = np.r_[np.full(len(stated), STATED, dtype=object), np.full(len(found), FOUND, dtype=object)]
    # The earlier one first, so that a pair is one pair whichever way round it was met.
    rank = np.empty(len(events), dtype=np.int64)
    rank[np.lexsort((ids.to_numpy(dtype=object).astype(str), events["start"].astype("int64").to_numpy()))] = np.arange(len(events))
    swapped = rank[rows[:, 0]] > rank[rows[:, 1]]
    rows = np.where(swapped[:, None], rows[:, ::-1], rows)
    pairs = pd.DataFrame({"a": rows[:, 0], "b": rows[:, 1], "how": pd.Series(how, dtype="str")}).drop_duplicates(["a", "b"])
    return _decided(_described(pairs, events), decisions, ids)


def _stated(events: gpd.GeoDataFrame, ids: pd.Index) -> Ints:
    names = events["contradicts"].astype("str").to_numpy(dtype=object)
    rows = np.flatnonzero(names != "")
    others = ids.get_indexer(pd.Index(names[rows].astype(str))) if len(rows) else rows
    known = (others >= 0) & (others != rows)
    return np.stack([rows[known], others[known]], axis=1).astype(np.int64)


def _found(events: gpd.GeoDataFrame, gazetteer: pd.DataFrame | None, factions: pd.DataFrame | None) -> Ints:
    exact = np.flatnonzero(events["date_precision"].isin(_EXACT).to_numpy(dtype=bool))
    code, _ = places(events, gazetteer=gazetteer)
    table = reports(events.iloc[exact], code[exact], rules=dict(RULES), factions=factions, discount_own_claims=False)
    naming = np.flatnonzero(((table.effect == DOES_SET) | (table.effect == DOES_RENEW)) & (table.camp != NOBODY))
    one, other = _overlapping(table, naming)
    differ = table.camp[one] != table.camp[other]
    return np.stack([exact[table.row[one[differ]]], exact[table.row[other[differ]]]], axis=1)


def _overlapping(table: Reports, rows: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of reports of one place whose days overlap; `rows` are sorted by place and day."""
    if not len(rows):
        return rows, rows
    span = int(table.last_day[rows].max() - table.day[rows].min()) + 2
    key = table.place[rows] * span + table.day[rows] - table.day[rows].min()
    last = table.place[rows] * span + table.last_day[rows] - table.day[rows].min()
    behind = np.searchsorted(key, last, side="right") - np.arange(len(rows)) - 1
    first = np.repeat(np.arange(len(rows)), behind)
    step = np.arange(len(first)) - np.repeat(np.cumsum(behind) - behind, behind) + 1
    return rows[first], rows[first + step]


def _described(pairs: pd.DataFrame, events: gpd.GeoDataFrame) -> pd.DataFrame:
    one, other = events.iloc[pairs["a"]].reset_index(drop=True), events.iloc[pairs["b"]].reset_index(drop=True)
    ends = [e["end"].where(e["end"].notna(), e["start"]) for e in (one, other)]
    found = pairs["how"].to_numpy() == FOUND
    latest_start, earliest_end = np.maximum(one["start"], other["start"]), np.minimum(*ends)
    return pd.DataFrame(
        {
            "event_id": one["event_id"],
            "other_id": other["event_id"],
            "place": one["place"],
            "other_place": other["place"],
            "holder": one["faction"],
            "other_holder": other["faction"],
            "start": latest_start.where(found, np.minimum(one["start"], other["start"])),
            "end": earliest_end.where(found, np.maximum(*ends)),
            "how": pairs["how"].to_numpy(),
        }
    )


def _decided(pairs: pd.DataFrame, decisions: pd.DataFrame | None, ids: pd.Series[str]) -> pd.DataFrame:
    """Join the decisions, turning a verdict round where the pair was decided in the other order."""
    table = pd.DataFrame(columns=list(DECISION_COLUMNS), dtype="str")
    if decisions is not None and len(decisions):
        check_decisions(decisions, ids)
        table = decisions.reindex(columns=list(DECISION_COLUMNS)).fillna("").astype("str")
    turned = table.rename(columns={"event_id": "other_id", "other_id": "event_id"}).replace({"verdict": {FIRST: SECOND, SECOND: FIRST}})
    both = pd.concat([table, turned], ignore_index=True).drop_duplicates(["event_id", "other_id"], keep="last")
    joined = pairs.merge(both, on=["event_id", "other_id"], how="left")
    filled = joined.assign(**{name: joined[name].fillna("").astype("str") for name in DECISION_COLUMNS[2:]})
    return filled[list(CONTRADICTION_COLUMNS)].sort_values(["start", "event_id", "other_id"], ignore_index=True)
