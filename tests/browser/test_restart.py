"""The server is started anew while a page is open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard import READY_MS, Dashboard
from tests.conftest import ROOT


@pytest.fixture
def start_at(tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []

    def start(port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--server.headless", "true"]
        environment = {**os.environ, "EVENTS_HOME": str(tmp_path / "home")}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.append(server)
        for _ in range(600):
            with socket.socket() as probe:
                probe.settimeout(0.2)
                if probe.connect_ex(("localhost", port)) == 0:
                    return server
            try:
                server.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        pytest.fail("the dashboard did not start")

    yield start
    for server in running:
        server.terminate()
        server.wait(timeout=30)


def test_an_open_page_keeps_its_view_and_its_link_when_the_server_is_started_anew(
    page: Page, start_at: Callable[[int], subprocess.Popen[bytes]]
) -> None:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = int(probe.getsockname()[1])
    first = start_at(port)
    dashboard = Dashboard(page, f"http://localhost:{port}").open("at=2008-03-27")
    dashboard.slider.focus()
    page.keyboard.press("ArrowRight")
    dashboard.expect_query("at", "2008-03-28")
    dashboard.mark()
    first.terminate()
    first.wait(timeout=30)
    start_at(port)
    # A new session builds the map anew, from the link that was opened first; the address bar knows better.
    page.wait_for_function(
        """() => { const frame = document.querySelector("iframe[title='streamlit_folium.st_folium']");
                   return frame && frame.contentWindow && frame.contentWindow.document.querySelector(".te-map[data-ready=true]")
                          && !frame.contentWindow.neverRemounted; }""",
        timeout=READY_MS,
    )
    expect(dashboard.map).to_have_attribute("data-time", "2008-03-28")
    expect(dashboard.sentence).to_contain_text("up to 28 March 2008")
    dashboard.expect_query("at", "2008-03-28")
    dashboard.slider.focus()
    page.keyboard.press("ArrowRight")
    dashboard.expect_query("at", "2008-03-29")
    page.keyboard.press("ArrowLeft")
    dashboard.expect_query("at", "2008-03-28")
