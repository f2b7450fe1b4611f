"""A data set in memory after some edits of its log."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from events.dataset import Dataset
from events.edits import Edit
from events.fingerprint import fingerprint_and_sketch
from events.replay import replay


def with_edits(dataset: Dataset, edits: Sequence[Edit]) -> tuple[Dataset, tuple[str, ...]]:
    """Return the data set after some edits, and the edits that do not fit the events they change, in words.

    Parameters
    ----------
    dataset : Dataset
        As it was before the first edit; it is not changed.
    edits : sequence of Edit
        In the order of the log.
    """
    if not edits:
        return dataset, ()
    state = replay(dataset.events, edits)
    mark, outline = fingerprint_and_sketch(state.events)
    rejected = pd.concat([dataset.rejected, state.rejected], ignore_index=True) if len(state.rejected) else dataset.rejected
    unresolved = _unresolved(state.events, dataset.unresolved)
    made = Dataset(dataset.name, state.events, rejected, unresolved, dataset.factions, dataset.gazetteer, mark, outline)
    return made, state.conflicts


def _unresolved(events: gpd.GeoDataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the places that are not found now, with what was known of them."""
    lost = events[events.geometry.isna() & (events["place"] != "")]
    now = lost.groupby(["place", "admin"], as_index=False, observed=True).size().rename(columns={"size": "rows"})
    if now.empty:
        return known.iloc[:0]
    merged = now.merge(known.drop(columns="rows"), on=["place", "admin"], how="left")
    merged["reason"] = merged["reason"].fillna("not found")
    merged["candidates"] = [c if isinstance(c, tuple | list) else () for c in merged["candidates"]]
    result: pd.DataFrame = merged[list(known.columns)]
    return result
