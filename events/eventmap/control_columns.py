"""Control over time as one binary file for the map: who held what (spells), and the ground that each place is drawn as (areas).

Layout, little-endian: the magic `CTM1`, the length of the spells (uint32), the spells as `control.pack` lays them out, zero bytes up to a
multiple of 8, the areas to the end. The areas: the magic `ARE1`, the header's length (uint32), the header (UTF-8 JSON, padded so that it
ends at a multiple of 8), then the columns, each aligned to 8 bytes, their offsets counted from the end of the header:

=========  ======  =====================================================================================================
column     dtype   meaning
=========  ======  =====================================================================================================
ring       u4      a value a place and one more: index of its first ring in `point`; a place without an area has no ring
point      u4      a value a ring and one more: index of its first vertex in `dx`, `dy`
x, y       u4      a value a place: Web Mercator corner (west, north) of its box, in steps of 2**-32 of the world's width
wide, high u4      a value a place: size of its box in steps of 2**(`shift` - 32)
dx, dy     i4      a value a vertex: from the vertex before, the first of a ring from the corner; steps of 2**(`shift` - 32)
size       f4      a value a place: its area in square steps of 2**(`shift` - 32), for drawing the small over the large
how        u1      index into the header's `how`: where the area is from
=========  ======  =====================================================================================================

A ring is not closed by a repeated vertex. Holes are rings like any other: what lies inside an odd number of rings is inside. Places stand
in the order of the spells file. `y` of a place without an area is 0xFFFFFFFF.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from events.control import HALF_LIFE_DAYS, THRESHOLD, areas, pack_spells
from events.errors import InputError
from events.eventmap.geometry import MAX_LATITUDE, UNPLACED
from events.schema import CRS

MAGIC: Final = b"CTM1"
AREAS_MAGIC: Final = b"ARE1"
#: Vertices stand on a grid of 2**(SHIFT - 32) of the world's width: 1.2 m at the equator.
SHIFT: Final = 7
_ALIGNED: Final = 8
_AREA: Final = 2  # dimensions of one
_WORLD: Final = 2.0**32
Ints = npt.NDArray[np.int64]


def pack_control(
    spells: gpd.GeoDataFrame,
    event_ids: pd.Series[str],
    *,
    shapes: gpd.GeoDataFrame | None = None,
    half_life_days: float = HALF_LIFE_DAYS,
    threshold: float = THRESHOLD,
) -> bytes:
    """Pack spells and areas into the one file that the map's control mode reads.

    Parameters
    ----------
    spells : geopandas.GeoDataFrame
        From `control.spells`, every row, sorted as it returns them.
    event_ids : pandas.Series of str
        `event_id` of the events that the map shows, in their order.
    shapes : geopandas.GeoDataFrame, optional
        From `control.areas`, a row for each place of the spells; by default made from the spells alone.
    half_life_days, threshold : float
        How the map fades what is known, see `control.confidence`.

    Raises
    ------
    InputError
        A place has no row in `shapes`, or the spells do not fit (see `control.pack_spells`).
    """
    first = pack_spells(spells, event_ids, half_life_days=half_life_days, threshold=threshold)
    places = spells["place_id"].drop_duplicates()
    second = pack_areas(areas(spells) if shapes is None else shapes, place_ids=places)
    head = MAGIC + struct.pack("<I", len(first))
    return _padded(head + first) + second


def pack_areas(shapes: gpd.GeoDataFrame, *, place_ids: pd.Series[str] | None = None) -> bytes:
    """Pack the areas of places; the layout is told at the head of this module.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        Columns `place_id`, `how`, `geometry` (polygons, or None where a place is not on the map), in any CRS.
    place_ids : pandas.Series of str, optional
        The places in the order wanted; by default as they stand.

    Raises
    ------
    InputError
        A wanted place is not in `shapes`.
    """
    table = _ordered(shapes, place_ids)
    series = table.geometry if table.crs in (None, CRS) else table.geometry.to_crs(CRS)
    how, words = pd.factorize(table["how"].astype("str"))
    columns = _laid_out(series.to_numpy()) | {"how": how.astype("u1")}
    header: dict[str, Any] = {"n": len(table), "shift": SHIFT, "how": [str(word) for word in words], "columns": []}
    blocks, at = [], 0
    for name, values in columns.items():
        block = _padded(values.tobytes())
        dtype = values.dtype.str.lstrip("<|")
        header["columns"].append({"name": name, "dtype": dtype, "offset": at, "length": len(values)})
        blocks.append(block)
        at += len(block)
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(len(AREAS_MAGIC) + 4 + len(text)) % _ALIGNED)
    return b"".join([AREAS_MAGIC, struct.pack("<I", len(text)), text, *blocks])


def _ordered(shapes: gpd.GeoDataFrame, place_ids: pd.Series[str] | None) -> gpd.GeoDataFrame:
    if place_ids is None:
        return shapes
    rows = pd.Index(shapes["place_id"]).get_indexer(pd.Index(place_ids))
    lost = np.flatnonzero(rows < 0)
    if len(lost):
        raise InputError(
            "has spells but no area.", column="place_id", value=place_ids.iloc[int(lost[0])], hint="Make the areas from the same spells."
        )
    return shapes.iloc[rows]


def _laid_out(shapes: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    """Return the columns of the layout but for `how`."""
    flat: npt.NDArray[Any] = np.array(shapes, dtype=object)
    flat[shapely.get_dimensions(flat) != _AREA] = None
    parts, place_of_part = shapely.get_parts(flat, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    place = place_of_part[part_of_ring].astype(np.int64)
    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    xy = _grid(degrees)
    kept = _corners(xy, ring)
    xy, ring = xy[kept], ring[kept]
    owner = place[ring]
    box = _boxes(xy, owner, len(shapes))
    vertices = np.bincount(ring, minlength=len(rings))
    first = np.searchsorted(ring, np.arange(len(rings)))[vertices > 0]
    before = np.roll(xy, 1, axis=0)
    before[first] = box[owner[first], :2]
    steps = (xy - before).astype("<i4")
    drawn = box[:, 0] >= 0
    corner = np.where(drawn[:, None], box[:, :2] << SHIFT, UNPLACED).astype("<u4")
    spread = np.where(drawn[:, None], box[:, 2:] - box[:, :2], 0).astype("<u4")
    return {
        "ring": np.r_[0, np.cumsum(np.bincount(place, minlength=len(shapes)))].astype("<u4"),
        "point": np.r_[0, np.cumsum(vertices)].astype("<u4"),
        "x": corner[:, 0],
        "y": corner[:, 1],
        "wide": spread[:, 0],
        "high": spread[:, 1],
        "dx": np.ascontiguousarray(steps[:, 0]),
        "dy": np.ascontiguousarray(steps[:, 1]),
        "size": _sizes(flat).astype("<f4"),
    }


def _grid(degrees: npt.NDArray[np.float64]) -> Ints:
    """Return lon, lat in degrees as Web Mercator x, y on the grid of the vertices; shape (n, 2)."""
    lat = np.clip(degrees[:, 1], -MAX_LATITUDE, MAX_LATITUDE)
    sine = np.sin(np.radians(lat))
    unit = np.stack([degrees[:, 0] / 360.0 + 0.5, 0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * np.pi)], axis=1)
    steps = np.rint(unit * _WORLD).astype(np.int64) >> SHIFT
    return np.asarray(np.clip(steps, 0, (int(_WORLD) >> SHIFT) - 1), dtype=np.int64)


def _corners(xy: Ints, ring: Ints) -> npt.NDArray[np.bool_]:
    """Tell which vertices to keep: not the last of a ring, which repeats its first, and none that falls on the one before."""
    last = np.diff(ring, append=-1) != 0
    same = np.zeros(len(xy), dtype=bool)
    same[1:] = (xy[1:] == xy[:-1]).all(axis=1) & (ring[1:] == ring[:-1])
    return np.asarray(~last & ~same, dtype=np.bool_)


def _boxes(xy: Ints, owner: Ints, count: int) -> Ints:
    """Return west, north, east, south of each place, -1 without one; shape (count, 4)."""
    box = np.full((count, 4), -1, dtype=np.int64)
    if not len(xy):
        return box
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    box[owner[first], :2] = np.minimum.reduceat(xy, first, axis=0)
    box[owner[first], 2:] = np.maximum.reduceat(xy, first, axis=0)
    return box


def _sizes(shapes: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return each place's area on the map, to a few percent: Mercator stretches north and south like east and west."""
    lat = np.nan_to_num(shapely.get_y(shapely.centroid(shapes)))
    step = 360.0 / (int(_WORLD) >> SHIFT)
    return np.asarray(np.nan_to_num(shapely.area(shapes)) / step**2 / np.maximum(np.cos(np.radians(lat)), 0.01), dtype=np.float64)


def _padded(block: bytes) -> bytes:
    return block + b"\0" * (-len(block) % _ALIGNED)
