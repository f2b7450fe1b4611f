"""Text cells → dates. Several layouts may stand in one column; what could be two days is never guessed.

Read are ISO 8601 (`2008-03-25`, `2008-03-25T14:30Z`, `20080325`, `2008-W13`), year and month alone, EDTF's `~`, `?` and intervals
(Library of Congress, 2019), spans in words (see `ranges`), month names in English (`25 March 2008`, `Mar 25, 2008`), and day/month/year
or month/day/year where the column as a whole proves the order: some day above 12 stands on one side, and none on the other. A year of
two digits is not read, and neither are the days that programs write where there is none (`1899-12-30`, `0001-01-01`, `9999-12-31`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.sources import ranges
from events.sources.cells import missing, translate
from events.sources.months import MONTHS, WORD

Days = npt.NDArray[np.datetime64]

DAY_FIRST, MONTH_FIRST, MIXED, UNPROVEN = "day first", "month first", "mixed", "unproven"
NO_DATE: Final = "no date"
NOT_READ: Final = "not a date that can be read"
NO_SUCH_DAY: Final = "no such day in the calendar"
NO_ORDER: Final = "day and month cannot be told apart: nothing in the column proves their order"
BOTH_ORDERS: Final = "day and month cannot be told apart: the column holds both orders"
SHORT_YEAR: Final = "a year of two digits"
BARE_NUMBER: Final = "a bare number and not a date (a spreadsheet's day number?)"

NOT_GIVEN: Final = "the usual sign of a missing date"
#: What spreadsheets and databases write where there is no date: their day 0, and the first and last day they know.
_SIGNS: Final = np.array(["1899-12-30", "1899-12-31", "0001-01-01", "9999-12-31"], dtype="datetime64[us]")

_TIME: Final = (
    r"(?:(?:[T ]|,\s*)\s*(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?P<f>[.,]\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|[-+]\d{2}:?\d{2})?)?"
)
_QUALIFIED: Final = r"(?P<about>[~?%])?"
#: In the order in which they are tried; each names what it finds (y, m, d, word) and may be followed by a time.
_LAYOUTS: Final = (
    rf"(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_QUALIFIED}{_TIME}",
    rf"(?P<y>1[6-9]\d{{2}}|20\d{{2}}|21\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?:\.0+)?{_QUALIFIED}",
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s./]*(?P<word>{WORD})\.?[-\s,./]+(?P<y>\d{{4}}){_TIME}",
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?P<word>{WORD})\.?[-\s]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s,]+(?P<y>\d{{4}}){_TIME}",
    rf"(?P<y>\d{{4}})-(?P<m>\d{{2}}){_QUALIFIED}",
    rf"(?P<word>{WORD})\.?[-\s,]+(?P<y>\d{{4}})",
    rf"(?P<y>1[6-9]\d{{2}}|20\d{{2}}|21\d{{2}}){_QUALIFIED}",
    r"(?P<y>1[6-9]\d{2}|20\d{2}|21\d{2})-?W(?P<week>\d{2})",
)
_EITHER: Final = rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}){_TIME}"
_SPAN: Final = r"\d{4}(?:-\d{2}){0,2}[~?%]?/(?:\.\.|\d{4}(?:-\d{2}){0,2}[~?%]?)?"
_SHORT: Final = rf"(?:\d{{1,2}}[-/. ](?:\d{{1,2}}|{WORD})[-/. ]\d{{2}})(?:\s.*)?"


@dataclass(frozen=True)
class Dates:
    """Dates as read, shape (n,) each.

    Attributes
    ----------
    start, end : pandas.Series of datetime64[us, UTC]
        NaT where there is none; `end` only where the cell tells of a span.
    precision : pandas.Series of str
        One of `schema.DATE_PRECISIONS`, as the layout of the cell has it.
    reason : array of object
        Why a cell cannot be read, None where it can; an empty cell has `NO_DATE`.
    """

    start: pd.Series[pd.Timestamp]
    end: pd.Series[pd.Timestamp]
    precision: pd.Series[str]
    reason: npt.NDArray[np.object_]


def parse(values: pd.Series[str], *, order: Callable[[], dict[str, str]]) -> Dates:
    """Read a column of dates.

    Parameters
    ----------
    values : pandas.Series of str
        The cells.
    order : callable
        Returns, for each separator, in which order day and month stand in this column as a whole (see `order_of`); asked only where
        there is a cell that could be read either way.
    """
    at, uniques = pd.factorize(values.fillna(""))
    cells = pd.Series(uniques, dtype="str").str.strip()
    table = _read(cells, order)
    spans = cells.str.fullmatch(_SPAN)
    if spans.any():
        halves = cells[spans].str.split("/", n=1, expand=True)
        table.loc[spans] = _spans(halves[0], halves[1], order)
    told = ranges.split(cells[(table["reason"] == NOT_READ) & ~spans])
    if len(told):
        table.loc[told.index] = _spans(told["first"], told["last"], order)
    sign = table["start"].isin(_SIGNS)
    table.loc[sign, "reason"], table.loc[sign, "start"] = NOT_GIVEN, pd.NaT
    taken = table.iloc[at].set_axis(values.index)
    reason = taken["reason"].to_numpy(dtype=object, copy=True)
    reason[taken["reason"].isna().to_numpy()] = None
    return Dates(taken["start"].dt.tz_localize("UTC"), taken["end"].dt.tz_localize("UTC"), taken["precision"].astype("str"), reason)


def order_of(values: pd.Series[str]) -> dict[str, str]:
    """Tell, for each separator, which of day and month stands first in a whole column.

    Parameters
    ----------
    values : pandas.Series of str
        The column, or its distinct values.

    Returns
    -------
    dict
        "/", "-" and "." → DAY_FIRST, MONTH_FIRST, MIXED (both are proven) or UNPROVEN (neither is).
    """
    cells = values.str.strip()
    halves = ranges.split(cells[cells.str.contains(r"\d[./-]\d+[./-]\d{4}\D")])
    parts = pd.concat([cells, halves["first"], halves["last"]], ignore_index=True).str.extract(rf"(?i)^{_EITHER}$")
    first, second = parts["a"].astype("Float64") > 12, parts["b"].astype("Float64") > 12
    found = {}
    for separator in "/-.":
        here = parts["sep"] == separator
        proof = (bool((first & ~second & here).any()), bool((second & ~first & here).any()))
        found[separator] = {(True, False): DAY_FIRST, (False, True): MONTH_FIRST, (True, True): MIXED, (False, False): UNPROVEN}[proof]
    return found


def _blank(index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "start": pd.Series(pd.NaT, index=index, dtype="datetime64[us]"),
            "end": pd.Series(pd.NaT, index=index, dtype="datetime64[us]"),
            "precision": pd.Series("day", index=index, dtype="str"),
            "reason": pd.Series(None, index=index, dtype="object"),
        }
    )


class _Memory:
    """What cells were read as, by the cell, at most `size` of them: a file's batches hold the same days again and again.

    Only cells whose reading rests on nothing but themselves are kept, so that it does not matter which file they stood in.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._table = _blank(pd.Index([], dtype="str"))

    def read(self, cells: pd.Series[str], order: Callable[[], dict[str, str]]) -> pd.DataFrame:
        known = self._table
        at = known.index.get_indexer(pd.Index(cells))
        new = at < 0
        if not new.any():
            return known.take(at).set_axis(cells.index)
        table, sure = _read_anew(cells[new].drop_duplicates().reset_index(drop=True), order)
        table.index = pd.Index(cells[new].drop_duplicates())
        kept = table[sure].head(self._size)
        whole = pd.concat([known, table])
        self._table = kept if len(known) + len(kept) > self._size else pd.concat([known, kept])
        return whole.take(whole.index.get_indexer(pd.Index(cells))).set_axis(cells.index)


