"""Made-up wars with a known truth, and what reporters would have written of them: to measure how often control is told right.

A world is a table of who really held each place on each day. Places lie in districts that tend to fall together; a change of hands comes
after days of fighting. The reports are drawn from it with gaps, delays, errors, rumours and parties that claim what they have not got.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.schema import validate

PARTIES = ("Reds", "Blues", "Greens")
FIRST = np.datetime64("2020-01-01")
FIGHTING = -1


@dataclass(frozen=True)
class World:
    """The truth: `holder[place, day]` is an index in `PARTIES`, or -1 on days of fighting."""

    holder: npt.NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, int]:
        """Places and days."""
        return self.holder.shape  # type: ignore[return-value]  # two dimensions by construction

    def party(self, place: int, day: int) -> int:
        """Return the holder, or during fighting the one who held it before."""
        while day > 0 and self.holder[place, day] == FIGHTING:
            day -= 1
        return max(0, int(self.holder[place, day]))


def world(*, places: int, days: int, mean_days: float, seed: int) -> World:
    """Return a world whose places change hands every `mean_days` on average; a third of the changes take their district along."""
    random = np.random.default_rng(seed)
    holder = np.repeat(random.integers(0, len(PARTIES), places)[:, None], days, axis=1)
    district = np.arange(places) // 10
    for day in range(1, days):
        for place in np.flatnonzero(random.random(places) < 1 / mean_days):
            fallen = np.flatnonzero(district == district[place]) if random.random() < 1 / 3 else np.array([place])
            winner = int(random.choice([p for p in range(len(PARTIES)) if p != holder[place, day]]))
            fight = int(random.integers(0, 5))
            for each in fallen:
                if fight:
                    holder[each, day : day + fight] = FIGHTING
                holder[each, day + fight :] = winner
    return World(holder)


def weekly(truth: World, *, heard: float, wrong: float, seed: int) -> gpd.GeoDataFrame:
    """Return a weekly record: each place each week with the chance `heard`, told wrongly with the chance `wrong`."""
    random = np.random.default_rng(seed)
    places, days = truth.shape
    rows = []
    for day in range(0, days, 7):
        for place in np.flatnonzero(random.random(places) < heard):
            fighting = truth.holder[place, day] == FIGHTING
            party = int(random.integers(0, len(PARTIES))) if random.random() < wrong else truth.party(place, day)
            rows.append(_row(place, day, "contested" if fighting else "held", "contested" if fighting else PARTIES[party]))
    return table(rows)


def changes_only(truth: World, *, heard: float, delay: int, rumours: float, seed: int) -> gpd.GeoDataFrame:
    """Return captures only: each with the chance `heard`, dated up to `delay` days late; and `rumours` false ones a place and day.

    Every place is first told of on day 0. A rumour is a party's own claim; armed men, searches and curfews are reported as well.
    """
    random = np.random.default_rng(seed)
    places, days = truth.shape
    rows = [_row(place, 0, "held", PARTIES[truth.party(place, 0)]) for place in range(places)]
    for place in range(places):
        for day in np.flatnonzero(np.diff(truth.holder[place]) != 0) + 1:
            now, late = int(truth.holder[place, day]), int(random.integers(0, delay + 1))
            if random.random() < heard and day + late < days:
                rows.append(
                    _row(place, day + late, "contested" if now == FIGHTING else "taken", "contested" if now == FIGHTING else PARTIES[now])
                )
    for place, day in np.argwhere(random.random((places, days)) < rumours):
        party = int(random.integers(0, len(PARTIES)))
        rows.append(_row(place, day, "taken", PARTIES[party]) | {"asserted": "claimed", "reliability_note": f"{PARTIES[party]} spokesman"})
    for place, day in np.argwhere(random.random((places, days)) < 1 / 60):
        kind = str(random.choice(["presence", "cleared", "curfew", "defected", "ceasefire"]))
        rows.append(_row(place, day, kind, PARTIES[int(random.integers(0, len(PARTIES)))]))
    return table(rows)


def sources(truth: World, *, papers: int, wrong: float, heard: float, seed: int) -> gpd.GeoDataFrame:
    """Return several papers' daily tables of holders, each wrong now and then on its own."""
    random = np.random.default_rng(seed)
    places, days = truth.shape
    rows = []
    for paper in range(papers):
        for place, day in np.argwhere(random.random((places, days)) < heard):
            party = int(random.integers(0, len(PARTIES))) if random.random() < wrong else truth.party(place, day)
            fighting = truth.holder[place, day] == FIGHTING and random.random() >= wrong
            rows.append(_row(place, day, "contested" if fighting else "held", "contested" if fighting else PARTIES[party], paper=paper))
    return table(rows)


def _row(place: int, day: int, kind: str, faction: str, *, paper: int = 0) -> dict[str, object]:
    return {"place": place, "day": day, "kind": kind, "faction": faction, "publisher": f"Paper {paper}"}


def table(rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """Return rows as an event table; places lie on a grid half a degree apart, in districts of ten."""
    frame = pd.DataFrame(rows)
    place = frame["place"].to_numpy(dtype=np.int64)
    filled = frame.assign(
        event_id=[f"e{number:07d}" for number in range(len(frame))],
        start=FIRST + frame["day"].to_numpy(dtype="timedelta64[D]"),
        place=[f"Place {number:04d}" for number in place],
        admin=[f"District {number // 10:03d}" for number in place],
        lon=30 + 0.5 * (place % 40),
        lat=30 + 0.5 * (place // 40),
        geo_precision="city",
    )
    events, rejected = validate(filled.drop(columns="day"))
    assert rejected.empty
    return events
