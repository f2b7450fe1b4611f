"""`EventTimeline`: a time slider with events for any folium map."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from events.eventmap.assets import data_url
from events.eventmap.basemap import online_tiles
from events.eventmap.columns import pack
from events.eventmap.control_columns import pack_control
from events.eventmap.frame import as_events
from events.eventmap.map import EventMap
from events.schema import CRS

#: Up to so many events the texts go into the page too, so that a mark leads to its source.
MOST_DETAILS: Final = 50_000
NOWHERE: Final = [0.0, 0.0]  # where folium.Map looks without a location
MOST_BOUNDS: Final = 64  # data sets whose bounds are remembered


class EventTimeline(JSCSSMixin, MacroElement):
    """Events on a map with a slider, a histogram, playback, a legend with filters, hover and selection; all in the browser.

    ``EventTimeline(gdf).add_to(folium.Map())`` shows a GeoDataFrame in a notebook or a saved file; script and data are then part of the
    page. Given `data_url`, the page only links to packed columns (`pack`), and nothing of `gdf` is looked at but its bounds.

    Parameters
    ----------
    gdf : geopandas.GeoDataFrame
        An event table, or any frame with geometry and a column of dates (see `frame.as_events`). Rows without a geometry are counted,
        not drawn.
    date : str, optional
        Name of the date column; without it `start`, `date`, `event_date` and the like are looked for.
    factions : pandas.DataFrame, optional
        Columns `faction`, `colour`: colours that are settled.
    view : mapping, optional
        What to show first: time (ISO date), window (days, 0: all so far), zoom, centre (lat, lon), selected (row), factions, kinds
        (names or None), hidden (factions left out where `factions` is None), since, until (ISO dates), tiles, mode ("" or "control"),
        place (place_id), compare (ISO date). Without it: all events on the last day.
    data_url, fingerprint : str, optional
        Where the packed columns are served, relative to the page, and what identifies them.
    control : geopandas.GeoDataFrame, optional
        Spells of these events (`control.spells`): the map then has a second mode that shows who holds what. By `event_id` a place leads to
        the report behind it.
    areas : geopandas.GeoDataFrame, optional
        The area of each place of the spells (`control.areas`); by default made from the spells alone.
    control_url, control_fingerprint : str, optional
        Where `control_columns.pack_control` is served, relative to the page, and what identifies it; then `control` is not looked at.
    channel : str, optional
        Name of the `BroadcastChannel` that links the map with a page around it. Use hyphens, no underscores.
    theme : {"light", "dark"}, optional
        Without it the reader's system decides, or the page.
    basemap : mapping or False, optional
        Options for the offline base map (`basemap.basemap_options`). On an `EventMap` it comes by itself; False leaves it out.
    tiles : sequence of mapping, optional
        Tile layers to choose from: name, url, attribution, max_zoom. On an `EventMap` those of `basemap.online_tiles`; none is asked
        for before the reader chooses it.
    details : bool, optional
        Whether summary and source of each event go into the page; by default up to 50,000 events.

    Raises
    ------
    InputError
        The frame lacks what a map over time needs; the message says what.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.eventTimeline({{ this.options_json() }}).addTo({{ this._parent.get_name() }});
            window.eventTimeline = {{ this.get_name() }};
        {% endmacro %}
        """
    )

    def __init__(
        self,
        gdf: gpd.GeoDataFrame,
        *,
        date: str | None = None,
        factions: pd.DataFrame | None = None,
        view: Mapping[str, Any] | None = None,
        data_url: str | None = None,
        fingerprint: str = "",
        control: gpd.GeoDataFrame | None = None,
        areas: gpd.GeoDataFrame | None = None,
        control_url: str | None = None,
        control_fingerprint: str = "",
        channel: str | None = None,
        theme: str | None = None,
        basemap: Mapping[str, Any] | Literal[False] | None = None,
        tiles: Sequence[Mapping[str, Any]] | None = None,
        details: bool | None = None,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "EventTimeline"
        events = gdf if data_url else as_events(gdf, date=date)
        source = {"url": data_url} if data_url else {"inline": _inlined(events, factions=factions, details=details)}
        held = {"url": control_url} if control_url else None if control is None else {"inline": _inlined_control(control, areas, events)}
        self.timeline_options: dict[str, Any] = {
            **source,
            "fingerprint": fingerprint,
            "control": {**held, "fingerprint": control_fingerprint} if held else None,
            "channel": channel,
            "view": dict(view) if view is not None else None,
            "theme": theme,
            "basemap": dict(basemap) if basemap else None,
            "tiles": [dict(layer) for layer in tiles or ()],
            "bounds": None,
        }
        self._wants = {"basemap": basemap is None, "tiles": tiles is None}
        self._bounds = _bounds(gdf, fingerprint)

    def options_json(self) -> str:
        """Return the script's options; no text of theirs can end the script element."""
        text = json.dumps(self.timeline_options, ensure_ascii=True, allow_nan=False)
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027")

    def render(self, **kwargs: Any) -> str:
        """Link or inline the plugin's files, as the map it was added to does with Leaflet's."""
        parent = self._parent
        link = parent.linked if isinstance(parent, EventMap) else data_url
        self.default_js = [("events-timeline", link("timeline.js"))]
        self.default_css = [("events-timeline-css", link("timeline.css"))]
        options = self.timeline_options
        if self._bounds is not None:
            west, south, east, north = self._bounds
            options["bounds"] = [[south, west], [north, east]]
        # A place given to the map is kept; folium's own default, all of the world, gives way to the events.
        options["fit"] = list(getattr(parent, "location", NOWHERE)) == NOWHERE
        if isinstance(parent, EventMap):
            if self._wants["basemap"]:
                options["basemap"] = parent.ground(self._bounds)
            if self._wants["tiles"]:
                options["tiles"] = [asdict(layer) for layer in online_tiles()]
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium has no types
        return ""


_BOUNDS: Final[dict[str, tuple[float, float, float, float] | None]] = {}


def _bounds(gdf: gpd.GeoDataFrame, fingerprint: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all geometries in degrees, None without any; looked up once a fingerprint."""
    if fingerprint not in _BOUNDS or not fingerprint:
        series = gdf.geometry
        box = series.total_bounds if series.crs in (None, CRS) else series.to_crs(CRS).total_bounds
        west, south, east, north = (float(value) for value in box)
        found = (west, south, east, north) if np.isfinite(box).all() else None
        if len(_BOUNDS) >= MOST_BOUNDS:
            _BOUNDS.pop(next(iter(_BOUNDS)))
        _BOUNDS[fingerprint] = found
    return _BOUNDS[fingerprint]


def _inlined(events: gpd.GeoDataFrame, *, factions: pd.DataFrame | None, details: bool | None) -> str:
    wanted = len(events) <= MOST_DETAILS if details is None else details
    return _as_text(pack(events, factions=factions, details=wanted))


def _inlined_control(spells: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | None, events: gpd.GeoDataFrame) -> str:
    ids = events["event_id"] if "event_id" in events else pd.Series("", index=events.index, dtype="str")
    return _as_text(pack_control(spells, ids, shapes=areas))


def _as_text(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 6, mtime=0)).decode("ascii")
