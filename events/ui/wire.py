"""The view as the map's script knows it (row numbers, plain JSON) and as the page knows it (`ViewState`)."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from events.dataset import Dataset
from events.link import CONTROL_MODE
from events.opening import fit
from events.ui import store
from events.view import ViewState


def to_wire(view: ViewState, dataset: Dataset) -> dict[str, Any]:
    """Return a settled view for the map's script; the selected event as its row number.

    A view that was never moved goes without a place: the map knows its own size, a phone's too, and fits the events into it.
    """
    unmoved = (view.centre, view.zoom) == fit(dataset)
    return {
        "time": view.time,
        "window": view.window,
        "zoom": None if unmoved else view.zoom,
        "centre": list(view.centre) if view.centre and not unmoved else None,
        "selected": dataset.row_of(view.selected),
        "factions": None if view.factions is None else list(view.factions),
        "hidden": list(view.hidden),
        "kinds": None if view.kinds is None else list(view.kinds),
        "since": view.since,
        "until": view.until,
        "tiles": view.tiles,
        "mode": view.mode,
        "place": view.place,
        "compare": view.compare,
        "known": view.known,
    }


def from_wire(told: Mapping[str, Any], view: ViewState, dataset: Dataset) -> ViewState:
    """Return `view` with what the map's script tells of it; what is not of its form is left as it was."""
    changes: dict[str, Any] = {}
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(told.get("time"))):
        changes["time"] = str(told["time"])
    if isinstance(told.get("window"), int | float) and 0 <= told["window"] <= 65_535:
        changes["window"] = int(told["window"])
    if isinstance(told.get("zoom"), int | float) and 0 <= told["zoom"] <= 22:
        changes["zoom"] = round(float(told["zoom"]), 2)
    centre = told.get("centre")
    if isinstance(centre, list) and len(centre) == 2 and abs(float(centre[0])) <= 90:
        changes["centre"] = (round(float(centre[0]), 5) + 0.0, round((float(centre[1]) + 180) % 360 - 180, 5) + 0.0)
    if "kinds" in told:
        changes["kinds"] = None if told["kinds"] is None else tuple(sorted({str(value) for value in told["kinds"]}))
    if "factions" in told:
        changes |= _factions(told, view, dataset)
    if "selected" in told:
        changes["selected"] = _event_id(told["selected"], view, dataset)
    if isinstance(told.get("tiles"), str):
        changes["tiles"] = told["tiles"]
    return replace(view, **changes, **_control(told))


def _factions(told: Mapping[str, Any], view: ViewState, dataset: Dataset) -> dict[str, Any]:
    """Return which factions are chosen or hidden; nothing where the map shows what it was told to, in whichever of the two forms."""
    factions = None if told["factions"] is None else tuple(sorted({str(name) for name in told["factions"]}))
    hidden = tuple(sorted({str(name) for name in told.get("hidden") or ()})) if factions is None else ()
    known = frozenset(store.packed(dataset).factions)
    return {} if _shown(factions, hidden, known) == _shown(view.factions, view.hidden, known) else {"factions": factions, "hidden": hidden}


def _shown(factions: tuple[str, ...] | None, hidden: tuple[str, ...], known: frozenset[str]) -> frozenset[str]:
    return known.difference(hidden) if factions is None else known.intersection(factions)


def _control(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the map tells of control."""
    changes: dict[str, Any] = {}
    if told.get("mode") in ("", CONTROL_MODE):
        changes["mode"] = told["mode"]
    if isinstance(told.get("place"), str):
        changes["place"] = told["place"]
    for name in ("compare", "known"):
        if re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", str(told.get(name))):
            changes[name] = str(told[name])
    return changes


def bitset(rows: npt.NDArray[np.bool_]) -> str:
    """Return a mask over rows as base64 of a little-endian bit set: bit 0 of byte 0 is row 0."""
    return base64.b64encode(np.packbits(rows, bitorder="little").tobytes()).decode("ascii")


def _event_id(row: object, view: ViewState, dataset: Dataset) -> str:
    if isinstance(row, int | float) and 0 <= row < dataset.size:
        return str(dataset.rows([int(row)])["event_id"].iloc[0])
    # An event without a place is selected in the table and unknown to the map, whose "none" must not undo that.
    number = dataset.row_of(view.selected)
    if number is not None and dataset.rows([number]).geometry.iloc[0] is None:
        return view.selected
    return ""
