"""What kind of file this is, by its first bytes, and the one table inside a .gz or .zip, unpacked within limits.

Nothing is ever written under a name that an archive states: a member is copied to a name of ours in a temporary folder.
"""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Final

from events.errors import InputError

BLOCK: Final = 1 << 20
#: Text seldom shrinks to less than a thirtieth; deflate can make a file of nothing shrink to a thousandth.
LARGEST_RATIO: Final = 200
#: Below this size the ratio is of no matter.
HARMLESS: Final = 256 << 20
MEMBERS: Final = 10_000
#: So many tables of an archive are read together, one for each day of some years.
TABLES: Final = 2_000
#: File with the names of unpacked members.
NAMES: Final = "names.json"
SHAPEFILE: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SIDE: Final = (".txt", ".pdf", ".md", ".html", ".htm", ".xml", ".doc", ".docx", ".rtf", ".qmd", ".sbn", ".sbx", ".qix", ".png", ".jpg")
#: First bytes → what it is. Those in `REFUSED` are told apart to say what to do.
MAGIC: Final = (
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "geopackage"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"\x00\x00\x27\x0a", "shapefile"),
)
REFUSED: Final = {
    "xls": "Open it in a spreadsheet program and save it as .xlsx or .csv.",
    "pdf": "A table has to be taken out of it first.",
    "picture": "It is a picture, not a table.",
    "packed": "Unpack it, or pack it as .gz or .zip.",
    "shapefile": "A Shapefile is several files: put .shp, .shx, .dbf and .prj into one .zip.",
    "html": "It is a web page: a table in it can be saved as .xlsx or .csv by a spreadsheet program; or it may say that a download failed.",
    "binary": "It is neither text nor a format that is known here.",
}


def kind_of(path: Path, *, file: str) -> str:
    """Tell a file's kind by its content: parquet, geopackage, gzip, zip, json, xml, text, or one of `REFUSED`.

    Raises
    ------
    InputError
        It cannot be opened, or is empty.
    """
    try:
        with path.open("rb") as opened:
            head = opened.read(1 << 16)
    except IsADirectoryError as error:
        raise InputError("this is a folder.", file=file, hint="Name a file.") from error
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}.", file=file) from error
    if not head:
        raise InputError("the file is empty.", file=file, hint="A table needs a header row and at least two columns.")
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if start.startswith((b"{", b"[")):
        return "json"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<"):
        return "xml"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or max(head[0::2].count(0), head[1::2].count(0)) * 3 > len(head) // 2
    odd = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\0\x0b\x0c\x1a\x1b")
    return "text" if wide or (odd * 50 < len(head) and head.count(0) * 50 < len(head) + 100) else "binary"


def refuse(kind: str, *, file: str) -> InputError:
    """Return the error for a kind that cannot be read."""
    return InputError(
        f"no table: this looks like {'a ' if kind not in ('packed', 'binary', 'html') else ''}{kind} data.", file=file, hint=REFUSED[kind]
    )


def gunzip(path: Path, target: Path, *, file: str) -> Path:
    """Unpack a .gz to `target`.

    Raises
    ------
    InputError
        It is cut short, damaged, or grows beyond measure.
    """
    try:
        with gzip.open(path, "rb") as source:
            _copy(source, target, packed=path.stat().st_size, file=file)
    except EOFError as error:
        raise InputError("the compressed file is cut short.", file=file, hint="Fetch it again: rows at its end are missing.") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"the compressed file is damaged: {error}.", file=file, hint="Fetch it again.") from error
    return target


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, *, packed: int, file: str) -> None:
    written, limit = 0, max(HARMLESS, packed * LARGEST_RATIO)
    with target.open("wb") as sink:
        while block := source.read(BLOCK):
            written += len(block)
            if written > limit:
                raise InputError(
                    f"unpacks to more than {LARGEST_RATIO} times its size, as no table does.",
                    file=file,
                    hint="Unpack it yourself if you trust it.",
                )
            if shutil.disk_usage(target.parent).free < len(block) * 4:
                raise InputError("the disk is full.", file=file, hint="Make room for the unpacked file.")
            sink.write(block)


