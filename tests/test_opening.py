"""A link is opened on the data there are: what can be shown is shown, what cannot is told."""

from __future__ import annotations

import math

from events.dataset import empty
from events.opening import FIT_HEIGHT, FIT_WIDTH, NOWHERE, fit, settle
from events.view import ViewState
from tests.frames import dataset

DATA = dataset()


def test_a_plain_address_shows_everything_up_to_the_last_day_in_a_view_that_fits() -> None:
    view, notices = settle(ViewState(), DATA)
    assert (view.time, view.window, view.factions, view.selected) == ("2008-04-02", 0, None, "")
    assert notices == []
    west, south, east, north = DATA.events.geometry.dropna().total_bounds
    scale = 256 * 2 ** (view.zoom or 0)
    assert (east - west) / 360 * scale <= FIT_WIDTH
    height = math.asinh(math.tan(math.radians(north))) - math.asinh(math.tan(math.radians(south)))
    assert height / (2 * math.pi) * scale <= FIT_HEIGHT
    assert view.centre is not None
    assert south < view.centre[0] < north
    assert west < view.centre[1] < east


def test_what_the_link_asks_for_is_kept() -> None:
    asked = ViewState(time="2008-03-27", window=7, factions=("Mahdi Army",), centre=(1.0, 2.0), zoom=3.5, selected="kut", search="x")
    assert settle(asked, DATA) == (asked, [])


def test_what_these_data_do_not_have_is_left_out_and_told() -> None:
    view, notices = settle(ViewState(time="2011-01-01", factions=("Nobody", "Mahdi Army"), kinds=("bogus",), selected="gone"), DATA)
    assert view.time == "2008-04-02"
    assert view.factions == ("Mahdi Army",)
    assert view.kinds == ()
    assert view.selected == ""
    assert len(notices) == 4
    assert any("Nobody" in told for told in notices)
    assert any("1 January 2011" in told for told in notices)


def test_a_base_map_that_is_not_there_gives_way_to_the_offline_one_and_is_told() -> None:
    view, notices = settle(ViewState(tiles="Atlantis"), DATA, tiles=("OpenStreetMap",))
    assert view.tiles == ""
    assert notices == ["There is no base map “Atlantis”; the offline one is shown."]
    assert settle(ViewState(tiles="OpenStreetMap"), DATA, tiles=("OpenStreetMap",))[0].tiles == "OpenStreetMap"


def test_settling_twice_changes_nothing() -> None:
    once, _ = settle(ViewState(time="1900-01-01"), DATA)
    assert settle(once, DATA) == (once, [])


def test_a_data_set_without_events_opens() -> None:
    view, notices = settle(ViewState(), empty())
    assert (view.centre, view.zoom) == NOWHERE == fit(empty())
    assert view.time == ""
    assert notices == []
