"""Reports come in: pasted or as files. What cannot be read says so, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from events.errors import EventsError
from events.reports.document import Document
from events.reports.documents import LARGEST, document_from_bytes, document_from_text
from events.ui.plain import label
from events.ui.review.state import Review, Sheet

#: More are for the command line, which goes on where it was stopped.
MOST_FILES: Final = 50


def intake(here: Review) -> None:
    """Draw the form for text and files."""
    with st.form(f"review-intake-{here.round}", border=True):
        text = st.text_area(
            "Paste the text of a report",
            key=f"review-text-{here.round}",
            height=220,
            placeholder="The whole report, with its first line: outlet, place and date are taken from it.",
        )
        files = st.file_uploader(
            "… or choose files",
            key=f"review-files-{here.round}",
            accept_multiple_files=True,
            max_upload_size=LARGEST // 1_000_000,
            help="Text, web pages (.html), PDF, Word (.docx) and mail (.eml), several at once.",
        )
        sent = st.form_submit_button("Go on", key=f"review-intake-go-{here.round}", icon=":material/arrow_forward:")
    st.caption("Everything is read on this machine and goes nowhere else.")
    if sent and (text.strip() or files):
        take_in(here, text, files or [])
        st.rerun()
    elif sent:
        st.info("Paste a report, or choose a file.")


def take_in(here: Review, text: str, files: Sequence[Any]) -> None:
    """Add the reports that can be read, and the reasons for those that cannot."""
    here.refused = []
    here.round += 1
    if text.strip():
        _take(here, lambda: document_from_text(text))
    for file in files[:MOST_FILES]:
        _take(here, lambda file=file: document_from_bytes(file.getvalue(), name=file.name))  # type: ignore[misc]  # bound at once
    if len(files) > MOST_FILES:
        here.refused.append(
            f"{len(files) - MOST_FILES:,} more files were left out: {MOST_FILES} at a time. “python -m events read” reads any number."
        )
    here.adding = not here.sheets


def _take(here: Review, read: Callable[[], Document]) -> None:
    try:
        document = read()
    except EventsError as error:
        here.refused.append(str(error))
        return
    if any(sheet.document.sha256 == document.sha256 for sheet in here.sheets):
        here.refused.append(f"{document.name}: this very report is in the review already.")
        return
    here.sheets.append(Sheet(document))


def refusals(here: Review) -> None:
    """Tell what was not taken in, until it is dismissed."""
    if not here.refused:
        return
    with st.container(border=True, key="review-refused"):
        for told in here.refused:
            st.error(label(told, longest=400), icon=":material/block:")
        st.button("Dismiss", key="review-refused-dismiss", on_click=here.refused.clear)
