"""What every reader of a known layout shares: columns by their canonical names, dates, coordinates, and faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from events.schema import DATE_PRECISIONS
from events.sources import cells, dates
from events.sources.faults import Faults, Mask

OrderOf = Callable[[str], dict[str, str]]
LOCATED: Final = "coordinates in the source"
_COARSENESS: Final = {name: rank for rank, name in enumerate(DATE_PRECISIONS)}


def canonical(columns: Iterable[str], known: Iterable[str], *, aliases: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return canonical name → the source's column, whatever the order, the case, blanks, and the ten letters a Shapefile leaves.

    Parameters
    ----------
    columns : iterable of str
        The source's header.
    known : iterable of str
        Canonical names, lower case with underscores.
    aliases : mapping, optional
        Other names → canonical names.
    """
    names = list(known)
    cut = {name[:10]: name for name in reversed(names) if len(name) > 10}
    found: dict[str, str] = {}
    for column in columns:
        key = "_".join(column.strip().lower().replace("-", " ").split())
        name = (aliases or {}).get(key, key)
        name = name if name in names else cut.get(name, "") if len(name) == 10 else ""
        if name:
            found.setdefault(name, column)
    return found


@dataclass
class Rows:
    """Event rows in the making, from one chunk of a source.

    Attributes
    ----------
    frame : pandas.DataFrame
        The chunk, under the source's names.
    names : dict
        Canonical name → the source's name.
    order_of : callable
        Column of the source → order of day and month in it, as `dates.order_of` tells.
    """

    frame: pd.DataFrame
    names: Mapping[str, str]
    order_of: OrderOf
    out: dict[str, object] = field(default_factory=dict)
    faults: Faults = field(init=False)
    _stripped: dict[str, pd.Series[str]] = field(default_factory=dict)
    _stated: dict[str, pd.Series[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faults = Faults(len(self.frame))

    def has(self, name: str) -> bool:
        """Tell whether the source has the column."""
        return name in self.names

    def text(self, name: str) -> pd.Series[str]:
        """Return a column's cells without blanks around them, "" throughout where the source does not have it."""
        if name not in self._stripped:
            given = self.frame[self.names[name]] if name in self.names else pd.Series("", index=self.frame.index, dtype="str")
            self._stripped[name] = given.str.strip()
        return self._stripped[name]

    def stated(self, name: str) -> pd.Series[str]:
        """Return a column like `text`, "" too where a cell only says that it holds nothing ("NA", "-"): for names and prose."""
        if name not in self._stated:
            words = self.text(name)
            unsaid = cells.unsaid(words)
            self._stated[name] = words.where(~unsaid, "") if unsaid.any() else words
        return self._stated[name]

    def reject(self, bad: Mask | pd.Series[bool], name: str, reason: str) -> None:
        """Mark rows as faulty in a column."""
        self.faults.add(bad, self.names.get(name, name), self.text(name), reason)

    def date(self, name: str, *, needed: bool) -> dates.Dates:
        """Read a column of dates; what cannot be read is a fault, and so is an empty cell where one is needed."""
        column = self.names.get(name, name)
        values = self.text(name)
        read = dates.parse(values, order=lambda: self.order_of(column))
        bad = read.reason != None  # noqa: E711 -- an array is compared, element by element
        if not needed:
            bad &= (read.reason != dates.NO_DATE) & (read.reason != dates.NOT_GIVEN)
        self.faults.add(np.asarray(bad, dtype=bool), column, values, read.reason)
        return read

    def days(self, first: str, last: str = "", *, coded: pd.Series[str] | None = None) -> None:
        """Read the days into `start`, `end` and `date_precision`.

        A cell may itself be a span ("2008-03-25/2008-03-27") or vague ("March 2008"): it ends with its last day, and the coarser of its
        own precision and the source's code counts.

        Parameters
        ----------
        first, last : str
            Columns of the first day, which is needed, and of the last.
        coded : pandas.Series of str, optional
            Precision by the source's code, one of `schema.DATE_PRECISIONS`, "" for none.
        """
        start = self.date(first, needed=True)
        self.out["start"], self.out["date_precision"] = start.start, _coarser(start.precision, coded)
        end = start.end
        if last:
            stated = self.date(last, needed=False)
            end = stated.end.fillna(stated.start).fillna(start.end)
        if last or end.notna().any():
            self.out["end"] = end

    def position(self, longitude: str = "longitude", latitude: str = "latitude") -> None:
        """Read the coordinates into `lon` and `lat`; one without the other is left to the event table's own check."""
        for target, name, halves in (("lat", latitude, "NS"), ("lon", longitude, "EW")):
            values, bad = cells.degrees(self.text(name), halves=halves)
            self.reject(bad, name, "not a number of degrees")
            self.out[target] = values
        placed = ~np.isnan(np.asarray(self.out["lon"], dtype="float64"))
        self.out["located_by"] = pd.Series(["", LOCATED], dtype="str").take(placed.astype(np.intp)).set_axis(self.frame.index)

    def coded(self, name: str, meaning: Mapping[str, str], *, reason: str) -> pd.Series[str]:
        """Read a column of codes; a code without a meaning is a fault."""
        words, bad = cells.codes(self.text(name), meaning)
        self.reject(bad, name, reason)
        return words

    def count(self, name: str) -> pd.Series[float]:
        """Read a column of counts; what is no number is a fault."""
        values, bad = cells.numbers(self.text(name))
        self.reject(bad, name, "not a number")
        self.reject(values < 0, name, "a negative number")
        return pd.Series(values, index=self.frame.index, dtype="float64")

    def keep(self, names: Iterable[str]) -> None:
        """Take columns over as they are, under their canonical names."""
        for name in names:
            if name in self.names and name not in self.out:
                self.out[name] = self.text(name)

    def result(self) -> pd.DataFrame:
        """Return the rows as they are so far, faulty ones too."""
        return pd.DataFrame(self.out, index=self.frame.index)


def _coarser(own: pd.Series[str], coded: pd.Series[str] | None) -> pd.Series[str]:
    """Return the coarser of two precisions, row by row; a code that is "" says nothing."""
    if coded is None:
        return own
    finest = DATE_PRECISIONS[0]
    if (own == finest).all():
        return coded.where(coded != "", finest)
    coarser = coded.map(_COARSENESS).fillna(0) > own.map(_COARSENESS)
    return own.where(~coarser, coded)
