"""A day in several columns → one column of days: year, month and day, as the Global Terrorism Database has them, or year and month.

A month or a day that the source does not know ("0" there, an empty cell elsewhere) makes the day a month or a year, never the first of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from events.sources import cells
from events.sources.faults import Faults
from events.sources.scoring import SAYS, folded, named
from events.sources.table import unique_names

#: How the three columns are called: what stands before and behind is the same for all.
WORDS: Final = (("year", "month", "day"), ("yr", "mo", "day"), ("year", "mo", "day"), ("jahr", "monat", "tag"), ("annee", "mois", "jour"))
#: What stands for an unknown month or day, beside empty cells: 0 in the Global Terrorism Database, negative codes elsewhere.
_UNKNOWN: Final = r"0+|-\d+"
Days = Callable[[pd.DataFrame, Faults], pd.DataFrame]


def days(columns: list[str]) -> list[tuple[str, Days]]:
    """Return the columns of days to be made, each with its name and what makes it; none where a column is called a date already.

    Parameters
    ----------
    columns : list of str
        The header.
    """
    found: list[tuple[str, Days]] = []
    for first, parts in {columns[at[0]]: at for at in _parts([folded(name) for name in columns])}.items():
        own = [columns[at] for at in parts]
        role = "end" if folded(first).startswith("e") else "date"
        others = [name for name in columns if name not in own]
        if any(named(role, name) > SAYS for name in others) or any(name.startswith(f"{role} (") for name, _ in found):
            continue
        name = unique_names([*columns, f"{role} ({', '.join(own)})"])[-1]
        found.append((name, _maker(name, own)))
    return found if any(name.startswith("date (") for name, _ in found) else []


def _parts(names: list[str]) -> list[list[int]]:
    """Return the positions of year, month and, where there is one, day that belong together."""
    found = []
    for at, name in enumerate(names):
        for year, *rest in WORDS:
            if year in name and (others := [name.replace(year, word) for word in rest])[0] in names:
                found.append([at, *(names.index(other) for other in others if other in names)])
                break
    return found


def _maker(name: str, own: list[str]) -> Days:
    def make(frame: pd.DataFrame, _: Faults) -> pd.DataFrame:
        year, month, *rest = (cells.identifiers(frame[column]) for column in own)
        day = rest[0] if rest else pd.Series("", index=frame.index, dtype="str")
        known_year, known_month, known_day = (
            ~cells.missing(part) & ~part.str.fullmatch(_UNKNOWN).to_numpy(dtype=bool) for part in (year, month, day)
        )
        spelt = month.str.contains(r"[^\d.]").to_numpy(dtype=bool)
        numbers = year + "-" + month.str.zfill(2)
        text = numbers.where(~spelt, month + " " + year)
        whole = (numbers + "-" + day.str.zfill(2)).where(~spelt, day + " " + month + " " + year)
        text = text.where(~(known_month & known_day), whole).where(known_month, year).where(known_year, "")
        return pd.DataFrame({name: text.astype("str")})

    return make
