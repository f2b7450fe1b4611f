"""Events → control spells: who held each place from when to when, by which report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control import evidence
from events.control.contradictions import overruled
from events.control.days import verdicts
from events.control.moments import moments
from events.control.places import places
from events.control.reports import NOBODY, Reports, reports
from events.control.rules import RULES, Rule
from events.control.scope import enclosing
from events.control.timeline import STATUSES, Runs, runs
from events.schema import CRS, UNKNOWN

Ints = npt.NDArray[np.int64]
SPELL_COLUMNS: Final = (
    "place_id",
    "place",
    "admin",
    "lies_in",
    "holder",
    "camp",
    "status",
    "start",
    "end",
    "holder_since",
    "camp_since",
    "set_by",
    "set_until",
    "set_confidence",
    "set_claimed",
    "renewed_by",
    "renewed_on",
    "renewed_until",
    "renewed_confidence",
    "renewed_claimed",
    "against",
    "besieged_by",
    "besieged_on",
    "besieged_until",
    "geo_precision",
    "radius_m",
    "geometry",
)


def spells(
    events: gpd.GeoDataFrame,
    *,
    gazetteer: pd.DataFrame | None = None,
    factions: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    rules: Mapping[str, Rule] = RULES,
    discount_own_claims: bool = True,
) -> gpd.GeoDataFrame:
    """Return the control spells of every place that a control report speaks of.

    The spells of a place follow each other without gap or overlap from its first control report on; the last is open. They do not fade:
    how much is left of a report on a day is for `control_at`. The order of the events decides nothing.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table (`schema.validate`).
    gazetteer : pandas.DataFrame, optional
        Places with `name`, `parent`, and `aliases`, `lon`, `lat`, `radius_m`, `shape` where known: folds spellings and says what lies in
        what (`scope`).
    factions : pandas.DataFrame, optional
        Columns `faction`, `aliases`, `parent`: which factions are one camp and do not contradict each other.
    decisions : pandas.DataFrame, optional
        An analyst's decisions on contradicting reports, see `contradictions.DECISION_COLUMNS`.
    rules : mapping of str to Rule
        What each kind of report does, see `rules`.
    discount_own_claims : bool
        Whether a party's claim in its own favour counts less, and gives way to a report against the speaker's interest on the same day.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `SPELL_COLUMNS`, sorted by `place_id`, `start`. Days are UTC midnights.

        * `place_id` unique label of the place, `place`, `admin` its names, `lies_in` the `place_id` of the place around it, "" for none.
        * `holder` the faction, "unknown" if none is known; kept beside the status "contested". `camp` the topmost faction above it.
        * `status` held, contested or unknown. `start` first day, `end` first day after, NaT for the last spell. `holder_since` first day
          of this holder, fighting in between included; `camp_since` of this camp.
        * `set_by` the report that made it so, `set_until` the last day it speaks of, `set_confidence` 0 to 1 (0: it
          names nobody and says nothing of a holder), `set_claimed` bool.
        * `renewed_by`, `_on`, `_until`, `_confidence`, `_claimed`: lists, a value for each report that confirms the spell, by day.
        * `against` list of the reports that say otherwise.
        * `besieged_by`, `_on`, `_until` lists, a value for each siege reported; `besieged_until` before 1970 for a siege without end.
        * `geo_precision`, `radius_m` (metres), `geometry` of the place as its most precise report gives it.

    Raises
    ------
    InputError
        The decisions name an event that does not exist, or a verdict we do not know.
    """
    code, table = places(events, gazetteer=gazetteer)
    rejected = overruled(decisions, events["event_id"])
    found = reports(events, code, rules=dict(rules), factions=factions, overruled=rejected, discount_own_claims=discount_own_claims)
    days, day_of = verdicts(found)
    stretches, run_of = runs(days)
    used = np.unique(found.place)
    known = table.iloc[used].reset_index(drop=True)
    known["lies_in"] = _within(known, gazetteer)
    return _frame(events, found, stretches, run_of[day_of], known.iloc[np.searchsorted(used, stretches.place)])


def _within(known: gpd.GeoDataFrame, gazetteer: pd.DataFrame | None) -> pd.Series[str]:
    around = enclosing(known, gazetteer=gazetteer)
    labels = known["place_id"].to_numpy(dtype=object)
    return pd.Series(np.where(around >= 0, labels[around], "") if len(known) else [], dtype="str")


def _frame(events: gpd.GeoDataFrame, found: Reports, stretches: Runs, run: Ints, of_spell: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the spells together; `run` is the spell of each report, `of_spell` the place of each spell."""
    place = of_spell.reset_index(drop=True)
    names = found.names.append(pd.Index([UNKNOWN], dtype="str"))
    camp = evidence.holder_camps(found, stretches)
    camp_names = found.camp_names.append(pd.Index([UNKNOWN], dtype="str"))
    behind = evidence.columns(events, found, stretches, run)
    frame = pd.DataFrame(
        {
            "place_id": place["place_id"],
            "place": place["place"],
            "admin": place["admin"],
            "lies_in": place["lies_in"],
            "holder": names.take(_code(stretches.holder, names)),
            "camp": camp_names.take(_code(camp, camp_names)),
            "status": pd.Index(STATUSES, dtype="str").take(stretches.status),
            "start": moments(stretches.start),
            "end": moments(stretches.end),
            "holder_since": moments(stretches.holder_since),
            "camp_since": moments(evidence.camp_since(stretches, camp)),
            **behind,
            "geo_precision": place["geo_precision"],
            "radius_m": place["radius_m"],
        }
    )
    geometry = gpd.GeoSeries(place.geometry.to_numpy(), index=frame.index, crs=CRS)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CRS)[list(SPELL_COLUMNS)]


def _code(codes: Ints, names: pd.Index) -> Ints:
    return np.where(codes == NOBODY, len(names) - 1, codes)
