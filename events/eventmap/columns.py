"""The event table as packed columns: one small binary file that the map draws from, without an object an event.

Layout, little-endian: the magic `EVT1`, the header's length (uint32), the header (UTF-8 JSON), then the columns, each aligned to 8 bytes:

=========  ======  =======================================================================================================
column     dtype   meaning
=========  ======  =======================================================================================================
x, y       u4      Web Mercator, fraction of the world's width times 2**32; 0xFFFFFFFF: not placed
day        u2      days since the header's `first_day`; rows are sorted by it
faction    u2      index into the header's `factions`
kind       u1      index into the header's `kinds`
flags      u1      claimed 1, denied 2, date vaguer than a day 4, contradicted by another report 8
precision  u1      `geo_precision` in the low half, `date_precision` in the high half, as indices into the header's lists
radius     f4      metres around the point within which the place lies; NaN: a point, or not known
place      u4      index into the place names
=========  ======  =======================================================================================================

After them come the place names, a JSON list, and with `details=True` the texts of each event, a JSON object of lists; both are read only
when something is pointed at. Row i of the file is row i of the table. The same table gives the same bytes.
"""

from __future__ import annotations

import itertools
import json
import struct
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.errors import InputError
from events.eventmap.colours import faction_colours, faction_counts
from events.eventmap.geometry import UNPLACED, locate, mercator
from events.eventmap.kinds import LOOKS, ORDER, Look
from events.schema import CONTEXT_KINDS, DATE_PRECISIONS, GEO_PRECISIONS, PSEUDO_FACTIONS, UNKNOWN

MAGIC: Final = b"EVT1"
DTYPES: Final = {
    "x": "<u4",
    "y": "<u4",
    "radius": "<f4",
    "place": "<u4",
    "day": "<u2",
    "faction": "<u2",
    "kind": "|u1",
    "flags": "|u1",
    "precision": "|u1",
}
CLAIMED, DENIED, VAGUE_DATE, CONTRADICTED = 1, 2, 4, 8
MOST_DAYS: Final = 65_536
#: Texts that go along with `details=True`, so that a saved map can show the source behind a mark.
DETAILS: Final = ("event_id", "summary", "publisher", "title", "url", "published", "opponent")
_ALIGNED: Final = 8
_PRECISIONS: Final = {"geo": ("", *GEO_PRECISIONS), "date": DATE_PRECISIONS}


def pack(events: gpd.GeoDataFrame, *, factions: pd.DataFrame | None = None, details: bool = False) -> bytes:
    """Pack events into the columns that the map draws from.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        Sorted by `start`, which it must have; `geometry` in any CRS, None where an event is not placed. `faction`, `kind`, `place`,
        `geo_precision`, `radius_m` (metres), `date_precision`, `asserted`, `contradicts` and `event_id` are used where they are there.
    factions : pandas.DataFrame, optional
        Columns `faction` and `colour` ("#rrggbb"): colours the user has settled. Other columns are not read.
    details : bool
        Whether the texts of each event (`DETAILS`) go along.

    Raises
    ------
    InputError
        A date is missing, rows are not sorted by date, the data spans more than 65,536 days, or coordinates are no degrees.
    """
    first_day, days = _days(events)
    columns, labels = _columns(events, days)
    header: dict[str, Any] = {
        "n": len(events),
        "first_day": str(first_day),
        "days": int(days[-1]) + 1 if len(days) else 1,
        "placed": int(np.count_nonzero(columns["x"] != UNPLACED)),
        "factions": _factions_header(events, labels["factions"], factions),
        "kinds": labels["kinds"],
        "precisions": {name: list(words) for name, words in _PRECISIONS.items()},
    }
    texts: dict[str, Any] = {"names": labels["places"]}
    if details:
        texts["details"] = {name: events[name].astype("str").fillna("").tolist() for name in DETAILS if name in events}
    return _joined(header, columns, texts)


