"""The map on every screen and with every kind of table: sharp, small, dark, empty, across the date line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from events.eventmap import EventMap, EventTimeline
from events.schema import validate
from tests.browser.saved_map import ARABIC, item, opened_on, place_on_screen, save, shows, table


@pytest.mark.parametrize("ratio", [1, 2, 2.5])
def test_canvases_are_as_sharp_as_the_screen(new_context: Callable[..., BrowserContext], saved: str, ratio: float) -> None:
    page = opened_on(new_context(viewport={"width": 800, "height": 600}, device_scale_factor=ratio).new_page(), saved)
    assert page.evaluate("[window.eventTimeline.surface.marks.width, window.eventTimeline.surface.marks.height]") == [
        800 * ratio,
        600 * ratio,
    ]
    box_px = page.evaluate(
        "(() => { const b = window.eventTimeline.surface.marks.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()"
    )
    assert box_px == [0, 0, 800, 600]
    histogram = page.evaluate("(() => { const c = window.eventTimeline.bar.canvas; return c.width / c.clientWidth; })()")
    assert histogram == pytest.approx(ratio, rel=0.01)


def test_a_phone_gets_a_folded_legend_and_answers_touch(new_context: Callable[..., BrowserContext], saved: str) -> None:
    context = new_context(viewport={"width": 390, "height": 844}, device_scale_factor=3, has_touch=True, is_mobile=True)
    page = opened_on(context.new_page(), saved)
    expect(page.locator(".te-legend-toggle")).to_have_attribute("aria-expanded", "false")
    bar = page.locator(".te-bar").bounding_box()
    assert bar is not None
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    x, y = place_on_screen(page, 7)
    page.touchscreen.tap(x + 8, y)
    shows(page, selected="7")
    page.locator(".te-legend-toggle").tap()
    expect(item(page, "Red")).to_be_visible()
    for button in page.locator(".te-keys button").all():
        size = button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 40


def test_two_quick_taps_on_a_button_do_not_zoom_the_map(new_context: Callable[..., BrowserContext], saved: str) -> None:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = opened_on(context.new_page(), saved)
    zoom = page.evaluate("window.eventTimeline._map.getZoom()")
    back = page.locator(".te-keys button").first
    back.tap()
    back.tap()
    shows(page, time="2008-04-08")
    assert page.evaluate("window.eventTimeline._map.getZoom()") == zoom


def test_the_readers_colour_scheme_is_followed(new_context: Callable[..., BrowserContext], saved: str) -> None:
    page = opened_on(new_context(color_scheme="dark").new_page(), saved)
    shows(page, theme="dark")
    page.emulate_media(color_scheme="light")
    shows(page, theme="light")


def test_moving_the_map_moves_the_marks_with_it(opened: Page) -> None:
    def mark() -> list[float]:
        found: list[float] = opened.evaluate(
            "(() => { const p = window.eventTimeline.painter, v = p.viewport, c = p.columns; return [v.x(c.x[7]), v.y(c.y[7])]; })()"
        )
        return found

    assert mark() == pytest.approx(place_on_screen(opened, 7), abs=1)
    opened.mouse.move(300, 300)
    opened.mouse.down()
    opened.mouse.move(420, 380, steps=4)
    opened.mouse.up()
    opened.wait_for_function("window.eventTimeline._map._panAnim === undefined || !window.eventTimeline._map._panAnim._inProgress")
    opened.evaluate("window.eventTimeline._map.setZoom(9, { animate: false })")
    opened.wait_for_function("window.eventTimeline.painter.viewport.zoom === 9")
    assert mark() == pytest.approx(place_on_screen(opened, 7), abs=1)


def test_the_same_view_is_the_same_picture_however_one_came_to_it(page: Page, tmp_path: Path) -> None:
    many = pd.DataFrame({"event_id": [str(i) for i in range(6000)], "kind": "held", "faction": [f"F{i % 5}" for i in range(6000)]})
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta([i // 60 for i in range(6000)], unit="D")
    events, _ = validate(
        many.assign(start=days, lon=[40 + (i * 37 % 211) / 40 for i in range(6000)], lat=[33 + (i * 53 % 197) / 50 for i in range(6000)])
    )
    opened_on(page, save(events, tmp_path / "many.html"))
    picture = "(() => { const c = window.eventTimeline.surface.marks; return c.toDataURL(); })()"
    slider = page.get_by_role("slider", name="Date")
    slider.focus()
    assert page.evaluate("window.eventTimeline.painter.marks === window.eventTimeline.painter.stamped")
    page.keyboard.press("Home")
    for _ in range(8):
        page.keyboard.press("PageDown")
    shows(page, time="2020-02-26")
    page.wait_for_function("!window.eventTimeline.painter.isSketch")
    stepped = page.evaluate(picture)
    page.keyboard.press("End")
    shows(page, time="2020-04-09")
    page.evaluate("window.eventTimeline.setDay(56, 'user')")
    shows(page, time="2020-02-26")
    assert page.evaluate(picture) == stepped


def test_an_empty_map_says_so(page: Page, tmp_path: Path) -> None:
    opened_on(page, save(table().iloc[:0], tmp_path / "empty.html"))
    shows(page, shown="0")
    expect(page.locator(".te-note")).to_have_text("No events")


def test_columns_that_cannot_be_read_are_said_to_be_so(page: Page, tmp_path: Path) -> None:
    event_map = EventMap()
    timeline = EventTimeline(table())
    timeline.timeline_options["inline"] = "bm90IHRoaXM="
    timeline.add_to(event_map)
    event_map.save(str(tmp_path / "bad.html"))
    page.goto((tmp_path / "bad.html").as_uri())
    shows(page, ready="failed")
    expect(page.locator(".te-note")).to_contain_text("not in the format")


def test_the_view_given_is_the_view_shown(page: Page, tmp_path: Path) -> None:
    view: dict[str, Any] = {
        "time": "2008-03-28", "window": 3, "zoom": 8, "centre": [31.5, 46.5], "selected": 2,
        "factions": [ARABIC, "contested", "gone"], "hidden": [], "kinds": None, "since": "2008-03-24", "until": "", "tiles": "",
        "mode": "", "place": "", "compare": "", "known": "",
    }  # fmt: skip
    opened_on(page, save(table(), tmp_path / "view.html", view=view, theme="dark"))
    shows(page, time="2008-03-28", window="3", shown="2", selected="2", theme="dark")
    assert page.evaluate("window.eventTimeline.view()") == {**view, "factions": sorted(view["factions"])}


def test_all_events_stay_in_sight_until_the_reader_moves_the_map(opened: Page) -> None:
    assert opened.evaluate("window.eventTimeline.view().centre") is None, "no place has been chosen"
    opened.set_viewport_size({"width": 500, "height": 700})
    opened.wait_for_function("window.eventTimeline.painter.viewport.cssWidth === 500")
    bar = opened.locator(".te-bar").bounding_box()
    assert bar is not None
    for row in (0, 1, 3, 4, 5):
        x, y = place_on_screen(opened, row)
        assert 0 < x < 500
        assert 0 < y < bar["y"]
    opened.evaluate("window.eventTimeline._map.panBy([60, 40], { animate: false })")
    centre = opened.evaluate("window.eventTimeline.view().centre")
    opened.set_viewport_size({"width": 900, "height": 700})
    opened.wait_for_function("window.eventTimeline.painter.viewport.cssWidth === 900")
    assert opened.evaluate("window.eventTimeline.view().centre") == centre


def test_context_alone_is_the_subject_and_is_shown(page: Page, tmp_path: Path) -> None:
    events = table()
    opened_on(page, save(events[events["kind"] == "explosion"].reset_index(drop=True), tmp_path / "context.html"))
    shows(page, shown="1")
    assert page.evaluate("window.eventTimeline.painter.sprites.style(0).context") is False


def test_the_date_line_parts_no_map(page: Page, tmp_path: Path) -> None:
    rows = [
        {"event_id": str(lon), "start": "2020-01-01", "kind": "held", "lon": lon, "lat": 0.0, "radius_m": 30_000} for lon in (179.9, -179.9)
    ]
    events, _ = validate(pd.DataFrame(rows))
    view = {"time": "", "window": 0, "centre": [0, 180], "zoom": 9, "selected": None, "factions": None, "kinds": None}
    opened_on(page, save(events, tmp_path / "line.html", view=view))
    by_id = "[0, 1].map((i) => window.eventTimeline.painter.viewport.x(window.eventTimeline.columns.x[i])).sort((a, b) => a - b)"
    apart = 0.1 / 360 * 256 * 2**9
    assert page.evaluate(by_id) == pytest.approx([720 - apart, 720 + apart], abs=0.01)
    assert page.evaluate("window.eventTimeline.painter.positions.count") == 2
    page.mouse.click(720 + apart, 450)
    expect(page.locator(".te-card")).to_be_visible()
    page.evaluate("window.eventTimeline._map.panBy([725 + 37, 0], { animate: false })")  # one mark off the screen, its area still on it
    page.wait_for_function("window.eventTimeline.painter.areas.drawn.some((area) => area.x < 0 && area.x + area.pixels > 0)")


def test_a_map_with_a_place_of_its_own_stays_there(page: Page, tmp_path: Path) -> None:
    opened_on(page, save(table(), tmp_path / "placed.html", place={"location": [33, 44], "zoom_start": 9}))
    assert page.evaluate("[window.eventTimeline.view().centre, window.eventTimeline.view().zoom]") == [[33, 44], 9]
