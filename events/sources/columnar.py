"""Parquet → a `Table`, read in batches; GeoParquet goes through `vector.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.errors import InputError
from events.schema import empty_rejected
from events.sources.table import CHUNK_ROWS, HEAD_ROWS, Chunk, OnePart, unique_names


class ParquetTable(OnePart):
    """A Parquet file without shapes.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        It is damaged.
    """

    def __init__(self, path: Path, *, file: str) -> None:
        self.file = file
        with self._told():
            self._parquet = pq.ParquetFile(path)
            self.columns = unique_names(self._parquet.schema_arrow.names)

    @property
    def is_geographic(self) -> bool:
        """Whether it is GeoParquet."""
        return b"geo" in (self._parquet.metadata.metadata or {})

    def head(self) -> pd.DataFrame:
        """Return the first rows, at most `HEAD_ROWS`."""
        return next(self._frames(HEAD_ROWS), self._text(self._parquet.schema_arrow.empty_table()))

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, `CHUNK_ROWS` at a time, and at least one chunk."""
        total, start = max(self._parquet.metadata.num_rows, 1), 0
        for frame in self._frames(CHUNK_ROWS):
            numbers = np.arange(start + 1, start + len(frame) + 1)
            start += len(frame)
            yield Chunk(frame, numbers, empty_rejected(), start / total)
        if not start:
            yield Chunk(self.head(), np.zeros(0, dtype=np.int64), empty_rejected())

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column over the whole file."""
        at = self.columns.index(column)
        name = self._parquet.schema_arrow.names[at]
        with self._told():
            parts = [_text(batch.column(0)) for batch in self._parquet.iter_batches(columns=[name])]
        return pd.Series(pc.unique(pa.chunked_array(parts, type=pa.large_string())).to_pandas(), dtype="str")

    def _frames(self, rows: int) -> Iterator[pd.DataFrame]:
        with self._told():
            for batch in self._parquet.iter_batches(batch_size=rows):
                yield self._text(pa.Table.from_batches([batch]))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in words what Arrow finds damaged."""
        try:
            yield
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"the Parquet file is damaged: {error}.", file=self.file, hint="Fetch it again.") from error

    def _text(self, table: pa.Table) -> pd.DataFrame:
        columns = [_text(column.combine_chunks()) for column in table.columns]
        return pa.table(columns, names=self.columns).to_pandas() if columns else pd.DataFrame()


def _text(column: pa.Array) -> pa.Array:
    """Return a column as text, "" where there is nothing; moments in ISO 8601."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        column = pc.cast(column, pa.timestamp(column.type.unit))  # what has a time zone becomes UTC, as everywhere
        column = pc.strftime(column, format="%Y-%m-%dT%H:%M:%S")
    elif pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    try:
        text = pc.cast(column, pa.large_string())
    except pa.ArrowException:  # lists, structures, bytes: as Python would write them
        text = pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.large_string())
    return pc.fill_null(text, "")
