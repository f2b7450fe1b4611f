"""Fingerprint, sketch and extent of a data set that passes by in parts."""

from __future__ import annotations

import json
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from events.fingerprint import bucket_numbers, combined, digests
from events.geoparquet import geo_metadata
from events.schema import COLUMNS, CRS, VOCABULARIES

_WHOLE: Final = (np.inf, np.inf, -np.inf, -np.inf)


class Stamping:
    """Gathers, part by part, what stands in a data set's metadata."""

    def __init__(self) -> None:
        self._digests: list[np.ndarray] = []
        self._buckets: list[np.ndarray] = []
        self._box = np.array(_WHOLE)
        self._types: set[str] = set()

    def add(self, part: pa.Table) -> None:
        """Take a part in."""
        shapes = shapely.from_wkb(part.column("geometry").to_numpy())
        frame = part.select([name for name in COLUMNS if name != "geometry"]).to_pandas()
        for name, words in VOCABULARIES.items():
            frame[name] = pd.Categorical(frame[name], categories=list(words))
        events = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=CRS), crs=CRS)
        self._digests.append(digests(events))
        self._buckets.append(bucket_numbers(events["event_id"]))
        there = shapes[~shapely.is_missing(shapes)]
        if len(there):
            self._types |= {str(name) for name in gpd.GeoSeries(there).geom_type.unique()}
            low, high = self._box[:2], self._box[2:]
            bounds = shapely.total_bounds(there)
            self._box = np.concatenate([np.fmin(low, bounds[:2]), np.fmax(high, bounds[2:])])

    def result(self) -> tuple[str, str]:
        """Return the fingerprint and the sketch, as `fingerprint.fingerprint_and_sketch` would of the whole."""
        return combined(np.concatenate(self._digests), np.concatenate(self._buckets))

    def geo_metadata(self) -> bytes:
        """Return the "geo" metadata of GeoParquet."""
        box = [float(edge) for edge in self._box] if np.isfinite(self._box).all() else []
        return json.dumps(geo_metadata(box, sorted(self._types))).encode()
