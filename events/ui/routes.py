"""The routes beside the page: the map's scripts and styles, and the packed columns, each under a name that says what it holds."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from events.errors import EventsError
from events.eventmap import assets
from events.ui import store
from events.ui.control import control_store

ASSETS: Final = "/map-assets"
COLUMNS: Final = "/map-columns"
CONTROL: Final = "/map-control"
FOREVER: Final = "public, max-age=31536000, immutable"
PNG: Final = b"\x89PNG"
GZIP: Final = b"\x1f\x8b"
MISSING: Final = "Nothing of that name is here: load the page again."


def routes() -> list[BaseRoute]:
    """Return the routes for the server."""
    return [
        Route(f"{ASSETS}/{{name:path}}", _asset, methods=["GET"]),
        Route(f"{COLUMNS}/{{name}}", _columns, methods=["GET"]),
        Route(f"{CONTROL}/{{name}}", _control, methods=["GET"]),
    ]


def _asset(request: Request) -> Response:
    found = assets().get(request.path_params["name"])
    if found is None:
        return Response(MISSING, status_code=404, media_type="text/plain")
    content, media_type = found
    packed, headers = compressed(content)
    return Response(packed, media_type=media_type, headers=headers)


@lru_cache(maxsize=32)
def compressed(content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return a file as it is sent, compressed once and not at each request, and its headers."""
    if content.startswith(PNG):
        return content, {"Cache-Control": FOREVER}
    packed = content if content.startswith(GZIP) else gzip.compress(content, 9, mtime=0)
    return packed, {"Cache-Control": FOREVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}


def _columns(request: Request) -> Response:
    return _packed(store.published(request.path_params["name"]))


def _control(request: Request) -> Response:
    try:
        return _packed(control_store.published(request.path_params["name"]))
    except EventsError as error:
        return Response(str(error), status_code=422, media_type="text/plain")


def _packed(content: bytes | None) -> Response:
    if content is None:
        return Response(MISSING, status_code=404, media_type="text/plain")
    headers = {"Cache-Control": FOREVER, "Content-Encoding": "gzip"}
    return Response(content, media_type="application/octet-stream", headers=headers)
