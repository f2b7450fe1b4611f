"""What all visitors share: the data sets in memory, one copy each, and the packed columns that the map draws from."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from threading import Lock
from typing import Final

import streamlit as st

from events.dataset import DEMO, Dataset, empty, read
from events.errors import EventsError
from events.eventmap import pack

#: Packed columns kept for the route; a page that asks for older ones gets them packed again by its next run.
KEPT: Final = 32

_packed: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


@st.cache_resource(show_spinner="Reading the data set …")
def load(path: str) -> Dataset:
    """Return a data set, read once for all visitors; it is never changed."""
    return read(path)


def load_or_demo(name: str) -> tuple[Dataset, list[str]]:
    """Return the data set of that name ("" is the demo) and notices where another had to be taken."""
    notices = []
    if name:
        notices.append(f"There is no data set “{name[:80]}” here; the demo is shown.")
    try:
        return load(str(DEMO)), notices
    except EventsError as error:
        return empty("iraq-2008"), [*notices, str(error)]


def publish(dataset: Dataset) -> str:
    """Make a data set's packed columns ready for the route and return their name, which says what they hold."""
    name = dataset.fingerprint
    with _lock:
        if name in _packed:
            _packed.move_to_end(name)
            return name
    content = gzip.compress(pack(dataset.events, factions=dataset.factions), compresslevel=6, mtime=0)
    with _lock:
        _packed[name] = content
        while len(_packed) > KEPT:
            _packed.popitem(last=False)
    return name


def published(name: str) -> bytes | None:
    """Return packed columns, gzip-compressed, None where there are none of that name."""
    with _lock:
        return _packed.get(name)
