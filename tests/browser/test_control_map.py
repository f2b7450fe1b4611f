"""The map's mode "Control": one saved file, opened from the disk. What it shows is what `control_at` says, day by day."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from events.control import areas, changes, control_at, difference, next_change, spells
from events.eventmap import EventMap, EventTimeline, pack_control
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table

CHANNEL = "te-00c0ffee"
NEAR = 25  # of 255
HOSTILE = '<script>document.title="owned"</script>'
#: Every place: id, status, holder, confidence, days since 1970 of the state and of the last report, claimed, besieged, who speaks for it.
STATES = """() => {
  const painter = window.eventTimeline.controlPainter, { data } = painter, state = painter.seen, day = (d) => d + data.firstTime / 86400000;
  return Array.from({ length: data.places }, (_, p) => p).filter((p) => state.spell[p] >= 0).map((p) => [
    data.names(p).id, ["held", "contested", "unknown"][state.status[p]], data.header.factions[data.spells.holder[state.behind(p)]],
    state.confidence[p], day(state.since[p]), day(state.last[p]), Boolean(state.claimed[p]), state.besieged(p),
    state.teller[p] < 0 ? "" : data.names(state.teller[p]).id, data.spells.set_by[state.behind(p)]]);
}"""
#: The colours, as text, of the pixels of the control canvas within some CSS pixels of a place's centre.
PIXELS = """([id, reach]) => {
  const layer = window.eventTimeline, painter = layer.controlPainter, { raster, data } = painter, p = data.find(id);
  const [left, top] = raster.corner(p), x = left + data.areas.wide[p] * raster.unit / 2, y = top + data.areas.high[p] * raster.unit / 2;
  const found = new Map(), size = 2 * reach * raster.ratio;
  const { data: bytes } = layer.surface.control.getContext("2d").getImageData(x - size / 2, y - size / 2, size, size);
  for (let i = 0; i < bytes.length; i += 4) {
    const colour = [...bytes.slice(i, i + 4)].join();
    found.set(colour, (found.get(colour) || 0) + 1);
  }
  return Object.fromEntries(found);
}"""


def _saved(folder: Path, events: gpd.GeoDataFrame, found: gpd.GeoDataFrame | None, **options: Any) -> str:
    event_map = EventMap()
    EventTimeline(events, control=found, basemap=False, **options).add_to(event_map)
    event_map.save(str(folder / "map.html"))
    return (folder / "map.html").as_uri()


@pytest.fixture(scope="module")
def events() -> gpd.GeoDataFrame:
    return demo()


@pytest.fixture(scope="module")
def held(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return spells(events, gazetteer=demo_gazetteer(), factions=demo_factions())


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, events: gpd.GeoDataFrame, held: gpd.GeoDataFrame) -> str:
    return _saved(tmp_path_factory.mktemp("control"), events, held, view={"mode": "control", "time": "2008-03-30"})


@pytest.fixture
def opened(page: Page, address: str) -> Page:
    page.goto(address)
    shows(page, ready="true", time="2008-03-30")
    return page


def shows(page: Page, **attributes: str) -> None:
    for name, value in attributes.items():
        expect(page.locator(".te-map")).to_have_attribute(f"data-{name}", value)


def go_to(page: Page, day: str) -> None:
    page.evaluate("(day) => window.eventTimeline.setDay(window.eventTimeline.columns.calendar.day(day), 'user')", day)
    shows(page, time=day)


def legend(page: Page) -> dict[str, str]:
    """The legend's counts by faction."""
    rows: list[list[str]] = page.evaluate(
        """[...document.querySelectorAll(".te-holders .te-item")].map((item) =>
           [item.querySelector(".te-name").textContent, item.querySelector(".te-count").textContent])"""
    )
    return dict(rows)


def on_screen(page: Page, place_id: str) -> tuple[float, float]:
    """Where the middle of a place's area stands, in page pixels."""
    point: list[float] = page.evaluate(
        """(id) => { const { raster, data } = window.eventTimeline.controlPainter, p = data.find(id), [left, top] = raster.corner(p);
           const middle = (at, size) => (at + (size * raster.unit) / 2) / raster.ratio;
           return [middle(left, data.areas.wide[p]), middle(top, data.areas.high[p])]; }""",
        place_id,
    )
    return point[0], point[1]


def test_each_place_is_as_control_at_says(opened: Page, events: gpd.GeoDataFrame, held: gpd.GeoDataFrame) -> None:
    for when in ("2008-04-20", "2008-03-25", "2008-03-27", "2008-04-02", "2008-06-26", "2008-05-20"):
        go_to(opened, when)
        _same_as_control_at(opened, events, held, when)


