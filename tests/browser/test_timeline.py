"""The map by itself: one saved file, opened from the disk, with the network off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.saved_map import ARABIC, SCRIPT, box, item, pixels, place_on_screen, shows


def test_it_opens_on_the_last_day_with_control_events_and_tells_what_is_drawn(opened: Page) -> None:
    shows(opened, time="2008-04-10", window="0", shown="6", selected="", theme="light")
    expect(opened.locator(".te-date")).to_have_text("10 April 2008")
    expect(opened.locator(".te-note")).to_have_text("6 of 7 events")
    expect(item(opened, "Explosion")).to_have_attribute("aria-pressed", "false")
    assert pixels(opened, "marks") > 0
    assert pixels(opened, "areas") > pixels(opened, "marks")


def test_pressing_and_dragging_on_the_histogram_moves_time(opened: Page) -> None:
    track = opened.locator(".te-track").bounding_box()
    assert track is not None
    day = track["width"] / 19
    y = track["y"] + 12
    opened.mouse.move(track["x"] + 0.5 * day, y)
    opened.mouse.down()
    shows(opened, time="2008-03-23", shown="1")
    opened.mouse.move(track["x"] + 4.5 * day, y + 90, steps=3)
    shows(opened, time="2008-03-27", shown="3")
    opened.mouse.up()
    opened.mouse.move(track["x"] + 9.5 * day, y)
    shows(opened, time="2008-03-27", shown="3")
    expect(opened.get_by_role("slider", name="Date")).to_have_attribute("aria-valuetext", "27 March 2008, 3 of 7 events shown")
    expect(opened.get_by_role("slider", name="Date")).to_be_focused()


def test_keys_step_by_day_week_event_and_to_the_ends(opened: Page) -> None:
    opened.get_by_role("slider", name="Date").focus()
    press = opened.keyboard.press
    press("ArrowLeft")
    shows(opened, time="2008-04-09", shown="5")
    press("Home")
    shows(opened, time="2008-03-23", shown="1")
    press("PageDown")
    shows(opened, time="2008-03-30")
    press("PageUp")
    shows(opened, time="2008-03-23")
    press("Shift+ArrowRight")
    shows(opened, time="2008-03-23", selected="0")
    press("Shift+ArrowRight")
    shows(opened, time="2008-03-25", selected="1")
    press("Shift+ArrowRight")
    press("Shift+ArrowRight")
    shows(opened, time="2008-03-28", selected="3")
    press("Shift+ArrowRight")
    press("Shift+ArrowRight")  # past the hidden explosion and the event without a place
    shows(opened, time="2008-04-10", selected="7")
    press("Shift+ArrowLeft")
    shows(opened, time="2008-03-30", selected="4")
    press("End")
    shows(opened, time="2008-04-10")
    press("Escape")
    shows(opened, selected="")


def test_the_map_answers_the_same_keys_and_moves_with_alt(opened: Page) -> None:
    box(opened).focus()
    before = opened.evaluate("window.eventTimeline.camera.centre")
    opened.keyboard.press("ArrowLeft")
    shows(opened, time="2008-04-09")
    assert opened.evaluate("window.eventTimeline.camera.centre") == before
    opened.keyboard.press("Alt+ArrowLeft")
    opened.wait_for_function("(lng) => window.eventTimeline.view().centre[1] < lng", arg=before[1])
    shows(opened, time="2008-04-09")


def test_space_plays_to_the_end_and_stops(opened: Page) -> None:
    opened.get_by_label("Speed").select_option("30")
    opened.get_by_role("slider", name="Date").focus()
    opened.keyboard.press(" ")  # at the end already: from the start
    shows(opened, playing="true")
    shows(opened, playing="false", time="2008-04-10")
    opened.get_by_role("button", name="Play (space)").click()
    shows(opened, playing="true")
    opened.get_by_role("button", name="Pause (space)").click()
    shows(opened, playing="false")


def test_the_window_leaves_out_what_is_older(opened: Page) -> None:
    opened.get_by_label("Show", exact=True).select_option("14")
    shows(opened, window="14", shown="3")
    opened.get_by_label("Show", exact=True).select_option("1")
    shows(opened, window="1", shown="1")
    expect(opened.locator(".te-note")).to_have_text("1 of 7 events")


def test_legend_entries_are_switches_with_live_counts(opened: Page) -> None:
    red = item(opened, "Red")
    expect(red.locator(".te-count")).to_have_text("2/2")
    red.click()
    expect(red).to_have_attribute("aria-pressed", "false")
    expect(red.locator(".te-count")).to_have_text("0/2")
    shows(opened, shown="4")
    expect(item(opened, "Taken").locator(".te-count")).to_have_text("0/1")
    red.focus()
    opened.keyboard.press("Enter")
    shows(opened, shown="6")
    item(opened, "Explosion").click()
    shows(opened, shown="7")


def test_only_this_one_and_all_again(opened: Page) -> None:
    item(opened, "Blue").dblclick()
    shows(opened, shown="1")
    expect(item(opened, "Red")).to_have_attribute("aria-pressed", "false")
    opened.get_by_role("button", name="Show all factions").click()
    shows(opened, shown="6")
    item(opened, "Held").click(modifiers=["Alt"])
    shows(opened, shown="1")


def test_hover_says_what_who_when_and_how_exactly(opened: Page) -> None:
    opened.mouse.move(*place_on_screen(opened, 4))
    tip = opened.get_by_role("tooltip")
    expect(tip).to_contain_text("Withdrawn · <script>")
    expect(tip).to_contain_text("in the month of 30 March 2008")
    expect(tip).to_contain_text("somewhere in the province, within 60 km")
    expect(tip).to_contain_text("denied")
    opened.mouse.move(*place_on_screen(opened, 2))
    expect(tip).to_contain_text("Basra")
    expect(tip).to_contain_text(f"Retaken · {ARABIC}")
    expect(tip).to_contain_text("and 1 more here")
    opened.mouse.move(700, 40)
    expect(tip).to_be_hidden()


def test_text_of_the_data_is_text_wherever_it_is_shown(opened: Page) -> None:
    opened.mouse.move(*place_on_screen(opened, 3))
    expect(opened.locator(".te-tip-place")).to_have_text(SCRIPT)
    opened.mouse.click(*place_on_screen(opened, 3))
    shows(opened, selected="3")
    expect(opened.locator(".te-card-place")).to_have_text(SCRIPT)
    expect(opened.locator(".te-card-summary")).to_have_text(f"Summary {SCRIPT}")
    expect(opened.locator(".te-item").filter(has_text="<script>")).to_be_visible()
    assert opened.locator(".te-panel img, .te-panel script").count() == 0
    assert opened.title() != "owned"


def test_names_of_every_script_and_length_keep_their_place(opened: Page) -> None:
    name = item(opened, ARABIC).locator(".te-name")
    assert name.evaluate("e => getComputedStyle(e).direction") == "rtl"
    opened.mouse.move(*place_on_screen(opened, 4))
    tip = opened.get_by_role("tooltip").bounding_box()
    assert tip is not None
    assert tip["width"] <= 300
    assert tip["height"] < 200
    legend = opened.locator(".te-legend").bounding_box()
    assert legend is not None
    assert legend["x"] + legend["width"] <= 1440


def test_a_click_selects_cycles_through_a_spot_and_clears(opened: Page) -> None:
    spot = place_on_screen(opened, 1)
    empty = pixels(opened, "top")
    opened.mouse.click(*spot)
    shows(opened, selected="2")
    assert pixels(opened, "top") > 0
    assert empty == 0
    opened.mouse.click(*spot)
    shows(opened, selected="1")
    expect(opened.locator(".te-card")).to_contain_text("Taken · Red")
    opened.mouse.click(*spot)
    shows(opened, selected="2")
    opened.mouse.click(700, 40)
    shows(opened, selected="")
    expect(opened.locator(".te-card")).to_be_hidden()


def test_all_reports_of_a_spot_can_be_leafed_through(opened: Page) -> None:
    opened.mouse.click(*place_on_screen(opened, 1))
    shows(opened, selected="2")
    expect(opened.locator(".te-card")).to_contain_text("1 of 2 here")
    opened.get_by_role("button", name="Older report here").click()
    shows(opened, selected="1")
    expect(opened.locator(".te-card")).to_contain_text("2 of 2 here")


def test_a_selected_event_leads_to_its_source(opened: Page) -> None:
    opened.mouse.click(*place_on_screen(opened, 7))
    link = opened.locator(".te-card").get_by_role("link", name="A report")
    expect(link).to_have_attribute("href", "https://example.org/a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(opened.locator(".te-card-source")).to_contain_text("Wire, 2008-03-31")


def test_an_area_is_true_to_size_and_can_be_picked_off_its_mark(opened: Page) -> None:
    x, y = place_on_screen(opened, 4)
    north = opened.evaluate(
        """() => { const layer = window.eventTimeline, c = layer.columns;
           const degrees = 60000 / 6378137 * 180 / Math.PI;
           return layer._map.latLngToContainerPoint([c.latitude(4) + degrees, c.longitude(4)]).y; }"""
    )
    [area] = opened.evaluate("window.eventTimeline.painter.areas.drawn.filter((a) => a.i === 4)")
    assert area["pixels"] == pytest.approx(y - north, rel=0.01)
    opened.mouse.click(x + 18, y)
    shows(opened, selected="4")
