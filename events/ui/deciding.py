"""Events whose holder the source leaves open (ACLED's order of actors says nothing of who won), listed for the analyst to decide."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from events.dataset import Dataset
from events.ui.picking import MOST_ROWS, pick_table
from events.ui.session import Session
from events.ui.stored import DECISION, Stored

#: Columns of ACLED that tell who was involved, in reverse order; which of them won is what is to be decided.
SIDES: Final = ("actor2", "actor1", "sub_event_type")


def undecided(dataset: Dataset) -> npt.NDArray[np.intp]:
    """Return the rows whose holder is to be decided."""
    if isinstance(dataset, Stored):
        return dataset.undecided
    if DECISION not in dataset.events:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(dataset.events[DECISION].fillna(value=False).to_numpy(dtype=bool))


def to_decide(session: Session) -> None:
    """Draw the list, newest first."""
    rows = undecided(session.dataset)
    st.markdown(
        "**The place changed hands, and the source does not settle who holds it.** The holder stays “unknown” until somebody decides."
    )
    if len(rows) > MOST_ROWS:
        st.caption(f"The newest {MOST_ROWS:,} of {len(rows):,} events.")
    pick_table(session, session.dataset.rows(rows[-MOST_ROWS:]), key="undecided", height=420, extra=SIDES)
