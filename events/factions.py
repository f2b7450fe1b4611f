"""Factions under all their names: the user's table says which names are one faction (Jaish al-Mahdi is the Mahdi Army)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

import geopandas as gpd
import pandas as pd

from events.errors import InputError
from events.schema import PSEUDO_FACTIONS

#: Columns of a factions table; `aliases` holds names parted by ";".
COLUMNS: Final = ("faction", "aliases", "side", "parent", "note")
#: Columns of events that hold names of factions, and where the name as the source states it is kept.
MERGED: Final = {"faction": "faction_stated", "opponent": "opponent_stated"}


def read_table(table: pd.DataFrame, *, file: str = "") -> pd.DataFrame:
    """Check a factions table and return it with the columns `COLUMNS`, all text.

    Parameters
    ----------
    table : pandas.DataFrame
        At least `faction`; all cells as text.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        The column is missing, a name is empty, or one name stands for two factions.
    """
    by_name = {str(column).strip().casefold(): column for column in table.columns}
    if "faction" not in by_name:
        found = ", ".join(str(column) for column in table.columns)
        raise InputError("the column faction is missing.", file=file or None, hint=f"Found: {found}.")
    chosen = {name: table[by_name[name]].astype("str").str.strip() if name in by_name else "" for name in COLUMNS}
    result = pd.DataFrame(chosen, index=table.index).astype("str").fillna("").reset_index(drop=True)
    empty = result.index[result["faction"] == ""]
    if len(empty):
        raise InputError("a faction without a name.", file=file or None, row=int(empty[0]) + 1, column="faction")
    names_of(result, file=file)
    return result


def names_of(factions: pd.DataFrame, *, file: str = "") -> dict[str, str]:
    """Return every name of every faction, folded, → the faction.

    Parameters
    ----------
    factions : pandas.DataFrame
        Columns `faction` and `aliases`.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        One name stands for two factions.
    """
    aliases = factions["aliases"] if "aliases" in factions else [""] * len(factions)
    known: dict[str, str] = {}
    for row, (faction, others) in enumerate(zip(factions["faction"], aliases, strict=True), start=1):
        for name in (str(faction), *str(others).split(";")):
            key = fold(name)
            if key and known.setdefault(key, str(faction)) != str(faction):
                raise InputError(
                    f"the name stands for two factions, {known[key]} and {faction}.",
                    file=file or None,
                    row=row,
                    column="aliases",
                    value=name.strip(),
                    hint="Leave it in one row.",
                )
    return known


def merge_aliases(events: gpd.GeoDataFrame, factions: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the events with each faction under its one name.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table.
    factions : pandas.DataFrame
        Columns `faction` and `aliases`.

    Returns
    -------
    geopandas.GeoDataFrame
        A new table; `faction_stated` and `opponent_stated` hold the names as the source has them. Names that the table does not know, and
        "contested" and "unknown", stay as they are.

    Raises
    ------
    InputError
        One name stands for two factions.
    """
    known = names_of(factions)
    merged = events.copy(deep=False)
    for column, stated in MERGED.items():
        names = merged[stated] if stated in merged else merged[column]
        merged[stated] = names
        merged[column] = _canonical(names, known)
    return merged


def _canonical(names: pd.Series[str], known: dict[str, str]) -> pd.Series[str]:
    """Look each distinct name up once; many events bear the same."""
    codes, uniques = pd.factorize(names)
    found = [name if name in PSEUDO_FACTIONS else known.get(fold(name), name) for name in map(str, uniques)]
    return pd.Series(found, dtype="str").take(codes).set_axis(names.index)


def unmatched(events: gpd.GeoDataFrame, factions: pd.DataFrame) -> list[str]:
    """Return the names in the events that the table does not know, the most frequent first."""
    known = names_of(factions)
    counts = events["faction"].value_counts()
    return [str(name) for name in counts.index if name not in PSEUDO_FACTIONS and name and fold(str(name)) not in known]


def fold(name: str) -> str:
    """Return a name without regard to case, accents, blanks, hyphens and apostrophes."""
    return "".join(_letters(unicodedata.normalize("NFKD", name.casefold())))


def _letters(text: str) -> Iterable[str]:
    return (letter for letter in text if letter.isalnum())
