"""Spells as packed columns, for the map to draw who held what without asking the server.

A file of `columns_file` with magic "CTL1" and the header `{n, reports, places, first_day, days, half_life_days, threshold, part_speaks,
factions: [name…]}`; the names are a JSON array of `[place_id, place, admin]`.

Columns of spells (n), sorted by place, start: `place` u4, `holder` and `camp` u2 (index in factions), `status` u1 (0 held, 1 contested,
2 unknown), `claimed` u1, `start`, `end`, `holder_since`, `camp_since` u2 (days since first_day; end is the first day after, 65535 for
none), `set_by` u4 (row in the event table, 4294967295 where it is not in it), `against` u2 (how many reports say otherwise), `report` and
`siege` u4 (index of the spell's first; its last is before the next spell's first). Columns of reports: `report_day` u2 (the last day it
speaks of), `report_from` u2 (the day of the event, from which it counts), `report_confidence` f4 (0 to 1), `report_claimed` u1. Columns
of sieges: `siege_from`, `siege_until` u2 (last day, 65535 for none). Columns of places: `lies_in` u4 (4294967295 for none), `x`, `y` u4
(web mercator, [0, 1) × 2³²; 4294967295 not placed), `radius` f4 metres.

Confidence on a day t of a spell: the largest, over its reports with report_from ≤ t, of confidence × 2^(-(t - min(report_day, t)) /
half-life); below the threshold the status is unknown. How places speak for the places inside them is in `at`; `control_at` is the
reference for whoever reads this file.
"""

from __future__ import annotations

import json
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events.control.coded import mapped
from events.control.columns_file import NOWHERE, columns_file, web_mercator
from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD
from events.control.listed import flatten
from events.control.moments import days_of
from events.control.scope import DOUBT_SPEEDS_FADING, SPEAKS_FOR_PART
from events.errors import InputError

MAGIC: Final = b"CTL1"
NO_DAY: Final = 0xFFFF
STATUS_CODES: Final = {"held": 0, "contested": 1, "unknown": 2}


def pack_spells(
    spells: gpd.GeoDataFrame,
    event_ids: pd.Series[str],
    *,
    half_life_days: float = HALF_LIFE_DAYS,
    threshold: float = THRESHOLD,
) -> bytes:
    """Return the spells as one file of columns.

    Parameters
    ----------
    spells : geopandas.GeoDataFrame
        From `spells.spells`, sorted as it returns them.
    event_ids : pandas.Series of str
        `event_id` of the event table, in its order: `set_by` becomes a row of it.
    half_life_days, threshold : float
        Written to the header; the map may change them.

    Raises
    ------
    InputError
        The spells span more days, or name more factions, than 65,534.
    """
    start = days_of(spells["start"])
    first_day = int(start.min()) if len(start) else 0
    end = np.where(spells["end"].isna(), NO_DAY, days_of(spells["end"]) - first_day)
    codes, factions = pd.factorize(pd.concat([spells["holder"], spells["camp"]], ignore_index=True), sort=True)
    place, labels = pd.factorize(spells["place_id"])
    known = spells.drop_duplicates("place_id")
    offsets, reported = _reports(spells, first_day)
    besieged, sieges = _sieges(spells, first_day)
    longest = max([int(values.max()) for values in (start - first_day, reported["report_day"], sieges["siege_from"]) if len(values)] + [0])
    if longest >= NO_DAY or len(factions) >= NO_DAY:
        raise InputError("more than 65,534 days or factions do not fit the map's columns.", value=max(longest, len(factions)))
    columns: dict[str, npt.NDArray[Any]] = {
        "place": place.astype("<u4"),
        "holder": codes[: len(spells)].astype("<u2"),
        "camp": codes[len(spells) :].astype("<u2"),
        "status": mapped(spells["status"], lambda word: STATUS_CODES.get(word, STATUS_CODES["unknown"]), "u1"),
        "claimed": spells["set_claimed"].to_numpy().astype("u1"),
        "start": (start - first_day).astype("<u2"),
        "end": end.astype("<u2"),
        "holder_since": np.maximum(days_of(spells["holder_since"]) - first_day, 0).astype("<u2"),
        "camp_since": np.maximum(days_of(spells["camp_since"]) - first_day, 0).astype("<u2"),
        "set_by": _rows_of(spells["set_by"], event_ids),
        "against": _counted(spells["against"], len(spells)).astype("<u2"),
        "report": offsets.astype("<u4"),
        "siege": besieged.astype("<u4"),
        "report_from": reported["report_from"].astype("<u2"),
        "report_day": reported["report_day"].astype("<u2"),
        "report_confidence": reported["report_confidence"].astype("<f4"),
        "report_claimed": reported["report_claimed"].astype("u1"),
        **{name: values.astype("<u2") for name, values in sieges.items()},
        **_places(known, labels),
    }
    names = json.dumps(known[["place_id", "place", "admin"]].to_numpy(dtype=object).tolist(), ensure_ascii=False, separators=(",", ":"))
    header = {
        "n": len(spells),
        "reports": len(reported["report_day"]),
        "sieges": len(sieges["siege_from"]),
        "places": len(known),
        "first_day": str(np.datetime64(first_day, "D")),
        "days": longest + 1,
        "half_life_days": half_life_days,
        "threshold": threshold,
        "part_speaks": SPEAKS_FOR_PART,
        "doubt": DOUBT_SPEEDS_FADING,
        "factions": [str(name) for name in factions],
    }
    return columns_file(MAGIC, header, columns, names.encode())


