"""Events whose holder the source leaves open (ACLED's order of actors says nothing of who won), listed for the analyst to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from events import summary
from events.dataset import Dataset
from events.edits import Edit
from events.errors import EventsError
from events.schema import CONTESTED, PSEUDO_FACTIONS
from events.ui.edits import editing
from events.ui.picking import MOST_ROWS, NAMES, showing
from events.ui.plain import escape, label
from events.ui.session import Session
from events.ui.stored import DECISION, Stored

#: Columns of ACLED that tell who was involved; which of them won is what is to be decided.
SIDES: Final = ("sub_event_type", "actor1", "actor2")
#: What is listed; the faction is not, as nobody knows it yet.
COLUMNS: Final = {
    **{name: NAMES[name] for name in ("start", "place", "kind")},
    "sub_event_type": st.column_config.TextColumn("What the source calls it", width="medium"),
    "actor1": st.column_config.TextColumn("One side", width="medium"),
    "actor2": st.column_config.TextColumn("The other side", width="medium"),
    **{name: NAMES[name] for name in ("summary", "publisher", "event_id")},
}


def undecided(dataset: Dataset) -> npt.NDArray[np.intp]:
    """Return the rows whose holder is to be decided."""
    if isinstance(dataset, Stored):
        return dataset.undecided
    if DECISION not in dataset.events:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(dataset.events[DECISION].fillna(value=False).to_numpy(dtype=bool))


def to_decide(session: Session) -> None:
    """Draw the list, newest first, and the form to decide the events that are picked."""
    rows = undecided(session.dataset)
    st.markdown(
        "**The place changed hands, and the source does not settle who holds it.** The holder stays “unknown” until somebody decides."
    )
    if len(rows) > MOST_ROWS:
        st.caption(f"The newest {MOST_ROWS:,} of {len(rows):,} events.")
    events = session.dataset.rows(rows[-MOST_ROWS:])
    listed = summary.table(events).assign(**{name: events[name] for name in SIDES if name in events})
    picked = _picked(session, listed)
    if len(picked):
        _decide(session, picked)
    else:
        st.caption("Pick one event or several in the first column to decide who holds the place after.")


def _picked(session: Session, listed: pd.DataFrame) -> pd.DataFrame:
    """Draw the table and return the rows that are picked."""
    found = st.dataframe(
        listed[[name for name in COLUMNS if name in listed]],
        key=f"undecided-{session.dataset.fingerprint}",
        hide_index=True,
        height=420,
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode="multi-row",
    )
    return listed.iloc[[row for row in found["selection"]["rows"] if row < len(listed)]]


def _decide(session: Session, picked: pd.DataFrame) -> None:
    why_not = editing.refusal(session)
    told = "this event" if len(picked) == 1 else f"these {len(picked):,} events"
    with st.container(border=True, key="deciding"):
        if len(picked) == 1:
            st.html(escape(picked["summary"].iloc[0]))
        holder, reason = st.columns([1, 2])
        parties = list(dict.fromkeys(str(name) for column in ("actor1", "actor2") if column in picked for name in picked[column] if name))
        names = sorted(name for name in session.dataset.faction_names if name not in (*PSEUDO_FACTIONS, *parties))
        chosen = holder.selectbox(
            f"Who holds the place after {told}",
            [*parties, CONTESTED, *names],
            index=None,
            placeholder="Choose, or write a name",
            key=f"deciding-holder-{len(editing.edits(session))}",
            accept_new_options=True,
        )
        why = reason.text_input("Reason", key=f"deciding-reason-{len(editing.edits(session))}", placeholder="kept with the decision")
        with st.container(horizontal=True):
            wanted = st.button(
                "Save the decision", key="deciding-save", icon=":material/gavel:", disabled=bool(why_not), help=why_not or None
            )
            if len(picked) == 1:
                st.button("Show it on the map", key="deciding-show", on_click=_show, args=(session, str(picked["event_id"].iloc[0])))
    if wanted and not (chosen or "").strip():
        st.warning("Choose who holds the place.")
    elif wanted and not why.strip():
        st.warning("Give the reason: it is kept with the decision.")
    elif wanted:
        try:
            decide(session, picked["event_id"].tolist(), holder=str(chosen), reason=why)
        except EventsError as error:
            st.error(label(error, longest=600))
        else:
            st.rerun()


def _show(session: Session, event_id: str) -> None:
    if session.dataset.row_of(event_id) is not None:
        session.change(showing(session, event_id))


def decide(session: Session, event_ids: Sequence[str], *, holder: str, reason: str) -> list[Edit]:
    """Save who holds the place of some events after them; they are to be decided no more.

    Raises
    ------
    EventsError
        As `editing.save`.
    """
    held = " ".join(holder.split())
    changes = [(record, {**record, "faction": held, DECISION: False}, reason) for record in editing.records(session, event_ids).values()]
    return editing.save_many(session, changes)
