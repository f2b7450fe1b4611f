"""How commands say what they found: JSON for programs, and files that are either whole or not there."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click

from events.errors import InputError
from events.geocode import Candidate

STANDARD_OUTPUT: Final = "-"
#: Degrees to six decimals are 0.1 m; no report is that exact, and more would only look so.
DEGREE_DECIMALS: Final = 6


#: What a terminal obeys, or what turns the direction of writing: control signs but the end of a line, separators, overrides and isolates.
_STEERS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def say(words: str, *, err: bool = False) -> None:
    """Print lines for people; signs in text from data that would steer the terminal are spelt out."""
    click.echo(_spelt_out(words), err=err)


def as_json(value: object) -> str:
    """Return strict JSON on one line, in the letters of the data; raises ValueError for a number that JSON has no word for."""
    return _spelt_out(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _spelt_out(text: str) -> str:
    return _STEERS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def rounded(number: float | None, decimals: int) -> float | None:
    """Return a number rounded, None for what is missing or not finite."""
    return None if number is None or not math.isfinite(number) else round(float(number), decimals)


def candidate_list(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Return candidates as objects, best first: name, parent, lon, lat (degrees), score (of 100), why."""
    return [
        {
            "name": candidate.name,
            "parent": candidate.parent,
            "lon": rounded(candidate.lon, DEGREE_DECIMALS),
            "lat": rounded(candidate.lat, DEGREE_DECIMALS),
            "score": rounded(candidate.score, 1),
            "why": candidate.why,
        }
        for candidate in candidates
    ]


def write_file(content: bytes, output: str) -> None:
    """Write a file as a whole or not at all; "-" is the standard output.

    Raises
    ------
    InputError
        The folder is not there or cannot be written to; a file of that name is left as it was.
    """
    if output == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    target = Path(output)
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:50]}.", delete=False) as file:
            temporary = file.name
            file.write(content)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(
            f"cannot be written: {error.strerror or error}.", file=output, hint="Name a file in a folder that is there."
        ) from error


def _umask() -> int:
    """Return the permissions that new files do not get; a temporary file is made for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
