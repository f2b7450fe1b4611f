"""Read a report's file, or text as pasted, into a `Document`. The only part of reading that opens files; it changes none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from events.errors import EventsError, InputError
from events.reports import formats
from events.reports.dateline import opening_outlet
from events.reports.document import Block, Document
from events.reports.formats import Found
from events.reports.quoted import blocks_of, opening_date

#: Largest file read, bytes; reports are text, and what is larger is something else.
LARGEST: Final = 25_000_000
#: Longest text read, characters: about 160,000 words.
LONGEST: Final = 1_000_000

READERS: Final[Mapping[str, Callable[[bytes], Found]]] = {
    "pdf": formats.from_pdf,
    "docx": formats.from_docx,
    "html": formats.from_html,
    "eml": formats.from_eml,
    "txt": formats.from_text,
}


def open_document(path: str | Path) -> Document:
    """Read a report from a .txt, .html, .pdf, .docx or .eml file; what it is is told from its bytes, not its name.

    Parameters
    ----------
    path : str or Path
        The file.

    Raises
    ------
    InputError
        If it cannot be read as text: missing, a folder, too large, empty, binary, encrypted, damaged, or of another format. The message
        names the file and what to do.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise InputError("is no file.", file=str(path), hint="Name a report's file.")
        if size > LARGEST:
            raise InputError(
                f"is too large for a report ({size / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB at most).", file=file.name, hint="Split it."
            )
        data = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror or error}.", file=str(path), hint="Check the name and the permissions."
        ) from error
    return document_from_bytes(data, name=file.name)


def document_from_bytes(data: bytes, *, name: str) -> Document:
    """Read a report from the bytes of a file, as an upload gives them; see `open_document`."""
    if len(data) > LARGEST:
        raise InputError(f"is too large for a report ({LARGEST / 1e6:.0f} MB at most).", file=name, hint="Split it.")
    if not data.strip():
        raise InputError("is empty.", file=name, hint="Name a file with text in it.")
    try:
        kind = formats.sniff(data, os.path.splitext(name)[1].lower())  # noqa: PTH122  # a name from an upload is no path of this machine
        found = READERS[kind](data)
    except EventsError as error:
        raise InputError(error.problem, file=name, hint=error.hint) from error
    except RecursionError as error:
        raise InputError("is nested too deeply to be read.", file=name, hint="Save its text as .txt and read that.") from error
    except MemoryError as error:
        raise InputError("needs more memory than there is.", file=name, hint="Save its text as .txt and read that.") from error
    except Exception as error:  # a parser of foreign files may raise anything; the user gets one sentence
        reason = str(error).splitlines()[0][:150] if str(error) else type(error).__name__
        raise InputError(f"is damaged: {reason}.", file=name, hint="Save its text as .txt and read that.") from error
    return _document(found, hashlib.sha256(data).hexdigest(), name)


def document_from_text(text: str, *, name: str = "pasted text") -> Document:
    """Return the document of a text as pasted; its hash is of the UTF-8 text.

    Raises
    ------
    InputError
        If the text is empty, too long, or no text.
    """
    data = text.encode("utf-8", "replace")
    if "\x00" in text:
        raise InputError("holds characters that no text has.", file=name, hint="Paste plain text.")
    return _document(Found(text), hashlib.sha256(data).hexdigest(), name)


def _document(found: Found, digest: str, name: str) -> Document:
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff")
    if not text.strip():
        raise InputError(found.empty or "holds no text.", file=name, hint="If it is a scan, run text recognition on it first.")
    if len(text) > LONGEST:
        raise InputError(f"holds too much text ({len(text):,} characters; {LONGEST:,} at most).", file=name, hint="Split it.")
    outlet, published, words = found.outlet, found.published, found.date_words
    if published is None:
        published, words, beside = opening_date(text)
        outlet = outlet or beside
    outlet = outlet or opening_outlet(text)
    document = Document(text, (Block(0, len(text)),), digest, found.title, outlet, found.url, published, words, name)
    return replace(document, blocks=blocks_of(text))
