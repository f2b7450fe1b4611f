"""The ledger of a place: every report in order, what each did, which one sets today's colour and who says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.at import control_at
from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD
from events.control.contradictions import overruled
from events.control.deeds import deeds
from events.control.finding import find_place
from events.control.places import places
from events.control.rules import RULES, Rule
from events.control.spells import spells

LEDGER_COLUMNS: Final = (
    "event_id",
    "start",
    "end",
    "date_precision",
    "place",
    "scope",
    "kind",
    "faction",
    "opponent",
    "asserted",
    "did",
    "why",
    "holder_after",
    "status_after",
    "weight",
    "role",
    "publisher",
    "title",
    "url",
    "published",
    "summary",
)
HERE, AROUND, ELSEWHERE = "here", "around", "elsewhere"
SETS_IT, CONFIRMS_IT, SAYS_OTHERWISE = "sets today's state", "confirms it", "says otherwise"


def ledger(
    events: gpd.GeoDataFrame,
    place: str,
    *,
    known_spells: gpd.GeoDataFrame | None = None,
    known_places: tuple[npt.NDArray[np.int64], gpd.GeoDataFrame] | None = None,
    when: str | pd.Timestamp | None = None,
    gazetteer: pd.DataFrame | None = None,
    factions: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    rules: Mapping[str, Rule] = RULES,
    discount_own_claims: bool = True,
    half_life_days: float = HALF_LIFE_DAYS,
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Return every report on a place in order, and what each did.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table.
    place : str
        `place_id`, name or other spelling of the place.
    known_spells : geopandas.GeoDataFrame, optional
        What `spells.spells` returned for the same events and options, to save making them again.
    known_places : tuple, optional
        What `places.places` returned for the same events and gazetteer; the same.
    when : str or Timestamp, optional
        "Today": the day whose state is explained; without it the day of the last event.
    gazetteer, factions, decisions, rules, discount_own_claims
        As for `spells.spells`.
    half_life_days, threshold
        As for `control_at`.

    Returns
    -------
    pandas.DataFrame
        Columns `LEDGER_COLUMNS`, sorted by `start`, `event_id`.

        * `scope`: "here", "around" (a report on a place around this one) or "elsewhere" (a report that another contradicts).
        * `did` and `why`: the effect in words and the rule behind it; `holder_after`, `status_after` the state of the report's own place
          after its day; `weight` 0 to 1. Context events did nothing and have no weight.
        * `role` on the day `when`: "sets today's state", "confirms it", "says otherwise" or "".

    Raises
    ------
    InputError
        No place, or more than one, is called so; or `when` is no date.
    """
    counted: dict[str, Any] = {"factions": factions, "rules": rules, "discount_own_claims": discount_own_claims}
    code, table = known_places if known_places is not None else places(events, gazetteer=gazetteer)
    row = find_place(table, place, gazetteer=gazetteer)
    found = known_spells if known_spells is not None else spells(events, gazetteer=gazetteer, decisions=decisions, **counted)
    chain = _chain(found, str(table["place_id"].iloc[row]))
    codes = pd.Index(table["place_id"]).get_indexer(pd.Index(chain))
    of_place = found[found["place_id"].isin(chain)]
    named = _named_against(found[found["place_id"] == chain[0]])
    chosen = np.isin(code, codes) | events["event_id"].isin(named).to_numpy(dtype=bool)
    told = events[chosen].reset_index(drop=True)
    did = deeds(told, code[chosen], of_place, table["place_id"], overruled=overruled(decisions, events["event_id"]), **counted)
    day = when if when is not None else events["start"].max()
    state = control_at(of_place, day, half_life_days=half_life_days, threshold=threshold)
    state = state[state["place_id"] == chain[0]]
    return _put_together(told, did, code[chosen], codes, _roles(state, of_place, day))


def _chain(found: gpd.GeoDataFrame, place_id: str) -> list[str]:
    """Return the place and those around it, the nearest first."""
    above = dict(zip(found["place_id"].tolist(), found["lies_in"].tolist(), strict=True))  # as lists: cell by cell is ten times slower
    chain = [place_id]
    while (outer := above.get(chain[-1], "")) and outer not in chain:
        chain.append(outer)
    return chain


def _named_against(of_place: gpd.GeoDataFrame) -> set[str]:
    return {event_id for listed in of_place["against"] for event_id in listed}


def _roles(state: gpd.GeoDataFrame, of_place: gpd.GeoDataFrame, day: str | pd.Timestamp) -> dict[str, str]:
    """Return event_id → its role in the state shown on the day."""
    if state.empty:
        return {}
    now = state.iloc[0]
    behind = of_place[(of_place["set_by"] == now["set_by"]) & (of_place["start"] == now["since"])].iloc[0]
    moment = pd.Timestamp(day)
    last = (moment if moment.tzinfo else moment.tz_localize("UTC")).date()
    confirmed = (event_id for event_id, on in zip(behind["renewed_by"], behind["renewed_on"], strict=True) if on <= last)
    # Where the place around speaks, the last word on the place itself may say otherwise.
    own = of_place[(of_place["place_id"] == now["place_id"]) & (of_place["start"] <= now["last_report"])].iloc[-1:]
    silenced = own.loc[own["camp"] != now["camp"], "set_by"]
    return (
        dict.fromkeys([*now["against"], *silenced], SAYS_OTHERWISE) | dict.fromkeys(confirmed, CONFIRMS_IT) | {str(now["set_by"]): SETS_IT}
    )


def _put_together(
    told: gpd.GeoDataFrame, did: pd.DataFrame, code: np.ndarray[Any, Any], codes: np.ndarray[Any, Any], roles: dict[str, str]
) -> pd.DataFrame:
    scope = np.select([code == codes[0], np.isin(code, codes)], [HERE, AROUND], ELSEWHERE)
    frame = pd.DataFrame(told.drop(columns="geometry")).assign(scope=scope, role=[roles.get(str(name), "") for name in told["event_id"]])
    joined = pd.concat([frame.drop(columns=[name for name in did.columns if name in frame]), did], axis=1)
    return joined[list(LEDGER_COLUMNS)].sort_values(["start", "event_id"], ignore_index=True)
