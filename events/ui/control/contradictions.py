"""Reports that cannot both be true, and the analyst's decisions on them, which the control rules then follow."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from events import export
from events.control import DECISION_COLUMNS, check_decisions
from events.control.decided import as_decided
from events.errors import EventsError, InputError
from events.ui.control import decisions
from events.ui.control.rows import pick_event, pick_row
from events.ui.edits import editing
from events.ui.plain import escape, label, link
from events.ui.session import Session

PICKED: Final = "contradiction-picked"
VERDICTS: Final = {
    "first": "The first is right",
    "second": "The second is right",
    "neither": "Neither is right",
    "both": "Both can be true",
}
COLUMNS: Final = {
    "start": st.column_config.DateColumn("Date", format="YYYY-MM-DD", width=100),
    "first": st.column_config.TextColumn("First report", width="large"),
    "second": st.column_config.TextColumn("Second report", width="large"),
    "how": st.column_config.TextColumn("How", width="small", help="“stated” by the source, or “found”: two holders, one place, one day."),
    "decision": st.column_config.TextColumn("Decision", width="medium"),
    "reason": st.column_config.TextColumn("Reason", width="medium"),
}


def contradictions_panel(session: Session) -> None:
    """Draw the pairs, the pair that is picked with its form, and the decisions as a file."""
    pairs = session.control.contradictions
    if pairs.empty:
        st.caption("No two reports contradict each other.")
    else:
        open_pairs = int((pairs["verdict"] == "").sum())
        st.caption(
            f"{len(pairs):,} pairs of reports that cannot both be true, {open_pairs:,} of them undecided. "
            "Click a pair to decide; both are kept."
        )
        table = pairs.assign(
            first=_said(pairs, "place", "holder", "event_id"),
            second=_said(pairs, "other_place", "other_holder", "other_id"),
            decision=pairs["verdict"].map(VERDICTS).fillna(""),
        )
        ids = list(zip(pairs["event_id"].astype("str"), pairs["other_id"].astype("str"), strict=True))
        key = f"contradictions-{st.session_state.get(PICKED)}-{len(session.inputs.decisions)}"
        pick_row(table, key=key, config=COLUMNS, on_pick=lambda row: st.session_state.__setitem__(PICKED, ids[row]), most=6)
        chosen = st.session_state.get(PICKED)
        if chosen in ids:
            _decide(session, pairs.iloc[ids.index(chosen)])
    _as_file(session)


def _said(pairs: pd.DataFrame, place: str, holder: str, event_id: str) -> pd.Series[str]:
    return pairs[place].astype("str") + ": " + pairs[holder].astype("str") + " · " + pairs[event_id].astype("str")


def _decide(session: Session, pair: pd.Series[Any]) -> None:
    ids = (str(pair["event_id"]), str(pair["other_id"]))
    with st.container(border=True, key="contradiction"):
        for column, event_id, title in zip(st.columns(2), ids, ("First report", "Second report"), strict=True):
            with column:
                _report(session, event_id, title)
        with st.form(f"decide-{ids}", border=False):
            verdict = st.radio(
                "Decision",
                list(VERDICTS),
                index=_index(pair),
                format_func=lambda each: VERDICTS[each],
                horizontal=True,
                key=f"verdict-{ids}",
            )
            reason = st.text_area("Reason", value=str(pair["reason"]), key=f"reason-{ids}", height=70)
            who = st.text_input("Decided by", value=str(pair["decided_by"]) or editing.analyst(session), key=f"who-{ids}")
            with st.container(horizontal=True):
                saved = st.form_submit_button("Save the decision")
                removed = st.form_submit_button("Take it back", disabled=not pair["verdict"])
    if saved and verdict is None:
        st.error("Choose which report is right.")
    elif saved and not reason.strip():
        st.error("Give the reason: it goes with the decision into every export.")
    elif saved and verdict is not None:
        today = datetime.now(tz=UTC).date().isoformat()
        _store(session, ids, dict(zip(DECISION_COLUMNS, (*ids, verdict, " ".join(reason.split()), who.strip(), today), strict=True)))
    elif removed:
        _store(session, ids, None)


def _index(pair: pd.Series[Any]) -> int | None:
    return list(VERDICTS).index(pair["verdict"]) if pair["verdict"] in VERDICTS else None


def _report(session: Session, event_id: str, title: str) -> None:
    events = session.dataset.events
    event = events[events["event_id"] == event_id].iloc[0]
    holder = "no holder named" if event["faction"] in ("unknown", "contested") else event["faction"]
    head = f"{event['start']:%Y-%m-%d} · {event['place']} · {str(event['kind']).replace('_', ' ')} · {holder}"
    source = link(str(event["url"]), str(event["publisher"] or event["title"] or "source"))
    st.html(f"<b>{title}</b><br>{escape(head)}<br>{escape(event['summary'])}<br><small>{source}, {escape(event['asserted'])}</small>")
    st.button("Open this report", key=f"contradiction-open-{event_id}", on_click=pick_event, args=(session, event_id))


def _store(session: Session, ids: tuple[str, str], decision: dict[str, str] | None) -> None:
    """Save a decision in the place of an earlier one on the same pair, or take that away."""
    try:
        decisions.save(session, {ids: decision})
    except EventsError as error:
        st.error(label(error, longest=600))
        return
    st.rerun()


def _as_file(session: Session) -> None:
    made = session.inputs.decisions
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            f"Download the decisions ({len(made):,})",
            data=lambda: export.table_to_csv(made),
            file_name=f"{session.dataset.name}-decisions.csv",
            mime="text/csv",
            key="decisions-download",
            on_click="ignore",
            disabled=made.empty,
        )
        with st.popover("Load decisions"):
            file = st.file_uploader("A file of decisions, as downloaded here", type="csv", key="decisions-file")
            if file is not None and st.button("Use these decisions", key="decisions-use"):
                _load(session, file.getvalue(), file.name)
    st.caption("Decisions are kept with the data set, with who and when, for everybody who opens it; they go into every download.")


def _load(session: Session, content: bytes, name: str) -> None:
    try:
        table = _table(content, name)
        check_decisions(table, session.dataset.events["event_id"])
        rows = table.reindex(columns=list(DECISION_COLUMNS)).fillna("").astype("str").to_dict("records")
        decisions.save(session, {(row["event_id"], row["other_id"]): {str(name): value for name, value in row.items()} for row in rows})
    except EventsError as error:
        st.error(label(error, longest=600))
        return
    st.rerun()


def _table(content: bytes, name: str) -> pd.DataFrame:
    try:
        return as_decided(pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8-sig"))
    except ValueError as error:  # what pandas raises for text that is no table, or no UTF-8, is one
        raise InputError("is not a table.", file=name, hint="Load a file of decisions as downloaded here.") from error
