"""A data set's own places, for reading reports about it: only what its events really say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from events.reports.known_places import places_of
from events.schema import validate


def events(*rows: dict[str, Any]) -> Any:
    base = {"start": "2022-03-01", "kind": "taken", "geo_precision": "city"}
    return validate(pd.DataFrame([{"event_id": f"e{n}", **base, **row} for n, row in enumerate(rows)]))[0]


def test_a_place_stands_where_its_events_are() -> None:
    known = places_of(
        events(
            {"place": "Izium", "admin": "Kharkiv", "lon": 37.25, "lat": 49.21},
            {"place": "Izium", "admin": "Kharkiv", "lon": 37.27, "lat": 49.19},
            {"place": "Izium", "admin": "Kharkiv", "lon": 37.26, "lat": 49.20},
        )
    )
    found = known.search("Izium").place
    assert found is not None
    assert (round(found.lon, 3), round(found.lat, 3)) == (37.26, 49.2)


def test_coarse_events_unplaced_ones_and_names_of_several_places_give_none() -> None:
    known = places_of(
        events(
            {"place": "Kharkiv Oblast", "lon": 36.0, "lat": 49.0, "geo_precision": "admin1"},
            {"place": "Nowhere"},
            {"place": "Ivanivka", "lon": 37.0, "lat": 49.0},
            {"place": "Ivanivka", "lon": 33.0, "lat": 46.0},
        )
    )
    assert known.layers == ()
