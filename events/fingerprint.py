"""Fingerprints of a data set: a strong one that names it, and a short sketch that tells how much two versions differ.

A link carries both. The strong one says whether the data are the same. The sketch spreads the events over 64 buckets by `event_id`
and keeps six bits of each bucket's content, so that, without the old data at hand, the number of buckets that differ is a lower
bound of the number of events that were changed, added or removed (and, up to a few dozen changes, nearly always that number).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events.schema import COLUMNS

BUCKETS: Final = 64
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: How a place was found is told in words that may be improved without the event having changed.
LEFT_OUT: Final = ("located_by", "source_format")
HASHED: Final = tuple(name for name in COLUMNS if name not in LEFT_OUT)
#: So many values tell whether a column's values repeat.
_SAMPLE: Final = 1_000
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)

Digests = npt.NDArray[np.uint64]


def digests(events: gpd.GeoDataFrame) -> Digests:
    """Return one 64-bit digest an event, of all its columns but `LEFT_OUT`; shape (n,)."""
    return mixed((_column_hash(events, name) for name in HASHED), size=len(events))


def mixed(columns: Iterable[Digests], *, size: int) -> Digests:
    """Return one digest an event from the hashes of its columns, which come in the order of `HASHED`; shape (size,)."""
    total = np.zeros(size, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for position, column in enumerate(columns):
            weight = np.uint64(2 * position + 1) * _MIX
            total = _scramble(total ^ (column * weight))
    return total


def fingerprint(events: gpd.GeoDataFrame) -> str:
    """Return 16 hexadecimal digits that name this content whatever the order of its rows."""
    return fingerprint_and_sketch(events)[0]


def fingerprint_and_sketch(events: gpd.GeoDataFrame) -> tuple[str, str]:
    """Return the fingerprint (16 hexadecimal digits) and the sketch (`BUCKETS` characters, six bits for each bucket of events)."""
    return combined(digests(events), bucket_numbers(events["event_id"]))


def bucket_numbers(event_ids: pd.Series[str]) -> npt.NDArray[np.intp]:
    """Return in which bucket of the sketch each event lies; shape (n,)."""
    return buckets_from(hash_text(event_ids))


def buckets_from(hashes: Digests) -> npt.NDArray[np.intp]:
    """Return the buckets for the hashes of `event_id`; shape (n,)."""
    return (hashes % np.uint64(BUCKETS)).astype(np.intp)


def combined(each: Digests, buckets_of: npt.NDArray[np.intp]) -> tuple[str, str]:
    """Return fingerprint and sketch from the events' digests and bucket numbers, which may have been made batch by batch."""
    name = hashlib.sha256(np.sort(each).tobytes()).hexdigest()[:16]
    buckets = np.zeros(BUCKETS, dtype=np.uint64)
    np.bitwise_xor.at(buckets, buckets_of, each)
    return name, "".join(ALPHABET[int(bits)] for bits in _scramble(buckets) >> np.uint64(58))


def changed(then: str, now: str) -> int:
    """Return how many buckets of two sketches differ: at least that many events were changed, added or removed."""
    return sum(a != b for a, b in zip(then, now, strict=True))


def _column_hash(events: gpd.GeoDataFrame, name: str) -> Digests:
    column = events[name]
    if name == "geometry":
        return hash_shapes(column.to_numpy())
    if isinstance(column.dtype, pd.CategoricalDtype):
        return hash_codes(column.cat.codes.to_numpy(), column.cat.categories.to_numpy(dtype=object))
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return hash_values(column.dt.as_unit("us").astype("int64").to_numpy())
    if pd.api.types.is_numeric_dtype(column.dtype):
        return hash_values(column.to_numpy(dtype="float64"))
    return hash_text(column)


def hash_text(column: pd.Series[str]) -> Digests:
    """Hash text; where values repeat, as most do, each distinct one once."""
    filled = column.fillna("")
    if filled.head(_SAMPLE).nunique() * 2 > min(len(filled), _SAMPLE) and len(filled) > _SAMPLE:
        return hash_values(filled.to_numpy(dtype=object))
    codes, uniques = pd.factorize(filled)
    return hash_values(np.asarray(uniques, dtype=object))[codes] if len(codes) else np.zeros(0, dtype=np.uint64)


def hash_shapes(shapes: npt.NDArray[np.object_]) -> Digests:
    """Hash points by their coordinates, which is ten times as fast as by their encoding; all else by well-known binary."""
    points = (shapely.get_type_id(shapes) == shapely.GeometryType.POINT) & ~shapely.is_empty(shapes)
    if not points.all():
        result = hash_values(np.asarray(shapely.to_wkb(shapes, hex=True), dtype=object))
        if points.any():
            result[points] = hash_shapes(shapes[points])
        return result
    return hash_points(shapely.get_x(shapes), shapely.get_y(shapes))


def hash_points(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Digests:
    """Hash points by their coordinates."""
    with np.errstate(over="ignore"):
        return _scramble(hash_values(x)) + hash_values(y)


def hash_codes(codes: npt.NDArray[np.integer], words: npt.NDArray[np.object_]) -> Digests:
    """Hash words that are given by their positions among `words`, each word once; -1 is no word, whose hash is 0."""
    hashed: Digests = np.append(hash_values(words), np.uint64(0))[codes]
    return hashed


def hash_values(values: npt.NDArray[np.generic]) -> Digests:
    """Hash numbers or text, each for itself."""
    return np.asarray(pd.util.hash_array(values, categorize=False), dtype=np.uint64)


def _scramble(values: Digests) -> Digests:
    """Spread every input bit over all output bits (the finaliser of SplitMix64, Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
