"""JSON that holds a table → a `Table`.

A table is a list of objects, an object with one (as ACLED's interface answers: `{"data": [...]}`), or an object a line (JSON Lines).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pandas as pd

from events.errors import InputError
from events.sources.table import FrameTable, unique_names

#: Types that make a JSON object GeoJSON (RFC 7946).
GEOJSON: Final = frozenset(
    {
        "FeatureCollection",
        "Feature",
        "GeometryCollection",
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
    }
)
LISTS: Final = ("data", "results", "records", "rows", "items", "features", "Result", "events")
LARGEST: Final = 1 << 30


def parse(path: Path, *, file: str) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    InputError
        It is no JSON, or too large for memory.
    """
    if path.stat().st_size > LARGEST:
        raise InputError(f"JSON of more than {LARGEST >> 30} GB is not read.", file=file, hint="Export it as CSV or GeoPackage.")
    try:
        content = path.read_bytes()
        return _lines(content) or json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {str(error)[:200]}.", file=file, hint="Fetch it again; perhaps its end is missing.") from error


def _lines(content: bytes) -> Any:
    """Return the objects of JSON Lines, features of GeoJSON (RFC 8142) as one collection; None for other JSON."""
    lines = [line for line in content.removeprefix(b"\xef\xbb\xbf").replace(b"\x1e", b"").splitlines() if line.strip()]
    if len(lines) < 2 or not lines[0].strip().startswith(b"{"):
        return None
    try:
        first = json.loads(lines[0])
    except ValueError:
        return None
    rows = [first]
    for number, line in enumerate(lines[1:], start=2):
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            raise ValueError(f"object {number}: {error}") from error
    return {"type": "FeatureCollection", "features": rows} if first.get("type") == "Feature" else rows


def is_geojson(content: Any) -> bool:
    """Tell whether it is GeoJSON."""
    return isinstance(content, dict) and content.get("type") in GEOJSON


def read_records(content: Any, *, file: str) -> FrameTable:
    """Return a list of objects as a table.

    Raises
    ------
    InputError
        There is no such list.
    """
    rows = content
    if isinstance(content, dict):
        rows = next((content[name] for name in LISTS if isinstance(content.get(name), list)), None)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError("no list of records was found in the JSON.", file=file, hint="It needs a list with an object for each event.")
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    frame = pd.DataFrame([[_text(row.get(name)) for name in names] for row in rows], columns=unique_names(names), dtype="str")
    return FrameTable(frame, file=file)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return "; ".join(_text(part) for part in value)
    return json.dumps(value, ensure_ascii=False)
