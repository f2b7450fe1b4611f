"""Tables with a column for each day, a row for each place, and holders in the cells → tables with a row for each place and day.

Each filled cell becomes a row of its own: the place's own columns, `date`, and `holder` (`status` beside GeoNames identifiers, as VIINA
calls it). An empty cell says nothing of that day, so it is no row. A row keeps the number of the row it stands in, so several share one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from events.schema import empty_rejected
from events.sources import cells, dates, viina
from events.sources.table import CHUNK_ROWS, GEOMETRY, HEAD_ROWS, Chunk, Table, unique_names

#: From so many columns on whose names are days, a table has its days side by side.
FEWEST_DAYS: Final = 2
_NUMBERED: Final = re.compile(r" \(\d+\)$")
_PREFIXED: Final = re.compile(r"([^\d]*)(\d.*)", re.DOTALL)
#: As VIINA's first release names the moments of its columns: 20220227094500.
_MOMENT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?")


class WideTable:
    """A table with a column for each day, read as one with a row for each filled cell.

    Parameters
    ----------
    table : Table
        As it stands in the file.
    days : dict of str to str
        Column → its day, ISO 8601.
    """

    def __init__(self, table: Table, days: dict[str, str]) -> None:
        self.file, self._table, self._days = table.file, table, days
        self._own = [name for name in table.columns if name not in days and name != GEOMETRY]
        value = "status" if self._is_viina() else "holder"
        # Beside days there is nothing but places.
        named = ["place"] if len(self._own) == 1 and value == "holder" else self._own
        *own, self._date, self._holder = unique_names([*named, "date", value])
        self._names = dict(zip(self._own, own, strict=True))
        self.columns = [*own, self._date, self._holder, *([GEOMETRY] if GEOMETRY in table.columns else [])]

    def _is_viina(self) -> bool:
        """Tell whether there are GeoNames identifiers and nothing but VIINA's statuses in the first rows."""
        if not any(name.casefold() == viina.IDENTITY for name in self._own):
            return False
        words = {str(word).strip().casefold() for word in np.unique(self._table.head()[list(self._days)].to_numpy(dtype=str))}
        return words - cells.MISSING <= set(viina.STATUS)

    def head(self) -> pd.DataFrame:
        """Return the first rows, at most `HEAD_ROWS`."""
        head = self._table.head()
        frame, _ = self._unfolded(head.iloc[: max(1, HEAD_ROWS // len(self._days))], np.zeros(0))
        return (frame if len(frame) else self._unfolded(head, np.zeros(0))[0]).head(HEAD_ROWS)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, about `CHUNK_ROWS` at a time, and at least one chunk."""
        step = max(1, CHUNK_ROWS // len(self._days))
        for chunk in self._table.chunks():
            for start in range(0, max(len(chunk.frame), 1), step):
                part = slice(start, start + step)
                frame, at = self._unfolded(chunk.frame.iloc[part], chunk.numbers[part])
                yield Chunk(frame, at, chunk.rejected if start == 0 else empty_rejected(), chunk.done)

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column over the whole table."""
        if column == self._date:
            return pd.Series(list(dict.fromkeys(self._days.values())), dtype="str")
        if column == self._holder:
            return pd.concat([self._table.distinct(day) for day in self._days], ignore_index=True).drop_duplicates()
        return self._table.distinct(next(old for old, new in self._names.items() if new == column))

    def located(self, rejected: pd.DataFrame) -> pd.DataFrame:
        """Return rejected rows under the numbers that a person finds them at."""
        return self._table.located(rejected)

    def _unfolded(self, frame: pd.DataFrame, numbers: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
        """Return the filled cells, row by row and day by day, and the numbers of their rows."""
        values = frame[list(self._days)].to_numpy(dtype=object).ravel()
        told = pd.Series(values, dtype="str")
        kept = np.flatnonzero(~cells.missing(told))
        row, day = np.divmod(kept, len(self._days))
        result = frame[[name for name in frame.columns if name not in self._days]].rename(columns=self._names).take(row)
        result = result.reset_index(drop=True).assign(
            **{
                self._date: pd.Series(np.array(list(self._days.values()), dtype=object)[day], dtype="str"),
                self._holder: told.iloc[kept].reset_index(drop=True),
            }
        )
        return result[self.columns], np.asarray(numbers)[row] if len(numbers) else np.zeros(0, dtype=np.int64)


def unfolded(table: Table) -> Table:
    """Return a table with a row for each place and day where there is a column for each day, and any other table as it is."""
    days = days_of(table.columns)
    return WideTable(table, days) if len(days) >= FEWEST_DAYS and len(days) < len(table.columns) else table


def days_of(columns: list[str]) -> dict[str, str]:
    """Return the columns whose names are days, weeks or months, and these in ISO 8601.

    A name may begin with letters where most such names begin alike: `X2022.02.24`, `status_20220224`. A bare year is no day.
    """
    if sum(any(letter.isdigit() for letter in name) for name in columns) < FEWEST_DAYS:
        return {}
    plain = pd.Series([_NUMBERED.sub("", name).strip() for name in columns], dtype="str")
    found = _read(plain)
    if len(found) < FEWEST_DAYS:
        parts = [_PREFIXED.fullmatch(name) for name in plain]
        prefixes = Counter(part[1] for part in parts if part and part[1])
        if not prefixes:
            return {}
        prefix = prefixes.most_common(1)[0][0]
        found = _read(pd.Series([part[2] if part and part[1] == prefix else "" for part in parts], dtype="str"))
    return {columns[at]: day for at, day in found.items()}


def _read(names: pd.Series[str]) -> dict[int, str]:
    moments = [_MOMENT.fullmatch(name) for name in names]
    spelt = [f"{m[1]}-{m[2]}-{m[3]}T{m[4]}:{m[5]}:{m[6] or '00'}" if m else name for m, name in zip(moments, names, strict=True)]
    values = pd.Series(spelt, dtype="str")
    read = dates.parse(values, order=lambda: dates.order_of(values))
    # Whether 03/04 is in March or in April is left to who reads the rows: a mapping may say it, and without one they are rejected.
    either = np.isin(read.reason.astype(str), (dates.NO_ORDER, dates.BOTH_ORDERS))
    sound = either | (pd.isna(read.reason) & read.precision.ne("year").to_numpy(dtype=bool))
    whole_days = read.start.dt.strftime("%Y-%m-%d")
    clock = read.start.dt.strftime("%Y-%m-%dT%H:%M:%S")
    text = whole_days.where(read.start == read.start.dt.normalize(), clock).where(
        read.precision != "month", read.start.dt.strftime("%Y-%m")
    )
    span = read.end.notna() & read.precision.eq("day")
    text = text.where(~span, whole_days + "/" + read.end.dt.strftime("%Y-%m-%d"))
    text = text.where(~either & read.precision.ne("week").to_numpy(dtype=bool), values)
    return {int(at): str(text.iloc[at]) for at in np.flatnonzero(sound)}
