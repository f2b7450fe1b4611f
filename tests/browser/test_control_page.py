"""Control mode of the whole page in a real browser: switch, scrub, click a place, compare, link, one file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, expect

from tests.browser.dashboard import Dashboard
from tests.conftest import Traffic

READY = re.compile("^[0-9a-f]{24}$")


def in_control(dashboard: Dashboard) -> Dashboard:
    expect(dashboard.map).to_have_attribute("data-control", READY)
    expect(dashboard.map).to_have_class(re.compile("te-control"))
    return dashboard


def test_the_switch_on_the_map_changes_page_sentence_and_link_and_builds_no_new_map(dashboard: Dashboard, traffic: Traffic) -> None:
    dashboard.open("at=2008-03-27")
    dashboard.mark()
    expect(dashboard.map).to_have_attribute("data-control", READY)
    dashboard.frame.get_by_role("radio", name="Control").click()
    dashboard.expect_query("mode", "control")
    expect(dashboard.sentence).to_contain_text("48 places: Mahdi Army holds 23")
    expect(dashboard.page.get_by_role("tab", name="Places (48)")).to_be_visible()
    dashboard.frame.get_by_role("radio", name="Events").click()
    dashboard.expect_query("mode", None)
    expect(dashboard.sentence).to_contain_text("events shown")
    assert dashboard.not_remounted()
    assert traffic.errors == []


def test_the_sentence_is_the_same_while_the_slider_moves_and_when_python_has_answered(dashboard: Dashboard) -> None:
    in_control(dashboard.open("mode=control&at=2008-04-05"))
    expect(dashboard.page.get_by_role("tab", name=re.compile("^Places"))).to_be_visible()
    # Python's answer is held back: what stands there is what the map told by itself.
    sent = "() => { window.held = WebSocket.prototype.send; WebSocket.prototype.send = function () {}; }"
    dashboard.page.evaluate(sent)
    dashboard.slider.focus()
    for _ in range(6):
        dashboard.page.keyboard.press("ArrowLeft")
    expect(dashboard.sentence).to_contain_text("30 March 2008")
    live = dashboard.sentence.inner_text()
    dashboard.page.evaluate("() => { WebSocket.prototype.send = window.held; }")
    dashboard.expect_query("at", "2008-03-30")
    expect(dashboard.sentence).to_have_text(live)


def test_a_click_on_a_place_opens_its_ledger_and_a_row_of_it_the_report(dashboard: Dashboard) -> None:
    in_control(dashboard.open("mode=control&at=2008-04-19&centre=30.036,47.92&zoom=11"))
    box = dashboard.map.bounding_box()
    assert box is not None
    dashboard.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    dashboard.expect_query("place", "Umm Qasr")
    ledger = dashboard.page.locator(".st-key-ledger")
    expect(ledger).to_contain_text("Umm Qasr: held by Iraqi Army since 1 April 2008")
    assert str(ledger.get_by_role("link").first.get_attribute("href")).startswith("http")
    table = ledger.locator("[data-testid='stDataFrame']")
    table.locator("canvas").first.wait_for()
    table.click(position={"x": 14, "y": 38 + 17})
    expect(dashboard.page.locator(".st-key-detail")).to_contain_text("Umm Qasr")
    expect(dashboard.map).to_have_attribute("data-time", "2008-04-19")


def test_a_link_shows_the_same_control_in_a_fresh_browser(dashboard: Dashboard, new_context: Callable[..., BrowserContext]) -> None:
    in_control(dashboard.open("mode=control&at=2008-03-31&compare=2008-03-25&known=2008-04-30&halflife=21&claims=equal&place=Basra"))
    dashboard.page.get_by_role("tab", name="Two dates").click()
    expect(dashboard.page.locator(".difference")).to_contain_text("Between 25 and 31 March 2008")
    dashboard.page.wait_for_url(re.compile("[?&]made="))
    address = dashboard.page.url
    other = in_control(Dashboard(new_context().new_page(), dashboard.address).open(urlsplit(address).query))
    for name in ("data-time", "data-control"):
        expect(other.map).to_have_attribute(name, str(dashboard.map.get_attribute(name)))
    expect(other.sentence).to_have_text(dashboard.sentence.inner_text())
    expect(other.page.locator(".st-key-ledger")).to_contain_text("Basra")
    expect(other.page).to_have_url(address)


def test_a_second_date_chosen_on_the_map_or_below_it_is_one_choice_and_back_undoes_it(dashboard: Dashboard) -> None:
    in_control(dashboard.open("mode=control&at=2008-03-31"))
    dashboard.page.get_by_role("tab", name="Two dates").click()
    expect(dashboard.page.get_by_text("Choose a second date")).to_be_visible()
    dashboard.frame.get_by_label("Compare with", exact=True).fill("2008-03-25")
    dashboard.expect_query("compare", "2008-03-25")
    expect(dashboard.page.locator(".difference")).to_contain_text("Between 25 and 31 March 2008 the Mahdi Army")
    dashboard.page.go_back()
    expect(dashboard.page.get_by_text("Choose a second date")).to_be_visible()
    expect(dashboard.frame.get_by_label("Compare with", exact=True)).to_have_value("")


def test_the_map_with_control_is_one_file_that_works_alone(
    dashboard: Dashboard, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    in_control(dashboard.open("mode=control&at=2008-03-27"))
    dashboard.page.get_by_role("tab", name="Download").click()
    with dashboard.page.expect_download() as started:
        dashboard.page.get_by_role("button", name="Map as one HTML file").click()
    target = tmp_path / "control.html"
    started.value.save_as(target)
    page = new_context(offline=True).new_page()
    page.goto(target.as_uri())
    expect(page.locator(".te-map")).to_have_class(re.compile("te-control"))
    expect(page.get_by_text("27 places held")).to_be_visible()
