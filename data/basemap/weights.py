"""How much each place weighs on a map."""

from __future__ import annotations

import unicodedata

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

NEAR = 0.25  # degrees within which a place of the same name is the same city
PART = 45  # most that a part of a city weighs: that of a town of 30,000
EARTH = 111.0  # kilometres in a degree of latitude


def weights(table: pd.DataFrame, cities: gpd.GeoDataFrame) -> np.ndarray:
    """Return the weight of each place: ten times the decimal logarithm of its inhabitants, and up to six more for renown.

    Renown is Natural Earth's scale rank of the city (0 to 10, the smaller the greater), which brings out the towns that matter in empty
    country. A place near a city of Natural Earth that bears another name is taken for a part of it and weighs `PART` at most.
    """
    size = np.round(10 * np.log10(np.maximum(table["population"].to_numpy(), 1)))
    rank = _ranks(table, cities)
    known = np.isfinite(rank)
    weight = size + np.where(known, np.clip(8 - np.nan_to_num(rank), 0, 6), 0)
    points = shapely.points(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    rows = np.flatnonzero(known)
    # A city of seven millions reaches 25 km, one of a hundred thousand 6 km.
    reach = np.clip(table["population"].to_numpy()[rows] ** 0.33 / 7.2, 3, 25) / EARTH
    around, inside = shapely.STRtree(points).query(shapely.buffer(points[rows], reach), predicate="intersects")
    smaller = ~known[inside] & (weight[inside] > np.minimum(PART, weight[rows[around]] - 8))
    np.minimum.at(weight, inside[smaller], np.maximum(np.minimum(PART, weight[rows[around[smaller]]] - 8), 0))
    return weight


def _ranks(table: pd.DataFrame, cities: gpd.GeoDataFrame) -> np.ndarray:
    """Return Natural Earth's scale rank of each place that it has too, by name and nearness; not a number for the others."""
    rank = np.full(len(table), np.nan)
    points = shapely.points(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    spots = shapely.buffer(cities.geometry.to_numpy(), NEAR)
    found = pd.DataFrame(np.transpose(shapely.STRtree(points).query(spots, predicate="intersects")), columns=["city", "place"])
    for city, near in found.groupby("city")["place"]:
        row = cities.iloc[city]
        names = {_folded(part) for key in ("name", "nameascii", "namealt") for part in str(row[key] or "").split("|")} - {""}
        same = [place for place in near if names & _names_of(table, place)]
        if same:
            best = max(same, key=lambda place: (table["population"].iat[place], -place))
            rank[best] = np.nanmin([rank[best], row["scalerank"]])
    return rank


def _names_of(table: pd.DataFrame, place: int) -> set[str]:
    return {_folded(name) for name in [table["name"].iat[place], *table["alternatenames"].iat[place]]}


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in bare if letter.isalnum() and not unicodedata.combining(letter))
