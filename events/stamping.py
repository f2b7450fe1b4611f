"""Fingerprint, sketch and extent of a data set that passes by in parts."""

from __future__ import annotations

import json
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events import fingerprint
from events.fingerprint import Digests, buckets_from, combined, hash_codes, hash_points, hash_shapes, hash_text, hash_values, mixed
from events.geoparquet import VARIED, geo_metadata, points_from_wkb
from events.schema import VOCABULARIES

_WHOLE: Final = (np.inf, np.inf, -np.inf, -np.inf)
#: What pandas has for a moment that is missing.
_NO_MOMENT: Final = np.iinfo(np.int64).min


class Stamping:
    """Gathers, part by part, what stands in a data set's metadata."""

    def __init__(self) -> None:
        self._digests: list[Digests] = []
        self._buckets: list[npt.NDArray[np.intp]] = []
        self._box = np.array(_WHOLE)
        self._types: set[str] = set()
        self._words: dict[str, tuple[pa.Array, Digests]] = {}

    def add(self, part: pa.Table) -> None:
        """Take a part in: a table as `geoparquet.to_arrow` gives it, in which columns of text may be dictionaries."""
        identities = self._text(part, "event_id")
        same = part.column("source_id").type == part.column("event_id").type and part.column("source_id").equals(part.column("event_id"))
        hashed = {"event_id": identities, "source_id": identities} if same else {"event_id": identities}
        columns = (hashed[name] if name in hashed else self._column(part, name) for name in fingerprint.HASHED)
        self._digests.append(mixed(columns, size=len(part)))
        self._buckets.append(buckets_from(identities))

    def result(self) -> tuple[str, str]:
        """Return the fingerprint and the sketch, as `fingerprint.fingerprint_and_sketch` would of the whole."""
        return combined(np.concatenate(self._digests), np.concatenate(self._buckets))

    def geo_metadata(self) -> bytes:
        """Return the "geo" metadata of GeoParquet."""
        box = [float(edge) for edge in self._box] if np.isfinite(self._box).all() else []
        return json.dumps(geo_metadata(box, sorted(self._types))).encode()

    def _column(self, part: pa.Table, name: str) -> Digests:
        """Hash a column, as `fingerprint.digests` hashes it in a frame."""
        column = part.column(name)
        if name == "geometry":
            return self._shapes(column)
        if name in VOCABULARIES:
            plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            words = pa.array(VOCABULARIES[name], plain.type)
            codes = pc.fill_null(pc.index_in(plain, value_set=words), -1).to_numpy()
            return hash_codes(codes, np.array(VOCABULARIES[name], dtype=object))
        if pa.types.is_timestamp(column.type):
            return hash_values(pc.fill_null(column.cast(pa.timestamp("us", "UTC")).cast(pa.int64()), _NO_MOMENT).to_numpy())
        if pa.types.is_floating(column.type):
            return hash_values(column.to_numpy().astype("float64", copy=False))
        return self._text(part, name)

    def _text(self, part: pa.Table, name: str) -> Digests:
        column = part.column(name)
        if name in VARIED and not pa.types.is_dictionary(column.type):
            return hash_values(pc.fill_null(column, "").to_numpy())
        if not pa.types.is_dictionary(column.type) or column.num_chunks != 1:
            return hash_text(pd.Series(column.to_pandas(), dtype="str"))
        whole = column.chunk(0)
        words, hashed = self._words.get(name, (None, None))
        if words is None or hashed is None or not words.equals(whole.dictionary):
            words, hashed = whole.dictionary, hash_values(whole.dictionary.to_numpy(zero_copy_only=False))
            self._words[name] = words, hashed
        taken: Digests = hashed[whole.indices.to_numpy()]
        return taken

    def _shapes(self, column: pa.ChunkedArray) -> Digests:
        """Hash the shapes, points straight from their encoding, and widen the extent by them."""
        xy, plain = points_from_wkb(column)
        result = np.zeros(len(column), dtype=np.uint64)
        result[plain] = hash_points(np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1]))
        if len(xy):
            self._widen(xy.min(axis=0), xy.max(axis=0), {"Point"})
        if not plain.all():
            others = shapely.from_wkb(column.filter(pa.array(~plain)).to_numpy())
            result[~plain] = hash_shapes(others)
            there = others[~shapely.is_missing(others)]
            if len(there):
                bounds = shapely.total_bounds(there)
                self._widen(bounds[:2], bounds[2:], {str(name) for name in gpd.GeoSeries(there).geom_type.unique()})
        return result

    def _widen(self, low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], types: set[str]) -> None:
        self._box = np.concatenate([np.fmin(self._box[:2], low), np.fmax(self._box[2:], high)])
        self._types |= types
