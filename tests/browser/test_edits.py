"""Edits in a real browser: by keyboard, seen by another visitor, opened as a past state by link, taken back; the map stays mounted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.dashboard import Dashboard

EVENT = "kut-shuhada-taken-25mar"


@pytest.fixture
def dashboard(page: Page, start_app: Callable[..., str]) -> Dashboard:
    return Dashboard(page, start_app(environment={"EVENTS_TEST": "library"}))


def test_an_event_is_removed_by_keyboard_and_its_past_opens_by_link(
    dashboard: Dashboard, new_context: Callable[..., BrowserContext]
) -> None:
    dashboard.open(f"event={EVENT}")
    dashboard.mark()
    other = Dashboard(new_context().new_page(), dashboard.address).open()
    page = dashboard.page
    page.get_by_role("button", name="Remove", exact=True).press("Enter")
    reason = page.get_by_label("Reason", exact=True)
    reason.focus()
    page.keyboard.type("the same report twice")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Remove the event")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dashboard.map).to_have_attribute("data-shown", "166")
    expect(page.locator(".st-key-detail")).to_have_count(0)
    dashboard.expect_query("event", None)

    other.page.get_by_role("textbox", name="Place or words").fill("kut")
    other.page.keyboard.press("Enter")
    expect(other.page.get_by_text("removed “Shuhada (Kut)” meanwhile")).to_be_visible()
    expect(other.sentence).to_contain_text("of 166 events")

    page.get_by_role("tab", name="Edits (1)").click()
    dashboard.choose_row("edits-1")
    page.get_by_role("button", name="Open the state before it").press("Enter")
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    dashboard.expect_query("edit", "0")
    past = Dashboard(new_context().new_page(), dashboard.address).open(page.url.partition("?")[2])
    expect(past.map).to_have_attribute("data-shown", "167")
    expect(past.page.get_by_text("A past state is shown: the data as they were before the first edit")).to_be_visible()
    past.page.get_by_role("button", name="Back to the newest").click()
    expect(past.map).to_have_attribute("data-shown", "166")

    page.go_back()
    expect(dashboard.map).to_have_attribute("data-shown", "166")
    page.get_by_role("button", name="Undo my last edit").click()
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    assert dashboard.not_remounted()
