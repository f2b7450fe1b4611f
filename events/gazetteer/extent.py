"""Circles about places: a centre (degrees, WGS 84) and a radius (metres)."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import Final

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

EARTH: Final = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the earth: centre (degrees) and radius (metres)."""

    lon: float
    lat: float
    radius_m: float


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the geodesic distance of two points (degrees, WGS 84), metres."""
    return float(EARTH.inv(lon, lat, other_lon, other_lat)[2])


def enclosing(shape: BaseGeometry) -> Circle:
    """Return the smallest circle about a shape (EPSG:4326), worked out on a plane about its middle; a point has radius 0."""
    middle, stretch = shape.envelope.centroid, degree_ratio(shape.envelope.centroid.y)
    ball = shapely.minimum_bounding_circle(shapely.transform(shape, lambda xy: (xy - (middle.x, middle.y)) * (stretch, 1.0)))
    centre = ball.centroid
    lon, lat = middle.x + centre.x / stretch, middle.y + centre.y
    return Circle(lon, lat, reach(shape, lon, lat))


def within(shape: BaseGeometry) -> Circle:
    """Return the circle about a shape whose centre lies in it: that of `enclosing`, or about a point inside where that is outside."""
    circle = enclosing(shape)
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shapely.intersects_xy(shape, circle.lon, circle.lat):
        return circle
    inside = shape.representative_point()
    return Circle(inside.x, inside.y, reach(shape, inside.x, inside.y))


def reach(shape: BaseGeometry, lon: float, lat: float) -> float:
    """Return the distance of a point to the farthest corner of a shape, metres."""
    corners = shapely.get_coordinates(shape)
    if not len(corners):
        return 0.0
    count = len(corners)
    return float(max(EARTH.inv([lon] * count, [lat] * count, corners[:, 0], corners[:, 1])[2]))


def degree_ratio(lat: float) -> float:
    """Return the length of a degree of longitude over one of latitude."""
    return max(cos(radians(lat)), 0.01)
