"""The compact file of the offline base map: layers of rings, lines and named points on an integer grid.

The grid is web mercator with the world 2**21 units wide and high: x to the east from 180° W, y to the south from 85.0511° N, so one
unit is 19 m at the equator and one CSS pixel at zoom z is 2**(13 - z) units.

File: the magic ``EBM1``, the header's length (uint32, little-endian), a header in JSON, then the sections that the header names. A
layer's sections are its columns (one uint8 a path), the number of vertices of each path (varints; absent for points), the vertices
(zigzag varints: dx, dy from the vertex before, running on from path to path) and its names (UTF-8, one a line). Varints are LEB128:
seven bits a byte, the lowest first, the high bit set on all but the last byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from events.errors import InputError

MAGIC = b"EBM1"
WORLD = 1 << 21
MAX_LATITUDE = 85.0511287798066

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One kind of feature at one level of detail.

    Parameters
    ----------
    name : str
        What it shows: "land", "lakes", "rivers", "countries", "regions" (lines), "country_names", "region_names", "places" (points).
    shape : str
        "rings" (closed, the first vertex not repeated, filled even-odd), "lines" or "points" (one vertex a path).
    zooms : tuple of float
        The level is drawn at zooms from the first up to, not including, the second.
    starts : int array (paths + 1,)
        Where each path begins in `vertices`.
    vertices : int array (vertices, 2)
        x, y in grid units.
    columns : dict of str to uint8 array (paths,)
        Attributes, such as the zoom from which a river is drawn.
    names : tuple of str
        One a path, or empty.
    unit : int
        Every coordinate is a multiple of it; a coarse level needs fewer bytes that way.
    bounds : tuple of int or None
        x0, y0, x1, y1 in grid units where the layer was cut; None: the whole world.
    """

    name: str
    shape: str
    zooms: tuple[float, float]
    starts: Ints
    vertices: Ints
    columns: dict[str, npt.NDArray[np.uint8]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    unit: int = 1
    bounds: tuple[int, int, int, int] | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    def paths(self) -> list[Ints]:
        """Return the vertices of each path as an (n, 2) array."""
        return np.split(self.vertices, self.starts[1:-1]) if len(self) else []

    def take(self, rows: Sequence[int], paths: Iterable[npt.ArrayLike]) -> Layer:
        """Return a new layer of `paths`, each with the attributes and name of the row at its position in `rows`."""
        index = np.asarray(rows, dtype=np.int64)
        columns = {name: values[index] for name, values in self.columns.items()}
        names = tuple(self.names[row] for row in rows) if self.names else ()
        return replace(self, columns=columns, names=names, **stack(paths))


def stack(paths: Iterable[npt.ArrayLike]) -> dict[str, Any]:
    """Return `starts` and `vertices` of a layer made of these paths, (n, 2) each."""
    arrays = [np.asarray(path, dtype=np.int64).reshape(-1, 2) for path in paths]
    starts = np.concatenate([[0], np.cumsum([len(array) for array in arrays])]).astype(np.int64)
    return {"starts": starts, "vertices": np.concatenate(arrays) if arrays else np.empty((0, 2), dtype=np.int64)}


def to_grid(lon_lat: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Project degrees (…, 2), longitude before latitude, to grid units; latitudes are cut at ±85.0511°."""
    degrees = np.asarray(lon_lat, dtype=float)
    latitude = np.radians(np.clip(degrees[..., 1], -MAX_LATITUDE, MAX_LATITUDE))
    x = (degrees[..., 0] + 180) / 360
    y = 0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi)
    return np.stack([x, y], axis=-1) * WORLD


def to_degrees(grid: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Turn grid units (…, 2) back into longitude and latitude in degrees."""
    unit = np.asarray(grid, dtype=float) / WORLD
    latitude = np.degrees(np.arctan(np.sinh((0.5 - unit[..., 1]) * 2 * np.pi)))
    return np.stack([unit[..., 0] * 360 - 180, latitude], axis=-1)


def encode(layers: Sequence[Layer]) -> bytes:
    """Return the file that holds these layers; the same layers always give the same bytes."""
    entries, sections, offset = [], [], 0
    for layer in layers:
        entry: dict[str, Any] = {"name": layer.name, "shape": layer.shape, "zooms": layer.zooms, "paths": len(layer)}
        entry |= {
            "unit": layer.unit,
            "vertices": len(layer.vertices),
            "columns": sorted(layer.columns),
            "bounds": layer.bounds,
            "sections": {},
        }
        for name, data in _sections(layer).items():
            entry["sections"][name] = [offset, len(data)]
            sections.append(data)
            offset += len(data)
        entries.append(entry)
    header = json.dumps({"world": WORLD, "layers": entries}, separators=(",", ":")).encode()
    return b"".join([MAGIC, len(header).to_bytes(4, "little"), header, *sections])


def decode(data: bytes) -> list[Layer]:
    """Return the layers of a file that `encode` made; `InputError` for anything else."""
    try:
        if data[:4] != MAGIC:
            raise ValueError(data[:4])  # noqa: TRY301 - told to the user once, below
        body = 8 + int.from_bytes(data[4:8], "little")
        return [_read(entry, data[body:]) for entry in json.loads(data[8:body])["layers"]]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError("This is not a base map file.", hint="Make it anew with data/basemap/build.py.") from error


def _sections(layer: Layer) -> dict[str, bytes]:
    sections = {f"column:{name}": layer.columns[name].astype(np.uint8).tobytes() for name in sorted(layer.columns)}
    if layer.shape != "points":
        sections["counts"] = _varints(np.diff(layer.starts))
    deltas = np.diff(layer.vertices // layer.unit, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    sections["vertices"] = _varints((deltas.ravel() << 1) ^ (deltas.ravel() >> 63))
    if layer.names:
        sections["names"] = "\n".join(layer.names).encode()
    return sections


def _read(entry: dict[str, Any], body: bytes) -> Layer:
    def section(name: str) -> bytes:
        begin, length = entry["sections"].get(name, (0, 0))
        return body[begin : begin + length]

    count = entry["paths"]
    counts = np.ones(count, dtype=np.int64) if entry["shape"] == "points" else _integers(section("counts"))
    zigzag = _integers(section("vertices"))
    vertices = np.cumsum(((zigzag >> 1) ^ -(zigzag & 1)).reshape(-1, 2), axis=0) * entry["unit"]
    if len(counts) != count or len(vertices) != entry["vertices"] or counts.sum() != len(vertices):
        raise ValueError(entry["name"])
    return Layer(
        name=entry["name"],
        shape=entry["shape"],
        zooms=(entry["zooms"][0], entry["zooms"][1]),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        vertices=vertices,
        columns={name: np.frombuffer(section(f"column:{name}"), dtype=np.uint8, count=count) for name in entry["columns"]},
        names=tuple(section("names").decode().split("\n")) if "names" in entry["sections"] else (),
        unit=entry["unit"],
        bounds=tuple(entry["bounds"]) if entry["bounds"] else None,
    )


def _varints(values: Ints) -> bytes:
    if not len(values):
        return b""
    groups = np.stack([(values >> shift) & 0x7F for shift in range(0, 35, 7)], axis=1)
    length = np.maximum(5 - np.argmax(groups[:, ::-1] != 0, axis=1), 1)
    length[values == 0] = 1
    place = np.arange(5)
    groups[place < (length - 1)[:, None]] |= 0x80
    packed: npt.NDArray[np.uint8] = groups[place < length[:, None]].astype(np.uint8)
    return packed.tobytes()


def _integers(data: bytes) -> Ints:
    raw = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    if not len(raw):
        return np.empty(0, dtype=np.int64)
    last = raw < 0x80  # the high bit says that more bytes follow
    begin = np.concatenate([[0], np.flatnonzero(last)[:-1] + 1])
    length = np.diff(np.concatenate([begin, [len(raw)]]))
    place = np.arange(len(raw)) - np.repeat(begin, length)
    return np.add.reduceat((raw & 0x7F) << (7 * place), begin)
