"""Names of months in English, whole and cut, and the pattern that finds them."""

from __future__ import annotations

import calendar
from typing import Final

#: Name in lower case → number, 1 to 12.
MONTHS: Final = {name.lower(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names) if name} | {
    "sept": 9
}
WORD: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
