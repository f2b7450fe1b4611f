"""CSV and its kin → a `Table`. Parsed by Arrow, a block at a time; what is ragged is rejected row by row, with its number."""

from __future__ import annotations

import contextlib
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from events.errors import InputError
from events.schema import empty_rejected
from events.sources import runaway
from events.sources.ahead import ahead
from events.sources.blocks import Blocks, blocks
from events.sources.encoding import UNREADABLE, Scan
from events.sources.faults import Faults, rejected_table
from events.sources.table import CHUNK_ROWS, HEAD_ROWS, Chunk, OnePart, are_tags, unique_names

#: A row longer than this is no row of a table, whatever it is.
LONGEST_ROW: Final = 8 << 20
CHUNK_BYTES: Final = 96 << 20
SAMPLE: Final = 1 << 20
SAMPLE_ROWS: Final = 200
SEPARATORS: Final = (",", ";", "\t", "|")
_NUMBER: Final = re.compile(r"[-+]?\d+([.,]\d+)?")
_EMPTY_HINT: Final = "A table needs a header row and at least two columns."


@dataclass(frozen=True)
class Layout:
    """How the text is laid out.

    Attributes
    ----------
    separator : str
        Character between two cells.
    columns : list of str
        Names from the header, each once.
    skip : int
        Lines of the header, of the titles that spreadsheets put above it, and of the tags below it (see `table.are_tags`).
    """

    separator: str
    columns: list[str]
    skip: int


class DelimitedTable(OnePart):
    """A delimited text file in UTF-8.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    file : str
        Its name, for messages.
    scan : Scan
        What is known of its text.

    Raises
    ------
    InputError
        The file is empty, or is no table.
    """

    def __init__(self, path: Path, *, file: str, scan: Scan) -> None:
        self.file, self._path, self._scan = file, path, scan
        self._size = max(path.stat().st_size, 1)
        self._layout = layout(path, file=file)
        self.columns = self._layout.columns

    def head(self) -> pd.DataFrame:
        """Return the first rows, at most `HEAD_ROWS`."""
        first: list[pa.RecordBatch] = []
        rows = 0
        with contextlib.closing(self._batches()) as batches:
            for batch, _ in batches:
                if batch is not None:
                    first.append(batch)
                    rows += len(batch)
                if batch is None or rows >= HEAD_ROWS:
                    break
        frame, _, _ = self._sound(first, np.arange(rows), [], runaway.Numbers())
        if frame.empty:  # a lone quotation mark in the first row has swallowed all others
            frame = next((chunk.frame for chunk in self.chunks() if len(chunk.frame)), frame)
        return frame.head(HEAD_ROWS)

    def distinct(self, column: str) -> pd.Series[str]:
        """Return the distinct values of a column over the whole file."""
        at = self.columns.index(column)
        found: list[pa.Array] = [pc.unique(batch.column(at)) for batch, _ in self._batches() if batch is not None]
        values = pc.unique(pa.chunked_array(found, type=pa.large_string())) if found else pa.array([], pa.large_string())
        return pd.Series(values.to_pandas(), dtype="str")

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, at most `CHUNK_ROWS` at a time, and at least one chunk."""
        counter = runaway.Numbers()
        read = 0
        for batches, ragged in self._gathered():
            rows = sum(len(batch) for batch in batches)
            last = not rows
            numbers = counter.next(rows, ragged)
            frame, numbers, rejected = self._sound(batches, numbers, ragged, counter)
            # Arrow keeps eight bytes beside each cell, where the file has a separator.
            read += sum(batch.nbytes for batch in batches) - 7 * rows * len(self.columns)
            for start in range(0, max(len(frame), 1), CHUNK_ROWS):
                part = slice(start, start + CHUNK_ROWS)
                lost = rejected if start == 0 else empty_rejected()
                done = 1.0 if last else min(0.99, read / self._size)
                yield Chunk(frame.iloc[part].reset_index(drop=True), numbers[part], lost, done)

    def _gathered(self) -> Iterator[tuple[list[pa.RecordBatch], list[runaway.Ragged]]]:
        """Yield the parser's blocks, enough at a time to be worth the work, and at the end none, with the last ragged rows."""
        held: list[pa.RecordBatch] = []
        ragged: list[runaway.Ragged] = []
        rows = size = 0
        for batch, aside in ahead(self._batches()):
            ragged += aside
            if batch is None:
                break
            held.append(batch)
            rows, size = rows + len(batch), size + batch.nbytes
            if rows >= CHUNK_ROWS // 2 or size >= CHUNK_BYTES:
                yield held, ragged
                held, ragged, rows, size = [], [], 0, 0
        if held:
            yield held, ragged
            ragged = []
        yield [], ragged

    def _batches(self) -> Blocks:
        """Yield the parser's blocks and ragged rows, see `blocks.blocks`."""
        layout = self._layout
        try:
            yield from blocks(self._path, columns=len(self.columns), separator=layout.separator, skip=layout.skip, longest=LONGEST_ROW)
        except pa.ArrowInvalid as error:
            if "Could not skip" not in str(error):
                raise self._unreadable(str(error)) from error
            yield None, []  # the header is all there is

    def _unreadable(self, message: str) -> InputError:
        if "straddl" in message or "try to increase block size" in message:
            return InputError(
                f"a row is longer than {LONGEST_ROW >> 20} MB, or a quotation mark opens and never closes.",
                file=self.file,
                hint="Look for a lone quotation mark, or for a file that is no table.",
            )
        return InputError(f"cannot be read as a table: {message[:200]}.", file=self.file, hint=_EMPTY_HINT)

    def _sound(
        self, batches: list[pa.RecordBatch], numbers: npt.NDArray[np.int64], ragged: list[runaway.Ragged], counter: runaway.Numbers
    ) -> tuple[pd.DataFrame, npt.NDArray[np.int64], pd.DataFrame]:
        """Split off rows that are ragged, that swallowed others, or that hold what is no text."""
        names = range(len(self.columns))
        multiline = [at for at in names if any(b.column(at).buffers()[2].to_pybytes().find(b"\n") >= 0 for b in batches)]
        types = pa.schema([(name, pa.large_string()) for name in self.columns])
        frame = pa.Table.from_batches([batch.rename_columns(self.columns) for batch in batches], schema=types).to_pandas()
        sorted_out = runaway.sort_out(frame, numbers, ragged, separator=self._layout.separator, counter=counter, multiline=multiline)
        frame, numbers = sorted_out.frame, sorted_out.numbers
        faults = Faults(len(frame))
        for name in self.columns if self._scan.damaged or self._scan.nul else ():
            for mark, reason in ((UNREADABLE, "bytes that are no text in the file's encoding"), ("\0", "a NUL character")):
                bad = frame[name].str.contains(mark, regex=False)
                faults.add(bad, name, frame[name].str.replace(mark, "\ufffd", regex=False), reason)
        rejected = pd.concat(
            [rejected_table(sorted_out.rejected, file=self.file), faults.table(file=self.file, numbers=numbers)], ignore_index=True
        )
        good = ~faults.bad
        return (frame if good.all() else frame[good].reset_index(drop=True)), numbers[good], rejected


