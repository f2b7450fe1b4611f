"""A table's first rows → a guess of how to read it, with the reason for each column, for the user to check."""

from __future__ import annotations

from typing import Final

import pandas as pd

from events.schema import CONTEXT_KINDS
from events.sources.mapping import REJECT, ROLES, Mapping, Why, header_fingerprint
from events.sources.scoring import folded, named, score
from events.sources.table import GEOMETRY
from events.sources.words import WORDS

#: From so many columns on, only those are looked into whose names say or hint at what they are.
MANY_COLUMNS: Final = 200
#: Columns whose name says that the faction in them holds the place on that date.
HOLDING: Final = frozenset(
    "holder controlled_by control controller held_by who_controls faction_after controlling_party controlling_actor controlling_faction "  # noqa: SIM905 -- reads as a list of words
    "controlling_group control_by in_control".split()
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
    ordered: dict[str, str] = {role: columns[role] for role in ROLES if role in columns}
    kinds, other, every, reasons = _kinds(text, ordered)
    reasons = {role: why[role] for role in ordered} | reasons
    if "kind" in ordered and not kinds and other == REJECT:
        del ordered["kind"]
    return Mapping(ordered, kinds, other, every, header=header_fingerprint([str(c) for c in table.columns]), why=reasons)


def _kinds(table: pd.DataFrame, columns: dict[str, str]) -> tuple[dict[str, str], str, str, dict[str, Why]]:
    """Return the words' kinds, what becomes of other words, the kind of every row, and why."""
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
        if "faction" not in columns:
            return kinds, "incident", "", {"other_kinds": Why(0.9, NO_HOLDER)}
        return kinds, REJECT, "", {"kinds": Why(0.3, "its words for kinds are not known")}
    if "faction" not in columns:
        return {}, REJECT, "incident", {"every_kind": _without_holder(table)}
    if folded(columns["faction"]) in HOLDING:
        return {}, REJECT, "held", {"every_kind": Why(0.8, f"the column {columns['faction']} says who holds the place on that date")}
    return {}, REJECT, "", {}


def _without_holder(table: pd.DataFrame) -> Why:
    """Return how sure it is that a table without a column of factions holds incidents: not, where a column of holders holds numbers."""
    coded = next((str(name) for name in table.columns if folded(str(name)) in HOLDING), "")
    return Why(0.3, f"“{coded}” should name holders and holds numbers: codes of factions, or counts?") if coded else Why(0.9, NO_HOLDER)
