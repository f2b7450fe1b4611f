"""The data sets themselves: adding, listing, renaming, deleting."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import filelock
import geopandas as gpd
import pandas as pd

from events import geoparquet
from events.edits import Edit
from events.errors import DataSetError
from events.geoparquet import Info
from events.importing import Imported, import_file
from events.library import states
from events.library.beside import LOG, Beside
from events.library.names import LONGEST, home, is_name, made, name_for, stem

DIGEST: Final = 32
#: Unfinished files older than this are of a process that was stopped.
STALE: Final = dt.timedelta(days=1)
PATIENCE: Final = 30.0


@dataclass(frozen=True)
class Entry:
    """A data set in the library.

    Attributes
    ----------
    name : str
        As it stands in a link.
    path : Path
        Its file.
    info : Info
        What is known of it.
    size : int
        Bytes on disk.
    added : str
        When it was added, ISO 8601, UTC.
    """

    name: str
    path: Path
    info: Info
    size: int
    added: str


class Library(Beside):
    """The data sets in a folder.

    Parameters
    ----------
    folder : Path, optional
        `home()` without it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder or home())

    def entries(self) -> list[Entry]:
        """Return all data sets, by name; what cannot be read is left out (see `damaged`)."""
        found = (self._entry(path.stem) for path in sorted(self._names.glob("*.json")))
        return [entry for entry in found if entry is not None]

    def damaged(self) -> list[str]:
        """Return the names that stand for nothing that can be read."""
        return [path.stem for path in sorted(self._names.glob("*.json")) if self._entry(path.stem) is None]

    def entry(self, name: str) -> Entry:
        """Return a data set by its name.

        Raises
        ------
        DataSetError
            There is none, or it is damaged.
        """
        if is_name(name) and (self._names / f"{name}.json").exists():
            entry = self._entry(name)
            if entry is None:
                raise DataSetError("the data set is damaged.", value=name, hint="Delete it and import it again.")
            return entry
        known = ", ".join(path.stem for path in sorted(self._names.glob("*.json"))[:8])
        raise DataSetError("there is no data set of that name.", value=name, hint=f"There are {known}." if known else "There are none yet.")

    def stands_for(self, name: str, path: Path) -> bool:
        """Tell whether a name still stands for a data set's file, without opening it."""
        try:
            stored = json.loads((self._names / f"{name}.json").read_text(encoding="utf-8"))
            return str(stored["digest"]) == path.name.split(".", maxsplit=1)[0] and path.exists()
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def load(self, name: str) -> tuple[gpd.GeoDataFrame, pd.DataFrame, Info]:
        """Return a data set's events, rejected rows and what is known of it; see `geoparquet.load`."""
        return geoparquet.load(self.entry(name).path)

    def add(self, path: str | Path, *, name: str = "", file: str = "", replace: bool = False, **options: Any) -> tuple[Entry, Imported]:
        """Import a file and give it a name.

        Parameters
        ----------
        path : str or Path
            A file of events.
        name : str
            Its name; made from the file's without it. Where the name is taken by other data, a number is added.
        file : str
            What the file is called, where its path is that of a temporary copy.
        replace : bool
            Whether data of that name give way instead.
        **options
            As for `importing.import_file`.

        Raises
        ------
        InputError, DataSetError
            It cannot be read, or not be stored; the library is as it was.
        """
        source = file or Path(path).name
        wanted = name_for(name or stem(source))
        self._sweep()
        draft = made(self.folder / "drafts") / f"{uuid.uuid4().hex}.parquet"
        try:
            imported = import_file(path, draft, name=source, **options)
            return self._publish(draft, wanted, replace=replace), imported
        finally:
            for part in (draft, geoparquet.rejected_path(draft)):
                part.unlink(missing_ok=True)

    def rename(self, old: str, new: str) -> Entry:
        """Give a data set another name.

        Raises
        ------
        DataSetError
            There is no such data set, or the new name is taken.
        """
        target = name_for(new)
        with self._lock():
            self.entry(old)
            if target == old:
                return self.entry(old)
            if (self._names / f"{target}.json").exists():
                raise DataSetError("the name is taken.", value=target, hint="Choose another, or delete the data set that has it.")
            self._give_sides(old, target)
            (self._names / f"{old}.json").replace(self._names / f"{target}.json")
            self._drop_sides(old)
            return self.entry(target)

    def delete(self, name: str) -> None:
        """Take a name away, and its data with it unless another name stands for the same.

        Raises
        ------
        DataSetError
            There is no such name.
        """
        with self._lock():
            path = self._names / f"{name}.json"
            if not is_name(name) or not path.exists():
                raise DataSetError("there is no data set of that name.", value=name)
            path.unlink()
            self._drop_sides(name)
            self._forget_unnamed()

    @contextlib.contextmanager
    def editing(self, name: str, kind: str = LOG) -> Iterator[Path]:
        """Give a data set's log ("" is the demo's; `kind` is one of `LOGS`), which nobody renames or deletes meanwhile.

        Raises
        ------
        DataSetError
            There is no data set of that name any more.
        """
        with self._lock():
            if name and not (is_name(name) and (self._names / f"{name}.json").exists()):
                raise DataSetError("there is no data set of that name any more, so nothing was saved.", value=name)
            yield self.log_path(name, kind)

    def state(self, name: str, edits: Sequence[Edit]) -> Entry:
        """Return a data set as it is after some edits of its log; see `states.state`.

        Raises
        ------
        DataSetError
            There is no such data set, or its state cannot be written.
        """
        entry = self.entry(name)
        path = states.state(entry.path, edits, self.folder / "states")
        return entry if path == entry.path else replace(entry, path=path, info=geoparquet.read_info(path))

    @property
    def _names(self) -> Path:
        return self.folder / "names"

    def _entry(self, name: str) -> Entry | None:
        try:
            stored = json.loads((self._names / f"{name}.json").read_text(encoding="utf-8"))
            digest = str(stored["digest"])
            path = self.folder / "data" / f"{digest}.parquet"
            if not re.fullmatch(r"[0-9a-f]+", digest):
                return None
            return Entry(name, path, geoparquet.read_info(path), path.stat().st_size, str(stored.get("added", "")))
        except (OSError, ValueError, KeyError, TypeError, DataSetError):
            return None

    def _publish(self, draft: Path, wanted: str, *, replace: bool) -> Entry:
        digest = _digest(draft)
        data = made(self.folder / "data") / f"{digest}.parquet"
        made(self._names)
        with self._lock():
            name = wanted if replace else self._free(wanted, digest)
            if not (self._names / f"{name}.json").exists():
                self._drop_sides(name)
            geoparquet.rejected_path(draft).replace(geoparquet.rejected_path(data))
            draft.replace(data)
            added = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            with geoparquet.replacing(self._names / f"{name}.json") as temporary:
                temporary.write_text(json.dumps({"digest": digest, "added": added}), encoding="utf-8")
            self._forget_unnamed()
            return self.entry(name)

    def _free(self, wanted: str, digest: str) -> str:
        """Return the name, numbered where other data have it."""
        number = 1
        while True:
            name = wanted if number == 1 else f"{wanted[: LONGEST - 6].rstrip('-')}-{number}"
            path = self._names / f"{name}.json"
            if not path.exists() or digest in path.read_text(encoding="utf-8"):
                return name
            number += 1

    def _forget_unnamed(self) -> None:
        """Remove data that no name stands for; only under the lock."""
        named = set()
        for path in self._names.glob("*.json"):
            try:
                named.add(str(json.loads(path.read_text(encoding="utf-8"))["digest"]))
            except (OSError, ValueError, KeyError, TypeError):
                return  # a name that cannot be read may stand for any of them
        for path in (*(self.folder / "data").glob("*.parquet"), *(self.folder / "states").glob("[!.]*.*")):
            if path.name.split(".", maxsplit=1)[0] not in named:
                path.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what stopped processes left unfinished."""
        before = (dt.datetime.now(dt.UTC) - STALE).timestamp()
        for folder, pattern in (("drafts", "*"), ("data", ".*.part"), ("names", ".*.part"), ("states", ".*.part")):
            for path in (self.folder / folder).glob(pattern):
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime < before:
                        path.unlink()

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            with filelock.FileLock(made(self.folder) / ".lock", timeout=PATIENCE):
                yield
        except filelock.Timeout as error:
            raise DataSetError("the library is busy.", file=str(self.folder), hint="Try again in a moment.") from error


def _digest(path: Path) -> str:
    """Return the digest of a data set's file and of its rejected rows."""
    whole = hashlib.sha256()
    for part in (path, geoparquet.rejected_path(path)):
        with part.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:DIGEST]
