"""Make world.bin.gz and detail.bin.gz from the packages that README.md lists: ``python data/basemap/build.py PACKAGES``.

PACKAGES is the folder that holds the downloaded packages. Nothing else is read and nothing is fetched. Takes about three minutes.
"""

# ruff: noqa: INP001, T201 - a script beside the data it makes

from __future__ import annotations

import gzip
import hashlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from lines import Network, rings, simplified_paths  # noqa: E402 - the two folders above hold them
from names import country_names, lake_names, places, region_names  # noqa: E402
from sources import PACKAGES, unpack  # noqa: E402

from events.eventmap.basemapcodec import WORLD, Layer, encode, stack, to_grid  # noqa: E402



@dataclass(frozen=True)
class Level:
    """One level of detail. A CSS pixel is 2**(13 - zoom) grid units, so the tolerance is about half a pixel at the last zoom.

    Parameters
    ----------
    zooms : tuple of float
        Drawn from the first up to the second.
    tolerance : float
        Of the simplification, in grid units.
    smallest : float
        Area of the smallest ring that is kept, in square grid units.
    unit : int
        Coordinates are rounded to multiples of it.
    """

    zooms: tuple[float, float]
    tolerance: float
    smallest: float
    unit: int


WORLD_LEVELS = [Level((0.0, 3.5), 400.0, 500_000.0, 32), Level((3.5, 6.5), 60.0, 9_000.0, 8)]
DETAIL_LEVELS = [Level((6.5, 30.0), 5.0, 0.0, 2)]
REGIONS_FROM = 3.5  # first-level regions are not drawn on a map of the world

DISPUTED_CLASSES = ("Disputed", "Indefinite", "Line of control", "Indeterminant", "Unrecognized", "Overlay limit", "Lease limit")


def main(folder: Path) -> None:
    """Read the packages in `folder` and write the two files beside this script."""
    with tempfile.TemporaryDirectory() as scratch:
        files = unpack(folder, Path(scratch))
        land, lakes = gpd.read_file(files["land"]), gpd.read_file(files["lakes"])
        borders, regions = gpd.read_file(files["borders"]), gpd.read_file(files["regions"])
        rivers, countries = gpd.read_file(files["rivers"]), gpd.read_file(files["countries"])
        disputed = borders["FEATURECLA"].str.startswith(DISPUTED_CLASSES)
        network = Network.build(
            land=rings(land.geometry),
            agreed=_grid_lines(borders.geometry[~disputed]),
            disputed=_grid_lines(borders.geometry[disputed]),
            regions=_grid_lines(regions.geometry),
        )
        world = [layer for level in WORLD_LEVELS for layer in _level(network, lakes, rivers, level)]
        detail = [layer for level in DETAIL_LEVELS for layer in _level(network, lakes, rivers, level)]
        large, small = places()
        names = [country_names(countries), region_names(files["towns"], countries, regions), lake_names(lakes)]
        _write("world", [*world, *names, large])
        _write("detail", [*detail, small])


def _level(network: Network, lakes: gpd.GeoDataFrame, rivers: gpd.GeoDataFrame, level: Level) -> list[Layer]:
    tolerance, unit, last = level.tolerance, level.unit, level.zooms[1]
    shared = {"zooms": level.zooms, "unit": unit}
    shores = rings(lakes.geometry[lakes["min_zoom"] <= last + 1])
    shores = simplified_paths([shore for shore in shores if _area(shore) >= level.smallest / 4], tolerance, unit=unit, closed=True)
    flowing = rivers[rivers["min_zoom"] <= last + 1].explode()
    # Tenths of a zoom, and twentieths of the source's stroke weight: what fits one byte.
    columns = {
        "from_zoom": np.round(flowing["min_zoom"].to_numpy() * 10).astype(np.uint8),
        "weight": np.round(flowing["strokeweig"].to_numpy() * 20).astype(np.uint8),
    }
    courses = simplified_paths(_grid_lines(flowing.geometry), tolerance, unit=unit)
    borders, classes = network.countries(tolerance, unit)
    layers = [
        Layer(name="land", shape="rings", **shared, **stack(network.land(tolerance, level.smallest, unit))),
        Layer(name="lakes", shape="rings", **shared, **stack(shores)),
        Layer(name="rivers", shape="lines", columns=columns, **shared, **stack(courses)),
        Layer(name="countries", shape="lines", columns={"class": classes}, **shared, **stack(borders)),
    ]
    if last > REGIONS_FROM:
        layers.insert(3, Layer(name="regions", shape="lines", **shared, **stack(network.regions(tolerance, unit))))
    return layers


def _grid_lines(geometry: gpd.GeoSeries) -> list[np.ndarray]:
    return [to_grid(shapely.get_coordinates(part)) for part in shapely.get_parts(geometry.to_numpy())]


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0].astype(float), ring[:, 1].astype(float)
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _write(name: str, layers: list[Layer]) -> None:
    data = encode(layers)
    packed = gzip.compress(data, 9, mtime=0)
    (Path(__file__).parent / f"{name}.bin.gz").write_bytes(packed)
    for layer in layers:
        size = len(gzip.compress(encode([layer])))
        print(f"{name:7} {layer.name:15} {layer.zooms} {len(layer):7} paths {len(layer.vertices):8} vertices {size:8,} gzipped")
    print(f"{name}: {len(data):,} bytes, {len(packed):,} gzipped, sha256 {hashlib.sha256(packed).hexdigest()[:16]}, world {WORLD}")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script's name and one folder
        sys.exit(f"{__doc__}\nPackages: {', '.join(PACKAGES)}")
    main(Path(sys.argv[1]))
