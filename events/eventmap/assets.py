"""The files a browser needs: Leaflet (as XStatic-Leaflet packages it), the plugin's script and styles, the base map.

Each has a name made of its content, so that it may be cached for ever. Names hold hyphens only: streamlit-folium leaves out everything
like `_abc` when it compares two maps.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from events.errors import DataSetError
from events.eventmap.basemap import basemap_assets

HERE: Final = Path(__file__).parent / "js"
#: The plugin's script is these files in this order, inside one function.
SCRIPTS: Final = (
    "format",
    "columns",
    "visibility",
    "tally",
    "viewport",
    "glyphs",
    "sprites",
    "paint-marks",
    "areas",
    "pick",
    "surface",
    "paint-events",
    "histogram",
    "player",
    "bar",
    "legend",
    "tip",
    "card",
    "control-data",
    "control-state",
    "control-compare",
    "control-changes",
    "control-colours",
    "control-raster",
    "control-paint",
    "control-words",
    "control-legend",
    "control-bar",
    "keyboard",
    "camera",
    "place-choice",
    "ground",
    "link",
    "layer",
    "acts",
    "control-acts",
    "render",
)
MEDIA_TYPES: Final = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "png": "image/png"}
Asset = tuple[bytes, str]


@cache
def assets() -> dict[str, Asset]:
    """Return every file to serve beside the page: name with a hash of the content → (bytes, media type)."""
    return {**{asset_name(short): (content, _media_type(short)) for short, content in _contents().items()}, **basemap_assets()}


@cache
def asset_name(short: str) -> str:
    """Return the served name of a file, for example "leaflet.js" → "leaflet-0a1b2c3d4e5f.js"."""
    stem, _, ending = short.rpartition(".")
    return f"{stem}-{hashlib.sha256(_contents()[short]).hexdigest()[:12]}.{ending}"


@cache
def data_url(short: str) -> str:
    """Return a file as a `data:` URL, for maps that must stand alone."""
    if short == "leaflet.css":
        return _as_url(_leaflet_css(data_url), short)
    return _as_url(_contents()[short], short)


@cache
def _contents() -> dict[str, bytes]:
    """Return the files by short name; the style sheet's images are named as they are served."""
    folder = leaflet_folder()
    images = {path.name: path.read_bytes() for path in sorted((folder / "images").glob("*.png"))}
    hashed = {name: f"{name[:-4]}-{hashlib.sha256(content).hexdigest()[:12]}.png" for name, content in images.items()}
    # The source map is not served, so the script must not name it.
    script = re.sub(rb"//# sourceMappingURL=\S+\s*$", b"", (folder / "leaflet.js").read_bytes())
    return {
        **images,
        "leaflet.js": script,
        "leaflet.css": _leaflet_css(hashed.__getitem__),
        "timeline.js": _script(),
        "timeline.css": (HERE / "timeline.css").read_bytes(),
    }


@cache
def leaflet_folder() -> Path:
    """Return the folder of Leaflet's files, found without importing the package, whose parent needs setuptools in some releases.

    Raises
    ------
    DataSetError
        XStatic-Leaflet is not installed.
    """
    found = importlib.util.find_spec("xstatic")
    for place in list(found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "pkg" / "leaflet" / "data"
        if (folder / "leaflet.js").exists():
            return folder
    raise DataSetError("Leaflet is not installed.", hint="Install it: pip install XStatic-Leaflet.")


def _script() -> bytes:
    """Return the plugin's script; a second copy on one page does nothing, names stay inside, and the base map comes along."""
    parts = [(HERE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    inside = "\n".join(parts)
    basemap = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("basemap*.js")))
    ours = f'(function () {{\n"use strict";\nif (L.eventTimeline) return;\n{inside}\n}})();\n'
    return (basemap + ours).encode()


def _leaflet_css(name_of: Callable[[str], str]) -> bytes:
    css = (leaflet_folder() / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\(images/([\w.-]+)\)", lambda found: f"url({name_of(found[1])})", css).encode()


def _media_type(short: str) -> str:
    return MEDIA_TYPES[short.rpartition(".")[2]]


def _as_url(content: bytes, short: str) -> str:
    return f"data:{_media_type(short).replace(' ', '')};base64,{base64.b64encode(content).decode('ascii')}"
