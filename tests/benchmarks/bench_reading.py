"""Reading reports: how right on each labelled set, how honest the confidence, how fast, how much memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from events.gazetteer import from_geonames
from events.reports.documents import document_from_text
from events.reports.extract import Reader
from events.reports.reading import report_reader
from tests.reports.scoring import SETS, items, measure

REPORTS = 1_000
WORDS = 1_000
#: After so many reports the command is killed, once, and begun again.
KILLED_AFTER = 100
POLL_S = 0.5


def say(figure: str, value: float, unit: str, **more: object) -> None:
    """Print one figure."""
    print(json.dumps({"figure": figure, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False), flush=True)


def rightness(reader: Reader) -> None:
    """Print precision, recall and slots of every labelled set, and the reliability of the confidence."""
    for half in SETS:
        figures = measure(half, reader)
        for name, share in figures.as_shares().items():
            say(name, share, "share", half=half, events=figures.right + figures.lost)
        for slot, band, count, share in figures.reliability():
            say("right at this confidence", share, "share", half=half, slot=slot, confidence=band, candidates=count)


def a_report(words: int, first: int = 0) -> str:
    """Return a text of so many words out of the development half, from its sentence number `first` on, round and round."""
    sentences = [item.text for item in items("development")]
    text: list[str] = []
    count = 0
    while count < words:
        text.append(sentences[(first + len(text)) % len(sentences)])
        count += len(text[-1].split())
    return "\n\n".join(text)


def speed() -> Reader:
    """Print the time to load and to read a report, and the memory that takes."""
    start = time.perf_counter()
    reader = report_reader(gazetteer=from_geonames("IQ"), country="IQ")
    reader.read(document_from_text("Rebels took Kut on Monday."), date(2008, 3, 27))
    say("load", time.perf_counter() - start, "s")
    document = document_from_text(a_report(WORDS))
    start, busy = time.perf_counter(), time.process_time()
    reader.read(document, date(2008, 3, 27))
    say("read a report", time.perf_counter() - start, "s", words=len(document.text.split()), **load())
    say("read a report, processor", time.process_time() - busy, "s", words=len(document.text.split()))
    say("peak memory", _megabytes(resource.RUSAGE_SELF), "MB")
    return reader


def thousand() -> None:
    """Print what a folder of 1,000 reports costs on the command line, killed once on the way and begun again: nothing is read twice."""
    with tempfile.TemporaryDirectory() as place:
        folder, output = Path(place) / "reports", Path(place) / "candidates.jsonl"
        folder.mkdir()
        for number in range(REPORTS):
            (folder / f"{number:04}.txt").write_text(f"Report {number:04}.\n\n{a_report(WORDS, number)}", encoding="utf-8")
        command = [sys.executable, "-m", "events", "read", str(folder), "--published", "2008-03-27", "--country", "IQ", "-o", str(output)]
        start = time.perf_counter()
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as first:
            while first.poll() is None and _finished(output) < KILLED_AFTER:
                time.sleep(POLL_S)
            first.kill()
        before = _finished(output)
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    twice = len(records) - len({record["candidate_id"] for record in records})
    say(f"read {REPORTS:,} reports, killed once", seconds, "s", words=WORDS, candidates=len(records), kept=before, twice=twice, **load())
    say("their processor time for 1,000 words", (used.ru_utime + used.ru_stime) / REPORTS / WORDS * 1_000, "s")
    say(
        "their peak memory", _megabytes(resource.RUSAGE_CHILDREN), "MB", reports_with_candidates=len({record["file"] for record in records})
    )


def load() -> dict[str, float]:
    """Return how busy the machine is with other things, for figures that are times."""
    return {"load": round(os.getloadavg()[0], 1)} if hasattr(os, "getloadavg") else {}


def _finished(output: Path) -> int:
    journal = output.with_name(output.name + ".done")
    return max(len(journal.read_bytes().splitlines()) - 1, 0) if journal.exists() else 0


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    thousand()  # first: a process begun by a large one is counted as large as that one
    speed()
    rightness(report_reader())
