"""Where a mark stands and how far its place reaches: geometries → Web Mercator integers and radii in metres.

The lon/lat order of the event table ends here; the map and its JavaScript see only the integers.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from events.errors import InputError
from events.schema import CRS

#: Marks an event that has no place on the map.
UNPLACED: Final = np.uint32(0xFFFFFFFF)
#: Web Mercator ends here (EPSG:3857: the latitude whose y equals the edge of the square world).
MAX_LATITUDE: Final = 85.0511287798066
_STEPS: Final = 2.0**32
_POINT: Final = 0


class Located(NamedTuple):
    """Lon and lat in degrees (NaN: not placed) and the radius in metres of what the geometry covers (NaN: a point); each (n,)."""

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    radius_m: npt.NDArray[np.float64]


def locate(events: gpd.GeoDataFrame) -> Located:
    """Return the point of each geometry, and for lines and areas the smallest circle around them.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        Any CRS; without one the coordinates must be degrees.

    Raises
    ------
    InputError
        There is no geometry column, or coordinates are no degrees and no CRS says what they are.
    """
    try:
        series = events.geometry
    except AttributeError as error:
        raise InputError("there is no geometry column.", hint="Make one with geopandas.points_from_xy(lon, lat).") from error
    if series.crs is not None and series.crs != CRS:
        series = series.to_crs(CRS)
    shapes = np.asarray(series.array, dtype=object)
    lon, lat = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    radius = np.full(len(shapes), np.nan)
    kinds = shapely.get_type_id(shapes)
    points = kinds == _POINT
    lon[points], lat[points] = shapely.get_x(shapes[points]), shapely.get_y(shapes[points])
    spread = np.flatnonzero((kinds > _POINT) & ~shapely.is_empty(shapes))
    if len(spread):
        lon[spread], lat[spread], radius[spread] = _circles(shapes[spread])
    bad = np.flatnonzero((np.abs(lon) > 180.0) | (np.abs(lat) > 90.0))  # noqa: PLR2004 - the ends of the globe in degrees
    if len(bad):
        row = int(bad[0])
        hint = "Set the frame's CRS (gdf.set_crs), in EPSG:4326 the order is lon, lat."
        raise InputError("lies outside the globe.", row=row + 1, column=series.name, value=f"{lon[row]}, {lat[row]}", hint=hint)
    return Located(lon, lat, radius)


def mercator(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return Web Mercator x (east) and y (south) as fractions of the world's width in steps of 2**-32.

    One step is at most 1 cm on the ground. What cannot be drawn, a missing point or one beyond `MAX_LATITUDE`, is `UNPLACED` in both.
    """
    with np.errstate(invalid="ignore"):
        drawn = np.isfinite(lon) & (np.abs(lat) < MAX_LATITUDE)
    x, y = np.full(len(lon), UNPLACED), np.full(len(lon), UNPLACED)
    sine = np.sin(np.radians(lat[drawn]))
    x[drawn] = _steps(lon[drawn] / 360.0 + 0.5)
    y[drawn] = _steps(0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * np.pi))
    return x, y


def _steps(fraction: npt.NDArray[np.float64]) -> npt.NDArray[np.uint32]:
    """Return fractions of the world's width as integers; 180 degrees east is 180 degrees west, and no place is `UNPLACED`."""
    wrapped = np.floor(np.mod(fraction, 1.0) * _STEPS)
    return np.minimum(wrapped, _STEPS - 2).astype(np.uint32)


def _circles(shapes: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return centre and radius of the smallest circle around each shape, found in Mercator, where a small circle stays a circle."""
    flat = gpd.GeoSeries(shapes, crs=CRS).to_crs("EPSG:3857")
    circle = gpd.GeoSeries(shapely.minimum_bounding_circle(flat.to_numpy()), crs="EPSG:3857").centroid.to_crs(CRS)
    lat = circle.y.to_numpy()
    return circle.x.to_numpy(), lat, shapely.minimum_bounding_radius(flat.to_numpy()) * np.cos(np.radians(lat))
