"""One reader for all tests of a worker: the model takes a second to load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from events import dataset
from events.reports.candidate import Candidate, Reading
from events.reports.documents import document_from_text
from events.reports.extract import Reader
from events.reports.reading import report_reader

Read = Callable[..., Reading]
One = Callable[..., Candidate]


@pytest.fixture(scope="session")
def demo_reader() -> Reader:
    """A reader that knows the demo's factions and places."""
    demo = dataset.read(dataset.DEMO)
    return report_reader(factions=demo.factions, gazetteer=demo.gazetteer, country="IQ")


@pytest.fixture(scope="session")
def bare_reader() -> Reader:
    """A reader without a gazetteer or a factions table."""
    return report_reader()


@pytest.fixture
def read(demo_reader: Reader) -> Read:
    """Read a text published on Thursday 27 March 2008, or another day."""

    def reading(text: str, published: date | None = date(2008, 3, 27)) -> Reading:
        return demo_reader.read(document_from_text(text), published)

    return reading


@pytest.fixture
def one(read: Read) -> One:
    """Read a text that holds one event."""

    def event(text: str, published: date | None = date(2008, 3, 27)) -> Candidate:
        found = read(text, published).candidates
        assert len(found) == 1, [c.as_record() for c in found]
        return found[0]

    return event
