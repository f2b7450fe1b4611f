"""Precision is told in words, as the source has it."""

from __future__ import annotations

import pandas as pd
import pytest

from events.precision import distance_words, when_words, where_words
from events.schema import validate


def one(**values: object) -> pd.Series:
    row = {"event_id": "a", "start": "2008-03-25", "kind": "held", "lon": 45.8, "lat": 32.5, **values}
    return validate(pd.DataFrame([row]))[0].iloc[0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "25 March 2008, on that day"),
        ({"date_precision": "about_day"}, "25 March 2008, on or about that day"),
        ({"date_precision": "month"}, "25 March 2008, some time in that month"),
        ({"end": "2008-03-28"}, "25 March 2008 to 28 March 2008"),
        ({"end": "2008-03-31", "date_precision": "week"}, "25 March 2008 to 31 March 2008, not known more exactly"),
    ],
)
def test_when(values: dict[str, object], words: str) -> None:
    assert when_words(one(**values)) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "the source does not say how exactly"),
        ({"geo_precision": "point"}, "the exact spot"),
        ({"geo_precision": "city", "radius_m": 5000}, "somewhere in this town or city, within about 5 km"),
        ({"lon": None, "lat": None}, "not placed: the place was not found"),
    ],
)
def test_where(values: dict[str, object], words: str) -> None:
    assert where_words(one(**values)) == words


@pytest.mark.parametrize(("metres", "words"), [(800, "800 m"), (1500, "1.5 km"), (4000, "4 km"), (40_400, "40 km")])
def test_distances(metres: float, words: str) -> None:
    assert distance_words(metres) == words
