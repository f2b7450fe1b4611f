"""The map on the page: built from arguments that never change in a session, and steered through the bridge alone."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit_folium import st_folium

from events import describe, filters, link
from events.dataset import Dataset
from events.eventmap import EventMap, EventTimeline
from events.ui import routes, store, wire
from events.ui.bridge import bridge
from events.ui.session import Session, searchable

HEIGHT: Final = 640
NOWHERE: Final = (20.0, 20.0)


def header(session: Session) -> None:
    """Draw the sentence and the Copy link button, and send the map its command."""
    dataset, view = session.dataset, session.view
    keep = filters.chosen(dataset.events, view, text=searchable(dataset) if view.search else None)
    counts = describe.count(dataset.events, view, rejected=len(dataset.rejected), keep=keep)
    found = filters.found(dataset.events, view.search, text=searchable(dataset)) if view.search else None
    command = {
        "seq": session.command,
        "view": wire.to_wire(view, dataset),
        "rows": None if found is None else wire.bitset(found),
        "data": {"url": _columns_url(dataset), "fingerprint": dataset.fingerprint},
    }
    push = session.is_step()
    session.written = view
    bridge(
        channel=session.channel,
        query=link.to_query(view, made_on=dataset.stamp),
        push=push,
        first=session.runs <= 1,
        answered=session.answered,
        command=command,
        sentence=describe.template(view, counts),
        figures=describe.figures(view, counts, last_day=dataset.last_day),
        placed=counts.placed,
        on_view=lambda: session.hear_view(st.session_state["bridge"]["view"]),
        on_url=lambda: session.hear_url(st.session_state["bridge"]["url"]),
    )


def show_map(session: Session) -> None:
    """Draw the map; its arguments are those of the session's start, so that it is never mounted again."""
    view, dataset = session.first_view, session.first_data
    event_map = EventMap(location=list(view.centre or NOWHERE), zoom_start=view.zoom or 2, asset_url=f"../..{routes.ASSETS}/")
    timeline = EventTimeline(
        dataset.events,
        data_url=_columns_url(dataset),
        fingerprint=dataset.fingerprint,
        channel=session.channel,
        view=wire.to_wire(view, dataset),
    )
    timeline.add_to(event_map)
    st_folium(event_map, key="map", returned_objects=[], height=HEIGHT, use_container_width=True)


def _columns_url(dataset: Dataset) -> str:
    return f"../..{routes.COLUMNS}/{store.publish(dataset)}"
