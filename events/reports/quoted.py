"""Articles quoted inside a report: where each begins and ends, who wrote it and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from events.reports.dateline import dateline
from events.reports.document import Block
from events.reports.lexicon import lexicon
from events.reports.when import clock

#: A line that names source and date is short.
HEADING: Final = 140
#: A report's own date stands in one of its first lines.
FIRST_LINES: Final = 5

_WROTE: Final = re.compile(r"^\s*(?:On\s+(?P<when>.{6,60}?),?\s+)?(?P<who>[^,\n]{2,80}?)\s+(?:wrote|writes|reported)\s*:\s*$")
_FORWARDED: Final = re.compile(r"^-{2,}\s*(?:original message|forwarded message)\s*-{2,}\s*$", re.IGNORECASE)
_FIELD: Final = re.compile(r"^\s*>?\s*(?P<name>from|source|date|sent|published|outlet)\s*:\s*(?P<value>.+?)\s*$", re.IGNORECASE)
_RULE: Final = re.compile(r"^\s*(?:\*\s*){3,}$|^\s*[-_=~]{3,}\s*$|^\s*#{1,3}\s*$")
_LETTER: Final = re.compile(r"[^\W\d_]")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: what the report says itself, and each quoted article with its own source and date.

    A quoted article is known by a heading of its own ("The Times, 27 March 2008:"), by the headers of a forwarded mail, or by lines that
    begin with ">". It ends at the next heading, at a rule of dashes or stars, or where the ">" end.
    """
    lines = _lines(text)
    marks = [_Mark(0, 0)]
    number = 0
    opening = _opening_lines(lines)
    while number < len(lines):
        start, line = lines[number]
        heading = _heading(lines, number, opening)
        if heading is not None:
            outlet, day, used = heading
            last = lines[number + used - 1]
            marks.append(_Mark(start, last[0] + len(last[1]), outlet, day, True, line.strip()))
            number += used
            continue
        inside = marks[-1].quoted
        if inside and (_RULE.match(line) or (marks[-1].arrows(text) and line.strip() and not line.lstrip().startswith(">"))):
            marks.append(_Mark(start, start))
        elif not inside and line.lstrip().startswith("> "):
            marks.append(_Mark(start, start, quoted=True))
        number += 1
    return tuple(_blocks(text, marks))


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a block's heading begins and its text after it."""

    heading: int
    start: int
    outlet: str = ""
    published: date | None = None
    quoted: bool = False
    found: str = ""

    def arrows(self, text: str) -> bool:
        """Whether the block is one of lines that begin with ">"."""
        return text[self.start :].lstrip().startswith(">")


def _opening_lines(lines: list[tuple[int, str]]) -> int:
    """Return the number of lines at the top in which a source and date are the report's own."""
    filled = [number for number, (_, line) in enumerate(lines) if line.strip()][:FIRST_LINES]
    sentences = [number for number in filled if lines[number][1].rstrip().endswith((".", "!", "?"))]
    return sentences[0] if sentences else (filled[-1] + 1 if filled else 0)


def _blocks(text: str, marks: list[_Mark]) -> list[Block]:
    ends = [mark.heading for mark in marks[1:]] + [len(text)]
    blocks = [Block(m.start, end, m.outlet, m.published, m.quoted, m.found) for m, end in zip(marks, ends, strict=True)]
    kept = [block for block in blocks if text[block.start : block.end].strip()]
    return kept or [Block(0, len(text))]


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


def _heading(lines: list[tuple[int, str]], number: int, opening: int) -> tuple[str, date | None, int] | None:
    """Return (outlet, date, lines used) if a quoted article's heading stands at a line."""
    line = lines[number][1]
    if _FORWARDED.match(line):
        return _fields(lines, number + 1)
    fields = _fields(lines, number) if number >= opening and _FIELD.match(line) else None
    if fields is not None and fields[1] is not None:
        return fields
    wrote = _WROTE.match(line)
    if wrote:
        return wrote["who"].strip(), full_date(wrote["when"] or ""), 1
    return _source_line(line) if number >= opening else None


def _fields(lines: list[tuple[int, str]], number: int) -> tuple[str, date | None, int]:
    outlet, day, used = "", None, 0
    for _, line in lines[number : number + 8]:
        field = _FIELD.match(line)
        if field is None and line.strip() and not re.match(r"^\s*>?\s*[\w-]{2,12}:", line):
            break
        used += 1
        if field is not None and field["name"].lower() in ("from", "source", "outlet"):
            outlet = re.sub(r"\s*<[^>]*>", "", field["value"]).strip('" ')
        elif field is not None:
            day = full_date(field["value"])
    return outlet, day, used


def _source_line(line: str) -> tuple[str, date | None, int] | None:
    """Return the outlet and date of "The New York Times, March 27, 2008:" and its like; None for a sentence."""
    words = line.strip().strip("[]()*_").strip()
    if not words or len(words) > HEADING or (not line.rstrip().endswith((":", ")", "]", "*")) and len(words) > HEADING // 2):
        return None
    hit = _full(words)
    if hit is None:
        return None
    outlet = (words[: hit[0]] + " " + words[hit[1] :]).strip(" ,.:;-\u2013\u2014()|/")
    outlet = re.sub(r"^(?:source|from|via)\s*:?\s+", "", outlet, flags=re.IGNORECASE).strip(" ,.:;-()")
    if not outlet or not _is_name(outlet):
        return None
    return outlet, hit[2], 1


def _is_name(outlet: str) -> bool:
    """Whether words are a name rather than a sentence: nearly all with a capital, none a verb's ending with a full stop."""
    words = [w for w in re.split(r"[\s,()]+", outlet) if _LETTER.search(w)]
    small = {"the", "of", "and", "in", "for", "via", "on", "al", "el", "de", "la"}
    capital = [w for w in words if w[0].isupper() or w.lower() in small or "." in w or not w.isascii()]
    return 0 < len(words) <= 8 and len(capital) == len(words)  # longer is a headline or a sentence


def _full(words: str) -> tuple[int, int, date] | None:
    """Return (start, end, day) of the first full date with its year in some words."""
    for found in clock(lexicon()).find(words, published=None):
        if found.rule in ("date", "iso") and found.span.end is not None:
            return found.start, found.end, found.span.end
    return None


def full_date(words: str) -> date | None:
    """Return the day that words with a full date mean, None without one."""
    hit = _full(words)
    return hit[2] if hit is not None else None


def opening_date(text: str) -> tuple[date | None, str, str]:
    """Return the date a report bears in its first lines, the words that say so and the outlet beside it; (None, "", "") without one."""
    lines = _lines(text)
    opening = _opening_lines(lines)
    first = next((line for _, line in lines if line.strip()), "")
    start = dateline(first)
    own = [line for _, line in lines[:opening] if line.strip()] + ([first[: start.length]] if start is not None else [])
    for line in own:
        hit = _full(line) if len(line) <= HEADING else None
        if hit is not None:
            source = _source_line(line)
            return hit[2], line[hit[0] : hit[1]], source[0] if source is not None else ""
    return None, "", ""
