"""The map as one file: opens by double-click without a network, shows the view, and takes hostile text as text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from events import dataset as datasets
from events import export
from events.dataset import Dataset, build
from events.eventmap import faction_colours
from events.view import ViewState
from tests.conftest import DEMO, Traffic

HOSTILE = "</script><script>window.hacked = 1</script>\"'><img src=x onerror='window.hacked = 2'>{{7*7}}{% raw %} \u202eRTL"


@pytest.fixture(scope="module")
def demo() -> Dataset:
    return datasets.read(DEMO)


def _hostile() -> Dataset:
    row = {"event_id": HOSTILE, "start": "2008-03-25", "kind": "taken", "lon": 45.8, "lat": 32.5}
    texts = dict.fromkeys(("place", "faction", "summary", "publisher", "title", "url"), HOSTILE)
    return build(pd.DataFrame([{**row, **texts, "url": "javascript:window.hacked=3"}]), name=HOSTILE, file="hostile.csv")


def _open(page: Page, folder: Path, content: bytes) -> None:
    file = folder / "map.html"
    file.write_bytes(content)
    page.goto(file.as_uri())
    expect(page.locator(".te-date")).not_to_have_text(re.compile(r"^\s*$"))


def test_it_opens_without_a_network_at_the_views_day_and_event(page: Page, traffic: Traffic, tmp_path: Path, demo: Dataset) -> None:
    view = ViewState(time="2008-03-27", selected=str(demo.events["event_id"].iloc[0]))
    _open(page, tmp_path, export.to_html(demo.events, dataset=demo, view=view))
    expect(page.locator(".te-date")).to_have_text("27 March 2008")
    expect(page.locator(".te-card-place")).to_have_text(demo.events["place"].iloc[0])
    assert page.title() == "iraq-2008: who held what, when"
    assert "user-scalable" not in str(page.locator("meta[name=viewport]").get_attribute("content"))
    assert [url for url in traffic.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert traffic.errors == []


def test_its_slider_scrubs(page: Page, tmp_path: Path, demo: Dataset) -> None:
    _open(page, tmp_path, export.to_html(demo.events, dataset=demo, view=ViewState(time="2008-03-27")))
    page.locator(".te-range").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".te-date")).to_have_text("28 March 2008")


def test_hostile_text_is_shown_as_text(page: Page, traffic: Traffic, tmp_path: Path) -> None:
    data = _hostile()
    _open(page, tmp_path, export.to_html(data.events, dataset=data, view=ViewState(selected=HOSTILE)))
    expect(page.locator(".te-card-place")).to_contain_text("</script><script>window.hacked")
    expect(page.locator(".te-card a")).to_have_count(0)
    assert page.evaluate("window.hacked") is None
    assert HOSTILE.split("{{", maxsplit=1)[0] in page.title()
    assert "{{7*7}}" in page.title()
    assert traffic.errors == []


def test_it_names_the_data_and_the_view_it_was_made_from(demo: Dataset) -> None:
    page = export.to_html(demo.events, dataset=demo, view=ViewState(time="2008-03-27")).decode()
    assert f'<meta name="data-fingerprint" content="{demo.fingerprint}">' in page
    assert "up to 27 March 2008" in page
    assert page.index('<meta charset="utf-8">') < 200


def test_a_faction_keeps_its_colour_however_few_events_are_taken_along(page: Page, tmp_path: Path, demo: Dataset) -> None:
    """Alone in the file, a faction would be the first of the palette."""
    colours = faction_colours(demo.events)
    name = list(colours)[2]
    few = demo.events[demo.events["faction"] == name]
    _open(page, tmp_path, export.to_html(few, dataset=demo, view=replace(ViewState(), factions=(name,))))
    told = page.evaluate("() => eventTimeline.columns.factions.map((one) => [one.name, one.colour.toLowerCase()])")
    assert [name, colours[name].lower()] in told


def test_it_opens_with_no_event_at_all(page: Page, traffic: Traffic, tmp_path: Path, demo: Dataset) -> None:
    file = tmp_path / "empty.html"
    file.write_bytes(export.to_html(demo.events.iloc[:0], dataset=demo, view=ViewState(time="2008-03-27")))
    page.goto(file.as_uri())
    expect(page.locator(".te-bar")).to_be_visible()
    assert traffic.errors == []
