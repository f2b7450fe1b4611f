"""Many reports one after the other: what is done is kept, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from events.errors import EventsError, InputError
from events.reports.document import Document
from events.reports.documents import open_document
from events.reports.extract import Reader
from events.reports.version import VERSION

SUFFIXES: Final = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml", ".md", ".text")


@dataclass(frozen=True, slots=True)
class Done:
    """One report, read: its records, or why it could not be read."""

    file: Path
    records: tuple[dict[str, Any], ...] = ()
    missed: int = 0
    error: str = ""
    note: str = ""


def reports_in(paths: Iterable[str | Path]) -> list[Path]:
    """Return the reports' files under some files and folders, sorted within a folder; hidden files are no reports.

    Raises
    ------
    InputError
        If a path does not exist, or a folder holds no report.
    """
    found: list[Path] = []
    for given in map(Path, paths):
        if given.is_dir():
            inside = [path for path in _files(given) if path.suffix.lower() in SUFFIXES]
            if not inside:
                raise InputError("holds no report.", file=str(given), hint=f"Reports end in {', '.join(SUFFIXES[:6])}.")
            found += inside
        elif given.exists():
            found.append(given)
        else:
            raise InputError("there is no such file.", file=str(given), hint="Name report files or a folder of them.")
    return list(dict.fromkeys(found))


def passed_over(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files in some folders that `reports_in` takes for no reports by the ends of their names; hidden ones are not told."""
    return [path for given in map(Path, paths) if given.is_dir() for path in _files(given) if path.suffix.lower() not in SUFFIXES]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def read_all(files: Iterable[Path], reader: Callable[[], Reader], *, published: date | None, outlet: str = "") -> Iterator[Done]:
    """Yield each report as it is read; one that cannot be read yields its error and does not stop the rest.

    Parameters
    ----------
    files : iterable of Path
        The reports.
    reader : callable
        Gives the reader when the first report is read, so that nothing is loaded for none.
    published : datetime.date or None
        Holds for all reports where it is given; else each has its own date, or none.
    outlet : str
        Holds for all reports where it is given; else each has its own, or none.
    """
    for file in files:
        try:
            document = open_document(file)
            reading = reader().read(document, published or document.published)
        except EventsError as error:
            yield Done(file, error=str(error))
            continue
        records = tuple({**_source(document, outlet), **candidate.as_record()} for candidate in reading.candidates)
        yield Done(file, tuple(_with_outlet(r, outlet) for r in records), len(reading.missed), note=reading.note)


def _source(document: Document, outlet: str) -> dict[str, Any]:
    return {
        "file": document.name,
        "document_sha256": document.sha256,
        "title": document.title,
        "url": document.url,
        "document_outlet": outlet or document.outlet,
        "extractor": VERSION,
    }


def _with_outlet(record: dict[str, Any], outlet: str) -> dict[str, Any]:
    """Give a record the outlet the analyst names, unless its block is a quoted article with one of its own."""
    quoted = record["outlet"] and record["outlet"] != record["document_outlet"] and record["block"] > 0
    return record if quoted or not outlet else {**record, "outlet": outlet}


class Progress:
    """Which reports an output file has already, so that the same command goes on after a stop.

    The output holds one JSON object a line: candidates, and for each finished report one line `{"done": file, "sha256": ...}` in a file of
    the same name with `.done` added. A report whose line is missing there is read again, and its half-written candidates are dropped.

    Parameters
    ----------
    output : Path
        The output file.
    """

    def __init__(self, output: Path) -> None:
        self.output, self.journal = output, output.with_name(output.name + ".done")
        self.finished: dict[str, int] = {}

    def resume(self) -> set[str]:
        """Return the files that are finished, after cutting the output back to the last; without a journal it is begun anew."""
        if not self.journal.exists():
            self.output.write_bytes(b"")
            self.journal.write_text(json.dumps({"extractor": VERSION}) + "\n", encoding="utf-8")
            return set()
        lines = [_parsed(line) for line in self.journal.read_text(encoding="utf-8").split("\n") if line]
        kept = [line for line in lines if line is not None and "done" in line]
        length = max((int(line["length"]) for line in kept), default=0)
        if not self.output.exists() or self.output.stat().st_size < length:
            raise InputError("is shorter than its journal says.", file=str(self.output), hint=f"Delete {self.journal.name} to begin anew.")
        with self.output.open("r+b") as file:
            file.truncate(length)
        journal = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines if line is not None)
        self.journal.write_text(journal, encoding="utf-8")
        return {str(line["done"]) for line in kept}

    def write(self, done: Done) -> None:
        """Write a report's candidates, then that it is finished."""
        with self.output.open("ab") as file:
            for record in done.records:
                file.write((json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8"))
            length = file.tell()
        with self.journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps({"done": str(done.file), "length": length, "error": done.error}, ensure_ascii=False) + "\n")

    def finish(self) -> None:
        """Remove the journal: every report is done."""
        self.journal.unlink(missing_ok=True)


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None  # the last line of a run that was stopped
    return found if isinstance(found, dict) else None
