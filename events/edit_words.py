"""Edits in words: what was done to which event, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import shapely

from events.edits import Edit
from events.schema import COLUMNS

#: Columns as the page names them; others are named as they are.
COLUMN_WORDS: Final = {
    "start": "date",
    "end": "last day",
    "date_precision": "date precision",
    "place": "place",
    "admin": "lies in",
    "geometry": "place on the map",
    "geo_precision": "place precision",
    "radius_m": "radius",
    "located_by": "found by",
    "asserted": "status",
    "needs_decision": "still to be decided",
}
ACT_WORDS: Final = {"add": "added", "change": "changed", "remove": "removed"}
#: A text is cut where it is longer, so that both sides of a change are seen.
LONGEST: Final = 80
#: As the event table has them, with how a place was found at the end.
_ORDER: Final = {name: n for n, name in enumerate((*(c for c in COLUMNS if c != "located_by"), "located_by"))}
#: Columns that say nothing of the event.
_ASIDE: Final = ("event_id", "row")


def what_changed(edit: Edit) -> list[tuple[str, str, str]]:
    """Return each column that an edit changed: its name, what it was, what it is; none for an added or a removed event."""
    if edit.before is None or edit.after is None:
        return []
    before, after = edit.before, edit.after
    names = sorted(dict.fromkeys([*before, *after]), key=lambda name: _ORDER.get(name, len(_ORDER)))
    return [
        (COLUMN_WORDS.get(name, name.replace("_", " ")), value_words(name, before.get(name)), value_words(name, after.get(name)))
        for name in names
        if name not in _ASIDE and (before.get(name) or "") != (after.get(name) or "")
    ]


def in_words(edit: Edit) -> str:
    """Return what an edit did in one line, such as "faction: unknown → Mahdi Army; date: 25 March → 26 March 2008"."""
    changes = what_changed(edit)
    if changes:
        return "; ".join(f"{name}: {before or 'nothing'} → {after or 'nothing'}" for name, before, after in changes)
    return f"{ACT_WORDS[edit.act]}: {event_words(edit)}"


def event_words(edit: Edit) -> str:
    """Return which event an edit is about, such as "25 March 2008, Kut, taken, Mahdi Army"."""
    record: Mapping[str, Any] = edit.after or edit.before or {}
    parts = [value_words(name, record.get(name)) for name in ("start", "place", "kind", "faction")]
    return ", ".join(part for part in parts if part) or edit.event_id


def value_words(column: str, value: Any) -> str:  # a record holds values of any type
    """Return a value of a record in words, "" where it is missing."""
    if value is None or value == "":
        return ""
    if column in ("start", "end"):
        return _when_words(str(value))
    if column == "geometry":
        return _shape_words(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column == "radius_m" and isinstance(value, int | float):
        return f"{value:,.0f} m"
    return _cut(str(value).replace("_", " ") if column in ("kind", "date_precision", "geo_precision") else str(value))


def _when_words(iso: str) -> str:
    when = pd.to_datetime(iso, errors="coerce", utc=True)
    if pd.isna(when):
        return _cut(iso)
    day = f"{when.day} {when.month_name()} {when.year}"
    return day if when == when.normalize() else f"{day} {when:%H:%M}"


def _shape_words(wkt: str) -> str:
    """Return a place on the map as latitude, longitude."""
    try:
        point = shapely.from_wkt(wkt).representative_point()
    except (shapely.errors.ShapelyError, AttributeError):
        return _cut(wkt)
    return f"{point.y:.4f}, {point.x:.4f}"


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
