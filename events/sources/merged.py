"""Merged cells of a spreadsheet: what stands in the first of them holds for all. In a header of two rows they join names to a group."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, Final

from openpyxl.utils.cell import range_boundaries

from events.errors import InputError

#: A row's number and its cells.
Row = tuple[int, list[str]]
#: First row, last row, first column, last column, counted from 1.
Range = tuple[int, int, int, int]
_SIGN: Final = b"<mergeCell "
_BLOCK: Final = 1 << 20
#: Merged cells are known only once all of a workbook is in memory, which takes some fifty times this.
LARGEST: Final = 64 << 20
#: So many cells may be merged ones: whole columns of a sheet would fill the memory with empty cells.
MOST_CELLS: Final = 2_000_000
_REFERENCE: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def has_merged(path: Path, *, file: str) -> bool:
    """Tell whether a workbook has merged cells.

    Raises
    ------
    InputError
        It has, and it or they are too large to be held in memory.
    """
    with zipfile.ZipFile(path) as archive:
        sheets = [member for member in archive.infolist() if member.filename.startswith("xl/worksheets/")]
        merging = [member for member in sheets if _holds(archive, member)]
        large = sum(member.file_size for member in sheets) > LARGEST
        if merging and (large or sum(_area(archive.read(member)) for member in merging) > MOST_CELLS):
            raise InputError("has merged cells and is too large to read them.", file=file, hint="Unmerge its cells, or save it as .csv.")
    return bool(merging)


def _holds(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as source:
        before = b""
        while block := source.read(_BLOCK):
            if _SIGN in before + block:
                return True
            before = block[-len(_SIGN) :]
    return False


def _area(content: bytes) -> int:
    """Return how many cells the merged ranges of a sheet cover, by its XML."""
    corners = ([edge or 0 for edge in range_boundaries(found.decode())] for found in _REFERENCE.findall(content))
    return sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in corners)


def ranges(sheet: Any) -> list[Range]:
    """Return the merged ranges of a sheet of openpyxl."""
    found = getattr(sheet, "merged_cells", None)
    return [(r.min_row, r.max_row, r.min_col, r.max_col) for r in found.ranges] if found else []


def header(rows: list[Row], at: int, merged: list[Range]) -> tuple[list[str], int]:
    """Return the names of the columns, and the number of the last row of the header that begins with `rows[at]`.

    A name of the lower row goes before that of the upper one, unless it stands twice: "2016 January", "2017 January".
    """
    top = rows[at][0]
    last = max([end for start, end, *_ in merged if start == top], default=top)
    if last == top:
        return rows[at][1], top
    block = filled([row for row in rows[at:] if row[0] <= last], merged)
    width = max(len(cells) for _, cells in block)
    levels = [cells + [""] * (width - len(cells)) for _, cells in block]
    lowest = [next((name for name in reversed(names) if name), "") for names in zip(*levels, strict=True)]
    whole = [" ".join(dict.fromkeys(name for name in names if name)) for names in zip(*levels, strict=True)]
    return [name if lowest.count(name) == 1 else full for name, full in zip(lowest, whole, strict=True)], last


def filled(rows: list[Row], merged: list[Range]) -> list[Row]:
    """Return rows with what stands in the first cell of a merged range in all of its cells."""
    if not merged:
        return rows
    at = {number: list(cells) for number, cells in rows}
    widest = max(map(len, at.values()), default=0)
    for first, last, left, end in merged:
        text, right = (at.get(first, [""])[left - 1 : left] or [""])[0], min(end, widest)
        for number in range(first, last + 1) if text else ():
            if number in at:
                cells = at[number] + [""] * (right - len(at[number]))
                at[number] = [*cells[: left - 1], *[text] * (right - left + 1), *cells[right:]]
    return list(at.items())
