"""A view as asked for → the view as it can be shown on a data set, every field settled, with a notice for each thing that could not be."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Final

import numpy as np

from events.dataset import Dataset
from events.filters import CONTROL, EVERY, date_words
from events.schema import CONTEXT_KINDS, KINDS
from events.view import ViewState

#: The size, in CSS pixels, that a view without a zoom is fitted to; the same for everybody, so that a link does not depend on a screen.
FIT_WIDTH: Final = 800
FIT_HEIGHT: Final = 480
TILE: Final = 256
WIDEST, CLOSEST = 2, 12
NOWHERE: Final = ((20.0, 20.0), 2.0)


def settle(view: ViewState, dataset: Dataset, *, tiles: Collection[str] | None = None, last_edit: int = 0) -> tuple[ViewState, list[str]]:
    """Return the view with time, centre and zoom filled in and without what the data set does not have.

    Parameters
    ----------
    view : ViewState
        A view, for instance as read from a link.
    dataset : Dataset
        The data set it is to be shown on.
    tiles : collection of str, optional
        Names of the base maps that can be chosen; any name passes without it.
    last_edit : int
        Number of the newest edit in the data set's log, 0 for none.

    Returns
    -------
    view : ViewState
        `time` and `compare` within the days of the data, `edit` of a past state or None, `centre` and `zoom` given, factions, kinds and
        selection among those of the data. Where no kinds are asked for and the data hold both, only those that say who controls a place
        are chosen.
    notices : list of str
        One sentence for each thing that was left out.
    """
    notices: list[str] = []
    centre, zoom = fit(dataset)
    factions = _known(view.factions, dataset.faction_names, "faction", notices)
    hidden = _known(view.hidden, dataset.faction_names, "faction", notices) or ()
    if factions is not None:
        factions, hidden = tuple(name for name in factions if name not in hidden), ()
    kinds = _known(view.kinds, KINDS, "kind", notices) if view.kinds is not None else first_kinds(dataset)
    selected = view.selected
    if selected and dataset.row_of(selected) is None:
        notices.append(f"The event of the link, “{selected[:80]}”, is not in these data.")
        selected = ""
    base = view.tiles
    if base and tiles is not None and base not in tiles:
        notices.append(f"There is no base map “{base[:60]}”; the offline one is shown.")
        base = ""
    settled = replace(
        view,
        tiles=base,
        time=_day(view.time, dataset, notices),
        factions=factions,
        hidden=hidden,
        kinds=kinds,
        selected=selected,
        centre=view.centre or centre,
        zoom=zoom if view.zoom is None else view.zoom,
        compare=_day(view.compare, dataset, notices) if view.compare else "",
        edit=_edit(view.edit, last_edit, notices),
    )
    return settled, notices


def first_kinds(dataset: Dataset) -> tuple[str, ...] | None:
    """Return the kinds that a fresh view shows: control without context where the data hold both, else all (None)."""
    present = dataset.kind_names
    return CONTROL if present & set(CONTROL) and present & set(CONTEXT_KINDS) else None


def explicit(view: ViewState, dataset: Dataset) -> ViewState:
    """Return the view with all kinds named where "all" is meant and would be read as a fresh view, which leaves context out."""
    return replace(view, kinds=EVERY) if view.kinds is None and first_kinds(dataset) is not None else view


def fit(dataset: Dataset) -> tuple[tuple[float, float], float]:
    """Return centre (lat, lon) and whole zoom level that show every placed event in `FIT_WIDTH` × `FIT_HEIGHT` pixels."""
    if dataset.bounds is None:
        return NOWHERE
    west, south, east, north = dataset.bounds
    top, bottom = _mercator(north), _mercator(south)
    across = max((east - west) / 360, 1e-9)
    down = max(bottom - top, 1e-9)
    level = min(math.log2(FIT_WIDTH / TILE / across), math.log2(FIT_HEIGHT / TILE / down))
    zoom = float(min(max(math.floor(level), WIDEST), CLOSEST))
    middle = math.degrees(math.atan(math.sinh(math.pi * (1 - (top + bottom)))))
    return (round(middle, 5), round(float(west + east) / 2, 5)), zoom


def _mercator(latitude: float) -> float:
    """Return the web-Mercator y of a latitude in degrees, 0 at the top, 1 at the bottom of the square world."""
    clipped = math.radians(float(np.clip(latitude, -85.05, 85.05)))
    return (1 - math.asinh(math.tan(clipped)) / math.pi) / 2


def _day(time: str, dataset: Dataset, notices: list[str]) -> str:
    first, last = dataset.first_day, dataset.last_day
    if not time or not last:
        return last
    if first <= time <= last:
        return time
    nearest = first if time < first else last
    notices.append(f"The link's day, {date_words(time)}, is outside these data; the nearest, {date_words(nearest)}, is shown.")
    return nearest


def _edit(edit: int | None, last: int, notices: list[str]) -> int | None:
    """Return the number of a past state, None for the newest."""
    if edit is None or edit < last:
        return edit
    if edit > last:
        notices.append(f"The log of these data has no edit {edit}; the newest state is shown.")
    return None


def _known(chosen: tuple[str, ...] | None, known: Collection[str], what: str, notices: list[str]) -> tuple[str, ...] | None:
    if chosen is None:
        return None
    lost = [name for name in chosen if name not in known]
    if lost:
        notices.append(f"These data have no {what} “{'”, “'.join(name[:60] for name in lost[:3])}”{' …' if len(lost) > 3 else ''}.")
    return tuple(sorted(name for name in chosen if name in known))
