"""How often control is told right in made-up wars, beside the baseline "the last holder stated by any report".

`by_holder` scores `holder` alone against who held the place (days of fighting left out); `by_status` scores "contested" on days of
fighting too, and counts "unknown" as wrong. The baseline is scored both ways on the same days. `share right at confidence` tells whether
the confidence means what it says.
"""

from __future__ import annotations

import json
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd

from events.control import control_at, spells
from tests.benchmarks.control_worlds import FIGHTING, FIRST, PARTIES, World, changes_only, sources, weekly, world

EVERY_DAYS = 3
BINS = (0.0, 0.25, 0.5, 0.7, 0.85, 1.01)


def predictions(events: gpd.GeoDataFrame, truth: World) -> pd.DataFrame:
    """Return one row a place and day from its first report on: the truth, what we say and what the baseline says."""
    found = spells(events)
    places, days = truth.shape
    day_of = ((events["start"].dt.tz_localize(None).to_numpy() - FIRST) / np.timedelta64(1, "D")).astype(int)
    place_of = events["place"].str.removeprefix("Place ").astype(int).to_numpy()
    stated = events["faction"].isin([*PARTIES, "contested"]).to_numpy()
    last = np.full(places, "", dtype=object)
    done = 0
    parts = []
    for day in range(0, days, EVERY_DAYS):
        upto = int(np.searchsorted(day_of, day, side="right"))
        for row in range(done, upto):
            if stated[row]:
                last[place_of[row]] = events["faction"].iat[row]
        done = upto
        now = control_at(found, str(FIRST + day))
        at = now["place"].str.removeprefix("Place ").astype(int).to_numpy()
        true = np.array([*PARTIES, "contested"], dtype=object)[truth.holder[at, day]]
        parts.append(
            pd.DataFrame(
                {
                    "true": true,
                    "holder": now["holder"].to_numpy(dtype=object),
                    "status": now["status"].to_numpy(dtype=object),
                    "confidence": now["confidence"].to_numpy(),
                    "baseline": last[at],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def score(name: str, events: gpd.GeoDataFrame, truth: World) -> None:
    """Print the shares of place-days told right, ours and the baseline's, and the calibration."""
    table = predictions(events, truth)
    quiet = table[table["true"] != "contested"]
    said = table["holder"].where(table["status"] == "held", table["status"])
    shares = {
        "by_holder": (quiet["holder"] == quiet["true"]).mean(),
        "by_holder baseline": (quiet["baseline"] == quiet["true"]).mean(),
        "by_status": (said == table["true"]).mean(),
        "by_status baseline": (table["baseline"] == table["true"]).mean(),
    }
    for figure, value in shares.items():
        _tell(figure, name, float(value), len(table))
    held = table[table["status"] == "held"]
    for low, high in pairwise(BINS):
        part = held[(held["confidence"] >= low) & (held["confidence"] < high)]
        if len(part):
            _tell(
                f"share right at confidence {low:.2f} to {min(high, 1):.2f}",
                name,
                float((part["holder"] == part["true"]).mean()),
                len(part),
            )


def _tell(figure: str, history: str, value: float, count: int) -> None:
    print(json.dumps({"figure": figure, "history": history, "place_days": count, "value": round(value, 4), "unit": "share"}))


def main() -> None:
    """Score every made-up history."""
    assert FIGHTING == -1
    year = world(places=300, days=364, mean_days=150, seed=1)
    month = world(places=300, days=31, mean_days=25, seed=2)
    score("weekly record, complete", weekly(year, heard=1.0, wrong=0.0, seed=3), year)
    score("weekly record, a third heard, 3% wrong", weekly(year, heard=0.33, wrong=0.03, seed=4), year)
    score("captures only, a fifth missed", changes_only(year, heard=0.8, delay=3, rumours=0.0, seed=5), year)
    score("captures, rumours and other news", changes_only(year, heard=0.8, delay=3, rumours=1 / 300, seed=6), year)
    score("a month, three daily tables, 15% wrong", sources(month, papers=3, wrong=0.15, heard=0.9, seed=7), month)
    score("a month, one daily table", sources(month, papers=1, wrong=0.0, heard=1.0, seed=8), month)


if __name__ == "__main__":
    main()
