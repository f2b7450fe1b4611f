"""Where the library is, and what its data sets may be called."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from pathlib import Path
from typing import Final

import platformdirs

from events.errors import DataSetError

HOME: Final = "EVENTS_HOME"
LONGEST: Final = 80
#: Folding a compatibility character can give one that folds again: after these rounds a name stays as it is (Unicode 3.13, D146).
_ROUNDS: Final = 3
_ENDINGS: Final = r"(?i)(\.(csv|tsv|txt|xlsx|parquet|geojson|json|gpkg|shp|kml|gz|zip))+$"


def home() -> Path:
    """Return the folder of the library; it need not be there yet."""
    given = os.environ.get(HOME, "").strip()
    return Path(given).expanduser() if given else Path(platformdirs.user_data_dir("events", appauthor=False))


def name_for(text: str) -> str:
    """Return text as a name: lower case, words joined by hyphens, any script.

    Raises
    ------
    DataSetError
        Nothing of it is left.
    """
    plain = text
    for _ in range(_ROUNDS):
        plain = unicodedata.normalize("NFKC", plain).casefold()
    name = re.sub(r"[\W_]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if not name:
        raise DataSetError("a name needs a letter or a digit.", value=text)
    return name


def is_name(text: str) -> bool:
    """Tell whether text is a name as `name_for` makes them, and so no path to somewhere else."""
    with contextlib.suppress(DataSetError):
        return bool(text) and name_for(text) == text
    return False


def stem(file: str) -> str:
    """Return a file's name without its endings."""
    return re.sub(_ENDINGS, "", file) or file


def made(folder: Path) -> Path:
    """Return a folder, made if it is not there.

    Raises
    ------
    DataSetError
        It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataSetError(f"the library's folder cannot be made: {error.strerror}.", file=str(folder), hint=f"Set {HOME}.") from error
    return folder
