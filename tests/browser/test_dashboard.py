"""The whole page in a real browser: scrub, filter, click, link, Back, offline, keyboard, hostile data."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.dashboard import Dashboard
from tests.conftest import Traffic


@pytest.fixture
def fresh(page: Page, start_app: Callable[..., str]) -> Dashboard:
    """A page that was never opened, of a visitor who was never here."""
    return Dashboard(page, start_app())


def test_the_demo_opens_with_all_events_and_a_link_of_its_own(fresh: Dashboard) -> None:
    fresh.open()
    expect(fresh.map).to_have_attribute("data-shown", "167")
    expect(fresh.sentence).to_contain_text("167 of 167 events shown: up to 26 June 2008.")
    fresh.expect_query("at", "2008-06-26")
    assert {"at", "centre", "zoom", "made"} <= set(fresh.query())
    assert fresh.page.get_by_text("Deploy").count() == 0
    expect(fresh.map).to_have_attribute("data-theme", "light")


def test_scrubbing_asks_python_for_nothing_until_it_rests(dashboard: Dashboard) -> None:
    dashboard.open()
    dashboard.mark()
    sent = dashboard.page.evaluate_handle("() => { window.sent = 0; return window; }")
    dashboard.page.evaluate(
        """() => { const send = WebSocket.prototype.send;
                   WebSocket.prototype.send = function (data) { window.sent += 1; return send.call(this, data); }; }"""
    )
    box = dashboard.slider.bounding_box()
    assert box is not None
    mouse = dashboard.page.mouse
    mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    mouse.down()
    for step in range(20):
        mouse.move(box["x"] + box["width"] * (0.95 - step / 25), box["y"] + box["height"] / 2)
    during = sent.evaluate("window => window.sent")
    shown = dashboard.map.get_attribute("data-shown")
    expect(dashboard.sentence).to_contain_text(f"{shown} of 167 events")
    mouse.up()
    time = dashboard.map.get_attribute("data-time")
    assert time
    dashboard.expect_query("at", time)
    assert during == 0
    assert time < "2008-05-10"
    assert dashboard.not_remounted()


def test_keys_step_by_day_and_by_event_and_play(dashboard: Dashboard) -> None:
    dashboard.open("at=2008-03-27")
    dashboard.slider.focus()
    dashboard.page.keyboard.press("ArrowLeft")
    expect(dashboard.map).to_have_attribute("data-time", "2008-03-26")
    dashboard.page.keyboard.press("Home")
    expect(dashboard.map).to_have_attribute("data-time", "2008-03-23")
    dashboard.page.keyboard.press("Shift+ArrowRight")
    expect(dashboard.map).not_to_have_attribute("data-selected", "")
    dashboard.expect_query("event", "qurna-shootout-23mar")
    expect(dashboard.page.locator(".st-key-detail")).to_contain_text("Qurna")
    dashboard.page.keyboard.press(" ")
    expect(dashboard.map).to_have_attribute("data-time", re.compile("2008-03-2[5-9]"))
    dashboard.page.keyboard.press(" ")


def test_twenty_filter_changes_never_build_the_map_anew(dashboard: Dashboard) -> None:
    dashboard.open()
    dashboard.mark()
    field = dashboard.page.get_by_role("textbox", name="Place or words")
    for words in ("basra", "kut", "baghdad", "curfew"):
        field.fill(words)
        field.press("Enter")
        expect(dashboard.sentence).to_contain_text(f"“{words}”")
        expect(dashboard.map).not_to_have_attribute("data-shown", "167")
        field.fill("")
        field.press("Enter")
        expect(dashboard.map).to_have_attribute("data-shown", "167")
    legend = {name: dashboard.frame.get_by_role("button", name=re.compile(f"^{name}")) for name in ("Mahdi Army", "Iraqi Army")}
    for _ in range(3):
        for name, shown in (("Mahdi Army", 111), ("Iraqi Army", 93), ("Mahdi Army", 149), ("Iraqi Army", 167)):
            legend[name].click()
            expect(dashboard.map).to_have_attribute("data-shown", str(shown))
    assert dashboard.not_remounted()


def test_the_legend_and_the_sidebar_are_one_filter(dashboard: Dashboard) -> None:
    dashboard.open()
    dashboard.frame.get_by_role("button", name=re.compile("^Mahdi Army")).dblclick()
    expect(dashboard.map).to_have_attribute("data-shown", "56")
    dashboard.expect_query("faction", "Mahdi Army")
    expect(dashboard.page.locator("[class*=st-key-filter-factions]").filter(has_text="Mahdi Army (56)")).to_be_visible()
    expect(dashboard.sentence).to_contain_text("by Mahdi Army")
    dashboard.page.get_by_role("button", name="Clear filters").click()
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    dashboard.expect_query("faction", None)
    dashboard.frame.get_by_role("button", name=re.compile("^Iraqi Army")).click()
    dashboard.expect_query("without", "Iraqi Army")
    expect(dashboard.sentence).to_contain_text("by anyone but Iraqi Army")
    expect(dashboard.page.locator("[class*=st-key-filter-hidden]")).to_contain_text("Iraqi Army (18)")
    dashboard.page.get_by_role("button", name="Clear filters").click()
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    dashboard.expect_query("faction", None)


def test_one_press_clears_a_filter_whose_name_fills_its_line(dashboard: Dashboard) -> None:
    dashboard.open()
    field = dashboard.page.locator("[class*=st-key-filter-factions]")
    field.get_by_role("combobox").click()
    dashboard.page.get_by_role("option", name=re.compile("^Government-backed Shiite")).click()
    dashboard.expect_query("faction", "Government-backed Shiite volunteers")
    dashboard.page.keyboard.press("Escape")
    dashboard.page.get_by_role("button", name="Clear filters").click()
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    dashboard.expect_query("faction", None)


def test_a_table_row_selects_on_the_map_and_shows_the_source(dashboard: Dashboard) -> None:
    dashboard.open("at=2008-03-25&search=Shuhada")
    dashboard.page.get_by_role("tab", name=re.compile("^Table")).click()
    dashboard.choose_row("table-shown")
    dashboard.expect_query("event", "kut-shuhada-taken-25mar")
    expect(dashboard.map).not_to_have_attribute("data-selected", "")
    detail = dashboard.page.locator(".st-key-detail")
    expect(detail).to_contain_text("Shuhada (Kut)")
    link = detail.get_by_role("link").first
    assert str(link.get_attribute("href")).startswith("http")
    assert link.get_attribute("target") == "_blank"


def test_a_copied_link_opens_the_same_view_in_a_fresh_browser(dashboard: Dashboard, new_context: Callable[..., BrowserContext]) -> None:
    dashboard.open("at=2008-04-10&days=14&kind=taken&kind=held&event=kut-shuhada-taken-25mar")
    box = dashboard.map.bounding_box()
    assert box is not None
    mouse = dashboard.page.mouse
    mouse.move(box["x"] + 300, box["y"] + 200)
    mouse.down()
    mouse.move(box["x"] + 380, box["y"] + 260, steps=4)
    mouse.up()
    dashboard.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dashboard.page.get_by_role("button", name="Copy link").click()
    expect(dashboard.page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = dashboard.page.evaluate("() => navigator.clipboard.readText()")
    assert "centre=" in copied

    fresh_context = new_context()
    fresh_context.grant_permissions(["clipboard-read", "clipboard-write"])
    other = Dashboard(fresh_context.new_page(), dashboard.address).open(urlsplit(copied).query)
    for name in ("data-time", "data-window", "data-shown", "data-selected"):
        value = dashboard.map.get_attribute(name)
        expect(other.map).to_have_attribute(name, str(value))
    place = "() => { const m = window.eventTimeline._map, b = m.getPixelBounds(); return [b.min.x, b.min.y, m.getZoom()]; }"
    assert other.map.evaluate(place) == dashboard.map.evaluate(place)
    other.page.get_by_role("button", name="Copy link").click()
    expect(other.page.get_by_role("button", name="Link copied")).to_be_visible()
    assert other.page.evaluate("() => navigator.clipboard.readText()") == copied


def test_back_undoes_a_filter_and_forward_repeats_it(dashboard: Dashboard) -> None:
    dashboard.open("at=2008-04-10")
    field = dashboard.page.get_by_role("textbox", name="Place or words")
    field.fill("basra")
    field.press("Enter")
    dashboard.expect_query("search", "basra")
    expect(dashboard.map).to_have_attribute("data-shown", "78")
    filtered = str(dashboard.map.get_attribute("data-shown"))
    dashboard.page.go_back()
    expect(field).to_have_value("")
    expect(dashboard.map).not_to_have_attribute("data-shown", filtered)
    dashboard.page.go_forward()
    expect(field).to_have_value("basra")
    expect(dashboard.map).to_have_attribute("data-shown", filtered)


def test_a_damaged_link_opens_with_a_notice_and_a_dark_page_has_a_dark_map(
    new_context: Callable[..., BrowserContext], start_app: Callable[..., str]
) -> None:
    fresh = Dashboard(new_context(color_scheme="dark").new_page(), start_app())
    fresh.open("at=2008-99-99&zoom=%3Cscript%3E&made=rubbish")
    expect(fresh.page.get_by_text("which is not a date").first).to_be_visible()
    expect(fresh.map).to_have_attribute("data-shown", "167")
    expect(fresh.map).to_have_attribute("data-theme", "dark")


def test_an_added_report_is_drawn_and_its_text_is_only_text(dashboard: Dashboard, traffic: Traffic) -> None:
    dashboard.open()
    dashboard.mark()
    hostile = "Mahdi Army takes Shuhada in Kut"
    dashboard.page.get_by_label("What is reported").fill(hostile)
    dashboard.page.get_by_label("Source (optional)").fill('<img src="http://evil.example/x.png" onerror="window.hacked=1">"\'مصدر')
    dashboard.page.get_by_role("button", name="Add to the map").click()
    expect(dashboard.map).to_have_attribute("data-shown", "168")
    detail = dashboard.page.locator(".st-key-detail")
    expect(detail).to_contain_text('<img src="http://evil.example/x.png"')
    assert dashboard.page.evaluate("() => window.hacked") is None
    dashboard.page.get_by_role("button", name="Undo my last edit").click()
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    assert dashboard.not_remounted()
    assert traffic.errors == []


def test_a_phone_shows_the_map_whole(new_context: Callable[..., BrowserContext], start_app: Callable[..., str]) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    dashboard = Dashboard(page, start_app()).open()
    box = dashboard.map.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_downloads_hold_what_is_shown_and_the_html_file_works_alone(
    dashboard: Dashboard, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    dashboard.open("at=2008-03-25&search=kut")
    shown = str(dashboard.map.get_attribute("data-shown"))
    dashboard.page.get_by_role("tab", name="Download").click()
    with dashboard.page.expect_download() as started:
        dashboard.page.get_by_role("button", name="Map as one HTML file").click()
    target = tmp_path / "map.html"
    started.value.save_as(target)
    page = new_context(offline=True).new_page()
    page.goto(target.as_uri())
    expect(page.locator(".te-map")).to_have_attribute("data-shown", shown)


def test_a_choice_in_the_sidebar_is_on_the_map_before_python_has_heard_of_it(fresh: Dashboard) -> None:
    fresh.open()
    expect(fresh.page.locator(".stVegaLiteChart").first).to_be_visible()  # the script has run to its end
    fresh.mark()
    fresh.page.evaluate("() => { WebSocket.prototype.send = function () {}; }")
    field = fresh.page.locator("[class*=st-key-filter-factions]")
    field.get_by_role("combobox").click()
    fresh.page.get_by_role("option", name="Mahdi Army (56)").click()
    expect(fresh.map).to_have_attribute("data-shown", "56")
    expect(fresh.sentence).to_contain_text("56 of 167 events shown")
    assert fresh.not_remounted()
