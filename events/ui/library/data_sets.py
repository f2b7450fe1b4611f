"""Which data set is shown: the demo and those of the library, what is being added, and the buttons to add and manage."""

from __future__ import annotations

from typing import Final

import streamlit as st

from events.importing import Imported
from events.library import Library
from events.ui import store
from events.ui.control import decisions
from events.ui.edits import editing
from events.ui.library.desk import Desk, desk
from events.ui.library.manage import manage
from events.ui.library.upload import upload
from events.ui.plain import label
from events.ui.session import Session
from events.ui.settled import heard, settled
from events.ui.stored import Stored
from events.view import ViewState

CHOICE: Final = "data-set"
DEMO_NAME: Final = "Demo: Iraq, spring 2008"
POLL_SECONDS: Final = 0.5
MOST_REASONS: Final = 4


def data_sets(session: Session) -> None:
    """Draw the choice of data set, with what is under way."""
    entries = {entry.name: entry for entry in store.entries()}
    shown = session.view.data
    counts = {name: entry.info.valid for name, entry in entries.items()} | ({shown: session.dataset.size} if shown in entries else {})
    key = settled(CHOICE, shown)
    st.selectbox(
        "Data set",
        options=["", *entries, *([shown] if shown and shown not in entries else [])],
        key=key,
        format_func=lambda name: _label(name, counts.get(name)),
        on_change=heard,
        args=(CHOICE, key, lambda name: session.open(ViewState(data=name), [])),
    )
    st.caption(_about(session))
    add, change = st.columns(2)
    place = desk()
    add.button("Add data", key="data-add", on_click=place.start_adding, width="stretch", icon=":material/upload_file:")
    change.button("Manage", key="data-manage", on_click=place.start_managing, disabled=not shown, width="stretch", icon=":material/tune:")
    _result(place)
    if place.job is not None:
        _progress(session, place)
    if place.adding:
        upload(place)
    elif place.managing and isinstance(session.dataset, Stored):
        manage(session, place)


def _label(name: str, events: int | None) -> str:
    called = name or DEMO_NAME
    return called if events is None else f"{called} ({events:,} {'event' if events == 1 else 'events'})"


def _about(session: Session) -> str:
    dataset = session.dataset
    parts = [f"{dataset.size:,} events", f"fingerprint {dataset.fingerprint[:8]}"]
    if isinstance(dataset, Stored):
        parts.insert(0, f"From {label(dataset.info.source, longest=60)}")
    return " · ".join(parts)


@st.fragment(run_every=POLL_SECONDS)
def _progress(session: Session, place: Desk) -> None:
    """Tell how an import goes, twice a second, while everything else on the page can be used."""
    job = place.job
    if job is None:
        return
    if not job.running:
        _finish(session, place)
        st.rerun()
    told = f"{job.rows:,} rows read" if job.rows else "opening the file"
    st.progress(min(job.share, 1.0), text=f"{label(job.order.file, longest=40)}: {told}")
    st.button("Cancel the import", key="job-cancel", on_click=job.cancel, width="stretch")


def _finish(session: Session, place: Desk) -> None:
    job, place.job = place.job, None
    if job is None:
        return
    if job.done is not None:
        place.result, place.failed = (job.name, job.done), ""
        session.open(ViewState(data=job.name), [])
    else:
        place.result, place.failed = None, job.error or f"The import of {job.order.file} was cancelled; nothing was added."


def _result(place: Desk) -> None:
    """Tell what the last import did, until it is dismissed."""
    if place.failed:
        st.error(label(place.failed, longest=600))
    elif place.result:
        name, done = place.result
        st.success(f"**{label(name)}** was added. {_in_words(done)}")
    else:
        return
    st.button("Dismiss", key="job-dismiss", on_click=place.dismiss, width="stretch")


def _in_words(done: Imported) -> str:
    rejected = sum(done.rejected.values())
    words = [f"{done.rows:,} {'row' if done.rows == 1 else 'rows'}, {done.valid:,} of them events."]
    if rejected:
        reasons = [f"{count:,} × {label(reason, longest=90)}" for reason, count in list(done.rejected.items())[:MOST_REASONS]]
        more = f"; {len(done.rejected) - MOST_REASONS} more reasons" if len(done.rejected) > MOST_REASONS else ""
        words.append(f"{rejected:,} rejected: {'; '.join(reasons)}{more}. They are listed below, under “Not on the map”.")
    if done.unresolved:
        words.append(f"{done.unresolved:,} without a place on the map.")
    return " ".join(words)


def keep_up(session: Session) -> bool:
    """Follow what others do to the data set that is shown: edited, renamed, deleted or replaced elsewhere; return whether it changed."""
    dataset, library = session.dataset, Library()
    session.notices += decisions.follow(session)
    if not session.view.data or not isinstance(dataset, Stored) or library.stands_for(session.view.data, dataset.path):
        return editing.catch_up(session)
    name = session.view.data
    there = next((entry for entry in store.entries() if entry.name == name), None)
    if there is not None and library.stands_for(name, there.path) and there.path.stem == dataset.path.name.split(".", maxsplit=1)[0]:
        session.open(session.view, [])  # only the file of a state that nobody opened for long was let go
        return True
    told = f"“{name}” was replaced elsewhere; what is shown is the new data." if there else ""
    session.open(session.view if there else ViewState(data=name), [told] if told else [])
    return True
