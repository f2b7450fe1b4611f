"""Cost of control as work grows: spells, control on a day, the ledger of a place, packing; and the memory it takes.

`spells` stands beside the plain way of doing it, a loop over the reports in Python, on the same events where that is bearable.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd

from events.control import control_at, ledger, pack_spells, places, places_held, spells
from events.schema import validate

SIZES = ((10_000, 3_000), (100_000, 10_000), (1_000_000, 30_000))
DAYS = 1_000
LOOP_LIMIT = 100_000
KINDS = ("taken", "held", "held", "held", "contested", "withdrawn", "presence", "besieged")


def events_of(count: int, places: int, *, seed: int = 0) -> gpd.GeoDataFrame:
    """Return made-up reports on places all over, a thousand days long."""
    random = np.random.default_rng(seed)
    place = random.integers(0, places, count)
    lon, lat = random.uniform(30, 60, places), random.uniform(10, 50, places)
    rows = pd.DataFrame(
        {
            "event_id": pd.array([f"e{number}" for number in range(count)], dtype="str"),
            "start": np.datetime64("2015-01-01", "us") + random.integers(0, DAYS, count).astype("timedelta64[D]"),
            "place": np.array([f"Place {number}" for number in range(places)])[place],
            "admin": np.array([f"Province {number % 50}" for number in range(places)])[place],
            "lon": lon[place],
            "lat": lat[place],
            "geo_precision": "city",
            "kind": random.choice(KINDS, count),
            "faction": random.choice(["Reds", "Blues", "Greens", "Whites"], count),
            "opponent": random.choice(["Reds", "Blues", ""], count),
            "publisher": random.choice([f"Paper {number}" for number in range(40)], count),
            "asserted": random.choice(["asserted", "claimed"], count),
        }
    )
    return validate(rows)[0]


def by_loop(events: gpd.GeoDataFrame) -> int:
    """Return the number of changes of holder, the plain way: without conflicts, sources, sieges or fading."""
    changed = 0
    holder: dict[str, str] = {}
    for row in events.itertuples():
        if row.kind in ("taken", "held") and holder.get(row.place) != row.faction:
            holder[row.place] = row.faction
            changed += 1
    return changed


def timed(work: Callable[[], object], *, repeats: int) -> float:
    """Return the best of some runs, in seconds."""
    best = np.inf
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return float(best)


def tell(figure: str, events: int, value: float, unit: str) -> None:
    """Print one figure."""
    print(json.dumps({"figure": figure, "events": events, "value": round(value, 3), "unit": unit}), flush=True)


def main() -> None:
    """Measure every size."""
    for count, place_count in SIZES:
        events = events_of(count, place_count)
        tell("spells", count, timed(lambda e=events: spells(e), repeats=3), "s")
        if count <= LOOP_LIMIT:
            tell("plain loop over the reports (changes of holder only)", count, timed(lambda e=events: by_loop(e), repeats=1), "s")
        found = spells(events)
        tell("spells made", count, len(found), "spells")
        tell("control_at", count, 1_000 * timed(lambda f=found: control_at(f, "2016-06-01"), repeats=7), "ms")
        known = places(events)
        tell(
            "ledger of a place",
            count,
            1_000 * timed(lambda e=events, f=found, k=known: ledger(e, "Place 7", known_spells=f, known_places=k), repeats=3),
            "ms",
        )
        tell("places held by day", count, timed(lambda f=found: places_held(f, until="2017-09-26"), repeats=1), "s")
        tell("pack", count, timed(lambda e=events, f=found: pack_spells(f, e["event_id"]), repeats=1), "s")
        tell("packed", count, len(pack_spells(found, events["event_id"])) / 1e6, "MB")
        tell("largest memory so far", count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


if __name__ == "__main__":
    main()
