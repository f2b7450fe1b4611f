"""The view as a query string and back: one table of keys, a round trip without loss, and no text that makes it fail.

A key is left out where the view has its default, so that the shortest link is the plain address. Reading never raises: what cannot be
read is left at its default and told in a notice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from events.edits import Edit, changed_events
from events.fingerprint import BUCKETS, changed
from events.view import ViewState

MADE_ON: Final = "made"
MAX_WINDOW: Final = 65_535
MAX_ZOOM: Final = 22.0
MAX_HALF_LIFE: Final = 36_500
CONTROL_MODE: Final = "control"
EQUAL_CLAIMS: Final = "equal"
#: Keys that belong to the host page and to link trackers: passed over without a notice.
FOREIGN: Final = re.compile(r"^(embed|embed_options|utm_\w+|fbclid|gclid)$")

Values = Sequence[str]


class _UnreadableError(Exception):
    """A value is not of its key's form; the message says what it should be."""


def _write_text(value: str) -> list[str]:
    return [value] if value else []


def _read_text(values: Values) -> str:
    return values[-1]


def _read_date(values: Values) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", values[-1], flags=re.ASCII):
        raise _UnreadableError("a date such as 2008-03-27")
    try:
        return date.fromisoformat(values[-1]).isoformat()
    except ValueError as error:
        raise _UnreadableError("a date such as 2008-03-27") from error


def _write_window(value: int) -> list[str]:
    return [str(value)] if value else []


def _read_window(values: Values) -> int:
    if not re.fullmatch(r"\d{1,5}", values[-1], flags=re.ASCII) or int(values[-1]) > MAX_WINDOW:
        raise _UnreadableError(f"a number of days from 0 to {MAX_WINDOW}")
    return int(values[-1])


def _read_mode(values: Values) -> str:
    if values[-1] != CONTROL_MODE:
        raise _UnreadableError(f"“{CONTROL_MODE}”")
    return CONTROL_MODE


def _read_half_life(values: Values) -> int:
    if not re.fullmatch(r"\d{1,5}", values[-1], flags=re.ASCII) or not 1 <= int(values[-1]) <= MAX_HALF_LIFE:
        raise _UnreadableError(f"a number of days from 1 to {MAX_HALF_LIFE}")
    return int(values[-1])


def _write_claims(value: bool) -> list[str]:
    return [EQUAL_CLAIMS] if value else []


def _read_claims(values: Values) -> bool:
    if values[-1] != EQUAL_CLAIMS:
        raise _UnreadableError(f"“{EQUAL_CLAIMS}”")
    return True


def _write_edit(value: int | None) -> list[str]:
    return [] if value is None else [str(value)]


def _read_edit(values: Values) -> int:
    if not re.fullmatch(r"\d{1,9}", values[-1], flags=re.ASCII):
        raise _UnreadableError("the number of an edit, 0 for before the first")
    return int(values[-1])


def _write_choice(value: tuple[str, ...] | None) -> list[str]:
    if value is None:
        return []
    return list(value) or [""]


def _read_choice(values: Values) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _number(text: str, low: float, high: float, what: str) -> float:
    if not re.fullmatch(r"-?\d{1,4}(\.\d{1,12})?", text, flags=re.ASCII) or not low <= float(text) <= high:
        raise _UnreadableError(what)
    return float(text)


