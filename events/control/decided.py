"""An analyst's decisions in words, beside the reports they are about: what every export carries."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd


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
