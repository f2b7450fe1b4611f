"""How control is reckoned: the half-life of a report and the weight of claims, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from events.control import HALF_LIFE_DAYS, THRESHOLD
from events.ui.session import Session
from events.ui.settled import heard, settled

HALF_LIFE: Final = "control-half-life"
DISCOUNT: Final = "control-discount"
STEPS: Final = (3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730, 1_095, 1_825, 3_650)
ABOUT_HALF_LIFE: Final = (
    f"Without news, what was last reported counts half after this many days; below a confidence of {THRESHOLD:.0%} a place is drawn as "
    f"unknown. The default of {HALF_LIFE_DAYS:.0f} days is long enough that a weekly or monthly record does not fade between two reports, "
    "and short enough that a place of which nobody spoke for half a year is not painted as held."
)
ABOUT_CLAIMS: Final = (
    "A party that says it holds a place has reason to say so, whether it is true or not. Its claim is believed 0.6 times as far as a "
    "report by others, and gives way to a report against the speaker's interest on the same day."
)


def control_settings(session: Session) -> None:
    """Draw the settings of control."""
    days = session.view.half_life or int(HALF_LIFE_DAYS)
    key = settled(HALF_LIFE, days)
    left, right = st.columns(2)
    with left:
        st.select_slider(
            "Half-life of a report, in days",
            options=sorted({*STEPS, days}),
            key=key,
            format_func=lambda value: f"{value:,} (default)" if value == HALF_LIFE_DAYS else f"{value:,}",
            on_change=heard,
            args=(HALF_LIFE, key, partial(_half_life, session)),
        )
        st.caption(ABOUT_HALF_LIFE)
        measured = session.control.figures(session.dataset.last_day)[3] if session.dataset.last_day else None
        if measured:
            st.caption(f"In these data places change hands with a half-life of about {measured:.0f} days.")
    with right:
        key = settled(DISCOUNT, not session.view.equal_claims)
        take = partial(_claims, session)
        st.toggle("A claim in the speaker's own favour counts less", key=key, on_change=heard, args=(DISCOUNT, key, take))
        st.caption(ABOUT_CLAIMS)


def _half_life(session: Session, days: int) -> None:
    session.change(replace(session.view, half_life=0 if days == HALF_LIFE_DAYS else days))


def _claims(session: Session, discount: bool) -> None:
    session.change(replace(session.view, equal_claims=not discount))
