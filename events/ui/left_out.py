"""What is not on the map: events whose place was not found, and rows of the source that are no events, each with its reason."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from events import export
from events.ui import store
from events.ui.picking import MOST_ROWS, pick_table
from events.ui.session import Session

MOST_PLACES: Final = 500


def count(session: Session) -> int:
    """Return how many rows of the source are not on the map."""
    packed = store.packed(session.dataset)
    return len(packed) - int(packed.placed.sum()) + session.dataset.rejected_count


def left_out(session: Session) -> None:
    """Draw both tables, with counts by reason and the whole as a download."""
    if not count(session):
        st.caption("Every row of the data is on the map.")
        return
    lost = store.packed(session.dataset).unplaced
    if len(lost):
        st.markdown("**Places that were not found.** Their events are in the table and the counts; the map does not guess.")
        _of_all(len(lost), "events")
        pick_table(session, session.dataset.rows(lost[-MOST_ROWS:]), key="unplaced")
        places = _candidates(session.dataset.unresolved.head(MOST_PLACES))
        if len(places):
            st.dataframe(places, hide_index=True, key="unplaced-places")
    if session.dataset.rejected_count:
        _rejected(session)


def _rejected(session: Session) -> None:
    dataset = session.dataset
    st.markdown("**Rows that could not be read.** They are left out and kept here as they stand in the file.")
    reasons = dataset.rejected["reason"].value_counts().rename_axis("reason").reset_index(name="rows")
    if len(reasons) > 1 or dataset.rejected_count > MOST_ROWS:
        st.dataframe(reasons, hide_index=True, key="rejected-reasons", height=38 + 35 * min(len(reasons), 8))
    _of_all(dataset.rejected_count, "rows")
    st.dataframe(dataset.rejected.head(MOST_ROWS), hide_index=True, key="rejected-rows")
    st.download_button(
        f"Download all {dataset.rejected_count:,} rows" if dataset.rejected_count > 1 else "Download this row",
        data=lambda: export.table_to_csv(dataset.rejected),
        file_name=f"{dataset.name}-rejected.csv",
        mime="text/csv",
        key="download-rejected",
        on_click="ignore",
    )


def _of_all(number: int, what: str) -> None:
    if number > MOST_ROWS:
        st.caption(f"{MOST_ROWS:,} of {number:,} {what} are listed.")


def _candidates(unresolved: pd.DataFrame) -> pd.DataFrame:
    """Return the unresolved places with their candidates as readable text, best first."""
    return unresolved.assign(candidates=[", ".join(str(name) for name in names) for names in unresolved["candidates"]])
