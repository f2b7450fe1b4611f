"""What the whole page costs, server included: first draw, a filter from click to paint, a rest of the map, a full run of the script.

Data sets of 10,000, 100,000 and 1,000,000 events in ACLED's layout are imported into a library of their own, once a run; the sizes can be
given as arguments. Beside them stands a bare Streamlit page with one line of text, on the same server software and in the same browser.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from events.library import Library
from tests.benchmarks.generate import write
from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
REPEATS = 5
READY_MS = 180_000
FRAME = "iframe[title='streamlit_folium.st_folium']"
#: From a click on a legend's entry to after the frame that shows it was handed to the compositor.
LEGEND = """async (map) => {
  const layer = window.eventTimeline, entry = document.querySelector('.te-item'), times = [];
  for (let i = 0; i < 10; i++) {
    const frames = layer.perf.frames, start = performance.now();
    entry.click();
    while (layer.perf.frames === frames) await new Promise((resolve) => setTimeout(resolve, 1));
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  return times;
}"""
#: The moment at which the map shows another number of events.
CHANGED = """(map) => new Promise((resolve) => {
  const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(() => setTimeout(() => resolve(Date.now()), 0)); });
  seen.observe(map, {attributes: true, attributeFilter: ["data-shown"]});
})"""


def main(sizes: list[int]) -> int:
    """Print one JSON line a figure."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        os.environ["EVENTS_HOME"] = str(home)
        for size in sizes:
            file = write("acled", size, Path(folder) / f"{size}.csv")
            Library(home).add(file, name=f"n{size}")
            file.unlink()
        bare = Path(folder) / "bare.py"
        bare.write_text("import streamlit as st\nst.write('bare page')\n", encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        with _served(bare) as address:
            nothing = [_bare(browser, address) for _ in range(REPEATS + 1)][1:]
            _say("first drawn, bare Streamlit page", nothing)
        with _served(ROOT / "dashboard.py") as address:
            for size in sizes:
                _page(browser, f"{address}/?data=n{size}", size, statistics.median(nothing))
        browser.close()
        for size in sizes:
            _script(size)
    return 0


def _page(browser: Browser, address: str, size: int, nothing: float) -> None:
    """Measure one data set in the browser."""
    cold = _first(browser, address)
    _say("first drawn, first visitor", [cold - nothing], events=size, beyond="bare page")
    _say("first drawn", [_first(browser, address) - nothing for _ in range(REPEATS)], events=size, beyond="bare page")
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    _open(page, address)
    shown = page.frame_locator(FRAME).locator(".te-map")
    _say("filter in the legend, click to paint", shown.evaluate(LEGEND), events=size)
    _say("filter in the sidebar, click to paint", [_sidebar(page, shown, turn) for turn in range(REPEATS)], events=size)
    _say("rest of the map to a new link", [_rest(page, shown) for _ in range(REPEATS)], events=size, of_which_waiting=250)
    page.context.close()


def _sidebar(page: Page, shown: Any, turn: int) -> float:
    """Choose a kind in the sidebar, or clear the filters; milliseconds until the map has painted it."""
    field = page.locator(".st-key-filter-kinds")
    waiting = shown.evaluate_handle(f"(map) => {{ window.benchChanged = ({CHANGED})(map); return map; }}")
    if turn % 2 == 0:
        field.get_by_role("combobox").click()
        option = page.get_by_role("option").first
        option.wait_for()
        start = page.evaluate("() => Date.now()")
        option.click()
    else:
        start = page.evaluate("() => Date.now()")
        page.get_by_role("button", name="Clear filters").click()
    done = float(waiting.evaluate("() => window.benchChanged"))
    page.keyboard.press("Escape")
    page.wait_for_timeout(800)
    return done - start


def _rest(page: Page, shown: Any) -> float:
    """Step a day back with the key; milliseconds until the address bar has the new view."""
    before = page.url
    shown.focus()
    start = time.perf_counter()
    shown.press("ArrowLeft")
    page.wait_for_url(lambda url: url != before)
    return (time.perf_counter() - start) * 1000


def _first(browser: Browser, address: str) -> float:
    """Open a page in a fresh browser; milliseconds until the map is drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        return _open(context.new_page(), address)
    finally:
        context.close()


def _open(page: Page, address: str) -> float:
    start = time.perf_counter()
    page.goto(address)
    page.frame_locator(FRAME).locator("[data-ready='true']").wait_for(timeout=READY_MS)
    drawn = (time.perf_counter() - start) * 1000
    page.get_by_role("button", name="Copy link").wait_for()
    page.wait_for_timeout(1000)
    return drawn


def _bare(browser: Browser, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.get_by_text("bare page").wait_for()
    taken = (time.perf_counter() - start) * 1000
    context.close()
    return taken


def _script(size: int) -> None:
    """Run the script without a browser, as a filter in the sidebar does."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params["data"] = f"n{size}"
    app.run()
    names = list(app.session_state["session"].dataset.packed.factions)[: 2 * REPEATS]
    runs, filters = [], []
    for name in names:
        runs.append(_timed(app.run))
        filters.append(_timed(lambda name=name: app.multiselect(key="filter-factions").set_value([name]).run()))
    _say("script run anew, nothing changed", runs, events=size)
    _say("script run anew, another faction", filters, events=size)


def _timed(run: Any) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


@contextmanager
def _served(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            next(line for line in server.stdout if "URL" in line)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.communicate()


def _say(figure: str, values: list[float], **about: Any) -> None:
    ordered = sorted(values)
    told = {"figure": figure, **about, "value": round(statistics.median(ordered), 1), "worst": round(ordered[-1], 1), "unit": "ms"}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
