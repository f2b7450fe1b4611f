from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.sources import dates


def read(*cells: str) -> dates.Dates:
    column = pd.Series(cells, dtype="str")
    return dates.parse(column, order=lambda: dates.order_of(column))


def days(found: dates.Dates) -> list[str]:
    return ["" if pd.isna(moment) else moment.strftime("%Y-%m-%d") for moment in found.start]


@pytest.mark.parametrize(
    "cell",
    [
        "2008-03-25",
        "2008-3-25",
        "2008/03/25",
        "2008.03.25",
        "20080325",
        "20080325.0",
        " 2008-03-25 ",
        "2008-03-25 00:00:00.000",
        "2008-03-25T14:30:00Z",
        "25 March 2008",
        "25 Mar 2008",
        "25-Mar-2008",
        "Tuesday, 25 March 2008",
        "March 25, 2008",
        "Mar. 25th 2008",
        "25/03/2008",
        "3/25/2008",
        "25.03.2008",
        "03-25-2008 11:15 PM",
        "2008-03-25~",
    ],
)
def test_the_same_day_in_any_layout(cell: str) -> None:
    assert days(read(cell)) == ["2008-03-25"]


@pytest.mark.parametrize(
    ("cell", "start", "end", "precision"),
    [
        ("2008-03", "2008-03-01", "2008-03-31", "month"),
        ("March 2008", "2008-03-01", "2008-03-31", "month"),
        ("February 2008", "2008-02-01", "2008-02-29", "month"),
        ("2008", "2008-01-01", "2008-12-31", "year"),
        ("2008-03-25/2008-03-27", "2008-03-25", "2008-03-27", "day"),
        ("2008-03/2008-05", "2008-03-01", "2008-05-31", "month"),
        ("2008-03-25/..", "2008-03-25", "", "day"),
        ("2008-03-25?", "2008-03-25", "", "about_day"),
    ],
)
def test_vague_dates_are_spans_with_their_precision(cell: str, start: str, end: str, precision: str) -> None:
    found = read(cell)
    assert days(found) == [start]
    assert found.precision.tolist() == [precision]
    assert ("" if pd.isna(found.end[0]) else found.end[0].strftime("%Y-%m-%d")) == end


def test_times_are_read_with_their_zone() -> None:
    found = read("2008-03-25T01:30:00+03:00", "2008-03-25 14:05")
    assert [moment.isoformat() for moment in found.start] == ["2008-03-24T22:30:00+00:00", "2008-03-25T14:05:00+00:00"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31 February 2008", dates.NO_SUCH_DAY),
        ("2008-13-01", dates.NO_SUCH_DAY),
        ("2008-03-25 25:00", dates.NO_SUCH_DAY),
        ("25/03/08", dates.SHORT_YEAR),
        ("25-Mar-08", dates.SHORT_YEAR),
        ("39532", dates.BARE_NUMBER),
        ("soon", dates.NOT_READ),
        ("", dates.NO_DATE),
        ("N/A", dates.NO_DATE),
        ("03/04/2008", dates.NO_ORDER),
        ("45/45/2008", dates.NO_SUCH_DAY),
    ],
)
def test_what_is_no_date_says_why(cell: str, reason: str) -> None:
    found = read(cell)
    assert found.reason.tolist() == [reason]
    assert days(found) == [""]


def test_the_column_as_a_whole_proves_the_order() -> None:
    assert days(read("03/04/2008", "25/04/2008")) == ["2008-04-03", "2008-04-25"]
    assert days(read("03/04/2008", "04/25/2008")) == ["2008-03-04", "2008-04-25"]


def test_one_separator_proves_nothing_of_another() -> None:
    found = read("03/04/2008", "25.04.2008", "03.04.2008")
    assert days(found) == ["", "2008-04-25", "2008-04-03"]


def test_both_orders_in_a_column_leave_the_unclear_days_unread() -> None:
    found = read("03/04/2008", "25/04/2008", "04/25/2008", "05/05/2008")
    assert days(found) == ["", "2008-04-25", "2008-04-25", "2008-05-05"]
    assert found.reason[0] == dates.BOTH_ORDERS


@given(st.dates(dt.date(1700, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%d-%b-%Y"]))
def test_every_day_comes_back_from_every_layout(day: dt.date, layout: str) -> None:
    found = read(day.strftime(layout))
    assert days(found) == [day.strftime("%Y-%m-%d")]


@given(st.text(max_size=30))
def test_no_text_raises_and_each_is_a_date_or_has_a_reason(text: str) -> None:
    found = read(text)
    assert pd.isna(found.start[0]) == (found.reason[0] is not None)


@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2020, 12, 31)), min_size=1, max_size=20), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_day_is_right_or_not_read(column: list[dt.date], layout: str) -> None:
    found = read(*(day.strftime(layout) for day in column))
    for day, got in zip(column, days(found), strict=True):
        assert got in ("", day.isoformat())


CELLS = (
    "2008-03-25",
    "25 March 2022",
    "03/04/2008",
    "13/04/2008",
    "04/13/2008",
    "2008-02-30",
    "2008-03",
    "",
    "x",
    "08-03-25",
    "2008-03-25/2008-03-27",
    " 2008 ",
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=8), min_size=1, max_size=5), st.integers(0, 4))
def test_what_was_read_before_changes_nothing(columns: list[list[str]], size: int) -> None:
    for cells in columns:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dates, "_MEMORY", dates._Memory(size))
            read(*columns[0])
            few = read(*cells)
            patch.setattr(dates, "_MEMORY", dates._Memory(0))
            fresh = read(*cells)
        for found in (read(*cells), few):
            pd.testing.assert_series_equal(found.start, fresh.start)
            pd.testing.assert_series_equal(found.end, fresh.end)
            pd.testing.assert_series_equal(found.precision, fresh.precision)
            assert found.reason.tolist() == fresh.reason.tolist()


@pytest.mark.parametrize(
    ("cell", "start", "end", "precision"),
    [
        ("September 23–24, 2014", "2014-09-23", "2014-09-24", "day"),
        ("23rd to 24th September 2014", "2014-09-23", "2014-09-24", "day"),
        ("30 December 2014 - 2 January 2015", "2014-12-30", "2015-01-02", "day"),
        ("Aug 30 – Sep 2, 2014", "2014-08-30", "2014-09-02", "day"),
        ("26/03/2015-28/03/2015", "2015-03-26", "2015-03-28", "day"),
        ("2015-03-26 to 2015-03-28", "2015-03-26", "2015-03-28", "day"),
        ("March/April 2015", "2015-03-01", "2015-04-30", "month"),
        # The year of the first day is not stated: read as the second's, it is rejected later, for it ends before it starts.
        ("30 December - 2 January 2015", "2015-12-30", "2015-01-02", "day"),
        ("31 - 2 April 2015", None, "2015-04-02", "day"),
        ("26 & 27 March 2015", None, None, "day"),
        ("2015-2016", None, None, "day"),
        ("26 March 2015; 3 May 2015", None, None, "day"),
    ],
)
def test_spans_as_people_write_them(cell: str, start: str | None, end: str | None, precision: str) -> None:
    values = pd.Series([cell], dtype="str")
    read = dates.parse(values, order=lambda: dates.order_of(values))
    shown = [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in (read.start[0], read.end[0])]
    assert (shown, read.precision[0]) == ([start, end], precision)
    assert (read.reason[0] is None) == (start is not None)
