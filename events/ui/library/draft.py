"""A file that was uploaded and is not yet imported: where its copy is, and what a look at it tells."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from events.errors import EventsError
from events.library import Library
from events.sources.files import open_table
from events.sources.mapping import Mapping
from events.sources.reading import Look, sniff

#: Distinct words of a column are looked for in the whole of files up to this size, and in the first rows of larger ones.
SMALL_BYTES = 64 << 20


@dataclass
class Draft:
    """An uploaded file.

    Attributes
    ----------
    file, token : str
        Its name, and what tells this upload from others.
    folder : tempfile.TemporaryDirectory
        Holds the copies; gone with the draft.
    look : Look or None
        What a look at it tells.
    error : str
        Why it cannot be read, in words.
    recalled : bool
        Whether `mapping` was used for such a table before.
    mapping : Mapping or None
        How it would be read, for a table of no known layout.
    """

    file: str
    token: str
    folder: tempfile.TemporaryDirectory[str] = field(default_factory=lambda: tempfile.TemporaryDirectory(prefix="events-upload-"))
    look: Look | None = None
    error: str = ""
    recalled: bool = False
    mapping: Mapping | None = None
    opened: tuple[tuple[str, str], ...] = ()
    _words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The copy of the file."""
        return Path(self.folder.name) / "upload"

    def put(self, stream: BinaryIO, name: str = "upload", *, role: str = "") -> Path:
        """Copy a stream into the folder, a piece at a time; files of one name with different roles do not meet."""
        target = Path(self.folder.name) / role / name
        target.parent.mkdir(exist_ok=True)
        stream.seek(0)
        with target.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        return target

    def inspect(self, **opened: Any) -> None:
        """Look at the file, with the options of `files.open_table` that the user gave; once for the same options."""
        asked = tuple(sorted((key, str(value)) for key, value in opened.items()))
        if asked == self.opened and (self.look or self.error):
            return
        self.opened, self.look, self.error, self.mapping = asked, None, "", None
        self._words.clear()
        try:
            self.look = sniff(self.path, name=self.file, **opened)
            if self.look.mapping is not None:
                kept = Library().recall(self.look.columns)
                self.recalled, self.mapping = kept is not None, kept or self.look.mapping
        except EventsError as error:
            self.error = str(error)

    def words(self, column: str) -> list[str]:
        """Return the distinct words of a column, lower case, the most frequent of the first rows first."""
        if column not in self._words:
            assert self.look is not None  # noqa: S101 -- the form is drawn for a file that was looked at
            values = self.look.head[column]
            if self.path.stat().st_size <= SMALL_BYTES:
                # What is damaged below the first rows is told by the import.
                with suppress(EventsError), open_table(self.path, name=self.file, **dict(self.opened)) as table:
                    values = pd.concat([values, table.distinct(column)], ignore_index=True)
            plain = values.astype("str").fillna("").str.split().str.join(" ").str.casefold()
            self._words[column] = [str(word) for word in plain[plain != ""].value_counts().index]
        return self._words[column]
