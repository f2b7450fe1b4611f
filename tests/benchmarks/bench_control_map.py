"""How the map's control mode scrubs, plays, moves and picks: 30,000 places over 1,000 days, in one saved file.

One headless Chromium, 1440 by 900, software rendering. `js` is the time of our own script in a step (who holds what, counts, legend and
pixels), `paint` the time from the input to after the frame was handed to the compositor. `python -m tests.benchmarks control_map`;
EVENTS_BENCH_SIZES=1000,30000 takes other numbers of places.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from events.control import areas, spells
from events.eventmap import EventMap, EventTimeline, pack_control
from events.schema import validate
from tests.benchmarks import motions
from tests.benchmarks.motions import run
from tests.chromium import ARGUMENTS, find_chromium

SIZES: Final = (1_000, 30_000)
DAYS: Final = 1_000
REPORTS_EACH: Final = 10
FIRST_DAY: Final = pd.Timestamp("2020-01-01", tz="UTC")
LONGEST_MS: Final = 300_000


def made_up(places: int) -> gpd.GeoDataFrame:
    """Return ten reports a place on 1,000 days: four parties, places on a shaken grid in provinces of a hundred; the same every time."""
    random = np.random.default_rng(11)
    side = int(np.ceil(np.sqrt(places)))
    column, row = np.arange(places) % side, np.arange(places) // side
    lon = 36 + 10 * (column + random.uniform(0.1, 0.9, places)) / side
    lat = 31 + 6 * (row + random.uniform(0.1, 0.9, places)) / side
    count = places * REPORTS_EACH
    where = np.r_[np.arange(places), random.integers(0, places, count - places)]
    kind = random.choice(["held", "taken", "contested", "withdrawn"], count, p=[0.6, 0.25, 0.1, 0.05])
    rows = pd.DataFrame(
        {
            "event_id": np.char.add("e", np.arange(count).astype("str")),
            "start": FIRST_DAY + pd.to_timedelta(random.integers(0, DAYS, count), unit="D"),
            "kind": kind,
            "faction": np.char.add("Party ", random.choice(4, count, p=[0.5, 0.3, 0.15, 0.05]).astype("str")),
            "place": np.char.add("Place ", where.astype("str")),
            "admin": np.char.add("Province ", (column // 10 + (row // 10) * (side // 10 + 1))[where].astype("str")),
            "asserted": np.where(random.random(count) < 0.15, "claimed", "asserted"),
            "geo_precision": "city",
            "radius_m": 900_000.0 / side,
            "lon": lon[where],
            "lat": lat[where],
        }
    )
    events, rejected = validate(rows)
    if len(rejected):
        raise ValueError(rejected.to_string())
    return events


def tell(figure: str, places: int, value: float, unit: str) -> None:
    print(json.dumps({"figure": figure, "places": places, "days": DAYS, "value": round(float(value), 2), "unit": unit}), flush=True)


def tell_times(figure: str, places: int, times: dict[str, list[float]]) -> None:
    for name, values in times.items():
        tell(f"{figure}, {name}, median", places, float(np.median(values)), "ms")
        tell(f"{figure}, {name}, p95", places, float(np.percentile(values, 95)), "ms")


def bench(page: Page, places: int, folder: Path) -> None:
    events = made_up(places)
    found = spells(events)
    started = time.perf_counter()
    shapes = areas(found)
    tell("areas", places, time.perf_counter() - started, "s")
    started = time.perf_counter()
    content = pack_control(found, events["event_id"], shapes=shapes)
    tell("pack", places, time.perf_counter() - started, "s")
    tell("packed, gzip", places, len(gzip.compress(content, 6)) / 1e6, "MB")
    event_map = EventMap(location=[34, 41], zoom_start=7)
    view = {"mode": "control", "time": "2021-06-01"}
    EventTimeline(events, control=found, areas=shapes, basemap=False, details=False, view=view).add_to(event_map)
    event_map.save(str(folder / "map.html"))
    page.goto((folder / "map.html").as_uri())
    page.wait_for_selector('.te-map[data-ready="true"]', timeout=LONGEST_MS)
    tell("first draw", places, page.evaluate("window.eventTimeline.perf.first"), "ms")
    tell("spells", places, len(found), "spells")
    random = np.random.default_rng(3)
    tell_times("scrub by drag", places, run(page, motions.SCRUB, days=list(range(200, 440, 4))))
    tell_times("scrub by jumps", places, run(page, motions.SCRUB, days=random.integers(0, DAYS, 60).tolist()))
    page.evaluate("window.eventTimeline.setControl({ compare: '2021-01-01' })")
    tell_times("two dates", places, run(page, motions.SCRUB, days=list(range(400, 520, 4))))
    page.evaluate("window.eventTimeline.setControl({ compare: '' })")
    tell_times("faction filter", places, run(page, motions.FILTER, entries=".te-holders .te-item"))
    tell_times("pan and zoom", places, run(page, motions.MOVE, zooms=[7, 8]))
    tell_times("pick", places, run(page, motions.PICK, reach=[]))


def main() -> int:
    """Print the figures."""
    path = find_chromium()
    if path is None:
        print("No Chromium found: run `make browser`.", file=sys.stderr)
        return 1
    sizes = [int(size) for size in os.environ.get("EVENTS_BENCH_SIZES", "").split(",") if size] or SIZES
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for places in sizes:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            bench(page, places, Path(folder))
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
