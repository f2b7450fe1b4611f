"""How an unknown table is read: which column is the date, the place, the faction …, and which kind of event each of its words means.

A mapping is a value: guessed from a table (`guessing.guess`), changed by the user, kept as a small TOML file, and remembered by the
fingerprint of the header it was made for.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import tomli_w

from events.errors import InputError
from events.schema import KINDS
from events.sources.clocks import COUNTS

#: What a column can be, in the order in which it is asked.
ROLES: Final[tuple[str, ...]] = (
    "date",
    "end",
    "place",
    "admin",
    "latitude",
    "longitude",
    "faction",
    "opponent",
    "kind",
    "source",
    "title",
    "url",
    "text",
    "id",
)
REJECT: Final = "reject"
ORDERS: Final[tuple[str, ...]] = ("", "day first", "month first")
SURE: Final = 0.75


@dataclass(frozen=True)
class Why:
    """Why a column was taken for something: how sure, 0 to 1, and the reason in words."""

    confidence: float
    reason: str


@dataclass(frozen=True)
class Mapping:
    """How a table is read.

    Attributes
    ----------
    columns : mapping of str to str
        Role (one of `ROLES`) → the table's column.
    kinds : mapping of str to str
        Word in the column of kinds, lower case → kind of event (`schema.KINDS`).
    other_kinds : str
        What becomes of a row whose kind is not in `kinds`: "reject", or the kind that it is filed as.
    every_kind : str
        Kind of every row, for a table without a column of kinds.
    date_order : str
        "day first" or "month first" where the user knows it; "" leaves it to what the column proves.
    header : str
        Fingerprint of the header it was made for.
    why : mapping of str to Why
        Role → how sure the guess is; empty for a mapping that somebody wrote.
    bare_numbers : str
        How bare numbers in the columns of days count time, one of `clocks.COUNTS`; "" where they are no days.
    """

    columns: MappingType[str, str]
    kinds: MappingType[str, str] = field(default_factory=dict)
    other_kinds: str = REJECT
    every_kind: str = ""
    date_order: str = ""
    header: str = ""
    why: MappingType[str, Why] = field(default_factory=dict, compare=False)
    bare_numbers: str = ""

    def __post_init__(self) -> None:
        for role in self.columns:
            _known("columns", role, ROLES)
        for word, kind in self.kinds.items():
            _known(f"kinds, {word}", kind, KINDS)
        _known("other_kinds", self.other_kinds, (REJECT, *KINDS))
        _known("every_kind", self.every_kind, ("", *KINDS))
        _known("date_order", self.date_order, ORDERS)
        _known("bare_numbers", self.bare_numbers, ("", *COUNTS))

    @property
    def missing(self) -> list[str]:
        """What still has to be said before a table can be read with it, in words."""
        gaps = []
        if "date" not in self.columns:
            gaps.append("which column is the date")
        if not {"latitude", "longitude"} <= set(self.columns) and "place" not in self.columns:
            gaps.append("which columns are latitude and longitude, or the name of the place")
        if "kind" not in self.columns and not self.every_kind:
            gaps.append("which column is the kind of event, or what kind every row is (every_kind)")
        return gaps

    @property
    def doubts(self) -> list[str]:
        """The needed columns that were guessed without being sure, in words."""
        needed = ("date", "latitude", "longitude", "place", "kind", "faction")
        unsure = [role for role in needed if role in self.columns and role in self.why and self.why[role].confidence < SURE]
        doubts = [f"whether “{self.columns[role]}” is the {role} ({self.why[role].reason})" for role in unsure]
        if not self.columns.get("kind") and "every_kind" in self.why and self.why["every_kind"].confidence < SURE:
            doubts.append(f"whether every row is “{self.every_kind}” ({self.why['every_kind'].reason})")
        return doubts

    def absent_from(self, columns: list[str]) -> list[str]:
        """Return the columns it names that a table does not have."""
        return [column for column in self.columns.values() if column not in columns]

    def with_header(self, columns: list[str]) -> Mapping:
        """Return the mapping as made for a table with these columns."""
        return replace(self, header=header_fingerprint(columns))


def _known(what: str, value: str, among: tuple[str, ...]) -> None:
    if value not in among:
        raise InputError(
            f"unknown {what.split(',', maxsplit=1)[0]}.", column=what, value=value, hint=f"Use one of: {', '.join(a for a in among if a)}."
        )


def header_fingerprint(columns: list[str]) -> str:
    """Return 16 hexadecimal digits that name a header, whatever its order, case and blanks."""
    names = sorted(" ".join(column.split()).casefold() for column in columns)
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:16]


def to_toml(mapping: Mapping) -> str:
    """Return the mapping as TOML, with the reasons of a guess as comments."""
    settings = {
        "other_kinds": mapping.other_kinds,
        "every_kind": mapping.every_kind,
        "date_order": mapping.date_order,
        "bare_numbers": mapping.bare_numbers,
        "header": mapping.header,
    }
    table: dict[str, Any] = {name: value for name, value in settings.items() if value}
    reasons = "".join(f"# {role}: {_one_line(why.reason)} ({why.confidence:.0%} sure)\n" for role, why in mapping.why.items())
    table["columns"] = {role: mapping.columns[role] for role in ROLES if role in mapping.columns}
    if mapping.kinds:
        table["kinds"] = dict(mapping.kinds)
    return reasons + tomli_w.dumps(table)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def from_toml(text: str, *, file: str = "mapping") -> Mapping:
    """Read a mapping from TOML.

    Raises
    ------
    InputError
        It is no TOML, or says what no mapping can.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not TOML: {error}.", file=file, hint="Its parts are [columns] and [kinds].") from error
    known = {"columns", "kinds", "other_kinds", "every_kind", "date_order", "bare_numbers", "header"}
    strange = sorted(set(table) - known)
    if strange:
        raise InputError("unknown setting.", file=file, column=strange[0], hint=f"Known are {', '.join(sorted(known))}.")
    for name in ("columns", "kinds"):
        part = table.get(name, {})
        if not isinstance(part, dict) or not all(isinstance(value, str) for value in part.values()):
            raise InputError("must hold one text for each name.", file=file, column=name)
    if not all(isinstance(table.get(name, ""), str) for name in known - {"columns", "kinds"}):
        raise InputError("settings must be texts.", file=file)
    if "columns" not in table:
        raise InputError("says nothing of columns.", file=file, hint='Write [columns] and below it, for instance, date = "Day".')
    try:
        return Mapping(**{**table, "kinds": {" ".join(word.split()).casefold(): kind for word, kind in table.get("kinds", {}).items()}})
    except InputError as error:
        raise InputError(error.problem, file=file, column=error.column, value=error.value, hint=error.hint) from error


def read_mapping(path: str | Path) -> Mapping:
    """Read a mapping from a TOML file; raise InputError where it cannot be read."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the mapping cannot be read.", file=str(path), hint="It is a TOML file in UTF-8.") from error
    return from_toml(text, file=str(path))
