"""Reading reports: how right on both labelled halves, how honest the confidence, how fast, how much memory."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from events.gazetteer import from_geonames
from events.reports.batch import read_all, reports_in
from events.reports.documents import document_from_text
from events.reports.extract import Reader
from events.reports.reading import report_reader
from tests.reports.scoring import items, measure

REPORTS = 1_000
#: Of the reports one in so many is read, and the time multiplied.
SHARE = 20
WORDS = 1_000


def say(figure: str, value: float, unit: str, **more: object) -> None:
    """Print one figure."""
    print(json.dumps({"figure": figure, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False), flush=True)


def rightness(reader: Reader) -> None:
    """Print precision, recall and slots of both halves, and the reliability of the confidence."""
    for half in ("development", "heldout"):
        figures = measure(half, reader)
        for name, share in figures.as_shares().items():
            say(name, share, "share", half=half, events=figures.right + figures.lost)
        for slot, band, count, share in figures.reliability():
            say("right at this confidence", share, "share", half=half, slot=slot, confidence=band, candidates=count)


def a_report(words: int) -> str:
    """Return a text of so many words out of the development half."""
    sentences = [item.text for item in items("development")]
    text: list[str] = []
    while sum(len(s.split()) for s in text) < words:
        text.append(sentences[len(text) % len(sentences)])
    return "\n\n".join(text)


def speed() -> Reader:
    """Print the time to load, to read 1,000 words, and to read 1,000 reports of 1,000 words, of which a share is read."""
    start = time.perf_counter()
    reader = report_reader(gazetteer=from_geonames("IQ"), country="IQ")
    reader.read(document_from_text("Rebels took Kut on Monday."), date(2008, 3, 27))
    say("load", time.perf_counter() - start, "s")
    document = document_from_text(a_report(WORDS))
    start, busy = time.perf_counter(), time.process_time()
    reader.read(document, date(2008, 3, 27))
    say("read a report", time.perf_counter() - start, "s", words=len(document.text.split()))
    say("read a report, processor", time.process_time() - busy, "s", words=len(document.text.split()))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(REPORTS // SHARE):
            (Path(folder) / f"{number}.txt").write_text(document.text, encoding="utf-8")
        start = time.perf_counter()
        done = list(read_all(reports_in([folder]), lambda: reader, published=date(2008, 3, 27)))
        say(
            f"read 1,000 reports (from {REPORTS // SHARE})",
            (time.perf_counter() - start) * 10,
            "s",
            words=WORDS,
            candidates=sum(len(d.records) for d in done),
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say("peak memory", peak / (1024 if sys.platform != "darwin" else 1024**2), "MB")
    return reader


if __name__ == "__main__":
    speed()
    rightness(report_reader())
