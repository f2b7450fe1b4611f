"""The page as Streamlit runs it, without a browser: filters, links, added reports, and a map that is never built anew."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from events.ui.session import Session
from tests.conftest import ROOT

WAIT_S = 60


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=WAIT_S)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def session(page: AppTest) -> Session:
    found: Session = page.session_state["session"]
    return found


def map_arguments(page: AppTest) -> tuple[str, str]:
    """Return what the map's component was given; any change of it would mount the map anew."""
    instance: Any = page.get("component_instance")[0].proto
    return instance.id, instance.json_args


@pytest.fixture(scope="module")
def plain() -> AppTest:
    return opened()


def test_the_demo_opens_with_every_event_and_no_complaint(plain: AppTest) -> None:
    assert len(session(plain).dataset.events) == 167
    assert session(plain).view.time == "2008-06-26"
    assert [w.value for w in plain.warning] == []
    assert [e.value for e in plain.error] == []


def test_a_faction_filter_changes_the_view_and_not_the_map() -> None:
    page = opened()
    before = map_arguments(page)
    page.multiselect(key="filter-factions").set_value(["Mahdi Army"]).run()
    assert session(page).view.factions == ("Mahdi Army",)
    page.multiselect(key="filter-kinds").set_value(["taken", "held"]).run()
    page.text_input(key="filter-search").set_value("  basra   ").run()
    assert session(page).view.search == "basra"
    assert session(page).view.factions == ("Mahdi Army",)
    told = session(page).changed
    assert [told[number] for number in sorted(told)] == [["factions"], ["kinds"], ["search"]], "what the map need not give up is left to it"
    assert map_arguments(page) == before
    page.button(key="filter-clear").click().run()
    assert session(page).view.factions is None
    assert [field.value for field in page.multiselect if field.label == "Factions"] == [[]]
    assert map_arguments(page) == before


def test_a_link_sets_the_filters_that_it_names() -> None:
    page = opened(faction="Mahdi Army", search="kut", at="2008-03-25", days="7", event="nobody")
    view = session(page).view
    assert (view.factions, view.search, view.time, view.window) == (("Mahdi Army",), "kut", "2008-03-25", 7)
    assert page.multiselect(key="filter-factions").value == ["Mahdi Army"]
    assert page.text_input(key="filter-search").value == "kut"
    assert any("nobody" in w.value for w in page.warning)


def test_a_damaged_link_opens_with_a_notice_that_can_be_dismissed() -> None:
    page = opened(at="2008-99-99", zoom="x", bogus="1", centre="<script>")
    assert len(page.warning) == 4
    page.button(key="notices-dismiss").click().run()
    assert len(page.warning) == 0


def test_a_link_made_on_other_data_says_how_many_events_changed() -> None:
    stamp = session(opened()).dataset.stamp
    _, _, sketch = stamp.partition(".")
    other = "".join("A" if c != "A" else "B" for c in sketch[:3]) + sketch[3:]
    page = opened(made=f"{'0' * 16}.{other}")
    assert any("3 events changed since this link was made" in w.value for w in page.warning)
    assert [w.value for w in opened(made=stamp).warning] == []


def test_an_added_report_is_on_the_map_at_once_and_selected() -> None:
    page = opened()
    page.text_input(key="add-phrase").set_value("Mahdi Army takes Shuhada in Kut")
    submit(page)
    dataset, view = session(page).dataset, session(page).view
    assert len(dataset.events) == 168
    added = dataset.events[dataset.events["event_id"] == view.selected].iloc[0]
    assert (added["kind"], added["faction"], added["place"]) == ("taken", "Mahdi Army", "Shuhada (Kut)")
    assert added["geometry"] is not None
    assert added["summary"] == "Mahdi Army takes Shuhada in Kut"


@pytest.mark.parametrize("phrase", ["", "The weather in Baghdad is fine", "<b>x</b>"])
def test_a_phrase_that_says_nothing_is_refused_in_words(phrase: str) -> None:
    page = opened()
    page.text_input(key="add-phrase").set_value(phrase)
    submit(page)
    assert len(page.error) == 1
    assert len(session(page).dataset.events) == 167


def test_a_report_on_a_place_nobody_knows_is_kept_and_listed_and_put_nowhere() -> None:
    page = opened()
    page.text_input(key="add-phrase").set_value("Mahdi Army takes Qwertzuiop")
    submit(page)
    events = session(page).dataset.events
    assert len(events) == 168
    assert events.geometry.isna().sum() == 1
    assert session(page).view.selected == events.loc[events.geometry.isna(), "event_id"].iloc[0]


def submit(page: AppTest) -> None:
    next(button for button in page.button if button.label == "Add to the map").click()
    page.run()
    assert not page.exception
