"""The report's text with the words of each candidate marked, beside the list of candidates; a click in either chooses a candidate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import streamlit as st

from events.reports.marking import paragraphs_marked
from events.ui.review.state import Review, Sheet
from events.ui.review.wording import title

HERE: Final = Path(__file__).parent
HTML: Final = '<div class="report"></div>'
LIST_HTML: Final = '<ol class="candidates" aria-label="Candidates"></ol><span class="quiet" role="status" aria-live="polite"></span>'


@st.cache_resource
def _component(name: str) -> Callable[..., Any]:
    script = (HERE / f"{name}.js").read_text(encoding="utf-8")
    style = (HERE / f"{name}.css").read_text(encoding="utf-8")
    html = HTML if name == "report" else LIST_HTML
    return st.components.v2.component(f"events_review_{name}", html=html, css=style, js=script)


def report_text(here: Review, sheet: Sheet) -> None:
    """Draw the text; every word of it goes to the page as text, never as HTML."""
    items = sheet.items or []
    lines = paragraphs_marked(sheet.document.text, [item.candidate for item in items])
    _component("report")(
        key="review-report",
        data={
            "document": sheet.document.sha256,
            "lines": [[[piece.text, list(piece.quotes), list(piece.marks)] for piece in line] for line in lines],
            "status": [item.status for item in items],
            "current": here.item,
        },
        on_chosen_change=lambda: _chosen(here, "review-report"),
    )


def candidate_list(here: Review, sheet: Sheet) -> None:
    """Draw the report's candidates as a list."""
    items = sheet.items or []
    _component("candidates")(
        key="review-list",
        data={
            "items": [{"title": title(item), "status": item.status, "changed": bool(item.changes)} for item in items],
            "current": here.item,
            "told": here.failed or here.told,
        },
        on_chosen_change=lambda: _chosen(here, "review-list"),
    )


def _chosen(here: Review, key: str) -> None:
    told = st.session_state[key]["chosen"]
    sheet = here.current_sheet
    if isinstance(told, int | float) and sheet is not None and sheet.items and 0 <= told < len(sheet.items):
        here.go(here.sheet, int(told))
