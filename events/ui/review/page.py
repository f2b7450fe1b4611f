"""The review on the page: below the map, which stays, so that a place can be chosen on it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from events.reports.rows import CONTEXT, NOT_NOW
from events.ui.plain import label
from events.ui.review import acts
from events.ui.review.card import card
from events.ui.review.confirm import confirm
from events.ui.review.entry import leave
from events.ui.review.form import form
from events.ui.review.intake import intake, refusals
from events.ui.review.reader import read_all
from events.ui.review.report import candidate_list, report_text
from events.ui.review.state import ACCEPTED, MERGED, OPEN, REJECTED, Item, Review, Sheet, review
from events.ui.review.wording import shown
from events.ui.session import Session

#: The map gives way to the text, and stays large enough to choose a place on.
STYLE: Final = """<style>
.stMain iframe[title="streamlit_folium.st_folium"] { height: min(42vh, 28rem); min-height: 20rem; }
.stMain:has(.st-key-review-picking) iframe[title="streamlit_folium.st_folium"] { height: min(70vh, 44rem); }
.st-key-review-hint p { font-size: .85rem; }
@media (hover: none) and (pointer: coarse) { .st-key-review-hint { display: none; } }
@media (min-width: 60rem) { .st-key-review-text { position: sticky; top: 4rem; } }
@media (max-width: 40rem) { .stMain iframe[title="streamlit_folium.st_folium"] { height: 52vh; } }
</style>"""
HINT: Final = (
    "Keys: **j** next · **k** previous · **a** accept · **e** edit · **x** reject · **m** merge · **p** choose on the map · **u** undo · "
    "**1–6** places offered · **d** date of publication · **l** leave. They rest while you type in a field."
)
#: Sentences listed at a time.
MOST_MISSED: Final = 50


def is_open() -> bool:
    """Whether the review is on the page."""
    return review().opened


def review_page(session: Session) -> None:
    """Draw the review."""
    here = review()
    st.html(STYLE)
    _head(session, here)
    refusals(here)
    if here.is_of_other(session.dataset.name):
        _other_data(here)
        return
    acts.keep_up(session, here)
    if here.failed and (here.adding or here.unread or here.current is None):
        _failed(here)
    if here.adding:
        intake(here)
        return
    if here.unread and confirm(session, here):
        read_all(session, here)
        st.rerun()
    sheet = here.current_sheet
    if sheet is not None and sheet.items is not None:
        _reviewing(session, here, sheet)


def _head(session: Session, here: Review) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="review-head"):
        st.subheader("Read a report", anchor=False, width="content")
        if here.adding and here.sheets:
            st.button("Back to the review", key="review-back", on_click=_adding, args=(here, False))
        elif not here.adding:
            st.button("Another report", key="review-more", icon=":material/add:", on_click=_adding, args=(here, True))
        st.button("Leave", key="review-leave", icon=":material/close:", shortcut="L", on_click=leave, args=(session,))


def _adding(here: Review, adding: bool) -> None:
    here.adding = adding


def _other_data(here: Review) -> None:
    """Tell that the candidates belong to another data set, with other places and factions; nothing of the review is lost."""
    st.info(
        f"These reports were read for the data set “{label(here.data)}”. Choose it again to go on, or read them for the one that is shown.",
        icon=":material/swap_horiz:",
    )
    st.button("Read them for this data set", key="review-anew", on_click=_read_anew, args=(here,))


def _read_anew(here: Review) -> None:
    for sheet in here.sheets:
        sheet.items, sheet.missed = None, []
    here.data, here.past, here.country, here.told, here.failed = "", [], None, "", ""
    here.adding = not here.sheets
    here.go(0, 0)
    here.round += 1


def _reviewing(session: Session, here: Review, sheet: Sheet) -> None:
    if len(here.sheets) > 1:
        _choose_sheet(here)
    item = here.current
    text, beside = st.columns([6, 5], gap="medium")
    with text, st.container(key="review-text"):
        report_text(here, sheet)
    with beside:
        if item is None:
            st.info("No event of control was found in this report. Sentences that may hide one are listed below, if there are any.")
        else:
            st.caption(_progress(here))
            candidate_list(here, sheet)
            _keys(session, here, item)
            if here.failed:
                _failed(here)
            elif here.told:
                st.caption(f":material/check: {label(here.told, longest=200)}")
            if here.editing and item.status == OPEN:
                form(session, here, item)
            card(session, here, sheet, item)
        _missed(here, sheet)


def _failed(here: Review) -> None:
    st.error(label(here.failed, longest=400), icon=":material/error:")


def _choose_sheet(here: Review) -> None:
    numbers = [number for number, sheet in enumerate(here.sheets) if sheet.items is not None]
    key = "review-sheet"
    st.session_state[key] = here.sheet
    # Streamlit tells options by their words: these are unique, and stay the same while candidates are decided.
    st.selectbox("Report", numbers, key=key, format_func=lambda number: _called(here, number), on_change=_chosen, args=(here, key))


def _called(here: Review, number: int) -> str:
    document = here.sheets[number].document
    source = ", ".join(part for part in (document.outlet, str(document.published or "")) if part)
    return f"{number + 1}. {document.title or document.name}{f' ({source})' if source else ''}"


def _chosen(here: Review, key: str) -> None:
    number = st.session_state[key]
    if isinstance(number, int) and 0 <= number < len(here.sheets):
        here.go(number, 0)


def _progress(here: Review) -> str:
    counts = [(here.count(status), status) for status in (OPEN, ACCEPTED, REJECTED, MERGED)]
    return f"{len(here.items):,} candidates: {', '.join(f'{count:,} {status}' for count, status in counts if count)}"


def _keys(session: Session, here: Review, item: Item) -> None:
    """Draw the acts, each with its key; keys are not listened to while somebody types."""
    is_open = item.status == OPEN
    context = item.candidate.realis.value in NOT_NOW and shown(item)["kind"] == CONTEXT
    if here.picking:
        st.container(key="review-picking").info(
            "Click on the map where it happened. Esc on the map, or p, cancels.", icon=":material/location_on:"
        )
    with st.container(horizontal=True, key="review-acts", gap="small"):
        st.button("Previous", key="review-previous", shortcut="K", on_click=here.step, args=(-1,))
        st.button("Next", key="review-next", shortcut="J", on_click=here.step, args=(1,))
        words = "Accept as context" if context else "Accept as denied" if shown(item)["asserted"] == "denied" else "Accept"
        st.button(
            words,
            key="review-accept",
            shortcut="A",
            icon=":material/check:",
            disabled=not is_open,
            on_click=acts.accept,
            args=(session, here),
            help="It is not reported as done, so it says nothing of who holds the place. Edit it to say otherwise." if context else None,
        )
        st.button("Edit", key="review-edit", shortcut="E", icon=":material/edit:", disabled=not is_open, on_click=_edit, args=(here,))
        st.button(
            "Reject",
            key="review-reject",
            shortcut="X",
            icon=":material/close:",
            disabled=not is_open,
            on_click=acts.reject,
            args=(session, here),
        )
        words = "Cancel" if here.picking else "Place on the map"
        st.button(words, key="review-pick", shortcut="P", icon=":material/location_on:", disabled=not is_open, on_click=_pick, args=(here,))
        st.button(
            "Undo",
            key="review-undo",
            shortcut="U",
            icon=":material/undo:",
            disabled=not here.past,
            on_click=acts.undo,
            args=(session, here),
            help=f"Takes back: {label(here.past[-1].words)}" if here.past else None,
        )
    sure = len(acts.sure_ones(session, here))
    if sure > 1:
        st.button(
            f"Accept the {sure} that are sure in everything",
            key="review-accept-sure",
            icon=":material/done_all:",
            on_click=acts.accept_sure,
            args=(session, here),
            help="Those of all reports that are told as done, say what, who, where and when with 80 % or more in every slot, are placed on "
            "the map, repeat no event and were not changed. Some may be wrong all the same. One undo takes all of them back.",
        )
    with st.container(key="review-hint"):
        st.caption(HINT)


def _edit(here: Review) -> None:
    here.editing = not here.editing


def _pick(here: Review) -> None:
    here.picking = not here.picking


def _missed(here: Review, sheet: Sheet) -> None:
    """List the sentences that may tell of an event and gave no candidate; above them, what is to be known of the whole report."""
    if sheet.note:
        st.warning(label(sheet.note, longest=400), icon=":material/translate:")
    if not sheet.missed:
        return
    with st.expander(f"Possibly missed ({len(sheet.missed)})", key=f"review-missed-{sheet.document.sha256}"):
        st.caption("These sentences may tell of control, but not clearly enough to be read.")
        for number, missed in enumerate(sheet.missed[:MOST_MISSED]):
            st.markdown(f"{label(missed.quote, longest=400)}  \n:gray[{label(missed.why)}]")
            st.button("Make it a candidate", key=f"review-missed-{number}-{missed.start}", on_click=acts.from_missed, args=(here, number))
