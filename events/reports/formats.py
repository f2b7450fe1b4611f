"""The text of a report in each format we read, with title, outlet and date as the format gives them."""

from __future__ import annotations

import email
import email.policy
import io
import logging
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from typing import Final

from events.errors import InputError

#: A .docx may unpack to this much, bytes, and to this many times its size: more is a bomb.
UNPACKED: Final = 100_000_000
RATIO: Final = 200
PAGES: Final = 1_000
#: A mail holds a few parts within parts; one with hundreds is made to harm.
PARTS: Final = 50
#: A page of news without its scripts and pictures is far shorter than this, and so is each tag, characters; longer ones take ages.
LONGEST_PAGE: Final = 1_500_000
_LONG_TAG: Final = re.compile(r"<[^<>]{20000}")
_UNSEEN: Final = ("script", "style", "svg")
_EMBEDDED: Final = re.compile(r"data:[\w/+.-]{0,60};base64,[\w+/=]{200,}")
#: Share of control characters above which bytes are no text.
ODD: Final = 0.02


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: `text`, and "" or None for what it does not say; `empty` tells why there is no text."""

    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: date | None = None
    date_words: str = ""
    empty: str = ""


def sniff(data: bytes, suffix: str) -> str:
    """Return the format of a file ("pdf", "docx", "html", "eml", "txt") from its first bytes; the suffix decides between texts only.

    Raises
    ------
    InputError
        If it is of a format that is not read, with what to save it as.
    """
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"PK"):
        return "docx"
    if start.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise InputError(
            "is an old Office or an encrypted Office file.", hint="Open it and save it as .docx without a password, or as .txt."
        )
    lower = start[:2048].lower()
    if suffix in (".html", ".htm", ".xhtml", ".mhtml") or lower.startswith((b"<!doctype html", b"<html")) or b"<html" in lower:
        return "html"
    if suffix == ".eml" or re.match(
        rb"(?:received|return-path|delivered-to|mime-version|message-id|from|date|subject|x-[\w-]+): .*\r?\n(?:[\w-]+: |[ \t])",
        start,
        re.IGNORECASE,
    ):
        return "eml"
    return "txt"


def decode(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises
    ------
    InputError
        If they are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for c in text[:20_000] if ord(c) < 32 and c not in "\t\n\r\f")  # control characters
        if odd <= ODD * min(len(text), 20_000):
            return text.replace("\x00", " ")
        break
    raise InputError("is no text: it is binary.", hint="Give a .txt, .html, .pdf, .docx or .eml file.")


def from_text(data: bytes) -> Found:
    """Return plain text."""
    return Found(decode(data))


def from_html(data: bytes) -> Found:
    """Return the article of a web page, without menus, scripts and comments; title, site and date as the page states them."""
    import trafilatura  # noqa: PLC0415  # slow to import, and needed for this format alone

    page = _EMBEDDED.sub("", _seen(_decode_html(data)))
    if len(page) > LONGEST_PAGE or _LONG_TAG.search(page):
        raise InputError("is no page of news: it is far too long, or one of its tags is.", hint="Save its text as .txt and read that.")
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):  # a dict is what other output formats give
        return Found("", empty="holds no article that can be told from the page around it.")
    day = _iso(str(found.date or ""))
    return Found(
        str(found.text or "").replace("\n", "\n\n"),
        str(found.title or ""),
        str(found.sitename or ""),
        str(found.url or ""),
        day,
        str(found.date or ""),
    )


def _seen(page: str) -> str:
    """Return a page without what no reader sees: scripts, styles, drawings; one that never ends takes the rest of the page with it."""
    for tag in _UNSEEN:
        kept, lower, at = [], page.lower(), 0
        while (start := lower.find(f"<{tag}", at)) >= 0:
            kept.append(page[at:start])
            end = lower.find(f"</{tag}", start)
            close = lower.find(">", end) if end >= 0 else -1
            at = close + 1 if close >= 0 else len(page)
        page = "".join([*kept, page[at:]])
    return page


def _decode_html(data: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return decode(data)


def from_pdf(data: bytes) -> Found:
    """Return the text of a PDF, with words broken at line ends joined again."""
    from pypdf import PdfReader  # noqa: PLC0415  # needed for this format alone

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said once, as an error
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("is encrypted.", hint="Open it with its password and save it without one.")
    if len(reader.pages) > PAGES:
        raise InputError(f"has {len(reader.pages):,} pages; {PAGES:,} at most.", hint="Split it.")
    text = "\n\n".join(page.extract_text() or "" for page in reader.pages)
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", text)
    title = str((reader.metadata.title if reader.metadata else "") or "")
    return Found(text, title, empty="holds no text: it is a scan, or pictures.")


def from_docx(data: bytes) -> Found:
    """Return the text of a Word file: paragraphs and table cells in order."""
    import docx  # noqa: PLC0415  # needed for this format alone

    _check_archive(data)
    document = docx.Document(io.BytesIO(data))
    lines = [p.text for p in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return Found("\n\n".join(line for line in lines if line.strip()), str(document.core_properties.title or ""))


def _check_archive(data: bytes) -> None:
    """Refuse an archive that is no Word file, is encrypted, unpacks to a bomb, or declares entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputError("is a damaged archive.", hint="Save it again as .docx.") from error
    size = sum(info.file_size for info in infos)
    if size > UNPACKED or size > RATIO * max(len(data), 1):
        raise InputError("unpacks to far more than its size: it may be made to harm.", hint="Save its text as .txt and read that.")
    if any(info.flag_bits & 1 for info in infos):
        raise InputError("is encrypted.", hint="Save it without a password.")
    if "word/document.xml" not in archive.namelist():
        raise InputError("is an archive but no Word file.", hint="Unpack it and give the reports in it.")
    if any(b"<!DOCTYPE" in archive.read(info)[:100_000] for info in infos if info.filename.endswith((".xml", ".rels"))):
        raise InputError("declares entities, as no Word file does: it may be made to harm.", hint="Save its text as .txt and read that.")


def from_eml(data: bytes) -> Found:
    """Return the text of a mail: its plain body, else its HTML body; From, Date and Subject as outlet, date and title."""
    if data.lower().count(b"content-type: multipart") > PARTS:
        raise InputError("holds mails in mails, more than any reader opens.", hint="Save its text as .txt.")
    mail = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(mail, EmailMessage):  # the default policy makes no other
        raise InputError("is no mail that can be read.", hint="Save its text as .txt.")
    body = mail.get_body(preferencelist=("plain", "html"))
    content = body.get_content() if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        content = from_html(str(content).encode("utf-8")).text
    stamp = mail["date"].datetime if mail["date"] is not None and hasattr(mail["date"], "datetime") else None
    sender = mail["from"].addresses[0].display_name if mail["from"] is not None and getattr(mail["from"], "addresses", None) else ""
    return Found(
        str(content), str(mail["subject"] or ""), str(sender), "", stamp.date() if stamp is not None else None, str(mail["date"] or "")
    )


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None
