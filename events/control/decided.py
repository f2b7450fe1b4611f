"""An analyst's decisions as a file holds them, and in words beside the reports they are about: what every export carries."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from events.cells import unguard
from events.control.contradictions import DECISION_COLUMNS


def as_decided(table: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions of a file as they were made: all cells text in, and a download's guard against formulas taken away again."""
    if not set(DECISION_COLUMNS) <= set(table.columns):
        return table  # written by hand, where an apostrophe is one
    return table.assign(**{name: unguard(table[name]) for name in DECISION_COLUMNS})


def decision_words(decisions: pd.DataFrame | None) -> dict[str, list[str]]:
    """Return `event_id` → each decision about it: the pair, the verdict, the reason, who decided and when."""
    words: dict[str, list[str]] = {}
    for row in [] if decisions is None else decisions.fillna("").astype("str").to_dict("records"):
        text = f"{row['event_id']} and {row['other_id']}: {row['verdict']}"
        signed = ", ".join(row[name] for name in ("decided_by", "decided_on") if row.get(name))
        text += f" ({row['reason']})" if row.get("reason") else ""
        for event_id in (row["event_id"], row["other_id"]):
            words.setdefault(str(event_id), []).append(text + (f" [{signed}]" if signed else ""))
    return words


def with_decisions(events: gpd.GeoDataFrame, decisions: pd.DataFrame | None) -> gpd.GeoDataFrame:
    """Return the events with a column `decisions`, "" where nobody decided on a report; unchanged where there is no decision at all."""
    words = decision_words(decisions)
    if not words:
        return events
    told = [" | ".join(words.get(str(event_id), [])) for event_id in events["event_id"]]
    return events.assign(decisions=pd.Series(told, index=events.index, dtype="str"))
