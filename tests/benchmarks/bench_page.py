"""What the whole page costs, server included: first draw, scrub, filter, pan, pick, a rest of the map, a search, a run of the script.

Data sets of 10,000, 100,000 and 1,000,000 events in ACLED's layout are imported into a library of their own, once a run; the sizes can be
given as arguments (3000000 takes some minutes more). Beside them stand, in the same browser and by turns with ours, a bare Streamlit page
with one line of text, and folium's TimestampedGeoJson and Timeline with 10,000 events. Each visit is a fresh browser without a cache.
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

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from events.library import Library
from events.searching import searchable
from events.ui.stored import Stored
from tests.benchmarks import bench_scrub, rivals
from tests.benchmarks.generate import write
from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
REPEATS = 3
RIVALS_AT = 10_000
READY_MS = 180_000
#: When the bare page's text was painted, in milliseconds since the navigation; kept by the page itself, so that no one else's haste counts.
BARE = """window.benchBare = new Promise((resolve) => {
  const seen = () => document.body && document.body.innerText.includes("bare page");
  const painted = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0));
  const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); painted(); } });
  watch.observe(document, {childList: true, subtree: true});
});"""
#: When the last click reached the page: what the driver of the browser needs to aim it is not ours.
CLICKED = """() => document.addEventListener("click", (event) => { window.benchClick = performance.timeOrigin + event.timeStamp; }, true)"""
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
CHANGED = """(map) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("the map shows what it showed before")), 60000);
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
            entry, _ = Library(home).add(file, name=f"n{size}")
            Stored(entry, Library(home)).prepare()  # as an import on the page does at its end
            file.unlink()
        bare = Path(folder) / "bare.py"
        bare.write_text("import streamlit as st\nst.write('bare page')\n", encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        with _served(bare) as nothing, _served(ROOT / "dashboard.py") as address:
            _bare(browser, nothing)
            _first_draws(browser, address, nothing, events=167)
            for size in sizes:
                _first_draws(browser, f"{address}/?data=n{size}", nothing, events=size)
                _page(browser, f"{address}/?data=n{size}", size)
        _beside(browser)
        browser.close()
        for size in sizes:
            _search(home, size)
            _script(size)
    return 0


def _first_draws(browser: Browser, address: str, nothing: str, *, events: int) -> None:
    """Measure the first draw of one data set, by turns with the bare page."""
    bare = [_bare(browser, nothing)]
    cold = _first(browser, address)
    times = []
    for _ in range(REPEATS):
        bare.append(_bare(browser, nothing))
        times.append(_first(browser, address))
    base = statistics.median(bare)
    _say("first drawn, bare Streamlit page", bare, beside=events, load=round(os.getloadavg()[0], 1))
    _say("first drawn, first visitor", [cold - base], events=events, beyond="bare page")
    _say("first drawn", [taken - base for taken in times], events=events, beyond="bare page")


def _page(browser: Browser, address: str, size: int) -> None:
    """Measure one data set on the page."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    frame = _open(page, address)
    page.wait_for_timeout(1500)
    shown = page.frame_locator(FRAME).locator(".te-map")
    _map(frame, size)
    _say("filter in the legend, click to paint", shown.evaluate(LEGEND), events=size)
    page.evaluate(CLICKED)
    _say("filter in the sidebar, click to paint", [_sidebar(page, shown, turn) for turn in range(2 * REPEATS)], events=size)
    _say("rest of the map to a new link", [_rest(page, shown) for _ in range(REPEATS)], events=size, of_which_waiting=250)
    page.context.close()


def _map(frame: Frame, size: int) -> None:
    """Measure the map's own work on the page, as `bench_scrub` does without one."""
    frame.wait_for_function("window.eventTimeline.painter.grid", timeout=READY_MS)
    last = int(frame.evaluate("window.eventTimeline.columns.calendar.days"))
    days = list(range(last - 90, last - 30))
    bench_scrub.report("scrub cumulative", size, bench_scrub.scrub(frame, days))
    bench_scrub.report("scrub 30 days", size, bench_scrub.scrub(frame, days, window_days=30))
    bench_scrub.report("pan and zoom", size, bench_scrub.move(frame))
    bench_scrub.report("pick", size, bench_scrub.pick(frame))


def _beside(browser: Browser) -> None:
    """Measure folium's own plugins with 10,000 events beside our map with the same ones."""
    links = rivals.scripts()
    if links is None:
        print("folium's own plugins are left out: their scripts could not be had from the npm registry.", file=sys.stderr)
        return
    bench_scrub.ours(browser, RIVALS_AT)
    own = bench_scrub.MEDIANS["scrub cumulative", RIVALS_AT]
    for name in rivals.STEPS:
        bench_scrub.others(browser, name, RIVALS_AT, links)
        ratio = bench_scrub.MEDIANS[f"folium {name}: scrub cumulative", RIVALS_AT] / own
        bench_scrub.say(f"folium {name}: time to paint a step, as a multiple of ours", RIVALS_AT, ratio, unit="ratio of medians")


def _sidebar(page: Page, shown: Any, turn: int) -> float:
    """Choose a kind in the sidebar, or clear the filters; milliseconds until the map has painted it."""
    field = page.locator("[class*=st-key-filter-kinds]")
    waiting = shown.evaluate_handle(f"(map) => {{ window.benchChanged = ({CHANGED})(map); return map; }}")
    if turn % 2 == 0:
        field.get_by_role("combobox").click()
        option = page.get_by_role("option").nth(1 + turn // 2)  # the first one is "Select all"
        option.click()
    else:
        page.get_by_role("button", name="Clear filters").click()
    done = float(waiting.evaluate("() => window.benchChanged"))
    start = float(page.evaluate("() => window.benchClick"))
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
    """Open a page in a fresh browser; milliseconds from the navigation until the map was painted."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        frame = _open(page, address)
        painted = "performance.timeOrigin + window.eventTimeline.started + window.eventTimeline.perf.first"
        return float(frame.evaluate(painted)) - float(page.evaluate("performance.timeOrigin"))
    finally:
        context.close()


def _open(page: Page, address: str) -> Frame:
    """Open the page and return the map's frame once the map is painted and the link is there."""
    page.goto(address, wait_until="commit")
    page.frame_locator(FRAME).locator("[data-ready='true']").wait_for(timeout=READY_MS)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function("window.eventTimeline.perf.first !== undefined", timeout=READY_MS)
    page.get_by_role("button", name="Copy link").wait_for()
    return frame


def _bare(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(BARE)
    page.goto(address, wait_until="commit")
    taken = float(page.evaluate("window.benchBare"))
    context.close()
    return taken


def _search(home: Path, size: int) -> None:
    """Measure the first search of a data set, and one of two words after it; processor time, as nobody else's work counts."""
    library = Library(home)
    stored = Stored(library.entry(f"n{size}"), library)
    start = time.process_time()
    text = searchable(stored.searched())
    prepared = time.process_time()
    text.found("checkpoint convoy")
    _say("search prepared, once a data set, processor", [(prepared - start) * 1000], events=size)
    _say("search for two words, processor", [(time.process_time() - prepared) * 1000], events=size)


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
