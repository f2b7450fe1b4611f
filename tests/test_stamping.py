"""What is stamped part by part is what is computed of the events as a whole, whatever the shapes and the types of the columns."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import from_wkt, total_bounds

from events.fingerprint import fingerprint_and_sketch
from events.geoparquet import to_arrow
from events.schema import KINDS, split, validate
from events.stamping import Stamping

SHAPES = (
    None,
    "POINT (1 2)",
    "POINT (-0.0 -90)",
    "POINT EMPTY",
    "POINT Z (1 2 3)",
    "LINESTRING (0 0, 1 1)",
    "POLYGON ((0 0, 9 0, 9 9, 0 0))",
)
EVENT = st.tuples(
    st.sampled_from(SHAPES),
    st.sampled_from(("A", "B", "", "Jaish al-Mahdi", "\u0001é")),
    st.sampled_from(KINDS),
    st.sampled_from(("2008-03-25", "2008-03-26T12:00:00Z", "1946-01-01")),
    st.sampled_from((None, "2008-04-01")),
    st.sampled_from((float("nan"), 0.0, 5.5)),
)


def rows_of(events: list[tuple[str | None, str, str, str, str | None, float]]) -> pd.DataFrame:
    shapes, factions, kinds, starts, ends, radii = zip(*events, strict=True)
    return pd.DataFrame(
        {
            "event_id": [str(n) for n in range(len(events))],
            "source_id": [str(n) for n in range(len(events))],
            "start": starts,
            "end": pd.to_datetime(pd.Series(ends), utc=True),
            "kind": kinds,
            "faction": factions,
            "radius_m": radii,
            "geometry": np.array([from_wkt(shape) if shape else None for shape in shapes], dtype=object),
        }
    )


@settings(max_examples=20, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=8), st.integers(1, 4), st.booleans())
def test_stamps_of_parts_are_those_of_the_whole(
    events: list[tuple[str | None, str, str, str, str | None, float]], size: int, packed: bool
) -> None:
    rows = rows_of(events)
    table = to_arrow(split(rows)[0])
    if packed:
        for at, field in enumerate(table.schema):
            if pa.types.is_large_string(field.type):
                table = table.set_column(at, field.name, pc.dictionary_encode(table.column(field.name)))
    stamping = Stamping()
    for start in range(0, len(table), size):
        stamping.add(table.slice(start, size))
    whole = validate(rows)[0]
    assert stamping.result() == fingerprint_and_sketch(whole)
    there = whole.geometry.dropna()
    column = json.loads(stamping.geo_metadata())["columns"]["geometry"]
    assert column["geometry_types"] == sorted(set(there.geom_type))
    box = total_bounds(there.to_numpy()) if len(there) else np.full(4, np.nan)
    assert column.get("bbox", []) == (box.tolist() if np.isfinite(box).all() else [])
