"""The tab that lists every edit of the data set: who changed what and when, the way back, and the state before each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from events.edit_words import ACT_WORDS, event_words, in_words
from events.edits import Edit, can_undo, to_line
from events.ui.edits import editing
from events.ui.edits.event_acts import FAILED, take_back
from events.ui.picking import showing
from events.ui.plain import escape, label
from events.ui.session import Session

PICKED: Final = "edit-picked"
#: More rows than this are not sent to the browser; the download has them all.
MOST_ROWS: Final = 1_000
COLUMNS: Final = {
    "number": st.column_config.NumberColumn("Edit", width=60),
    "at": st.column_config.DatetimeColumn("When (UTC)", format="YYYY-MM-DD HH:mm", width=140),
    "who": st.column_config.TextColumn("Who", width=110),
    "act": st.column_config.TextColumn("Act", width=80),
    "event": st.column_config.TextColumn("Event", width="medium"),
    "changed": st.column_config.TextColumn("What changed", width="large"),
    "note": st.column_config.TextColumn("Why", width="medium"),
}


def edits_tab(session: Session) -> None:
    """Draw the list, newest first, what can be done with the edit that is picked, and the log as a file."""
    edits = editing.edits(session)
    for told in session.log.damage[:3]:
        st.warning(label(f"The log is damaged in {told}.", longest=300))
    listed = list(reversed(edits))[:MOST_ROWS]
    if len(edits) > MOST_ROWS:
        st.caption(f"The newest {MOST_ROWS:,} of {len(edits):,} edits; the download has them all.")
    numbers = [edit.number for edit in listed]
    key = f"edits-{len(edits)}-{session.view.edit}"
    st.dataframe(
        _table(listed),
        key=key,
        hide_index=True,
        column_config=COLUMNS,
        height=38 + 35 * min(max(len(listed), 1), 8),
        on_select=lambda: _pick(session, key, numbers),
        selection_mode="single-row",
    )
    picked = next((edit for edit in edits if (session.view.data, edit.number) == st.session_state.get(PICKED)), None)
    if picked is None:
        st.caption("Click a row to take the edit back, or to see the data as they were before it.")
    else:
        _picked(session, picked)
    failed = st.session_state.pop(FAILED, None)
    if failed:
        st.error(label(failed, longest=600))
    st.download_button(
        f"Download the log ({len(edits):,})",
        data=lambda: "".join(f"{to_line(edit)}\n" for edit in edits).encode("utf-8", "replace"),
        file_name=f"{session.dataset.name}-edits.jsonl",
        mime="application/jsonl",
        key="edits-download",
        on_click="ignore",
    )


def _table(edits: list[Edit]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "number": [edit.number for edit in edits],
            "at": pd.to_datetime([edit.at for edit in edits], utc=True).tz_localize(None),
            "who": [edit.who for edit in edits],
            "act": [ACT_WORDS[edit.act] for edit in edits],
            "event": [event_words(edit) for edit in edits],
            "changed": [in_words(edit) if edit.act == "change" else "" for edit in edits],
            "note": [edit.note for edit in edits],
        }
    )


def _pick(session: Session, key: str, numbers: list[int]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    st.session_state[PICKED] = (session.view.data, numbers[rows[0]]) if rows and rows[0] < len(numbers) else None


def _picked(session: Session, edit: Edit) -> None:
    with st.container(border=True, key="edit-picked-box"):
        st.html(
            f"<b>Edit {edit.number}</b>: {escape(edit.who)} {ACT_WORDS[edit.act]} {escape(event_words(edit))}<br>"
            f"{escape(in_words(edit))}{f'<br><i>Why: {escape(edit.note)}</i>' if edit.note else ''}"
        )
        why_not = editing.refusal(session)
        with st.container(horizontal=True):
            st.button(
                "Undo this edit",
                key="edits-undo",
                icon=":material/undo:",
                disabled=bool(why_not) or not can_undo(session.log.edits, edit.number),
                help=why_not or "Takes the edit back by one of its own. Where a later one changed the same event, that one comes first.",
                on_click=take_back,
                args=(session, edit.number),
            )
            before, after = edit.number - 1, edit.number
            for title, number in (("Open the state before it", before), ("Open the state after it", after)):
                here = session.view.edit == number or (session.view.edit is None and number >= session.last_edit)
                st.button(
                    title,
                    key=f"edits-open-{number == before}",
                    icon=":material/history:",
                    disabled=here,
                    on_click=open_state,
                    args=(session, number),
                )
            there = session.dataset.row_of(edit.event_id) is not None
            st.button("Show the event", key="edits-show", disabled=not there, on_click=_show, args=(session, edit.event_id))


def _show(session: Session, event_id: str) -> None:
    if session.dataset.row_of(event_id) is not None:
        session.change(showing(session, event_id))


def open_state(session: Session, number: int | None) -> None:
    """Show the data as they were after an edit, 0 for before the first and None for the newest; the view stays."""
    session.open(replace(session.view, edit=number), [])
    session.stale_widgets = True


def past_banner(session: Session) -> None:
    """Tell that a past state is shown, with the way back; nothing where the newest is."""
    number = session.view.edit
    if number is None:
        return
    later = sum(edit.number > number for edit in session.log.edits)
    edit = next((each for each in session.log.edits if each.number == number), None)
    when = (
        "before the first edit" if edit is None else f"after edit {number} ({edit.at:%Y-%m-%d %H:%M} UTC, by {label(edit.who, longest=40)})"
    )
    words = "1 later edit is" if later == 1 else f"{later:,} later edits are"
    with st.container(border=True, key="past-state", horizontal=True, vertical_alignment="center"):
        st.warning(
            f"A past state is shown: the data as they were {when}. {words} not in it, and nothing can be edited here.",
            icon=":material/history:",
        )
        st.button("Back to the newest", key="past-back", on_click=open_state, args=(session, None))
