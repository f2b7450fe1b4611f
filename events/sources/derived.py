"""Tables with a day in three columns, or latitude and longitude in one → tables with a column for each thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from events.sources import pairs, threefold, wellknown
from events.sources.faults import Faults
from events.sources.table import Chunk, Table


@dataclass(frozen=True)
class Maker:
    """How new columns come of a table's own.

    Attributes
    ----------
    columns : list of str
        The new columns.
    make : callable
        Rows (text cells) and faults → the new columns of these rows; what cannot be read is added to the faults.
    """

    columns: list[str]
    make: Callable[[pd.DataFrame, Faults], pd.DataFrame]


class DerivedTable:
    """A table with further columns, made of its own.

    Parameters
    ----------
    table : Table
        As it stands in the file.
    makers : list of Maker
        What makes them.
    """

    def __init__(self, table: Table, makers: list[Maker]) -> None:
        self.file, self._table, self._makers = table.file, table, makers
        self.columns = [*table.columns, *(name for maker in makers for name in maker.columns)]

    def head(self) -> pd.DataFrame:
        """Return the first rows."""
        frame, faults = self._made(self._table.head())
        return frame[~faults.bad].reset_index(drop=True)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows."""
        for chunk in self._table.chunks():
            frame, faults = self._made(chunk.frame)
            good = ~faults.bad
            if good.all():
                yield Chunk(frame, chunk.numbers, chunk.rejected, chunk.done)
            else:
                rejected = pd.concat([chunk.rejected, faults.table(file=self.file, numbers=chunk.numbers)], ignore_index=True)
                yield Chunk(frame[good].reset_index(drop=True), np.asarray(chunk.numbers)[good], rejected, chunk.done)

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column over the whole table."""
        if column in self._table.columns:
            return self._table.distinct(column)
        found = [chunk.frame[column].drop_duplicates() for chunk in self.chunks()]
        return pd.concat(found, ignore_index=True).drop_duplicates()

    def located(self, rejected: pd.DataFrame) -> pd.DataFrame:
        """Return rejected rows under the numbers that a person finds them at."""
        return self._table.located(rejected)

    def _made(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, Faults]:
        faults = Faults(len(frame))
        made = [maker.make(frame, faults) for maker in self._makers]
        return pd.concat([frame, *made], axis=1), faults


def derived(table: Table) -> Table:
    """Return a table with a column for each thing where it has several in one, or one in several; any other table as it is."""
    makers = [Maker([name], days) for name, days in threefold.days(table.columns)]
    where = wellknown.column_of(table) if pairs.is_wanted(table.columns) else ""
    if where:
        makers.append(Maker(*wellknown.shapes(where)))
    elif pair := (pairs.column_of(table) if pairs.is_wanted(table.columns) else ""):
        makers.append(Maker(*pairs.degrees(pair, table)))
    return DerivedTable(table, makers) if makers else table
