"""The map as one HTML file that opens by double-click, with slider and data in it and no need of a network."""

from __future__ import annotations

import base64
import gzip
from html import escape
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from events.dataset import Dataset
from events.eventmap import EventMap, EventTimeline, faction_colours
from events.eventmap.basemap import basemap_options
from events.export.columns import sentence
from events.link import to_query
from events.view import ViewState

HEAD: Final = "<head>"
NO_ZOOM: Final = ", maximum-scale=1.0, user-scalable=no"


def to_html(events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState, control: bytes | None = None) -> bytes:
    """Write events as one page with map, slider, legend, base map and data; it asks no other computer for anything.

    It opens at the view's day, window, place and selected event. The slider reaches what `events` hold: hand over all that pass the
    filters, whatever their day, for a page that can be scrubbed like the dashboard. Factions keep the colours that they have in the
    whole data set. Parameters as for `to_csv`; `control` is what `eventmap.control_columns.pack_control` made for these very events in
    this order, for a page that shows who held what, too.
    """
    colours = faction_colours(dataset.events)
    shown = events.reset_index(drop=True)
    event_map = EventMap(location=list(view.centre) if view.centre else None, zoom_start=view.zoom or 2)
    timeline = EventTimeline(
        shown,
        factions=pd.DataFrame({"faction": list(colours), "colour": list(colours.values())}),
        view=_opening(shown, view),
        fingerprint=dataset.fingerprint,
        basemap=basemap_options(bounds=_bounds(shown), inline=True),
    )
    if control is not None:
        packed = base64.b64encode(gzip.compress(control, 6, mtime=0)).decode("ascii")
        timeline.timeline_options["control"] = {"inline": packed, "fingerprint": dataset.fingerprint}
        timeline.timeline_options["view"] |= {"mode": view.mode, "place": view.place, "compare": view.compare, "known": view.known}
    timeline.add_to(event_map)
    page: str = event_map.get_root().render()
    head = (
        f'{HEAD}\n    <meta charset="utf-8">\n    <title>{escape(dataset.name or "events")}: who held what, when</title>\n'
        f'    <meta name="description" content="{escape(sentence(dataset, view))}">\n'
        f'    <meta name="data-fingerprint" content="{escape(dataset.fingerprint)}">\n'
        f'    <meta name="view" content="{escape(to_query(view, made_on=dataset.stamp))}">\n'
    )
    page = page.replace(NO_ZOOM, "", 1)  # folium's, which keeps readers from making it larger
    return page.replace(HEAD, head, 1).replace("<html>", '<html lang="en">', 1).encode()


def _opening(shown: gpd.GeoDataFrame, view: ViewState) -> dict[str, Any]:
    """Return the view as the map's script knows it; the filters have done their work on the rows."""
    rows = np.flatnonzero((shown["event_id"] == view.selected).to_numpy(dtype=bool) & bool(view.selected))
    return {
        "time": view.time,
        "window": view.window,
        "zoom": view.zoom,
        "centre": list(view.centre) if view.centre else None,
        "selected": int(rows[0]) if len(rows) else None,
        "factions": None,
        "kinds": None,
        "since": "",
        "until": "",
        "tiles": "",
    }


def _bounds(events: gpd.GeoDataFrame) -> list[float] | None:
    """Return west, south, east, north in degrees, None where no event is placed."""
    bounds = events.total_bounds
    return [float(edge) for edge in bounds] if np.isfinite(bounds).all() else None