def _same_as_control_at(opened: Page, events: gpd.GeoDataFrame, held: gpd.GeoDataFrame, when: str) -> None:
    expected = control_at(held, when)
    shown = {row[0]: row[1:] for row in opened.evaluate(STATES)}
    assert sorted(shown) == expected["place_id"].tolist()
    epoch = pd.Timestamp("1970-01-01", tz="UTC")
    for place in expected.itertuples():
        status, holder, confidence, since, last, claimed, besieged, teller, row = shown[place.place_id]
        assert (status, holder, teller) == (place.status, place.holder, place.spoken_for_by), place.place_id
        assert confidence == pytest.approx(place.confidence, abs=1e-6)
        assert (since, last) == ((place.since - epoch).days, (place.last_report - epoch).days), place.place_id
        assert (claimed, besieged) == (place.claimed, place.besieged), place.place_id
        assert events["event_id"].iloc[row] == place.set_by
    counts = expected[expected["status"] == "held"]["holder"].value_counts()
    assert {name: int(count) for name, count in legend(opened).items() if count != "0"} == counts.to_dict()


def test_the_note_and_the_legend_count_the_states(opened: Page, held: gpd.GeoDataFrame) -> None:
    status = control_at(held, "2008-03-30")["status"].value_counts()
    expect(opened.locator(".te-note")).to_have_text(
        f"{status['held']} places held · {status['contested']} contested · {status['unknown']} unknown"
    )
    for kind, words in [("held", "Held"), ("contested", "Contested"), ("unknown", "Unknown"), ("claimed", "Claimed")]:
        row = opened.locator(f'.te-meaning[data-kind="{kind}"]')
        expect(row).to_contain_text(words)
        if kind != "claimed":
            expect(row.locator(".te-count")).to_have_text(str(status[kind]))


def test_dragging_the_slider_scrubs_control(opened: Page, held: gpd.GeoDataFrame) -> None:
    track = opened.locator(".te-track").bounding_box()
    assert track is not None
    day = track["width"] / 96
    opened.mouse.move(track["x"] + 0.5 * day, track["y"] + 12)
    opened.mouse.down()
    shows(opened, time="2008-03-23")
    opened.mouse.move(track["x"] + 4.5 * day, track["y"] + 12, steps=4)
    shows(opened, time="2008-03-27")
    opened.mouse.up()
    counts = control_at(held, "2008-03-27").query("status == 'held'")["holder"].value_counts()
    assert legend(opened)["Mahdi Army"] == str(counts["Mahdi Army"])


def test_the_two_modes_share_map_slider_and_filters(opened: Page) -> None:
    expect(opened.get_by_role("radio", name="Control")).to_be_checked()
    opened.get_by_role("radio", name="Control").focus()
    opened.keyboard.press("ArrowLeft")
    expect(opened.get_by_role("radio", name="Events")).to_be_checked()
    expect(opened.locator(".te-note")).to_contain_text("events")
    expect(opened.locator(".te-tools")).to_be_hidden()
    shows(opened, time="2008-03-30")
    opened.locator(".te-item").filter(has=opened.get_by_text("Mahdi Army", exact=True)).first.click()
    opened.get_by_role("radio", name="Control").check()
    shows(opened, time="2008-03-30")
    expect(opened.locator(".te-holders .te-item").filter(has_text="Mahdi Army")).to_have_attribute("aria-pressed", "false")
    assert opened.evaluate("window.eventTimeline.view().mode") == "control"


def test_without_spells_there_is_no_switch(page: Page, tmp_path: Path) -> None:
    page.goto(_saved(tmp_path, table(report("2020-01-01", "held", "Reds", lon=45, lat=32)), None))
    shows(page, ready="true")
    expect(page.locator(".te-modes")).to_be_hidden()
    page.keyboard.press("]")
    expect(page.locator(".te-note")).to_have_text("1 of 1 event")


def test_keys_and_buttons_go_from_change_to_change(opened: Page, held: gpd.GeoDataFrame) -> None:
    changed = changes(held)
    opened.get_by_role("slider", name="Date").focus()
    when = "2008-03-30"
    for key, forward in [("]", True), ("]", True), ("[", False), ("[", False), ("[", False)]:
        following = next_change(changed, when, forward=forward)
        assert following is not None
        when = f"{following:%Y-%m-%d}"
        opened.keyboard.press(key)
        shows(opened, time=when)
    opened.get_by_role("button", name="Next change").click()
    shows(opened, time=f"{next_change(changed, when):%Y-%m-%d}")


