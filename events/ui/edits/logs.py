"""The logs of edits and decisions as the page reads them: anew only when they grew."""

from __future__ import annotations

from typing import Final

from events.edit_log import read_log
from events.edits import Log
from events.library import LOG, Library
from events.ui.kept import Kept

#: File, size and time of a log; None where there is none.
Mark = tuple[str, int, int] | None

_logs: Final[Kept[Log]] = Kept(most=32)


def mark(name: str, kind: str = LOG) -> Mark:
    """Return what tells whether a log of a data set ("" is the demo; `kind` is one of the library's) grew."""
    path = Library().log_path(name, kind)
    try:
        seen = path.stat()
    except OSError:
        return None
    return str(path), seen.st_size, seen.st_mtime_ns


def read(name: str, kind: str = LOG) -> Log:
    """Return a log of a data set; an empty one where nothing was edited.

    Raises
    ------
    DataSetError
        It cannot be read.
    """
    found = mark(name, kind)
    return Log() if found is None else _logs.get(found, lambda: read_log(found[0]))
