"""One sentence that tells who holds how many places, how many are contested and how many unknown.

Its parts are like those of `describe`: words, and figures by name that the page fills in anew while the slider moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from events.describe import DATE, Part
from events.filters import date_words
from events.schema import CONTESTED, UNKNOWN
from events.view import ViewState

PLACES: Final = "places"
HOLDERS: Final = "holders"
FOUGHT: Final = "contested"
UNSURE: Final = "unknown"
#: Factions that are named; the rest are "others".
MOST_NAMED: Final = 3


def template(
    view: ViewState, *, left_out: int = 0, reports: int = 0, undated: int = 0, unplaced: int = 0, drawn: bool = False
) -> list[Part]:
    """Return the sentence's parts for a view, with the figures left open.

    Parameters
    ----------
    view : ViewState
        Its `known`, `compare` and `factions` are told.
    left_out, reports : int
        How many of the reports were not known yet on the day of `known`, and how many there are.
    undated : int
        How many of those left out bear no date of publication.
    unplaced : int
        Events whose place was not found.
    drawn : bool
        Whether areas that others drew are among the places.
    """
    parts = [
        Part(figure=PLACES),
        Part(" (drawn areas among them): " if drawn else ": "),
        Part(figure=HOLDERS),
        Part("; "),
        Part(figure=FOUGHT),
        Part(" contested; "),
    ]
    parts += [Part(figure=UNSURE), Part(" unknown on "), Part(figure=DATE)]
    words = "."
    if view.known:
        without = f" and {undated:,} without a date of publication" if undated else ""
        words = f", as known on {date_words(view.known)}: {left_out - undated:,} of {reports:,} reports published later{without} left out."
    if view.compare:
        words += f" Compared with {date_words(view.compare)}."
    if view.factions is not None:
        words += f" Drawn: only places of {_listed(view.factions)}." if view.factions else " No place is drawn: no faction is chosen."
    elif view.hidden:
        words += f" Drawn: all places but those of {_listed(view.hidden)}."
    if unplaced:
        words += f" {unplaced:,} {'report' if unplaced == 1 else 'reports'} could not be placed on the map."
    return [*parts, Part(words)]


def figures(state: pd.DataFrame, *, day: str) -> dict[str, str]:
    """Return the figures by name, as text.

    Parameters
    ----------
    state : pandas.DataFrame
        Columns `holder`, `status`: from `control_at`.
    day : str
        ISO date of the slider.
    """
    status = state["status"].astype("str")
    held = state.loc[status == "held", "holder"].astype("str").value_counts()
    return {
        PLACES: f"{len(state):,} {'place' if len(state) == 1 else 'places'}",
        HOLDERS: holders({str(name): int(count) for name, count in held.items()}),
        FOUGHT: f"{int((status == CONTESTED).sum()):,}",
        UNSURE: f"{int((status == UNKNOWN).sum()):,}",
        DATE: date_words(day) if day else "no date",
    }


def holders(counts: Mapping[str, int]) -> str:
    """Return "Mahdi Army holds 21, Iraqi Army 5": the most first, and those of one number by name; `bridge.js` says the same."""
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if not order:
        return "none held"
    named = order if len(order) <= MOST_NAMED + 1 else order[:MOST_NAMED]
    told = [f"{name} {'holds ' if not rank else ''}{count:,}" for rank, (name, count) in enumerate(named)]
    rest = order[len(named) :]
    if rest:
        told.append(f"{len(rest):,} others {sum(count for _, count in rest):,}")
    return ", ".join(told)


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:2])} and {len(names) - 2} others" if len(names) > MOST_NAMED else " and ".join(names)
