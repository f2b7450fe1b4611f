"""A table's first rows → a guess of how to read it, with the reason for each column, for the user to check."""

from __future__ import annotations

from typing import Final

import pandas as pd
import shapely

from events.schema import CONTEXT_KINDS
from events.sources import clocks
from events.sources.mapping import REJECT, ROLES, SURE, Mapping, Why, header_fingerprint
from events.sources.pairs import UNPROVEN
from events.sources.scoring import MOST, SAYS, folded, named, score
from events.sources.table import GEOMETRY
from events.sources.words import WORDS

#: From so many columns on, only those are looked into whose names say or hint at what they are.
MANY_COLUMNS: Final = 200
#: Columns whose name says that the faction in them holds the place on that date.
HOLDING: Final = frozenset(
    "holder controlled_by control controller held_by who_controls faction_after controlling_party controlling_actor controlling_faction "  # noqa: SIM905 -- reads as a list of words
    "controlling_group control_by in_control who_holds".split()
)
#: Words in the names of columns that may name holders.
_HOLD: Final = frozenset({"control", "controls", "controlled", "controlling", "controller", "holder", "holds", "held"})
#: Columns whose name says that the faction in them did something, whoever holds the place.
ACTING: Final = frozenset({"actor1", "gname", "perpetrator", "perpetrator_group", "attacker", "side_a"})
#: Words for sides, in a column of statuses: then it tells who holds the place.
_SIDES: Final = frozenset(
    "government gov regime opposition rebel rebels insurgents contested isis isil daesh sdf ypg hts saa taliban houthi houthis "  # noqa: SIM905 -- reads as a list of words
    "pro-government anti-government occupied liberated".split()
)
NO_HOLDER: Final = "nothing in it names a holder, so its rows are incidents: context, not control"


def guess(table: pd.DataFrame) -> Mapping:
    """Guess how to read a table.

    Parameters
    ----------
    table : pandas.DataFrame
        Its first rows, all cells as text; `GEOMETRY` may hold shapes.

    Returns
    -------
    Mapping
        With `why`: how sure, and the reason, for each column taken and for the kinds.
    """
    text = table.drop(columns=[GEOMETRY], errors="ignore")
    shaped = GEOMETRY in table
    scores = [
        (sure, -order, -position, role, column, reason)
        for position, column in enumerate(text.columns)
        for order, role in enumerate(ROLES)
        if len(text.columns) < MANY_COLUMNS or named(role, str(column))
        for sure, reason in [score(role, str(column), text[column])]
        if sure > 0 and not (shaped and role in ("latitude", "longitude"))
    ]
    columns: dict[str, str] = {}
    why: dict[str, Why] = {}
    for sure, _, _, role, column, reason in sorted(scores, reverse=True):
        if role not in columns and column not in columns.values():
            columns[role], why[role] = column, Why(round(sure, 2), reason)
    if ("latitude" in columns) != ("longitude" in columns):
        for role in ("latitude", "longitude"):
            columns.pop(role, None)
            why.pop(role, None)
    why |= {role: better for role in ("latitude", "longitude") if role in columns and (better := _only(role, columns[role], text))}
    if _is_of_another(columns.get("end", ""), columns.get("date", ""), text):
        del columns["end"]
    counted = _counted(text) if "date" not in columns else ("", "")
    if counted[0]:
        columns["date"], why["date"] = counted[0], Why(0.6, f"its name says so; its numbers look like {counted[1]}")
    ordered: dict[str, str] = {role: columns[role] for role in ROLES if role in columns}
    kinds, other, every, reasons = _kinds(table, ordered)
    reasons = {role: why[role] for role in ordered} | reasons
    if "kind" in ordered and not kinds and other == REJECT:
        del ordered["kind"]
    return Mapping(
        ordered, kinds, other, every, bare_numbers=counted[1], header=header_fingerprint([str(c) for c in table.columns]), why=reasons
    )


