"""Which factions are one camp: an army and the ministry over it do not contradict each other."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.coded import coded
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


def _top(name: str, parents: dict[str, str]) -> str:
    seen = {name}
    while (parent := parents.get(name, "")) and parent not in seen:
        seen.add(parent)
        name = parent
    return name


def camps_named(
    texts: pd.Series[str], factions: pd.DataFrame | None, known: list[str]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """Return the one camp that each text names, "" for none or more than one, and whether it names any.

    A camp is named by a faction's name or alias, as whole words in any case; an alias in capitals ("ISF") must stand in capitals.

    Parameters
    ----------
    texts : pandas.Series of str
        Who says so, in the source's words ("Iraqi army commander"); shape (n,).
    factions : pandas.DataFrame or None
        Columns `faction`, `aliases` (";"-separated), `parent`.
    known : list of str
        Factions that occur in the events.
    """
    codes, distinct = coded(texts)
    words = _words(factions, known)
    sets: list[set[str]] = [set() for _ in distinct]
    if words:
        camp_of = dict(zip(words, camps(pd.Index(list(words.values())), factions), strict=True))
        folded = {word.casefold(): camp for word, camp in camp_of.items()}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" if w.isupper() else rf"(?i:(?<!\w){re.escape(w)}(?!\w))" for w in longest_first))
        sets = [{folded[hit.casefold()] for hit in pattern.findall(text)} for text in distinct]
    only = np.array([next(iter(s)) if len(s) == 1 else "" for s in sets] or [""], dtype=object)
    return only[codes], np.array([bool(s) for s in sets] or [False], dtype=bool)[codes]


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
