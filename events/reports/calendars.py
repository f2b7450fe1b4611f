"""Days, weeks and months counted from a publication date; a report tells of the past unless it says otherwise."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAYS = {"hour": 1, "day": 1, "week": 7, "fortnight": 14}
LENGTHS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652}
WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both inclusive; `end` None is an interval still open. `precision` as in `schema.DATE_PRECISIONS`."""

    start: date
    end: date | None
    precision: str

    def opened(self) -> Span:
        """Return the span without an end: "since Monday"."""
        return replace(self, end=None)

    def share(self, part: tuple[float, float] | None) -> Span:
        """Return the part of the span between two shares of its length ("late March"); the whole without one."""
        if part is None or self.end is None:
            return self
        days = (self.end - self.start).days + 1
        start = self.start + timedelta(days=round(part[0] * days))
        end = self.start + timedelta(days=max(round(part[1] * days) - 1, 0))
        finer = {"month": "week", "year": "month"}.get(self.precision, self.precision)
        return Span(start, min(end, self.end), finer)


def nearest_year(today: date, month: int, day: int, *, future: bool) -> date:
    """Return the date with that month and day: the latest not after today, or with `future` the next not before it."""
    step = 1 if future else -1
    for year in (today.year, today.year + step, today.year + 2 * step, today.year + 3 * step, today.year + 4 * step):  # 29 February
        try:
            at = date(year, month, day)
        except ValueError:
            continue
        if (at >= today) if future else (at <= today):
            return at
    raise ValueError(f"no such day: {month}-{day}")


def weekday(today: date, number: int, *, which: str = "", future: bool = False) -> date:
    """Return the weekday meant: the latest up to today; "last" and "past" never today; "next" and a future text look ahead."""
    if which in ("next", "the following") or (future and which not in ("last", "past", "the previous")):
        ahead = (number - today.weekday()) % WEEK
        return today + timedelta(days=ahead or (WEEK if which else 0))
    back = (today.weekday() - number) % WEEK
    if which in ("last", "past", "the previous"):
        back = back or WEEK
    return today - timedelta(days=back)


def week(today: date, by: int) -> Span:
    """Return the week (Monday to Sunday) that lies `by` weeks from today's."""
    start = today - timedelta(days=today.weekday()) + timedelta(weeks=by)
    return Span(start, start + timedelta(days=6), "week")


def weekend(today: date, by: int) -> Span:
    """Return the latest Saturday and Sunday begun by today, `by` weeks on."""
    saturday = today - timedelta(days=(today.weekday() - 5) % WEEK) + timedelta(weeks=by)
    return Span(saturday, saturday + timedelta(days=1), "about_day")


def month(year: int, number: int) -> Span:
    """Return a month."""
    return Span(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), "month")


def months_from(today: date, by: int) -> Span:
    """Return the month that lies `by` months from today's."""
    index = today.year * 12 + today.month - 1 + by
    return month(index // 12, index % 12 + 1)


def unit(today: date, name: str, by: int, *, part: str = "") -> Span | None:
    """Return this, last or next week, month, year or weekend; "earlier this week" ends today."""
    if name == "week":
        span = week(today, by)
    elif name == "weekend":
        span = weekend(today, by)
    elif name == "month":
        span = months_from(today, by)
    elif name == "year":
        span = Span(date(today.year + by, 1, 1), date(today.year + by, 12, 31), "year")
    else:
        return None
    if part in ("early", "late"):
        return span.share((0.0, 0.34) if part == "early" else (0.66, 1.0))
    if by == 0 and span.end is not None and span.start <= today <= span.end:  # what is reported has happened
        return replace(span, end=today)
    return span


def ago(today: date, number: int, name: str, *, loose: bool) -> Span:
    """Return the day, week, month or year that lies `number` units back; a count of days is a day, "several" only about one."""
    if name == "hour":
        number = -(-number // 24)
    if name in DAYS:
        at = today - timedelta(days=number * DAYS[name])
        precision = "day" if name == "day" and not loose else "about_day" if name in ("day", "hour") else "week"
        return Span(at, at, precision) if precision != "week" else Span(at - timedelta(days=3), at + timedelta(days=3), "week")
    if name == "month":
        return months_from(today, -number)
    year = today.year - number * (10 if name == "decade" else 1)
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def season(today: date, first: int, months: int, *, which: str, year: int, future: bool) -> Span:
    """Return a season; without a year the latest begun by today, with "next" or in a future text the next one."""

    def of(at: int) -> Span:
        last = first + months - 2
        end = month(at + last // 12, last % 12 + 1).end
        return Span(date(at, first, 1), end, "month")

    if year:
        return of(year)
    if which == "next" or future:
        return of(today.year if date(today.year, first, 1) > today else today.year + 1)
    latest = today.year if date(today.year, first, 1) <= today else today.year - 1
    span = of(latest)
    if which == "last" and span.end is not None and span.end >= today:
        return of(latest - 1)
    return span
