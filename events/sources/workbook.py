"""Spreadsheets (.xlsx) → a `Table`: values as they are stored, dates as ISO text, so that no format of a cell gets in the way."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from events.errors import InputError
from events.sources import merged
from events.sources.faults import rejected_table
from events.sources.runaway import TOO_MANY
from events.sources.table import FrameTable, are_tags, unique_names

#: How far down the header may stand, below titles and blank rows.
HEADER_WITHIN: Final = 20
#: In the format of a cell: quoted words, colours and languages, escaped letters.
_UNSHOWN: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_workbook(path: Path, *, file: str, sheet: str = "") -> FrameTable:
    """Read the one sheet of a workbook that holds a table.

    Parameters
    ----------
    path : Path
        The workbook.
    file : str
        Its name, for messages.
    sheet : str
        Which sheet, where there are several with data.

    Raises
    ------
    InputError
        It is damaged, or holds no table, or several.
    """
    try:
        # Read on the way, a book takes no memory, and tells of no merged cells.
        book = openpyxl.load_workbook(path, read_only=not merged.has_merged(path, file=file), data_only=True, keep_links=False)
        sheets = {str(s.title): s for s in book.worksheets}
        if sheet and sheet not in sheets:
            raise InputError("there is no such sheet.", file=file, value=sheet, hint=f"There are {', '.join(sheets)}.")
        rows = {title: _rows(sheets[title]) for title in ([sheet] if sheet else sheets)}
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError, EOFError) as error:
        raise InputError(
            f"the workbook is damaged: {error}.", file=file, hint="Open it in a spreadsheet program and save it again."
        ) from error
    full = {title: found for title, found in rows.items() if len(found) > 1 and max(len(cells) for _, cells in found) > 1}
    if len(full) > 1:
        raise InputError(
            f"holds {len(full)} tables: the sheets {', '.join(full)}.",
            file=file,
            hint="Say which sheet to read; on the command line, with --part.",
        )
    if not full:
        raise InputError("no sheet holds a table.", file=file, hint="A table needs a header row and at least one row below it.")
    title, found = next(iter(full.items()))
    return _table(found, merged.ranges(sheets[title]), file=file)


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, with their numbers, without empty cells at their ends."""
    found = []
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what a file states of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((number, cells))
    return found


def _cell(cell: Any) -> str:
    """Return a cell as text; a day that is shown as a month or a year is what is shown, for it was typed as that."""
    value = cell.value
    if isinstance(value, dt.date) and value.day == 1:
        shown = _UNSHOWN.sub("", cell.number_format.lower())
        if "d" not in shown and "y" in shown:
            return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1 << 53 else repr(value)
    return str(value)


def _table(rows: list[merged.Row], joined: list[merged.Range], *, file: str) -> FrameTable:
    width = int(np.median([len(cells) for _, cells in rows[:200]]))
    at = next((i for i, (_, cells) in enumerate(rows[:HEADER_WITHIN]) if len([c for c in cells if c]) * 2 > width), 0)
    header, top = merged.header(rows, at, joined)
    columns = unique_names(header)
    below = [row for row in rows[at:] if row[0] > top]
    if below and are_tags(below[0][1]):
        top = below.pop(0)[0]
    good: list[list[str]] = []
    numbers: list[int] = []
    ragged = []
    for number, cells in merged.filled(below, [found for found in joined if found[0] > top]):
        if len(cells) > len(columns):
            ragged.append((number - top, "", ", ".join(cells)[:500], TOO_MANY))
        else:
            good.append(cells + [""] * (len(columns) - len(cells)))
            numbers.append(number - top)
    frame = pd.DataFrame(good, columns=columns, dtype="str")
    return FrameTable(frame, file=file, numbers=np.array(numbers, dtype=np.int64), rejected=rejected_table(ragged, file=file))
