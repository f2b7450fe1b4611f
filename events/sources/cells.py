"""Text cells → numbers and codes. What cannot be read is told, never replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]

#: What people and programs write into a cell that has no value. Compared without regard to case.
MISSING: Final = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", ".", "nat", "<na>"})
#: Of these, the forms that are no name of anything: Nan is a province, None a town.
UNSAID: Final = frozenset({"NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "Null", "null", "none", "-", "--", "?", ".", "NaT", "<NA>"})
#: What a spreadsheet shows where a formula failed; "#N/A" it shows where there is no value.
FAILED: Final = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
#: Codes for a missing value, as data sets of political science have them, in a column of names.
NO_CODES: Final = frozenset({"-9", "-77", "-88", "-99", "-999", "-9999"})
_DECIMAL: Final = r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?"
_DEGREES: Final = (
    r"(?P<sign>[-+])?(?P<d>\d{1,3}(?:[.,]\d+)?)\s*[°º]\s*(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')\s*)?(?P<half>[NSEWnsew])?"
)
#: A letter before or behind, so that no signs are needed between: "N 33 20 28", "33.34N", "33 20.5 N".
_LETTERED: Final = (
    r"(?:(?P<before>[NSEWnsew])\s*)?(?P<d>\d{1,3}(?:[.,]\d+)?)(?:\s*[°º:]\s*|\s+|(?=\s*[NSEWnsew]?$))"
    r"(?:(?P<m>\d{1,2}(?:[.,]\d+)?)(?:\s*['′’:]\s*|\s+|(?=\s*[NSEWnsew]?$)))?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')?\s*)?(?P<behind>[NSEWnsew])?"
)
#: Arabic and Persian digits and their decimal sign.
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


def missing(values: pd.Series[str]) -> Mask:
    """Return which cells hold no value; shape (n,)."""
    uniques, codes = _distinct(values)
    return np.fromiter((text.strip().casefold() in MISSING for text in uniques), dtype=bool, count=len(uniques))[codes]


def unsaid(values: pd.Series[str]) -> Mask:
    """Return which cells only say that they hold nothing, in a column of names or prose; shape (n,)."""
    return np.asarray(values.isin(UNSAID), dtype=np.bool_)


def text(values: pd.Series[str]) -> pd.Series[str]:
    """Return the cells without blanks around them."""
    return values.str.strip()


def numbers(values: pd.Series[str]) -> tuple[npt.NDArray[np.float64], Mask]:
    """Read numbers, with decimal point or decimal comma.

    Returns
    -------
    numbers : array of float64, shape (n,)
        NaN where there is none.
    bad : array of bool, shape (n,)
        Cells that hold something that is no number.
    """
    bad = np.zeros(len(values), dtype=bool)
    given = pa.array(values, type=pa.large_string(), from_pandas=True)
    try:  # the whole column at once, where every cell holds a plain number or nothing
        plain = pc.cast(pc.if_else(pc.equal(given, ""), None, given), pa.float64())
        found = plain.to_numpy(zero_copy_only=False).astype("float64")
        rest = np.isnan(found) & np.asarray(pc.fill_null(pc.not_equal(given, ""), fill_value=False))
    except pa.ArrowInvalid:
        found = pd.to_numeric(values, errors="coerce").to_numpy(dtype="float64", na_value=np.nan, copy=True)
        rest = np.isnan(found)
    if rest.any():
        left = values[rest].str.strip().str.translate(_DIGITS)
        decimal = left.str.fullmatch(_DECIMAL) & (left.str.count(r"[.,]") < 2)  # "1.234,5" could be two numbers
        read = pd.to_numeric(left.where(decimal).str.replace(",", ".", regex=False), errors="coerce").to_numpy(
            dtype="float64", na_value=np.nan
        )
        found[rest] = read
        bad[rest] = np.isnan(read) & ~missing(left)
    bad |= np.isinf(found)
    return found, bad


def degrees(values: pd.Series[str], *, halves: str) -> tuple[npt.NDArray[np.float64], Mask]:
    """Read coordinates: decimal degrees, with point or comma, or degrees, minutes and seconds with their signs (33°20'28"N).

    Parameters
    ----------
    values : pandas.Series of str
        The cells.
    halves : str
        The letters that may stand behind: "NS" for latitudes, "EW" for longitudes.

    Returns
    -------
    degrees : array of float64, shape (n,)
        NaN where there is none; south and west are negative.
    bad : array of bool, shape (n,)
        Cells that hold something else.
    """
    found, bad = numbers(values)
    for pattern in (_DEGREES, _LETTERED):
        if bad.any():
            read = _angles(values[bad].str.strip().str.translate(_DIGITS).str.extract(rf"^{pattern}$"), halves)
            found[bad] = read
            bad = bad.copy()
            bad[bad] = np.isnan(read)
    return found, bad


def _angles(parts: pd.DataFrame, halves: str) -> npt.NDArray[np.float64]:
    """Return degrees, minutes and seconds as degrees, NaN where there are none, or too many, or of the other axis."""
    whole, minutes, seconds = (
        pd.to_numeric(parts[name].str.replace(",", ".", regex=False)).to_numpy(dtype="float64", na_value=np.nan) for name in ("d", "m", "s")
    )
    sound = ~np.isnan(whole) & ~(minutes >= 60) & ~(seconds >= 60)
    if "half" in parts:
        half, sign = parts["half"].fillna("").str.upper(), parts["sign"]
        sound &= (half.isin(["", *halves]) & ~(sign.notna() & (half != ""))).to_numpy(dtype=bool)
        south = half.isin(["S", "W"]) | (sign == "-")
    else:
        half = (parts["before"].fillna("") + parts["behind"].fillna("")).str.upper()
        sound &= half.isin([*halves]).to_numpy(dtype=bool)
        south = half.isin(["S", "W"])
    value = whole + np.nan_to_num(minutes) / 60 + np.nan_to_num(seconds) / 3600
    return np.asarray(np.where(sound, np.where(south, -value, value), np.nan), dtype="float64")


def codes(values: pd.Series[str], meaning: Mapping[str, str]) -> tuple[pd.Series[str], Mask]:
    """Read a code ("1", "1.0", "State forces") by a table of its meanings.

    Returns
    -------
    words : pandas.Series of str, length n
        The meaning, "" where the cell is empty or the code has none.
    bad : array of bool, shape (n,)
        Cells that hold a code without a meaning.
    """
    uniques, at = _distinct(values)
    keys = [code(text) for text in uniques]
    words = pd.Series([meaning.get(key, "") for key in keys], dtype="str")
    unknown = np.array([key not in meaning and key not in MISSING for key in keys], dtype=bool)
    return words.take(at).set_axis(values.index), unknown[at]


def translate(values: pd.Series[str], meaning: Mapping[str, str], *, otherwise: str = "") -> pd.Series[str]:
    """Return each cell's meaning, `otherwise` where it has none."""
    uniques, at = _distinct(values)
    words = pd.Series([meaning.get(text, otherwise) for text in uniques], dtype="str")
    return words.take(at).set_axis(values.index)


def code(cell: str) -> str:
    """Return a cell as a key: lower case, single blanks, and "1.0" as "1"."""
    key = " ".join(cell.split()).casefold()
    whole, point, rest = key.partition(".")
    return whole if point and whole.isdigit() and not rest.strip("0") else key


def identifiers(values: pd.Series[str]) -> pd.Series[str]:
    """Return identifiers, without the ".0" that a spreadsheet gives whole numbers."""
    return values.str.strip().str.replace(r"^(\d+)\.0+$", r"\1", regex=True)


def _distinct(values: pd.Series[str]) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Return the distinct cells and, for each cell, which of them it is."""
    at, uniques = pd.factorize(values.fillna(""))
    return [str(value) for value in uniques], at
