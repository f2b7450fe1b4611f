"""The file of an edit log: lines are only ever added, each written whole and flushed to the disk before it counts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from events.edits import START, Change, Edit, Log, Record, following_all, parse, to_line, undoing
from events.errors import DataSetError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def read_log(path: str | Path) -> Log:
    """Return a log; an empty one if there is no such file.

    Raises
    ------
    DataSetError
        If the file cannot be read.
    """
    file = Path(path)
    try:
        return parse(file.read_bytes().decode("utf-8", "replace")) if file.exists() else Log((), (), START)
    except OSError as error:
        raise DataSetError(f"the log of edits cannot be read: {error.strerror or error}.", file=str(file)) from error


def save(
    path: str | Path, *, who: str, at: datetime, before: Record | None, after: Record | None, note: str = "", seen: int | None = None
) -> Edit:
    """Add one edit to a log; see `save_all`."""
    return save_all(path, [Change(before, after, note)], who=who, at=at, seen=seen)[0]


def save_all(path: str | Path, changes: Sequence[Change], *, who: str, at: datetime, seen: int | None = None) -> tuple[Edit, ...]:
    """Add edits to a log, and return them once they are on the disk.

    Two writers wait for each other. A line that an earlier writer could not finish stays in the file, closed off and reported by
    `read_log`; nothing is ever overwritten.

    Parameters
    ----------
    path : str or Path
        The log; made if it is not there.
    changes : sequence of Change
        Events before and after; see `events.replay.as_record`.
    who : str
        Who edits.
    at : datetime.datetime
        When, with a time zone.
    seen : int, optional
        Number of the last edit that the writer knew of; see `events.edits.following_all`.

    Raises
    ------
    DataSetError
        If the file cannot be written.
    InputError
        If an edit changes nothing, or more than one event, or one that somebody else edited since.
    """
    with _locked(Path(path)) as file:
        edits = following_all(_read(file), changes, who=who, at=at, seen=seen)
        _append(file, edits)
    return edits


def undo(path: str | Path, number: int, *, who: str, at: datetime) -> Edit:
    """Add the edit that takes an earlier one back; see `events.edits.undoing`."""
    with _locked(Path(path)) as file:
        edit = undoing(_read(file), number, who=who, at=at)
        _append(file, [edit])
    return edit


def _read(file: IO[bytes]) -> Log:
    file.seek(0)
    return parse(file.read().decode("utf-8", "replace"))


def _append(file: IO[bytes], edits: Sequence[Edit]) -> None:
    """Write whole lines at the end; what a full disk cuts off is taken away again, so that the log is as it was."""
    size = file.seek(0, os.SEEK_END)
    lines = "".join(f"{to_line(edit)}\n" for edit in edits).encode("utf-8")
    if size:
        file.seek(size - 1)
        if file.read(1) != b"\n":  # a line that was cut off: close it, so that the next one is whole
            lines = b"\n" + lines
    try:
        left = memoryview(lines)
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            file.truncate(size)
        raise


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """Open a log for adding, alone; a new one is made known to the folder on the disk as well."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        with path.open("a+b", buffering=0) as file:
            _lock(file)
            yield file
        if is_new:
            _sync_folder(path.parent)
    except OSError as error:
        raise DataSetError(f"the edit cannot be saved: {error.strerror or error}.", file=str(path), hint="Nothing was changed.") from error


def _lock(file: IO[bytes]) -> None:
    """Wait until no other writer has the file; the lock is given back when the file is closed."""
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there, and needs no flush
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
