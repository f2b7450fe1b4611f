"""A file of columns for the browser: a magic word, a JSON header that says where each column lies, the columns, and a tail of text.

Little-endian: 4 bytes of magic; uint32 length of the header; the header (UTF-8 JSON) with `columns: [{name, dtype, offset, length}]`
(length in values) and `names: {offset, length}` (in bytes) among what else the format tells; each column at a multiple of 8 bytes from the
start of the file; the names.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt

#: "Not placed" in columns of web mercator coordinates.
NOWHERE: Final = 0xFFFFFFFF
#: Latitude at which web mercator ends.
LIMIT_LAT: Final = 85.0511287798066


def columns_file(magic: bytes, header: dict[str, Any], columns: dict[str, npt.NDArray[Any]], names: bytes) -> bytes:
    """Return the bytes of the file; the header is written until its own length no longer moves what it tells."""
    listed: list[dict[str, Any]] = []
    length = 0
    while True:
        text = json.dumps(header | {"columns": listed, "names": {"offset": length, "length": len(names)}}, ensure_ascii=False).encode()
        laid, at = [], len(magic) + 4 + len(text)
        for name, values in columns.items():
            at += -at % 8
            laid.append({"name": name, "dtype": values.dtype.str.lstrip("<|"), "offset": at, "length": len(values)})
            at += values.nbytes
        if laid == listed and at == length:
            break
        listed, length = laid, at
    parts = bytearray(magic + len(text).to_bytes(4, "little") + text)
    for entry, values in zip(listed, columns.values(), strict=True):
        parts.extend(b"\0" * (entry["offset"] - len(parts)))
        parts.extend(values.tobytes())
    return bytes(parts) + names


def web_mercator(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return degrees as web mercator x, y in [0, 1) × 2³², y downward; `NOWHERE` for NaN."""
    placed = np.isfinite(lon)
    north = np.radians(np.clip(np.where(placed, lat, 0.0), -LIMIT_LAT, LIMIT_LAT))
    unit = (np.where(placed, lon, 0.0) / 360 + 0.5, 0.5 - np.log(np.tan(np.pi / 4 + north / 2)) / (2 * np.pi))
    x, y = (np.where(placed, np.clip(value * 2.0**32, 0, NOWHERE - 1), NOWHERE).astype("<u4") for value in unit)
    return x, y
