"""Changes to a data set as a log: who changed what and when, from what, to what. The state is the replay of the log; nothing is lost.

This module is pure; `events.edit_log` reads and writes the file, `events.replay` makes the state. One line of the log is one edit:

    {"number": 3, "at": "2008-04-01T09:30:00+00:00", "who": "analyst", "act": "change", "event_id": "...",
     "before": {...}, "after": {...}, "note": "...", "previous": "<sum of line 2>", "sum": "<sum of this line>"}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from events.errors import DataSetError, InputError

ACTS: Final = ("add", "change", "remove")
#: Signs in a sum; 16 hexadecimal ones find any torn or altered line.
SUM_LENGTH: Final = 16
START: Final = "0" * SUM_LENGTH

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one event.

    Attributes
    ----------
    number : int
        1 for the first edit of the log.
    at : datetime.datetime
        When, with a time zone.
    who : str
        Who changed it.
    act : str
        One of `ACTS`.
    event_id : str
        Which event.
    before, after : dict or None
        The event's record before (None for "add") and after (None for "remove"); see `events.replay.as_record`.
    note : str
        Why, in the analyst's words.
    previous : str
        Sum of the line before, so that a lost line is noticed.
    """

    number: int
    at: datetime
    who: str
    act: str
    event_id: str
    before: Record | None
    after: Record | None
    note: str = ""
    previous: str = START


@dataclass(frozen=True, slots=True)
class Log:
    """A log as read: the edits that are whole, and what is damaged, in words."""

    edits: tuple[Edit, ...] = ()
    damage: tuple[str, ...] = ()
    last_sum: str = START


@dataclass(frozen=True, slots=True)
class Change:
    """One event as it is before and after, and why: what a writer asks for, and `following` makes an edit of."""

    before: Record | None
    after: Record | None
    note: str = ""


def to_line(edit: Edit) -> str:
    """Return an edit as a line of the log, with its sum, without the line's end."""
    body = {
        "number": edit.number,
        "at": edit.at.isoformat(),
        "who": edit.who,
        "act": edit.act,
        "event_id": edit.event_id,
        "before": edit.before,
        "after": edit.after,
        "note": edit.note,
        "previous": edit.previous,
    }
    return json.dumps({**body, "sum": _sum(body)}, ensure_ascii=False, allow_nan=False, sort_keys=True)


def _sum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:SUM_LENGTH]


def line_sum(line: str) -> str:
    """Return the sum that a whole line bears."""
    return str(json.loads(line)["sum"])


