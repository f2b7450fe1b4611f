"""The filters, each of which says in words what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from events import filters
from events.opening import explicit
from events.ui import store
from events.ui.session import Session
from events.ui.settled import heard, settled

FACTIONS: Final = "filter-factions"
HIDDEN: Final = "filter-hidden"
KINDS: Final = "filter-kinds"
SEARCH: Final = "filter-search"
SINCE: Final = "filter-since"
UNTIL: Final = "filter-until"


def sidebar(session: Session) -> None:
    """Draw the filters; each writes to the session's view."""
    view = session.view
    st.subheader("Filters", anchor=False)
    search = settled(SEARCH, view.search, same=lambda one, other: " ".join(one.split()) == other)
    st.text_input(
        "Place or words",
        key=search,
        placeholder="e.g. basra curfew",
        help="Shows events whose place, faction, summary, publisher or title has every word. Quotes keep words together.",
        on_change=heard,
        args=(SEARCH, search, partial(_changed, session, SEARCH)),
    )
    present = session.dataset.kind_names
    # Kinds that do not occur are not listed, and all of those that do are "all".
    kinds = [] if view.kinds is None or set(view.kinds) >= present else [kind for kind in view.kinds if kind in present]
    every = f"All but {len(view.hidden):,}" if view.hidden else "All factions"
    _choice(session, "Factions", FACTIONS, "faction", list(view.factions or ()), empty="No faction" if view.factions == () else every)
    if view.hidden:
        _choice(session, "Hidden factions", HIDDEN, "faction", list(view.hidden), empty="None")
    _choice(session, "Kinds", KINDS, "kind", kinds, empty="No kind" if view.kinds == () else "All kinds")
    left, right = st.columns(2)
    first, last = _bounds(session)
    for place, label, name, day in ((left, "Since", SINCE, view.since), (right, "Until", UNTIL, view.until)):
        key = settled(name, date.fromisoformat(day) if day else None)
        place.date_input(
            label,
            key=key,
            value=None,
            min_value=first,
            max_value=last,
            format="YYYY-MM-DD",
            on_change=heard,
            args=(name, key, partial(_changed, session, name)),
        )
    words = filters.in_words(view)
    st.caption(f"Shows events {', '.join(words)}." if words else "Shows every event.")
    st.button("Clear filters", key="filter-clear", on_click=_clear, args=(session,), disabled=not words, width="stretch")


def _choice(session: Session, label: str, name: str, by: str, chosen: list[str], *, empty: str) -> None:
    packed = store.packed(session.dataset)
    counted = packed.factions if by == "faction" else packed.kinds
    absent = [each for each in chosen if each not in counted]
    key = settled(name, chosen, same=lambda one, other: sorted(one) == sorted(other))
    st.multiselect(
        label,
        options=[*sorted(counted, key=lambda each: (-counted[each], each)), *absent],
        key=key,
        format_func=lambda each: f"{str(each).replace('_', ' ') if by == 'kind' else each} ({counted.get(each, 0):,})",
        placeholder=empty,
        help=f"Leaves out the events of these {by}s."
        if name == HIDDEN
        else f"Shows only events of the {by}s chosen; with none chosen, of all.",
        on_change=heard,
        args=(name, key, partial(_changed, session, name)),
    )


def _bounds(session: Session) -> tuple[date | None, date | None]:
    """Return the days that the date fields allow: those of the data, and those that a link has asked for."""
    days = [day for day in (session.dataset.first_day, session.dataset.last_day, session.view.since, session.view.until) if day]
    return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else (None, None)


def _changed(session: Session, name: str, value: Any) -> None:
    """Write one widget's value to the view, and only that one: "none" on the map's legend looks empty here, as "all" does."""
    view = session.view
    if name == SEARCH:
        view = replace(view, search=" ".join(value.split()))
    elif name == FACTIONS:
        view = replace(view, factions=tuple(sorted(value)) or None, hidden=())
    elif name == HIDDEN:
        view = replace(view, factions=None, hidden=tuple(sorted(value)))
    elif name == KINDS:
        view = explicit(replace(view, kinds=tuple(sorted(value)) or None), session.dataset)
    elif name == SINCE:
        view = replace(view, since=value.isoformat() if value else "")
    elif name == UNTIL:
        view = replace(view, until=value.isoformat() if value else "")
    session.change(view)


def _clear(session: Session) -> None:
    everything = replace(session.view, search="", factions=None, hidden=(), kinds=None, since="", until="")
    session.change(explicit(everything, session.dataset))
