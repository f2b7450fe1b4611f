"""No row is lost: each becomes an event or a rejected row with file, row, column, value and reason."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from events.schema import COLUMNS, REJECTED_COLUMNS, UNKNOWN, validate

GOOD = {"event_id": "a", "start": "2008-03-25", "kind": "taken", "lon": 45.8, "lat": 32.5}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("event_id", "  ", "no event_id"),
        ("start", "", "no date"),
        ("start", None, "no date"),
        ("start", "2008-13-01", "not a date that can be read"),
        ("start", "yesterday", "not a date that can be read"),
        ("end", "2008-03-24", "ends before it starts"),
        ("start", "2008", "no day"),
        ("start", "2008-03", "no day"),
        ("end", "2008-04", "no day"),
        ("kind", "conquered", "not one of"),
        ("date_precision", "decade", "not one of"),
        ("reliability", "G", "not one of"),
        ("lon", "east", "not a number"),
        ("lon", 180.5, "outside -180 to 180 degrees"),
        ("lat", -91, "outside -90 to 90 degrees"),
        ("lat", None, "one coordinate without the other"),
        ("radius_m", -1, "negative"),
    ],
)
def test_a_bad_value_is_rejected_with_its_place_and_reason(column: str, value: object, reason: str) -> None:
    rows = pd.DataFrame([GOOD, {**GOOD, "event_id": "b", column: value}])
    events, rejected = validate(rows, file="facts.csv")
    assert events["event_id"].tolist() == ["a"]
    fault = rejected.iloc[0]
    assert (fault["file"], fault["row"], fault["column"]) == ("facts.csv", 2, column)
    assert reason in fault["reason"]
    if isinstance(value, str):
        assert fault["value"] == value


def test_null_island_is_no_place() -> None:
    events, rejected = validate(pd.DataFrame([{**GOOD, "lon": 0, "lat": 0}]))
    assert events.empty
    assert "0, 0" in rejected["reason"].iloc[0]


def test_null_island_is_no_place_as_a_shape_either() -> None:
    rows = pd.DataFrame({"event_id": ["a", "b", "c"], "start": "2008-03-25", "kind": "taken", "geometry": [Point(0, 0), Point(0, 5), None]})
    events, rejected = validate(rows)
    assert events["event_id"].tolist() == ["b", "c"]
    assert rejected[["column", "value"]].to_numpy().tolist() == [["geometry", "POINT (0 0)"]]


def test_a_month_is_no_day_unless_the_row_says_that_it_is_a_month() -> None:
    events, rejected = validate(pd.DataFrame([{**GOOD, "start": "2008-03", "date_precision": "month"}]))
    assert rejected.empty
    assert events["date_precision"].tolist() == ["month"]


def test_a_column_of_the_source_is_kept_whatever_it_is_called() -> None:
    events, _ = validate(pd.DataFrame([{**GOOD, "mail_unread": "3"}]))
    assert events["mail_unread"].tolist() == ["3"]


def test_a_second_row_with_the_same_event_id_is_told() -> None:
    events, rejected = validate(pd.DataFrame([GOOD, {**GOOD, "kind": "held"}]))
    assert events["kind"].tolist() == ["taken"]
    assert rejected["row"].tolist() == [2]


def test_a_rejected_row_does_not_take_its_event_id_from_a_good_one() -> None:
    events, rejected = validate(pd.DataFrame([{**GOOD, "kind": "bogus"}, GOOD]))
    assert events["event_id"].tolist() == ["a"]
    assert rejected["row"].tolist() == [1]


def test_missing_words_stay_missing_and_a_missing_holder_is_unknown() -> None:
    events, _ = validate(pd.DataFrame([{"event_id": "a", "start": "2008-03-25", "kind": "held"}]))
    row = events.iloc[0]
    assert row["faction"] == UNKNOWN
    assert row["geometry"] is None
    assert row["place"] == row["published"] == row["reliability"] == ""
    assert pd.isna(row["radius_m"])
    assert pd.isna(row["end"])


def test_events_come_sorted_by_start_with_the_columns_of_the_table_and_extras_kept() -> None:
    rows = pd.DataFrame([{**GOOD, "event_id": "late", "best": 3}, {**GOOD, "event_id": "early", "start": "2008-03-01", "best": 0}])
    events, rejected = validate(rows)
    assert events["event_id"].tolist() == ["early", "late"]
    assert list(events.columns) == [*COLUMNS, "best"]
    assert list(rejected.columns) == list(REJECTED_COLUMNS)
    assert events.crs == "EPSG:4326"


def test_no_rows_give_an_empty_table() -> None:
    events, rejected = validate(pd.DataFrame(columns=["event_id", "start", "kind"]))
    assert events.empty
    assert rejected.empty


cell = st.none() | st.text(max_size=12) | st.floats() | st.integers(-400, 400)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("event_id", "start", "end", "kind", "lon", "lat", "radius_m", "faction"), cell)),
        max_size=6,
    )
)
def test_rows_in_are_events_and_rejected_rows_out(rows: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(rows, columns=["event_id", "start", "end", "kind", "lon", "lat", "radius_m", "faction"], dtype=object)
    before = frame.copy(deep=True)
    events, rejected = validate(frame)
    assert len(events) + len(rejected) == len(rows)
    pd.testing.assert_frame_equal(frame, before)
