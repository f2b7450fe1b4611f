"""Labelled sentences and reports, and how well a reading agrees with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from events.reports.candidate import Candidate
from events.reports.document import Block, Document

FOLDER = Path(__file__).parent / "labelled"
SLOTS = ("kind", "winner", "place", "date", "realis")
SMALL = {"the", "a", "an", "of", "in", "and", "'s", "s"}


@dataclass(frozen=True)
class Label:
    kind: str
    faction: str
    place: str
    date: str
    realis: str


@dataclass
class Item:
    """One sentence read alone, or one report; `labels` by the number of the sentence's line."""

    text: str
    published: date
    country: str
    lines: list[tuple[int, int]] = field(default_factory=list)
    labels: list[list[Label]] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return Document(self.text, (Block(0, len(self.text)),), hashlib.sha256(self.text.encode()).hexdigest())


def _label(line: str) -> Label:
    return Label(*(part.strip() for part in line.lstrip("=@ ").split(";")))


def items(name: str) -> list[Item]:
    """Return the labelled items of `development` or `heldout`."""
    found: list[Item] = []
    published, country, report = date(2000, 1, 1), "", False
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if head := re.match(r"(?:@|## report) (\d{4}-\d\d-\d\d) (\w\w)$", line):
            published, country = date.fromisoformat(head[1]), head[2]
            report = line.startswith("##")
            if report:
                found.append(Item("", published, country))
        elif line.startswith("@@"):
            found[-1].labels[0].append(_label(line))
        elif line.startswith("="):
            found[-1].labels[-1].append(_label(line))
        elif line == "## end":
            report = False
        elif line and not line.startswith("#"):
            if not report and not (found and found[-1].text == ""):
                found.append(Item("", published, country))
            item = found[-1] if report else found[-1]
            start = len(item.text) + (2 if item.text else 0)
            item.text += ("\n\n" if item.text else "") + line
            item.lines.append((start, start + len(line)))
            item.labels.append([])
            if not report:
                continue
    return found


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[^\W_]+(?:'[^\W\d_]+)?", text.lower().replace("’", "'")) if w not in SMALL}


def same_words(said: str, labels: str) -> bool:
    """Whether an answer names what a label names: the words of one are among those of the other; both empty agree too."""
    for label in labels.split("|"):
        if not label.strip() or not said:
            if not label.strip() and not said:
                return True
            continue
        one, other = _words(said), _words(label)
        if one and other and (one <= other or other <= one):
            return True
    return False


def _date(candidate: Candidate) -> str:
    time = candidate.time
    if not time.start:
        return ""
    return time.start if time.start == time.end else f"{time.start}/{time.end or '..'}"


def same_date(said: str, labels: str) -> bool:
    """Whether an answer is one of the label's dates; an interval told by its length ("since late 2014") may start within it."""
    for label in labels.split("|"):
        if said == label.strip():
            return True
        if said.endswith("/..") and label.strip().endswith("/..") and abs((date.fromisoformat(said[:10]) - date.fromisoformat(label.strip()[:10])).days) <= 31:
            return True
        if "/" in said and "/" in label and not label.endswith("..") and not said.endswith(".."):
            a, b = said.split("/"), label.strip().split("/")
            if all(abs((date.fromisoformat(x) - date.fromisoformat(y)).days) <= 3 for x, y in zip(a, b, strict=True)):
                return True
    return False


def agrees(candidate: Candidate, label: Label) -> dict[str, bool]:
    """Return which slots of a candidate agree with a label."""
    words = " ".join((candidate.place.words.value, candidate.place.within)) if candidate.place.within else candidate.place.words.value
    place = candidate.place.words.value if same_words(candidate.place.words.value, label.place) else words
    faction = candidate.faction.words if candidate.faction.words and not same_words(candidate.faction.value, label.faction) else candidate.faction.value
    return {
        "kind": candidate.kind.value in label.kind.split("|"),
        "winner": same_words(faction, label.faction) or (candidate.kind.value == "contested" and label.faction in ("", "contested")),
        "place": same_words(place, label.place) or any(same_words(f"{candidate.place.feature} {candidate.place.name}", one) for one in label.place.split("|")),
        "date": same_date(_date(candidate), label.date),
        "realis": candidate.realis.value in label.realis.split("|"),
    }


def matched(candidates: list[Candidate], labels: list[Label]) -> Iterator[tuple[Candidate | None, Label | None]]:
    """Pair the candidates of a sentence with its labels, the likest first; what is left over is paired with None."""
    left = list(candidates)
    pairs = sorted(((sum(agrees(c, l).values()) + 2 * agrees(c, l)["kind"] + 2 * agrees(c, l)["place"], i, j) for i, c in enumerate(left) for j, l in enumerate(labels)), reverse=True)
    used_c: set[int] = set()
    used_l: set[int] = set()
    for score, i, j in pairs:
        if i not in used_c and j not in used_l and score >= 2:
            used_c.add(i)
            used_l.add(j)
            yield left[i], labels[j]
    yield from ((c, None) for i, c in enumerate(left) if i not in used_c)
    yield from ((None, l) for j, l in enumerate(labels) if j not in used_l)
