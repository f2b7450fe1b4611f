"""A delimited text file in UTF-8 → blocks of text cells, by Arrow's parser, with the rows that are ragged set aside."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import csv

from events.sources.runaway import Ragged

#: The parser reserves the whole of a block for every column of it, so that small blocks are read a third faster than large ones.
BLOCK: Final = 1 << 20

Blocks = Generator[tuple[pa.RecordBatch | None, list[Ragged]], None, None]


def blocks(path: Path, *, columns: int, separator: str, skip: int, longest: int) -> Blocks:
    """Yield each block as parsed, and the ragged rows found up to its end; last, no block and the ragged rows after all.

    What stands in small blocks is read from those; from the first row on that does not fit into one, the blocks are of `longest` bytes.

    Parameters
    ----------
    path : Path
        The file; it must be UTF-8 throughout (`encoding.scan` tells, `encoding.to_utf8` makes it so), for this is not looked at again.
    columns : int
        How many there are; their names are their positions.
    separator : str
        Character between two cells.
    skip : int
        Lines above the first row.
    longest : int
        Bytes that a row may have at most.

    Raises
    ------
    pyarrow.ArrowInvalid
        A row is longer, or it is no table.
    """
    rows = aside = 0
    if longest > BLOCK:
        try:
            for block, ragged in _parsed(path, columns, separator, skip, BLOCK):
                rows, aside = rows + (0 if block is None else len(block)), aside + len(ragged)
                yield block, ragged
        except pa.ArrowInvalid:  # once more with large blocks, passing over what has been told
            pass
        else:
            return
    for block, ragged in _parsed(path, columns, separator, skip, longest):
        told = min(rows, 0 if block is None else len(block)), min(aside, len(ragged))
        rows, aside = rows - told[0], aside - told[1]
        yield (None if block is None else block.slice(told[0])), ragged[told[1] :]


def _parsed(path: Path, columns: int, separator: str, skip: int, size: int) -> Blocks:
    ragged: list[Ragged] = []

    def take_aside(row: Any) -> str:
        ragged.append(Ragged(row.number - skip, row.actual_columns, row.text))
        return "skip"

    names = [str(position) for position in range(columns)]
    with csv.open_csv(
        str(path),
        # One thread, because only then Arrow tells the numbers of ragged rows; it is not what takes the time.
        read_options=csv.ReadOptions(use_threads=False, block_size=size, skip_rows=skip, column_names=names),
        parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=take_aside),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
            check_utf8=False,
        ),
    ) as reader:
        for batch in reader:
            found, ragged = ragged, []
            yield batch, found
    yield None, ragged
