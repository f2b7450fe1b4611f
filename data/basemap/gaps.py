"""Close the gaps in Natural Earth's lines of first-level regions.

The current edition leaves out some lines whose course is argued about (those between Iraq's Kurdistan Region and its neighbours, for
one), so that others end in the open. An earlier edition, as polygons, still has them.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

OPEN = 0.02  # degrees: an end with no other line so near stands in the open
ALONG = 0.05  # degrees: an earlier line this near a current one is the same line
REACH = 0.25  # degrees: an earlier line that ends this near an open end is the one missing there
TOUCH = 0.12  # degrees: an earlier line that ends this near a current one or a border ends on it


def missing_lines(lines: np.ndarray, countries: gpd.GeoDataFrame, earlier: Path) -> np.ndarray:
    """Return lines of the earlier edition that lead from an open end of `lines` to another or to a border, joined to both.

    Parameters
    ----------
    lines : array of LineString
        The current edition's region lines, merged, in degrees.
    countries : GeoDataFrame
        Natural Earth's countries, with ADM0_A3.
    earlier : Path
        Folder with a GeoJSON file of region polygons for each country, named by its three letters.
    """
    borders = shapely.get_parts(shapely.boundary(countries.geometry.to_numpy()))
    ends = _open_ends(lines, borders)
    whole = np.concatenate([lines, borders])
    found = []
    for code in countries["ADM0_A3"].iloc[np.unique(shapely.STRtree(countries.geometry.to_numpy()).nearest(ends))]:
        file = earlier / f"{code.lower()}.json"
        if file.is_file():
            found.extend(_joining(ends, _inner_lines(file), whole))
    return np.array(found, dtype=object)


def _open_ends(lines: np.ndarray, borders: np.ndarray) -> np.ndarray:
    ends = shapely.points(np.concatenate([shapely.get_coordinates(line)[[0, -1]] for line in lines]))
    owner = np.repeat(np.arange(len(lines)), 2)
    others = np.concatenate([lines, borders])
    end, other = shapely.STRtree(others).query(ends, predicate="dwithin", distance=OPEN)
    met = np.zeros(len(ends), dtype=bool)
    met[end[other != owner[end]]] = True
    return ends[~met]


def _inner_lines(file: Path) -> shapely.Geometry:
    """Return what two or more regions of a country share."""
    regions = gpd.read_file(file).geometry.to_numpy()
    tree = shapely.STRtree(regions)
    left, right = tree.query(regions, predicate="intersects")
    shared = [
        shapely.intersection(shapely.boundary(regions[a]), shapely.boundary(regions[b])) for a, b in zip(left, right, strict=True) if a < b
    ]
    straight = [part for part in shapely.get_parts(shared) if shapely.get_dimensions(part) == 1]
    return shapely.line_merge(shapely.union_all(straight)) if straight else shapely.MultiLineString()


def _joining(ends: np.ndarray, inner: shapely.Geometry, whole: np.ndarray) -> list[shapely.LineString]:
    near = whole[shapely.STRtree(whole).query(shapely.box(*shapely.bounds(inner)), predicate="intersects")]
    rest = shapely.difference(inner, shapely.union_all(shapely.buffer(near, ALONG)))
    open_ends, drawn, joined = shapely.STRtree(ends), shapely.STRtree(near), []
    for part in shapely.get_parts(shapely.line_merge(rest) if rest.geom_type == "MultiLineString" else rest):
        tips = [shapely.get_point(part, at) for at in (0, -1)]
        if part.is_empty or part.is_closed:
            continue
        opened = [open_ends.query_nearest(tip, max_distance=REACH) for tip in tips]
        met = [drawn.query_nearest(tip, max_distance=TOUCH) for tip in tips]
        if not any(len(hit) for hit in opened) or not all(len(hit) or len(other) for hit, other in zip(opened, met, strict=True)):
            continue
        anchors = [ends[hit[0]] if len(hit) else _foot(near[other[0]], tip) for hit, other, tip in zip(opened, met, tips, strict=True)]
        if not shapely.equals(*anchors):
            joined.append(shapely.linestrings(np.vstack([shapely.get_coordinates(shape) for shape in (anchors[0], part, anchors[1])])))
    return joined


def _foot(line: shapely.LineString, point: shapely.Point) -> shapely.Point:
    return shapely.line_interpolate_point(line, shapely.line_locate_point(line, point))
