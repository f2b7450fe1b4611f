"""Rows put by on disk while a file is read, and taken out again in any order; memory holds what is being worked on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

#: Columns that are filled in afterwards, and so stay as they are.
FILLED: Final = ("located_by", "geo_precision")
#: A column is put by as the numbers of its words where the first batch has each word so many times on average.
REPEATED: Final = 4
#: Words beyond so many are no longer looked up among the earlier ones, which would cost more with every batch.
LOOKED_UP: Final = 1 << 17
#: A list of words of more bytes is not handed on with the rows.
HANDED_ON: Final = 1 << 19


class Words:
    """The words of one column, numbered as they come."""

    def __init__(self) -> None:
        self.all: pa.Array = pa.array([], pa.large_string())

    def numbers(self, column: pa.Array) -> pa.Array:
        """Return the number of each word, int32; null where there is none."""
        packed = pc.dictionary_encode(column)
        count, given = len(self.all), packed.dictionary
        looked = count <= LOOKED_UP
        at = pc.index_in(given, value_set=self.all).cast(pa.int32()) if looked else pa.nulls(len(given), pa.int32())
        new = at.is_null().to_numpy(zero_copy_only=False)
        if new.any():
            self.all = pa.concat_arrays([self.all, given.filter(pa.array(new))])
            fresh = np.cumsum(new, dtype="int32") + np.int32(count - 1)
            at = pc.if_else(pa.array(new), pa.array(fresh), at)
        return at.take(packed.indices)


class Spill:
    """Arrow tables in one temporary file. Text that repeats is kept as numbers of words, columns of one value as that value.

    Parameters
    ----------
    folder : Path
        Where the file goes; the caller removes it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = str(folder / "rows.arrow")
        self._writer: ipc.RecordBatchFileWriter | None = None
        self._schema: pa.Schema | None = None
        self._words: dict[str, Words] = {}
        self._constant: dict[str, pa.Scalar] = {}
        self._batches: list[pa.RecordBatch] | None = None

    def add(self, table: pa.Table) -> None:
        """Put rows by; all tables have the columns of the first."""
        if self._schema is None:
            self._schema = table.schema
            self._words = {field.name: Words() for field in table.schema if _repeats(table, field)}
            self._constant = {name: table.column(name)[0] for name in table.column_names}
        table = table.cast(self._schema).combine_chunks()
        self._constant = {name: value for name, value in self._constant.items() if _all(table.column(name), value)}
        for name, words in self._words.items():
            table = table.set_column(table.schema.get_field_index(name), name, words.numbers(_whole(table.column(name))))
        if self._writer is None:
            self._writer = ipc.new_file(self._file, table.schema)
        self._writer.write_table(table)

    @property
    def unrepeated(self) -> list[str]:
        """Names of the columns of text that hardly repeats."""
        texts = [field.name for field in self._schema or () if pa.types.is_large_string(field.type)]
        return [name for name in texts if name not in self._words and name not in self._constant and name not in FILLED]

    def table(self) -> pa.Table:
        """Return everything put by, read from disk where it is touched; nothing can be added any more."""
        if self._schema is None:
            return pa.table({"event_id": pa.array([], pa.large_string()), "start": pa.array([], pa.timestamp("us", tz="UTC"))})
        stored = pa.Table.from_batches(self._stored())
        columns = [self._worded(name, stored.column(name)) for name in stored.column_names]
        return pa.table(columns, names=stored.column_names)

    def take(self, rows: pa.Array) -> pa.Table:
        """Return rows by their positions, in the order given; text that repeats comes as dictionaries, the same ones each time."""
        batches, at = self._stored(), rows.to_numpy().astype("int64")
        order = np.argsort(at, kind="stable")
        starts = np.cumsum([0, *(len(batch) for batch in batches)])
        edges = np.searchsorted(at[order], starts)
        names = [name for name in batches[0].schema.names if name not in self._constant]
        # From each batch for itself: Arrow's own way, for a table of many batches, copies all of them into one first.
        parts = [
            batch.select(names).take(pa.array(at[order[low:high]] - start))
            for batch, start, low, high in zip(batches, starts[:-1], edges[:-1], edges[1:], strict=True)
            if high > low
        ]
        varied = pa.Table.from_batches(parts, schema=batches[0].select(names).schema).combine_chunks().take(pa.array(_inverse(order)))
        columns = {
            name: pa.chunked_array([pa.repeat(self._constant[name], len(rows))])
            if name in self._constant
            else self._worded(name, varied.column(name), handed_on=True)
            for name in batches[0].schema.names
        }
        return pa.table(columns)

    def _stored(self) -> list[pa.RecordBatch]:
        if self._batches is None:
            if self._writer is not None:
                self._writer.close()
            with ipc.open_file(pa.memory_map(self._file)) as reader:
                self._batches = [reader.get_batch(position) for position in range(reader.num_record_batches)]
        return self._batches

    def _worded(self, name: str, column: pa.ChunkedArray, *, handed_on: bool = False) -> pa.ChunkedArray:
        """Return a column of numbers of words as a dictionary, or as text where the words are too many to hand on."""
        if name not in self._words:
            return column
        words = self._words[name].all
        if handed_on and words.nbytes > HANDED_ON:
            return pa.chunked_array([words.take(chunk) for chunk in column.chunks], words.type)
        kind = pa.dictionary(pa.int32(), words.type)
        return pa.chunked_array([pa.DictionaryArray.from_arrays(chunk, words) for chunk in column.chunks], kind)


def plain(table: pa.Table) -> pa.Table:
    """Return a table whose dictionaries are text again."""
    return table.cast(
        pa.schema([field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in table.schema])
    )


def _inverse(order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _repeats(table: pa.Table, field: pa.Field) -> bool:
    """Tell whether a column is text that repeats."""
    if field.name in (*FILLED, "event_id") or not pa.types.is_large_string(field.type):
        return False
    return bool(pc.count_distinct(table.column(field.name), mode="all").as_py() * REPEATED <= len(table))


def _all(column: pa.ChunkedArray, value: pa.Scalar) -> bool:
    """Tell whether a column holds nothing but one value; such columns are many, and need not be put in order."""
    if not value.is_valid:
        return bool(column.null_count == len(column))
    return column.null_count == 0 and bool(pc.all(pc.equal(column, value)).as_py())
