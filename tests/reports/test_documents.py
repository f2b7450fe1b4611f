"""Reports come in as text with its places; what is no report is refused in words and changes nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from events.errors import EventsError, InputError
from events.reports import formats
from events.reports.documents import LARGEST, LONGEST, document_from_bytes, document_from_text, open_document
from events.reports.quoted import blocks_of

SENTENCE = "Rebels captured Goma on Tuesday while peacekeepers looked on, witnesses said."


def a_pdf(text: str, *, locked: bool = False) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if locked:
        writer.encrypt("a word")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_docx(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PAGE = f"""<!doctype html><html><head><title>Goma falls - Example News</title>
<meta property="og:site_name" content="Example News"><meta property="article:published_time" content="2012-11-20T10:00:00Z">
</head><body><nav>Home Sport</nav><article><h1>Goma falls</h1><p>{SENTENCE}</p>
<p>The M23 fighters walked into the city of one million people after the army fled towards Sake, residents told reporters.</p>
</article><script>document.write("Rebels captured Bukavu")</script><footer>All rights reserved</footer></body></html>""".encode()

MAIL = (
    "From: Wire Desk <desk@example.org>\r\nDate: Tue, 20 Nov 2012 10:00:00 +0000\r\nSubject: Goma falls\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SENTENCE}\r\n"
).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", SENTENCE.encode()),
        ("a.html", PAGE),
        ("a.pdf", a_pdf(SENTENCE)),
        ("a.docx", a_docx("Goma falls", SENTENCE)),
        ("a.eml", MAIL),
    ],
)
def test_each_format_gives_the_text(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    found = open_document(tmp_path / name)
    assert SENTENCE in found.text
    assert "Bukavu" not in found.text
    assert found.name == name
    assert len(found.sha256) == 64
    assert (tmp_path / name).read_bytes() == data


def test_a_page_s_title_outlet_and_date_are_found_and_its_scripts_are_not_text() -> None:
    found = document_from_bytes(PAGE, name="page")
    assert (found.title, found.outlet, found.published) == ("Goma falls", "Example News", date(2012, 11, 20))
    assert "rights" not in found.text


def test_a_mail_s_sender_subject_and_date_are_found() -> None:
    found = document_from_bytes(MAIL, name="a.eml")
    assert (found.title, found.outlet, found.published) == ("Goma falls", "Wire Desk", date(2012, 11, 20))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_plain_text(encoding: str) -> None:
    text = "Rebels took Café Hill – “quietly” – on Tuesday."
    assert document_from_bytes(text.encode(encoding), name="a.txt").text == text


def a_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return out.getvalue()


def with_entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_docx(SENTENCE))) as good, zipfile.ZipFile(out, "w") as bad:
        for info in good.infolist():
            content = good.read(info)
            if info.filename == "word/document.xml":
                content = content.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document', 1)
            bad.writestr(info.filename, content)
    return out.getvalue()


def other_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", SENTENCE)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", "is empty"),
        (lambda: b" \n\t ", "is empty"),
        (lambda: bytes(range(32)) * 50, "binary"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        (lambda: b"%PDF-1.7 broken", "damaged"),
        (lambda: a_pdf(SENTENCE)[:300], "damaged|holds no text"),
        (lambda: a_pdf(""), "scan"),
        (lambda: a_pdf(SENTENCE, locked=True), "encrypted"),
        (lambda: b"PK\x03\x04broken", "damaged archive"),
        (lambda: a_docx(SENTENCE)[:-200], "damaged"),
        (a_docx, "holds no text"),
        (a_bomb, "far more than its size"),
        (with_entities, "entities"),
        (other_archive, "no Word file"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office|encrypted"),
        (lambda: b"{\\rtf1 text}", "old Office"),
        (lambda: b"<html><body><script>alert(1)</script></body></html>", "no article"),
        (lambda: b"<html><body><p " + b" ".join(b'a%d="x"' % n for n in range(5_000)) + b">Kut fell.</p></body></html>", "far too long"),
        (
            lambda: b"From: a\nDate: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed\n\n" * 99,
            "mails in mails",
        ),
        (lambda: b"x" * (LARGEST + 1), "too large"),
        (lambda: b"word " * (LONGEST // 5 + 1), "too much text"),
    ],
)
def test_what_is_no_report_is_refused_with_the_next_step(make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        document_from_bytes(make(), name="report.bin")
    assert str(caught.value).startswith("report.bin: ")
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        open_document(tmp_path / "none.txt")
    with pytest.raises(InputError, match="no file"):
        open_document(tmp_path)


@given(st.binary(max_size=400), st.sampled_from(["", ".txt", ".html", ".pdf", ".docx", ".eml"]))
def test_any_bytes_give_text_or_an_error_in_words(data: bytes, suffix: str) -> None:
    for head in (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"From: a\nDate: b\n"):
        try:
            text = document_from_bytes(head + data, name=f"a{suffix}").text
        except EventsError as error:
            text = error.hint or ""
        assert text.strip()


def test_the_format_is_told_from_the_bytes_not_the_name() -> None:
    assert formats.sniff(a_pdf(SENTENCE), ".txt") == "pdf"
    assert formats.sniff(PAGE, ".txt") == "html"
    assert formats.sniff(MAIL, "") == "eml"
    assert formats.sniff(b"From: nowhere they came, and took Kut.", "") == "txt"


QUOTING = """Weekly digest
2 April 2008

