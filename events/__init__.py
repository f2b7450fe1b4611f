"""Who held what, when, who says so, and how sure we are.

`read` opens a data set, `geocode` finds where words are, `EventTimeline` draws events on a folium map with a time slider.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from events.dataset import Dataset, default_gazetteer, read
from events.gazetteer import Gazetteer, from_geonames
from events.geocode import Location
from events.geocode import geocode as _geocode

if TYPE_CHECKING:
    from events.eventmap import EventTimeline

__all__ = ["Dataset", "EventTimeline", "geocode", "read"]


def geocode(words: str, *, gazetteer: Gazetteer | None = None, within: str = "", country: str = "") -> Location:
    """Find where words are; see `events.geocode.geocode`.

    Parameters
    ----------
    words : str
        A place as a report gives it: "Al-Basrah", "Shuhada in Kut", "10 km north of Hilla".
    gazetteer : Gazetteer, optional
        The places known. Without one: the demo's places and GeoNames for its country, then GeoNames for `country`.
    within : str
        What the place is said to lie in.
    country : str
        ISO 3166-1 alpha-2 code or English name; places in another country are not chosen.
    """
    places = gazetteer or default_gazetteer()
    if gazetteer is None and country:
        places = Gazetteer.combine(places, from_geonames(country))
    return _geocode(words, gazetteer=places, within=within, country=country)


def __getattr__(name: str) -> Any:
    """Import folium only when the map is asked for: reading and geocoding do without it."""
    if name == "EventTimeline":
        return import_module("events.eventmap").EventTimeline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
