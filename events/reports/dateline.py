"""The opening of a wire story: "KUT, Iraq, March 30 (Wire) - "; the parser reads worse with it, and the place is a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_OPENING: Final = re.compile(
    r"^(?P<place>[A-Z\u0400-\u042f][A-Z\u0400-\u042f'.-]+(?:[ -][A-Z\u0400-\u042f'.-]+){0,3})"  # in capitals
    r"(?:,\s+[\w .]{2,30}?)?"  # country
    r"(?:,\s+[\w.]{3,10}\s+\d{1,2})?"  # date
    r"\s*(?:\([^()]{2,40}\))?\s*[-\u2013\u2014:]+\s+"
)


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
