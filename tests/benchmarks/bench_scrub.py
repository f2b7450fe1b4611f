"""How the map scrubs, filters, pans and picks, from a thousand to three million events, beside folium's own time plugins.

All in one headless Chromium, 1440 by 900, software rendering. `js` is the time of our own script in a step, `paint` the time from the
input to after the frame was handed to the compositor. `python -m tests.benchmarks scrub`; EVENTS_BENCH_SIZES=1000,100000 takes fewer.
"""

from __future__ import annotations

import gzip
import http.server
import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from events.eventmap import EventMap, EventTimeline, assets, pack
from events.schema import CONTROL_KINDS
from tests.benchmarks import motions, rivals
from tests.benchmarks.motions import run
from tests.chromium import ARGUMENTS, find_chromium

SIZES: Final = (167, 10_000, 100_000, 1_000_000, 3_000_000)
RIVAL_SIZES: Final = (1_000, 10_000)
DAYS: Final = 1_000
FIRST_DAY: Final = pd.Timestamp("2020-01-01", tz="UTC")
CENTRE, ZOOM = (35.0, 40.0), 6
LONGEST_MS: Final = 300_000

#: Moves one of folium's sliders to each of `days`; %s is how.
RIVAL: Final = """
const step = %s, js = [], paint = [];
for (const day of days) {
  await frame(); await rest();
  const start = performance.now();
  step(day);
  js.push(performance.now() - start);
  await painted();
  paint.push(performance.now() - start);
}
return { js, paint };
"""


