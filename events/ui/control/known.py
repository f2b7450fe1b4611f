"""Control as it was known on a day: only the reports published by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from events.control import known_since
from events.ui.control.rows import day
from events.ui.session import Session
from events.ui.settled import heard, settled

WANTED: Final = "control-known-wanted"
KNOWN: Final = "control-known"


def known_panel(session: Session) -> None:
    """Draw the switch, the second slider, and how many reports were not known yet."""
    since = known_since(session.dataset.events)
    if since.isna().all():
        st.caption("No report in these data bears a date of publication, so what was known when cannot be told.")
        return
    first, last = since.min().date(), since.max().date()
    known = day(session.view.known)
    bounds = min(first, known or first), max(last, known or last)
    key = settled(WANTED, known is not None)
    st.toggle(
        "Show what was known on a date",
        key=key,
        on_change=heard,
        args=(WANTED, key, partial(_switched, session, _within(day(session.view.time) or last, bounds))),
        help="Control on the slider's day, by the reports published up to the date chosen here.",
    )
    if known is None:
        st.caption(f"The reports were published between {first:%Y-%m-%d} and {last:%Y-%m-%d}.")
        return
    if bounds[0] < bounds[1]:
        key = settled(KNOWN, known)
        st.slider(
            "As known on",
            min_value=bounds[0],
            max_value=bounds[1],
            key=key,
            format="YYYY-MM-DD",
            on_change=heard,
            args=(KNOWN, key, partial(_changed, session)),
        )
    total, without = len(since), int(since.isna().sum())
    later = total - without - len(session.control.events)
    words = f"{len(session.control.events):,} of {total:,} reports were published by {known:%Y-%m-%d}; {later:,} were not known yet"
    tail = f", and {without:,} bear no date of publication and are left out" if without else ""
    st.caption(f"{words}{tail}. A report dated to a month counts as known from the month's last day.")


def _within(wanted: date, bounds: tuple[date, date]) -> str:
    return min(max(wanted, bounds[0]), bounds[1]).isoformat()


def _switched(session: Session, known: str, wanted: bool) -> None:
    session.change(replace(session.view, known=known if wanted else ""))


def _changed(session: Session, known: date) -> None:
    session.change(replace(session.view, known=known.isoformat()))
