"""What is shown → bytes of a file that an analyst can hand on: each row with its source, each file with the data and view it came from.

A format is a module with one function `(events, *, dataset, view) -> bytes`, and one line in `FORMATS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

import geopandas as gpd

from events.dataset import Dataset
from events.export.geojson import to_geojson
from events.export.html import to_html
from events.export.tables import table_to_csv, to_csv
from events.view import ViewState

__all__ = ["FORMATS", "Format", "file_name", "table_to_csv", "to_csv", "to_geojson", "to_html"]


class Writer(Protocol):
    """Writes the events shown into one format."""

    def __call__(self, events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState) -> bytes:
        """Return the file's bytes."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of download: its name in words, the file's ending (no dot), its media type, and who writes it."""

    label: str
    ending: str
    media_type: str
    write: Writer


FORMATS: Final = (
    Format("CSV", "csv", "text/csv", to_csv),
    Format("GeoJSON", "geojson", "application/geo+json", to_geojson),
    Format("Map as one HTML file", "html", "text/html", to_html),
)


def file_name(dataset: Dataset, view: ViewState, ending: str) -> str:
    """Return a name such as `iraq-2008-2008-03-27.csv`, safe on every system whatever the data set is called."""
    safe = re.sub(r"[^\w.-]+", "-", dataset.name).strip("-.")[:80] or "events"
    day = view.time or dataset.last_day
    return f"{safe}-{day}.{ending}" if day else f"{safe}.{ending}"
