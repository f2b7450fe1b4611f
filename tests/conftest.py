"""Fixtures for all tests: a browser, a running dashboard, and a watch on what a page asks the network for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "data" / "iraq-2008"
START_LIMIT_S = 90
PATIENCE_MS = 60_000
LOCAL_SCHEMES = ("data", "blob", "about", "file", "chrome-error")
LOCAL_HOSTS = ("localhost", "127.0.0.1")

# No deadline and no seed of the day: a slow machine or an unlucky draw must not turn a green suite red.
hypothesis.settings.register_profile("events", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("events")


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests save away from the data of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENTS_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("EVENTS_ANALYST", "tester")
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests of a worker; its only reachable host is this machine."""
    path = find_chromium()
    if path is None:
        pytest.fail("No Chromium found: run `make browser`.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@dataclass
class Traffic:
    """What pages asked for, and what went wrong in their scripts."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests that would have left this machine."""
        return [url for url in self.requests if not _is_local(url)]

    def watch(self, context: BrowserContext) -> None:
        """Record what every page of the context asks for, web sockets included."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("page", lambda page: page.on("websocket", lambda opened: self.requests.append(opened.url)))


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in LOCAL_SCHEMES or parts.hostname in LOCAL_HOSTS


@pytest.fixture
def traffic() -> Iterator[Traffic]:
    """Record the requests of this test's pages; fail the test when one would leave this machine."""
    seen = Traffic()
    yield seen
    assert seen.outside == [], "the page asked the network for something"


@pytest.fixture
def new_context(browser: Browser, traffic: Traffic) -> Iterator[Callable[..., BrowserContext]]:
    """Make fresh, watched browser contexts (a fresh user each); options as `Browser.new_context`, 1440 by 900 if not told.

    Without motion, unless it is asked for: what moves for looks alone is drawn in software here and takes most of the tests' time.
    """
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE_MS)
        traffic.watch(context)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """An empty, watched page of 1440 by 900."""
    return new_context().new_page()


@pytest.fixture(scope="session")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Start the dashboard and return its address, for example `http://localhost:40123`.

    `start_app(environment={...}, script="dashboard.py")` starts one more on a free port and returns when it answers. The same
    arguments give the server that already runs. Each has an empty `EVENTS_HOME` of its own unless one is given.
    """
    running: dict[tuple[object, ...], tuple[str, subprocess.Popen[str]]] = {}

    def start(*, environment: dict[str, str] | None = None, script: str = "dashboard.py") -> str:
        key = (script, *sorted((environment or {}).items()))
        if key not in running or running[key][1].poll() is not None:
            home = tmp_path_factory.mktemp("home")
            variables = {**os.environ, "PYTHONUNBUFFERED": "1", "EVENTS_HOME": str(home / "events"), **(environment or {})}
            running[key] = _serve(script, variables, home / "server.log")
        return running[key][0]

    yield start
    for _, server in running.values():
        server.terminate()
    for _, server in running.values():
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def app_url(start_app: Callable[..., str]) -> str:
    """Address of a dashboard with the demo data, shared by the tests of a worker."""
    return start_app()


def _serve(script: str, environment: dict[str, str], log: Path) -> tuple[str, subprocess.Popen[str]]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout is not None
    watchdog = threading.Timer(START_LIMIT_S, server.kill)  # a server that never answers must not hang the suite
    watchdog.start()
    said = _read_until_address(server.stdout)
    watchdog.cancel()
    if not said or "URL" not in said[-1]:
        pytest.fail(f"{script} did not start:\n{''.join(said)}")
    threading.Thread(target=_drain, args=(server.stdout, log), daemon=True).start()
    url = f"http://localhost:{port}"
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=START_LIMIT_S) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
    return url, server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _read_until_address(output: IO[str]) -> list[str]:
    """Return the lines up to the one with the address, which Streamlit prints once it listens; all of them when it died."""
    said = []
    for line in output:
        said.append(line)
        if "URL" in line:
            break
    return said


def _drain(output: IO[str], log: Path) -> None:
    """Keep reading, or the server would block on a full pipe."""
    with log.open("w", encoding="utf-8") as file:
        for line in output:
            file.write(line)