def _counted(table: pd.DataFrame) -> tuple[str, str]:
    """Return the column that is called a date and holds bare numbers, and how these may count time; "" for both without one."""
    called = sorted((name for name in map(str, table.columns) if named("date", name) > SAYS), key=lambda name: -named("date", name))
    return next(((name, count) for name in called if (count := clocks.likely(table[name]))), ("", ""))


def _only(role: str, column: str, table: pd.DataFrame) -> Why | None:
    """Return how sure a latitude or longitude is whose name only hints at it; None where it says so, or where several hint."""
    if column.endswith(UNPROVEN):
        return Why(0.5, "it usually is, and nothing in the file proves it")
    fit = [named(role, str(name)) for name in table]
    return Why(SURE, "the only column that is so called") if sum(value > 0 for value in fit) == 1 and max(fit) <= SAYS else None


def _is_of_another(end: str, date: str, table: pd.DataFrame) -> bool:
    """Tell whether the beginning that belongs to an end is a column other than the date: when a form was filled in, say."""
    start = folded(end).replace("end", "start")
    return start not in (folded(end), folded(date)) and start in {folded(str(name)) for name in table}


def _kinds(table: pd.DataFrame, columns: dict[str, str]) -> tuple[dict[str, str], str, str, dict[str, Why]]:
    """Return the words' kinds, what becomes of other words, the kind of every row, and why."""
    context = _context(table, columns)
    if "kind" in columns:
        words = sorted({" ".join(word.split()).casefold() for word in table[columns["kind"]] if word.strip()})
        kinds = {word: WORDS[word] for word in words if word in WORDS}
        if kinds and not set(kinds.values()) <= set(CONTEXT_KINDS):
            known = len(kinds) / max(len(words), 1)
            return (
                kinds,
                REJECT,
                "",
                {"kinds": Why(round(known, 2), f"{len(kinds)} of {len(words)} words for kinds are known; others are rejected")},
            )
        if context:
            return kinds, "incident", "", {"other_kinds": context}
        return kinds, REJECT, "", {"kinds": Why(0.3, "its words for kinds are not known")}
    if context:
        return {}, REJECT, "incident", {"every_kind": context}
    if folded(columns["faction"]) in HOLDING or folded(columns["faction"]).startswith(
        ("who_controls", "who_holds", "controlled_by", "held_by")
    ):
        return {}, REJECT, "held", {"every_kind": Why(0.8, f"the column {columns['faction']} says who holds the place on that date")}
    return {}, REJECT, "", {}


def _context(table: pd.DataFrame, columns: dict[str, str]) -> Why | None:
    """Return why rows are incidents, which say nothing of who holds a place, and how sure that is; None where they may say it."""
    if "faction" in columns:
        name = columns["faction"]
        return Why(0.9, f"“{name}” names who acted and not who holds the place") if folded(name) in ACTING else None
    taken = {column for role, column in columns.items() if role != "admin"}  # which "Who controls the area?" hints at too
    for name in (str(name) for name in table.columns if name not in taken and name != GEOMETRY):
        if folded(name) in HOLDING:
            return Why(0.3, f"“{name}” should name holders and holds numbers: codes of factions, or counts?")
        if _HOLD & set(folded(name).split("_")):
            return Why(0.3, f"“{name}” may name holders")
    for name in (name for name in table.columns if "status" in folded(str(name)).split("_")):
        words = {str(word).strip().casefold() for word in table[name]} - {""}
        if words and sum(bool(set(word.split()) & _SIDES) for word in words) * 2 >= len(words):
            return Why(0.3, f"“{name}” may name holders: {', '.join(sorted(words)[:3])}")
    if GEOMETRY in table and len(table) and float((shapely.get_dimensions(table[GEOMETRY].to_numpy(dtype=object)) == 2).mean()) > MOST:
        return Why(0.5, "its shapes are areas, and nothing names who holds them")
    return Why(0.9, NO_HOLDER)
