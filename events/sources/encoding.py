"""Bytes of a text file → UTF-8. The encoding is told from the whole file, once, and never cell by cell.

UTF-8 (with or without a byte order mark), UTF-16 and UTF-32 tell themselves. Otherwise the file is cp1252 when more of its stretches beyond
ASCII break UTF-8 than keep it; when fewer do, the file is UTF-8 with damaged cells, and the damage is marked with `UNREADABLE`, so that
those rows can be rejected. Words of another script in an old code page (cp1251, cp1256) would read as Latin letters without sense, so where
most such letters stand in words of their own the file is refused until the user names its encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from events.errors import InputError

#: A Unicode noncharacter, which no text holds: stands for a byte that is no character in the file's encoding.
UNREADABLE: Final = "\ufdd0"
BLOCK: Final = 1 << 23
HEAD: Final = 1 << 16
#: From so many bytes beyond ASCII in a row on, they are a word of another script and not an accented letter or a quotation mark.
WORD: Final = 4
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]+")
#: Share of zero bytes on one side of the pairs from which text is UTF-16 without a mark.
_ZEROS: Final = 0.3


@dataclass(frozen=True)
class Scan:
    """What a look at the whole file tells of its text.

    Attributes
    ----------
    encoding : str
        Python's name of the encoding.
    damaged : bool
        Whether there are bytes that are no character in it.
    nul : bool
        Whether there are NUL characters.
    """

    encoding: str
    damaged: bool
    nul: bool


def _mark(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return UNREADABLE, error.end
    raise error


codecs.register_error("events.unreadable", _mark)


def scan(path: Path, *, file: str = "") -> Scan:
    """Read the whole file once and tell its encoding.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        It is in some code page of Cyrillic, Arabic or another script, and nothing tells which.
    """
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    wide = _wide(head)
    if wide:
        return Scan(wide, damaged=True, nul=True)
    valid = broken = undefined = letters = words = 0
    nul = False
    for block in _blocks(path):
        nul = nul or b"\0" in block
        if block.isascii():
            continue
        if not _is_utf8(block):
            for stretch in _BEYOND_ASCII.findall(block):
                try:
                    stretch.decode("utf-8")
                    valid += 1
                except UnicodeDecodeError:
                    broken += 1
                    letters += len(stretch)
                    words += len(stretch) if len(stretch) >= WORD else 0
                    undefined += any(byte in stretch for byte in b"\x81\x8d\x8f\x90\x9d")
        else:
            valid += 1
    if not broken:
        return Scan("utf-8", damaged=False, nul=nul)
    if broken > valid:
        if words * 2 > letters:
            raise InputError(
                "is not in UTF-8, and whole words of it are in letters beyond the Latin ones, so its encoding cannot be told.",
                file=file,
                hint="Name the encoding: cp1251 for Cyrillic, cp1256 for Arabic; or save it as UTF-8.",
            )
        return Scan("cp1252", damaged=undefined > 0, nul=nul)
    return Scan("utf-8", damaged=True, nul=nul)


def _is_utf8(block: bytes) -> bool:
    """Tell whether bytes are UTF-8, by Arrow's check, which is several times as fast as decoding."""
    offsets = pa.py_buffer(np.array([0, len(block)], dtype="<i8"))
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(block)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _wide(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if odd > _ZEROS and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > _ZEROS and odd < even / 10 else ""


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the file in blocks that end between two characters of UTF-8 (a sequence has at most three bytes after its first)."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            joined = rest + block
            cut = len(joined)
            for back in range(1, min(4, len(joined)) + 1):
                byte = joined[-back]
                if byte & 0xC0 != 0x80:  # not in the middle of a sequence
                    cut = len(joined) - back if byte >= 0xC0 else cut
                    break
            rest = joined[cut:]
            yield joined[:cut]
    if rest:
        yield rest


def to_utf8(path: Path, target: Path, encoding: str, *, file: str) -> None:
    """Write the text of `path` to `target` in UTF-8; what is no character becomes `UNREADABLE`.

    Raises
    ------
    InputError
        The encoding is not known, or the file cannot be in it.
    """
    hint = "Use utf-8, utf-16-le, utf-16-be, cp1252 or another of Python's names."
    try:
        b"a".decode(encoding, "ignore")  # which refuses Python's codecs that are no encoding of text, such as "hex"
        decoder = codecs.getincrementaldecoder(encoding)("events.unreadable")
    except (LookupError, ValueError) as error:
        raise InputError("no such encoding.", file=file, value=encoding, hint=hint) from error
    try:
        with path.open("rb") as source, target.open("wb") as sink:
            while block := source.read(BLOCK):
                sink.write(decoder.decode(block).encode("utf-8", "replace"))
            sink.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
    except UnicodeError as error:  # such as UTF-16 whose order of bytes neither the file nor the name tells
        raise InputError(f"the file is not in this encoding: {error}.", file=file, value=encoding, hint=hint) from error
