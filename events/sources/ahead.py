"""Work ahead: the next item is made in a thread while the last one is used. Parsing and packing leave Python's lock, so two cores share."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import Final, TypeVar

Item = TypeVar("Item")
DEPTH: Final = 2


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items in order, up to `DEPTH` of them made beforehand; what their making raises is raised here."""
    made: queue.Queue[list[Item] | BaseException] = queue.Queue(maxsize=DEPTH)
    stopped = threading.Event()
    thread = threading.Thread(target=_work, args=(items, made, stopped), name="events-ahead", daemon=True)
    thread.start()
    try:
        while one := made.get():
            if isinstance(one, BaseException):
                raise one
            yield one[0]
    finally:
        stopped.set()
        thread.join()


def _work(items: Iterable[Item], made: queue.Queue[list[Item] | BaseException], stopped: threading.Event) -> None:
    """Put each item into the queue, in a list of its own; an empty list ends it."""
    try:
        for item in items:
            if not _put([item], made, stopped):
                break
        else:
            _put([], made, stopped)
    except BaseException as error:  # noqa: BLE001 -- handed over to the caller's thread, where it is raised
        _put(error, made, stopped)
    finally:
        if isinstance(items, Generator):
            items.close()


def _put(message: list[Item] | BaseException, made: queue.Queue[list[Item] | BaseException], stopped: threading.Event) -> bool:
    """Wait for room in the queue; give up when nobody listens any more."""
    while not stopped.is_set():
        try:
            made.put(message, timeout=0.05)
        except queue.Full:
            continue
        return True
    return False
