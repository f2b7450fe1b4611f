"""Bare numbers as programs count time → ISO 8601. Nothing is read so unless the mapping says it: a guess of it is asked about."""

from __future__ import annotations

from typing import Final

import pandas as pd

from events.sources import cells

#: How numbers count → seconds in one, the number of 1970-01-01, and the first and last that lie between 1970 and 2100.
COUNTS: Final[dict[str, tuple[float, float, float, float]]] = {
    # Excel, LibreOffice and Google Sheets but for books of Excel's 1904 system; days before 1 March 1900 are off by one in Excel.
    "spreadsheet days": (86_400, 25_569, 25_569, 73_051),
    "seconds since 1970": (1, 0, 1e8, 4_102_444_800),
    "milliseconds since 1970": (0.001, 0, 1e11, 4_102_444_800_000),
}
_BARE: Final = r"\d{5}(?:\.\d+)?|\d{9,13}(?:\.0+)?"
_MOST: Final = 0.5


def likely(values: pd.Series[str]) -> str:
    """Return how the numbers of a column may count time, "" where most of its cells are no such numbers."""
    filled = values[~cells.missing(values)].str.strip()
    for name, (_, _, first, last) in COUNTS.items():
        numbers = pd.to_numeric(filled.where(filled.str.fullmatch(_BARE)), errors="coerce")
        if len(filled) and float(numbers.between(first, last).mean()) > _MOST:
            return name
    return ""


def spelt(values: pd.Series[str], count: str) -> pd.Series[str]:
    """Return a column with its numbers as days and times, in ISO 8601 and UTC; any other cell as it is.

    Parameters
    ----------
    values : pandas.Series of str
        The column.
    count : str
        One of `COUNTS`.
    """
    size, zero, first, last = COUNTS[count]
    bare = values.str.strip()
    numbers = pd.to_numeric(bare.where(bare.str.fullmatch(_BARE)), errors="coerce").astype("float64")
    seconds = (numbers.where(numbers.between(first, last)) - zero) * size
    moments = pd.to_datetime(seconds.round(), unit="s")
    text = moments.dt.strftime("%Y-%m-%d").where(moments == moments.dt.normalize(), moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return values.where(moments.isna(), text).astype("str")