def test_changes_of_one_place_and_of_one_faction(opened: Page, held: gpd.GeoDataFrame) -> None:
    changed = changes(held)
    opened.evaluate("window.eventTimeline.selectPlace('Basra')")
    scope = opened.get_by_label("Changes of")
    scope.select_option("place")
    opened.get_by_role("button", name="Next change").click()
    shows(opened, time=f"{next_change(changed, '2008-03-30', place_id='Basra'):%Y-%m-%d}")
    opened.locator(".te-holders .te-item").filter(has_text="Fadhila").dblclick()
    scope.select_option("factions")
    go_to(opened, "2008-03-23")
    opened.get_by_role("button", name="Next change").click()
    shows(opened, time=f"{next_change(changed, '2008-03-23', faction='Fadhila'):%Y-%m-%d}")


def test_two_dates_tell_what_changed_hands(opened: Page, held: gpd.GeoDataFrame) -> None:
    for other, words in (("2008-03-25", "changed since 25 March 2008"), ("2008-04-20", "changed until 20 April 2008")):
        opened.get_by_label("Compare with", exact=True).fill(other)
        expect(opened.locator(".te-note")).to_contain_text(words)
        expected = difference(held, "2008-03-30", other).balance
        signed = {
            row.faction: " ".join(([f"+{row.gained}"] if row.gained else []) + ([f"−{row.lost}"] if row.lost else []))
            for row in expected.itertuples()
        }
        assert {name: count for name, count in legend(opened).items() if count != "0"} == signed
        assert opened.evaluate("window.eventTimeline.view().compare") == other
    opened.get_by_role("button", name="Compare with: none").click()
    expect(opened.locator(".te-note")).to_contain_text("places held")


# ---- how it looks ---------------------------------------------------------------------------------------------------------------


def _six_places() -> gpd.GeoDataFrame:
    at = {"geo_precision": "city", "radius_m": 12_000}
    return table(
        report("2020-01-01", "taken", "Reds", place="Sure", lon=45.0, lat=32.0, reliability="A", credibility="1", **at),
        report("2020-03-01", "taken", "Reds", place="Claim", lon=45.5, lat=32.0, asserted="claimed", **at),
        report("2020-02-28", "taken", "Reds", place="Fight", lon=46.0, lat=32.0, **at),
        report("2020-03-01", "contested", "Blues", place="Fight", lon=46.0, lat=32.0, **at),
        report("2019-01-01", "taken", "Reds", place="Old", lon=46.5, lat=32.0, **at),
        report("2020-03-05", "taken", "Blues", place=HOSTILE, lon=47.0, lat=32.0, **at),
        report("2020-03-05", "besieged", "Blues", place="Sure", lon=45.0, lat=32.0, **at),
    ).assign(admin="")


@pytest.fixture
def six(page: Page, tmp_path: Path) -> Page:
    events = _six_places()
    page.goto(_saved(tmp_path, events, spells(events), view={"mode": "control", "time": "2020-03-05"}))
    shows(page, ready="true", time="2020-03-05")
    return page


def test_held_is_plain_contested_and_claimed_are_hatched_and_unknown_is_grey(six: Page) -> None:
    looks = {name: six.evaluate(PIXELS, [name, 10]) for name in ("Sure", "Claim", "Fight", "Old")}
    assert {name: len(found) for name, found in looks.items()} == {"Sure": 1, "Claim": 2, "Fight": 2, "Old": 1}
    colours = {name: [[int(part) for part in text.split(",")] for text in found] for name, found in looks.items()}
    assert max(colours["Old"][0][:3]) - min(colours["Old"][0][:3]) < NEAR, "neutral"
    (sure,) = colours["Sure"]
    one, other = colours["Claim"]
    assert _near(one, sure)
    assert _near(other, sure), "one colour,"
    assert max(one[3], other[3]) > 2 * min(one[3], other[3]), "in lines strong and faint"
    assert sum(_near(colour, sure) for colour in colours["Fight"]) == 1, "the colours of both who dispute it"


def _near(one: list[int], other: list[int]) -> bool:
    """Whether two colours are one: a canvas rounds what is translucent."""
    return max(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True)) < NEAR


def test_the_surer_the_stronger(six: Page) -> None:
    now = six.evaluate(PIXELS, ["Sure", 8])
    go_to(six, "2020-01-01")
    then = six.evaluate(PIXELS, ["Sure", 8])
    opacity = [int(next(iter(found)).split(",")[3]) for found in (then, now)]
    assert opacity[0] >= opacity[1] > 0
    assert six.evaluate(PIXELS, ["Fight", 8]) == {"0,0,0,0": 256}, "nothing is drawn where there is no report yet"


