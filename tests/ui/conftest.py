"""Each test of the page has a library of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what this test saves from all others."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
