"""Event tables for the tests of control: short rows, and the demo's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from events.schema import validate

DEMO = Path(__file__).resolve().parents[2] / "data" / "iraq-2008"
DEMO_NAMES = {
    "start_date": "start",
    "end_date": "end",
    "parent": "admin",
    "faction_after": "faction",
    "faction_before": "opponent",
    "change": "kind",
    "published_date": "published",
}


def table(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return the event table of rows; what a row leaves out gets a plain default."""
    default = {"place": "Town", "kind": "taken", "faction": "Reds", "publisher": "Gazette"}
    filled = [{"event_id": f"e{number}", **default, **row} for number, row in enumerate(rows, start=1)]
    events, rejected = validate(pd.DataFrame(filled))
    assert rejected.empty, rejected.to_string()
    return events


def report(start: str, kind: str, faction: str = "unknown", **more: Any) -> dict[str, Any]:
    return {"start": start, "kind": kind, "faction": faction, **more}


def read_text(name: str) -> pd.DataFrame:
    return pd.read_csv(DEMO / name, dtype="str", keep_default_na=False)


def demo() -> gpd.GeoDataFrame:
    rows = read_text("events.csv").rename(columns=DEMO_NAMES)
    rows["date_precision"] = rows["date_precision"].replace({"exact-day": "day", "about-day": "about_day"})
    rows["geo_precision"] = rows["geo_precision"].replace({"part-of-city": "part_of_city", "governorate": "admin1"})
    events, rejected = validate(rows)
    assert rejected.empty
    return events


def demo_gazetteer() -> pd.DataFrame:
    places = read_text("places.csv").rename(columns={"canonical_name": "name"})
    return places.assign(
        lon=places["lon"].astype("float64"), lat=places["lat"].astype("float64"), radius_m=1000 * places["radius_km"].astype("float64")
    )


def demo_factions() -> pd.DataFrame:
    return read_text("factions.csv")


def story(spells: gpd.GeoDataFrame) -> list[tuple[str, str, str, str]]:
    """Return the spells as (status, holder, first day, set_by), the way a test wants to read them."""
    days = spells["start"].dt.strftime("%Y-%m-%d")
    return list(zip(spells["status"], spells["holder"], days, spells["set_by"], strict=True))
