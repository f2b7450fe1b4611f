"""The opening of a wire story: "KUT, Iraq, March 30 (Wire) - "; the parser reads worse with it, and the place is a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_OPENING: Final = re.compile(
    r"^(?P<place>[A-Z\u0400-\u042f][A-Z\u0400-\u042f'.-]+(?:[ -][A-Z\u0400-\u042f'.-]+){0,3})"  # in capitals
    r"(?:,\s+[\w .]{2,30}?)?"  # country
    r"(?:,\s+[\w.]{3,10}\s+\d{1,2})?"  # date
    r"\s*(?:\((?P<outlet>[^()]{2,40})\))?\s*[-\u2013\u2014:]+\s+"
)
#: "By Jane Roe, Associated Press", "By Jane Roe and John Doe | Reuters": a line of its own.
_BYLINE: Final = re.compile(
    r"^(?:By|BY|by)\s+[^\W\d_a-z][\w'.-]*(?:\s+(?:and|[^\W\d_a-z][\w'.-]*)){1,8}\s*[,|\u2013\u2014]\s*(?P<outlet>[^,|\d]{2,40}?)\s*$"
)
#: Names and the small words within them.
_NAME: Final = re.compile(r"^(?:The\s+)?[^\W\d_a-z][\w'.&-]*(?:\s+(?:of|the|and|for|de|al|[^\W\d_a-z][\w'.&-]*)){0,5}$")
#: Last words of what an author is, which are no outlet; "(local time)" is none either.
_OFFICES: Final = frozenset({"writer", "reporter", "correspondent", "editor", "staff", "contributor", "columnist", "chief", "time"})
#: A byline or a dateline stands among so many lines that are not empty.
_FIRST_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline: the place, in title case, and how many characters to skip."""

    place: str
    length: int


def dateline(paragraph: str) -> Opening | None:
    """Return the dateline a paragraph opens with, None without one."""
    found = _OPENING.match(paragraph)
    if found is None:
        return None
    return Opening(found["place"].title(), found.end())


def opening_outlet(text: str) -> str:
    """Return who wrote a report, as its dateline ("BAGHDAD (Reuters) -") or its byline ("By X, Associated Press") says; "" if neither does.

    Parameters
    ----------
    text : str
        The whole report; its first lines are looked at.
    """
    lines = [line.strip() for line in text[:4_000].splitlines() if line.strip()][:_FIRST_LINES]
    for line in lines:
        found = _OPENING.match(line) or _BYLINE.match(line)
        outlet = (found["outlet"] or "").strip() if found is not None else ""
        if _NAME.match(outlet) and not _is_office(outlet):
            return outlet
    return ""


def _is_office(words: str) -> bool:
    """Whether what follows a name in a byline is what somebody is: "By Jane Roe, Staff Writer"."""
    return words.lower().split()[-1] in _OFFICES