def _short(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _write_centre(value: tuple[float, float] | None) -> list[str]:
    return [] if value is None else [",".join(_short(part, 5) for part in value)]


def _read_centre(values: Values) -> tuple[float, float]:
    what = "latitude,longitude in degrees, such as 33.3152,44.3661"
    parts = values[-1].split(",")
    if len(parts) != 2:
        raise _UnreadableError(what)
    return round(_number(parts[0], -90, 90, what), 5) + 0.0, round(_number(parts[1], -180, 180, what), 5) + 0.0


def _write_zoom(value: float | None) -> list[str]:
    return [] if value is None else [_short(value, 2)]


def _read_zoom(values: Values) -> float:
    return round(_number(values[-1], 0, MAX_ZOOM, f"a zoom level from 0 to {MAX_ZOOM:g}"), 2) + 0.0


@dataclass(frozen=True, slots=True)
class _Key:
    """One row of the table: the key in the link, the field of the view, and how it is written and read."""

    key: str
    field: str
    write: Callable[[Any], list[str]]
    read: Callable[[Values], Any]


KEYS: Final = (
    _Key("data", "data", _write_text, _read_text),
    _Key("at", "time", _write_text, _read_date),
    _Key("days", "window", _write_window, _read_window),
    _Key("faction", "factions", _write_choice, _read_choice),
    _Key("without", "hidden", list, _read_choice),
    _Key("kind", "kinds", _write_choice, _read_choice),
    _Key("search", "search", _write_text, _read_text),
    _Key("since", "since", _write_text, _read_date),
    _Key("until", "until", _write_text, _read_date),
    _Key("centre", "centre", _write_centre, _read_centre),
    _Key("zoom", "zoom", _write_zoom, _read_zoom),
    _Key("event", "selected", _write_text, _read_text),
    _Key("tiles", "tiles", _write_text, _read_text),
    _Key("mode", "mode", _write_text, _read_mode),
    _Key("place", "place", _write_text, _read_text),
    _Key("compare", "compare", _write_text, _read_date),
    _Key("known", "known", _write_text, _read_date),
    _Key("halflife", "half_life", _write_window, _read_half_life),
    _Key("claims", "equal_claims", _write_claims, _read_claims),
    _Key("edit", "edit", _write_edit, _read_edit),
)


def to_query(view: ViewState, *, made_on: str = "") -> str:
    """Return the query string of a view, without the question mark.

    Parameters
    ----------
    view : ViewState
        The view; equal views give the same text.
    made_on : str
        `stamp` of the data set that the view was made on; "" leaves it out.
    """
    pairs = [(key.key, value) for key in KEYS for value in key.write(getattr(view, key.field))]
    if made_on:
        pairs.append((MADE_ON, made_on))
    return urlencode(pairs)


def from_query(query: str) -> tuple[ViewState, str, list[str]]:
    """Return the view of a query string, the stamp of the data it was made on, and a notice for each part that could not be read.

    Parameters
    ----------
    query : str
        Any text, with or without the question mark. Never raises.
    """
    given: dict[str, list[str]] = {}
    # Half a surrogate pair is no character: a view that held one could not be written again.
    sound = query.encode("utf-8", "replace").decode("utf-8")
    for name, value in parse_qsl(sound.removeprefix("?"), keep_blank_values=True, errors="replace"):
        given.setdefault(name, []).append(value)
    made_on = given.pop(MADE_ON, [""])[-1]
    read: dict[str, Any] = {}
    notices = []
    for key in KEYS:
        values = given.pop(key.key, None)
        if values is None:
            continue
        try:
            read[key.field] = key.read(values)
        except _UnreadableError as form:
            notices.append(f"The link's “{key.key}” is “{_cut(values[-1])}”, which is not {form}. It was left out.")
    strangers = [name for name in given if not FOREIGN.match(name)]
    if strangers:
        notices.append(f"The link has parts that this version does not know: {_cut(', '.join(strangers))}. They were left out.")
    return ViewState(**read), made_on, notices


def stamp(fingerprint: str, sketch: str, *, edit: int = 0) -> str:
    """Return what a link says of the data it was made on: fingerprint and sketch (see `fingerprint.py`), and the last edit, if any."""
    return f"{fingerprint}.{sketch}.{edit}" if edit else f"{fingerprint}.{sketch}"


def changes_since(made_on: str, *, now: str, edits: Sequence[Edit] = ()) -> str | None:
    """Return one sentence on how the data changed since a link was made, None where they did not or the link does not say.

    Parameters
    ----------
    made_on, now : str
        What `stamp` gave when the link was made, and gives now.
    edits : sequence of Edit
        The log up to now. Where it accounts for the change, the number of events is exact, and otherwise the least that it can be.
    """
    if not made_on or made_on == now:
        return None
    then_name, then, number = (*made_on.split("."), "", "")[:3]
    now_name, sketch = now.split(".")[:2]
    if not re.fullmatch(r"[0-9a-f]{16}", then_name) or len(then) != BUCKETS or not re.fullmatch(r"\d{0,9}", number, flags=re.ASCII):
        return "The link's note of the data it was made on is damaged, so changes since then cannot be told."
    if then_name == now_name:
        return None
    least = max(1, changed(then, sketch))
    by_log = len(changed_events(edits, int(number or 0)))
    if by_log >= least:
        return f"{by_log:,} {'event' if by_log == 1 else 'events'} changed since this link was made."
    if least > BUCKETS // 2:
        return "This link was made on other data: most events differ."
    return f"At least {least} {'event' if least == 1 else 'events'} changed since this link was made."


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def join(pairs: list[tuple[str, str]]) -> str:
    """Return the query string of keys and values that a server has taken apart already."""
    return urlencode(pairs)