_MEMORY: Final = _Memory(1 << 16)


def _read(cells: pd.Series[str], order: Callable[[], dict[str, str]]) -> pd.DataFrame:
    return _MEMORY.read(cells, order)


def _read_anew(cells: pd.Series[str], order: Callable[[], dict[str, str]]) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]]:
    """Read cells, all different; the second tells which of them can be read no other way in another column."""
    table, sure = _blank(cells.index), np.ones(len(cells), dtype=bool)
    left = pd.Series(~missing(cells), index=cells.index)
    table.loc[~left, "reason"] = NO_DATE
    for layout in _LAYOUTS:
        if not left.any():
            return table, sure
        parts = cells[left].str.extract(rf"(?i)^{layout}$")
        parts = parts[parts["y"].notna()]
        if len(parts):
            table.loc[parts.index] = _dated(parts)
            left[parts.index] = False
    if left.any():
        parts = cells[left].str.extract(rf"(?i)^{_EITHER}$")
        parts = parts[parts["y"].notna()]
        if len(parts):
            table.loc[parts.index] = _ordered(parts, order)
            left[parts.index] = False
            sure[parts.index] = False
    rest = cells[left]
    table.loc[rest.index, "reason"] = NOT_READ
    table.loc[rest.index[rest.str.fullmatch(rf"(?i){_SHORT}")], "reason"] = SHORT_YEAR
    table.loc[rest.index[rest.str.fullmatch(r"\d+(\.\d+)?")], "reason"] = BARE_NUMBER
    return table, sure


def _ordered(parts: pd.DataFrame, order: Callable[[], dict[str, str]]) -> pd.DataFrame:
    """Read cells of two small numbers and a year, in the order that they or the column prove."""
    first, second = parts["a"].astype("int64"), parts["b"].astype("int64")
    either = (first <= 12) & (second <= 12) & (first != second)
    proven = translate(parts["sep"], order() if either.any() else {}, otherwise=UNPROVEN)
    month_leads = (second > 12) | (either & (proven == MONTH_FIRST))
    day, month = first.where(~month_leads, second), second.where(~month_leads, first)
    table = _dated(parts.assign(d=day.astype("str"), m=month.astype("str")))
    unsure = either & ~proven.isin([DAY_FIRST, MONTH_FIRST])
    table.loc[parts.index[unsure], "reason"] = translate(proven[unsure], {MIXED: BOTH_ORDERS}, otherwise=NO_ORDER)
    table.loc[parts.index[unsure], "start"] = pd.NaT
    return table


