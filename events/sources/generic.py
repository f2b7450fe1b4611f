"""Any table, with a mapping → event rows."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from events.schema import COLUMNS, CONTESTED, UNKNOWN
from events.sources import cells, clocks, dates
from events.sources.faults import Faults
from events.sources.mapping import REJECT, Mapping
from events.sources.reader import LOCATED, OrderOf, Rows
from events.sources.table import GEOMETRY

NAME: Final = "table"
#: Role in the mapping → column of the event table, for text that is taken as it is.
TEXTS: Final = {
    "place": "place",
    "admin": "admin",
    "faction": "faction",
    "opponent": "opponent",
    "source": "publisher",
    "title": "title",
    "url": "url",
    "text": "summary",
}
#: Roles that say where and who; what failed in one of these must not pass for "not stated" or for a name.
NAMES: Final = ("place", "admin", "faction", "opponent")
FORMULA: Final = "a formula that failed"
NO_KIND: Final = "a kind of event that the mapping does not name"
PREFIX: Final = "source_"
#: Words for the holder that name no faction, in lower case; a cell that holds nothing is among the unknown.
NO_FACTION: Final = {
    **dict.fromkeys(("contested", "disputed", "in dispute"), CONTESTED),
    **dict.fromkeys(("unknown", "unclear", "not known", "no data", "no information", *cells.MISSING, *cells.NO_CODES), UNKNOWN),
}
#: Names that a kept column of the source may not bear.
RESERVED: Final = frozenset({*COLUMNS, "lon", "lat", "row", "needs_decision"})


class Identities:
    """Names for rows that have none: made of what they hold, so that they stay when rows are added above; numbered where rows are alike."""

    def __init__(self) -> None:
        self._seen: Counter[int] = Counter()

    def of(self, frame: pd.DataFrame) -> pd.Series[str]:
        """Return an identity for each row of a chunk, unlike any before."""
        text = frame.drop(columns=[GEOMETRY], errors="ignore").astype("str")
        if GEOMETRY in frame:
            text = text.assign(**{GEOMETRY: [shape.wkt if shape is not None else "" for shape in frame[GEOMETRY]]})
        hashes = pd.util.hash_pandas_object(text, index=False, categorize=True).to_numpy()
        names = []
        for key in hashes.tolist():
            self._seen[key] += 1
            count = self._seen[key]
            names.append(f"{key:016x}" if count == 1 else f"{key:016x}-{count}")
        return pd.Series(names, index=frame.index, dtype="str")


def stands_in(mapping: Mapping) -> dict[str, str]:
    """Return column of the event table → column of the source, to name the source's own in messages."""
    roles = {"event_id": "id", "start": "date", "end": "end", "lon": "longitude", "lat": "latitude", "kind": "kind"}
    return {column: mapping.columns[role] for column, role in roles.items() if role in mapping.columns}


def to_rows(frame: pd.DataFrame, *, mapping: Mapping, order_of: OrderOf, identities: Identities) -> tuple[pd.DataFrame, Faults]:
    """Return event rows and their faults.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text cells, and perhaps `GEOMETRY`.
    mapping : Mapping
        How to read it.
    order_of : callable
        See `reader.Rows`.
    identities : Identities
        Names rows without an identity.

    Returns
    -------
    rows : pandas.DataFrame
        For `schema.validate`; columns of the source that have no role are kept, prefixed where the event table has the name.
    faults : Faults
        What is wrong with which row.
    """
    chosen = {dates.DAY_FIRST: dates.DAY_FIRST, dates.MONTH_FIRST: dates.MONTH_FIRST}.get(mapping.date_order)
    counted = [mapping.columns[role] for role in ("date", "end") if mapping.bare_numbers and role in mapping.columns]
    read = frame.assign(**{column: clocks.spelt(frame[column], mapping.bare_numbers) for column in counted})
    rows = Rows(read, dict(mapping.columns), (lambda _: dict.fromkeys("/-.", chosen)) if chosen else order_of)
    rows.out["event_id"] = cells.identifiers(rows.text("id")) if rows.has("id") else identities.of(frame)
    rows.days("date", "end")
    for role, column in TEXTS.items():
        if rows.has(role):
            if role in NAMES:
                rows.reject(rows.text(role).isin(cells.FAILED), role, FORMULA)
            rows.out[column] = _party(rows.text(role)) if column == "faction" else rows.stated(role)
    _place(rows, frame)
    _kind(rows, mapping)
    rows.out["source_format"] = NAME
    rows.out["source_id"] = rows.text("id")
    _others(rows, mapping)
    return rows.result(), rows.faults


def _party(names: pd.Series[str]) -> pd.Series[str]:
    """Return the holders as they are named, without doubled blanks; words that name nobody as the event table has them."""
    plain = {name: " ".join(name.split()) for name in names.drop_duplicates()}
    return cells.translate(names, {name: NO_FACTION.get(words.casefold(), words) for name, words in plain.items()})


def _place(rows: Rows, frame: pd.DataFrame) -> None:
    if rows.has("latitude") and rows.has("longitude"):
        rows.position()
    elif GEOMETRY in frame:
        rows.out[GEOMETRY] = frame[GEOMETRY]
        rows.out["located_by"] = pd.Series(np.where(frame[GEOMETRY].isna(), "", LOCATED), index=frame.index, dtype="str")


def _kind(rows: Rows, mapping: Mapping) -> None:
    if not rows.has("kind"):
        rows.out["kind"] = mapping.every_kind
        return
    stated = rows.text("kind")
    other = "" if mapping.other_kinds == REJECT else mapping.other_kinds
    meaning = {word: mapping.kinds.get(" ".join(word.split()).casefold(), other) for word in stated.drop_duplicates()}
    kind = cells.translate(stated, meaning)
    rows.reject(kind == "", "kind", NO_KIND)
    rows.out["kind"] = kind


def _others(rows: Rows, mapping: Mapping) -> None:
    """Keep what has no role, and the source's own words for kinds, as they are."""
    taken = set(mapping.columns.values()) - {mapping.columns.get("kind", "")}
    for name in rows.frame.columns:
        if name == GEOMETRY or name in taken:
            continue
        key = str(name)
        rows.out[f"{PREFIX}{key}" if key in rows.out or key in RESERVED else key] = rows.frame[name]
