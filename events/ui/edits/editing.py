"""Edits of the data set that is shown: saved in its log, replayed at once, taken back; and what others edit meanwhile.

Records are those of `record`: what the page shows of an event. The log holds factions under the names that the source has, so that a
factions table given later still finds them; `save_many` sees to it.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from events import edit_log
from events.edits import Change, Edit, Record
from events.edits import can_undo as still_stands
from events.errors import InputError
from events.factions import MERGED
from events.library import Library
from events.opening import explicit, settle
from events.replay import as_record, checked
from events.ui import store
from events.ui.edits import logs
from events.ui.session import Session
from events.ui.stored import Stored

ANALYST: Final = "EVENTS_ANALYST"
LONGEST_NAME: Final = 80
#: Columns of a table in memory that say nothing of the event.
ASIDE: Final = (*MERGED.values(), "row")

#: An event before and after, and why.
Asked = tuple[Record | None, Record | None, str]


def save(session: Session, *, before: Record | None, after: Record | None, note: str = "") -> Edit:
    """Add an edit to the data set's log and show the data as they are then.

    Parameters
    ----------
    session : Session
        Its data set and view are changed.
    before : mapping or None
        The event as `record` gave it when the analyst looked at it; None for a new one.
    after : mapping or None
        The event as it is to be: columns of `events.schema.COLUMNS` and others. `lon` and `lat`, where they are given, stand for the
        geometry; so give them only where the place is a new one. None removes the event.
    note : str
        Why.

    Raises
    ------
    EventsError
        A past state is shown; `after` is no event; nothing is changed; somebody else edited the event meanwhile; or the log cannot be
        written. Nothing is changed then.
    """
    return save_many(session, [(before, after, note)])[0]


def save_many(session: Session, changes: Sequence[Asked]) -> list[Edit]:
    """Add several edits like `save`, all of them or none, with one replay."""
    _must_be_newest(session)
    if not changes:
        return []
    try:
        asked = list(_as_stated(session, changes))
        with Library().editing(session.view.data) as path:
            made = edit_log.save_all(path, asked, who=analyst(session), at=_now(), seen=session.last_edit)
    except UnicodeEncodeError as error:  # half a character cannot be written
        raise InputError("the text holds something that is no character, so nothing was saved.") from error
    session.own += [edit.number for edit in made]
    _show(session, made)
    return list(made)


def undo(session: Session, number: int | None = None) -> Edit | None:
    """Take an edit back by one of its own, and show the data as they are then; the log keeps both.

    Parameters
    ----------
    session : Session
        Its data set and view are changed.
    number : int, optional
        Of the edit; without it the last that was made in this session and can be undone.

    Returns
    -------
    Edit or None
        The new edit; None where nothing was edited in this session.

    Raises
    ------
    EventsError
        A past state is shown; there is no such edit; a later one changed the same event; or the log cannot be written.
    """
    _must_be_newest(session)
    if number is None:
        number = can_undo(session)
    if number is None:
        return None
    with Library().editing(session.view.data) as path:
        made = edit_log.undo(path, number, who=analyst(session), at=_now())
    session.own = [own for own in session.own if own != number]
    _show(session, [made])
    return made


def can_undo(session: Session) -> int | None:
    """Return the number of the session's last edit that no later one stands upon, None where there is none."""
    free = [number for number in session.own if still_stands(session.log.edits, number)]
    return free[-1] if free else None


def edits(session: Session) -> tuple[Edit, ...]:
    """Return all edits of the data set, oldest first."""
    return session.log.edits


def record(session: Session, event_id: str) -> dict[str, Any] | None:
    """Return an event as the page shows it, to be given as `before` and, with changes, as `after`; None where there is none."""
    row = session.dataset.row_of(event_id)
    return None if row is None else _plain(session.dataset.rows([row]).iloc[0])


def records(session: Session, event_ids: Iterable[str]) -> dict[str, Record]:
    """Return several events as `record` does, by their ids; those that are not there are left out."""
    return _records(session, event_ids)[0]


def analyst(session: Session) -> str:
    """Return who edits: the name given in this session, that of the environment, or that of the system's user."""
    for name in (session.who, os.environ.get(ANALYST, "")):
        if name.strip():
            return " ".join(name.split())[:LONGEST_NAME]
    try:
        return getpass.getuser() or "analyst"
    except (OSError, KeyError, ImportError):  # a system without users
        return "analyst"


