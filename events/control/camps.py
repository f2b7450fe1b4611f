"""Which factions are one camp: an army and the ministry over it do not contradict each other."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from events.gazetteer.names import fold
from events.schema import PSEUDO_FACTIONS


def camps(names: pd.Index, factions: pd.DataFrame | None) -> pd.Index:
    """Return the camp of each faction: the topmost faction reached by the factions table's `parent`.

    Only an exact name counts as a parent ("Iraqi Security Forces"), so that "unclear" or "splinter" in a table keeps the two apart. Sides
    are not used: two factions of one "side" may fight each other.

    Parameters
    ----------
    names : pandas.Index
        Faction names.
    factions : pandas.DataFrame or None
        Columns `faction` and `parent`; without it each faction is its own camp.
    """
    parents: dict[str, str] = {}
    if factions is not None and {"faction", "parent"} <= set(factions.columns):
        parents = {str(f): str(p) for f, p in zip(factions["faction"], factions["parent"], strict=True) if isinstance(p, str) and p}
    return pd.Index([_top(str(name), parents) for name in names], dtype="str")


def one_spelling(counts: Mapping[str, int], factions: pd.DataFrame | None) -> dict[str, str]:
    """Return the spelling that stands for each name: those that differ in case, accents, blanks or punctuation alone are one faction.

    The factions table's spelling is taken, else the commonest, else the first in the alphabet.

    Parameters
    ----------
    counts : mapping of str to int
        Name → how often it stands in the reports.
    factions : pandas.DataFrame or None
        Column `faction`.
    """
    stated = set(PSEUDO_FACTIONS) | (set(factions["faction"].astype("str")) if factions is not None and "faction" in factions else set())
    best: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (name not in stated, -counts[name], name)):
        best.setdefault(fold(name) or name, name)
    return {name: name if name in stated else best[fold(name) or name] for name in counts}


def _top(name: str, parents: dict[str, str]) -> str:
    seen = {name}
    while (parent := parents.get(name, "")) and parent not in seen:
        seen.add(parent)
        name = parent
    return name


def camps_named(texts: list[str], factions: pd.DataFrame | None, known: list[str]) -> list[frozenset[str]]:
    """Return the camps that each text names.

    A camp is named by a faction's name or alias, as whole words in any case; an alias in capitals ("ISF") must stand in capitals.

    Parameters
    ----------
    texts : list of str
        Who says so, in the source's words ("Iraqi army commander").
    factions : pandas.DataFrame or None
        Columns `faction`, `aliases` (";"-separated), `parent`.
    known : list of str
        Factions that occur in the events.
    """
    words = _words(factions, known)
    if not words:
        return [frozenset()] * len(texts)
    top = camps(pd.Index(list(words.values())), factions)
    camp_of = {word: str(camp) for word, camp in zip(words, top, strict=True)}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    # A group a word, as the hit need not be spelt like it: "Alı" is "Ali" without regard to case, and has another lower case.
    pattern = re.compile("|".join(f"({_as_words(word)})" for word in longest_first))
    return [frozenset(camp_of[longest_first[hit.lastindex - 1]] for hit in pattern.finditer(text) if hit.lastindex) for text in texts]


def _as_words(word: str) -> str:
    whole = rf"(?<!\w){re.escape(word)}(?!\w)"
    return whole if word.isupper() else f"(?i:{whole})"


def _words(factions: pd.DataFrame | None, known: list[str]) -> dict[str, str]:
    """Every name and alias → its faction; what is no name of one faction only, or too short to mean one, is left out."""
    words = {name: name for name in known}
    if factions is None or "faction" not in factions:
        return words
    aliases = factions["aliases"] if "aliases" in factions else pd.Series("", index=factions.index)
    for name, others in zip(factions["faction"].astype("str"), aliases, strict=True):
        listed = others.split(";") if isinstance(others, str) else []
        words |= {word.strip(): name for word in (name, *listed) if len(word.strip()) > 1 and name not in PSEUDO_FACTIONS}
    return words
