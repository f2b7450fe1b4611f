"""What a visitor is doing with data sets: adding, importing, managing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from events.importing import Imported
from events.ui.library.draft import Draft
from events.ui.library.importer import Job

KEY: Final = "desk"


@dataclass
class Desk:
    """One visitor's work on data sets.

    Attributes
    ----------
    adding, managing : bool
        Which dialog is open.
    draft : Draft or None
        The file that was uploaded and is not yet imported.
    job : Job or None
        The import under way.
    result : tuple of str and Imported, or None
        Name and figures of the last import, until dismissed.
    failed : str
        Why the last import failed, until dismissed.
    round : int
        Counts the drafts, so that each has widgets of its own.
    """

    adding: bool = False
    managing: bool = False
    draft: Draft | None = None
    job: Job | None = None
    result: tuple[str, Imported] | None = None
    failed: str = ""
    round: int = 0

    def start_adding(self) -> None:
        """Open the dialog to add data."""
        self.adding, self.managing = True, False

    def start_managing(self) -> None:
        """Open the dialog to manage the data set that is shown."""
        self.adding, self.managing = False, True

    def close(self) -> None:
        """Close either dialog; an uploaded file that was not imported is let go."""
        self.adding = self.managing = False
        self.draft = None
        self.round += 1

    def dismiss(self) -> None:
        """Forget the last import's result."""
        self.result, self.failed = None, ""


def desk() -> Desk:
    """Return this visitor's desk."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Desk()
    found: Desk = st.session_state[KEY]
    return found
