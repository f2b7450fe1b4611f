"""Names ranked by likeness: shared pairs of letters pick the few worth comparing letter by letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from rapidfuzz import fuzz

#: How many names with the most pairs of letters in common are compared in full.
COMPARED: Final = 32
#: Least share of a word's pairs that a name must have to be compared at all.
LEAST_SHARED: Final = 0.25


class Likeness:
    """Ranks names by `rapidfuzz.fuzz.ratio` to a word, without comparing the word to all of them.

    The pairs of letters that two names share bound how alike they can be; only the `COMPARED` names with the largest share (Dice's
    coefficient) are compared in full. A name that is 90 of 100 alike shares nearly all of its pairs, so it is always among them.
    """

    def __init__(self, known: Sequence[str]) -> None:
        self.known = known
        holders: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(known):
            for pair in _pairs(name):
                holders[pair].append(number)
        self._holders = {pair: np.array(numbers, dtype=np.int32) for pair, numbers in holders.items()}
        self._sizes = np.array([len(_pairs(name)) for name in known], dtype=np.float32)

    def rank(self, name: str, *, at_least: float) -> list[tuple[int, float]]:
        """Return (position in `known`, likeness of 100) of the names that are alike enough, the most alike first."""
        pairs = _pairs(name)
        held = [numbers for pair in pairs if (numbers := self._holders.get(pair)) is not None]
        if not held:
            return []
        shared = np.bincount(np.concatenate(held), minlength=len(self.known))
        some = np.flatnonzero(shared >= LEAST_SHARED * len(pairs))
        if len(some) > COMPARED:
            share = shared[some] / (self._sizes[some] + len(pairs))
            some = some[np.argpartition(share, -COMPARED)[-COMPARED:]]
        scored = [(number, fuzz.ratio(name, self.known[number], score_cutoff=at_least)) for number in some.tolist()]
        return sorted([item for item in scored if item[1] > 0], key=lambda item: (-item[1], item[0]))


def _pairs(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
