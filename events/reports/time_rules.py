"""How an expression of time becomes days: one rule for each `rule` of time.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from events.reports import calendars
from events.reports.calendars import Span

#: A number this many years past the publication is no year: "2030 houses".
FAR_AHEAD: Final = 5


#: Days that "the past week" and its like reach back.
ROLLING: Final = {"week": 7, "month": 30, "year": 365}


class TimeWords:
    """What the words of time.toml mean.

    Parameters
    ----------
    time : mapping
        The file's tables.
    """

    def __init__(self, time: Mapping[str, Any]) -> None:
        self.time = time
        self.weekdays = {name: i for i, name in enumerate(time["weekdays"])} | {k: v - 1 for k, v in time["weekday_short"].items()}
        self.months = {name: i + 1 for i, name in enumerate(time["months"])} | dict(time["month_short"])

    def month(self, name: str) -> int:
        """Return the number of a month, 1 to 12."""
        return int(self.months[name.rstrip(".")])

    def weekday(self, name: str) -> int:
        """Return the number of a weekday, Monday 0."""
        return int(self.weekdays[name.rstrip(".")])

    def number(self, word: str) -> int:
        """Return the number a word or digits mean."""
        return int(word) if word.isdigit() else int(self.time["numbers"][word])


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule works on: the named groups of the hit, its entry in time.toml, and the publication date."""

    groups: Mapping[str, str]
    entry: Mapping[str, Any]
    published: date | None
    future: bool
    words: TimeWords

    def get(self, name: str) -> str:
        """Return the words of a named group, in lower case; "" without any."""
        return self.groups.get(name, "")

    @property
    def day(self) -> date:
        """The day that "today" means; ValueError where it is not known."""
        if self.published is None:
            raise ValueError("relative without a publication date")
        return self.published

    def part(self) -> tuple[float, float] | None:
        """Return the share of a month or year that "early", "mid", "late" mean."""
        word = self.get("part")
        word = {"the start of": "early", "the beginning of": "early", "the end of": "late"}.get(" ".join(word.split()), word)
        share = self.words.time["parts"].get(word)
        return (float(share[0]), float(share[1])) if share else None


def _iso(g: Given) -> Span:
    day = date(int(g.get("year")), int(g.get("month")), int(g.get("day")))
    return Span(day, day, "day")


def _date(g: Given) -> Span:
    month, day = g.words.month(g.get("month")), int(g.get("day"))
    year = int(g.get("year") or 0)
    at = date(year, month, day) if year else calendars.nearest_year(g.day, month, day, future=g.future)
    return Span(at, at, "day")


def _date_range(g: Given) -> Span:
    last = g.words.month(g.get("m2"))
    first = g.words.month(g.get("m1")) if g.get("m1") else last
    end = (
        date(int(g.get("year")), last, int(g.get("d2")))
        if g.get("year")
        else calendars.nearest_year(g.day, last, int(g.get("d2")), future=g.future)
    )
    start = date(end.year - (first > last), first, int(g.get("d1")))
    return Span(start, end, "about_day")


def _weekday(g: Given) -> Span:
    which = " ".join(g.get("which").split())
    at = calendars.weekday(g.day, g.words.weekday(g.get("weekday")), which=which, future=g.future)
    if g.get("week"):
        at = calendars.week(g.day, -1).start + timedelta(days=g.words.weekday(g.get("weekday")))
    return Span(at, at, "day")


def _weekday_range(g: Given) -> Span:
    end = calendars.weekday(g.day, g.words.weekday(g.get("w2")), future=g.future)
    start = end - timedelta(days=(end.weekday() - g.words.weekday(g.get("w1"))) % 7)
    return Span(start, end, "about_day")


def _month(g: Given) -> Span:
    month, which = g.words.month(g.get("month")), g.get("which")
    if g.get("year"):
        year = int(g.get("year"))
    elif which:
        year = g.day.year + {"last": -1, "the previous": -1, "next": 1}.get(" ".join(which.split()), 0)
    else:
        year = calendars.nearest_year(g.day, month, 1, future=g.future).year
    return calendars.month(year, month).share(g.part())


def _month_named(g: Given) -> Span:
    return calendars.month(
        calendars.nearest_year(g.day, g.words.month(g.get("month")), 1, future=g.get("which") == "next").year, g.words.month(g.get("month"))
    )


def _day_offset(g: Given) -> Span:
    at = g.day + timedelta(days=int(g.entry.get("days", g.entry["offset"])))
    return Span(at, at, "day")


def _overnight(g: Given) -> Span:
    return Span(g.day - timedelta(days=1), g.day, "about_day")


def _ago(g: Given) -> Span:
    unit = str(g.words.time["units"][g.get("unit")])
    number = g.words.number(g.get("number"))
    loose = g.get("about") != "" or g.get("number") in ("several", "few", "couple")
    return calendars.ago(g.day, number, unit, loose=loose)


def _later(g: Given) -> Span:
    """Return the day that lies after the expression before it in the sentence: "on 3 January, but left two weeks later"."""
    number, unit = g.words.number(g.get("number")), str(g.words.time["units"][g.get("unit")])
    at = g.day + timedelta(days=number * calendars.LENGTHS[unit])
    return Span(at, at, "day" if unit == "day" else "about_day" if unit in ("hour", "week", "fortnight") else "month")


def _since_then(g: Given) -> Span:
    return Span(g.day, None, "about_day")


def _last_span(g: Given) -> Span:
    unit = str(g.words.time["units"][g.get("unit")])
    number = g.words.number(g.get("number")) if g.get("number") else 3
    return Span(
        calendars.ago(g.day, number, unit, loose=False).start,
        g.day,
        "about_day" if unit in ("hour", "day") else unit if unit in ("week", "month", "year") else "month",
    )


def _named_span(g: Given) -> Span | None:
    which = g.get("which").removeprefix("the ")
    if g.get("which") != which or which == "past":  # "over the past year", "the last week": so long, up to now
        days = ROLLING.get(g.get("unit"))
        return Span(g.day - timedelta(days=days), g.day, g.get("unit")) if days else None
    by = {"last": -1, "past": -1, "this": 0, "next": 1}[which]
    return calendars.unit(g.day, g.get("unit"), by, part=g.get("part"))


def _weekend(g: Given) -> Span:
    return calendars.weekend(g.day, 0)


def _season(g: Given) -> Span:
    first, months = g.words.time["seasons"][g.get("season")]
    return calendars.season(g.day, int(first), int(months), which=g.get("which"), year=int(g.get("year") or 0), future=g.future)


def _decade(g: Given) -> Span:
    year = int(g.get("decade"))
    return Span(date(year, 1, 1), date(year + 9, 12, 31), "year").share(g.part())


def _year(g: Given) -> Span | None:
    year = int(g.get("year"))
    if g.published is not None and year > g.published.year + FAR_AHEAD:
        return None
    return Span(date(year, 1, 1), date(year, 12, 31), "year").share(g.part())


RULES: Final[Mapping[str, Callable[[Given], Span | None]]] = {
    "iso": _iso,
    "date": _date,
    "date_range": _date_range,
    "weekday": _weekday,
    "weekday_range": _weekday_range,
    "month": _month,
    "month_named": _month_named,
    "day_offset": _day_offset,
    "overnight": _overnight,
    "ago": _ago,
    "year_ago": _ago,
    "later": _later,
    "since_then": _since_then,
    "last_span": _last_span,
    "named_span": _named_span,
    "weekend": _weekend,
    "season": _season,
    "decade": _decade,
    "year": _year,
}