def layout(path: Path, *, file: str) -> Layout:
    """Tell separator, header and the lines above it from the beginning of a file.

    Raises
    ------
    InputError
        There is nothing, no separator, or no header.
    """
    with path.open("rb") as opened:
        raw = opened.read(SAMPLE)
    text = raw.decode("utf-8-sig", errors="ignore")
    if not text.strip():
        raise InputError("the file is empty.", file=file, hint=_EMPTY_HINT)
    best = max((_guess(text, separator, whole=len(raw) < SAMPLE) for separator in SEPARATORS), key=lambda guess: guess.rank)
    if best.at < 0:
        raise InputError("no separator of columns was found.", file=file, value=text.strip().splitlines()[0][:80], hint=_EMPTY_HINT)
    header = best.records[best.at][1]
    filled = [cell for cell in header if cell]
    if sum(bool(_NUMBER.fullmatch(cell)) for cell in filled) * 2 > len(filled):
        raise InputError(
            "the first row holds values and not the names of columns.",
            file=file,
            row=0,
            value=", ".join(filled[:6]),
            hint="Add a header row.",
        )
    tagged = len(best.records) > best.at + 1 and are_tags(best.records[best.at + 1][1])
    return Layout(best.separator, unique_names([*header, *[""] * best.further]), best.records[best.at + tagged][0])


@dataclass(frozen=True)
class _Guess:
    """What the text is like with one separator: its rows, each with the line it ends on, and which of them is the header (-1: none)."""

    separator: str
    records: list[tuple[int, list[str]]]
    at: int

    @property
    def rank(self) -> tuple[bool, int, float, int]:
        """Compare guesses: most rows as wide as the header; then the header higher up; then the more such rows; then the wider."""
        if self.at < 0:
            return False, -SAMPLE_ROWS, 0.0, 0
        share = _share(self.records, self.at)
        return share * 2 >= 1, -self.at, share, len(self.records[self.at][1])

    @property
    def further(self) -> int:
        """How many empty cells most rows have behind those that the header names."""
        width = len(self.records[self.at][1])
        widths = Counter(len(cells) for _, cells in self.records[self.at + 1 :] if _fits(cells, width))
        return max(0, widths.most_common(1)[0][0] - width) if widths else 0


def _fits(cells: list[str], width: int) -> bool:
    """Tell whether a row has a cell for each column, and at most empty ones behind them."""
    return len(cells) >= width and not any(cells[width:])


def _share(records: list[tuple[int, list[str]]], at: int) -> float:
    """Return the share of the rows below one that fit it."""
    below = [_fits(cells, len(records[at][1])) for _, cells in records[at + 1 :]]
    return sum(below) / len(below) if below else 1.0


def _guess(text: str, separator: str, *, whole: bool) -> _Guess:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not whole and len(lines) > 1:
        lines = lines[:-1]
    together = _header_of(separator, _records(lines, separator))
    if together.rank[0]:
        return together
    # A quotation mark that never closes makes one row of many: line by line, the rows are what they are.
    apart = ((number, next(iter(_records([line], separator)), (0, []))[1]) for number, line in enumerate(lines[:SAMPLE_ROWS], start=1))
    return max(together, _header_of(separator, [(number, cells) for number, cells in apart if cells]), key=lambda guess: guess.rank)


def _records(lines: list[str], separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator)
    records: list[tuple[int, list[str]]] = []
    with contextlib.suppress(csv.Error):  # a cell that is too long: what came before must do
        for cells in reader:
            if cells:
                records.append((reader.line_num, cells))
            if len(records) == SAMPLE_ROWS:
                break
    return records


def _header_of(separator: str, records: list[tuple[int, list[str]]]) -> _Guess:
    """Choose the header: the first row that is no title or remark, with cells in more than half of the columns that most rows have."""
    usual = Counter(len(cells) for _, cells in records).most_common(1)[0][0] if records else 0
    able = [at for at, (_, cells) in enumerate(records) if _is_header(cells)]
    return _Guess(separator, records, next((at for at in able if len(records[at][1]) * 2 > usual), able[0] if able else -1))


def _is_header(cells: list[str]) -> bool:
    """Tell whether a row can be the header: a title above it fills one cell."""
    filled = sum(bool(cell.strip()) for cell in cells)
    return filled > 1 and filled * 2 >= len(cells)