def made_up(count: int) -> gpd.GeoDataFrame:
    """Return control events on 1,000 days around thirty centres, eight factions, every kind and precision; the same every time."""
    random = np.random.default_rng(7)
    places = max(20, count // 20)
    centre = random.integers(0, 30, places)
    lon = (random.uniform(34, 46, 30)[centre] + random.normal(0, 0.7, places))[where := random.integers(0, places, count)]
    lat = (random.uniform(31, 39, 30)[centre] + random.normal(0, 0.5, places))[where]
    exact = random.random(count) < 0.95
    return gpd.GeoDataFrame(
        {
            "start": FIRST_DAY + pd.to_timedelta(np.sort(random.integers(0, DAYS, count)), unit="D"),
            "kind": pd.Categorical.from_codes(random.integers(0, len(CONTROL_KINDS), count), list(CONTROL_KINDS)),
            "faction": pd.Categorical.from_codes(np.minimum(random.geometric(0.3, count) - 1, 7), [f"Faction {i}" for i in range(8)]),
            "place": pd.Categorical.from_codes(where, [f"Place {i}" for i in range(places)]),
            "asserted": pd.Categorical.from_codes((random.random(count) < 0.1).astype(int), ["asserted", "claimed"]),
            "geo_precision": pd.Categorical.from_codes(random.integers(0, 3, count), ["point", "city", "admin2"]),
            "radius_m": np.where(exact, np.nan, 8_000.0),
        },
        geometry=gpd.points_from_xy(lon + random.normal(0, 0.02, count), lat + random.normal(0, 0.02, count)),
        crs="EPSG:4326",
    )


@contextmanager
def served(files: dict[str, tuple[bytes, str, str]]) -> Iterator[str]:
    """Serve files (content, media type, content encoding) by path; yield the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, kind, encoding = files.get(self.path, (b"", "text/plain", ""))
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if encoding:
                self.send_header("Content-Encoding", encoding)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def say(figure: str, events: int, value: float, unit: str = "ms", **more: Any) -> None:
    print(json.dumps({"figure": figure, "events": events, "value": round(value, 2), "unit": unit, **more}), flush=True)


MEDIANS: Final[dict[tuple[str, int], float]] = {}


def report(figure: str, count: int, times: dict[str, list[float]], **more: Any) -> None:
    MEDIANS[figure, count] = float(np.median(times.get("paint", [np.nan])))
    for name, values in times.items():
        say(f"{figure}, {name} p95", count, float(np.percentile(values, 95)), median=round(float(np.median(values)), 2), **more)


def ours(browser: Browser, count: int) -> None:
    """Measure our map with so many events."""
    events = made_up(count)
    began = time.perf_counter()
    packed = pack(events)
    say("pack columns (Python)", count, (time.perf_counter() - began) * 1000, bytes=len(packed))
    event_map = EventMap(asset_url="/", location=CENTRE, zoom_start=ZOOM)
    view = {"centre": list(CENTRE), "zoom": ZOOM, "time": "", "window": 0}
    EventTimeline(events, data_url="/columns", fingerprint="x", view=view, basemap=False, tiles=[]).add_to(event_map)
    files = {f"/{name}": (content, kind, "") for name, (content, kind) in assets().items()}
    files["/columns"] = (gzip.compress(packed, 6), "application/octet-stream", "gzip")
    files["/"] = (event_map.get_root().render().encode(), "text/html; charset=utf-8", "")
    with served(files) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_function("window.eventTimeline && window.eventTimeline.perf.first", timeout=LONGEST_MS)
        perf = page.evaluate("window.eventTimeline.perf")
        say(
            "first draw from mounting, columns fetched",
            count,
            perf["first"],
            unpack=round(perf["unpack"], 1),
            kilobytes=len(files["/columns"][0]) // 1024,
        )
        page.wait_for_function("window.eventTimeline.painter.grid")  # made while idle, before anybody points at anything
        report("scrub cumulative", count, scrub(page, range(900, 960)))
        report("scrub cumulative backwards", count, scrub(page, range(990, 930, -1)))
        report("scrub 30 days", count, scrub(page, range(900, 960), window_days=30))
        report("faction filter, click to paint", count, {"paint": run(page, motions.FILTER, entries=".te-item")["paint"]})
        report("pan and zoom", count, move(page))
        report("pick", count, pick(page))
        heap = page.evaluate("performance.memory ? performance.memory.usedJSHeapSize : 0")
        say("script memory", count, heap / 2**20, unit="MiB")
        page.close()


def scrub(page: Page | Frame, days: Sequence[int], *, window_days: int = 0) -> dict[str, list[float]]:
    """Move the slider over some days with a window, and set that back."""
    run(page, motions.WINDOW, window_days=window_days)
    times = run(page, motions.SCRUB, days=list(days))
    run(page, motions.WINDOW, window_days=0)
    return times


def move(page: Page | Frame) -> dict[str, list[float]]:
    """Pan and zoom about the level that the map starts at."""
    return run(page, motions.MOVE, zooms=[ZOOM, ZOOM + 1])


def pick(page: Page | Frame) -> dict[str, list[float]]:
    """Ask what stands at points all over the map, near which is good enough."""
    run(page, "layer.painter.makeGrid();")
    return run(page, motions.PICK, reach=[3])


def others(browser: Browser, name: str, count: int, links: dict[str, str]) -> None:
    """Measure one of folium's plugins with so many of the same events."""
    html = rivals.page(name, made_up(count), links, location=CENTRE, zoom=ZOOM)
    with served({"/": (html.encode(), "text/html; charset=utf-8", "")}) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        began = time.perf_counter()
        page.goto(address, timeout=LONGEST_MS)
        run(page, RIVAL % rivals.STEPS[name], days=[999])
        say(f"folium {name}: page loaded and drawn", count, (time.perf_counter() - began) * 1000, kilobytes=len(html) // 1024)
        report(f"folium {name}: scrub cumulative", count, run(page, RIVAL % rivals.STEPS[name], days=list(range(900, 920))))
        page.close()


def main() -> int:
    """Print one JSON line a figure."""
    chosen = os.environ.get("EVENTS_BENCH_SIZES")
    sizes = [int(size) for size in chosen.split(",")] if chosen else list(SIZES)
    with sync_playwright() as playwright:
        arguments = [argument for argument in ARGUMENTS if "host-resolver" not in argument]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*arguments, "--enable-precise-memory-info"])
        for size in sizes:
            ours(browser, size)
        links = rivals.scripts()
        if links is None:
            print("folium's own plugins are left out: their scripts could not be had from the npm registry.", file=sys.stderr)
        for size in RIVAL_SIZES if links else ():
            if size not in sizes:
                ours(browser, size)
            for name in rivals.STEPS:
                others(browser, name, size, links or {})
                ratio = MEDIANS[f"folium {name}: scrub cumulative", size] / MEDIANS["scrub cumulative", size]
                say(f"folium {name}: time to paint a step, as a multiple of ours", size, ratio, unit="ratio of medians")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
