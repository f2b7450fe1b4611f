"""When: expressions of time in news English, resolved against the day on which the words were published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from events.reports.calendars import Span
from events.reports.lexicon import Lexicon
from events.reports.time_rules import RULES, Given, TimeWords

#: Rules that count from the expression before them in the sentence, and mean nothing without one.
ANCHORED: Final = ("later", "since_then")


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
        words = TimeWords(lexicon.time)
        self.words = words
        alternatives = {
            "weekdays": self._any(words.weekdays),
            "months": self._any(words.months),
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
            anchored = entry["rule"] in ANCHORED
            anchor = found[-1].span.end if found and anchored else published
            span = self._resolve(entry, hit, anchor, future=future) if found or not anchored else None
            end = -minus_end  # of what cannot be resolved, no part is taken for a date: "31 June 2007" is not June
            if span is None:
                continue
            opened = self._since.search(text[:start])
            begin = opened.start() if opened else start
            found.append(Expression(begin, end, text[begin:end], span.opened() if opened else span, str(entry["rule"])))
        return found

    def _is_time(self, entry: Mapping[str, Any], hit: re.Match[str], text: str) -> bool:
        """Whether a hit is time at all: "may" and "march" are months only with a capital."""
        words = hit.group().strip()
        month = hit.groupdict().get("month")
        if month is not None and month[:1].islower():
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
            return rule(Given(groups, entry, published, future=future, words=self.words))
        except (ValueError, OverflowError):
            return None  # "31 June", "September 45": no day of the calendar


def _fill(pattern: str, alternatives: Mapping[str, str]) -> str:
    for name, words in alternatives.items():
        pattern = pattern.replace("{" + name + "}", words)
    return pattern


@lru_cache(maxsize=4)
def clock(lexicon: Lexicon) -> Clock:
    """Return the clock of a lexicon, made once."""
    return Clock(lexicon)
