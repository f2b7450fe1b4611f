"""The library in a real browser: upload, map the columns, open by link, delete, two visitors at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.dashboard import Dashboard
from tests.conftest import Traffic
from tests.ui.test_library_page import ucdp

JOB_MS = 60_000
TABLE = b"""date;town;lat;lon;faction;event_type
25.03.2008;Kut;32,513;45,818;Mahdi Army;captured
27.03.2008;Basra;30,485;47,805;Mahdi Army;odd
"""


@pytest.fixture
def dashboard(shared: tuple[Page, Traffic], traffic: Traffic, start_app: Callable[..., str]) -> Dashboard:
    page, seen = shared
    traffic.requests, traffic.errors = seen.requests, seen.errors
    return Dashboard(page, start_app(environment={"EVENTS_TEST": "library"}))


def put(dashboard: Dashboard, name: str, content: bytes) -> None:
    """Open the dialog and give it a file."""
    page = dashboard.page
    page.get_by_role("button", name="Add data").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.locator("input[type=file]").first.set_input_files([{"name": name, "mimeType": "text/csv", "buffer": content}])
    expect(dialog.get_by_role("button", name="Import", exact=True)).to_be_visible()


def start(dashboard: Dashboard) -> None:
    dashboard.page.get_by_role("dialog").get_by_role("button", name="Import", exact=True).click()
    expect(dashboard.page.get_by_role("dialog")).to_have_count(0)


def choose(dialog: Locator, name: str, option: str) -> None:
    """Choose from a select box; its list closes when the dialog scrolls, so the box is brought into sight first."""
    box = dialog.get_by_role("combobox", name=name, exact=True)
    box.scroll_into_view_if_needed()
    dialog.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box.click()
    dialog.page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)


def test_a_release_of_ucdp_is_dropped_in_scrubbed_and_opened_by_link_elsewhere(
    dashboard: Dashboard, new_context: Callable[..., BrowserContext]
) -> None:
    dashboard.open()
    dashboard.mark()
    put(dashboard, "ged.csv", ucdp("2008-03-25", "2008-03-27", "someday"))
    start(dashboard)
    expect(dashboard.page.get_by_text("3 rows, 2 of them events")).to_be_visible(timeout=JOB_MS)
    expect(dashboard.map).to_have_attribute("data-shown", "2")
    expect(dashboard.sentence).to_contain_text("1 row could not be read")
    dashboard.expect_query("data", "ged")
    assert dashboard.not_remounted()
    dashboard.slider.focus()
    dashboard.page.keyboard.press("ArrowLeft")
    expect(dashboard.map).to_have_attribute("data-shown", "1")
    dashboard.expect_query("at", "2008-03-26")
    query = dashboard.page.url.partition("?")[2]

    other = Dashboard(new_context().new_page(), dashboard.address).open(query)
    expect(other.map).to_have_attribute("data-shown", "1")
    expect(other.page.get_by_role("combobox", name="Data set")).to_have_value(re.compile("^ged"))
    other.page.get_by_role("tab", name=re.compile("^Not on the map")).click()
    expect(other.page.get_by_text("Rows that could not be read.")).to_be_visible()


def test_a_table_of_no_known_layout_shows_its_guess_and_is_imported_by_it(dashboard: Dashboard) -> None:
    dashboard.open()
    put(dashboard, "table.csv", TABLE)
    dialog = dashboard.page.get_by_role("dialog")
    expect(dialog.get_by_text("The layout of this table is not known.")).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Date", exact=True)).to_have_value("date")
    choose(dialog, "Kind of event", "—")
    choose(dialog, "Every row is", "Held")
    start(dashboard)
    expect(dashboard.page.get_by_text("2 rows, 2 of them events")).to_be_visible(timeout=JOB_MS)
    expect(dashboard.map).to_have_attribute("data-shown", "2")
    expect(dashboard.page.locator("[class*=st-key-filter-kinds]")).to_be_visible()


def test_two_visitors_upload_at_once_and_delete_asks_first(dashboard: Dashboard, new_context: Callable[..., BrowserContext]) -> None:
    other = Dashboard(new_context().new_page(), dashboard.address)
    for visitor, day in ((dashboard, "2009-01-01"), (other, "2009-02-02")):
        visitor.open()
        put(visitor, "both.csv", ucdp(day))
    for visitor in (dashboard, other):
        start(visitor)
    for visitor in (dashboard, other):
        expect(visitor.page.get_by_text("1 row, 1 of them events")).to_be_visible(timeout=JOB_MS)
        visitor.page.wait_for_url(re.compile("data=both"))
    assert {visitor.query()["data"][0] for visitor in (dashboard, other)} == {"both", "both-2"}
    dashboard.mark()
    dashboard.page.get_by_role("button", name="Manage").click()
    dialog = dashboard.page.get_by_role("dialog")
    dialog.get_by_text("Delete", exact=True).click()
    expect(dialog.get_by_role("button", name="Delete for good")).to_be_disabled()
    dialog.get_by_text("Yes, delete it").click()
    dialog.get_by_role("button", name="Delete for good").click()
    expect(dashboard.page.get_by_text("was deleted; the demo is shown")).to_be_visible()
    expect(dashboard.map).to_have_attribute("data-shown", "167")
    dashboard.expect_query("data", None)
    assert dashboard.not_remounted()
