"""A report reviewed in a real browser by keyboard alone, its place chosen on the map; what it says is text, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard import Dashboard

READING_MS = 90_000
REPORT = """Gulf Wire, March 26, 2008

Mahdi Army fighters seized Hayyaniyah on Tuesday, residents said. <img src=x onerror="document.title='hacked'">

قال شاهد إن المدينة هادئة. Police withdrew from Amara on Wednesday.
"""


@pytest.fixture
def dashboard(page: Page, start_app: Callable[..., str], tmp_path: Path) -> Dashboard:
    """A dashboard whose edits are its own."""
    return Dashboard(page, start_app(environment={"EVENTS_HOME": str(tmp_path / "home")}))


def test_a_report_is_reviewed_by_keyboard_and_a_place_chosen_on_the_map(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    dashboard.mark()
    page.get_by_role("button", name="Read a report").press("Enter")
    field = page.get_by_label("Paste the text of a report")
    field.fill(REPORT)
    field.press_sequentially("ajx")  # keys of the review, typed into a field, are letters
    expect(field).to_have_value(REPORT + "ajx")
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_role("button", name="Read the report").press("Enter")
    acts = page.locator(".st-key-review-acts")
    expect(acts).to_be_visible(timeout=READING_MS)

    candidates, text = page.locator(".candidates [aria-current]"), page.locator(".report")
    expect(candidates).to_contain_text("Hayyaniyah")
    expect(text.locator("mark.mine[data-slot=place]")).to_have_text("Hayyaniyah")
    expect(text).to_contain_text("<img src=x")
    assert text.locator("img").count() == 0
    assert page.title() != "hacked"
    expect(dashboard.frame.locator(".te-ring").first).to_be_attached()

    page.keyboard.press("j")
    expect(candidates).to_contain_text("Amara")
    expect(text.locator("mark.mine[data-slot=place]")).to_have_text("Amara")
    page.keyboard.press("k")
    expect(candidates).to_contain_text("Hayyaniyah")
    page.keyboard.press("p")
    expect(dashboard.frame.get_by_text("Click where it happened")).to_be_visible()
    dashboard.map.click(position={"x": 300, "y": 200})
    expect(page.locator(".slots")).to_contain_text("chosen on the map by the analyst")
    page.keyboard.press("a")
    expect(dashboard.sentence).to_contain_text("168 of 168 events")
    expect(candidates).to_contain_text("Amara")
    page.keyboard.press("u")
    expect(dashboard.sentence).to_contain_text("167 of 167 events")
    page.keyboard.press("x")
    expect(page.locator(".candidates .rejected")).to_contain_text("Hayyaniyah")
    page.keyboard.press("l")
    expect(acts).to_have_count(0)
    assert dashboard.not_remounted()
