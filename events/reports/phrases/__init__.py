"""Short phrases to events: `read_phrase` reads one, `to_row` makes it a row of the event table."""

from __future__ import annotations

from events.reports.phrases.reading import Phrase, read_phrase
from events.reports.phrases.row import to_row

__all__ = ["Phrase", "read_phrase", "to_row"]
