"""Read packed columns again, from the description of the format alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass
class Unpacked:
    """A packed file: its header, its columns by name, its place names and its details."""

    header: dict[str, Any]
    columns: dict[str, np.ndarray]
    names: list[str]
    details: dict[str, list[str]] | None

    def words(self, group: str, column: str) -> list[str]:
        """Return a coded column as its labels."""
        return [self.header[group][code]["name"] for code in self.columns[column]]

    @property
    def places(self) -> list[str]:
        return [self.names[code] for code in self.columns["place"]]


def unpack(data: bytes) -> Unpacked:
    assert data[:4] == b"EVT1"
    length = int.from_bytes(data[4:8], "little")
    header = json.loads(data[8 : 8 + length])
    base = 8 + length
    columns = {}
    for column in header["columns"]:
        start = base + column["offset"]
        assert start % 8 == 0, "a browser can only lay an array over aligned bytes"
        columns[column["name"]] = np.frombuffer(data[start : start + column["length"]], dtype="<" + column["dtype"])
        assert len(columns[column["name"]]) == header["n"]

    def block(name: str) -> Any:
        where = header.get(name)
        return None if where is None else json.loads(data[base + where["offset"] : base + where["offset"] + where["length"]])

    return Unpacked(header, columns, block("names"), block("details"))
