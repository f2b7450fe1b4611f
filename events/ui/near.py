"""What stands near an event in its data set: reports of the same place, and those that it contradicts."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from events import summary
from events.dataset import Dataset
from events.ui.stored import Stored

Rows = npt.NDArray[np.intp]


def others_at(dataset: Dataset, row: int) -> Rows:
    """Return the rows of the other events whose place has the same name in the same larger unit, oldest first."""
    if not isinstance(dataset, Stored):
        return _rows(summary.others_at(dataset.events, _id(dataset, row)))
    place, names = dataset.coded("place")
    if not names[place[row]]:
        return np.zeros(0, dtype=np.intp)
    admin, _ = dataset.coded("admin")
    found: Rows = np.flatnonzero((place == place[row]) & (admin == admin[row]))
    others: Rows = found[found != row]
    return others


def contradictions_of(dataset: Dataset, row: int) -> Rows:
    """Return the rows of the events that this one is stated to contradict, in either direction."""
    this = _id(dataset, row)
    if not isinstance(dataset, Stored):
        return _rows(summary.contradictions_of(dataset.events, this))
    stated, names = dataset.coded("contradicts")
    saying = np.flatnonzero(stated == names.index(this)) if this in names else np.zeros(0, dtype=np.intp)
    said = dataset.row_of(names[stated[row]])
    both: Rows = np.unique([*saying, *([] if said is None else [said])]).astype(np.intp)
    against: Rows = both[both != row]
    return against


def _rows(events: gpd.GeoDataFrame) -> Rows:
    rows: Rows = events.index.to_numpy(dtype=np.intp)
    return rows


def _id(dataset: Dataset, row: int) -> str:
    return str(dataset.rows([row])["event_id"].iloc[0])
