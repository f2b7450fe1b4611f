"""The fingerprint names the content, and the sketch counts what changed."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.fingerprint import BUCKETS, changed, fingerprint, fingerprint_and_sketch
from events.schema import validate


def table(count: int = 200) -> gpd.GeoDataFrame:
    rows = pd.DataFrame(
        {
            "event_id": [f"event {i}" for i in range(count)],
            "start": pd.Timestamp("2008-03-01") + pd.to_timedelta(range(count), unit="D"),
            "kind": "held",
            "faction": "Mahdi Army",
            "lon": [40 + i / 100 for i in range(count)],
            "lat": 33.0,
        }
    )
    return validate(rows)[0]


def test_the_order_of_rows_does_not_matter() -> None:
    events = table()
    assert fingerprint_and_sketch(events) == fingerprint_and_sketch(events.sample(frac=1, random_state=1))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "taken"),
        ("faction", "Iraqi Army"),
        ("summary", "x"),
        ("radius_m", 5.0),
        ("start", pd.Timestamp("2008-03-02T12:00Z")),
        ("asserted", "denied"),
    ],
)
def test_a_change_of_any_column_changes_the_fingerprint(column: str, value: object) -> None:
    events = table()
    other = events.copy()
    other.loc[0, column] = value
    assert fingerprint(other) != fingerprint(events)


def test_a_moved_event_changes_the_fingerprint_and_how_it_was_found_does_not() -> None:
    events = table()
    moved = events.set_geometry(events.geometry.translate(1e-6, 0))
    assert fingerprint(moved) != fingerprint(events)
    assert fingerprint(events.assign(located_by="by other words")) == fingerprint(events)


EVENTS = table()


@settings(max_examples=30)
@given(st.sets(st.integers(0, 199), min_size=1, max_size=20))
def test_the_sketch_never_counts_more_changes_than_there_were(rows: set[int]) -> None:
    other = EVENTS.copy()
    other.loc[sorted(rows), "summary"] = "changed"
    counted = changed(fingerprint_and_sketch(EVENTS)[1], fingerprint_and_sketch(other)[1])
    assert counted <= len(rows)


def test_three_changes_of_the_demo_size_are_counted() -> None:
    events = table()
    other = events.copy()
    other.loc[[3, 77, 150], "summary"] = "changed"
    assert changed(fingerprint_and_sketch(events)[1], fingerprint_and_sketch(other)[1]) == 3


def test_no_events_have_a_fingerprint_too() -> None:
    name, outline = fingerprint_and_sketch(table(0))
    assert len(name) == 16
    assert len(outline) == BUCKETS


def test_geometries_that_are_no_points_and_missing_ones_count() -> None:
    events = table(4)
    areas = events.set_geometry(events.geometry.envelope.map(lambda point: point.buffer(1)))
    unplaced = events.set_geometry(gpd.GeoSeries([None] * 4, crs=events.crs))
    assert len({fingerprint(events), fingerprint(areas), fingerprint(unplaced)}) == 3
