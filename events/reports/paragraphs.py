"""The paragraphs of a text: what the parser reads at a time."""

from __future__ import annotations

from typing import Final

#: A line this long that ends in mid-sentence was wrapped; what is shorter is a headline or a line of a list.
WRAPPED: Final = 45
#: Longest stretch given to the parser, characters; a text without line ends is cut at spaces.
LONGEST: Final = 3_000
ENDS: Final = (".", "!", "?", ":", '"', "\u201d", ")")


def paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges of the paragraphs of a block; lines wrapped in mid-sentence are one paragraph, short lines stand alone."""
    found: list[tuple[int, int]] = []
    at, joined = start, False
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip().lstrip("> ")
        first = at + line.find(stripped) if stripped else at
        if stripped and joined:
            found[-1] = (found[-1][0], first + len(stripped))
        elif stripped:
            found.append((first, first + len(stripped)))
        joined = len(stripped) >= WRAPPED and not stripped.endswith(ENDS)
        at += len(line)
    return [piece for span in found for piece in _pieces(text, *span)]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a range in pieces of at most `LONGEST` characters: cut after a sentence, else at a space, else anywhere."""
    found = []
    while end - start > LONGEST:
        cut = text.rfind(". ", start, start + LONGEST) + 1 or text.rfind(" ", start, start + LONGEST) or 0
        cut = cut if cut > start else start + LONGEST
        found.append((start, cut))
        start = cut
    return [*found, (start, end)]
