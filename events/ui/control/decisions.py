"""Decisions on reports that contradict each other: saved in a log beside the data set, and followed like the edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pandas as pd

from events import edit_log
from events.control import DECISION_COLUMNS
from events.edits import Change, Edit, Record
from events.errors import EventsError, InputError
from events.library import DECISIONS, Library
from events.ui.edits import logs
from events.ui.edits.editing import analyst
from events.ui.session import UNREAD, Session

#: Between the two reports of a pair, where the log names it; no name of an event holds it.
BETWEEN: Final = "\x1f"

Pair = tuple[str, str]


def table(edits: Iterable[Edit]) -> pd.DataFrame:
    """Return the decisions that stand after some edits of their log: columns `control.DECISION_COLUMNS`."""
    standing = {edit.event_id: edit.after for edit in edits}
    rows = [_row(record) for record in standing.values() if record is not None]
    return pd.DataFrame(rows, columns=list(DECISION_COLUMNS), dtype="str")


def save(session: Session, decisions: Mapping[Pair, Record | None]) -> None:
    """Save decisions, each in the place of an earlier one on the same pair; None takes it away.

    Parameters
    ----------
    session : Session
        Its decisions are then those of the log.
    decisions : mapping
        Pair of events → columns of `control.DECISION_COLUMNS`.

    Raises
    ------
    EventsError
        They change nothing; somebody else decided on a pair meanwhile; or the log cannot be written. Nothing is changed then.
    """
    standing = {edit.event_id: edit.after for edit in session.decided.edits}
    asked = []
    for pair, row in decisions.items():
        name = BETWEEN.join(sorted(pair))
        before = standing.get(name)
        after = None if row is None else {**_row(row), "event_id": name, "of": list(pair)}
        if before != after:
            asked.append(Change(before, after, "" if row is None else str(row["reason"])))
    if not asked:
        raise InputError("nothing was changed: these decisions stand already.")
    seen = session.decided.edits[-1].number if session.decided.edits else 0
    with Library().editing(session.view.data, DECISIONS) as path:
        edit_log.save_all(path, asked, who=analyst(session), at=datetime.now(tz=UTC), seen=seen)
    session.decided, session.decided_mark = logs.read(session.view.data, DECISIONS), logs.mark(session.view.data, DECISIONS)
    session.inputs = replace(session.inputs, decisions=table(session.decided.edits))


def follow(session: Session) -> list[str]:
    """Take the decisions as their log has them; return in words what others decided, and what is wrong with the log."""
    name = session.view.data
    mark = logs.mark(name, DECISIONS)
    if mark == session.decided_mark:
        return []
    known = None if session.decided_mark == UNREAD else len(session.decided.edits)
    session.decided_mark = mark
    try:
        session.decided = logs.read(name, DECISIONS)
    except EventsError as error:
        return [f"The decisions on these data are not applied: {error}"]
    if known is None and not session.decided.edits and not session.decided.damage:
        return []
    session.inputs = replace(session.inputs, decisions=table(session.decided.edits))
    who = dict.fromkeys(edit.who[:40] for edit in session.decided.edits[known:]) if known is not None else {}
    told = [f"{', '.join(who)} decided on reports that contradict each other meanwhile."] if who else []
    return [*told, *(f"The log of decisions is damaged in {words}." for words in session.decided.damage[:1])]


def _row(record: Record) -> dict[str, str]:
    first, second = record["of"] if "of" in record else (record["event_id"], record["other_id"])
    return {name: str(record.get(name) or "") for name in DECISION_COLUMNS} | {"event_id": str(first), "other_id": str(second)}