def from_line(line: str) -> Edit:
    """Return the edit of a line.

    Raises
    ------
    DataSetError
        If the line is torn, altered, or no edit.
    """
    try:
        found = json.loads(line)
        body = {name: value for name, value in found.items() if name != "sum"}
        if found["sum"] != _sum(body):
            raise DataSetError("the line was altered: its sum does not fit.")
        edit = Edit(**{**body, "at": datetime.fromisoformat(body["at"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataSetError("the line is torn or no edit.") from error
    if edit.act not in ACTS:
        raise DataSetError("the line tells of no act we know.", value=edit.act)
    return edit


def parse(text: str) -> Log:
    """Return the log of a file's text; a torn last line, an altered or a lost line is told, and every whole edit is kept."""
    edits: list[Edit] = []
    damage: list[str] = []
    last = START
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            edit = from_line(line)
        except DataSetError as error:
            torn = number == len(lines)
            damage.append(f"line {number}: {'the last edit was cut off while it was saved, and is not applied' if torn else error.problem}")
            continue
        if edit.previous != last and not damage:
            damage.append(f"line {number}: an edit before it is missing")
        edits.append(edit)
        last = line_sum(line)
    return Log(tuple(edits), tuple(damage), last)


def following(log: Log, *, who: str, at: datetime, before: Record | None, after: Record | None, note: str = "") -> Edit:
    """Return the next edit of a log; its act follows from what is there before and after.

    Raises
    ------
    InputError
        If nothing is there before or after, the two are different events, nothing is changed, or `at` has no time zone.
    """
    if before is None and after is None:
        raise InputError("an edit needs an event before or after it.")
    ids = {str(r["event_id"]) for r in (before, after) if r is not None}
    if len(ids) > 1:
        raise InputError("an edit cannot change which event it is.", column="event_id", value=", ".join(sorted(ids)))
    if before == after:
        raise InputError("nothing was changed.", value=next(iter(ids)))
    if at.tzinfo is None:
        raise InputError("the time of an edit needs a time zone.", value=at.isoformat())
    act = "add" if before is None else "remove" if after is None else "change"
    number = log.edits[-1].number + 1 if log.edits else 1
    return Edit(number, at, who, act, ids.pop(), before, after, note, log.last_sum)


def following_all(log: Log, changes: Sequence[Change], *, who: str, at: datetime, seen: int | None = None) -> tuple[Edit, ...]:
    """Return the next edits of a log, one for each change; see `following`.

    Parameters
    ----------
    log : Log
        As it is now.
    changes : sequence of Change
        In order; each may build on the one before.
    who : str
        Who edits.
    at : datetime.datetime
        When, with a time zone.
    seen : int, optional
        Number of the last edit that the writer knew of, 0 for none: what somebody else did to the same events since is not overwritten.

    Raises
    ------
    InputError
        As `following`; or one of the events was edited after `seen`.
    """
    wanted = {str(record["event_id"]) for change in changes for record in (change.before, change.after) if record is not None}
    for edit in log.edits:
        if seen is not None and edit.number > seen and edit.event_id in wanted:
            raise InputError(
                f"{edit.who} edited this event meanwhile (edit {edit.number}), so nothing was saved.",
                value=edit.event_id,
                hint="Look at it as it is now, and make your change again.",
            )
    made: list[Edit] = []
    for change in changes:
        edit = following(log, who=who, at=at, before=change.before, after=change.after, note=change.note)
        made.append(edit)
        log = Log((edit,), log.damage, line_sum(to_line(edit)))
    return tuple(made)


def undoing(log: Log, number: int, *, who: str, at: datetime) -> Edit:
    """Return the edit that takes one back; the log keeps both.

    Raises
    ------
    InputError
        If there is no such edit, or a later one changed the same event, and was not taken back: that one comes first.
    """
    target = next((e for e in log.edits if e.number == number), None)
    if target is None:
        raise InputError("there is no such edit.", value=number)
    last = history(log.edits, target.event_id)[-1]
    if last.after != target.after:
        undone = last.note == _undo_note(number)
        hint = "It was taken back already." if undone else f"Undo edit {last.number} first."
        raise InputError("a later edit changed the same event.", value=number, hint=hint)
    return following(log, who=who, at=at, before=target.after, after=target.before, note=_undo_note(number))


def can_undo(edits: Sequence[Edit], number: int) -> bool:
    """Tell whether the event of an edit is still as that edit left it, so that it can be taken back."""
    target = next((e for e in edits if e.number == number), None)
    return target is not None and history(edits, target.event_id)[-1].after == target.after


def _undo_note(number: int) -> str:
    return f"undo of edit {number}"


def history(edits: Iterable[Edit], event_id: str) -> tuple[Edit, ...]:
    """Return the edits of one event, in order."""
    return tuple(edit for edit in edits if edit.event_id == event_id)


def changed_events(edits: Iterable[Edit], since: int) -> tuple[str, ...]:
    """Return the events that are not what they were after edit `since` (0: before the first); what was taken back does not count."""
    first: dict[str, Edit] = {}
    last: dict[str, Edit] = {}
    for edit in edits:
        if edit.number > since:
            first.setdefault(edit.event_id, edit)
            last[edit.event_id] = edit
    return tuple(event_id for event_id in first if first[event_id].before != last[event_id].after)
