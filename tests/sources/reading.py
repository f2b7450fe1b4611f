"""Import a small file made by a test and look at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from events import geoparquet
from events.importing import Imported, import_file


@dataclass(frozen=True)
class Outcome:
    """Events, rejected rows, and what the import says of them."""

    events: gpd.GeoDataFrame
    rejected: pd.DataFrame
    done: Imported

    @property
    def reasons(self) -> dict[int, str]:
        """Row → reason."""
        return dict(zip(self.rejected["row"].tolist(), self.rejected["reason"].tolist(), strict=True))

    def event(self, identity: str) -> dict[str, Any]:
        """Return one event."""
        found = self.events[self.events["event_id"] == identity]
        assert len(found) == 1, f"{identity}: {len(found)} events"
        return dict(found.iloc[0])


def imported(folder: Path, content: str | bytes | Path, *, name: str = "data.csv", **options: Any) -> Outcome:
    """Import a file; whatever it is, each of its rows must be in exactly one of the two tables."""
    path = content if isinstance(content, Path) else folder / name
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8", newline="")
    elif isinstance(content, bytes):
        path.write_bytes(content)
    out = folder / "out.parquet"
    done = import_file(path, out, **options)
    events, rejected, info = geoparquet.load(out)
    assert done.rows == len(events) + len(rejected) == info.rows
    assert done.valid == len(events)
    assert sum(done.rejected.values()) == len(rejected)
    assert rejected["row"].is_unique
    assert rejected["file"].eq(path.name).all()
    return Outcome(events, rejected, done)
