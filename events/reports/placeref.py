"""A place as a sentence refers to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as a sentence refers to it.

    Attributes
    ----------
    name, modifier, feature, within : str
        As in `events.reports.candidate.PlaceSlot`.
    start, end : int
        Token range of the name with its modifier; -1 where the name stands elsewhere in the report.
    words : str
        Those tokens' text.
    sure : float
        Share of such references expected to be right.
    why : str
        How it was found.
    """

    name: str
    modifier: str = ""
    feature: str = ""
    within: str = ""
    start: int = -1
    end: int = -1
    words: str = ""
    sure: float = 0.0
    why: str = ""
