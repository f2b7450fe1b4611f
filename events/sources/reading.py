"""A file → event rows in batches, by the reader that its columns call for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import pandas as pd

from events.errors import InputError
from events.sources import acled, dates, facts, generic, native, ucdp, viina
from events.sources.faults import Faults
from events.sources.files import open_table
from events.sources.guessing import guess
from events.sources.mapping import Mapping, to_toml
from events.sources.reader import OrderOf
from events.sources.table import GEOMETRY, Chunk, Table

Convert = Callable[[Chunk], tuple[pd.DataFrame, Faults]]
#: Readers of known layouts, the most particular first.
READERS: Final[dict[str, ModuleType]] = {"facts": facts, "native": native, "acled": acled, "ucdp": ucdp, "viina": viina}
FORMATS: Final = (*READERS, generic.NAME)
#: Our own layouts: their columns are the event table's, or stand for them one by one, and their days are ISO 8601.
OWN: Final = ("facts", "native")


@dataclass(frozen=True)
class Batch:
    """Event rows as read, for `schema.validate`, and those that could not be read.

    Attributes
    ----------
    rows : pandas.DataFrame
        Columns as `schema.validate` takes them, with `row`.
    rejected : pandas.DataFrame
        Columns `schema.REJECTED_COLUMNS`.
    done : float
        Share of the file that is read, 0 to 1.
    """

    rows: pd.DataFrame
    rejected: pd.DataFrame
    done: float


@dataclass(frozen=True)
class Source:
    """A file that is open, and how it will be read.

    Attributes
    ----------
    file, format : str
        Its name, and the name of the reader.
    columns_of : dict
        Column of the event table → the source's, to name the source's own in messages.
    mapping_text : str
        The mapping it is read with (TOML), "" for a known layout.
    """

    file: str
    format: str
    table: Table
    convert: Convert
    columns_of: dict[str, str] = field(default_factory=dict)
    mapping_text: str = ""

    def batches(self) -> Iterator[Batch]:
        """Read the whole file; each data row of it is in one batch, in `rows` or in `rejected`."""
        for chunk in self.table.chunks():
            rows, faults = self.convert(chunk)
            rows["row"] = chunk.numbers
            rejected = [chunk.rejected, faults.table(file=self.file, numbers=chunk.numbers)]
            good = rows if not faults.bad.any() else rows[~faults.bad].reset_index(drop=True)
            found = [part for part in rejected if len(part)]
            yield Batch(good, pd.concat(found, ignore_index=True) if found else chunk.rejected, chunk.done)


@dataclass(frozen=True)
class Look:
    """What a look at a file tells, before it is read.

    Attributes
    ----------
    format : str
        Name of its reader; "table" for a layout that is not known.
    columns : list of str
        Its header.
    head : pandas.DataFrame
        Its first rows as they stand.
    mapping : Mapping or None
        For a table, the guess of how to read it.
    """

    format: str
    columns: list[str]
    head: pd.DataFrame
    mapping: Mapping | None


def sniff(path: str | Path, *, name: str = "", encoding: str = "", part: str = "", crs: str = "") -> Look:
    """Look at a file: which reader is for it, and how an unknown table would be read. See `files.open_table` for the options.

    Raises
    ------
    InputError
        It is not there, or is no table.
    """
    with open_table(path, name=name, encoding=encoding, part=part, crs=crs) as table:
        found = detect(table.columns)
        head = table.head()
        return Look(found or generic.NAME, table.columns, head, None if found else guess(head))


def detect(columns: list[str]) -> str:
    """Return the name of the reader whose layout the header is, "" for an unknown table."""
    return next((name for name, reader in READERS.items() if reader.matches(columns)), "")


@contextmanager
def open_source(
    path: str | Path,
    *,
    format: str = "",  # noqa: A002 -- the word that users know
    mapping: Mapping | None = None,
    name: str = "",
    encoding: str = "",
    part: str = "",
    crs: str = "",
) -> Iterator[Source]:
    """Open a file and choose its reader by looking at it.

    Parameters
    ----------
    path : str or Path
        The file.
    format : str
        One of `FORMATS`; told from the header without it.
    mapping : Mapping, optional
        How to read the table; its layout is then not asked for.
    name, encoding, part, crs
        As for `files.open_table`.

    Raises
    ------
    InputError
        It is not there, is no table, or is a table that nobody has said how to read.
    """
    if format not in ("", *FORMATS):
        raise InputError("no such format.", value=format, hint=f"Use one of: {', '.join(FORMATS)}.")
    with open_table(path, name=name, encoding=encoding, part=part, crs=crs) as table:
        chosen = format or ("" if mapping else detect(table.columns)) or generic.NAME
        yield _mapped(table, mapping) if chosen == generic.NAME else _known(table, chosen)


def _known(table: Table, chosen: str) -> Source:
    reader = READERS[chosen]
    if not reader.matches(table.columns):
        raise InputError(
            f"the header is not that of {chosen}: {', '.join(table.columns)[:200]}.",
            file=table.file,
            hint="Leave the format to be told from the file.",
        )
    if chosen in OWN:
        return Source(table.file, chosen, table, lambda chunk: reader.to_rows(chunk.frame))
    names = reader.names_of(table.columns)
    stands_in = {column: names[name] for column, name in reader.STANDS_IN.items() if name in names}
    order_of = _order_finder(table)
    return Source(table.file, chosen, table, lambda chunk: reader.to_rows(chunk.frame, order_of=order_of), stands_in)


def _mapped(table: Table, mapping: Mapping | None) -> Source:
    head = table.head()
    if not mapping and head.empty:
        raise _without_rows(table)
    given = mapping or guess(head)
    absent = given.absent_from(table.columns)
    if absent:
        raise InputError(
            f"the mapping names a column that is not there: {absent[0]}.",
            file=table.file,
            hint=f"There are {', '.join(table.columns)[:300]}.",
        )
    gaps = [gap for gap in given.missing if not (GEOMETRY in table.columns and "latitude" in gap)] + ([] if mapping else given.doubts)
    if gaps:
        raise InputError(
            f"the header is of no layout we know ({', '.join(table.columns)[:200]}), and it is not clear {'; '.join(gaps)}.",
            file=table.file,
            hint="Say how to read it with a mapping; on the command line, --show-mapping prints the guess to edit.",
        )
    identities, order_of = generic.Identities(), _order_finder(table)
    return Source(
        table.file,
        generic.NAME,
        table,
        lambda chunk: generic.to_rows(chunk.frame, mapping=given, order_of=order_of, identities=identities),
        generic.stands_in(given),
        to_toml(given),
    )


def _without_rows(table: Table) -> InputError:
    """Return the error of a table without one whole row: there is nothing in it, or the first row that could not be taken apart."""
    broken = next((chunk.rejected for chunk in table.chunks() if len(chunk.rejected)), None)
    if broken is None:
        return InputError("there are no data rows, only a header.", file=table.file, hint="Add a row for each event.")
    first = broken.iloc[0]
    return InputError(
        "no row has the cells that the header names.",
        file=table.file,
        row=int(first["row"]),
        column=first["column"],
        value=first["value"],
        hint=f"The first is rejected because: {first['reason']}.",
    )


def _order_finder(table: Table) -> OrderOf:
    """Return the function that tells the order of day and month in a column, reading the whole column once, when it is first asked."""
    return cache(lambda column: dates.order_of(table.distinct(column)))
