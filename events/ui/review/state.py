"""One visitor's review: the reports, the candidates of each, what was decided, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from events.reports.candidate import Candidate, Missed
from events.reports.document import Document
from events.reports.rows import to_row
from events.view import ViewState

KEY: Final = "review"
OPEN, ACCEPTED, REJECTED, MERGED = "open", "accepted", "rejected", "merged"
#: A slot this sure counts as sure.
SURE: Final = 0.8


@dataclass
class Item:
    """A candidate and what the analyst made of it.

    Attributes
    ----------
    candidate : Candidate
        As read.
    changes : dict
        Column → value, for what the analyst changed.
    status : str
        "open", "accepted", "rejected" or "merged".
    event_id : str
        The event of the data set that it became, or was merged into.
    note : str
        Why it has its status, where the analyst did not decide.
    """

    candidate: Candidate
    changes: dict[str, Any] = field(default_factory=dict)
    status: str = OPEN
    event_id: str = ""
    note: str = ""

    def as_it_was(self) -> Item:
        """Return a copy, to go back to."""
        return replace(self, changes=dict(self.changes))


@dataclass
class Sheet:
    """One report under review; `items` is None until it has been read."""

    document: Document
    reliability: str = ""
    credibility: str = ""
    dateless: bool = False
    items: list[Item] | None = None
    missed: list[Missed] = field(default_factory=list)
    note: str = ""

    def row(self, item: Item) -> dict[str, Any]:
        """Return an item's row of the event table, as `reports.rows.to_row`; `PhraseError` without a date."""
        return to_row(item.candidate, self.document, reliability=self.reliability, credibility=self.credibility, changes=item.changes)


@dataclass(frozen=True)
class Act:
    """Something the analyst did: in words, the items as they were before, and the edits of the data set that it made."""

    words: str
    before: tuple[tuple[Item, Item], ...]
    edits: tuple[int, ...] = ()


@dataclass
class Review:
    """The whole review.

    Attributes
    ----------
    opened : bool
        Whether it is on the page.
    sheets : list of Sheet
        The reports.
    refused : list of str
        Why documents could not be taken in, in words.
    sheet, item : int
        The report and the candidate looked at.
    editing, picking : bool
        Whether the form is open; whether the next click on the map chooses the place.
    past : list of Act
        What can be undone, the latest last.
    told, failed : str
        What the last act did, or why it did not.
    before : ViewState or None
        The view to go back to.
    data, country : str
        The data set that the candidates were read for, and the country they were placed in.
    round : int
        Counts what was taken in, so that each time has widgets of its own.
    seen : str
        Fingerprint of the data set that the candidates were last compared with.
    """

    opened: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    sheet: int = 0
    item: int = 0
    adding: bool = True
    editing: bool = False
    picking: bool = False
    past: list[Act] = field(default_factory=list)
    told: str = ""
    failed: str = ""
    before: ViewState | None = None
    data: str = ""
    country: str | None = None
    round: int = 0
    seen: str = ""

    @property
    def current_sheet(self) -> Sheet | None:
        """The report looked at."""
        return self.sheets[self.sheet] if self.sheet < len(self.sheets) else None

    @property
    def current(self) -> Item | None:
        """The candidate looked at."""
        sheet = self.current_sheet
        return sheet.items[self.item] if sheet is not None and sheet.items and self.item < len(sheet.items) else None

    @property
    def unread(self) -> list[Sheet]:
        """The reports that were taken in and not yet read."""
        return [sheet for sheet in self.sheets if sheet.items is None]

    @property
    def items(self) -> list[Item]:
        """Every candidate of every report."""
        return [item for sheet in self.sheets for item in sheet.items or ()]

    def is_of_other(self, data: str) -> bool:
        """Tell whether the candidates were read for another data set than this one."""
        return bool(self.data) and self.data != data and bool(self.items)

    def count(self, status: str) -> int:
        """Return how many candidates have a status."""
        return sum(item.status == status for item in self.items)

    def go(self, sheet: int, item: int) -> None:
        """Look at a candidate; what was begun on another is let go."""
        self.sheet, self.item = sheet, item
        self.editing = self.picking = False

    def step(self, by: int) -> None:
        """Go to the next or the one before, over the reports' borders; stay at the ends."""
        places = [(s, i) for s, sheet in enumerate(self.sheets) for i in range(len(sheet.items or ()))]
        if not places:
            return
        at = places.index((self.sheet, self.item)) if (self.sheet, self.item) in places else -1 if by > 0 else len(places)
        self.go(*places[min(max(at + by, 0), len(places) - 1)])

    def advance(self) -> None:
        """Go to the next candidate that is still open, from here on and then from the top; stay where none is."""
        places = [(s, i) for s, sheet in enumerate(self.sheets) for i, item in enumerate(sheet.items or ()) if item.status == OPEN]
        after = [place for place in places if place > (self.sheet, self.item)]
        if places:
            self.go(*(after or places)[0])


def review() -> Review:
    """Return this visitor's review."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Review()
    found: Review = st.session_state[KEY]
    return found