def _days(events: gpd.GeoDataFrame) -> tuple[np.datetime64, npt.NDArray[np.int64]]:
    """Return the first day and the days since then of each event."""
    if "start" not in events:
        raise InputError("the column start is missing.", hint="It holds the date of each event (datetime64).")
    start = pd.to_datetime(events["start"], utc=True)
    if start.isna().any():
        row = int(np.flatnonzero(start.isna().to_numpy())[0]) + 1
        raise InputError(
            "no date, and the map shows nothing without one.", row=row, column="start", hint="Give it one or leave the row out."
        )
    stamps = start.dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    if not len(stamps):
        return np.datetime64("1970-01-01"), np.zeros(0, dtype=np.int64)
    days = (stamps - stamps[0]).astype(np.int64)
    if (np.diff(days) < 0).any():
        raise InputError("rows are not sorted by start.", column="start", hint='Sort them first: events.sort_values("start").')
    if days[-1] >= MOST_DAYS:
        span = f"{stamps[0]} to {stamps[-1]}"
        raise InputError(
            "spans more than 65,536 days (179 years).", column="start", value=span, hint="Look for a mistyped year, or split the data."
        )
    return stamps[0], days


def _columns(events: gpd.GeoDataFrame, days: npt.NDArray[np.int64]) -> tuple[dict[str, npt.NDArray[Any]], dict[str, list[Any]]]:
    """Return the columns by name, and the labels that `faction`, `kind` and `place` are indices of."""
    placed = locate(events)
    x, y = mercator(placed.lon, placed.lat)
    faction, factions = _coded(events, "faction", order=list(faction_counts(events)), empty=UNKNOWN)
    kind, kinds = _coded(events, "kind", order=list(ORDER), empty="")
    place, places = _coded(events, "place", order=None, empty="")
    counts = np.bincount(kind, minlength=len(kinds))
    used = np.flatnonzero(counts)
    if len(used) > 256:
        raise InputError("holds more than 256 kinds.", column="kind", hint="Is this the right column?")
    columns: dict[str, npt.NDArray[Any]] = {
        "x": x,
        "y": y,
        "day": days,
        "faction": faction,
        "kind": np.searchsorted(used, kind),
        "flags": _flags(events),
        "precision": _precision(events),
        "radius": _radius(events, placed.radius_m),
        "place": place,
    }
    if len(factions) > 65_536:
        raise InputError("holds more than 65,536 factions.", column="faction", hint="Is this the right column?")
    labels: dict[str, list[Any]] = {"factions": factions, "kinds": _kinds_header([kinds[i] for i in used], counts[used]), "places": places}
    return columns, labels


