"""A table as found in a file: text cells in chunks, whatever the file's format, with the rows that could not even be taken apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.schema import empty_rejected

#: Name of the column that holds shapes (EPSG:4326), in tables that come from a geographic format.
GEOMETRY: Final = "geometry"
CHUNK_ROWS: Final = 100_000
HEAD_ROWS: Final = 1_000
_TAG: Final = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*")


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table.

    Attributes
    ----------
    frame : pandas.DataFrame
        All cells as text, "" where a cell is empty, under the source's own column names; `GEOMETRY` holds shapes where there are any.
    numbers : array of int64, shape (n,)
        1-based number of each row among the source's data rows.
    rejected : pandas.DataFrame
        Columns `schema.REJECTED_COLUMNS`: rows of this stretch that are no row of the table at all.
    done : float
        Share of the file that is read, 0 to 1.
    """

    frame: pd.DataFrame
    numbers: npt.NDArray[np.int64]
    rejected: pd.DataFrame
    done: float = 1.0


class Table(Protocol):
    """What every kind of file is opened as.

    Attributes
    ----------
    file : str
        Name of the file, for messages.
    columns : list of str
        Names of the columns, each once.
    """

    file: str
    columns: list[str]

    def head(self) -> pd.DataFrame:
        """Return the first rows, at most `HEAD_ROWS`."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Read the whole table, chunk by chunk; may be called again."""
        ...

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column over the whole table."""
        ...

    def located(self, rejected: pd.DataFrame) -> pd.DataFrame:
        """Return rejected rows (`schema.REJECTED_COLUMNS`) with the file and number under which a person finds them."""
        ...


class OnePart:
    """A table that is the whole of its file: a row's number in it is its number in the file."""

    def located(self, rejected: pd.DataFrame) -> pd.DataFrame:
        """Return rejected rows as they are."""
        return rejected


class FrameTable(OnePart):
    """A table that is in memory as a whole: spreadsheets and geographic files.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text cells, and perhaps `GEOMETRY`.
    file : str
        Name of the file.
    numbers : array of int64, optional
        The rows' numbers; 1, 2, 3 … without it.
    rejected : pandas.DataFrame, optional
        Rows that could not be taken apart.
    """

    def __init__(
        self, frame: pd.DataFrame, *, file: str, numbers: npt.NDArray[np.int64] | None = None, rejected: pd.DataFrame | None = None
    ) -> None:
        self.file = file
        self.columns = [str(name) for name in frame.columns]
        self._frame = frame.reset_index(drop=True)
        self._numbers = np.arange(1, len(frame) + 1) if numbers is None else numbers
        self._rejected = rejected

    def head(self) -> pd.DataFrame:
        """Return the first rows, at most `HEAD_ROWS`."""
        return self._frame.head(HEAD_ROWS)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, `CHUNK_ROWS` at a time, and at least one chunk."""
        for start in range(0, max(len(self._frame), 1), CHUNK_ROWS):
            part = slice(start, start + CHUNK_ROWS)
            rejected = self._rejected if start == 0 and self._rejected is not None else empty_rejected()
            done = min(1.0, (start + CHUNK_ROWS) / max(len(self._frame), 1))
            yield Chunk(self._frame.iloc[part].reset_index(drop=True), self._numbers[part], rejected, done)

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column."""
        return self._frame[column].drop_duplicates()


def are_tags(cells: Sequence[str]) -> bool:
    """Tell whether a row holds the tags of the Humanitarian Exchange Language (HXL 1.1), which stand below the header: `#adm1+name`."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_TAG.fullmatch(cell) for cell in filled)


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the header's names, each stripped, named by position where empty, numbered where it stands twice, none that of shapes."""
    stripped = [name.strip() or f"column {position}" for position, name in enumerate(names, start=1)]
    stripped = [f"{name} (column)" if name == GEOMETRY else name for name in stripped]
    seen: Counter[str] = Counter()
    result = []
    for name in stripped:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
