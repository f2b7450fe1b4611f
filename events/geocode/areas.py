"""Areas that words like "10 km north of" describe, as a point and the radius of a circle that holds them.

The point-radius method: Wieczorek, Guo & Hijmans (2004), "The point-radius method for georeferencing locality descriptions and
calculating associated uncertainty", Int. J. Geographical Information Science 18(8), 745-767; Chapman & Wieczorek (2020),
"Georeferencing Best Practices", GBIF. A place is taken as a circle: its centre and its extent, the radius.

All distances are metres, bearings degrees clockwise from north; positions are (lon, lat) in degrees on the WGS 84 ellipsoid.
"""

from __future__ import annotations

from math import cos, hypot, log10, radians, sin
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from events.gazetteer.extent import EARTH, Circle, degree_ratio, enclosing

#: A direction of the four winds is good to 45 degrees either way, of eight to 22.5, of sixteen to 11.25 (Wieczorek et al. 2004).
_HALF_ANGLES: Final = ((90.0, 45.0), (45.0, 22.5), (22.5, 11.25))
#: "Northern X" means a quarter of the circle, whatever the direction.
_PART_HALF_ANGLE: Final = 45.0
OUTSKIRTS: Final = (0.75, 1.5)
NEAR: Final = 2.0
CENTRE: Final = 0.5
#: Least radius of something that is only said to be near or beyond a place.
LEAST_M: Final = 1_000.0


def offset(base: Circle, *, distance_m: float, bearing: float, about: bool = False) -> Circle:
    """Return "10 km north of X": e = sqrt((D cos a - d)^2 + (D sin a)^2) with the distance d, D = d + extent, half-angle a.

    `about` adds half of the distance's last power of ten (5 km to "about 10 km"), the precision of a rounded figure.
    """
    angle = radians(next(half for step, half in _HALF_ANGLES if bearing % step == 0))
    reach = distance_m + base.radius_m + (rounding(distance_m) if about else 0.0)
    lon, lat = moved(base, bearing=bearing, distance_m=distance_m)
    return Circle(lon, lat, hypot(reach * cos(angle) - distance_m, reach * sin(angle)))


def rounding(distance_m: float) -> float:
    """Return half the largest power of ten (in the units of 1 m) that the distance is a multiple of, at least half a metre."""
    whole = round(distance_m)
    if whole <= 0:
        return 0.5
    power = next(p for p in range(int(log10(whole)), -1, -1) if whole % 10**p == 0)
    return 0.5 * 10.0**power


def beyond(base: Circle, *, bearing: float) -> Circle:
    """Return "north of X" without a distance: the sector from the edge of X out to as far again, and its enclosing circle."""
    extent = max(base.radius_m, LEAST_M)
    angle = radians(next(half for step, half in _HALF_ANGLES if bearing % step == 0))
    centre = 1.5 * extent
    lon, lat = moved(base, bearing=bearing, distance_m=centre)
    return Circle(lon, lat, hypot(2 * extent * cos(angle) - centre, 2 * extent * sin(angle)))


def at_distance(base: Circle, *, distance_m: float) -> Circle:
    """Return "10 km from X", no direction: the circle about X that holds the whole ring."""
    return Circle(base.lon, base.lat, distance_m + base.radius_m)


def part(base: Circle, *, bearing: float) -> Circle:
    """Return "southern X": the smallest circle about the quarter of X that looks that way.

    Of a circle of radius r that quarter is a sector of 90 degrees; its enclosing circle has radius and offset r / sqrt(2). (The smallest
    circle about a whole half would be the whole place again.)
    """
    shift = base.radius_m / (2 * cos(radians(_PART_HALF_ANGLE)))
    lon, lat = moved(base, bearing=bearing, distance_m=shift)
    return Circle(lon, lat, shift)


def part_of_shape(shape: BaseGeometry, *, bearing: float) -> tuple[Circle, BaseGeometry]:
    """Return the half of an area that looks a way, cut through its centroid, and the smallest circle about that half."""
    middle, stretch = shape.centroid, degree_ratio(shape.centroid.y)
    plane = shapely.transform(shape, lambda xy: (xy - (middle.x, middle.y)) * (stretch, 1.0))
    far = 2 * hypot(plane.bounds[2] - plane.bounds[0], plane.bounds[3] - plane.bounds[1])
    ahead = (far * sin(radians(bearing)), far * cos(radians(bearing)))
    aside = (ahead[1], -ahead[0])
    corners = [aside, (aside[0] + ahead[0], aside[1] + ahead[1]), (ahead[0] - aside[0], ahead[1] - aside[1]), (-aside[0], -aside[1])]
    half = shapely.transform(shapely.intersection(plane, shapely.Polygon(corners)), lambda xy: xy / (stretch, 1.0) + (middle.x, middle.y))
    return (enclosing(half), half) if not half.is_empty else (enclosing(shape), shape)


def outskirts(base: Circle, *, bearing: float | None = None) -> Circle:
    """Return "outskirts of X": the circle about a ring from 0.75 to 1.5 radii; with a bearing, about that quarter of the ring."""
    outer = OUTSKIRTS[1] * max(base.radius_m, LEAST_M)
    if bearing is None:
        return Circle(base.lon, base.lat, outer)
    shift = outer * cos(radians(_PART_HALF_ANGLE))
    lon, lat = moved(base, bearing=bearing, distance_m=shift)
    return Circle(lon, lat, outer * sin(radians(_PART_HALF_ANGLE)))


def near(base: Circle) -> Circle:
    """Return "near X": the circle of twice the radius."""
    return Circle(base.lon, base.lat, max(NEAR * base.radius_m, base.radius_m + LEAST_M))


def centre(base: Circle) -> Circle:
    """Return "central X": the circle of half the radius."""
    return Circle(base.lon, base.lat, CENTRE * base.radius_m)


def between(one: Circle, other: Circle) -> Circle:
    """Return "between X and Y", and the road from X to Y: the middle, and half the way."""
    bearing, _, distance = EARTH.inv(one.lon, one.lat, other.lon, other.lat)
    lon, lat, _ = EARTH.fwd(one.lon, one.lat, bearing, distance / 2)
    return Circle(float(lon), float(lat), max(distance / 2, LEAST_M))


def moved(base: Circle, *, bearing: float, distance_m: float) -> tuple[float, float]:
    """Return (lon, lat) of the point that lies so far from the centre."""
    lon, lat, _ = EARTH.fwd(base.lon, base.lat, bearing, distance_m)
    return float(lon), float(lat)
