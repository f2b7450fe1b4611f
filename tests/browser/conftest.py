"""Fixtures of the browser tests: a saved map and an open page, each made once for all that can share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.dashboard import Dashboard
from tests.browser.saved_map import opened_on, save, table
from tests.conftest import PATIENCE_MS, Traffic


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a saved map of the eight events."""
    return save(table(), tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture
def opened(page: Page, saved: str) -> Page:
    """The saved map, open and drawn."""
    return opened_on(page, saved)


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[tuple[Page, Traffic]]:
    """A page for the tests of a module, and what it asked the network for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    seen = Traffic()
    seen.watch(context)
    yield context.new_page(), seen
    context.close()


@pytest.fixture
def dashboard(shared: tuple[Page, Traffic], traffic: Traffic, start_app: Callable[..., str]) -> Dashboard:
    """One page with the demo for the tests of a module, which take their turns on it: to open a link is a step in its history."""
    page, seen = shared
    traffic.requests, traffic.errors = seen.requests, seen.errors
    return Dashboard(page, start_app())
