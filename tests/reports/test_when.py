"""Expressions of time against a publication date; by hand, with a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.reports.lexicon import lexicon
from events.reports.when import clock

THURSDAY = date(2008, 3, 27)


def spans(text: str, published: date | None = THURSDAY, *, future: bool = False) -> list[tuple[str, str, str]]:
    found = clock(lexicon()).find(text, published=published, future=future)
    return [(e.span.start.isoformat(), e.span.end.isoformat() if e.span.end else "..", e.span.precision) for e in found]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("today", "2008-03-27", "2008-03-27", "day"),
        ("yesterday", "2008-03-26", "2008-03-26", "day"),
        ("overnight", "2008-03-26", "2008-03-27", "about_day"),
        ("on Tuesday", "2008-03-25", "2008-03-25", "day"),
        ("on Thursday", "2008-03-27", "2008-03-27", "day"),
        ("last Thursday", "2008-03-20", "2008-03-20", "day"),
        ("on Friday", "2008-03-21", "2008-03-21", "day"),
        ("on Tuesday, March 25", "2008-03-25", "2008-03-25", "day"),
        ("on 25 March", "2008-03-25", "2008-03-25", "day"),
        ("on March 30", "2007-03-30", "2007-03-30", "day"),
        ("on the 4th of November 2006", "2006-11-04", "2006-11-04", "day"),
        ("2008-03-25", "2008-03-25", "2008-03-25", "day"),
        ("two days ago", "2008-03-25", "2008-03-25", "day"),
        ("several days ago", "2008-03-24", "2008-03-24", "about_day"),
        ("over the past three days", "2008-03-24", "2008-03-27", "about_day"),
        ("in the last 48 hours", "2008-03-25", "2008-03-27", "about_day"),
        ("last week", "2008-03-17", "2008-03-23", "week"),
        ("this week", "2008-03-24", "2008-03-27", "week"),
        ("at the weekend", "2008-03-22", "2008-03-23", "about_day"),
        ("last month", "2008-02-01", "2008-02-29", "month"),
        ("in February", "2008-02-01", "2008-02-29", "month"),
        ("in late February", "2008-02-20", "2008-02-29", "week"),
        ("in April last year", "2007-04-01", "2007-04-30", "month"),
        ("in 2004", "2004-01-01", "2004-12-31", "year"),
        ("in the 1980s", "1980-01-01", "1989-12-31", "year"),
        ("between 5 and 7 March", "2008-03-05", "2008-03-07", "about_day"),
        ("from Monday to Wednesday", "2008-03-24", "2008-03-26", "about_day"),
        ("since Monday", "2008-03-24", "..", "day"),
        ("since 2003", "2003-01-01", "..", "year"),
    ],
)
def test_expression(words: str, start: str, end: str, precision: str) -> None:
    assert spans(f"They came {words}.") == [(start, end, precision)]


def test_a_plan_looks_ahead() -> None:
    assert spans("on Tuesday", future=True) == [("2008-04-01", "2008-04-01", "day")]
    assert spans("on January 5", future=True) == [("2009-01-05", "2009-01-05", "day")]


def test_later_counts_from_the_expression_before_it() -> None:
    assert [s[0] for s in spans("seized on January 3, but left two weeks later")] == ["2008-01-03", "2008-01-17"]
    assert spans("left two weeks later") == []


@pytest.mark.parametrize("words", ["He may march on.", "2,014 men", "31 June 2007", "for ten years", "a 14-month siege", "room 2003b"])
def test_what_is_no_date_is_left_alone(words: str) -> None:
    assert spans(words) == []


def test_without_a_publication_date_only_full_dates_are_known() -> None:
    assert spans("yesterday, on Tuesday, in March, last week", None) == []
    assert spans("on 25 March 2008", None) == [("2008-03-25", "2008-03-25", "day")]


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
)
def test_a_weekday_is_the_latest_up_to_publication(published: date, name: str) -> None:
    ((start, end, _),) = spans(f"on {name.title()}", published)
    at = date.fromisoformat(start)
    assert start == end
    assert at.strftime("%A").lower() == name
    assert timedelta(0) <= published - at < timedelta(days=7)


@given(st.text(max_size=80), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_is_survived_and_no_span_ends_before_it_starts(text: str, published: date) -> None:
    for found in clock(lexicon()).find(f"since {text} 3 weeks ago, last {text} May", published=published):
        assert found.span.end is None or found.span.end >= found.span.start
