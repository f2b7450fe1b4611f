"""Spans of days as people write them in one cell → the text of the first day and of the last ("23–24 September 2014").

What the first half leaves out it takes from the second: the year, or month and year. Whether that makes sense is left to who reads the two
days: "30 December – 2 January 2015" then ends before it starts, and is rejected.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from events.sources.months import WORD

_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?\.?"
_TO: Final = r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bbis\b|\bau\b)\s*"
_MONTH: Final = rf"(?:{WORD})\.?"
_SINGLE: Final = r"\S.*?\d{4}|\d{4}-\d{1,2}-\d{1,2}"
_WHOLE: Final = rf"(?:between|from)?\s*(?P<a>{_SINGLE})(?:\s+[-–—]\s+|\s*[–—]\s*|\s+(?:to|until|till|through|and|bis)\s+)(?P<b>{_SINGLE})"
#: Pattern, and the two days made of its groups, the surest first.
_FORMS: Final = (
    (rf"(?P<a>{_DAY}){_TO}(?P<b>{_DAY})\s*(?P<m>{_MONTH})[\s,]*(?P<y>\d{{4}})", "{a} {m} {y}", "{b} {m} {y}"),
    (rf"(?P<m>{_MONTH})\s*(?P<a>{_DAY}){_TO}(?P<b>{_DAY})[\s,]+(?P<y>\d{{4}})", "{a} {m} {y}", "{b} {m} {y}"),
    (rf"(?P<a>{_DAY}\s*{_MONTH}){_TO}(?P<b>{_DAY}\s*{_MONTH})[\s,]+(?P<y>\d{{4}})", "{a} {y}", "{b} {y}"),
    (rf"(?P<a>{_MONTH}\s*{_DAY}){_TO}(?P<b>{_MONTH}\s*{_DAY})[\s,]+(?P<y>\d{{4}})", "{a} {y}", "{b} {y}"),
    (rf"(?P<a>{_MONTH})(?:{_TO}|/)(?P<b>{_MONTH})[\s,]+(?P<y>\d{{4}})", "{a} {y}", "{b} {y}"),
    (r"(?P<a>\d{1,2}([./])\d{1,2}\2\d{4})\s*[-–—]\s*(?P<b>\d{1,2}\2\d{1,2}\2\d{4})", "{a}", "{b}"),
    (r"(?P<m>\d{4}-\d{2}-)(?P<a>\d{2})/(?P<b>\d{2})", "{m}{a}", "{m}{b}"),
    (_WHOLE, "{a}", "{b}"),
)


def split(cells: pd.Series[str]) -> pd.DataFrame:
    """Return the first and the last day of spans as text, columns `first` and `last`; only the cells that are spans, under their index.

    Parameters
    ----------
    cells : pandas.Series of str
        Cells that are no single date.
    """
    found: list[pd.DataFrame] = []
    left = cells
    for pattern, first, last in _FORMS:
        if left.empty:
            break
        parts = left.str.extract(rf"(?i)^{pattern}$")
        parts = parts[parts["a"].notna()]
        rows = [{str(name): text for name, text in row.items()} for row in parts.to_dict("records")]
        days = {name: [form.format(**row) for row in rows] for name, form in (("first", first), ("last", last))}
        found.append(pd.DataFrame(days, index=parts.index, dtype="str"))
        left = left.drop(parts.index)
    return pd.concat(found) if found else pd.DataFrame({"first": cells, "last": cells})
