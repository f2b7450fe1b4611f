"""The dialog to manage the data set that is shown: rename it, supply its factions and places, delete it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from events import factions as faction_tables
from events.dataset import read_table
from events.errors import EventsError
from events.library import Library
from events.ui.library.desk import Desk, desk
from events.ui.library.draft import Draft
from events.ui.plain import label
from events.ui.session import Session
from events.ui.stored import Stored
from events.view import ViewState

MOST_NAMES = 200


def manage(session: Session, place: Desk) -> None:
    """Open the dialog."""
    _dialog(session, place)


def _closed() -> None:
    desk().close()


@st.dialog("Manage data set", on_dismiss=_closed)
def _dialog(session: Session, place: Desk) -> None:
    dataset = session.dataset
    if not isinstance(dataset, Stored):
        return
    st.markdown(f"**{label(dataset.name)}**")
    _facts(dataset)
    _rename(session, place, dataset)
    with st.expander("Factions under all their names"):
        _factions(session, place, dataset)
    with st.expander("Delete"):
        _delete(session, place, dataset)


def _facts(dataset: Stored) -> None:
    info = dataset.info
    parts = [f"From {label(info.source, longest=80)} ({label(info.format)})", f"{info.rows:,} rows", f"{info.valid:,} events"]
    if dataset.rejected_count:
        parts.append(f"{dataset.rejected_count:,} rejected")
    if info.unresolved:
        parts.append(f"{info.unresolved:,} without a place")
    st.caption(" · ".join(parts))


def _rename(session: Session, place: Desk, dataset: Stored) -> None:
    name = st.text_input("Name", value=dataset.name, key=f"manage-name-{place.round}", max_chars=80, help="Links to the old name end.")
    if st.button("Rename", key="manage-rename", disabled=not name.strip() or name == dataset.name, width="stretch"):
        try:
            entry = Library().rename(dataset.name, name)
        except EventsError as error:
            st.error(label(error, longest=400))
            return
        session.rename(entry.name)
        _leave(place)


def _delete(session: Session, place: Desk, dataset: Stored) -> None:
    st.markdown(f"This removes **{label(dataset.name)}** with its {dataset.size:,} events for everybody, and cannot be undone.")
    sure = st.checkbox("Yes, delete it", key=f"manage-sure-{place.round}")
    if st.button("Delete for good", key="manage-delete", disabled=not sure, width="stretch", icon=":material/delete:"):
        told = f"“{dataset.name}” was deleted; the demo is shown."
        try:
            Library().delete(dataset.name)
        except EventsError as error:
            told = f"{error} It may have been renamed or deleted elsewhere."
        session.open(ViewState(), [told])
        _leave(place)


def _factions(session: Session, place: Desk, dataset: Stored) -> None:
    """Take a factions table, and list the names of the data that it does not know."""
    given = st.file_uploader(
        "Factions table",
        key=f"manage-factions-{place.round}",
        help="A CSV with the columns faction and aliases (parted by “;”), and perhaps side, parent, note.",
    )
    if st.button("Use this table", key="manage-use", disabled=given is None, width="stretch") and given is not None:
        draft = Draft(file=given.name, token=given.file_id)
        try:
            path = draft.put(given, "factions.csv")
            faction_tables.read_table(read_table(path), file=given.name)
            Library().set_side(dataset.name, "factions.csv", path.read_bytes())
        except EventsError as error:
            st.error(label(error, longest=600))
            return
        session.open(ViewState(data=dataset.name), [])
        _leave(place)
    if len(dataset.factions):
        counts = dataset.packed.factions
        names = pd.DataFrame({"faction": np.repeat(np.array(list(counts), dtype=object), list(counts.values()))}, dtype="str")
        unknown = faction_tables.unmatched(names, dataset.factions)
        st.caption(f"{len(dataset.factions):,} factions in the table; {len(unknown):,} names of the data are not in it.")
        listed = pd.DataFrame({"name": unknown[:MOST_NAMES], "events": [counts[name] for name in unknown[:MOST_NAMES]]})
        if len(listed):
            st.dataframe(listed, hide_index=True, key="manage-unmatched", height=38 + 35 * min(len(listed), 6))


def _leave(place: Desk) -> None:
    place.close()
    st.rerun()
