"""A file of any kind → a `Table`, opened by what it holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from events.errors import InputError
from events.sources import encoding as encodings
from events.sources import unpack
from events.sources.delimited import DelimitedTable
from events.sources.table import Table


@contextmanager
def open_table(path: str | Path, *, name: str = "", encoding: str = "", part: str = "", crs: str = "") -> Iterator[Table]:
    """Open a file as a table; temporary copies are gone afterwards.

    Parameters
    ----------
    path : str or Path
        The file.
    name : str
        What to call it in messages; its own name by default.
    encoding : str
        Encoding of a text file, where it should not be told from the file.
    part : str
        Sheet of a workbook or layer of a geographic file, where there are several.
    crs : str
        Coordinate reference system of a geographic file that states none.

    Raises
    ------
    InputError
        It is not there, or is no table.
    """
    given = Path(path)
    with tempfile.TemporaryDirectory(prefix="events-") as folder:
        yield _open(given, Path(folder), name or given.name, encoding=encoding, part=part, crs=crs)


def _open(path: Path, folder: Path, file: str, *, encoding: str, part: str, crs: str, depth: int = 0) -> Table:
    kind = unpack.kind_of(path, file=file)
    if kind in ("gzip", "zip"):
        if depth > 1:
            raise InputError("packed files lie inside packed files.", file=file, hint="Unpack it and give the table itself.")
        if kind == "gzip":
            inner = unpack.gunzip(path, folder / f"unpacked{depth}", file=file)
            return _open(inner, folder, file, encoding=encoding, part=part, crs=crs, depth=depth + 1)
        kind, inner = unpack.unzip(path, folder, file=file)
        if kind in ("file", "kml"):
            return _open(inner, folder, file, encoding=encoding, part=part, crs=crs, depth=depth + 1)
        path = inner
    if kind in ("text", "xml", "json") and kind == "text":
        return _text(path, folder, file, encoding=encoding)
    if kind in unpack.REFUSED:
        raise unpack.refuse(kind, file=file)
    raise InputError(f"{kind} files are not read yet.", file=file)


def _text(path: Path, folder: Path, file: str, *, encoding: str) -> Table:
    scan = encodings.Scan(encoding, damaged=True, nul=True) if encoding else encodings.scan(path)
    if scan.encoding != "utf-8" or scan.damaged:
        target = folder / "text"
        encodings.to_utf8(path, target, scan.encoding, file=file)
        path = target
    return DelimitedTable(path, file=file, scan=scan)
