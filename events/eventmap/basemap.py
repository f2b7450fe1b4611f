"""The base map under the events: the offline one, made from Natural Earth and GeoNames, and the online ones to choose from.

The offline base map is drawn in the browser by ``L.offlineBasemap`` (js/basemap-*.js) from two files in data/basemap: the world at two
coarse levels with the large places, and the detail with all others. A server hands them out by a name that holds their content's hash;
a saved page carries a cut of them inside.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import xyzservices.providers

from events.errors import InputError
from events.eventmap.basemapclip import Window, fitting
from events.eventmap.basemapcodec import WORLD, Layer, decode, encode, to_grid

FOLDER = Path(__file__).parents[2] / "data" / "basemap"
FILES = ("world", "detail")
ATTRIBUTION = (
    '<a href="https://www.naturalearthdata.com/">Natural Earth</a>; <a href="https://www.geonames.org/">GeoNames</a> '
    '(<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>)'
)
MARGIN = 0.3  # of the clip's width and height, added on every side: room to pan a little
LEAST_MARGIN = 2_000  # grid units, about 40 km at the equator: for a clip around a single point
INLINE_LIMIT = 1_100_000  # base64 characters that the two parts of a saved page may have


@dataclass(frozen=True)
class OnlineTiles:
    """A tile service that is asked for only once the user chooses it.

    Parameters
    ----------
    name : str
        What the user sees, and what a link holds.
    url : str
        Leaflet's template.
    attribution : str
        HTML that the service asks to be shown.
    max_zoom : int
        The last zoom with tiles of its own.
    dark : bool
        Whether it goes with the dark theme.
    """

    name: str
    url: str
    attribution: str
    max_zoom: int
    dark: bool = False


def online_tiles() -> list[OnlineTiles]:
    """Return the online tile services to choose from, in the order to show them (addresses from the package xyzservices)."""
    chosen = [
        ("OpenStreetMap", "OpenStreetMap.Mapnik", False),
        ("Esri light grey", "Esri.WorldGrayCanvas", False),
        ("Esri imagery", "Esri.WorldImagery", True),
        ("OpenTopoMap", "OpenTopoMap", False),
    ]
    flat = xyzservices.providers.flatten()
    return [
        OnlineTiles(
            name=name,
            url=_template(flat[key]),
            attribution=flat[key].html_attribution,
            max_zoom=int(flat[key].get("max_zoom", 18)),
            dark=dark,
        )
        for name, key, dark in chosen
    ]


def _template(provider: xyzservices.TileProvider) -> str:
    """Return a service's address with its own settings filled in, and what Leaflet fills in ({x}, {y}, {z}, {s}, {r}) left open."""
    settings = {name: str(value) for name, value in provider.items() if name not in {"x", "y", "z", "s", "r", "url"}}
    return str(provider["url"]).format_map({**settings, **{name: f"{{{name}}}" for name in "xyzsr"}})


def basemap_assets() -> dict[str, tuple[bytes, str]]:
    """Return the files to serve: name with the content's hash -> (bytes, media type).

    The bytes are gzipped: serve them as they are, best with ``Content-Encoding: gzip`` and ``Cache-Control: immutable`` (without the
    former the browser side unpacks them itself).
    """
    return {name: (data, "application/octet-stream") for name, data in _assets().items()}


def basemap_options(*, bounds: Sequence[float] | None = None, inline: bool = False, url: str | None = None) -> dict[str, Any]:
    """Return the options of ``L.offlineBasemap``, ready for JSON.

    Parameters
    ----------
    bounds : sequence of float, optional
        West, south, east, north in degrees: where an inline map needs its detail; a margin is added. West may be greater than east
        where the area crosses 180°: the whole band of latitudes is kept then. Ignored unless `inline`.
    inline : bool
        Put the data itself (base64) into the options, for a page that works without a server.
    url : str, optional
        What to put before the assets' names when served, such as "/basemap/".

    Returns
    -------
    dict
        parts (list of {"url"} or {"data"}), attribution (HTML).

    Raises
    ------
    InputError
        If `bounds` are not four finite numbers in range, or the data files are missing or damaged.
    """
    if not inline:
        prefix = "basemap/" if url is None else url
        return {"parts": [{"url": prefix + name} for name in _assets()], "attribution": ATTRIBUTION}
    parts = _inline(_window(bounds) if bounds is not None else None)
    return {"parts": [{"data": base64.b64encode(part).decode()} for part in parts], "attribution": ATTRIBUTION}


@cache
def _assets() -> dict[str, bytes]:
    found = {}
    for name in FILES:
        data = _read(name)
        found[f"{name}-{hashlib.sha256(data).hexdigest()[:20]}.bin"] = data
    return found


def _read(name: str) -> bytes:
    path = FOLDER / f"{name}.bin.gz"
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("The base map's file cannot be read.", file=path.name, hint="Restore the folder data/basemap.") from error


def _window(bounds: Sequence[float]) -> Window:
    values = np.asarray(bounds, dtype=float)
    if values.shape != (4,) or not np.isfinite(values).all() or np.abs(values[[0, 2]]).max() > 180 or np.abs(values[[1, 3]]).max() > 90:
        raise InputError("The bounds of the base map are not west, south, east, north in degrees.", value=bounds)
    west, south, east, north = values
    if west > east:
        west, east = -180.0, 180.0
    (x0, y1), (x1, y0) = to_grid([[west, min(south, north)], [east, max(south, north)]])
    wide, high = max((x1 - x0) * MARGIN, LEAST_MARGIN), max((y1 - y0) * MARGIN, LEAST_MARGIN)
    corners = np.array([x0 - wide, y0 - high, x1 + wide, y1 + high])
    cut = np.rint(np.clip(corners, 0, WORLD)).astype(int)
    return int(cut[0]), int(cut[1]), int(cut[2]), int(cut[3])


def _inline(window: Window | None) -> list[bytes]:
    """Return the parts of a saved page: the world at its coarsest, and as much of the rest in the window as the limit allows."""
    world = _layers("world")
    coarse = [layer for layer in world if layer.zooms[0] == 0 and layer.name not in {"region_names", "lake_names"}]
    parts = [_pack(coarse)]
    if window is None:
        return parts
    finer = [layer for layer in world if not any(layer is other for other in coarse)]
    room = INLINE_LIMIT * 3 / 4 - len(parts[0])
    size = room
    while True:
        packed = _pack(fitting(finer, _layers("detail"), window, size=size))
        if len(packed) <= room:
            return [*parts, packed]
        size *= 0.85  # what a vertex takes was estimated


def _pack(layers: Sequence[Layer]) -> bytes:
    return gzip.compress(encode(layers), 9, mtime=0)


@cache
def _layers(name: str) -> tuple[Layer, ...]:
    return tuple(decode(gzip.decompress(_read(name))))
