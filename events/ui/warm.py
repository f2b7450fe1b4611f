"""What the first visitor would wait for is made while the server starts: modules, the demo, and the map's files."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any, Final

from events.errors import EventsError
from events.eventmap import assets
from events.ui import routes, store

#: Modules of the page that take long to import; those that register components with a running session are not among them.
MODULES: Final = ("events.charts", "events.control", "events.export")


@asynccontextmanager
async def warmed(_app: Any) -> AsyncIterator[None]:
    """Begin at the server's start, beside it; nobody waits for it, and visitors who come sooner make what they need themselves."""
    Thread(target=warm, name="warm", daemon=True).start()
    yield


def warm() -> None:
    """Make ready what every first page needs; what fails here is told to the visitor who asks for it."""
    for module in MODULES:
        importlib.import_module(module)
    for content, _ in assets().values():
        routes.compressed(content)
    with suppress(EventsError):
        dataset = store.opened("").dataset
        store.packed(dataset)
        store.publish(dataset)
