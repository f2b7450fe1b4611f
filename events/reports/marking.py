"""A report's text cut into pieces, each with what the candidates say of it, so that a page can mark it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.reports.candidate import Candidate

#: Index of a candidate and the slot that the words fill.
Mark = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one paragraph.

    Attributes
    ----------
    text : str
        The words.
    start : int
        Their offset in the document's text.
    quotes : tuple of int
        Candidates whose sentence they are part of.
    marks : tuple of (int, str)
        Candidate and slot ("kind", "faction", "opponent", "place", "time", "speaker") that they fill.
    """

    text: str
    start: int
    quotes: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()


def paragraphs_marked(text: str, candidates: Sequence[Candidate]) -> list[list[Piece]]:
    """Return the text's lines as pieces; joined, the pieces of a line are the line, and empty lines are left out.

    Parameters
    ----------
    text : str
        The document's text.
    candidates : sequence of Candidate
        Read from it; their offsets count its characters.

    Returns
    -------
    list of list of Piece
        A list for each line that is not blank.
    """
    quotes = sorted((c.start, c.end, number) for number, c in enumerate(candidates))
    marks = sorted((start, end, number, slot) for number, c in enumerate(candidates) for slot, start, end in c.spans)
    lines, at = [], 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            quotes = [q for q in quotes if q[1] > at]
            marks = [m for m in marks if m[1] > at]
            here = [q for q in quotes if q[0] < end]
            lines.append(_pieces(text, at, end, here, [m for m in marks if m[0] < end]))
        at = end + 1
    return lines


def _pieces(
    text: str, start: int, end: int, quotes: Sequence[tuple[int, int, int]], marks: Sequence[tuple[int, int, int, str]]
) -> list[Piece]:
    edges = {start, end}
    for first, last in (*((q[0], q[1]) for q in quotes), *((m[0], m[1]) for m in marks)):
        edges |= {edge for edge in (first, last) if start < edge < end}
    cuts = sorted(edges)
    return [
        Piece(
            text[low:high],
            low,
            tuple(number for first, last, number in quotes if first <= low and high <= last),
            tuple((number, slot) for first, last, number, slot in marks if first <= low and high <= last),
        )
        for low, high in pairwise(cuts)
    ]