def test_a_filter_makes_the_others_pale(six: Page) -> None:
    before = six.evaluate(PIXELS, ["Sure", 8])
    six.locator(".te-holders .te-item").filter(has_text="Reds").click()
    expect(six.locator(".te-holders .te-item").filter(has_text="Reds")).to_have_attribute("aria-pressed", "false")
    after = six.evaluate(PIXELS, ["Sure", 8])
    pale, strong = (int(next(iter(found)).split(",")[3]) for found in (after, before))
    assert 0 < pale < strong / 2


def test_a_click_selects_the_place_and_tells_of_it(six: Page) -> None:
    x, y = on_screen(six, "Claim")
    six.mouse.move(x, y)
    expect(six.locator(".te-tip")).to_contain_text("Reds")
    expect(six.locator(".te-tip")).to_contain_text("held, by claims only")
    six.mouse.click(x, y)
    expect(six.locator(".te-card")).to_contain_text("Claim")
    expect(six.locator(".te-card")).to_contain_text("Set by: Taken, Reds, 1 March 2020")
    assert six.evaluate("window.eventTimeline.view().place") == "Claim"
    six.keyboard.press("Escape")
    expect(six.locator(".te-card")).to_be_hidden()
    assert six.evaluate("window.eventTimeline.view().place") == ""
    six.mouse.click(*on_screen(six, "Fight"))
    expect(six.locator(".te-card")).to_contain_text("contested by Blues")


def test_from_a_place_to_the_report_behind_it(six: Page) -> None:
    six.mouse.click(*on_screen(six, "Claim"))
    six.get_by_role("button", name="Set by").click()
    expect(six.get_by_role("radio", name="Events")).to_be_checked()
    assert six.evaluate("window.eventTimeline.columns.placeName(window.eventTimeline.state.selected)") == "Claim"


def test_text_from_data_stays_text(six: Page) -> None:
    six.mouse.click(*on_screen(six, HOSTILE))
    expect(six.locator(".te-card-place")).to_have_text(HOSTILE)
    assert six.title() != "owned"


def test_a_sharp_screen_gets_a_sharp_picture(new_context: Callable[..., BrowserContext], address: str) -> None:
    page = new_context(device_scale_factor=2, viewport={"width": 900, "height": 540}).new_page()
    page.goto(address)
    shows(page, ready="true")
    assert page.evaluate("[window.eventTimeline.surface.control.width, window.eventTimeline.surface.control.height]") == [1800, 1080]


# ---- with a page around it ------------------------------------------------------------------------------------------------------


def test_the_page_hands_control_over_and_hears_of_the_place(page: Page, tmp_path: Path) -> None:
    events = _six_places()
    found = spells(events)
    page.add_init_script(
        f'window.heard = []; window.page = new BroadcastChannel("{CHANNEL}"); window.page.onmessage = (e) => window.heard.push(e.data);'
    )
    page.goto(_saved(tmp_path, events, None, channel=CHANNEL, view={"mode": "control", "time": "2020-03-05"}))
    shows(page, ready="true", control="")
    expect(page.locator(".te-modes")).to_be_hidden()
    send = "(message) => window.page.postMessage({ type: 'set', rows: null, data: null, ...message })"
    page.evaluate(send, {"seq": 1, "view": {"mode": ""}, "control": {"offered": True}})
    page.get_by_role("radio", name="Control").check()
    page.wait_for_function("window.heard.some((message) => message.type === 'view' && message.view.mode === 'control')")
    content = base64.b64encode(pack_control(found, events["event_id"], shapes=areas(found))).decode("ascii")
    control = {"url": f"data:application/octet-stream;base64,{content}", "fingerprint": "abc"}
    page.evaluate(
        "(message) => window.page.postMessage(message)", {"type": "set", "seq": 1, "rows": None, "data": None, "control": control}
    )
    shows(page, control="abc")
    expect(page.locator(".te-note")).to_contain_text("places held")
    page.mouse.click(*on_screen(page, "Sure"))
    page.wait_for_function("window.heard.some((message) => message.type === 'view' && message.view.place === 'Sure')")
    ticked = page.evaluate("window.heard.filter((message) => message.type === 'tick').at(-1).control")
    assert ticked == {"places": 5, "held": 3, "contested": 1, "unknown": 1, "by": {"Reds": 2, "Blues": 1}}
    view = {"mode": "", "place": "", "compare": "2020-03-01", "known": "2020-03-02"}
    page.evaluate(send, {"seq": 3, "view": view, "control": None})
    shows(page, control="")
    assert page.evaluate("window.eventTimeline.controlView()") == view