def _coded(events: pd.DataFrame, name: str, *, order: list[str] | None, empty: str) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return a text column as indices into its labels: those of `order`, then the rest in order of appearance."""
    if name not in events:
        return np.zeros(len(events), dtype=np.int64), [empty]
    column = events[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        found, codes = [str(c) for c in column.cat.categories], column.cat.codes.to_numpy(dtype=np.int64)
    else:
        codes, values = pd.factorize(column, use_na_sentinel=True)
        found, codes = [str(value) for value in values], codes.astype(np.int64)
    found = [value or empty for value in found] + [empty]  # a missing value is -1: the last one
    labels = list(dict.fromkeys([*(order or ()), *found])) if order else list(dict.fromkeys(found))
    position = {label: index for index, label in enumerate(labels)}
    return np.array([position[value] for value in found], dtype=np.int64)[codes], labels


def _flags(events: pd.DataFrame) -> npt.NDArray[np.uint8]:
    flags = np.zeros(len(events), dtype=np.uint8)
    if "asserted" in events:
        flags |= np.where(events["asserted"].eq("claimed").to_numpy(dtype=bool), CLAIMED, 0).astype(np.uint8)
        flags |= np.where(events["asserted"].eq("denied").to_numpy(dtype=bool), DENIED, 0).astype(np.uint8)
    if "date_precision" in events:
        flags |= np.where(events["date_precision"].isin(DATE_PRECISIONS[1:]).to_numpy(dtype=bool), VAGUE_DATE, 0).astype(np.uint8)
    if "contradicts" in events and "event_id" in events:
        stated = events["contradicts"].fillna("").astype("str")
        named = set(stated[stated != ""])
        if named:
            both = stated.ne("") | events["event_id"].isin(named)
            flags |= np.where(both.to_numpy(dtype=bool), CONTRADICTED, 0).astype(np.uint8)
    return flags


def _precision(events: pd.DataFrame) -> npt.NDArray[np.uint8]:
    """Return both precisions in one byte; words that are not in the vocabulary count as not stated (geo) or as a day (date)."""
    halves: list[npt.NDArray[np.uint8]] = []
    for column, words in (("geo_precision", _PRECISIONS["geo"]), ("date_precision", _PRECISIONS["date"])):
        codes, _ = _coded(events, column, order=list(words), empty=words[0])
        halves.append(np.where(codes < len(words), codes, 0).astype(np.uint8))
    packed: npt.NDArray[np.uint8] = (halves[0] | (halves[1] << 4)).astype(np.uint8)
    return packed


def _radius(events: pd.DataFrame, found: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Return the radius that the table states, else that of the geometry; NaN for points."""
    stated = (
        pd.to_numeric(events["radius_m"], errors="coerce").to_numpy(dtype=float) if "radius_m" in events else np.full(len(events), np.nan)
    )
    radius = np.where(np.isnan(stated), found, stated)
    if "geo_precision" in events:
        radius = np.where(events["geo_precision"].eq("point").to_numpy(dtype=bool), np.nan, radius)
    return np.where(radius > 0, radius, np.nan).astype(np.float32)


def _factions_header(events: pd.DataFrame, names: list[str], factions: pd.DataFrame | None) -> list[dict[str, Any]]:
    counts = faction_counts(events)
    chosen: dict[str, str] = {}
    if factions is not None and {"faction", "colour"} <= set(factions.columns):
        stated = factions[factions["colour"].astype("str").str.fullmatch("#[0-9a-fA-F]{6}").fillna(value=False).astype(bool)]
        chosen = dict(zip(stated["faction"].astype("str"), stated["colour"].astype("str"), strict=True))
    colours = faction_colours(counts, chosen=chosen)
    used = [name for name in names if name in counts]
    return [{"name": name, "colour": colours[name], "count": counts[name], "pseudo": name in PSEUDO_FACTIONS} for name in used]


def _kinds_header(names: list[str], counts: npt.NDArray[np.int64]) -> list[dict[str, Any]]:
    """Describe the kinds that occur; those of no vocabulary take turns with the plain shapes."""
    spare = itertools.cycle(("disc", "square", "diamond", "triangle", "hexagon", "plus", "cross"))
    looks = [LOOKS.get(name) or Look(name.replace("_", " ").capitalize() or "Event", next(spare)) for name in names]
    return [
        {"name": name, "label": look.label, "shape": look.shape, "context": name in CONTEXT_KINDS, "count": int(count)}
        for name, look, count in zip(names, looks, counts, strict=True)
    ]


def _joined(header: dict[str, Any], columns: dict[str, npt.NDArray[Any]], texts: dict[str, Any]) -> bytes:
    """Return the file: offsets in the header count from the end of the header, which is itself padded to `_ALIGNED`."""
    blocks, offset, described = [], 0, []
    for name, dtype in DTYPES.items():
        block = np.ascontiguousarray(columns[name], dtype=np.dtype(dtype)).tobytes()
        described.append({"name": name, "dtype": dtype[1:], "offset": offset, "length": len(block)})
        blocks.append(_padded(block))
        offset += len(blocks[-1])
    header["columns"] = described
    for name, value in texts.items():
        block = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        header[name] = {"offset": offset, "length": len(block)}
        blocks.append(_padded(block))
        offset += len(blocks[-1])
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    head += b" " * (-(len(MAGIC) + 4 + len(head)) % _ALIGNED)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *blocks])


def _padded(block: bytes) -> bytes:
    return block + b"\0" * (-len(block) % _ALIGNED)
