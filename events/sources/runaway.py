"""Rows with too few or too many cells, and quotation marks that never close and swallow the rows below them.

A cell that opens with a quotation mark and has no closing one runs on to the next quotation mark, some rows down. Those rows are taken
out of it again and read as what they are; the row with the lone mark is rejected.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

LONE_QUOTE: Final = "a quotation mark opens a cell and never closes it"
TOO_FEW: Final = "fewer cells than the header has columns"
TOO_MANY: Final = "more cells than the header has columns"
Rejected = tuple[int, str, str, str]


@dataclass(frozen=True)
class Ragged:
    """A row with another number of cells than the header: its number as the parser counts, its cells, its text."""

    number: int
    cells: int
    text: str


class Numbers:
    """Counts the source's rows across chunks: those that parse, those that are ragged, and those found inside others."""

    def __init__(self) -> None:
        self._next = 1
        self._ragged: set[int] = set()
        self._longer: list[tuple[int, int]] = []

    def next(self, rows: int, ragged: list[Ragged]) -> npt.NDArray[np.int64]:
        """Return the parser's numbers of the next `rows` sound rows, leaving out the ragged ones."""
        self._ragged.update(row.number for row in ragged if row.number >= self._next)
        candidates = np.arange(self._next, self._next + rows + len(self._ragged), dtype=np.int64)
        if self._ragged:
            candidates = candidates[~np.isin(candidates, list(self._ragged))]
        numbers = candidates[:rows]
        if rows:
            self._next = int(numbers[-1]) + 1
            self._ragged = {number for number in self._ragged if number >= self._next}
        return numbers

    def lengthen(self, number: int, rows: int) -> None:
        """Note that the parser's row `number` held `rows` further rows."""
        self._longer.append((number, rows))

    def true(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the numbers with the rows found inside others counted in."""
        if not self._longer:
            return numbers
        at, more = (np.array(part, dtype=np.int64) for part in zip(*sorted(self._longer), strict=True))
        before = np.concatenate([[0], np.cumsum(more)]).astype(np.int64)
        return np.asarray(numbers + before[np.searchsorted(at, numbers, side="left")], dtype=np.int64)


@dataclass
class SortedOut:
    """Sound rows and their numbers, and the rejected ones as (row, column, value, reason)."""

    frame: pd.DataFrame
    numbers: npt.NDArray[np.int64]
    rejected: list[Rejected] = field(default_factory=list)


def sort_out(
    frame: pd.DataFrame,
    numbers: npt.NDArray[np.int64],
    ragged: list[Ragged],
    *,
    separator: str,
    counter: Numbers,
    multiline: list[int],
) -> SortedOut:
    """Return the sound rows, with those freed from runaway cells, and the rejected ones.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows that parsed with the right number of cells.
    numbers : array of int64
        Their numbers as the parser counts.
    ragged : list of Ragged
        The other rows of this stretch.
    separator : str
        Character between cells.
    counter : Numbers
        Told of rows found inside others, so that all later rows keep their true numbers.
    multiline : list of int
        Positions of the columns in which some cell has several lines.
    """
    columns = list(frame.columns)
    swallowed = _swallowers(frame, separator, multiline)
    pieces: dict[int, list[str]] = {}
    unclosed: set[int] = set()
    for at, column in swallowed.items():
        lines, closes = _lines_of_row(frame.iloc[at].tolist(), column, separator)
        pieces[int(numbers[at])] = lines
        if closes:
            unclosed.add(int(numbers[at]))
    reasons: dict[int, str] = {}
    for row in ragged:
        lines = [line.rstrip("\r") for line in row.text.split("\n") if line.strip()]
        inside = len(lines) > 1 and any(_width(line, separator) == len(columns) for line in lines[1:])
        pieces[row.number] = lines if inside else [row.text]
        reasons[row.number] = _count_fault(row.cells, len(columns))
    for number, lines in pieces.items():
        if len(lines) > 1:
            counter.lengthen(number, len(lines) - 1)
    keep = np.ones(len(frame), dtype=bool)
    keep[list(swallowed)] = False
    result = SortedOut(frame if keep.all() else frame[keep], counter.true(numbers[keep]))
    freed: list[tuple[int, list[str]]] = []
    for number, lines in sorted(pieces.items()):
        first = int(counter.true(np.array([number]))[0])
        if len(lines) == 1:
            result.rejected.append((first, "", lines[0][:500], reasons.get(number, LONE_QUOTE)))
            continue
        result.rejected.append((first, "", lines[0][:500], LONE_QUOTE))
        for place, line in enumerate(lines[1:], start=1):
            cells = _cells(line, separator)
            closes = number in unclosed and place == len(lines) - 1
            if cells is not None and len(cells) == len(columns) and not closes:
                freed.append((first + place, cells))
            else:
                lone = cells is None or closes
                reason = LONE_QUOTE if lone else _count_fault(len(cells or ()), len(columns))
                result.rejected.append((first + place, "", line[:500], reason))
    return _with(result, freed, columns)


def _count_fault(cells: int, columns: int) -> str:
    return TOO_FEW if cells < columns else TOO_MANY


def _with(result: SortedOut, freed: list[tuple[int, list[str]]], columns: list[str]) -> SortedOut:
    if not freed:
        return SortedOut(result.frame.reset_index(drop=True), result.numbers, result.rejected)
    more = pd.DataFrame([cells for _, cells in freed], columns=columns, dtype="str")
    numbers = np.concatenate([result.numbers, np.array([number for number, _ in freed], dtype=np.int64)])
    order = np.argsort(numbers, kind="stable")
    frame = pd.concat([result.frame, more], ignore_index=True).iloc[order].reset_index(drop=True)
    return SortedOut(frame, numbers[order], result.rejected)


def _swallowers(frame: pd.DataFrame, separator: str, multiline: list[int]) -> dict[int, int]:
    """Return row position → column position of cells that hold whole rows of the table."""
    found: dict[int, int] = {}
    for position in multiline:
        name = frame.columns[position]
        with_lines = frame[name].str.contains("\n", regex=False)
        if not with_lines.any():
            continue
        for at in np.flatnonzero(with_lines.to_numpy(dtype=bool)):
            if _holds_rows(str(frame[name].iloc[int(at)]).split("\n"), position, frame.shape[1], separator):
                found.setdefault(int(at), position)
    return found


def _holds_rows(lines: list[str], position: int, width: int, separator: str) -> bool:
    """Tell whether a cell's lines are the end of one row, whole rows, and the beginning of another, and not just text in lines."""
    if len(lines) > 2:
        return any(_width(line, separator) == width for line in lines[1:-1])
    before, after = position + 1, width - position
    return before + after > 4 and _width(lines[0], separator) == after and _width(lines[1], separator) == before and after > 1


def _lines_of_row(cells: list[str], column: int, separator: str) -> tuple[list[str], bool]:
    """Return the physical lines that a row with a runaway cell was made of, and whether the last begins with a lone mark again.

    A cell that ran on to the end of the file met no other mark, so the last line is a row like any other.
    """
    lines = cells[column].split("\n")
    first = separator.join([*cells[:column], f'"{lines[0]}'])
    inner = [line.rstrip("\r") for line in lines[1:] if line.strip()]
    if column == len(cells) - 1 and (not lines[-1].strip() or _width(lines[-1], separator) == len(cells)):
        return [first, *inner], False
    last = separator.join([f'{lines[-1]}"', *cells[column + 1 :]])
    return [first, *inner[: -1 if lines[-1].strip() else None], last], True


def _width(line: str, separator: str) -> int:
    cells = _cells(line, separator)
    return 0 if cells is None else len(cells)


def _cells(line: str, separator: str) -> list[str] | None:
    """Return the cells of one line, None when a quotation mark in it never closes."""
    try:
        rows: Iterator[list[str]] = csv.reader([line], delimiter=separator, strict=True)
        return next(rows, [])
    except csv.Error:
        return None
