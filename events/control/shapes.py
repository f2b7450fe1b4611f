"""Circles and distances on the ground, for places of a few hundred kilometres at most."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

#: Metres in one degree of latitude on a sphere of the Earth's mean radius (6,371,008.8 m, IUGG).
METRES_PER_DEGREE: Final = 111_195.08
CIRCLE_POINTS: Final = 48

Floats = npt.NDArray[np.float64]


def circles(places: gpd.GeoDataFrame) -> npt.NDArray[Any]:
    """Return the area of each place: its polygon, else the circle of `radius_m` about its point, else None; EPSG:4326, shape (n,)."""
    shapes = places.geometry.to_numpy()
    given = shapely.get_dimensions(shapes) == 2
    radius = places["radius_m"].to_numpy(dtype=np.float64)
    round_ = ~given & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes) & (radius > 0)
    result: npt.NDArray[Any] = np.array(shapes, dtype=object)
    result[~given] = None
    centres = shapely.centroid(shapes[round_])
    result[round_] = circle(shapely.get_x(centres), shapely.get_y(centres), radius[round_])
    return result


def circle(lon: Floats, lat: Floats, radius_m: Floats) -> npt.NDArray[Any]:
    """Return circles on the ground as polygons; degrees and metres in, shape (n,)."""
    angle = np.linspace(0.0, 2.0 * np.pi, CIRCLE_POINTS, endpoint=False)
    up = radius_m / METRES_PER_DEGREE
    across = up / np.maximum(np.cos(np.radians(lat)), 0.01)
    ring = np.stack([lon[:, None] + across[:, None] * np.cos(angle), lat[:, None] + up[:, None] * np.sin(angle)], axis=-1)
    return np.asarray(shapely.polygons(ring)) if len(lon) else np.zeros(0, dtype=object)


def distances_m(one: gpd.GeoSeries, other: gpd.GeoSeries) -> Floats:
    """Return the distance of the centres, pair by pair, in metres along great circles (haversine); NaN where one is missing."""
    first, second = shapely.centroid(one.to_numpy()), shapely.centroid(other.to_numpy())
    lat1, lat2 = np.radians(shapely.get_y(first)), np.radians(shapely.get_y(second))
    half_lon = np.radians(shapely.get_x(second) - shapely.get_x(first)) / 2
    inner = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(half_lon) ** 2
    return np.asarray(np.degrees(2 * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))) * METRES_PER_DEGREE, dtype=np.float64)
