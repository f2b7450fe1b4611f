"""The channel between the map and the page around it: numbered commands in, the rested view out."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from events.eventmap import EventMap, EventTimeline, pack
from tests import frames

CHANNEL = "te-0123abcd"
LISTEN = f"""
window.heard = [];
window.page = new BroadcastChannel("{CHANNEL}");
window.page.onmessage = (event) => window.heard.push(event.data);
window.of = (type) => window.heard.filter((message) => message.type === type);
"""
VIEW: dict[str, Any] = {
    "time": "2008-03-30",
    "window": 0,
    "zoom": 7,
    "centre": [31.5, 46.5],
    "selected": None,
    "factions": None,
    "hidden": [],
    "kinds": None,
    "since": "",
    "until": "",
    "tiles": "",
    "mode": "",
    "place": "",
    "compare": "",
    "known": "",
}


@pytest.fixture
def linked(page: Page, tmp_path: Path) -> Page:
    """A map of four placed events on a channel, with a listener at the other end that was there first."""
    page.add_init_script(LISTEN)
    event_map = EventMap()
    EventTimeline(frames.events(), channel=CHANNEL, view={**VIEW, "time": ""}, basemap=False).add_to(event_map)
    event_map.save(str(tmp_path / "map.html"))
    page.goto((tmp_path / "map.html").as_uri())
    shows(page, ready="true")
    return page


def shows(page: Page, **attributes: str) -> None:
    for name, value in attributes.items():
        expect(page.locator(".te-map")).to_have_attribute(f"data-{name}", value)


def say(page: Page, **message: Any) -> None:
    page.evaluate(
        "(message) => window.page.postMessage(message)",
        {"type": "set", "rows": None, "data": None, "theme": "light", "force": False, **message},
    )


def told(page: Page, count: int) -> dict[str, Any]:
    """Wait for the nth report of a view, and return it."""
    page.wait_for_function("(count) => window.of('view').length >= count", arg=count)
    reports: list[dict[str, Any]] = page.evaluate("window.of('view')")
    assert len(reports) == count
    return reports[-1]


def test_it_says_hello_and_nothing_more_until_the_user_acts(linked: Page) -> None:
    linked.wait_for_function("window.of('hello').length === 1")
    assert linked.evaluate("window.of('view')") == []


def test_a_command_shows_the_view_and_is_not_answered_with_one(linked: Page) -> None:
    say(linked, seq=1, view={**VIEW, "selected": 1, "factions": ["Mahdi Army"], "window": 7, "theme": "dark"}, theme="dark")
    shows(linked, time="2008-03-30", window="7", shown="2", selected="1", theme="dark")
    assert linked.evaluate("[window.eventTimeline._map.getZoom(), window.eventTimeline.view().centre]") == [7, [31.5, 46.5]]
    linked.get_by_role("slider", name="Date").focus()
    linked.keyboard.press("ArrowLeft")
    assert told(linked, 1)["view"]["time"] == "2008-03-29", "the first report is that of the user's own act"


def test_what_the_user_did_is_told_once_it_rests_with_the_number_seen(linked: Page) -> None:
    say(linked, seq=4, view=VIEW)
    shows(linked, time="2008-03-30")
    linked.evaluate(  # in one go: on a busy machine three presses may be further apart than a rest
        """() => { for (let k = 0; k < 3; k++)
           document.querySelector(".te-range").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true })); }"""
    )
    assert told(linked, 1) == {"type": "view", "seq": 4, "view": {**VIEW, "time": "2008-03-27"}, "report": 1}


def test_every_step_ticks_so_that_the_page_can_count_along(linked: Page) -> None:
    linked.get_by_role("slider", name="Date").focus()
    linked.keyboard.press("Home")
    linked.wait_for_function("window.of('tick').some((tick) => tick.time === '2008-03-25')")
    linked.locator(".te-item").first.click()
    linked.wait_for_function("window.of('tick').some((tick) => tick.shown === 0)")
    ticks = linked.evaluate("window.of('tick')")
    assert ticks[-1] == {"type": "tick", "time": "2008-03-25", "window": 0, "shown": 0, "total_to_time": 1}


def test_an_old_command_changes_no_view_but_new_rows_and_theme(linked: Page) -> None:
    say(linked, seq=5, view=VIEW)
    shows(linked, time="2008-03-30", shown="4")
    rows = base64.b64encode(np.packbits([True, False, True, False, False], bitorder="little").tobytes()).decode()
    say(linked, seq=5, view={**VIEW, "time": "2008-03-25", "zoom": 3}, rows=rows, theme="dark")
    shows(linked, time="2008-03-30", shown="2", theme="dark")
    assert linked.evaluate("window.eventTimeline._map.getZoom()") == 7
    say(linked, seq=3, view={**VIEW, "time": "2008-03-25"})
    shows(linked, shown="4", time="2008-03-30")


def test_an_answer_that_does_not_know_of_a_switch_does_not_undo_it(linked: Page) -> None:
    say(linked, seq=2, view=VIEW)
    shows(linked, shown="4")
    linked.locator(".te-item").first.click()
    shows(linked, shown="2")
    say(linked, seq=2, view=VIEW)
    report = told(linked, 1)
    assert (report["view"]["factions"], report["view"]["hidden"]) == (None, ["Mahdi Army"])
    shows(linked, shown="2")
    say(linked, seq=3, view=VIEW)
    shows(linked, shown="4")


def test_a_choice_beside_the_map_and_a_switch_on_it_at_the_same_time_both_stand(linked: Page) -> None:
    say(linked, seq=2, view=VIEW, changed=[[2, None]])
    shows(linked, shown="4")
    linked.locator(".te-item").first.click()
    shows(linked, shown="2")
    say(linked, seq=4, view={**VIEW, "time": "2008-03-27", "until": "2008-03-26"}, changed=[[2, None], [3, ["until"]], [4, ["search"]]])
    report = told(linked, 1)
    assert report["seq"] == 4
    assert report["view"]["hidden"] == ["Mahdi Army"], "the switch on the map"
    assert (report["view"]["until"], report["view"]["time"]) == ("2008-03-26", "2008-03-30"), "the choice, and nothing that was not chosen"


def test_an_answer_to_an_earlier_report_does_not_undo_a_switch_told_since(linked: Page) -> None:
    say(linked, seq=2, view=VIEW)
    linked.locator(".te-item").first.click()
    first = told(linked, 1)
    linked.locator(".te-item").first.click()
    assert told(linked, 2)["report"] == 2
    say(linked, seq=2, view=first["view"], knows=1, theme="dark")
    shows(linked, theme="dark", shown="4")
    say(linked, seq=2, view=first["view"], knows=2, theme="light")
    shows(linked, theme="light", shown="2")


def test_a_choice_just_made_is_shown_before_the_command_and_an_unknown_name_is_left_to_it(linked: Page) -> None:
    say(linked, seq=1, view=VIEW)
    shows(linked, shown="4")
    linked.evaluate("window.page.postMessage({ type: 'preview', hidden: ['Mahdi Army'] })")
    shows(linked, shown="2")
    linked.evaluate("window.page.postMessage({ type: 'preview', hidden: [] })")
    shows(linked, shown="4")
    linked.evaluate("window.page.postMessage({ type: 'preview', factions: ['Nobody here'] })")
    linked.evaluate("window.page.postMessage({ type: 'preview', factions: ['Mahdi Army'] })")
    shows(linked, shown="2")


def test_ask_is_answered_only_when_there_is_something_to_tell(linked: Page) -> None:
    linked.evaluate("window.page.postMessage({ type: 'ask' })")
    linked.get_by_role("slider", name="Date").focus()
    linked.keyboard.press("Home")
    told(linked, 1)
    linked.evaluate("window.page.postMessage({ type: 'ask' })")
    assert told(linked, 2)["view"]["time"] == "2008-03-25"


def test_a_resize_keeps_the_centre_and_is_not_told(linked: Page) -> None:
    say(linked, seq=1, view={**VIEW, "centre": [31.12345, 46.54321], "zoom": 8.5})
    linked.wait_for_function("window.eventTimeline.view().zoom === 8.5")
    linked.set_viewport_size({"width": 701, "height": 533})
    linked.wait_for_function("window.eventTimeline.painter.viewport.cssWidth === 701")
    centre = linked.evaluate("(() => { const c = window.eventTimeline._map.getCenter(); return [c.lat, c.lng]; })()")
    assert centre == pytest.approx([31.12345, 46.54321], abs=1e-3)
    linked.get_by_role("slider", name="Date").focus()
    linked.keyboard.press("Home")
    view = told(linked, 1)["view"]  # by now Leaflet's own late moveend of the resize has passed too
    assert (view["centre"], view["zoom"], view["time"]) == ([31.12345, 46.54321], 8.5, "2008-03-25")


def test_a_user_move_is_told_with_five_decimals(linked: Page) -> None:
    linked.mouse.move(500, 300)
    linked.mouse.down()
    linked.mouse.move(610, 340, steps=5)
    linked.mouse.up()
    linked.wait_for_function("window.of('view').length > 0")
    centre = linked.evaluate("window.of('view').at(-1).view.centre")
    assert centre != VIEW["centre"]
    assert centre == [round(value, 5) for value in centre]


def test_other_data_come_without_a_new_map(linked: Page) -> None:
    more = frames.events()
    more["faction"] = "Newcomers"
    url = "data:application/octet-stream;base64," + base64.b64encode(pack(more)).decode()
    linked.evaluate("window.before = window.eventTimeline")
    say(linked, seq=1, view={**VIEW, "time": "2008-03-27"}, data={"url": url, "fingerprint": "other"})
    expect(linked.locator(".te-item .te-name").first).to_have_text("Newcomers")
    shows(linked, time="2008-03-27", shown="3")
    assert linked.evaluate("window.before === window.eventTimeline")
    fetched = linked.evaluate("performance.getEntriesByType('resource').length")
    say(linked, seq=2, view=VIEW, data={"url": url, "fingerprint": "other"})
    shows(linked, time="2008-03-30")
    assert linked.evaluate("performance.getEntriesByType('resource').length") == fetched


def test_data_that_cannot_be_fetched_are_told_to_the_reader(linked: Page) -> None:
    say(linked, seq=1, view=VIEW, data={"url": "data:text/plain,nothing", "fingerprint": "broken"})
    shows(linked, ready="failed")
    expect(linked.locator(".te-note")).to_contain_text("not in the format")


def test_commands_of_no_form_are_ignored(linked: Page) -> None:
    for message in (None, 7, "set", {"type": "set"}, {"type": "set", "seq": "x", "view": None}, {"type": "other"}):
        linked.evaluate("(message) => window.page.postMessage(message)", message)
    say(linked, seq=1, view=VIEW)
    shows(linked, time="2008-03-30", shown="4")
