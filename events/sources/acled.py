"""ACLED exports: 31 columns, the older layouts (25 columns and up), numeric or text `inter`, with or without `notes`.

Columns and codes are in `acled_codes`. A battle over territory names two actors in no particular order, so the new
holder is taken from the sub-event and from what kind of actor each side is, never from its position. Where those do not settle it, the
holder is "unknown" and `needs_decision` is True.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from events.schema import UNKNOWN
from events.sources import cells
from events.sources.acled_codes import (
    ALIASES,
    BASE,
    COLUMNS,
    FILED_UNDER,
    GEO_PRECISION,
    INTER,
    KINDS,
    OVERTAKERS,
    PROTESTERS,
    REGAINS,
    RIOTERS,
    RIOTS_PROTESTS,
    STATE,
    TERRITORY,
    TIME_PRECISION,
    TRANSFER,
)
from events.sources.faults import Faults
from events.sources.reader import OrderOf, Rows, canonical

NAME: Final = "acled"
REQUIRED: Final = {"event_date", "event_type", "actor1", "latitude", "longitude"}
#: One of these must be there too: others have dates, types and actors as well.
TELLING: Final = {"event_id_cnty", "inter1", "interaction", "sub_event_type", "assoc_actor_1"}
KEPT: Final = [
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "civilian_targeting",
    "country",
    "admin2",
    "admin3",
    "source_scale",
    "tags",
]

#: Column of the event table → column here, to name the source's own in messages.
STANDS_IN: Final = {
    "event_id": "event_id_cnty",
    "start": "event_date",
    "lon": "longitude",
    "lat": "latitude",
    "kind": "event_type",
    "date_precision": "time_precision",
}


def names_of(columns: list[str]) -> dict[str, str]:
    """Return ACLED's name → the source's name of each column."""
    return canonical(columns, COLUMNS, aliases=ALIASES)


def matches(columns: list[str]) -> bool:
    """Tell whether a header is ACLED's."""
    names = names_of(columns)
    return set(names) >= REQUIRED and bool(TELLING & set(names))


def to_rows(frame: pd.DataFrame, *, order_of: OrderOf) -> tuple[pd.DataFrame, Faults]:
    """Return event rows and their faults; all columns of `frame` are text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows under ACLED's names, in any order and case.
    order_of : callable
        See `reader.Rows`.

    Returns
    -------
    rows : pandas.DataFrame
        For `schema.validate`, with ACLED's own columns and `needs_decision`: the territory has a new holder that nothing settles.
    faults : Faults
        What is wrong with which row.
    """
    rows = Rows(frame, names_of(list(frame.columns)), order_of)
    identity = "event_id_cnty" if rows.has("event_id_cnty") else "data_id"
    rows.out["event_id"] = rows.text(identity)
    rows.days("event_date", coded=rows.coded("time_precision", TIME_PRECISION, reason="ACLED has the time precisions 1, 2 and 3"))
    rows.out["place"], rows.out["admin"] = rows.stated("location"), rows.stated("admin1")
    rows.position()
    rows.out["geo_precision"] = rows.coded("geo_precision", GEO_PRECISION, reason="ACLED has the geographic precisions 1, 2 and 3")
    rows.out.update(_decide(rows))
    rows.out["publisher"] = rows.stated("source")
    rows.out["summary"] = _summaries(rows)
    rows.out["source_format"], rows.out["source_id"] = NAME, rows.text(identity)
    rows.out.update({name: rows.stated(name) for name in ("actor1", "actor2") if rows.has(name)})
    rows.keep(KEPT)
    if rows.has("fatalities"):
        rows.out["fatalities"] = rows.count("fatalities")
    return rows.result(), rows.faults


#: What decides a row's kind and sides, beside whether there is a second actor and which name comes first in the alphabet.
DECIDING: Final = ("event_type", "sub_event_type", "inter1", "inter2")