def refusal(session: Session) -> str:
    """Return why nothing can be edited now, "" where it can."""
    if session.view.edit is None:
        return ""
    return "A past state is shown. Go back to the newest to edit."


def catch_up(session: Session) -> bool:
    """Show what others edited since, and tell it; return whether what is shown changed."""
    if logs.mark(session.view.data) == session.mark:
        return False
    known = session.last_edit
    _show(session, ())
    others = [edit for edit in session.log.edits if edit.number > known]
    if others and session.view.edit is None:
        session.notices = [*session.notices, _told(others)]
    return session.view.edit is None


def _told(others: Sequence[Edit]) -> str:
    who = ", ".join(dict.fromkeys(edit.who[:40] for edit in others))
    if len(others) > 1:
        return f"{who} made {len(others)} edits meanwhile; what is shown has them."
    edit = others[0]
    place = str((edit.after or edit.before or {}).get("place") or edit.event_id)[:60]
    done = {"add": "added", "change": "changed", "remove": "removed"}[edit.act]
    return f"{who} {done} “{place}” meanwhile (edit {edit.number}); what is shown has it."


def _must_be_newest(session: Session) -> None:
    told = refusal(session)
    if told:
        raise InputError(told)


def _as_stated(session: Session, changes: Sequence[Asked]) -> Iterable[Change]:
    """Yield changes as the log keeps them: checked, and with what was not changed as the source has it."""
    known, sources = _records(session, {_id(before, after) for before, after, _ in changes})
    shown: dict[str, Record | None] = dict(known)
    stated: dict[str, Record | None] = dict(sources)
    for before, after, note in changes:
        event_id = _id(before, after)
        now, source = shown.get(event_id), stated.get(event_id)
        if before is None and now is not None:
            raise InputError("stands in the data set already.", column="event_id", value=event_id)
        if before is not None and (now is None or not _same(before, now)):
            raise InputError(
                "the event was edited or removed meanwhile, so nothing was saved.",
                value=event_id,
                hint="Look at it as it is now, and make your change again.",
            )
        result = None if after is None else checked(_changed(before or {}, after, source or {}))
        yield Change(source, result, " ".join(note.split()))
        shown[event_id], stated[event_id] = after, result


def _changed(before: Record, after: Record, source: Record) -> dict[str, Any]:
    new = {name: value for name, value in after.items() if name not in ASIDE and (name not in before or before[name] != value)}
    return {**source, **new}


def _same(one: Record, other: Record) -> bool:
    names = (set(one) & set(other)) - set(ASIDE)
    return all((one[name] or "") == (other[name] or "") for name in names)


def _id(before: Record | None, after: Record | None) -> str:
    return str((before or after or {}).get("event_id") or "")


def _records(session: Session, event_ids: Iterable[str]) -> tuple[dict[str, Record], dict[str, Record]]:
    """Return the events of some ids as the page shows them, and with factions under the names that the source has."""
    dataset = session.dataset
    rows = [row for row in map(dataset.row_of, sorted(event_ids)) if row is not None]
    shown = dataset.rows(rows)
    stated = dataset.stated(rows) if isinstance(dataset, Stored) else shown
    return (
        {str(row["event_id"]): _plain(row) for row in shown.to_dict("records")},
        {str(row["event_id"]): checked(_plain(row)) for row in stated.to_dict("records")},
    )


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for name, value in as_record(row).items() if name not in ASIDE}


def _show(session: Session, made: Iterable[Edit]) -> None:
    """Show the data set as its log is now; what is wrong with the log is told once."""
    found = store.opened(session.view.data, session.view.edit)
    if found.problems:
        session.open(session.view, [])
        return
    told = [each for each in found.notices if each not in session.log_notices]
    session.log, session.mark, session.log_notices = found.log, found.mark, found.notices
    view = session.view
    removed = {edit.event_id for edit in made if edit.act == "remove"}
    if view.selected in removed or found.dataset.row_of(view.selected) is None:
        view = replace(view, selected="")
    if found.dataset is not session.dataset:
        session.replace_data(found.dataset)
    view = explicit(view, found.dataset)  # the first event on control among others must not hide those
    settled, lost = settle(view, found.dataset, last_edit=session.last_edit)
    session.change(settled)
    session.stale_widgets = True  # the sidebar counts these data
    session.notices = [*session.notices, *told, *lost]


def _now() -> datetime:
    return datetime.now(tz=UTC)
