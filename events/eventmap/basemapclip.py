"""Cut the base map to an area, and choose how much of it a saved page can carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely

from events.eventmap.basemapcodec import WORLD, Ints, Layer

Window = tuple[int, int, int, int]

OUTLINE = {"land", "lakes", "countries"}
BYTES_A_VERTEX = {8: 2.25, 2: 2.45}  # by the unit of a level; measured on the files in data/basemap, gzipped
BYTES_A_PLACE = 9.5
AROUND = 95_000  # grid units, half a wide screen at zoom 6: the middle level reaches this far beyond the window
TOWN = 40  # weight of a place that is shown out there too


def clip(layers: Sequence[Layer], window: Window) -> list[Layer]:
    """Return the layers cut to a window (x0, y0, x1, y1 in grid units); layers with nothing inside are kept, empty."""
    return [_clip_points(layer, window) if layer.shape == "points" else _clip_paths(layer, window) for layer in layers]


def fitting(world: Sequence[Layer], detail: Sequence[Layer], window: Window, *, size: float) -> list[Layer]:
    """Return what of the finer levels and the smaller places takes about `size` bytes when packed.

    First come coasts and borders of the middle level in a wide area around the window, then its rivers, regions and built-up areas,
    then the finest level in the window, and what is left is for places, the weighty first. A level that does not fit is left out whole,
    so nothing seems to be absent from a place only.
    """
    wide = _wider(window)
    chosen = clip([layer for layer in world if layer.name in {"region_names", "lake_names"}], wide)
    left = size - BYTES_A_PLACE * sum(len(layer) for layer in chosen)
    middle = [layer for layer in world if layer.shape != "points"]
    finest = [layer for layer in detail if layer.shape != "points"]
    outline = [layer for layer in middle if layer.name in OUTLINE]
    filling = [layer for layer in middle if layer.name not in OUTLINE]
    for level, area in ((outline, wide), (filling, wide), (finest, window)):
        needed = sum(BYTES_A_VERTEX.get(layer.unit, 3.0) * _inside(layer.vertices, area).sum() for layer in level)
        if needed > left:
            break
        chosen += clip(level, area)
        left -= needed
    return chosen + [_places(layer, window, wide, int(left / BYTES_A_PLACE)) for layer in detail if layer.name == "places"]


def _wider(window: Window) -> Window:
    x, y = max(window[2] - window[0], AROUND), max(window[3] - window[1], AROUND)
    return max(window[0] - x, 0), max(window[1] - y, 0), min(window[2] + x, WORLD), min(window[3] + y, WORLD)


def _places(layer: Layer, window: Window, wide: Window, count: int) -> Layer:
    shown = _inside(layer.vertices, window) | (_inside(layer.vertices, wide) & (layer.columns["weight"] >= TOWN))
    return _weightiest(_rows(layer, np.flatnonzero(shown)), count)


def _weightiest(layer: Layer, count: int) -> Layer:
    if count >= len(layer):
        return layer
    order = np.argsort(-layer.columns["weight"].astype(int), kind="stable")[: max(count, 0)]
    return _rows(layer, np.sort(order))


def _rows(layer: Layer, rows: Ints) -> Layer:
    return layer.take(rows.tolist(), layer.vertices[rows][:, None])


def _inside(vertices: Ints, window: Window) -> npt.NDArray[np.bool_]:
    return np.asarray(((vertices >= window[:2]) & (vertices <= window[2:])).all(axis=1), dtype=np.bool_)


def _clip_points(layer: Layer, window: Window) -> Layer:
    return _rows(layer, np.flatnonzero(_inside(layer.vertices, window)))


def _clip_paths(layer: Layer, window: Window) -> Layer:
    # A little more than the window is kept, so that the edges of the cut are never drawn.
    margin = max(64, (window[2] - window[0]) // 100)
    cut = (window[0] - margin, window[1] - margin, window[2] + margin, window[3] + margin)
    rows: list[int] = []
    paths: list[Ints] = []
    if len(layer):
        low = np.minimum.reduceat(layer.vertices, layer.starts[:-1])
        high = np.maximum.reduceat(layer.vertices, layer.starts[:-1])
        touched = ((low <= cut[2:]) & (high >= cut[:2])).all(axis=1)
        whole = _inside(low, cut) & _inside(high, cut)
        for row in np.flatnonzero(touched).tolist():
            path = layer.vertices[layer.starts[row] : layer.starts[row + 1]]
            pieces = [path] if whole[row] else _pieces(path, cut, layer)
            rows += [row] * len(pieces)
            paths += pieces
    return replace(layer.take(rows, paths), bounds=window)


def _pieces(path: Ints, cut: Window, layer: Layer) -> list[Ints]:
    if layer.shape == "rings":
        shape = shapely.clip_by_rect(shapely.make_valid(shapely.polygons(path)), *cut)
        pieces = [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shapely.get_parts(shape))]
    else:
        pieces = [shapely.get_coordinates(part) for part in shapely.get_parts(shapely.clip_by_rect(shapely.linestrings(path), *cut))]
    least = 3 if layer.shape == "rings" else 2
    return [(np.rint(piece / layer.unit) * layer.unit).astype(np.int64) for piece in pieces if len(piece) >= least]
