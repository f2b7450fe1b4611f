"""A box that takes a phrase and a date and puts the event on the map; who edits; and the way back."""

from __future__ import annotations

from datetime import date

import streamlit as st

from events.dataset import as_events
from events.errors import EventsError
from events.replay import as_record
from events.reports.phrases import read_phrase, to_row
from events.ui.edits import editing
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
        sent = st.form_submit_button("Add to the map", width="stretch", disabled=bool(editing.refusal(session)))
    if sent:
        _add(session, phrase, day, source)
    told = st.session_state.pop("add-told", None)
    if told:
        st.success(label(told, longest=600))
    failed = st.session_state.pop("undo-failed", None)
    if failed:
        st.error(label(failed, longest=600))
    st.caption(editing.refusal(session) or "Saved with the data set, for everybody who opens it.")
    _who(session)


def _who(session: Session) -> None:
    """Draw who edits, and the way back."""
    st.text_input(
        "Your name",
        value=editing.analyst(session),
        key="analyst",
        max_chars=editing.LONGEST_NAME,
        help="Goes with every edit that you make, so that others know whom to ask.",
        on_change=_named,
        args=(session,),
    )
    number = editing.can_undo(session)
    st.button(
        f"Undo my last edit ({number})" if number else "Undo my last edit",
        key="undo-last",
        disabled=number is None or bool(editing.refusal(session)),
        on_click=_undo,
        args=(session,),
        width="stretch",
        icon=":material/undo:",
    )


def _named(session: Session) -> None:
    session.who = st.session_state["analyst"]


def _undo(session: Session) -> None:
    try:
        editing.undo(session)
    except EventsError as error:
        st.session_state["undo-failed"] = str(error)


def _add(session: Session, phrase: str, day: date | None, source: str) -> None:
    if day is None:
        st.error("Give the day of the event: without one it cannot be put on the timeline.")
        return
    known = session.dataset
    try:
        read = read_phrase(phrase, factions=known.factions, gazetteer=known.gazetteer)
        added = as_events(known, to_row(read, day=day, source=source))[0].iloc[0]
        editing.save(session, before=None, after=as_record(added), note="added from a phrase")
    except EventsError as error:
        st.error(label(error, longest=600))
        return
    session.change(showing(session, str(added["event_id"])))
    st.session_state["add-told"] = read.why
    st.rerun()
