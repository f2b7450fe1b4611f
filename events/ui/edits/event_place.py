"""Where an edited event is put: left where it is, looked up by its words, given as coordinates, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from events.errors import InputError
from events.geocode import Location, geocode
from events.precision import PLACE_WORDS, distance_words
from events.schema import GEO_PRECISIONS
from events.sources.cells import numbers
from events.ui.plain import label
from events.ui.session import Session

KEEP: Final = "Leave it where it is"
WORDS: Final = "Look the words up"
COORDINATES: Final = "Give coordinates"
NOWHERE: Final = "Put it nowhere"
WAYS: Final = (KEEP, WORDS, COORDINATES, NOWHERE)
#: Decimals of degrees that are shown: about a metre.
DECIMALS: Final = 5
MOST_CANDIDATES: Final = 8
BY_HAND: Final = "set by the analyst"


def place_fields(session: Session, before: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Draw the fields and return the columns that are to change.

    Parameters
    ----------
    session : Session
        Its data set's gazetteer is asked.
    before : mapping
        The event's record.
    key : str
        Part of the widgets' keys.

    Returns
    -------
    dict
        Column → value; `lon` and `lat` stand for the geometry.
    """
    way_key = f"{key}-way"
    words_column, within_column = st.columns(2)

    def look_up() -> None:
        st.session_state[way_key] = WORDS

    words = words_column.text_input("Place", value=str(before["place"]), key=f"{key}-place", on_change=look_up).strip()
    within = within_column.text_input("Lies in", value=str(before["admin"]), key=f"{key}-admin", on_change=look_up).strip()
    way = st.radio("On the map", WAYS, key=way_key, horizontal=True)
    named = {"place": words, "admin": within}
    if way == WORDS:
        return _looked_up(session, named, key)
    if way == COORDINATES:
        return named | _coordinates(before, key)
    if way == NOWHERE:
        st.caption("The event stays in the table and in the counts, and is listed under “Not on the map”.")
        return named | {"geometry": None, "lon": None, "lat": None, "radius_m": None, "geo_precision": "", "located_by": BY_HAND}
    return named


def _looked_up(session: Session, named: dict[str, Any], key: str) -> dict[str, Any]:
    at = geocode(named["place"], gazetteer=session.dataset.gazetteer, within=named["admin"])
    if at.resolved:
        st.caption(label(f"Found: {_found_words(at)}", longest=300))
        return named | _at(at.lon, at.lat, at.radius_m, at.geo_precision, at.how) | _named(at, named)
    chosen = _chosen(at, f"{key}-candidate-{named['place']}-{named['admin']}")
    if chosen is None:
        return named | {"geometry": None, "lon": None, "lat": None, "radius_m": None, "geo_precision": "", "located_by": ""}
    taken = at.candidates[chosen]
    again = geocode(taken.name, gazetteer=session.dataset.gazetteer, within=taken.parent)
    near = again.resolved and (round(again.lon or 0, 3), round(again.lat or 0, 3)) == (round(taken.lon, 3), round(taken.lat, 3))
    how = f"{taken.name}, chosen by the analyst among the candidates"
    named = {"place": taken.name, "admin": taken.parent}
    return named | _at(taken.lon, taken.lat, again.radius_m if near else None, again.geo_precision if near else "", how)


def _chosen(at: Location, key: str) -> int | None:
    """Offer the candidates of words that were not found; return the number of the one chosen."""
    if not at.candidates:
        st.warning(label(f"Not found: {at.how}. Saved like this, the event goes off the map.", longest=300))
        return None
    picked: int | None = st.selectbox(
        label(f"Not found: {at.how}", longest=200),
        [None, *range(min(len(at.candidates), MOST_CANDIDATES))],
        format_func=lambda n: "None of these: it goes off the map" if n is None else _candidate(at, n),
        key=key,
    )
    return picked


def _named(at: Location, named: Mapping[str, Any]) -> dict[str, str]:
    return {"place": at.place or named["place"], "admin": at.parent or named["admin"]}


def _found_words(at: Location) -> str:
    within = f" in {at.parent}" if at.parent else ""
    radius = f", within about {distance_words(at.radius_m)}" if at.radius_m else ""
    return f"{at.place}{within}, {PLACE_WORDS[at.geo_precision]}{radius} ({at.how})"


def _candidate(at: Location, number: int) -> str:
    one = at.candidates[number]
    return f"{one.name}{f' in {one.parent}' if one.parent else ''} ({one.lat:.3f}, {one.lon:.3f}; {one.why})"


def _coordinates(before: Mapping[str, Any], key: str) -> dict[str, Any]:
    now = shapely.from_wkt(before["geometry"]).representative_point() if before["geometry"] else None
    latitude, longitude, precision, radius = st.columns(4)
    lat = latitude.text_input(
        "Latitude", value="" if now is None else f"{round(now.y, DECIMALS)}", key=f"{key}-lat", help="Degrees, -90 to 90"
    )
    lon = longitude.text_input("Longitude", value="" if now is None else f"{round(now.x, DECIMALS)}", key=f"{key}-lon", help="-180 to 180")
    words = ("", *GEO_PRECISIONS)
    how = precision.selectbox(
        "How exactly",
        words,
        index=words.index(before["geo_precision"]),
        format_func=lambda word: word.replace("_", " ") or "not stated",
        key=f"{key}-precision",
    )
    metres = radius.text_input(
        "Radius in metres", value="" if before["radius_m"] is None else f"{before['radius_m']:.0f}", key=f"{key}-radius"
    )
    return _at(lat=lat.strip(), lon=lon.strip(), radius_m=metres.strip() or None, geo_precision=how, located_by=BY_HAND)


def _at(lon: Any, lat: Any, radius_m: Any, geo_precision: str, located_by: str) -> dict[str, Any]:
    return {"lon": lon, "lat": lat, "radius_m": radius_m, "geo_precision": geo_precision, "located_by": located_by}


def read_numbers(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that are to change with coordinates and radius as numbers.

    Raises
    ------
    InputError
        One of them is no number, or a coordinate is missing where coordinates were to be given.
    """
    read = dict(changes)
    for name in ("lon", "lat", "radius_m"):
        if isinstance(read.get(name), str):
            values, bad = numbers(pd.Series([read[name]], dtype="str"))
            if bad[0] or np.isnan(values[0]):
                raise InputError("not a number; write it like 33.3152.", column=name, value=read[name])
            read[name] = float(values[0])
    return read
