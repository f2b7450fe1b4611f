"""Tables of one layout, as an archive or a workbook holds them → one table with all their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from events.sources.table import HEAD_ROWS, Chunk, Table, unique_names


class JoinedTable:
    """Several tables with the same columns, in whatever order, as one; a further column tells which each row stands in.

    Rows are numbered through all of them; `located` tells where a person finds them.

    Parameters
    ----------
    parts : mapping of str to Table
        Name of the part → its table; at least one.
    file : str
        Name of the file that holds them.
    what : str
        What a part is, "file" or "sheet": the name of the further column.
    """

    def __init__(self, parts: Mapping[str, Table], *, file: str, what: str) -> None:
        self.file, self._parts = file, dict(parts)
        self._own = next(iter(self._parts.values())).columns
        self.columns = [*self._own, unique_names([*self._own, what])[-1]]
        self._starts: dict[int, str] = {}

    def head(self) -> pd.DataFrame:
        """Return the first rows of each, together at most `HEAD_ROWS`."""
        rows = max(1, HEAD_ROWS // len(self._parts))
        heads = [self._marked(table.head().head(rows), name) for name, table in self._parts.items()]
        return pd.concat(heads, ignore_index=True).head(HEAD_ROWS)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows of one after the other."""
        start = 0
        for position, (name, table) in enumerate(self._parts.items()):
            self._starts[start] = name
            last = start
            for chunk in table.chunks():
                rejected = chunk.rejected.assign(row=chunk.rejected["row"] + start)
                numbers = np.asarray(chunk.numbers) + start
                last = max([last, *numbers[-1:].tolist(), *rejected["row"].tolist()])
                yield Chunk(self._marked(chunk.frame, name), numbers, rejected, (position + chunk.done) / len(self._parts))
            start = last

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column over all of them."""
        if column not in self._own:
            return pd.Series(list(self._parts), dtype="str")
        return pd.concat([table.distinct(column) for table in self._parts.values()], ignore_index=True).drop_duplicates()

    def located(self, rejected: pd.DataFrame) -> pd.DataFrame:
        """Return rejected rows with the part that each stands in behind the file's name, and its number there."""
        starts = np.array(list(self._starts), dtype=np.int64)
        at = np.searchsorted(starts, rejected["row"].to_numpy(), side="left") - 1
        names = np.array(list(self._starts.values()), dtype=object)[at]
        return rejected.assign(
            file=(rejected["file"] + "/" + pd.Series(names, index=rejected.index, dtype="str")), row=rejected["row"] - starts[at]
        )

    def _marked(self, frame: pd.DataFrame, name: str) -> pd.DataFrame:
        return frame[self._own].assign(**{self.columns[-1]: pd.Series(name, index=frame.index, dtype="str")})


def alike(tables: list[Table]) -> bool:
    """Tell whether tables have the same columns, and text in all of them."""
    return len({frozenset(table.columns) for table in tables}) == 1