def _decide(rows: Rows) -> dict[str, object]:
    """Return `kind`, `faction`, `opponent` and `needs_decision`, the same whichever side is named first.

    A file has a few hundred combinations of what decides, so each is decided once.
    """
    names = rows.stated("actor1"), rows.stated("actor2")
    parts = [pd.factorize(rows.text(name))[0] for name in DECIDING]
    parts += [np.asarray(flag, dtype=np.int64) for flag in (names[0] == "", names[1] == "", names[0] <= names[1])]
    combined = np.zeros(len(rows.frame), dtype=np.int64)
    for part in parts:
        combined = combined * (int(part.max(initial=0)) + 1) + part
    _, at, back = np.unique(combined, return_index=True, return_inverse=True)
    cases = pd.DataFrame({name: rows.text(name).iloc[at].to_numpy() for name in DECIDING}, dtype="str")
    cases = cases.assign(**{f"there{n}": ~parts[4 + n][at].astype(bool) for n in (0, 1)}, ordered=parts[6][at].astype(bool))
    decided = pd.DataFrame([_case(case) for case in cases.itertuples(index=False)], columns=["kind", "fault", "leads", "needs_decision"])
    for column, name, reason in FAULTS:
        rows.reject((decided["fault"] == column).to_numpy()[back], name, reason)
    first, second = (decided["leads"] == 1).to_numpy()[back], (decided["leads"] == 2).to_numpy()[back]
    faction = names[0].where(first, names[1].where(second, UNKNOWN))
    return {
        "kind": decided["kind"].astype("str").take(back).set_axis(rows.frame.index),
        "faction": faction.where(faction != "", UNKNOWN),
        "opponent": names[1].where(first, names[0].where(second, "")),
        "needs_decision": decided["needs_decision"].to_numpy(dtype=bool)[back],
    }


FAULTS: Final = (
    ("event", "event_type", "an event type that ACLED does not have"),
    ("sub", "sub_event_type", "a change of territory that ACLED's codebook does not have"),
    ("inter1", "inter1", "a kind of actor that ACLED does not have"),
    ("inter2", "inter2", "a kind of actor that ACLED does not have"),
)


def _case(case: Any) -> tuple[str, str, int, bool]:
    """Decide one combination: its kind, its fault, the side it is filed under (1, 2, or 0 for neither), whether it needs a decision."""
    event, sub = cells.code(case.event_type), cells.code(case.sub_event_type)
    codes = cells.code(case.inter1), cells.code(case.inter2)
    for number, code in enumerate(codes, start=1):
        if code not in INTER and code not in cells.MISSING:
            return "", f"inter{number}", 0, False
    kinds = INTER.get(codes[0], ""), INTER.get(codes[1], "")
    there = bool(case.there0), bool(case.there1)
    subject = next((word for word in (sub, event, event.removeprefix("battle-")) if word in TERRITORY), "")
    if subject:
        leads = _holder(subject, kinds, there)
        return TERRITORY[subject], "", leads, not leads
    if "territory" in sub and not sub.startswith("no change"):
        return "", "sub", 0, False
    if event == RIOTS_PROTESTS:
        kind = "riot" if RIOTERS in kinds else "protest" if PROTESTERS in kinds else "incident"
    else:
        kind = KINDS.get(event, "")
    return kind, "" if kind else "event", _filed(kinds, there, ordered=bool(case.ordered)), False


def _holder(subject: str, kinds: tuple[str, str], there: tuple[bool, bool]) -> int:
    """Return which side holds the place now, 0 where the sub-event does not settle it."""
    if subject == TRANSFER:
        return 0
    if subject == BASE:
        able = there if there[0] != there[1] else (False, False)
    else:
        winners = (STATE,) if subject == REGAINS else OVERTAKERS
        able = kinds[0] in winners and there[0], kinds[1] in winners and there[1]
    return 0 if able[0] == able[1] else 1 if able[0] else 2


def _filed(kinds: tuple[str, str], there: tuple[bool, bool], *, ordered: bool) -> int:
    """Return under which side an event is filed that says nothing of who holds the place."""
    ranks = [FILED_UNDER[kind] if side else len(FILED_UNDER) for kind, side in zip(kinds, there, strict=True)]
    if ranks[0] == ranks[1]:
        return 1 if ordered else 2
    return 1 if ranks[0] < ranks[1] else 2


def _summaries(rows: Rows) -> pd.Series[str]:
    """Return the notes; where there are none, the sub-event and the actors in the file's own words."""
    notes = rows.stated("notes")
    empty = notes == ""
    if not empty.any():
        return notes
    what = rows.text("sub_event_type").where(rows.text("sub_event_type") != "", rows.text("event_type"))
    second = rows.stated("actor2")
    stated = what + ": " + rows.stated("actor1") + (" – " + second).where(second != "", "")
    return notes.where(~empty, stated)
