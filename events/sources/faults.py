"""What is wrong with rows as read: gathered column by column, then split off, so that each rejected row keeps its first fault."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.schema import REJECTED_COLUMNS, empty_rejected

Mask = npt.NDArray[np.bool_]


class Faults:
    """The faults found in one batch of rows.

    Parameters
    ----------
    size : int
        How many rows the batch has.
    """

    def __init__(self, size: int) -> None:
        self._bad = np.zeros(size, dtype=bool)
        self._reasons, self._columns, self._values = (np.empty(size, dtype=object) for _ in range(3))

    def add(self, bad: Mask | pd.Series[bool], column: str, values: pd.Series[str], reason: str | npt.NDArray[np.object_]) -> None:
        """Mark rows as faulty, unless a fault was found in them before.

        Parameters
        ----------
        bad : array of bool, shape (n,)
            The rows.
        column : str
            The column's name in the source.
        values : pandas.Series of str, length n
            The column as found.
        reason : str or array of str, shape (n,)
            What is wrong, for all or for each.
        """
        marked = np.asarray(bad, dtype=bool) & ~self._bad
        if not marked.any():
            return
        self._bad |= marked
        self._reasons[marked] = reason[marked] if isinstance(reason, np.ndarray) else reason
        self._columns[marked] = column
        self._values[marked] = values.to_numpy(dtype=object, na_value="")[marked]

    @property
    def bad(self) -> Mask:
        """Which rows are faulty; shape (n,)."""
        return self._bad.copy()

    def table(self, *, file: str, numbers: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return the faulty rows, columns `REJECTED_COLUMNS`; `numbers` are the rows' numbers in the source."""
        bad = self.bad
        if not bad.any():
            return empty_rejected()
        return rejected_table(zip(numbers[bad], self._columns[bad], self._values[bad], self._reasons[bad], strict=True), file=file)


def rejected_table(rows: Iterable[tuple[int, str, str, str]], *, file: str) -> pd.DataFrame:
    """Return (row, column, value, reason) tuples as a table with the columns `REJECTED_COLUMNS`."""
    found = list(rows)
    if not found:
        return empty_rejected()
    numbers, columns, values, reasons = zip(*found, strict=True)
    table = pd.DataFrame(
        {
            "file": pd.Series([file] * len(found), dtype="str"),
            "row": np.asarray(numbers, dtype=np.int64),
            "column": pd.Series(columns, dtype="str"),
            "value": pd.Series(values, dtype="str"),
            "reason": pd.Series(reasons, dtype="str"),
        }
    )
    return table[list(REJECTED_COLUMNS)]
