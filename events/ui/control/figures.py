"""Figures of control: places held by faction over time, days held, and how often places changed hands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from events import charts
from events.ui.colouring import colours_of
from events.ui.control.rows import pick_place, pick_row
from events.ui.session import Session

FLIPS = {
    "place": st.column_config.TextColumn("Place", width="medium"),
    "flips": st.column_config.NumberColumn("Changed hands", width="small", help="Times it passed from one camp to another."),
    "last_flip": st.column_config.DateColumn("Last time", format="YYYY-MM-DD", width=100),
}


def control_figures(session: Session) -> None:
    """Draw the figures, over all days of the data."""
    until = session.dataset.last_day
    if not until:
        st.caption("There are no days to count.")
        return
    held, days, flips, _ = session.control.figures(until)
    if held.empty:
        st.caption("No report says who holds a place.")
        return
    st.caption("Places by who holds them, by their own reports; contested and unknown ones apart.")
    st.altair_chart(charts.places_held(held, colours=colours_of(session.dataset, session.view)), width="stretch")
    left, right = st.columns(2)
    with left:
        st.caption("Days held, by place and faction, as far as reports are believed")
        st.dataframe(_wide(days), height=300)
    with right:
        st.caption("How often places changed hands")
        flipped = flips[flips["flips"] > 0].reset_index(drop=True)
        ids = flipped["place_id"].tolist()
        key = f"control-flips-{session.view.place}"
        pick_row(flipped, key=key, config=FLIPS, on_pick=lambda row: pick_place(session, ids[row]), most=7)


def _wide(days: pd.DataFrame) -> pd.DataFrame:
    """Return days held with a row a place and a column a faction, the largest first."""
    table = days.pivot_table(index="place_id", columns="faction", values="days", aggfunc="sum", fill_value=0)
    order = table.sum().sort_values(ascending=False, kind="stable").index
    return table[order].rename_axis("Place").rename_axis(None, axis="columns").head(1_000)
