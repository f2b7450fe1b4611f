"""The map by itself: one saved file, opened from the disk, with the network off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from events.eventmap import EventMap, EventTimeline
from events.schema import validate

SCRIPT = '<script>document.title="owned"</script><img src=x onerror=\'document.title="owned"\'>'
ARABIC = "جيش المهدي"
LONG = "Very long name of a place, " * 40
ROWS = [
    # event_id, day, place, kind, faction, lon, lat, geo_precision, radius_m, asserted, date_precision
    ("a1", "2008-03-23", "Amara", "held", "Red", 47.0, 32.0, "city", 5000, "asserted", "day"),
    ("b1", "2008-03-25", "Basra", "taken", "Red", 47.8, 30.5, "point", None, "asserted", "day"),
    ("b2", "2008-03-27", "Basra", "retaken", ARABIC, 47.8, 30.5, "point", None, "claimed", "day"),
    ("s1", "2008-03-28", SCRIPT, "contested", "contested", 45.0, 32.0, "city", 3000, "asserted", "week"),
    ("l1", "2008-03-30", LONG, "withdrawn", SCRIPT, 46.0, 31.0, "admin1", 60000, "denied", "month"),
    ("c1", "2008-03-31", "Kut", "explosion", "unknown", 45.8, 32.5, "", None, "asserted", "day"),
    ("n1", "2008-04-01", "Nowhere", "held", "Red", None, None, "", None, "asserted", "day"),
    ("k1", "2008-04-10", "Kut", "ceasefire", "Blue", 45.8, 32.5, "city", 4000, "asserted", "day"),
]
COLUMNS = ["event_id", "start", "place", "kind", "faction", "lon", "lat", "geo_precision", "radius_m", "asserted", "date_precision"]


def table() -> gpd.GeoDataFrame:
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    sourced = {
        "summary": f"Summary {SCRIPT}",
        "title": "A report",
        "publisher": "Wire",
        "url": "https://example.org/a",
        "published": "2008-03-31",
    }
    events, rejected = validate(frame.assign(**sourced, contradicts=""))
    assert rejected.empty
    return events


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a saved map of the eight events."""
    path: Path = tmp_path_factory.mktemp("map") / "map.html"
    event_map = EventMap()
    EventTimeline(table(), basemap=False).add_to(event_map)
    event_map.save(str(path))
    return path.as_uri()


@pytest.fixture
def opened(page: Page, saved: str) -> Page:
    return opened_on(page, saved)


def opened_on(page: Page, address: str) -> Page:
    page.goto(address)
    expect(box(page)).to_have_attribute("data-ready", "true")
    return page


def box(page: Page) -> Locator:
    return page.locator(".te-map")


def shows(page: Page, **attributes: str) -> None:
    for name, value in attributes.items():
        expect(box(page)).to_have_attribute(f"data-{name}", value)


def item(page: Page, label: str) -> Locator:
    return page.locator(".te-item").filter(has=page.get_by_text(label, exact=True))


def place_on_screen(page: Page, row: int) -> tuple[float, float]:
    """Where the mark of a row stands, in page pixels."""
    point: list[float] = page.evaluate(
        """(row) => { const layer = window.eventTimeline, c = layer.columns;
           const p = layer._map.latLngToContainerPoint([c.latitude(row), c.longitude(row)]); return [p.x, p.y]; }""",
        row,
    )
    return point[0], point[1]


def pixels(page: Page, canvas: str) -> int:
    """How many pixels of a canvas are painted."""
    count: int = page.evaluate(
        """(name) => { const c = window.eventTimeline.surface[name];
           const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let n = 0;
           for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }""",
        canvas,
    )
    return count


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
    event_map = EventMap()
    EventTimeline(events, basemap=False).add_to(event_map)
    event_map.save(str(tmp_path / "many.html"))
    opened_on(page, (tmp_path / "many.html").as_uri())
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
    event_map = EventMap()
    EventTimeline(table().iloc[:0]).add_to(event_map)
    event_map.save(str(tmp_path / "empty.html"))
    opened_on(page, (tmp_path / "empty.html").as_uri())
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
        "factions": [ARABIC, "contested", "gone"], "kinds": None, "since": "2008-03-24", "until": "", "tiles": "",
        "mode": "", "place": "", "compare": "", "known": "",
    }  # fmt: skip
    event_map = EventMap()
    EventTimeline(table(), view=view, theme="dark").add_to(event_map)
    event_map.save(str(tmp_path / "view.html"))
    opened_on(page, (tmp_path / "view.html").as_uri())
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
    event_map = EventMap()
    EventTimeline(events[events["kind"] == "explosion"].reset_index(drop=True), basemap=False).add_to(event_map)
    event_map.save(str(tmp_path / "context.html"))
    opened_on(page, (tmp_path / "context.html").as_uri())
    shows(page, shown="1")
    assert page.evaluate("window.eventTimeline.painter.sprites.style(0).context") is False


def test_the_date_line_parts_no_map(page: Page, tmp_path: Path) -> None:
    rows = [
        {"event_id": str(lon), "start": "2020-01-01", "kind": "held", "lon": lon, "lat": 0.0, "radius_m": 30_000} for lon in (179.9, -179.9)
    ]
    events, _ = validate(pd.DataFrame(rows))
    event_map = EventMap()
    view = {"time": "", "window": 0, "centre": [0, 180], "zoom": 9, "selected": None, "factions": None, "kinds": None}
    EventTimeline(events, view=view, basemap=False).add_to(event_map)
    event_map.save(str(tmp_path / "line.html"))
    opened_on(page, (tmp_path / "line.html").as_uri())
    by_id = "[0, 1].map((i) => window.eventTimeline.painter.viewport.x(window.eventTimeline.columns.x[i])).sort((a, b) => a - b)"
    apart = 0.1 / 360 * 256 * 2**9
    assert page.evaluate(by_id) == pytest.approx([720 - apart, 720 + apart], abs=0.01)
    assert page.evaluate("window.eventTimeline.painter.positions.count") == 2
    page.mouse.click(720 + apart, 450)
    expect(page.locator(".te-card")).to_be_visible()
    page.evaluate("window.eventTimeline._map.panBy([725 + 37, 0], { animate: false })")  # one mark off the screen, its area still on it
    page.wait_for_function("window.eventTimeline.painter.areas.drawn.some((area) => area.x < 0 && area.x + area.pixels > 0)")


def test_a_map_with_a_place_of_its_own_stays_there(page: Page, tmp_path: Path) -> None:
    event_map = EventMap(location=[33, 44], zoom_start=9)
    EventTimeline(table(), basemap=False).add_to(event_map)
    event_map.save(str(tmp_path / "placed.html"))
    opened_on(page, (tmp_path / "placed.html").as_uri())
    assert page.evaluate("[window.eventTimeline.view().centre, window.eventTimeline.view().zoom]") == [[33, 44], 9]
