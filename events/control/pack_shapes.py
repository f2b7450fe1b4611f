"""Areas as packed columns: the polygons of places, or of front-line maps, for the map to fill.

A file of `columns_file` with magic "CTA1" and the header `{n, rings, points}`. Columns of shapes (n): `row` u4 (what the shape belongs to,
in the caller's order), `ring` u4 (its first ring; its last is before the next shape's first). Columns of rings: `point` u4 (first point),
`hole` u1. Columns of points: `x`, `y` u4 (web mercator, [0, 1) × 2³²). Rings are not closed by a repeated point. The largest shapes come
first, so that what is drawn in this order covers no smaller one. Names: empty.
"""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from events.control.columns_file import columns_file, web_mercator

MAGIC: Final = b"CTA1"
#: Two points nearer than this, in degrees (about 30 m), are one on any map that shows a province.
TOLERANCE: Final = 0.0003


def pack_shapes(shapes: gpd.GeoDataFrame, *, rows: npt.NDArray[np.int64] | None = None, tolerance: float = TOLERANCE) -> bytes:
    """Return polygons as one file of columns; what is no area is left out.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        Polygons and multipolygons, EPSG:4326.
    rows : numpy.ndarray of int64, shape (n,), optional
        What to write as `row`; without it the position.
    tolerance : float
        Degrees by which outlines may be simplified (Douglas-Peucker, topology of each shape kept).
    """
    geometry = shapes.geometry.to_numpy()
    number = np.arange(len(shapes)) if rows is None else rows
    kept = np.flatnonzero((shapely.get_dimensions(geometry) == 2) & ~shapely.is_empty(geometry))
    kept = kept[np.argsort(-shapely.area(geometry[kept]), kind="stable")]
    parts, of_shape = shapely.get_parts(shapely.simplify(geometry[kept], tolerance), return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    hole = np.r_[False, of_part[1:] == of_part[:-1]] if len(rings) else np.zeros(0, dtype=bool)
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    # The last point of a ring repeats its first.
    last = np.r_[of_ring[1:] != of_ring[:-1], True] if len(points) else np.zeros(0, dtype=bool)
    points, of_ring = points[~last], of_ring[~last]
    x, y = web_mercator(points[:, 0], points[:, 1])
    ring_shape = of_shape[of_part] if len(rings) else np.zeros(0, dtype=np.int64)
    columns: dict[str, npt.NDArray[Any]] = {
        "row": number[kept].astype("<u4"),
        "ring": np.searchsorted(ring_shape, np.arange(len(kept))).astype("<u4"),
        "point": np.searchsorted(of_ring, np.arange(len(rings))).astype("<u4"),
        "hole": hole.astype("u1"),
        "x": x,
        "y": y,
    }
    return columns_file(MAGIC, {"n": len(kept), "rings": len(rings), "points": len(points)}, columns, b"")
