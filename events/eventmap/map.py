"""`EventMap`: a folium map that asks no other computer for anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import folium
from branca.element import MacroElement
from folium.template import Template

from events.eventmap.assets import asset_name, data_url
from events.eventmap.basemap import basemap_options

ZOOM_SNAP: Final = 0.5  # half steps, so that all of the data fills the screen better; the offline map is sharp at any zoom
LEAST_DEGREES: Final = 1.0


class EventMap(folium.Map):
    """A folium map with Leaflet of its own: served by the dashboard, or part of the page.

    Parameters
    ----------
    asset_url : str
        Where `assets()` are served, ending in "/"; relative to the page.
    inline : bool, optional
        Whether Leaflet goes into the page itself, so that ``EventMap().save("map.html")`` makes one file that works without a network;
        by default it does where there is no `asset_url`.
    **options
        As for `folium.Map`; `tiles` is None and `prefer_canvas` True if not told otherwise.
    """

    def __init__(self, *, asset_url: str = "", inline: bool | None = None, **options: Any) -> None:
        super().__init__(**{"tiles": None, "prefer_canvas": True, "zoom_snap": ZOOM_SNAP, **options})
        self.asset_url = "" if inline else asset_url
        # These take the place of folium's links to other computers: Leaflet alone, and from here.
        self.default_js = [("leaflet", self.linked("leaflet.js"))]
        self.default_css = [("leaflet_css", self.linked("leaflet.css"))]
        self.add_child(_MarkerImages(self.linked), name="marker-images")

    def linked(self, short: str) -> str:
        """Return the URL of one of the `assets`, for example "leaflet.js": where it is served, or the file itself as a `data:` URL."""
        return f"{self.asset_url}{asset_name(short)}" if self.asset_url else data_url(short)

    def ground(self, bounds: Sequence[float] | None) -> dict[str, Any]:
        """Return options of the offline base map; in a file that stands alone its detail is cut to west, south, east, north."""
        return basemap_options(url=self.asset_url) if self.asset_url else _inline_ground(tuple(bounds) if bounds is not None else None)


@lru_cache(maxsize=4)
def _inline_ground(bounds: tuple[float, ...] | None) -> dict[str, Any]:
    return basemap_options(bounds=None if bounds is None else _widened(bounds), inline=True)


def _widened(bounds: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Return the bounds with half as much again around them, twice that to the sides: screens are wide."""
    west, south, east, north = bounds
    wide, high = max((east - west) * 1.0, LEAST_DEGREES), max((north - south) * 0.5, LEAST_DEGREES)
    return max(west - wide, -180.0), max(south - high, -85.0), min(east + wide, 180.0), min(north + high, 85.0)


class _MarkerImages(MacroElement):
    """Tells Leaflet where its default marker's images are; it would look for them beside its style sheet, under fixed names."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.Icon.Default.imagePath = {{ this.folder|tojson }};
            L.Icon.Default.mergeOptions({{ this.images|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, link: Callable[[str], str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "MarkerImages"
        images = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}
        links = {option: link(short) for option, short in images.items()}
        start = links["iconUrl"]
        # Leaflet puts the folder before each name and wants one that is not empty: cut the common beginning off.
        cut = start.find(",") + 1 if start.startswith("data:") else start.rfind("/") + 1
        self.folder = start[:cut] or "./"
        self.images = {option: url[cut:] for option, url in links.items()}
