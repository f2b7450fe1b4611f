"""The layout of hand-collected control-change facts (`data/iraq-2008/events.csv`), described in that folder's README.

Coordinates in such a file are the collector's reference answer; places are found from the words in `place` and `parent`, so they are
not read here.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from events.sources.faults import Faults

REQUIRED: Final = ("event_id", "start_date", "place", "change")
RENAMED: Final = {
    "start_date": "start",
    "end_date": "end",
    "parent": "admin",
    "faction_after": "faction",
    "faction_before": "opponent",
    "change": "kind",
    "published_date": "published",
}
KEPT: Final = (
    "event_id",
    "date_precision",
    "place",
    "summary",
    "publisher",
    "title",
    "url",
    "reliability_note",
    "contradicts",
)
DATE_PRECISION: Final = {"exact-day": "day", "about-day": "about_day"}
#: Words of the collector's note that make a report a party's claim and not the publisher's own assertion.
CLAIM_WORDS: Final = r"\bclaim|\bunconfirmed\b|\bpartisan\b"


def matches(columns: list[str]) -> bool:
    """Tell whether a header is that of the facts layout."""
    return set(REQUIRED) <= set(columns)


def to_rows(table: pd.DataFrame) -> tuple[pd.DataFrame, Faults]:
    """Return the table's rows under the event table's names; all checking is left to that.

    Parameters
    ----------
    table : pandas.DataFrame
        All columns as text, as read from the file.

    Returns
    -------
    rows : pandas.DataFrame
        Rows for `events.schema.validate`.
    faults : Faults
        None.
    """
    found = {old: new for old, new in RENAMED.items() if old in table}
    kept = [name for name in KEPT if name in table]
    rows = table[[*kept, *found]].rename(columns=found)
    rows["date_precision"] = rows["date_precision"].replace(DATE_PRECISION) if "date_precision" in rows else "day"
    if "reliability_note" in rows:
        claimed = rows["reliability_note"].str.contains(CLAIM_WORDS, case=False, regex=True)
        rows["asserted"] = claimed.map({True: "claimed", False: "asserted"})
    rows["source_format"] = "facts"
    rows["source_id"] = rows["event_id"]
    return rows, Faults(len(rows))
