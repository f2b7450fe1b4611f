"""A report as text: blocks with their places in it, and what each says of its own source and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a report's text with one source and one publication date.

    Attributes
    ----------
    start, end : int
        Character offsets in the document's text, `end` exclusive.
    outlet : str
        Who wrote it; "" means the document's own outlet.
    published : datetime.date or None
        When it was written; None means the document's own date.
    quoted : bool
        True for an article quoted inside the report, whose "today" is its own.
    found : str
        The words from which source and date were taken, "" if none.
    """

    start: int
    end: int
    outlet: str = ""
    published: date | None = None
    quoted: bool = False
    found: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A report, read.

    Attributes
    ----------
    text : str
        The whole text; every offset counts its characters.
    blocks : tuple of Block
        In order, without overlap, together all of `text` but the space between them.
    title, outlet, url, date_words : str
        As found in the document, "" if not; the analyst confirms them.
    published : datetime.date or None
        As found in the document.
    sha256 : str
        Of the bytes that were read (of the UTF-8 text where it was pasted), hexadecimal.
    name : str
        File name, "pasted text" without one.
    """

    text: str
    blocks: tuple[Block, ...]
    sha256: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: date | None = None
    date_words: str = ""
    name: str = "pasted text"
