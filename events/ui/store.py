"""What all visitors share: the data sets in memory, one copy each, their packed columns, and what a filter lets through."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from events.dataset import DEMO, Dataset, empty, read
from events.edited import with_edits
from events.edits import Edit, Log, to_line
from events.errors import EventsError
from events.eventmap import pack
from events.eventmap.packed import Packed, unpack
from events.library import Entry, Library
from events.searching import Searchable, searchable
from events.ui.edits import logs
from events.ui.edits.logs import Mark
from events.ui.kept import Kept
from events.ui.stored import WHOLE, Stored
from events.view import ViewState

Mask = npt.NDArray[np.bool_]
#: Edits are applied to so many events before one looks up.
QUICK: Final = 50_000
#: So many faults of a log are told in one notice.
MOST_TOLD: Final = 3

_demos: Final[Kept[Dataset]] = Kept(most=1)
_datasets: Final[Kept[Stored]] = Kept(most=16)
_edited: Final[Kept[tuple[Dataset, Sequence[str]]]] = Kept(most=8)
_entries: Final[Kept[list[Entry]]] = Kept(most=4)
#: Packed columns for the route, compressed and as arrays; a page that asks for older ones gets them packed again by its next run.
_contents: Final[Kept[bytes]] = Kept(most=32)
_packed: Final[Kept[Packed]] = Kept(most=16)
#: A bit of memory for each event: what a search found, and what all filters let through.
_found: Final[Kept[Mask]] = Kept(most=32)
_chosen: Final[Kept[Mask]] = Kept(most=64)
_texts: Final[Kept[Searchable]] = Kept(most=2)


def demo() -> Dataset:
    """Return the demo as it ships, read once for all visitors; it is never changed."""
    return _demos.get(DEMO, lambda: read(DEMO))


def open_stored(name: str, edits: Sequence[Edit] = ()) -> Stored:
    """Return a data set of the library, one copy for all visitors as long as neither it nor the tables beside it change.

    Parameters
    ----------
    name : str
        Its name.
    edits : sequence of Edit
        The edits of its log that are to be applied.

    Raises
    ------
    EventsError
        There is none of that name, or it cannot be read, or the edits not be applied.
    """
    library = Library()
    entry = library.entry(name)
    if edits and entry.info.valid > QUICK:
        with st.spinner("Applying the edits …"):
            entry = library.state(name, edits)
    elif edits:
        entry = library.state(name, edits)
    key = (entry.path, name, _sides(library, entry))
    if _datasets.peek(key) is None and entry.info.valid > QUICK:  # a large one before the edit must not stay in memory beside it
        _datasets.drop(lambda other: isinstance(other, tuple) and other[1] == name)
        WHOLE.drop(lambda other: isinstance(other, tuple) and str(other[1]).split(".")[0] == entry.path.name.split(".")[0])
    return _datasets.get(key, lambda: Stored(entry, library))


def entries() -> list[Entry]:
    """Return the data sets of the library, by name; looked at again only when one was added, renamed or deleted."""
    library = Library()
    names = library.folder / "names"
    try:
        seen = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in names.glob("*.json")))
    except OSError:  # one went while we looked
        return library.entries()
    return _entries.get((library.folder, seen), library.entries)


def _sides(library: Library, entry: Entry) -> tuple[tuple[str, int], ...]:
    found = (library.side(entry.name, kind) for kind in ("factions.csv", "places.csv", "places.geojson"))
    return tuple((path.name, path.stat().st_mtime_ns) for path in found if path)


@dataclass(frozen=True)
class Opened:
    """A data set with its edits.

    Attributes
    ----------
    dataset : Dataset
        After the edits that were asked for.
    log : Log
        All edits of its log, and what is damaged in it.
    mark : Mark
        Says whether the log grew since.
    problems : tuple of str
        Why another data set had to be taken.
    notices : tuple of str
        What is wrong with the log, in words.
    """

    dataset: Dataset
    log: Log
    mark: Mark = None
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def opened(name: str, edit: int | None = None) -> Opened:
    """Return the data set of that name ("" is the demo) after its edits up to a number, or all of them (None)."""
    problems: list[str] = []
    if name:
        try:
            return _replayed(name, edit, lambda edits: _ready(open_stored(name, edits)))
        except EventsError as error:
            problems.append(f"The data set “{name[:80]}” cannot be opened; the demo is shown. {error}")
    try:
        return replace(_replayed("", edit if not name else None, _demo), problems=tuple(problems))
    except EventsError as error:
        return Opened(empty("iraq-2008"), Log(), problems=(*problems, str(error)))


def _ready(stored: Stored) -> tuple[Dataset, Sequence[str]]:
    packed(stored)
    return stored, stored.info.conflicts


def _demo(edits: Sequence[Edit]) -> tuple[Dataset, Sequence[str]]:
    base = demo()
    if not edits:
        return base, ()
    return _edited.get((*(each.previous for each in edits), to_line(edits[-1])), lambda: with_edits(base, edits))


def _replayed(name: str, edit: int | None, make: Callable[[Sequence[Edit]], tuple[Dataset, Sequence[str]]]) -> Opened:
    """Return a data set after its edits; where they cannot be applied, as it was before them, and told."""
    mark = logs.mark(name)
    try:
        log = logs.read(name)
        wanted = [each for each in log.edits if edit is None or each.number <= edit]
        dataset, conflicts = make(wanted)
    except EventsError as error:
        dataset, _ = make([])
        return Opened(dataset, Log(), mark, notices=(f"The edits of these data are not applied: {error}",))
    return Opened(dataset, log, mark, notices=(*_few(log.damage, "The log of edits is damaged in"), *_few(conflicts, "Among the edits,")))


def _few(told: Sequence[str], begin: str) -> list[str]:
    more = f" … and {len(told) - MOST_TOLD:,} more" if len(told) > MOST_TOLD else ""
    return [f"{begin} {'; '.join(told[:MOST_TOLD])}{more}."] if told else []


def packed(dataset: Dataset) -> Packed:
    """Return a data set's columns as arrays."""
    if isinstance(dataset, Stored):
        return dataset.packed
    return _packed.get(dataset.fingerprint, lambda: unpack(gzip.decompress(_content(dataset))))


