"""An import in a process of its own: the page stays usable while a large file is read, and what breaks a reader breaks nothing else.

Knows nothing of Streamlit, because the process is started with this module alone.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import tempfile
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Final

import pandas as pd

from events import factions as faction_tables
from events.dataset import read_table
from events.errors import EventsError
from events.gazetteer import Gazetteer, country_code, from_file, from_geonames
from events.importing import Imported
from events.library import Entry, Library
from events.sources.mapping import Mapping
from events.ui.stored import Stored

STOPPED: Final = "The import stopped before it was done; nothing was added. The file may need more memory than there is."
FAILED: Final = "The import failed in a way that it should not; nothing was added. The server's log has the details."
_spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how.

    Attributes
    ----------
    folder : tempfile.TemporaryDirectory
        Holds the uploaded files; gone with the job.
    path, file : Path, str
        The uploaded copy, and what the user's file is called.
    name : str
        What the data set is to be called.
    home : Path
        The library's folder.
    columns : list of str
        The header, to remember the mapping by.
    mapping : Mapping or None
        How a table of no known layout is read.
    gazetteer, factions : Path or None
        Tables that the user supplies with it.
    country : str
        Code or English name: where places without coordinates are looked up.
    encoding, part, crs : str
        As for `sources.files.open_table`.
    """

    folder: tempfile.TemporaryDirectory[str]
    path: Path
    file: str
    name: str
    home: Path
    columns: list[str] = field(default_factory=list)
    mapping: Mapping | None = None
    gazetteer: Path | None = None
    factions: Path | None = None
    country: str = ""
    encoding: str = ""
    part: str = ""
    crs: str = ""

    def __getstate__(self) -> dict[str, object]:
        """Leave the folder to the process that made it: the other must not remove it."""
        return {**self.__dict__, "folder": None}


class Job:
    """An import under way.

    Parameters
    ----------
    order : Order
        What is imported.

    Attributes
    ----------
    share, rows : float, int
        How much is done, 0 to 1, and the rows read so far.
    name : str
        The data set's name once it is there.
    done : Imported or None
        What the import did.
    error : str
        Why it failed, in words; "" while it has not.
    """

    def __init__(self, order: Order) -> None:
        self.order = order
        self.share, self.rows = 0.0, 0
        self.name, self.error = "", ""
        self.done: Imported | None = None
        self.cancelled = False
        here, there = _spawn.Pipe(duplex=False)
        self._process = _spawn.Process(target=work, args=(order, there), daemon=True)
        self._process.start()
        there.close()
        self._listener = Thread(target=self._listen, args=(here,), daemon=True)
        self._listener.start()

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return self._listener.is_alive()

    def cancel(self) -> None:
        """Stop it; the library stays as it was."""
        self.cancelled = True
        self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over, at most so long; return whether it is."""
        self._listener.join(seconds)
        return not self.running

    def _listen(self, pipe: Connection) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                kind, *told = pipe.recv()
                if kind == "read":
                    self.share, self.rows = told
                elif kind == "done":
                    self.name, self.done = told
                else:
                    (self.error,) = told
        self._process.join()
        if self.done is None and not self.error and not self.cancelled:
            self.error = STOPPED
        self.order.folder.cleanup()


def work(order: Order, pipe: Connection) -> None:
    """Import a file and tell how it goes; runs in a process of its own."""
    tempfile.tempdir = str(order.path.parent)  # what is left when this process is stopped goes with the uploaded file
    try:
        entry, done = _import(order, pipe)
        pipe.send(("done", entry.name, done))
    except EventsError as error:
        pipe.send(("failed", str(error)))
    except MemoryError:
        pipe.send(("failed", STOPPED))
    except Exception:
        logging.getLogger(__name__).exception("importing %s", order.file)
        pipe.send(("failed", FAILED))


def _import(order: Order, pipe: Connection) -> tuple[Entry, Imported]:
    library = Library(order.home)
    factions = _checked_factions(order.factions)
    entry, done = library.add(
        order.path,
        name=order.name,
        file=order.file,
        mapping=order.mapping,
        gazetteer=_places(order),
        country=country_code(order.country) if order.country.strip() else "",
        encoding=order.encoding,
        part=order.part,
        crs=order.crs,
        progress=lambda share, rows: pipe.send(("read", share, rows)),
    )
    if factions is not None and order.factions:
        library.set_side(entry.name, "factions.csv", order.factions.read_bytes())
    if order.gazetteer:
        library.set_places(entry.name, order.gazetteer.read_bytes())
    if order.mapping:
        library.remember(order.mapping.with_header(order.columns))
    Stored(entry, library).prepare()
    return entry, done


def _checked_factions(path: Path | None) -> pd.DataFrame | None:
    return faction_tables.read_table(read_table(path), file=path.name) if path else None


def _places(order: Order) -> Gazetteer | None:
    layers = [from_file(order.gazetteer)] if order.gazetteer else []
    if order.country.strip():
        layers.append(from_geonames(order.country))
    return Gazetteer.combine(*layers) if layers else None
