"""What each report did to the state of its place, in words, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.reports import (
    DOES_BESIEGE,
    DOES_CLEAR,
    DOES_CONTEST,
    DOES_RENEW,
    DOES_SET,
    Reports,
    reports,
)
from events.control.rules import CLEARS, CONTESTS, RULES, Rule

DEED_COLUMNS = ("did", "why", "holder_after", "status_after", "weight")


def deeds(
    events: gpd.GeoDataFrame,
    code: npt.NDArray[np.int64],
    found: gpd.GeoDataFrame,
    labels: pd.Series[str],
    *,
    overruled: frozenset[str] = frozenset(),
    factions: pd.DataFrame | None = None,
    rules: Mapping[str, Rule] = RULES,
    discount_own_claims: bool = True,
) -> pd.DataFrame:
    """Return what each event did; written for the few hundred reports of a place, not for a whole data set.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        Events of some places; a fresh RangeIndex.
    code : numpy.ndarray of int64
        Code of each event's place in `labels`.
    found : geopandas.GeoDataFrame
        The spells of these places.
    labels : pandas.Series of str
        `place_id` by code.
    overruled, factions, rules, discount_own_claims
        As for `reports.reports`.

    Returns
    -------
    pandas.DataFrame
        Columns `DEED_COLUMNS`, index of `events`.
    """
    table = reports(events, code, rules=dict(rules), factions=factions, overruled=overruled, discount_own_claims=discount_own_claims)
    why = [rules[str(kind)].why if str(kind) in rules else "" for kind in events["kind"]]
    told: list[dict[str, Any]] = [
        {"did": "gave context", "why": reason, "holder_after": "", "status_after": "", "weight": np.nan} for reason in why
    ]
    by_place = {str(name): rows for name, rows in found.groupby("place_id")}
    for at in range(len(table)):
        row = int(table.row[at])
        spell = _spell_on(by_place.get(str(labels.iloc[table.place[at]])), int(table.day[at]))
        did, reason = _deed(table, at, spell, str(events["event_id"].iloc[row]), rules[str(events["kind"].iloc[row])])
        after = {} if spell is None else {"holder_after": str(spell["holder"]), "status_after": str(spell["status"])}
        told[row] |= {"did": did, "why": reason, "weight": float(table.weight[at])} | after
    frame = pd.DataFrame(told, columns=list(DEED_COLUMNS), index=events.index)
    return frame.astype(dict.fromkeys(DEED_COLUMNS[:-1], "str") | {"weight": "float64"})


def _spell_on(of_place: pd.DataFrame | None, day: int) -> pd.Series[Any] | None:
    if of_place is None:
        return None
    moment = pd.Timestamp(day, unit="D", tz="UTC")
    return of_place[(of_place["start"] <= moment) & ~(of_place["end"] <= moment)].iloc[0]


def _deed(table: Reports, at: int, spell: pd.Series[Any] | None, event_id: str, rule: Rule) -> tuple[str, str]:
    if table.overruled[at]:
        return "set aside", "an analyst decided for the report that contradicts it"
    if table.denied[at]:
        return "changed nothing", "the report is denied, and a denied report never sets"
    if spell is None:
        return "stands elsewhere", rule.why
    sets, supports = spell["set_by"] == event_id, event_id in spell["renewed_by"]
    if table.effect[at] in (DOES_SET, DOES_RENEW):
        why = rule.why if rule.effect != CLEARS else "one side left, and the report names who holds the place since"
        return _about_a_holder(spell, str(table.names[table.faction[at]]), why, sets=sets, supports=supports)
    if table.effect[at] == DOES_CLEAR:
        return _about_leaving(rule, sets=sets, supports=supports, settled=spell["status"] != "unknown")
    return _about_the_rest(int(table.effect[at]), rule, sets=sets, supports=supports)


def _about_the_rest(effect: int, rule: Rule, *, sets: bool, supports: bool) -> tuple[str, str]:
    if effect == DOES_BESIEGE:
        return ("marked a siege, and confirmed the holder" if supports else "marked a siege"), rule.why
    if effect == DOES_CONTEST and not sets and not supports:
        return "changed nothing", "the day's fighting had an outcome: another report names it"
    if effect == DOES_CONTEST:
        why = rule.why if rule.effect == CONTESTS else "the report names no holder, but fighting"
        return ("contested the place" if sets else "confirmed the fighting"), why
    return "changed nothing", rule.why


def _about_a_holder(spell: pd.Series[Any], faction: str, why: str, *, sets: bool, supports: bool) -> tuple[str, str]:
    conflict = "another report names another holder for the same day, so both stand"
    if spell["status"] == "contested" and (sets or not supports):
        return f"said {faction} holds it: contested", conflict if spell["against"] or sets else why
    if sets:
        return f"set the holder: {faction}", why
    if supports:
        return f"confirmed {spell['holder']}", why
    return f"said otherwise: {faction}", "a party's claim in its own favour gives way to a report against the speaker's interest"


def _about_leaving(rule: Rule, *, sets: bool, supports: bool, settled: bool) -> tuple[str, str]:
    if sets:
        return "cleared the holder", rule.why
    if supports:
        return "confirmed that nobody is known to hold it", rule.why
    return "changed nothing", "the one who left is not the one who held it then" if settled else rule.why
