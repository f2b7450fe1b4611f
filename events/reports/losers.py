"""Who lost a place, where the report does not say: taken from the control map, and marked as inferred."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from events.reports.candidate import Candidate, Reading, Slot

#: (place, ISO date) → who held it before that day, "" if unknown.
Holder = Callable[[str, str], str]
#: Kinds after which another holds the place than before.
CHANGES = ("taken", "retaken", "handed_over")


def holders_before(spells: pd.DataFrame) -> Holder:
    """Return who held a place before a day, as control spells tell.

    Parameters
    ----------
    spells : pandas.DataFrame
        Columns `place`, `holder`, `status`, `start`, `end` (UTC; `end` NaT for the last spell) of `events.control.spells`.

    Returns
    -------
    callable
        (place, ISO date) → the holder on the day before; "" where nobody is known to hold it, or places of that name disagree.
    """
    held = spells[spells["status"].astype("str") == "held"]
    names = held["place"].str.strip().str.casefold()

    def holder_of(place: str, day: str) -> str:
        before = pd.Timestamp(day, tz="UTC") - pd.Timedelta(days=1)
        here = held[(names == place.strip().casefold()) & (held["start"] <= before) & (held["end"].isna() | (held["end"] > before))]
        found = here["holder"].astype("str").unique()
        return str(found[0]) if len(found) == 1 else ""

    return holder_of


def with_inferred_opponents(reading: Reading, holder_of: Holder) -> Reading:
    """Return a reading in which a loser that the report does not name is taken from the control map, and marked as inferred.

    Parameters
    ----------
    reading : Reading
        As read.
    holder_of : callable
        As `holders_before` gives it.
    """

    def inferred(candidate: Candidate) -> Candidate:
        if candidate.opponent.value or candidate.kind.value not in CHANGES or not candidate.time.start:
            return candidate
        held = holder_of(str(candidate.place.location.get("place") or candidate.place.name), candidate.time.start)
        if not held or held == candidate.faction.value:
            return candidate
        slot = Slot(held, 0.6, "inferred: the control map has it as holder before that day")
        return replace(candidate, opponent=slot, opponent_inferred=True)

    return replace(reading, candidates=tuple(inferred(c) for c in reading.candidates))
