"""The map on the page: built from arguments that never change in a session, and steered through the bridge alone."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from events import describe, link
from events.dataset import Dataset
from events.eventmap import EventMap, EventTimeline
from events.schema import CRS
from events.ui import routes, store, wire
from events.ui.bridge import bridge
from events.ui.colouring import chosen
from events.ui.control.head import control_command, control_sentence
from events.ui.review import placing
from events.ui.session import Session

HEIGHT: Final = 640
NOWHERE: Final = (20.0, 20.0)


def header(session: Session) -> None:
    """Draw the sentence and the Copy link button, and send the map its command."""
    dataset, view = session.dataset, session.view
    counts = store.packed(dataset).count(view, store.chosen(dataset, view), rejected=dataset.rejected_count)
    found = store.found(dataset, view.search)
    command = {
        "seq": session.command,
        "changed": [[number, names] for number, names in session.changed.items()],
        "view": wire.to_wire(view, dataset),
        "rows": None if found is None else wire.bitset(found),
        "data": {"url": _columns_url(dataset), "fingerprint": dataset.fingerprint},
        "colours": chosen(dataset, view),
        **control_command(session),
    }
    told = control_sentence(session, counts) or (describe.template(view, counts), describe.figures(view, counts, last_day=dataset.last_day))
    push = session.is_step()
    session.written = view
    bridge(
        channel=session.channel,
        query=link.to_query(view, made_on=session.stamp),
        push=push,
        first=session.runs <= 1,
        answered=session.answered,
        command=command,
        sentence=told[0],
        figures=told[1],
        placed=counts.placed,
        pick=placing.asked(session),
        waiting=session.waiting,
        on_view=lambda: session.hear_view(st.session_state["bridge"]["view"]),
        on_drawn=lambda: session.hear_drawn(st.session_state["bridge"]["drawn"]),
        on_url=lambda: session.hear_url(st.session_state["bridge"]["url"]),
        on_place=lambda: placing.chosen(session, st.session_state["bridge"]["place"]),
    )


def show_map(session: Session) -> None:
    """Draw the map; its arguments are those of the session's start, so that it is never mounted again."""
    view, dataset = session.first_view, session.first_data
    event_map = EventMap(location=list(view.centre or NOWHERE), zoom_start=view.zoom or 2, asset_url=f"../..{routes.ASSETS}/")
    timeline = EventTimeline(
        _extent(dataset),
        data_url=_columns_url(dataset),
        fingerprint=dataset.fingerprint,
        channel=session.channel,
        view=wire.to_wire(view, dataset),
    )
    timeline.add_to(event_map)
    st_folium(event_map, key="map", returned_objects=[], height=HEIGHT, use_container_width=True)


def _extent(dataset: Dataset) -> gpd.GeoDataFrame:
    """Return two points that span the data: all that the map's page needs to know of them, as the events are fetched apart."""
    if dataset.bounds is None:
        return gpd.GeoDataFrame(geometry=[], crs=CRS)
    west, south, east, north = dataset.bounds
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy([west, east], [south, north]), crs=CRS)


def _columns_url(dataset: Dataset) -> str:
    return f"../..{routes.COLUMNS}/{store.publish(dataset)}"
