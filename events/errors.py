"""What can go wrong, in words a user can act on.

EventsError
├── InputError      a file, row, column or value that cannot be read
├── DataSetError    a data set that is missing, damaged or of another version
└── PhraseError     a report or phrase that says nothing we can use

Every message names the value, where it stands, and what to do next. The edges (the page, the command line) show `str(error)` and
nothing else.
"""

from __future__ import annotations


class EventsError(Exception):
    """Base of every error this package raises on purpose.

    Parameters
    ----------
    problem : str
        What was wrong, naming the offending value.
    file, column, value : str, optional
        Where it stood.
    row : int, optional
        1-based number of the data row; the header is not counted.
    hint : str, optional
        What to do next.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        hint: str | None = None,
    ) -> None:
        self.problem, self.file, self.row = problem, file, row
        self.column, self.value, self.hint = column, value, hint
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return the whole message: where, what, and the next step."""
        where = [
            text
            for text in (
                self.file,
                f"row {self.row}" if self.row is not None else None,
                f"column {self.column}" if self.column else None,
                f"value {str(self.value)[:200]!r}" if self.value is not None else None,
            )
            if text
        ]
        message = f"{', '.join(where)}: {self.problem}" if where else self.problem
        return f"{message} {self.hint}" if self.hint else message


class InputError(EventsError):
    """A file, row, column or value cannot be read as what it should be."""


class DataSetError(EventsError):
    """A data set is missing, damaged, or made by another version."""


class PhraseError(EventsError):
    """A phrase or report does not say what is needed to make an event."""