def _dated(parts: pd.DataFrame) -> pd.DataFrame:
    """Return year, month and day as dates; without a day or a month, as the span of that month or year."""
    if "week" in parts:
        return _weeks(parts)
    year = parts["y"].astype("int64").to_numpy()
    month = parts["word"].str.lower().map(MONTHS) if "word" in parts else parts["m"] if "m" in parts else pd.Series("1", index=parts.index)
    months, days = month.astype("int64").to_numpy(), (parts["d"].astype("int64").to_numpy() if "d" in parts else np.ones_like(year))
    calendar_month = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + np.clip(months - 1, 0, 11)
    date = calendar_month.astype("datetime64[D]") + (days - 1)
    sound = (months >= 1) & (months <= 12) & (days >= 1) & (date.astype("datetime64[M]") == calendar_month)
    precision, last = "day", np.full(len(year), np.datetime64("NaT", "D"))
    if "d" not in parts:
        precision = "month" if "m" in parts or "word" in parts else "year"
        units = 1 if precision == "month" else 12
        last = (calendar_month + units).astype("datetime64[D]") - 1
    about = parts["about"].notna().to_numpy(dtype=bool) if "about" in parts else np.zeros(len(year), dtype=bool)
    clock, kept = _clock(parts)
    start = np.where(sound & kept, date.astype("datetime64[us]") + clock, np.datetime64("NaT", "us"))
    return pd.DataFrame(
        {
            "start": start.astype("datetime64[us]"),
            "end": np.where(sound, last, np.datetime64("NaT", "D")).astype("datetime64[us]"),
            "precision": np.where(about & (precision == "day"), "about_day", precision),
            "reason": pd.Series(NO_SUCH_DAY, index=parts.index, dtype="object").where(~(sound & kept), None),
        },
        index=parts.index,
    )


def _weeks(parts: pd.DataFrame) -> pd.DataFrame:
    """Return weeks of ISO 8601 as the span from their Monday to their Sunday; week 1 is the one with 4 January."""
    year, week = (parts[name].astype("int64").to_numpy() for name in ("y", "week"))
    fourth = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + 3
    weekday = (fourth.astype("int64") + 3) % 7  # 1970-01-01 was a Thursday
    start = fourth - weekday + 7 * (week - 1)
    next_year = (year - 1969).astype("datetime64[Y]").astype("datetime64[D]")
    sound = (week >= 1) & (start + 3 < next_year)  # a week is the year's that holds its Thursday
    table = (
        pd.DataFrame({"start": start, "end": start + 6}, index=parts.index).astype("datetime64[us]").where(pd.Series(sound, parts.index))
    )
    return table.assign(precision="week", reason=pd.Series(NO_SUCH_DAY, index=parts.index, dtype="object").where(~sound, None))


def _clock(parts: pd.DataFrame) -> tuple[npt.NDArray[np.timedelta64], npt.NDArray[np.bool_]]:
    """Return the time of day as a span from midnight UTC, and whether there is such a time."""
    size = len(parts)
    if "h" not in parts or parts["h"].isna().all():
        return np.zeros(size, dtype="timedelta64[us]"), np.ones(size, dtype=bool)
    hours, minutes, seconds = (parts[name].astype("Float64").fillna(0).to_numpy(dtype="int64") for name in ("h", "min", "s"))
    half = parts["half"].fillna("").str.lower().str.replace(".", "", regex=False)
    kept = (hours <= 23) & (minutes <= 59) & (seconds <= 59) & ~((half != "") & ((hours < 1) | (hours > 12))).to_numpy(dtype=bool)
    hours = np.where(half == "am", hours % 12, np.where(half == "pm", hours % 12 + 12, hours))
    fraction = parts["f"].str.replace(",", ".", regex=False).astype("Float64").fillna(0.0).to_numpy(dtype="float64")
    zone = parts["zone"].fillna("").str.upper().str.extract(r"^([-+])(\d{2}):?(\d{2})$")
    east = zone[1].astype("Float64").fillna(0).to_numpy(dtype="int64") * 60 + zone[2].astype("Float64").fillna(0).to_numpy(dtype="int64")
    east = np.where((zone[0] == "-").to_numpy(dtype=bool), -east, east)
    micro = ((hours * 60 + minutes - east) * 60 + seconds) * 1_000_000 + np.round(fraction * 1e6).astype("int64")
    return micro.astype("timedelta64[us]"), kept


def _spans(first: pd.Series[str], second: pd.Series[str], order: Callable[[], dict[str, str]]) -> pd.DataFrame:
    """Read the two days of spans; `..` or nothing leaves the end open (EDTF)."""
    first, second = first.str.strip(), second.str.strip()
    start, last = _read(first, order), _read(second, order)
    open_end = second.isin(["..", ""])
    failed = last["reason"].where(~open_end, None)
    return start.assign(
        end=last["end"].fillna(last["start"]).where(~open_end, pd.NaT),
        precision=start["precision"],
        reason=start["reason"].where(start["reason"].notna(), failed),
    )