def _rows_of(wanted: pd.Series[str], event_ids: pd.Series[str]) -> npt.NDArray[np.uint32]:
    text = pa.large_string()
    rows = pc.index_in(pa.array(wanted.astype("str").array, text), pa.array(event_ids.astype("str").array, text))
    return np.asarray(pc.fill_null(rows.cast(pa.uint32()), NOWHERE).to_numpy(zero_copy_only=False), dtype="<u4")


def _counted(lists: pd.Series[Any], count: int) -> npt.NDArray[np.int64]:
    """Return how many values each list holds, at most what two bytes hold."""
    owner, _ = flatten(lists, kind="text")
    return np.minimum(np.bincount(owner, minlength=count), NO_DAY)


def _sieges(spells: gpd.GeoDataFrame, first_day: int) -> tuple[npt.NDArray[np.int64], dict[str, npt.NDArray[Any]]]:
    """Return where each spell's sieges begin, and the sieges."""
    owner, on = flatten(spells["besieged_on"], kind="day")
    _, until = flatten(spells["besieged_until"], kind="day")
    last = np.where(until < 0, NO_DAY, np.clip(until - first_day, 0, NO_DAY - 1))
    return np.searchsorted(owner, np.arange(len(spells))), {"siege_from": on - first_day, "siege_until": last}


def _reports(spells: gpd.GeoDataFrame, first_day: int) -> tuple[npt.NDArray[np.int64], dict[str, npt.NDArray[Any]]]:
    """Return where each spell's reports begin, and the reports: the one that set it, then those that renewed it."""
    owner, on = flatten(spells["renewed_on"], kind="day")
    _, until = flatten(spells["renewed_until"], kind="day")
    _, weight = flatten(spells["renewed_confidence"], kind="number")
    _, claimed = flatten(spells["renewed_claimed"], kind="flag")
    every = np.r_[np.arange(len(spells)), owner]
    order = np.argsort(every, kind="stable")
    start = days_of(spells["start"])
    confidence = np.r_[spells["set_confidence"].to_numpy(dtype=np.float64), weight.astype(np.float64)]
    offsets = np.searchsorted(every[order], np.arange(len(spells)))
    return offsets, {
        "report_from": (np.r_[start, on] - first_day)[order],
        # A report older than the first spell (a holder who is back after a fight) counts from the first day at the earliest.
        "report_day": np.maximum(np.r_[days_of(spells["set_until"]), until] - first_day, 0)[order],
        "report_confidence": confidence[order],
        "report_claimed": np.r_[spells["set_claimed"].to_numpy(dtype=bool), claimed.astype(bool)][order],
    }


def _places(known: gpd.GeoDataFrame, labels: pd.Index) -> dict[str, npt.NDArray[Any]]:
    centres = shapely.centroid(known.geometry.to_numpy())
    x, y = web_mercator(shapely.get_x(centres), shapely.get_y(centres))
    around = pd.Index(labels).get_indexer(pd.Index(known["lies_in"]))
    return {
        "lies_in": np.where(around < 0, NOWHERE, around).astype("<u4"),
        "x": x,
        "y": y,
        "radius": known["radius_m"].to_numpy().astype("<f4"),
    }
