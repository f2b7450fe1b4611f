"""Rows put by on disk while a file is read, and taken out again in any order; memory holds what is being worked on."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc


class Spill:
    """Arrow tables in one temporary file. Columns that some batch lacks are null there.

    Parameters
    ----------
    folder : Path
        Where the file goes; the caller removes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: ipc.RecordBatchFileWriter | None = None
        self._schema: pa.Schema | None = None
        self._table: pa.Table | None = None
        self._constant: dict[str, pa.Scalar] = {}

    @property
    def _file(self) -> str:
        return str(self._folder / "rows.arrow")

    def add(self, table: pa.Table) -> None:
        """Put rows by; all tables have the columns of the first."""
        if self._writer is None or self._schema is None:
            self._schema = table.schema
            self._writer = ipc.new_file(self._file, table.schema)
            self._constant = {name: table.column(name)[0] for name in table.column_names}
        self._constant = {name: value for name, value in self._constant.items() if _all(table.column(name), value)}
        self._writer.write_table(table.cast(self._schema).combine_chunks())

    def table(self) -> pa.Table:
        """Return everything put by, read from disk where it is touched; nothing can be added any more."""
        if self._table is None:
            if self._writer is None:
                self._table = pa.table({"event_id": pa.array([], pa.large_string()), "start": pa.array([], pa.timestamp("us", tz="UTC"))})
            else:
                self._writer.close()
                self._table = ipc.open_file(pa.memory_map(self._file)).read_all()
        return self._table

    def take(self, rows: pa.Array) -> pa.Table:
        """Return rows by their positions, in the order given: from each batch at once, then put in order."""
        table = self.table()
        varied = table.select([name for name in table.column_names if name not in self._constant]).take(rows).combine_chunks()
        columns = {
            name: pa.repeat(self._constant[name], len(rows)) if name in self._constant else varied.column(name)
            for name in table.column_names
        }
        return pa.table(columns, schema=table.schema)


def _all(column: pa.ChunkedArray, value: pa.Scalar) -> bool:
    """Tell whether a column holds nothing but one value; such columns are many, and need not be put in order."""
    if not value.is_valid:
        return bool(column.null_count == len(column))
    return column.null_count == 0 and bool(pc.all(pc.equal(column, value)).as_py())
