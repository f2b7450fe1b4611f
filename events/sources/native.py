"""Our own layout: the event table as `events.export` writes it, so that a download opens again as it was."""

from __future__ import annotations

from typing import Final

import pandas as pd

from events.cells import unguard
from events.schema import COLUMNS

REQUIRED: Final = ("event_id", "start", "kind", "lon", "lat")
#: What our own download adds to each row: the data set, its fingerprint and the view it was taken from.
PROVENANCE_COLUMNS: Final = ("data_set", "data_fingerprint", "data_view")


def matches(columns: list[str]) -> bool:
    """Tell whether a header is that of the event table."""
    return set(REQUIRED) <= set(columns)


def to_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table's rows under the event table's names; all columns as text in, and columns we do not know are kept.

    The apostrophes that a download puts before what a spreadsheet could take for a formula are taken away again, in a download only.
    """
    written_here = set(PROVENANCE_COLUMNS) <= set(table.columns)
    rows = pd.DataFrame({name: unguard(table[name]) for name in table.columns}) if written_here else table.copy()
    rows["row"] = range(1, len(rows) + 1)
    order = [name for name in (*COLUMNS, "lon", "lat") if name in rows]
    return rows[[*order, *(name for name in rows.columns if name not in order)]]
