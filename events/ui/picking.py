"""A table whose rows select events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import geopandas as gpd
import streamlit as st

from events import filters, summary
from events.ui.session import Session
from events.view import ViewState

#: More rows than this are not sent to the browser; the download has them all.
MOST_ROWS: Final = 1_000
NAMES: Final = {
    "start": st.column_config.DateColumn("Date", format="YYYY-MM-DD", width=100),
    "place": st.column_config.TextColumn("Place", width="medium"),
    "kind": st.column_config.TextColumn("Kind", width=100),
    "faction": st.column_config.TextColumn("Faction", width="medium", help="Who controls after; “contested” and “unknown” name no holder."),
    "opponent": st.column_config.TextColumn("Opponent", width="small"),
    "summary": st.column_config.TextColumn("Summary", width="large"),
    "publisher": st.column_config.TextColumn("Publisher", width="medium"),
    "date_precision": st.column_config.TextColumn("Date precision", width="small"),
    "geo_precision": st.column_config.TextColumn("Place precision", width="small"),
    "asserted": st.column_config.TextColumn("Status", width="small"),
    "event_id": st.column_config.TextColumn("Event", width="medium"),
}


def pick_table(session: Session, events: gpd.GeoDataFrame, *, key: str, height: int | None = None, extra: Sequence[str] = ()) -> None:
    """Draw events as a table, newest first; a click on a row selects the event on the map.

    Parameters
    ----------
    session : Session
        Its view is changed by a click.
    events : geopandas.GeoDataFrame
        What is listed.
    key : str
        Name of the table, one of its kind on the page.
    height : int, optional
        Height in pixels; without it the table is as high as its rows need, up to ten.
    extra : sequence of str
        Further columns to list after the faction, where the events have them.
    """
    listed = summary.table(events).head(MOST_ROWS)
    for name in extra:
        if name in events:
            listed.insert(list(listed.columns).index("faction") + 1, name, events[name])
    ids = listed["event_id"].tolist()
    name = f"table-{key}-{session.view.selected}"
    st.dataframe(
        listed,
        key=name,
        hide_index=True,
        height=height or 38 + 35 * min(len(listed), 10),
        column_config=NAMES,
        on_select=lambda: _pick(session, name, ids),
        selection_mode="single-row",
    )


def _pick(session: Session, name: str, ids: list[str]) -> None:
    rows = st.session_state[name]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        session.change(showing(session, ids[rows[0]]))


def showing(session: Session, event_id: str) -> ViewState:
    """Return the view with an event selected, and with slider and map moved to it where it would not be seen."""
    this = session.dataset.rows([session.dataset.row_of(event_id) or 0])
    event = this.iloc[0]
    view = replace(session.view, selected=event_id)
    if not filters.in_window(this, view).all():
        view = replace(view, time=str(event["start"].date()))
    if event["geometry"] is not None:
        point = event["geometry"].representative_point()
        view = replace(view, centre=(round(point.y, 5), round(point.x, 5)))
    return view
