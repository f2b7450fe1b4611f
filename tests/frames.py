"""Small event tables for tests."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from events.dataset import Dataset, build
from events.schema import validate

ROWS = [
    # event_id, day, place, kind, faction, lon, lat, summary
    ("kut", "2008-03-25", "Kut", "taken", "Mahdi Army", 45.818, 32.513, "Five districts fall."),
    ("basra", "2008-03-27", "Southern Basra", "held", "Mahdi Army", 47.805, 30.485, "Poor southern quarters remain held."),
    ("curfew", "2008-03-27", "Baghdad", "curfew", "Iraqi government", 44.401, 33.341, "A curfew until Sunday; “no cars”."),
    ("clash", "2008-03-30", "Basra", "contested", "contested", 47.78, 30.509, "Clashes near the airport."),
    ("lost", "2008-04-02", "Nowhere", "held", "Iraqi Army", None, None, "Café held."),
]


def rows() -> pd.DataFrame:
    """Return five rows, the last without a place on earth."""
    return pd.DataFrame(ROWS, columns=["event_id", "start", "place", "kind", "faction", "lon", "lat", "summary"])


def events() -> gpd.GeoDataFrame:
    """Return the five rows as an event table."""
    return validate(rows(), file="frames.py")[0]


def dataset(*, name: str = "small") -> Dataset:
    """Return the five rows as a data set."""
    return build(rows(), name=name, file="frames.py")
