"""Labelled sentences and reports, and how well a reading agrees with them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from events.reports.candidate import Candidate
from events.reports.document import Block, Document
from events.reports.extract import Reader

FOLDER = Path(__file__).parent / "labelled"
#: Every labelled file; which of them rules were tuned on, labelled/README.md says.
SETS = (
    "development",
    "heldout",
    "second_development",
    "second_heldout",
    "third",
    "fourth",
    "fifth_development",
    "fifth_heldout",
    "sixth_development",
    "sixth_heldout",
)
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

    def add(self, line: str) -> None:
        start = len(self.text) + (2 if self.text else 0)
        self.text += ("\n\n" if self.text else "") + line
        self.lines.append((start, start + len(line)))
        self.labels.append([])

    @property
    def document(self) -> Document:
        return Document(self.text, (Block(0, len(self.text)),), hashlib.sha256(self.text.encode()).hexdigest())


def _label(line: str) -> Label:
    return Label(*(part.strip() for part in line.lstrip("=@ ").split(";")))


def items(name: str) -> list[Item]:
    """Return the labelled items of one of `SETS`."""
    found: list[Item] = []
    published, country, in_report = date(2000, 1, 1), "", False
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        head = re.match(r"(@|## report) (\d{4}-\d\d-\d\d) (\w\w)$", line)
        if head:
            published, country = date.fromisoformat(head[2]), head[3]
            in_report = head[1] != "@"
            if in_report:
                found.append(Item("", published, country))
        elif line == "## end":
            in_report = False
        elif line.startswith("@@"):
            found[-1].labels[0].append(_label(line))
        elif line.startswith("="):
            found[-1].labels[-1].append(_label(line))
        elif line and not line.startswith("#"):
            if not in_report:
                found.append(Item("", published, country))
            found[-1].add(line)
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
        if (
            said.endswith("/..")
            and label.strip().endswith("/..")
            and abs((date.fromisoformat(said[:10]) - date.fromisoformat(label.strip()[:10])).days) <= 31
        ):
            return True
        if "/" in said and "/" in label and not label.endswith("..") and not said.endswith(".."):
            a, b = said.split("/"), label.strip().split("/")
            if all(abs((date.fromisoformat(x) - date.fromisoformat(y)).days) <= 3 for x, y in zip(a, b, strict=True)):
                return True
    return False


def agrees(candidate: Candidate, label: Label) -> dict[str, bool]:
    """Return which slots of a candidate agree with a label."""
    words = f"{candidate.place.words.value} {candidate.place.within}".strip()
    place = candidate.place.words.value if same_words(candidate.place.words.value, label.place) else words
    faction = (
        candidate.faction.words
        if candidate.faction.words and not same_words(candidate.faction.value, label.faction)
        else candidate.faction.value
    )
    return {
        "kind": candidate.kind.value in label.kind.split("|"),
        "winner": same_words(faction, label.faction) or (candidate.kind.value == "contested" and label.faction in ("", "contested")),
        "place": same_words(place, label.place)
        or any(same_words(f"{candidate.place.feature} {candidate.place.name}", one) for one in label.place.split("|")),
        "date": same_date(_date(candidate), label.date),
        "realis": candidate.realis.value in label.realis.split("|"),
    }


def matched(candidates: list[Candidate], labels: list[Label]) -> Iterator[tuple[Candidate | None, Label | None]]:
    """Pair the candidates of a sentence with its labels, the likest first; what is left over is paired with None."""
    scores = []
    for i, candidate in enumerate(candidates):
        for j, label in enumerate(labels):
            same = agrees(candidate, label)
            scores.append((sum(same.values()) + 2 * same["kind"] + 2 * same["place"], i, j))
    left, wanted = set(range(len(candidates))), set(range(len(labels)))
    for score, i, j in sorted(scores, reverse=True):
        if i in left and j in wanted and score >= 2:
            left.remove(i)
            wanted.remove(j)
            yield candidates[i], labels[j]
    yield from ((candidates[i], None) for i in sorted(left))
    yield from ((None, labels[j]) for j in sorted(wanted))


@dataclass
class Figures:
    """Counts over a labelled half."""

    right: int = 0
    wrong: int = 0
    lost: int = 0
    sentences_right: int = 0
    sentences_wrong: int = 0
    sentences_lost: int = 0
    slots: Counter[str] = field(default_factory=Counter)
    sure: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def as_shares(self) -> dict[str, float]:
        """Return precision and recall of events and of sentences, and of each slot the share right among the events found."""
        events, sentences = (self.right, self.wrong, self.lost), (self.sentences_right, self.sentences_wrong, self.sentences_lost)
        shares = {}
        for name, (right, wrong, lost) in (("events", events), ("sentences", sentences)):
            shares |= {f"{name} precision": right / max(right + wrong, 1), f"{name} recall": right / max(right + lost, 1)}
        return shares | {slot: self.slots[slot] / max(self.right, 1) for slot in SLOTS}

    def reliability(self) -> list[tuple[str, str, int, float]]:
        """Return (slot, band of confidence, how many, share right), the surest first."""
        bands = sorted({key for key, _ in self.sure}, reverse=True)
        rows = [(*band.split("|"), self.sure[band, "all"], self.sure[band, "right"] / self.sure[band, "all"]) for band in bands]
        return [(slot, band, count, share) for slot, band, count, share in rows]


BANDS = ((0.9, ">= .9"), (0.8, ".8 to .9"), (0.7, ".7 to .8"), (0.6, ".6 to .7"), (0.0, "< .6"))


def _band(confidence: float) -> str:
    return next(name for least, name in BANDS if confidence >= least)


def _confidences(candidate: Candidate) -> dict[str, float]:
    slots = {
        "kind": candidate.kind,
        "winner": candidate.faction,
        "place": candidate.place.words,
        "date": candidate.time.words,
        "realis": candidate.realis,
    }
    return {name: slot.confidence for name, slot in slots.items() if slot.value}


def measure(name: str, reader: Reader) -> Figures:
    """Read a labelled half and count; sentences alone, reports whole."""
    figures = Figures()
    for item in items(name):
        reading = reader.read(item.document, item.published)
        for (start, end), labels in zip(item.lines, item.labels, strict=True):
            here = [c for c in reading.candidates if start <= c.trigger_start < end]
            figures.sentences_right += bool(here and labels)
            figures.sentences_wrong += bool(here and not labels)
            figures.sentences_lost += bool(labels and not here)
            for candidate, label in matched(here, labels):
                _count(figures, candidate, label, item.text[start:end])
    return figures


def _count(figures: Figures, candidate: Candidate | None, label: Label | None, sentence: str) -> None:
    if candidate is not None:
        for key in ("all", *(("right",) if label is not None else ())):
            figures.sure[f"event|{_band(candidate.confidence)}", key] += 1
    if candidate is None or label is None:
        figures.lost += candidate is None
        figures.wrong += label is None
        figures.faults.append(
            f"{sentence}\n    {'missed ' + str(label) if candidate is None else 'not labelled ' + str(candidate.as_record()['kind'])}"
        )
        return
    figures.right += 1
    same = agrees(candidate, label)
    figures.slots.update(slot for slot, right in same.items() if right)
    for slot, confidence in _confidences(candidate).items():
        for key in ("all", *(("right",) if same[slot] else ())):
            figures.sure[f"{slot}|{_band(confidence)}", key] += 1
    if not all(same.values()):
        figures.faults.append(f"{sentence}\n    wrong: {', '.join(s for s in SLOTS if not same[s])}; wanted {label}")
