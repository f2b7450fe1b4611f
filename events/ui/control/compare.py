"""Two dates side by side: what changed hands in between, in one sentence and a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from events.filters import date_words
from events.ui.control.rows import day, pick_place, pick_row
from events.ui.plain import escape
from events.ui.session import Session
from events.ui.settled import heard, settled

COMPARE: Final = "control-compare"
ABOUT: Final = "control-compare-faction"
EVERY: Final = "the faction with the most changes"
COLUMNS: Final = {
    "place": st.column_config.TextColumn("Place", width="medium"),
    "admin": st.column_config.TextColumn("In", width="medium"),
    "change": st.column_config.TextColumn("Change", width=140),
    "before": st.column_config.TextColumn("Before", width="medium"),
    "after": st.column_config.TextColumn("After", width="medium"),
    "since": st.column_config.DateColumn("Since", format="YYYY-MM-DD", width=100),
    "confidence_after": st.column_config.NumberColumn("Confidence", format="percent", width="small"),
    "spoken_for_by": st.column_config.TextColumn("Follows", width="small", help="The place around whose reports speak for it."),
    "set_by": st.column_config.TextColumn("By the report", width="medium"),
}


def compare_panel(session: Session) -> None:
    """Draw the choice of the second date, and what differs."""
    first, last = day(session.dataset.first_day), day(session.dataset.last_day)
    if first is None or last is None:
        st.caption("There are no dates to compare.")
        return
    key = settled(COMPARE, day(session.view.compare))
    date_box, faction_box = st.columns([1, 2])
    now = date_words(session.view.time)
    date_box.date_input(
        f"Compare {now} with",
        key=key,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        on_change=heard,
        args=(COMPARE, key, partial(_changed, session)),
        help="The map draws only what changed hands in between.",
    )
    if not session.view.compare:
        st.caption("Choose a second date: the map then shows what changed hands between it and the slider's day.")
        return
    found = session.control.difference(session.view.time, session.view.compare)
    choices = [EVERY, *found.balance["faction"].astype("str")]
    if st.session_state.get(ABOUT, EVERY) not in choices:
        st.session_state[ABOUT] = EVERY
    about = faction_box.selectbox("The sentence is about", choices, key=ABOUT)
    if about != EVERY:
        found = session.control.difference(session.view.time, session.view.compare, faction=about)
    st.html(f'<p class="difference" style="font-size:1.05rem;margin:0">{escape(found.sentence)}</p>')
    if found.table.empty:
        return
    table = pd.DataFrame(found.table.drop(columns="geometry")).assign(
        before=[_words(*pair) for pair in zip(found.table["holder_before"], found.table["status_before"], strict=True)],
        after=[_words(*pair) for pair in zip(found.table["holder_after"], found.table["status_after"], strict=True)],
    )
    ids = table["place_id"].tolist()
    key = f"control-difference-{session.view.place}-{session.view.compare}-{session.view.time}"
    pick_row(table, key=key, config=COLUMNS, on_pick=lambda row: pick_place(session, ids[row]))
    st.caption("Places gained and lost, by faction. A place that only follows the place around it is listed above and not counted again.")
    st.dataframe(
        found.balance,
        hide_index=True,
        column_config={"faction": "Faction", "gained": "Gained", "lost": "Lost"},
        height=38 + 35 * min(max(len(found.balance), 1), 6),
    )


def _words(holder: str, status: str) -> str:
    if not status:
        return "no report yet"
    if status == "held":
        return holder
    return status if holder == "unknown" else f"{status} (last {holder})"


def _changed(session: Session, chosen: date | None) -> None:
    session.change(replace(session.view, compare=chosen.isoformat() if chosen else ""))