def publish(dataset: Dataset) -> str:
    """Make a data set's packed columns ready for the route and return their name, which says what they hold."""
    _contents.get(dataset.fingerprint, lambda: _content(dataset))
    return dataset.fingerprint


def published(name: str) -> bytes | None:
    """Return packed columns, gzip-compressed, None where there are none of that name."""
    return _contents.peek(name)


def _content(dataset: Dataset) -> bytes:
    if isinstance(dataset, Stored):
        return dataset.content
    return gzip.compress(pack(dataset.events, factions=dataset.factions), compresslevel=6, mtime=0)


def found(dataset: Dataset, search: str) -> Mask | None:
    """Return which events a search finds, None without one; the searched text is made once for all visitors, at the first search."""
    if not search:
        return None

    def searched() -> Searchable:
        return searchable(dataset.searched() if isinstance(dataset, Stored) else dataset.events)

    def look() -> Mask:
        with st.spinner("Preparing the search, once for these data …") if _texts.peek(dataset.fingerprint) is None else nullcontext():
            text = _texts.get(dataset.fingerprint, searched)
        return text.found(search)

    return _found.get((dataset.fingerprint, search), look)


def chosen(dataset: Dataset, view: ViewState) -> Mask:
    """Return which events pass every filter of a view, whatever the time; shape (n,), not to be changed."""
    key = json.dumps([dataset.fingerprint, view.factions, view.hidden, view.kinds, view.search, view.since, view.until])
    return _chosen.get(key, lambda: packed(dataset).chosen(view, found=found(dataset, view.search)))
