"""Simplify coasts, borders and region lines so that what touches before still touches after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

from events.eventmap.basemapcodec import to_grid

AGREED, DISPUTED = 0, 1
TOUCH = 6.0  # grid units (about 100 m): an end this near another line is meant to touch it


def rings(geometry: gpd.GeoSeries) -> list[np.ndarray]:
    """Return every ring, outer and inner, in grid units, without the repeated last vertex."""
    found = shapely.get_rings(shapely.get_parts(geometry.to_numpy()))
    return [to_grid(shapely.get_coordinates(ring))[:-1] for ring in found]


def grid_lines(shapes: np.ndarray) -> list[np.ndarray]:
    """Return every line in grid units."""
    return [to_grid(shapely.get_coordinates(part)) for part in shapely.get_parts(shapes)]


def area(ring: np.ndarray) -> float:
    """Return the area of a ring in square grid units."""
    return float(shapely.area(shapely.polygons(ring))) if len(ring) >= 3 else 0.0


def rounded(grid: np.ndarray, unit: int) -> np.ndarray:
    """Return the nearest multiples of `unit`."""
    return (np.rint(grid / unit) * unit).astype(np.int64)


def simplified_paths(pieces: Sequence[np.ndarray], tolerance: float, *, unit: int, closed: bool = False) -> list[np.ndarray]:
    """Simplify each piece (Douglas and Peucker 1973) and round it to multiples of `unit`; its ends stay.

    Rings of fewer than three vertices are left out.
    """
    done = []
    for piece in pieces:
        line = np.concatenate([piece, piece[:1]]) if closed else piece
        kept = rounded(shapely.get_coordinates(shapely.simplify(shapely.linestrings(line), tolerance, preserve_topology=False)), unit)
        moved = np.concatenate([[True], (np.diff(kept, axis=0) != 0).any(axis=1)])
        moved[-1] = True
        kept = kept[moved][:-1] if closed else kept[moved]
        if len(kept) >= (3 if closed else 2):
            done.append(kept)
    return done


@dataclass(frozen=True)
class Network:
    """Coasts, borders and region lines, cut wherever one ends on another, so that no simplification moves a junction."""

    _land: list[list[np.ndarray]]
    _countries: list[list[np.ndarray]]
    _country_class: np.ndarray
    _regions: list[list[np.ndarray]]
    _region_zooms: np.ndarray

    @classmethod
    def build(
        cls,
        *,
        land: list[np.ndarray],
        agreed: list[np.ndarray],
        disputed: list[np.ndarray],
        regions: list[np.ndarray],
        attributed: gpd.GeoDataFrame,
    ) -> Network:
        """Find the junctions and cut the lines there, having first merged what the source has in short stretches.

        The region lines at hand have no attributes; `attributed`, an earlier edition, says from which zoom the line nearest to each is
        to be shown.
        """
        agreed, disputed, regions = _merged(agreed), _merged(disputed), _merged(regions)
        countries = [*agreed, *disputed]
        country_class = np.repeat([AGREED, DISPUTED], [len(agreed), len(disputed)])
        ends = np.concatenate([line[[0, -1]] for line in (*countries, *regions)])
        ends = np.unique(ends, axis=0)
        closed = [np.concatenate([ring, ring[:1]]) for ring in land]
        cut = _cut([*closed, *countries, *regions], ends)
        a, b = len(closed), len(closed) + len(countries)
        return cls(cut[:a], cut[a:b], country_class, cut[b:], _zooms(regions, attributed))

    def land(self, tolerance: float, smallest: float, unit: int) -> list[np.ndarray]:
        """Return the rings of land that cover at least `smallest` square units."""
        done = []
        for pieces in self._land:
            ring = np.concatenate(
                [path[:-1] for path in simplified_paths(pieces, tolerance, unit=unit)] or [np.empty((0, 2), dtype=np.int64)]
            )
            if len(ring) < 3 and smallest == 0:  # too small for the tolerance: at full detail it keeps its own shape
                ring = rounded(np.concatenate([piece[:-1] for piece in pieces]), unit)
            if len(ring) >= 3 and area(ring) >= smallest:
                done.append(ring)
        return done

    def countries(self, tolerance: float, unit: int) -> tuple[list[np.ndarray], np.ndarray]:
        """Return the country borders and the class of each: 0 agreed, 1 disputed."""
        done, classes = [], []
        for pieces, kind in zip(self._countries, self._country_class, strict=True):
            for path in _joined(simplified_paths(pieces, tolerance, unit=unit)):
                done.append(path)
                classes.append(kind)
        return done, np.array(classes, dtype=np.uint8)

    def regions(self, tolerance: float, unit: int) -> tuple[list[np.ndarray], np.ndarray]:
        """Return the borders of first-level regions inside countries, and the zoom (tenths) from which each is worth drawing."""
        done, zooms = [], []
        for pieces, zoom in zip(self._regions, self._region_zooms, strict=True):
            for path in _joined(simplified_paths(pieces, tolerance, unit=unit)):
                done.append(path)
                zooms.append(zoom)
        return done, np.array(zooms, dtype=np.uint8)


def _zooms(regions: list[np.ndarray], attributed: gpd.GeoDataFrame) -> np.ndarray:
    parts = attributed[["min_zoom", "geometry"]].explode()
    tree = shapely.STRtree(shapely.transform(parts.geometry.to_numpy(), to_grid))
    middles = shapely.points([line[len(line) // 2] for line in regions])
    return np.round(parts["min_zoom"].to_numpy()[tree.nearest(middles)] * 10).astype(np.uint8)


def _merged(lines: list[np.ndarray]) -> list[np.ndarray]:
    merged = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(line) for line in lines]))
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]


def _joined(pieces: list[np.ndarray]) -> list[np.ndarray]:
    if not pieces:
        return []
    return [np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])]


def _cut(lines: list[np.ndarray], ends: np.ndarray) -> list[list[np.ndarray]]:
    shapes = shapely.linestrings(
        [coordinate for line in lines for coordinate in line], indices=np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    )
    points = shapely.points(ends)
    line_index, point_index = shapely.STRtree(points).query(shapes, predicate="dwithin", distance=TOUCH)
    touching: dict[int, list[int]] = {}
    for line, point in zip(line_index, point_index, strict=True):
        touching.setdefault(int(line), []).append(int(point))
    return [
        _cut_one(line, shape, points[touching.get(number, [])], ends[touching.get(number, [])])
        for number, (line, shape) in enumerate(zip(lines, shapes, strict=True))
    ]


def _cut_one(line: np.ndarray, shape: shapely.LineString, points: np.ndarray, ends: np.ndarray) -> list[np.ndarray]:
    if not len(points):
        return [line]
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    where = shapely.line_locate_point(shape, points)
    inner = (where > 0) & (where < along[-1])
    # The junction goes into the line where it touches, so the other line's end lies on it exactly.
    place = np.concatenate([along, where[inner]])
    vertices = np.concatenate([line, ends[inner]])
    junction = np.concatenate([np.zeros(len(line), dtype=bool), np.ones(int(inner.sum()), dtype=bool)])
    order = np.argsort(place, kind="stable")
    vertices, junction = vertices[order], junction[order]
    stops = np.unique(np.concatenate([[0], np.flatnonzero(junction), [len(vertices) - 1]]))
    return [vertices[first : last + 1] for first, last in pairwise(stops)]
