"""A file of any kind → a `Table`, opened by what it holds."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from events.errors import InputError
from events.sources import encoding as encodings
from events.sources import geojson, joined, kml, records, unpack
from events.sources.columnar import ParquetTable
from events.sources.delimited import DelimitedTable
from events.sources.derived import derived
from events.sources.table import Table
from events.sources.vector import read_vector
from events.sources.wide import unfolded
from events.sources.workbook import read_workbook

#: Byte of a .dbf that tells its code page, 0 where it does not.
DBF_LANGUAGE: Final = 29
SUFFIXES: Final = {"geopackage": "gpkg", "shapefile": "shp", "kml": "kml"}


@contextmanager
def open_table(path: str | Path, *, name: str = "", encoding: str = "", part: str = "", crs: str = "") -> Iterator[Table]:
    """Open a file as a table, a row for each place and day where its days stand side by side; temporary copies are gone afterwards.

    Parameters
    ----------
    path : str or Path
        The file.
    name : str
        What to call it in messages; its own name by default.
    encoding : str
        Encoding of a text file or of a Shapefile's texts, where it should not be told from the file.
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
        yield unfolded(derived(_open(given, Path(folder), name or given.name, encoding=encoding, part=part, crs=crs)))


def _open(path: Path, folder: Path, file: str, *, encoding: str, part: str, crs: str, depth: int = 0) -> Table:
    kind = unpack.kind_of(path, file=file)
    if kind in ("gzip", "zip"):
        if depth > 1:
            raise InputError("packed files lie inside packed files.", file=file, hint="Unpack it and give the table itself.")
        if kind == "gzip":
            inner = unpack.gunzip(path, folder / f"unpacked{depth}", file=file)
            return _open(inner, folder, file, encoding=encoding, part=part, crs=crs, depth=depth + 1)
        kind, inner = unpack.unzip(path, folder, file=file)
        if kind == "several":
            return _several(inner, file, encoding=encoding, part=part, crs=crs, depth=depth)
        if kind in ("file", "kml"):
            return _open(inner, folder, file, encoding=encoding, part=part, crs=crs, depth=depth + 1)
        path = inner
    if kind in unpack.REFUSED and not (kind == "shapefile" and path.parent == folder):
        raise unpack.refuse(kind, file=file)
    return _table(path, folder, file, kind=kind, encoding=encoding, part=part, crs=crs)


def _several(folder: Path, file: str, *, encoding: str, part: str, crs: str, depth: int) -> Table:
    """Open the tables of an archive as one, where all have the same columns."""
    names: list[str] = json.loads((folder / unpack.NAMES).read_text(encoding="utf-8"))
    titles = names if len(set(names)) == len(names) else [f"{number} {name}" for number, name in enumerate(names, start=1)]
    tables: dict[str, Table] = {}
    for number, title in enumerate(titles):
        within = folder / f"{number}-parts"
        within.mkdir()
        try:
            tables[title] = _open(folder / str(number), within, file, encoding=encoding, part=part, crs=crs, depth=depth + 1)
        except InputError as error:
            raise InputError(
                f"{title}: {error.problem}", file=file, row=error.row, column=error.column, value=error.value, hint=error.hint
            ) from error
    if not joined.alike(list(tables.values())):
        raise unpack.several(names, file=file)
    return joined.JoinedTable(tables, file=file, what="file")


def _table(path: Path, folder: Path, file: str, *, kind: str, encoding: str, part: str, crs: str) -> Table:
    if kind == "text":
        return _text(path, folder, file, encoding=encoding)
    if kind == "xlsx":
        return read_workbook(path, file=file, sheet=part)
    if kind == "parquet":
        table = ParquetTable(path, file=file)
        return read_vector(path, kind="geoparquet", file=file, crs=crs) if table.is_geographic else table
    if kind == "json":
        content = records.parse(path, file=file)
        if not records.is_geojson(content):
            return records.read_records(content, file=file)
        ready = geojson.prepared(content, path, folder, file=file)
        named = _link(ready.path, folder / "layer.geojson")
        return read_vector(named, kind="geojson", file=file, layer=part, crs=crs, stated=ready.shapes or None, has_crs=ready.has_crs)
    if kind == "xml":
        kind = "kml"
    if kind == "kml":
        path = kml.spelt(path, folder)
    # GDAL tells some formats by their names too.
    named = folder / f"layer.{SUFFIXES[kind]}"
    if named != path:
        named = _link(path, named)
    if kind == "shapefile":
        encoding = encoding or _dbf_encoding(named, folder, file=file)
    return read_vector(named, kind=kind, file=file, layer=part, crs=crs, encoding=encoding if kind == "shapefile" else "")


def _dbf_encoding(shapes: Path, folder: Path, *, file: str) -> str:
    """Tell the encoding of a Shapefile's texts from the texts, "" where the files state it; GDAL takes Western European for granted."""
    texts = shapes.with_suffix(".dbf")
    if shapes.with_suffix(".cpg").exists() or not texts.exists():
        return ""
    content = texts.read_bytes()
    if len(content) <= DBF_LANGUAGE or content[DBF_LANGUAGE]:
        return ""
    records = folder / "records"
    records.write_bytes(content[int.from_bytes(content[8:10], "little") :])
    return encodings.scan(records, file=file).encoding


def _link(path: Path, target: Path) -> Path:
    try:
        target.symlink_to(path.resolve())
    except OSError:  # a system without links
        shutil.copyfile(path, target)
    return target


def _text(path: Path, folder: Path, file: str, *, encoding: str) -> Table:
    scan = encodings.Scan(encoding, damaged=True, nul=True) if encoding else encodings.scan(path, file=file)
    if scan.encoding != "utf-8" or scan.damaged:
        target = folder / "text"
        encodings.to_utf8(path, target, scan.encoding, file=file)
        path = target
    return DelimitedTable(path, file=file, scan=scan)