Kut fell on Tuesday.

The New York Times, March 27, 2008:

The Mahdi Army took Shuhada today.

***

Back to us.

On March 25, 2008, Bob Smith wrote:
> Basra was quiet yesterday.
> Really.

And us again.
"""


def test_quoted_articles_keep_their_own_source_and_date() -> None:
    found = document_from_text(QUOTING)
    assert (found.published, found.date_words) == (date(2008, 4, 2), "2 April 2008")
    told = [(b.quoted, b.outlet, b.published, QUOTING[b.start : b.end].split(maxsplit=1)[0]) for b in found.blocks]
    assert told == [
        (False, "", None, "Weekly"),
        (True, "The New York Times", date(2008, 3, 27), "The"),
        (False, "", None, "***"),
        (True, "Bob Smith", date(2008, 3, 25), ">"),
        (False, "", None, "And"),
    ]


def test_a_forwarded_mail_is_a_quoted_article() -> None:
    text = "Please read.\n\n---- Forwarded message ----\nFrom: Desk <d@example.org>\nDate: 24 March 2008\nSubject: Kut\n\nKut fell today.\n"
    last = document_from_text(text).blocks[-1]
    assert (last.quoted, last.outlet, last.published) == (True, "Desk", date(2008, 3, 24))


@pytest.mark.parametrize(
    "line", ["Rebels took Goma on November 20, 2012.", "The army left on 25 March 2008 and came back:", "It began in March 2008"]
)
def test_a_sentence_with_a_date_is_no_heading(line: str) -> None:
    assert len(document_from_text(f"First. A sentence that is long enough to end the opening.\n\n{line}\n\nMore.").blocks) == 1


@given(st.text(alphabet=st.sampled_from("ab >\n-*:,.0123456789 MTW"), max_size=300))
def test_blocks_are_in_order_and_lose_no_word(text: str) -> None:
    found = blocks_of(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found[0].start >= 0
    assert found[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("BAGHDAD (Reuters) - Militants seized Kut.", "Reuters"),
        ("KUT, Iraq, March 30 (Xinhua) -- Militants seized Kut.", "Xinhua"),
        ("Rebels take Goma\n\nBy Jane Roe, Associated Press\n\nThe rebels came at dawn.", "Associated Press"),
        ("By Jane Roe and John Doe | The New York Times\n\nThe rebels came at dawn.", "The New York Times"),
        ("By Jane Roe, Staff Writer\n\nThe rebels came at dawn.", ""),
        ("By noon on Tuesday, the army had left Kut, residents said.", ""),
        ("By Sunday night, Kut", ""),
        ("KUT (30 km) - The rebels came at dawn.", ""),
        ("ADEN, Yemen - The rebels came at dawn.", ""),
    ],
)
def test_the_outlet_of_a_dateline_or_a_byline_is_offered(text: str, outlet: str) -> None:
    assert document_from_text(text).outlet == outlet
