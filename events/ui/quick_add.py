"""A box that takes a phrase and a date and puts the event on the map."""

from __future__ import annotations

from datetime import date

import streamlit as st

from events import dataset as datasets
from events.errors import EventsError
from events.reports.phrases import read_phrase, to_row
from events.ui.picking import showing
from events.ui.plain import label
from events.ui.session import Session


def quick_add(session: Session) -> None:
    """Draw the box."""
    st.subheader("Add a report", anchor=False)
    with st.form("quick-add", clear_on_submit=False, border=False):
        phrase = st.text_input("What is reported", placeholder="e.g. Mahdi Army takes Shuhada in Kut", key="add-phrase")
        last = session.dataset.last_day
        day = st.date_input(
            "On", value=date.fromisoformat(session.view.time or last) if last else None, format="YYYY-MM-DD", key="add-date"
        )
        source = st.text_input("Source (optional)", placeholder="Who says so: name or web address", key="add-source")
        sent = st.form_submit_button("Add to the map", width="stretch")
    if sent:
        _add(session, phrase, day, source)
    told = st.session_state.pop("add-told", None)
    if told:
        st.success(label(told, longest=600))
    st.caption("Kept for this session and in the downloads.")


def _add(session: Session, phrase: str, day: date | None, source: str) -> None:
    if day is None:
        st.error("Give the day of the event: without one it cannot be put on the timeline.")
        return
    known = session.dataset
    try:
        read = read_phrase(phrase, factions=known.factions, gazetteer=known.gazetteer)
        row = to_row(read, day=day, source=source)
        session.replace_data(datasets.add(known, row))
    except EventsError as error:
        st.error(label(error, longest=600))
        return
    session.change(showing(session, row["event_id"].iloc[0]))
    st.session_state["add-told"] = read.why
    st.rerun()
