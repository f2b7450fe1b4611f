"""A saved map of eight events, and how tests look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from playwright.sync_api import Locator, Page, expect

from events.eventmap import EventMap, EventTimeline
from events.schema import validate

SCRIPT = '<script>document.title="owned"</script><img src=x onerror=\'document.title="owned"\'>'
ARABIC = "جيش المهدي"
LONG = "Very long name of a place, " * 40
ROWS = [
    # event_id, day, place, kind, faction, lon, lat, geo_precision, radius_m, asserted, date_precision
    ("a1", "2008-03-23", "Amara", "held", "Red", 47.0, 32.0, "city", 5000, "asserted", "day"),
    ("b1", "2008-03-25", "Basra", "taken", "Red", 47.8, 30.5, "point", None, "asserted", "day"),
    ("b2", "2008-03-27", "Basra", "retaken", ARABIC, 47.8, 30.5, "point", None, "claimed", "day"),
    ("s1", "2008-03-28", SCRIPT, "contested", "contested", 45.0, 32.0, "city", 3000, "asserted", "week"),
    ("l1", "2008-03-30", LONG, "withdrawn", SCRIPT, 46.0, 31.0, "admin1", 60000, "denied", "month"),
    ("c1", "2008-03-31", "Kut", "explosion", "unknown", 45.8, 32.5, "", None, "asserted", "day"),
    ("n1", "2008-04-01", "Nowhere", "held", "Red", None, None, "", None, "asserted", "day"),
    ("k1", "2008-04-10", "Kut", "ceasefire", "Blue", 45.8, 32.5, "city", 4000, "asserted", "day"),
]
COLUMNS = ["event_id", "start", "place", "kind", "faction", "lon", "lat", "geo_precision", "radius_m", "asserted", "date_precision"]


def table() -> gpd.GeoDataFrame:
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    sourced = {
        "summary": f"Summary {SCRIPT}",
        "title": "A report",
        "publisher": "Wire",
        "url": "https://example.org/a",
        "published": "2008-03-31",
    }
    events, rejected = validate(frame.assign(**sourced, contradicts=""))
    assert rejected.empty
    return events


def save(events: gpd.GeoDataFrame, path: Path, *, place: dict[str, Any] | None = None, **options: Any) -> str:
    """Save a map without a base map to a file, and return its address; `place` goes to the map, `options` to the timeline."""
    event_map = EventMap(**(place or {}))
    EventTimeline(events, basemap=False, **options).add_to(event_map)
    event_map.save(str(path))
    return path.as_uri()


def opened_on(page: Page, address: str) -> Page:
    page.goto(address)
    expect(box(page)).to_have_attribute("data-ready", "true")
    return page


def box(page: Page) -> Locator:
    return page.locator(".te-map")


def shows(page: Page, **attributes: str) -> None:
    for name, value in attributes.items():
        expect(box(page)).to_have_attribute(f"data-{name}", value)


def item(page: Page, label: str) -> Locator:
    return page.locator(".te-item").filter(has=page.get_by_text(label, exact=True))


def place_on_screen(page: Page, row: int) -> tuple[float, float]:
    """Where the mark of a row stands, in page pixels."""
    point: list[float] = page.evaluate(
        """(row) => { const layer = window.eventTimeline, c = layer.columns;
           const p = layer._map.latLngToContainerPoint([c.latitude(row), c.longitude(row)]); return [p.x, p.y]; }""",
        row,
    )
    return point[0], point[1]


def pixels(page: Page, canvas: str) -> int:
    """How many pixels of a canvas are painted."""
    count: int = page.evaluate(
        """(name) => { const c = window.eventTimeline.surface[name];
           const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let n = 0;
           for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }""",
        canvas,
    )
    return count
