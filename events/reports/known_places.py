"""The places that a data set's own events name, as a gazetteer: for data sets that came without one."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pandas as pd

from events.gazetteer import Gazetteer

#: Precisions at which an event's position is that of the place it names.
EXACT: Final = ("", "point", "neighbourhood", "part_of_city", "city")
#: Events of one name further apart than this are at several places of that name, degrees.
APART: Final = 0.2
SOURCE: Final = "events of this data set"


def places_of(events: gpd.GeoDataFrame) -> Gazetteer:
    """Return the places of events with coordinates, each name where most of its events are.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table. Events known only to a district or coarser, and names whose events are far apart, give no place.

    Returns
    -------
    Gazetteer
        Without any such event it is empty.
    """
    named = events[events.geometry.notna() & (events["place"] != "") & events["geo_precision"].astype("str").isin(EXACT)]
    if named.empty:
        return Gazetteer()
    points = named.geometry.representative_point()
    at = pd.DataFrame({"name": named["place"].astype("str"), "parent": named["admin"].astype("str"), "lon": points.x, "lat": points.y})
    grouped = at.groupby(["name", "parent"], sort=True)
    near = ((grouped.max() - grouped.min()) <= APART).all(axis="columns")
    places = grouped.median()[near].reset_index().assign(source=SOURCE)
    return Gazetteer.from_frame(places) if len(places) else Gazetteer()
