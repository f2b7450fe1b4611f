"""KML whose times are months or years → KML that says so in words, for GDAL makes the first day of a month of them, or nothing.

Only placemarks with such a time are changed: their time becomes extended data, `VAGUE_BEGIN` and `VAGUE_END`, which `vector` reads.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

VAGUE_BEGIN: Final = "begin_as_written"
VAGUE_END: Final = "end_as_written"
_VAGUE: Final = re.compile(rb"<(?:\w+:)?(?:when|begin|end)>\s*\d{4}(?:-\d{2})?\s*</")
_PLACEMARK: Final = re.compile(rb"<(?:\w+:)?Placemark\b.*?</(?:\w+:)?Placemark\s*>", re.DOTALL)
_TIME: Final = re.compile(rb"<((?:\w+:)?Time(?:Stamp|Span))\b[^>]*>(.*?)</\1\s*>", re.DOTALL)
_MOMENT: Final = re.compile(rb"<(?:\w+:)?(when|begin|end)>\s*([^<]*?)\s*</")
_EXTENDED: Final = re.compile(rb"<((?:\w+:)?)ExtendedData\s*>")


def spelt(path: Path, folder: Path) -> Path:
    """Return a file whose vague times are in words: the given one where there are none, else a changed copy in a folder."""
    content = path.read_bytes()
    if not _VAGUE.search(content):
        return path
    target = folder / "spelt.kml"
    target.write_bytes(_PLACEMARK.sub(lambda found: _placemark(found[0]), content))
    return target


def _placemark(block: bytes) -> bytes:
    time = _TIME.search(block)
    if time is None or not _VAGUE.search(time[0]):
        return block
    moments = dict(_MOMENT.findall(time[2]))
    texts = {VAGUE_BEGIN: moments.get(b"when", moments.get(b"begin", b"")), VAGUE_END: moments.get(b"end", b"")}
    data = b"".join(b'<Data name="%s"><value>%s</value></Data>' % (name.encode(), text) for name, text in texts.items() if text)
    rest = block[: time.start()] + block[time.end() :]
    extended = _EXTENDED.search(rest)
    if extended:
        return rest[: extended.end()] + data + rest[extended.end() :]
    return block[: time.start()] + b"<ExtendedData>" + data + b"</ExtendedData>" + block[time.end() :]
