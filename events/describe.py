"""One sentence that always tells what is shown, how much is hidden and what could not be placed.

The sentence is made of parts, some of which are figures by name, so that the page can fill in the figures anew while the slider moves
and the words stand in one place only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np

from events.filters import chosen, date_words, in_window, in_words
from events.view import ViewState

#: Names of the figures that change while the slider moves.
SHOWN: Final = "shown"
LATER: Final = "hidden_by_time"
FILTERED: Final = "hidden_by_filters"
DATE: Final = "date"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence: fixed words, or the name of a figure."""

    words: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events of a data set a view shows and hides.

    Attributes
    ----------
    placed : int
        Events that have a place on the map.
    shown, hidden_by_time, hidden_by_filters : int
        Their three parts; they add up to `placed`. What is out of the time window counts as hidden by time.
    unplaced : int
        Events whose place was not found.
    rejected : int
        Rows of the source that are no events.
    """

    placed: int
    shown: int
    hidden_by_time: int
    hidden_by_filters: int
    unplaced: int
    rejected: int


def count(events: gpd.GeoDataFrame, view: ViewState, *, rejected: int, keep: np.ndarray | None = None) -> Counts:
    """Count what a view shows of an event table; `keep` is `filters.chosen(events, view)` where the caller has it."""
    placed = events.geometry.notna().to_numpy()
    passes = chosen(events, view) if keep is None else keep
    window = in_window(events, view)
    return Counts(
        placed=int(placed.sum()),
        shown=int((placed & window & passes).sum()),
        hidden_by_time=int((placed & ~window).sum()),
        hidden_by_filters=int((placed & window & ~passes).sum()),
        unplaced=int((~placed).sum()),
        rejected=rejected,
    )


def template(view: ViewState, counts: Counts) -> list[Part]:
    """Return the sentence's parts for a view, with the figures left open."""
    total = f"{counts.placed:,}"
    span = f" in the {view.window} days up to " if view.window > 1 else " on " if view.window else " up to "
    parts = [Part(figure=SHOWN), Part(f" of {total} events shown:" + span), Part(figure=DATE)]
    filters = in_words(view)
    parts.append(Part((", " + ", ".join(filters) if filters else "") + ". Hidden: "))
    parts += [Part(figure=LATER), Part(" by date, "), Part(figure=FILTERED), Part(" by filters. ")]
    parts.append(Part(_left_out(counts)))
    return parts


def fill(parts: list[Part], figures: dict[str, str]) -> str:
    """Return the sentence with its figures filled in."""
    return "".join(figures[part.figure] if part.figure else part.words for part in parts).strip()


def sentence(view: ViewState, counts: Counts, *, last_day: str) -> str:
    """Return the whole sentence for a view at rest."""
    return fill(template(view, counts), figures(view, counts, last_day=last_day))


def figures(view: ViewState, counts: Counts, *, last_day: str) -> dict[str, str]:
    """Return the figures of a view by name, as text."""
    return {
        SHOWN: f"{counts.shown:,}",
        LATER: f"{counts.hidden_by_time:,}",
        FILTERED: f"{counts.hidden_by_filters:,}",
        DATE: date_words(view.time or last_day) if view.time or last_day else "no date",
    }


def _left_out(counts: Counts) -> str:
    if not counts.unplaced and not counts.rejected:
        return "Every row could be placed."
    told = []
    if counts.unplaced:
        told.append(f"{counts.unplaced:,} {_row(counts.unplaced)} could not be placed")
    if counts.rejected:
        told.append(f"{counts.rejected:,} {_row(counts.rejected)} could not be read")
    return " and ".join(told) + "; both are listed below." if len(told) == 2 else f"{told[0]}; listed below."


def _row(count: int) -> str:
    return "row" if count == 1 else "rows"
