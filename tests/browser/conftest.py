"""Fixtures of the browser tests: a saved map, made once for all that only look at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.saved_map import opened_on, save, table


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a saved map of the eight events."""
    return save(table(), tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture
def opened(page: Page, saved: str) -> Page:
    """The saved map, open and drawn."""
    return opened_on(page, saved)
