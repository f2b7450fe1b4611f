"""What can be done with the selected event: edit it, remove it, see its history and take an edit back."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from events.edit_words import ACT_WORDS, in_words
from events.edits import Edit, can_undo, history
from events.errors import EventsError
from events.ui.edits import editing
from events.ui.edits.event_form import event_form
from events.ui.edits.event_place import read_numbers
from events.ui.plain import escape, label
from events.ui.session import Session

OPEN: Final = "event-act"  # ("edit" or "remove", the event's record when it was opened)
FAILED: Final = "event-failed"
EDIT: Final = "edit"
REMOVE: Final = "remove"


def event_acts(session: Session, event_id: str) -> None:
    """Draw the buttons, and the form that is open."""
    why_not = editing.refusal(session)
    with st.container(horizontal=True):
        for act, title, icon in ((EDIT, "Edit", ":material/edit:"), (REMOVE, "Remove", ":material/delete:")):
            st.button(
                title,
                key=f"event-{act}",
                icon=icon,
                disabled=bool(why_not),
                help=why_not or None,
                on_click=_open,
                args=(session, act, event_id),
            )
    opened = st.session_state.get(OPEN)
    if opened and opened[1]["event_id"] == event_id and not why_not:
        act, before = opened
        with st.container(border=True, key="event-form"):
            _edit(session, before) if act == EDIT else _remove(session, before)
    failed = st.session_state.pop(FAILED, None)
    if failed:
        st.error(label(failed, longest=600))
    event_history(session, event_id)


def _open(session: Session, act: str, event_id: str) -> None:
    before = editing.record(session, event_id)
    st.session_state[OPEN] = None if before is None else (act, before)
    st.session_state["event-round"] = st.session_state.get("event-round", 0) + 1


def _close() -> None:
    st.session_state[OPEN] = None


def _edit(session: Session, before: dict[str, Any]) -> None:
    st.markdown("**Edit this event**")
    changes, note = event_form(session, before, f"edit-{st.session_state['event-round']}")
    with st.container(horizontal=True):
        # read here and not in a callback, whose arguments would be those of the run before the last word was typed
        wanted = st.button("Save the edit", key="event-save", icon=":material/save:")
        st.button("Cancel", key="event-cancel", on_click=_close)
    if wanted and not changes:
        st.warning("Nothing was changed yet.")
    elif wanted:
        _save(session, before, changes, note)


def _save(session: Session, before: dict[str, Any], changes: dict[str, Any] | None, note: str) -> None:
    try:
        editing.save(session, before=before, after=None if changes is None else before | read_numbers(changes), note=note)
    except EventsError as error:
        st.error(label(error, longest=600))
        return
    _close()
    st.rerun()


def _remove(session: Session, before: dict[str, Any]) -> None:
    st.markdown("**Remove this event?** It goes from the map, the counts and the downloads; the log keeps it, and it can be taken back.")
    reason = st.text_input("Reason", key=f"remove-{st.session_state['event-round']}-reason", placeholder="e.g. the same report twice")
    with st.container(horizontal=True):
        wanted = st.button("Remove the event", key="event-remove-sure", icon=":material/delete:")
        st.button("Cancel", key="event-cancel", on_click=_close)
    if wanted and not reason.strip():
        st.warning("Give the reason: it is kept with the edit.")
    elif wanted:
        _save(session, before, None, reason)


def event_history(session: Session, event_id: str) -> None:
    """Draw who changed what of an event, newest first; nothing where nobody did."""
    found = history(editing.edits(session), event_id)
    if not found:
        return
    with st.expander(f"History of this event ({len(found)} {'edit' if len(found) == 1 else 'edits'})", key=f"history-{event_id}"):
        for edit in reversed(found):
            words, way_back = st.columns([6, 1], vertical_alignment="center")
            words.html(_line(edit))
            way_back.button(
                "Undo",
                key=f"history-undo-{edit.number}",
                disabled=bool(editing.refusal(session)) or not can_undo(found, edit.number),
                on_click=take_back,
                args=(session, edit.number),
            )


def _line(edit: Edit) -> str:
    note = f"<br><i>Why: {escape(edit.note)}</i>" if edit.note else ""
    when = f"{edit.at:%Y-%m-%d %H:%M} UTC"
    return f"<small>{edit.number} · {when} · {escape(edit.who)} {ACT_WORDS[edit.act]} it</small><br>{escape(in_words(edit))}{note}"


def take_back(session: Session, number: int) -> None:
    """Undo an edit; what speaks against it is told in the next run."""
    try:
        editing.undo(session, number)
    except EventsError as error:
        st.session_state[FAILED] = str(error)
