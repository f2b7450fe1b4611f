"""A sentence that the rules passed over, made a candidate for the analyst to fill in: nothing but its words and its date are known."""

from __future__ import annotations

import hashlib

from events.reports.candidate import Candidate, Missed, PlaceSlot, Slot, Speaker, TimeSlot
from events.reports.document import Document


def candidate_of(missed: Missed, document: Document) -> Candidate:
    """Return an empty candidate for a possibly missed sentence: its quote, and the source and date of the block that it stands in."""
    number, block = next(((n, b) for n, b in enumerate(document.blocks) if b.start <= missed.start < b.end), (0, document.blocks[0]))
    published = block.published or document.published
    return Candidate(
        candidate_id=hashlib.sha256(f"{document.sha256}|{missed.start}|missed".encode()).hexdigest()[:16],
        kind=Slot(),
        faction=Slot(),
        opponent=Slot(),
        place=PlaceSlot(),
        time=TimeSlot(not_after=published.isoformat() if published is not None else ""),
        speaker=Speaker(),
        realis=Slot(),
        confidence=0.0,
        why=missed.why,
        quote=missed.quote,
        start=missed.start,
        end=missed.end,
        trigger="",
        trigger_start=-1,
        trigger_end=-1,
        block=number,
        outlet=block.outlet or document.outlet,
        published=published.isoformat() if published is not None else "",
    )
