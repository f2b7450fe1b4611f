"""Two dates side by side: what changed hands in between, as a table and as one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from events.control.at import control_at
from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD
from events.control.moments import day_number
from events.schema import UNKNOWN

DIFFERENCE_COLUMNS: Final = (
    "place_id",
    "place",
    "admin",
    "change",
    "holder_before",
    "status_before",
    "confidence_before",
    "holder_after",
    "status_after",
    "confidence_after",
    "set_by",
    "since",
    "spoken_for_by",
    "geo_precision",
    "geometry",
)
#: What can happen to a place between two dates, in the order in which the table lists it.
CHANGED_HANDS, FIRST_HELD, LOST, CONTESTED, SETTLED, FADED, RENAMED = KINDS_OF_CHANGE = (
    "changed hands",  # held by another camp than before
    "newly held",  # held now, by nobody known before
    "lost",  # the holder left, and nobody is named
    "now contested",
    "no longer contested",  # and held by the one who held it before
    "fell silent",  # no news for too long: not a loss
    "same camp",  # another faction of the same camp
)
_MOSTLY: Final = 0.5
_PLACES_NAMED: Final = 2
_INSIDE_A_TOWN: Final = ("point", "neighbourhood", "part_of_city")


@dataclass(frozen=True, eq=False)
class Difference:
    """What changed between two days.

    Attributes
    ----------
    table : geopandas.GeoDataFrame
        One row a place that changed: columns `DIFFERENCE_COLUMNS`, `change` one of `KINDS_OF_CHANGE`.
    balance : pandas.DataFrame
        One row a faction: `faction`, `gained`, `lost` (places), the largest sum first.
    sentence : str
        The gist, for the faction asked for or else the one with the most changes.
    """

    table: gpd.GeoDataFrame
    balance: pd.DataFrame
    sentence: str


def difference(
    spells: gpd.GeoDataFrame,
    first: str | pd.Timestamp,
    second: str | pd.Timestamp,
    *,
    faction: str = "",
    half_life_days: float = HALF_LIFE_DAYS,
    threshold: float = THRESHOLD,
) -> Difference:
    """Compare who held what on two days; the earlier one always comes first.

    A place counts as gained by the faction that holds it on the later day and did not on the earlier, and as lost by the one that held
    it before and holds it no longer: because another does, because it left, or because the place is contested. A place of which only
    the news has run out is neither, and a place that only follows the place around it (`spoken_for_by`) is listed but not counted again.

    Parameters
    ----------
    spells : geopandas.GeoDataFrame
        From `spells.spells`.
    first, second : str or Timestamp
        The days, ISO 8601.
    faction : str
        The faction the sentence is about; "" for the one with the most changes.
    half_life_days, threshold : float
        As for `control_at`.

    Raises
    ------
    InputError
        A day is no date, or an option is out of range.
    """
    first, second = sorted((first, second), key=day_number)
    before, after = (control_at(spells, day, half_life_days=half_life_days, threshold=threshold) for day in (first, second))
    table = _table(before, after)
    balance = _balance(table)
    return Difference(table, balance, _sentence(table, balance, first, second, faction))


def _table(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    kept = ["holder", "status", "confidence", "camp"]
    joined = after.merge(pd.DataFrame(before[["place_id", *kept]]), on="place_id", how="left", suffixes=("_after", "_before"))
    for name in ("holder_before", "camp_before"):
        joined[name] = joined[name].astype("str").where(joined[name].notna(), UNKNOWN)
    joined["status_before"] = joined["status_before"].astype("str").where(joined["status_before"].notna(), "")
    joined["confidence_before"] = joined["confidence_before"].fillna(0.0)
    held_before, held_after = joined["status_before"] == "held", joined["status_after"] == "held"
    silent = (joined["status_after"] == UNKNOWN) & (joined["holder_after"] == joined["holder_before"])
    joined["change"] = np.select(
        [
            held_before & held_after & (joined["camp_before"] != joined["camp_after"]),
            held_before & held_after & (joined["holder_before"] != joined["holder_after"]),
            ~held_before & held_after & (joined["status_before"] == "contested") & (joined["camp_before"] == joined["camp_after"]),
            ~held_before & held_after,
            (joined["status_after"] == "contested") & (joined["status_before"] != "contested"),
            silent & (joined["status_before"] != "") & (joined["status_before"] != UNKNOWN),
            held_before & ~held_after,
        ],
        [CHANGED_HANDS, RENAMED, SETTLED, FIRST_HELD, CONTESTED, FADED, LOST],
        "",
    )
    rank = {kind: position for position, kind in enumerate(KINDS_OF_CHANGE)}
    changed = joined[joined["change"] != ""]
    order = changed.assign(rank=changed["change"].map(rank)).sort_values(["rank", "place_id"], kind="stable").index
    return changed.loc[order, list(DIFFERENCE_COLUMNS)].reset_index(drop=True)


def _balance(table: gpd.GeoDataFrame) -> pd.DataFrame:
    table = table[table["spoken_for_by"] == ""]
    gains = table[table["change"].isin((CHANGED_HANDS, FIRST_HELD))]["holder_after"].value_counts()
    had = table["status_before"] == "held"
    losses = table[had & table["change"].isin((CHANGED_HANDS, LOST, CONTESTED))]["holder_before"].value_counts()
    both = pd.DataFrame({"gained": gains, "lost": losses}).fillna(0).astype("int64").rename_axis("faction").reset_index()
    both["sum"] = both["gained"] + both["lost"]
    return both.sort_values(["sum", "gained", "faction"], ascending=[False, False, True], ignore_index=True)[["faction", "gained", "lost"]]


def _sentence(table: gpd.GeoDataFrame, balance: pd.DataFrame, first: str | pd.Timestamp, second: str | pd.Timestamp, faction: str) -> str:
    between = f"Between {_days_in_words(first, second)}"
    named = faction or (str(balance["faction"].iloc[0]) if len(balance) else "")
    row = balance[balance["faction"] == named]
    if row.empty:
        return f"{between} {f'{_the(named)} neither gained nor lost a place' if named else 'no place changed hands'}."
    gained, lost = int(row["gained"].iloc[0]), int(row["lost"].iloc[0])
    gained_it = (table["holder_after"] == named) & table["change"].isin((CHANGED_HANDS, FIRST_HELD))
    its = table[(table["spoken_for_by"] == "") & (gained_it | _lost_by(table, named))]
    verb = (
        f"gained {_places(gained)} and lost {lost}"
        if gained and lost
        else f"gained {_places(gained)}"
        if gained
        else f"lost {_places(lost)}"
    )
    return f"{between} {_the(named)} {verb}{_mostly_in(its)}."


def _lost_by(table: gpd.GeoDataFrame, faction: str) -> pd.Series[bool]:
    had = (table["holder_before"] == faction) & (table["status_before"] == "held")
    return pd.Series(had & table["change"].isin((CHANGED_HANDS, LOST, CONTESTED)))


def _mostly_in(changed: gpd.GeoDataFrame) -> str:
    """Return ", mostly in Basra and Kut": the one or two towns, else provinces, in which more than half of the changes lie."""
    inside = changed["geo_precision"].isin(_INSIDE_A_TOWN) & (changed["admin"] != "")
    towns = changed["admin"].where(inside, changed["place"])
    for where in (towns, changed["admin"]):
        counts = where[where != ""].value_counts().rename_axis("name").reset_index()
        top = counts.sort_values(["count", "name"], ascending=[False, True]).head(_PLACES_NAMED)
        if len(changed) <= _PLACES_NAMED or top["count"].sum() <= _MOSTLY * len(changed):
            continue
        first, last = top.iloc[0], top.iloc[-1]
        named = top.head(1) if first["count"] > _MOSTLY * len(changed) and 2 * last["count"] < first["count"] else top
        how = "all" if named["count"].sum() == len(changed) else "mostly"
        return f", {how} in {' and '.join(named['name'].astype('str'))}"
    return ""


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count:,} places"


def _the(faction: str) -> str:
    """Return the name on one line with an article, unless it is a plural or has one: "the Mahdi Army", "British forces"."""
    faction = " ".join(faction.split())
    first = faction.partition(" ")[0].lower()
    return faction if first in ("the", "al") or faction.endswith("s") or " " not in faction else f"the {faction}"


def _days_in_words(first: str | pd.Timestamp, second: str | pd.Timestamp) -> str:
    one, other = (pd.Timestamp(day_number(day), unit="D") for day in (first, second))
    end = f"{other.day} {other.month_name()} {other.year}"
    if one.year != other.year:
        return f"{one.day} {one.month_name()} {one.year} and {end}"
    return f"{one.day} and {end}" if one.month == other.month else f"{one.day} {one.month_name()} and {end}"
