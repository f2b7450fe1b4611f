"""The filters, each of which says in words what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from events import filters
from events.opening import explicit
from events.ui import store
from events.ui.session import Session

FACTIONS: Final = "filter-factions"
KINDS: Final = "filter-kinds"
SEARCH: Final = "filter-search"
SINCE: Final = "filter-since"
UNTIL: Final = "filter-until"


def sidebar(session: Session) -> None:
    """Draw the filters; each writes to the session's view."""
    _seed(session)
    st.subheader("Filters", anchor=False)
    st.text_input(
        "Place or words",
        key=SEARCH,
        placeholder="e.g. basra curfew",
        help="Shows events whose place, faction, summary, publisher or title has every word. Quotes keep words together.",
        on_change=_changed,
        args=(SEARCH,),
    )
    _choice(session, "Factions", FACTIONS, "faction", session.view.factions)
    _choice(session, "Kinds", KINDS, "kind", session.view.kinds)
    left, right = st.columns(2)
    first, last = _bounds(session)
    for place, label, key in ((left, "Since", SINCE), (right, "Until", UNTIL)):
        place.date_input(label, key=key, value=None, min_value=first, max_value=last, format="YYYY-MM-DD", on_change=_changed, args=(key,))
    words = filters.in_words(session.view)
    st.caption(f"Shows events {', '.join(words)}." if words else "Shows every event.")
    st.button("Clear filters", key="filter-clear", on_click=_clear, disabled=not words, width="stretch")


def _choice(session: Session, label: str, key: str, by: str, chosen: tuple[str, ...] | None) -> None:
    packed = store.packed(session.dataset)
    counted = packed.factions if by == "faction" else packed.kinds
    absent = [name for name in st.session_state[key] if name not in counted]
    st.multiselect(
        label,
        options=[*sorted(counted, key=lambda name: (-counted[name], name)), *absent],
        key=key,
        format_func=lambda name: f"{str(name).replace('_', ' ') if by == 'kind' else name} ({counted.get(name, 0):,})",
        placeholder=f"No {by}" if chosen == () else f"All {by}s",
        help=f"Shows only events of the {by}s chosen; with none chosen here, all of them.",
        on_change=_changed,
        args=(key,),
    )


def _seed(session: Session) -> None:
    """Give every widget the view's value before it is drawn, so that links, Back and the map's legend are seen in it."""
    view = session.view
    st.session_state[FACTIONS] = list(view.factions or ())
    present = session.dataset.kind_names
    # Kinds that do not occur are not listed, and all of those that do are "all".
    st.session_state[KINDS] = [] if view.kinds is None or set(view.kinds) >= present else [k for k in view.kinds if k in present]
    st.session_state[SEARCH] = view.search
    st.session_state[SINCE] = date.fromisoformat(view.since) if view.since else None
    st.session_state[UNTIL] = date.fromisoformat(view.until) if view.until else None


def _bounds(session: Session) -> tuple[date | None, date | None]:
    """Return the days that the date fields allow: those of the data, and those that a link has asked for."""
    days = [day for day in (session.dataset.first_day, session.dataset.last_day, session.view.since, session.view.until) if day]
    return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else (None, None)


def _changed(key: str) -> None:
    """Write one widget's value to the view, and only that one: "none" on the map's legend looks empty here, as "all" does."""
    session: Session = st.session_state["session"]
    value = st.session_state[key]
    view = session.view
    if key == SEARCH:
        view = replace(view, search=" ".join(value.split()))
    elif key == FACTIONS:
        view = replace(view, factions=tuple(sorted(value)) or None)
    elif key == KINDS:
        view = explicit(replace(view, kinds=tuple(sorted(value)) or None), session.dataset)
    elif key == SINCE:
        view = replace(view, since=value.isoformat() if value else "")
    elif key == UNTIL:
        view = replace(view, until=value.isoformat() if value else "")
    session.change(view)


def _clear() -> None:
    session: Session = st.session_state["session"]
    everything = replace(session.view, search="", factions=None, kinds=None, since="", until="")
    session.change(explicit(everything, session.dataset))
