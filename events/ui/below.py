"""What stands below the map: counts over time, the table, downloads, what is to be decided, the edits, and what is not on the map.

A tab is drawn when it is open, so that a rest of the slider costs what is looked at.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import streamlit as st

from events import charts, export, filters
from events.control.decided import with_decisions
from events.ui import left_out, store
from events.ui.colouring import colours_of
from events.ui.control.panel import invitation
from events.ui.edits.deciding import to_decide, undecided
from events.ui.edits.tab import edits_tab
from events.ui.picking import MOST_ROWS, pick_table
from events.ui.session import Session

COUNTS: Final = "Counts over time"
TABLE: Final = "Table"
DOWNLOAD: Final = "Download"
DECIDE: Final = "To decide"
LEFT_OUT: Final = "Not on the map"
EDITS: Final = "Edits"
CONTROL: Final = "Who holds what"
TABS: Final = "tabs"
TAB: Final = "tab"  # the open one by its name, as the labels change with their counts


def below(session: Session) -> None:
    """Draw the tabs below the map for the view at rest."""
    rows = _shown(session)
    numbers = {COUNTS: None, TABLE: len(rows), DOWNLOAD: None, DECIDE: len(undecided(session.dataset)), LEFT_OUT: left_out.count(session)}
    numbers |= {EDITS: len(session.log.edits), CONTROL: None}
    names = [name for name in numbers if name not in (DECIDE, EDITS) or numbers[name]]
    labels = [name if numbers[name] is None else f"{name} ({numbers[name]:,})" for name in names]
    opened = st.session_state.get(TAB, COUNTS)
    st.session_state[TABS] = labels[names.index(opened) if opened in names else 0]
    tabs = st.tabs(labels, key=TABS, on_change=_remember)
    draw = {
        COUNTS: lambda: _counts(session, len(rows)),
        TABLE: lambda: _table(session, rows),
        DOWNLOAD: lambda: _downloads(session, len(rows)),
        DECIDE: lambda: to_decide(session),
        LEFT_OUT: lambda: left_out.left_out(session),
        EDITS: lambda: edits_tab(session),
        CONTROL: lambda: invitation(session),
    }
    for name, tab in zip(names, tabs, strict=True):
        if tab.open:
            with tab:
                draw[name]()


def _remember() -> None:
    label = str(st.session_state[TABS])
    st.session_state[TAB] = next(name for name in (COUNTS, TABLE, DOWNLOAD, DECIDE, LEFT_OUT, EDITS, CONTROL) if label.startswith(name))


def _shown(session: Session) -> npt.NDArray[np.intp]:
    """Return the rows that the view shows, with and without a place."""
    low, high = store.packed(session.dataset).span(session.view)
    return np.flatnonzero(store.chosen(session.dataset, session.view)[low:high]) + low


def _counts(session: Session, shown: int) -> None:
    if not shown:
        st.info("No event is shown, so there is nothing to count.")
        return
    packed, keep = store.packed(session.dataset), store.chosen(session.dataset, session.view)
    by_faction, by_kind = st.columns(2)
    with by_faction:
        counts = packed.over_time(session.view, keep, by="faction")
        st.altair_chart(charts.counts_by_faction(counts, colours=colours_of(session.dataset, session.view)), width="stretch")
    with by_kind:
        st.altair_chart(charts.counts_by_kind(packed.over_time(session.view, keep, by="kind")), width="stretch")


def _table(session: Session, rows: npt.NDArray[np.intp]) -> None:
    if len(rows) > MOST_ROWS:
        st.caption(f"The newest {MOST_ROWS:,} of {len(rows):,} events; the downloads have them all.")
    pick_table(session, session.dataset.rows(rows[-MOST_ROWS:]), key="shown", height=420)


def _downloads(session: Session, shown: int) -> None:
    st.caption(f"The {shown:,} events shown now, with their sources.")
    dataset, view = session.dataset, session.view

    def passing(*, in_window: bool) -> gpd.GeoDataFrame:
        keep = store.chosen(dataset, view)
        events = dataset.events[keep & filters.in_window(dataset.events, view) if in_window else keep]
        return with_decisions(events, session.inputs.decisions)

    columns = st.columns(3)
    buttons = (
        ("CSV", "csv", "text/csv", lambda: export.to_csv(passing(in_window=True), view=view, dataset=dataset)),
        ("GeoJSON", "geojson", "application/geo+json", lambda: export.to_geojson(passing(in_window=True), view=view, dataset=dataset)),
        ("Map as one HTML file", "html", "text/html", lambda: export.to_html(passing(in_window=False), view=view, dataset=dataset)),
    )
    for column, (label, ending, mime, make) in zip(columns, buttons, strict=True):
        column.download_button(
            label,
            data=make,
            file_name=export.file_name(dataset, view, ending),
            mime=mime,
            key=f"download-{ending}",
            on_click="ignore",
            width="stretch",
        )
    st.caption("The HTML file holds map, slider and every event that passes the filters; it opens by double-click, without a network.")
