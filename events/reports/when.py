"""When: expressions of time in news English, resolved against the day on which the words were published."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from events.reports import calendars
from events.reports.calendars import Span
from events.reports.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time in a text.

    Attributes
    ----------
    start, end : int
        Character range in the text that was searched.
    words : str
        As written, with the word before it that opens it ("since").
    span : Span
        The days it means.
    rule : str
        The rule of time.toml that resolved it.
    """

    start: int
    end: int
    words: str
    span: Span
    rule: str


class Clock:
    """Finds and resolves the expressions of one language.

    Parameters
    ----------
    lexicon : Lexicon
        Its `time` holds the words and the patterns.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.time = lexicon.time
        self._weekdays = {name: i for i, name in enumerate(self.time["weekdays"])} | {
            k: v - 1 for k, v in self.time["weekday_short"].items()
        }
        self._months = {name: i + 1 for i, name in enumerate(self.time["months"])} | dict(self.time["month_short"])
        alternatives = {
            "weekdays": self._any(self._weekdays),
            "months": self._any(self._months),
            "months_long": self._any(dict.fromkeys(self.time["months"])),
            "numbers": self._any(self.time["numbers"]),
            "units": self._any(self.time["units"]),
            "seasons": self._any(self.time["seasons"]),
        }
        self._patterns = [
            (entry, re.compile(r"\b(?:" + _fill(entry["pattern"], alternatives) + ")", re.IGNORECASE)) for entry in self.time["expression"]
        ]
        before = self.time["words"]["since"]
        self._since = re.compile(r"\b(?:" + "|".join(before) + r")\s+(?:the\s+|at\s+least\s+)?$", re.IGNORECASE)

    @staticmethod
    def _any(words: Mapping[str, Any]) -> str:
        return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"

    def find(self, text: str, *, published: date | None, future: bool = False) -> list[Expression]:
        """Return the expressions of a text that can be resolved, in order, without overlap (the longest, earliest first).

        Parameters
        ----------
        text : str
            Sentence or block.
        published : datetime.date or None
            The day its "today" means; without it only full dates resolve.
        future : bool
            True where the text tells of what is to come: "on Monday" is then the next one.
        """
        found: list[Expression] = []
        hits = [
            (m.start(), -m.end(), order, entry, m) for order, (entry, pattern) in enumerate(self._patterns) for m in pattern.finditer(text)
        ]
        end = -1
        for start, minus_end, _, entry, hit in sorted(hits, key=lambda h: (h[0], h[1], h[2])):
            if start < end or not self._is_time(entry, hit, text):
                continue
            anchor = found[-1].span.end if found and entry["rule"] == "later" else published
            span = self._resolve(entry, hit, anchor, future=future) if found or entry["rule"] != "later" else None
            if span is None:
                continue
            opened = self._since.search(text[:start])
            begin = opened.start() if opened else start
            end = -minus_end
            found.append(Expression(begin, end, text[begin:end], span.opened() if opened else span, str(entry["rule"])))
        return found

    def _is_time(self, entry: Mapping[str, Any], hit: re.Match[str], text: str) -> bool:
        """Whether a hit is time at all: "may" and "march" are months only with a capital."""
        words = hit.group().strip()
        month = hit.groupdict().get("month")
        if month is not None and not month[:1].isupper():
            return False
        return not (
            entry["rule"] == "month"
            and month is not None
            and month in ("May", "March")
            and words == month
            and hit.start() == 0
            and text[hit.end() : hit.end() + 1] == " "
        )

    def _resolve(self, entry: Mapping[str, Any], hit: re.Match[str], published: date | None, *, future: bool) -> Span | None:
        groups = {k: v.lower() for k, v in hit.groupdict().items() if v}
        rule = RULES[entry["rule"]]
        try:
            return rule(_Given(groups, entry, published, future=future, clock=self))
        except (ValueError, OverflowError):
            return None  # "31 June", "September 45": no day of the calendar

    def month(self, name: str) -> int:
        """Return the number of a month, 1 to 12."""
        return int(self._months[name.rstrip(".")])

    def weekday(self, name: str) -> int:
        """Return the number of a weekday, Monday 0."""
        return int(self._weekdays[name.rstrip(".")])

    def number(self, word: str) -> int:
        """Return the number a word or digits mean."""
        return int(word) if word.isdigit() else int(self.time["numbers"][word])


def _fill(pattern: str, alternatives: Mapping[str, str]) -> str:
    for name, words in alternatives.items():
        pattern = pattern.replace("{" + name + "}", words)
    return pattern


@dataclass(frozen=True, slots=True)
class _Given:
    """What a rule works on: the named groups of the hit, its entry in time.toml, and the publication date."""

    groups: Mapping[str, str]
    entry: Mapping[str, Any]
    published: date | None
    future: bool
    clock: Clock

    def get(self, name: str) -> str:
        return self.groups.get(name, "")

    @property
    def day(self) -> date:
        if self.published is None:
            raise ValueError("relative without a publication date")
        return self.published

    def part(self) -> tuple[float, float] | None:
        """Return the share of a month or year that "early", "mid", "late" mean."""
        word = self.get("part")
        word = {"the start of": "early", "the beginning of": "early", "the end of": "late"}.get(" ".join(word.split()), word)
        share = self.clock.time["parts"].get(word)
        return (float(share[0]), float(share[1])) if share else None


def _iso(g: _Given) -> Span:
    day = date(int(g.get("year")), int(g.get("month")), int(g.get("day")))
    return Span(day, day, "day")


def _date(g: _Given) -> Span:
    month, day = g.clock.month(g.get("month")), int(g.get("day"))
    if g.get("year"):
        at = date(int(g.get("year")), month, day)
    else:
        at = calendars.nearest_year(g.day, month, day, future=g.future)
    return Span(at, at, "day")


def _date_range(g: _Given) -> Span:
    last = g.clock.month(g.get("m2"))
    first = g.clock.month(g.get("m1")) if g.get("m1") else last
    end = (
        date(int(g.get("year")), last, int(g.get("d2")))
        if g.get("year")
        else calendars.nearest_year(g.day, last, int(g.get("d2")), future=g.future)
    )
    start = date(end.year - (first > last), first, int(g.get("d1")))
    return Span(start, end, "about_day")


def _weekday(g: _Given) -> Span:
    which = " ".join(g.get("which").split())
    at = calendars.weekday(g.day, g.clock.weekday(g.get("weekday")), which=which, future=g.future)
    if g.get("week"):
        at = calendars.week(g.day, -1).start + timedelta(days=g.clock.weekday(g.get("weekday")))
    return Span(at, at, "day")


def _weekday_range(g: _Given) -> Span:
    end = calendars.weekday(g.day, g.clock.weekday(g.get("w2")), future=g.future)
    start = end - timedelta(days=(end.weekday() - g.clock.weekday(g.get("w1"))) % 7)
    return Span(start, end, "about_day")


def _month(g: _Given) -> Span:
    month, which = g.clock.month(g.get("month")), g.get("which")
    if g.get("year"):
        year = int(g.get("year"))
    elif which:
        year = g.day.year + {"last": -1, "the previous": -1, "next": 1}.get(" ".join(which.split()), 0)
    else:
        year = calendars.nearest_year(g.day, month, 1, future=g.future).year
    return calendars.month(year, month).share(g.part())


def _month_named(g: _Given) -> Span:
    return calendars.month(
        calendars.nearest_year(g.day, g.clock.month(g.get("month")), 1, future=g.get("which") == "next").year, g.clock.month(g.get("month"))
    )


def _day_offset(g: _Given) -> Span:
    at = g.day + timedelta(days=int(g.entry.get("days", g.entry["offset"])))
    return Span(at, at, "day")


def _overnight(g: _Given) -> Span:
    return Span(g.day - timedelta(days=1), g.day, "about_day")


def _ago(g: _Given) -> Span:
    unit = str(g.clock.time["units"][g.get("unit")])
    number = g.clock.number(g.get("number"))
    loose = g.get("about") != "" or g.get("number") in ("several", "few", "couple")
    return calendars.ago(g.day, number, unit, loose=loose)


def _later(g: _Given) -> Span:
    """Return the day that lies after the expression before it in the sentence: "on 3 January, but left two weeks later"."""
    number, unit = g.clock.number(g.get("number")), str(g.clock.time["units"][g.get("unit")])
    at = g.day + timedelta(days=number * calendars.LENGTHS[unit])
    return Span(at, at, "day" if unit == "day" else "about_day" if unit in ("hour", "week", "fortnight") else "month")


def _last_span(g: _Given) -> Span:
    unit = str(g.clock.time["units"][g.get("unit")])
    number = g.clock.number(g.get("number")) if g.get("number") else 3
    return Span(
        calendars.ago(g.day, number, unit, loose=False).start,
        g.day,
        "about_day" if unit in ("hour", "day") else unit if unit in ("week", "month", "year") else "month",
    )


def _named_span(g: _Given) -> Span | None:
    which = g.get("which").removeprefix("the ")
    by = {"last": -1, "past": -1, "this": 0, "next": 1}[which]
    return calendars.unit(g.day, g.get("unit"), by, part=g.get("part"))


def _weekend(g: _Given) -> Span:
    return calendars.weekend(g.day, 0)


def _season(g: _Given) -> Span:
    first, months = g.clock.time["seasons"][g.get("season")]
    return calendars.season(g.day, int(first), int(months), which=g.get("which"), year=int(g.get("year") or 0), future=g.future)


def _decade(g: _Given) -> Span:
    year = int(g.get("decade"))
    return Span(date(year, 1, 1), date(year + 9, 12, 31), "year").share(g.part())


def _year(g: _Given) -> Span | None:
    year = int(g.get("year"))
    if g.published is not None and year > g.published.year + 5:  # noqa: PLR2004  # "2030 houses" is no year
        return None
    return Span(date(year, 1, 1), date(year, 12, 31), "year").share(g.part())


RULES: Final[Mapping[str, Callable[[_Given], Span | None]]] = {
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
    "last_span": _last_span,
    "named_span": _named_span,
    "weekend": _weekend,
    "season": _season,
    "decade": _decade,
    "year": _year,
}


@lru_cache(maxsize=4)
def clock(lexicon: Lexicon) -> Clock:
    """Return the clock of a lexicon, made once."""
    return Clock(lexicon)
