"""What all that look for events in a sentence are given."""

from __future__ import annotations

from events.reports.sorts import Sorts


class Finder:
    """Looks for events among the words of a block.

    Parameters
    ----------
    sorts : Sorts
        The block's nouns, sorted.
    """

    def __init__(self, sorts: Sorts) -> None:
        self.sorts, self.grammar, self.lexicon = sorts, sorts.grammar, sorts.lexicon
