"""The way into the review and out of it: the page is left as it was."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from events.ui.review.state import OPEN, review
from events.ui.session import Session


def entry(session: Session) -> None:
    """Draw the button that opens the review, and tells what is left to do there."""
    here = review()
    left = here.count(OPEN)
    words = "Read a report" if not here.sheets else f"Back to the review ({left:,} open)" if left else "Back to the review"
    st.button(
        words,
        key="review-open",
        icon=":material/article:",
        width="stretch",
        on_click=enter,
        args=(session,),
        disabled=here.opened,
        help="From the text of a report to events on the map: each is read, shown with its words, and added when you accept it.",
    )


def enter(session: Session) -> None:
    """Open the review; the map shows events, as places are chosen on it."""
    here = review()
    here.opened, here.before = True, session.view
    session.change(replace(session.view, mode="", place=""))


def leave(session: Session) -> None:
    """Go back to where one was; the slider stays where it was moved to show what was accepted."""
    here = review()
    before, here.before = here.before, None
    here.opened = here.picking = here.editing = False
    session.stale_widgets = True  # the button of the sidebar
    if before is None or before.data != session.view.data:
        return
    view = replace(session.view, mode=before.mode, place=before.place, centre=before.centre, zoom=before.zoom)
    if not here.past:
        view = replace(view, time=before.time, selected=before.selected)
    session.change(view)
