"""What stands below the map in control mode: the place that is open, and all that can be asked of who held what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from events.control import next_change
from events.errors import EventsError
from events.link import CONTROL_MODE
from events.ui.control.compare import compare_panel
from events.ui.control.contradictions import contradictions_panel
from events.ui.control.downloads import control_downloads
from events.ui.control.figures import control_figures
from events.ui.control.known import known_panel
from events.ui.control.ledger import ledger_panel
from events.ui.control.rows import pick_place, pick_row
from events.ui.control.settings import control_settings
from events.ui.detail import detail
from events.ui.plain import label
from events.ui.session import Session

TABS: Final = "control-tabs"
TAB: Final = "control-tab"  # the open one without its count
PLACES_TAB: Final = "Places"
CHANGES_OF: Final = "control-changes-of"
ALL, THIS_PLACE = "all places", "the place that is open"
PLACES: Final = {
    "place": st.column_config.TextColumn("Place", width="medium"),
    "holder": st.column_config.TextColumn("Holder", width="medium", help="Beside “contested” and “unknown”: the last one known."),
    "status": st.column_config.TextColumn("Status", width="small"),
    "confidence": st.column_config.NumberColumn("Confidence", format="percent", width="small"),
    "since": st.column_config.DateColumn("Since", format="YYYY-MM-DD", width=100),
    "last_report": st.column_config.DateColumn("Last report", format="YYYY-MM-DD", width=100),
    "claimed": st.column_config.CheckboxColumn("Only claims", width="small", help="Every report behind it is a claim."),
    "reports_against": st.column_config.NumberColumn("Against", width="small", help="Reports that say otherwise."),
    "spoken_for_by": st.column_config.TextColumn("Spoken for by", width="small", help="The place around whose reports speak for it."),
}


def control_below(session: Session) -> None:
    """Draw everything below the map in control mode."""
    try:
        state = session.control.at(session.view.time)
        pairs = session.control.contradictions
    except EventsError as error:
        st.error(label(error, longest=600))
        return
    changes_row(session)
    ledger_panel(session)
    if session.view.selected:
        detail(session)
    panels: dict[str, Callable[[Session], None]] = {
        f"{PLACES_TAB} ({len(state):,})": lambda session: _places(session, state),
        "Two dates": compare_panel,
        "As known on": known_panel,
        f"Contradictions ({len(pairs):,})": contradictions_panel,
        "Figures": control_figures,
        "Download": control_downloads,
        "How it is reckoned": control_settings,
    }
    opened = next((name for name in panels if name.split(" (")[0] == st.session_state.get(TAB)), next(iter(panels)))
    st.session_state[TABS] = opened
    for tab, panel in zip(st.tabs(list(panels), key=TABS, on_change=_remember), panels.values(), strict=True):
        if tab.open:
            with tab:
                panel(session)


def _remember() -> None:
    st.session_state[TAB] = str(st.session_state[TABS]).split(" (")[0]


def _places(session: Session, state: pd.DataFrame) -> None:
    if state.empty:
        st.info("By this day no report says who holds a place.")
        return
    table = pd.DataFrame(state.drop(columns="geometry")).assign(reports_against=[len(listed) for listed in state["against"]])
    table = table.sort_values(["status", "holder", "place_id"], key=lambda c: c.map(_rank) if c.name == "status" else c, ignore_index=True)
    ids = table["place_id"].tolist()
    key = f"control-places-{session.view.place}"
    pick_row(table, key=key, config=PLACES, on_pick=lambda row: pick_place(session, ids[row]))


def _rank(status: str) -> int:
    return {"held": 0, "contested": 1}.get(status, 2)


def changes_row(session: Session) -> None:
    """Draw the buttons that go to the change before and the next one."""
    changed = session.control.changes
    factions = sorted({*changed["holder_before"], *changed["holder_after"]} - {"", "unknown", "contested"})
    choices = [ALL, *([THIS_PLACE] if session.view.place else []), *factions]
    if st.session_state.get(CHANGES_OF, ALL) not in choices:
        st.session_state[CHANGES_OF] = ALL
    with st.container(horizontal=True, vertical_alignment="bottom", key="control-changes"):
        chosen = st.selectbox("Changes of", choices, key=CHANGES_OF, width=260)
        only = {"faction": chosen} if chosen in factions else {"place_id": session.view.place} if chosen == THIS_PLACE else {}
        for words, forward in (("Change before", False), ("Next change", True)):
            found = next_change(changed, session.view.time, forward=forward, **only) if session.view.time else None
            beyond = found is not None and not session.dataset.first_day <= str(found.date()) <= session.dataset.last_day
            st.button(
                words,
                key=f"control-change-{'next' if forward else 'before'}",
                icon=":material/skip_next:" if forward else ":material/skip_previous:",
                disabled=found is None or beyond,
                on_click=_go,
                args=(session, "" if found is None else str(found.date())),
            )
        st.caption(label(_on_the_day(changed, session.view.time, **only), longest=300))


def _on_the_day(changed: pd.DataFrame, time: str, *, faction: str = "", place_id: str = "") -> str:
    """Return in words what changed on a day: "27 changes this day: Karrada to Mahdi Army, …"."""
    today = changed[changed["when"].dt.strftime("%Y-%m-%d") == time]
    if faction:
        today = today[(today["holder_before"] == faction) | (today["holder_after"] == faction)]
    if place_id:
        today = today[today["place_id"] == place_id]
    if today.empty:
        return "No change on this day."
    told = [
        f"{place} {'held by ' + holder if status == 'held' else status}"
        for place, holder, status in zip(today["place"], today["holder_after"], today["status_after"], strict=True)
    ]
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return f"On this day: {', '.join(told[:3])}{more}."


def _go(session: Session, time: str) -> None:
    session.change(replace(session.view, time=time))


def invitation(session: Session) -> None:
    """Draw the tab of events mode that leads to control mode."""
    st.markdown("**Who holds what, since when, and according to whom.** The same reports, map and slider, read as control of places.")
    st.button("Show who holds what", key="control-show", on_click=lambda: session.change(replace(session.view, mode=CONTROL_MODE)))
