"""The map and the page mean the same view."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from events.opening import settle
from events.ui.wire import bitset, from_wire, to_wire
from events.view import ViewState
from tests.frames import dataset

DATA = dataset()
PLAIN = settle(ViewState(), DATA)[0]


@pytest.mark.parametrize(
    "asked",
    [
        ViewState(),
        ViewState(time="2008-03-27", window=7, selected="kut", centre=(33.25, 44.5), zoom=11.25),
        ViewState(factions=("Mahdi Army",), kinds=(), tiles="OpenStreetMap"),
        ViewState(hidden=("Mahdi Army",)),
        ViewState(mode="control", place="Southern Basra", compare="2008-03-25", known="2008-03-28"),
    ],
)
def test_there_and_back(asked: ViewState) -> None:
    view, _ = settle(asked, DATA)
    assert from_wire(to_wire(view, DATA), PLAIN, DATA) == view


def test_one_faction_switched_off_among_many_is_one_name_in_the_view_and_stays_so() -> None:
    names = sorted(DATA.faction_names)
    view = from_wire({"factions": None, "hidden": names[:1]}, PLAIN, DATA)
    assert (view.factions, view.hidden) == (None, (names[0],))
    assert (to_wire(view, DATA)["factions"], to_wire(view, DATA)["hidden"]) == (None, names[:1])
    assert from_wire({"factions": names[1:]}, view, DATA) == view
    chosen = replace(PLAIN, factions=tuple(names[1:]))
    assert from_wire({"factions": None, "hidden": names[:1]}, chosen, DATA) == chosen, "what was chosen by name stays chosen by name"
    alone = from_wire({"factions": names[:1]}, view, DATA)
    assert (alone.factions, alone.hidden) == ((names[0],), ())
    assert from_wire({"factions": None, "hidden": []}, view, DATA) == PLAIN


def test_rows_are_row_numbers_of_the_table() -> None:
    row = to_wire(settle(ViewState(selected="basra"), DATA)[0], DATA)["selected"]
    assert DATA.events["event_id"].iloc[row] == "basra"


def test_an_event_without_a_place_stays_selected_though_the_map_knows_nothing_of_it() -> None:
    view, _ = settle(ViewState(selected="lost"), DATA)
    assert from_wire({"selected": None}, view, DATA).selected == "lost"
    placed, _ = settle(ViewState(selected="kut"), DATA)
    assert from_wire({"selected": None}, placed, DATA).selected == ""


@pytest.mark.parametrize(
    "told",
    [
        {"time": "soon"},
        {"time": 5},
        {"window": -1},
        {"window": "7"},
        {"zoom": 99},
        {"centre": [95, 0]},
        {"centre": [1]},
        {"centre": "1,2"},
        {"selected": 10**9},
        {"tiles": 3},
        {"unheard": 1},
        {},
    ],
)
def test_what_is_not_of_its_form_changes_nothing(told: dict[str, Any]) -> None:
    assert from_wire(told, PLAIN, DATA) == PLAIN


def test_a_map_dragged_past_the_date_line_is_told_in_ordinary_degrees() -> None:
    assert from_wire({"centre": [10.0, 190.0]}, PLAIN, DATA).centre == (10.0, -170.0)


@given(arrays(np.bool_, st.integers(0, 70)))
def test_the_bit_set_has_row_zero_in_its_lowest_bit(rows: np.ndarray) -> None:
    raw = base64.b64decode(bitset(rows))
    assert [bool(raw[i // 8] >> (i % 8) & 1) for i in range(len(rows))] == rows.tolist()
