"""What is kept beside the data sets: tables that users supply for one, and how tables were read."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Final

from events import geoparquet
from events.errors import DataSetError
from events.library.names import is_name
from events.sources.mapping import Mapping, header_fingerprint, read_mapping, to_toml

SIDES: Final = ("factions.csv", "places.csv", "places.geojson")
#: Logs beside a data set: of the edits of its events, and of the decisions on reports that contradict each other.
LOG, DECISIONS = LOGS = ("edits.jsonl", "decisions.jsonl")


class Beside:
    """Tables and mappings in the library's folder.

    Parameters
    ----------
    folder : Path
        The library's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def sides(self) -> Path:
        """Where the tables stand, in a folder for each data set."""
        return self.folder / "sides"

    def side(self, name: str, kind: str) -> Path | None:
        """Return the table of a kind (one of `SIDES`) that was supplied for a data set, None where there is none."""
        path = self._side_path(name, kind)
        return path if path.exists() else None

    def set_side(self, name: str, kind: str, content: bytes) -> Path:
        """Keep a table of a kind (one of `SIDES`) for a data set, in place of an earlier one."""
        path = self._side_path(name, kind)
        with geoparquet.replacing(path) as temporary:
            temporary.write_bytes(content)
        return path

    def set_places(self, name: str, content: bytes) -> Path:
        """Keep the gazetteer that a data set was imported with, so that reports added later find its places too."""
        kind = "places.geojson" if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else "places.csv"
        return self.set_side(name, kind, content)

    def log_path(self, name: str, kind: str = LOG) -> Path:
        """Return where a data set's log of a kind (one of `LOGS`) stands; "" is the demo, which is in no library and has its logs apart."""
        if kind not in LOGS or (name and not is_name(name)):
            raise DataSetError("there is no data set of that name.", value=name)
        return self.sides / name / kind if name else self.folder / "demo" / kind

    def _give_sides(self, old: str, new: str) -> None:
        """Let a second name have what stands beside the first; whoever is stopped here has lost nothing under the first."""
        self._drop_sides(new)
        if (self.sides / old).exists():
            shutil.copytree(self.sides / old, self.sides / new, copy_function=_linked)

    def _drop_sides(self, name: str) -> None:
        """Remove what stands beside a name that is nobody's."""
        shutil.rmtree(self.sides / name, ignore_errors=True)

    def remember(self, mapping: Mapping) -> None:
        """Keep a mapping for tables with its header."""
        if re.fullmatch(r"[0-9a-f]{16}", mapping.header):
            with geoparquet.replacing(self.folder / "mappings" / f"{mapping.header}.toml") as temporary:
                temporary.write_text(to_toml(mapping), encoding="utf-8")

    def recall(self, columns: list[str]) -> Mapping | None:
        """Return the mapping that was kept for a header, None where there is none; raise InputError where it is damaged."""
        path = self.folder / "mappings" / f"{header_fingerprint(columns)}.toml"
        mapping = read_mapping(path) if path.exists() else None
        return None if mapping is None or mapping.absent_from(columns) else mapping

    def _side_path(self, name: str, kind: str) -> Path:
        if kind not in SIDES or not is_name(name):
            raise DataSetError("no such table.", value=f"{name}/{kind}", hint=f"Use one of: {', '.join(SIDES)}.")
        return self.sides / name / kind


def _linked(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the disk knows no second names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
