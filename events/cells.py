"""Text that begins like a formula, made harmless for a spreadsheet, and back again without loss.

A cell that starts with `=`, `+`, `-` or `@` is run by spreadsheet programs when a CSV file is opened, so that text from a hostile source
could act on an analyst's computer (OWASP, *CSV Injection*). An apostrophe before it makes it plain text there. Text that begins with
apostrophes and then such a sign gets one more, so that taking one away always gives the original.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

#: Signs that start a formula, their full-width forms, and the blanks that spreadsheets skip before looking.
_RISKY: Final = r"'*[=+\-@\t\r\n＝＋－＠]"
_GUARDED: Final = rf"'{_RISKY}"


def guard(texts: pd.Series[str]) -> pd.Series[str]:
    """Return the texts, with an apostrophe before each that a spreadsheet could take for a formula."""
    return _where_it_matches(texts, _RISKY, "'" + texts)


def unguard(texts: pd.Series[str]) -> pd.Series[str]:
    """Return the texts that `guard` was given: `unguard(guard(texts))` equals `texts`."""
    return _where_it_matches(texts, _GUARDED, texts.str.slice(1))


def _where_it_matches(texts: pd.Series[str], pattern: str, changed: pd.Series[str]) -> pd.Series[str]:
    return texts.where(~texts.str.match(pattern).fillna(value=False).astype("bool"), changed)
