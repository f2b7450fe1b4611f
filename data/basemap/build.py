"""Make world.bin.gz and detail.bin.gz from the packages that README.md lists: ``python data/basemap/build.py PACKAGES``.

PACKAGES is the folder that holds the downloaded packages. Nothing else is read and nothing is fetched. Takes about a minute.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from gaps import missing_lines  # noqa: E402 - the two folders above hold them
from lines import Network, area, grid_lines, rings, simplified_paths  # noqa: E402
from names import country_names, lake_names, places, region_names  # noqa: E402
from sources import PACKAGES, read_pn2, unpack  # noqa: E402

from events.eventmap.basemapcodec import Layer, encode, stack, to_grid  # noqa: E402


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
        countries, cities = gpd.read_file(files["countries"]), gpd.read_file(files["cities"])
        regions = _region_lines(files, countries)
        sheet = _sheet(files, regions)
        world = [layer for level in WORLD_LEVELS for layer in sheet.layers(level)]
        detail = [layer for level in DETAIL_LEVELS for layer in sheet.layers(level)]
        large, small = places(cities, countries)
        names = [country_names(countries), region_names(files["towns"], countries, regions), lake_names(gpd.read_file(files["lakes"]))]
        _write("world", [*world, *names, large])
        _write("detail", [*detail, small])


@dataclass(frozen=True)
class Sheet:
    """All that is drawn as areas and lines, in grid units at the sources' own detail."""

    network: Network
    lakes: list[np.ndarray]
    lake_zooms: np.ndarray
    urban: list[np.ndarray]
    rivers: list[np.ndarray]
    river_ranks: np.ndarray

    def layers(self, level: Level) -> list[Layer]:
        """Return the layers of one level of detail."""
        shared: dict[str, Any] = {"zooms": level.zooms, "unit": level.unit}
        layers = [
            Layer(name="land", shape="rings", **shared, **stack(self.network.land(level.tolerance, level.smallest, level.unit))),
            Layer(name="lakes", shape="rings", **shared, **stack(self._shores(level))),
            self._courses(level, shared),
        ]
        if level.zooms[1] > REGIONS_FROM:
            built = [ring for ring in self.urban if area(ring) >= level.smallest]
            built = simplified_paths(built, level.tolerance, unit=level.unit, closed=True)
            layers.append(Layer(name="urban", shape="rings", **shared, **stack(built)))
            lines, zooms = self.network.regions(level.tolerance, level.unit)
            layers.append(Layer(name="regions", shape="lines", columns={"from_zoom": zooms}, **shared, **stack(lines)))
        borders, classes = self.network.countries(level.tolerance, level.unit)
        layers.append(Layer(name="countries", shape="lines", columns={"class": classes}, **shared, **stack(borders)))
        return layers

    def _shores(self, level: Level) -> list[np.ndarray]:
        chosen = [ring for ring, zoom in zip(self.lakes, self.lake_zooms, strict=True) if zoom <= level.zooms[1] + 1]
        large = [ring for ring in chosen if area(ring) >= level.smallest / 4]
        return simplified_paths(large, level.tolerance, unit=level.unit, closed=True)

    def _courses(self, level: Level, shared: dict[str, Any]) -> Layer:
        chosen = np.flatnonzero(self.river_ranks <= level.zooms[1] + 2)
        lines = simplified_paths([self.rivers[row] for row in chosen], level.tolerance, unit=level.unit)
        return Layer(name="rivers", shape="lines", columns={"rank": self.river_ranks[chosen]}, **shared, **stack(lines))


def _region_lines(files: dict[str, Path], countries: gpd.GeoDataFrame) -> np.ndarray:
    current = shapely.get_parts(shapely.line_merge(shapely.union_all(gpd.read_file(files["regions"]).geometry.to_numpy())))
    return np.concatenate([current, missing_lines(current, countries, files["earlier_regions"])])


def _sheet(files: dict[str, Path], regions: np.ndarray) -> Sheet:
    lakes, borders, rivers = (gpd.read_file(files[name]) for name in ("lakes", "borders", "rivers"))
    disputed = borders["FEATURECLA"].str.startswith(DISPUTED_CLASSES)
    network = Network.build(
        land=rings(gpd.read_file(files["land"]).geometry),
        agreed=grid_lines(borders.geometry[~disputed].to_numpy()),
        disputed=grid_lines(borders.geometry[disputed].to_numpy()),
        regions=grid_lines(regions),
        attributed=gpd.read_file(files["region_attributes"]),
    )
    lake_parts, river_parts = lakes.explode(), rivers.explode()
    per_lake = [len(shapely.get_rings(shape)) for shape in lake_parts.geometry]
    return Sheet(
        network=network,
        lakes=rings(lake_parts.geometry),
        lake_zooms=np.repeat(lake_parts["min_zoom"].to_numpy(), per_lake),
        urban=[to_grid(ring) for ring in read_pn2(files["urban"])],
        rivers=grid_lines(river_parts.geometry.to_numpy()),
        river_ranks=river_parts["scalerank"].to_numpy().astype(np.uint8),
    )


def _write(name: str, layers: list[Layer]) -> None:
    data = encode(layers)
    packed = gzip.compress(data, 9, mtime=0)
    (Path(__file__).parent / f"{name}.bin.gz").write_bytes(packed)
    for layer in layers:
        size = len(gzip.compress(encode([layer])))
        print(f"{name:7} {layer.name:15} {layer.zooms} {len(layer):7} paths {len(layer.vertices):8} vertices {size:8,} gzipped")
    print(f"{name}: {len(data):,} bytes, {len(packed):,} gzipped, sha256 {hashlib.sha256(packed).hexdigest()[:16]}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"{__doc__}\nPackages: {', '.join(PACKAGES)}")
    main(Path(sys.argv[1]))