def unzip(path: Path, folder: Path, *, file: str) -> tuple[str, Path]:
    """Unpack the one table of a .zip, or all of several.

    Returns
    -------
    kind : str
        "xlsx", "shapefile", "kml", "several" tables, or "file" for anything else.
    path : Path
        Where it is now; the archive itself for a spreadsheet, a folder for several, each under its name in a folder with its number.

    Raises
    ------
    InputError
        It is damaged or encrypted, or holds no table, too many, or several Shapefiles.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _unzip(archive, path, folder, file=file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise InputError(f"the zip file is damaged: {error}.", file=file, hint="Fetch it again.") from error


def _unzip(archive: zipfile.ZipFile, path: Path, folder: Path, *, file: str) -> tuple[str, Path]:
    members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(m.filename)]
    if len(members) > MEMBERS:
        raise InputError(f"the zip file holds {len(members)} files.", file=file, hint="Pack one table.")
    if any(member.flag_bits & 1 for member in members):
        raise InputError("the zip file is encrypted.", file=file, hint="Unpack it with its password first.")
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        _within(members, path, file=file)
        return "xlsx", path
    shapes = [m for m in members if m.filename.lower().endswith(".shp")]
    tables = shapes or [m for m in members if not m.filename.lower().endswith(_SIDE)] or members
    if not tables:
        raise InputError("the zip file is empty.", file=file, hint="Pack one table.")
    if len(tables) > 1 and not shapes and len(tables) <= TABLES:
        _within(tables, path, file=file)
        return "several", _members(archive, tables, folder / "members", packed=path.stat().st_size, file=file)
    if len(tables) > 1:
        raise several([_name(member) for member in tables], file=file, hint="Pack one Shapefile." if shapes else "Pack fewer tables.")
    packed = path.stat().st_size
    if not shapes:
        kind = "kml" if tables[0].filename.lower().endswith(".kml") else "file"
        return kind, _member(archive, tables[0], folder / f"member.{kind}", packed=packed, file=file)
    stem = shapes[0].filename[:-4].lower()
    for member in members:
        suffix = member.filename[-4:].lower()
        if suffix in SHAPEFILE and member.filename[:-4].lower() == stem:
            _member(archive, member, folder / f"layer{suffix}", packed=packed, file=file)
    return "shapefile", folder / "layer.shp"


def several(names: list[str], *, file: str, hint: str = "Pack one table, or several with the same columns.") -> InputError:
    """Return the error for an archive of tables that cannot be read together."""
    return InputError(
        f"the zip file holds {len(names)} tables: {', '.join(sorted(names)[:8])}.",
        file=file,
        hint=hint,
    )


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path, *, packed: int, file: str) -> Path:
    """Copy members under numbers of ours, in the order of their names, and write the names down beside them."""
    same: dict[tuple[int, int], str] = {}
    for member in members:
        if (twin := same.setdefault((member.CRC, member.file_size), _name(member))) != _name(member):
            raise InputError(f"the zip file holds the same table twice: {twin}, {_name(member)}.", file=file, hint="Pack it once.")
    folder.mkdir()
    ordered = sorted(members, key=lambda member: member.filename)
    for number, member in enumerate(ordered):
        _member(archive, member, folder / str(number), packed=packed, file=file)
    (folder / NAMES).write_text(json.dumps([_name(member) for member in ordered]), encoding="utf-8")
    return folder


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, *, packed: int, file: str) -> Path:
    with archive.open(member) as source:
        _copy(source, target, packed=packed, file=file)
    return target


def _within(members: list[zipfile.ZipInfo], path: Path, *, file: str) -> None:
    if sum(member.file_size for member in members) > max(HARMLESS, path.stat().st_size * LARGEST_RATIO):
        raise InputError(
            f"unpacks to more than {LARGEST_RATIO} times its size, as no table does.", file=file, hint="Save it again, as .csv."
        )


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or part.startswith("._") or part in (".DS_Store", "Thumbs.db", "desktop.ini") for part in parts)
