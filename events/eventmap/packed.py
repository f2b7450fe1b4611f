"""The packed columns, read again: figures and filters over a million events in milliseconds, without the table they were made from."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.describe import Counts
from events.errors import DataSetError
from events.eventmap.columns import DTYPES, MAGIC, MOST_DAYS
from events.eventmap.geometry import UNPLACED
from events.summary import step_of
from events.view import ViewState

Mask = npt.NDArray[np.bool_]
_HEAD: Final = len(MAGIC) + 4


@dataclass(frozen=True, eq=False)
class Packed:
    """What the packed columns of a data set say of its n events.

    Attributes
    ----------
    first_day : numpy.datetime64
        UTC day of the earliest event.
    day : numpy.ndarray
        Days since `first_day`, ascending; shape (n,).
    faction, kind : numpy.ndarray
        Indices into `factions` and `kinds`; shape (n,).
    place : numpy.ndarray
        A number for each place name, the same for events of one name; shape (n,).
    placed : numpy.ndarray of bool
        Whether the event is on the map; shape (n,).
    factions, kinds : dict
        Name → number of events, in the legend's order.
    bounds : tuple of float, or None
        West, south, east, north of the events on the map, in degrees; None without any.
    """

    first_day: np.datetime64
    day: npt.NDArray[np.uint16]
    faction: npt.NDArray[np.uint16]
    kind: npt.NDArray[np.uint8]
    place: npt.NDArray[np.uint32]
    placed: Mask
    factions: dict[str, int]
    kinds: dict[str, int]
    bounds: tuple[float, float, float, float] | None

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.day)

    @property
    def unplaced(self) -> npt.NDArray[np.intp]:
        """Rows that are not on the map."""
        return np.flatnonzero(~self.placed)

    def date(self, day: int) -> str:
        """Return the ISO date of a number of days since the first."""
        return str(self.first_day + np.timedelta64(int(day), "D"))

    def span(self, view: ViewState) -> tuple[int, int]:
        """Return the rows [low, high) that start in the slider's window, as `filters.in_window` does."""
        if not len(self.day):
            return 0, 0
        last = self._offset(view.time) if view.time else int(self.day[-1])
        first = last - view.window + 1 if view.window else 0
        return self._row(first), self._row(last + 1)

    def chosen(self, view: ViewState, *, found: Mask | None = None) -> Mask:
        """Return which events pass every filter whatever the time, as `filters.chosen` does; `found` says what the search found."""
        keep = np.ones(len(self), dtype=bool) if found is None else found.copy()
        shown_factions = set(self.factions).difference(view.hidden) if view.factions is None and view.hidden else view.factions
        for names, known, codes in ((shown_factions, self.factions, self.faction), (view.kinds, self.kinds, self.kind)):
            if names is not None:
                wanted = set(names)
                keep &= np.fromiter((name in wanted for name in known), dtype=bool, count=len(known))[codes] if known else False
        if view.since:
            keep[: self._row(self._offset(view.since))] = False
        if view.until:
            keep[self._row(self._offset(view.until) + 1) :] = False
        return keep

    def count(self, view: ViewState, keep: Mask, *, rejected: int) -> Counts:
        """Count what a view shows and hides, as `describe.count` does; `keep` is `chosen`."""
        low, high = self.span(view)
        placed = int(np.count_nonzero(self.placed))
        window = int(np.count_nonzero(self.placed[low:high]))
        shown = int(np.count_nonzero(self.placed[low:high] & keep[low:high]))
        return Counts(placed, shown, placed - window, window - shown, len(self) - placed, rejected)

    def over_time(self, view: ViewState, keep: Mask, *, by: str) -> pd.DataFrame:
        """Count the shown events by time step and by faction or kind, as `summary.counts_over_time` does of their table.

        Parameters
        ----------
        view : ViewState
            Its window counts.
        keep : numpy.ndarray of bool
            `chosen`.
        by : {"faction", "kind"}
            What to count by.
        """
        low, high = self.span(view)
        rows = np.flatnonzero(keep[low:high]) + low
        codes, names = (self.faction, list(self.factions)) if by == "faction" else (self.kind, list(self.kinds))
        days = self.day[rows].astype(np.int64)
        dates = pd.Series(self.first_day + np.arange(days[0], days[-1] + 1)) if len(rows) else pd.Series(dtype="datetime64[s]")
        step, starts = step_of(dates)
        firsts, step_at = np.unique(starts.to_numpy(), return_inverse=True)
        cells = step_at[days - days[0]] * len(names) + codes[rows] if len(rows) else np.zeros(0, dtype=np.int64)
        counts = np.bincount(cells, minlength=len(firsts) * len(names)).reshape(len(firsts), max(len(names), 1))
        at, which = np.nonzero(counts)
        table = pd.DataFrame({"date": firsts[at], by: np.array(names, dtype=object)[which], "count": counts[at, which]})
        result = table.astype({by: "str"}).sort_values(["date", by], ignore_index=True)
        result.attrs["step"] = step
        return result

    def _offset(self, iso: str) -> int:
        return int((np.datetime64(iso) - self.first_day).astype(np.int64))

    def _row(self, day: int) -> int:
        """Return the first row of a day, or of the next that has one."""
        return int(np.searchsorted(self.day, np.uint16(max(day, 0)))) if day < MOST_DAYS else len(self)


def unpack(content: bytes) -> Packed:
    """Read packed columns (the layout is told in `columns.py`).

    Raises
    ------
    DataSetError
        They are of another layout, or cut off.
    """
    try:
        header, columns = _parts(content)
    except (struct.error, ValueError, KeyError) as error:
        raise DataSetError("the packed columns are damaged.", hint="They are made again from the data set.") from error
    x, y = columns["x"], columns["y"]
    placed = x != UNPLACED
    return Packed(
        first_day=np.datetime64(header["first_day"]),
        day=columns["day"],
        faction=columns["faction"],
        kind=columns["kind"],
        place=columns["place"],
        placed=placed,
        factions={entry["name"]: int(entry["count"]) for entry in header["factions"]},
        kinds={entry["name"]: int(entry["count"]) for entry in header["kinds"]},
        bounds=_bounds(x[placed], y[placed]),
    )


def _parts(content: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError("no packed columns")
    (length,) = struct.unpack_from("<I", content, len(MAGIC))
    header = json.loads(content[_HEAD : _HEAD + length])
    columns = {
        column["name"]: np.frombuffer(content, dtype=f"<{column['dtype']}", count=header["n"], offset=_HEAD + length + column["offset"])
        for column in header["columns"]
    }
    if not set(DTYPES) <= set(columns):
        raise ValueError("columns are missing")
    return header, columns


def _bounds(x: npt.NDArray[np.uint32], y: npt.NDArray[np.uint32]) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north in degrees; y grows to the south."""
    if not len(x):
        return None
    west, east = (float(edge) / 2**32 * 360 - 180 for edge in (x.min(), x.max()))
    south, north = (float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * float(edge) / 2**32))))) for edge in (y.max(), y.min()))
    return west, south, east, north
