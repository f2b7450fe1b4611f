"""`read FILE…`: the candidate events of reports, one JSON object a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from events import dataset as datasets
from events.cli.output import as_json, say
from events.errors import InputError
from events.gazetteer import Gazetteer, countries_of, country_code, from_file, from_geonames

if TYPE_CHECKING:
    from events.dataset import Dataset
    from events.reports.batch import Done, Progress
    from events.reports.extract import Reader

#: So many files that are passed over are named.
MOST_TOLD: Final = 5


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="When the reports were published; else as each says."
)
@click.option("--outlet", default="", metavar="NAME", help="Who published them; else as each says.")
@click.option("--country", default="", metavar="CODE", help="Where they report from (ISO code or English name).")
@click.option("--data", metavar="DATA", help="The data set whose places and factions are known; none if not given.")
@click.option("--gazetteer", metavar="FILE", help="A CSV of further places: name, lat, lon, and aliases, parent, radius_km.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the reports: a folder of data/lexicon.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead; a run that was stopped goes on where it was.")
@click.pass_context
def read(
    context: click.Context,
    files: tuple[Path, ...],
    *,
    published: datetime | None,
    outlet: str,
    country: str,
    data: str | None,
    gazetteer: str | None,
    language: str,
    output: str | None,
) -> None:
    """Read reports into candidate events; print one JSON object a candidate.

    A FILE is a .txt, .html, .pdf, .docx or .eml file, or a folder of them. Nothing is guessed: a slot that a report does not fill is
    empty. Exit code 1 when a report could not be read; the rest are read all the same.
    """
    from events.reports import batch  # noqa: PLC0415  # what reads documents is loaded for this command alone

    found = batch.reports_in(files)
    own = Path(output).name if output else None
    others = [path for path in batch.passed_over(files) if own is None or not path.name.startswith(own)]
    if others:
        more = f" and {len(others) - MOST_TOLD:,} more" if len(others) > MOST_TOLD else ""
        named = ", ".join(path.name for path in others[:MOST_TOLD])
        say(f"Note: passed over, as their names are not those of reports: {named}{more}.", err=True)
    code = country_code(country) if country else ""

    @lru_cache(maxsize=1)
    def reader() -> Reader:
        from events.reports.reading import report_reader  # noqa: PLC0415  # the language model is loaded for the first report that opens

        known = datasets.read(data) if data else None
        factions = None if known is None else known.factions
        return report_reader(factions=factions, gazetteer=_places(known, gazetteer, code), country=code, language=language)

    if output:
        _must_have_a_folder(output)
    progress = batch.Progress(Path(output)) if output else None
    finished = progress.resume() if progress is not None else set[str]()
    left = [f for f in found if str(f) not in finished]
    failed = _run(batch.read_all(left, reader, published=_day(published), outlet=outlet), progress, len(left), shown=output is not None)
    if progress is not None:
        progress.finish()
    context.exit(1 if failed else 0)


def _run(done: Iterable[Done], progress: Progress | None, count: int, *, shown: bool) -> int:
    failed, candidates, missed = 0, 0, 0
    if shown and count > 1:
        bar: AbstractContextManager[Any] = click.progressbar(length=count, label="Reading", file=sys.stderr)
    else:
        bar = nullcontext()
    with bar as steps:
        for report in done:
            _write(report, progress)
            failed, candidates, missed = failed + bool(report.error), candidates + len(report.records), missed + report.missed
            if report.error:
                say(f"{chr(10) if steps is not None else ''}Error: {report.error}", err=True)
            if report.note:
                say(f"{chr(10) if steps is not None else ''}Note: {report.file}: {report.note}", err=True)
            if steps is not None:
                steps.update(1)
    if shown:
        say(
            f"{count:,} reports: {candidates:,} candidates, {missed:,} sentences possibly missed, {failed:,} reports could not be read.",
            err=True,
        )
    return failed


def _write(report: Done, progress: Progress | None) -> None:
    if progress is not None:
        progress.write(report)
        return
    for line in _lines(report):
        click.echo(line)


def _lines(report: Done) -> Iterator[str]:
    return (as_json(record) for record in report.records)


def _must_have_a_folder(output: str) -> None:
    if not Path(output).resolve().parent.is_dir():
        raise InputError("cannot be written: there is no such folder.", file=output, hint="Name a file in a folder that is there.")


def _day(given: datetime | None) -> date | None:
    return given.date() if given is not None else None


def _places(known: Dataset | None, file: str | None, country: str) -> Gazetteer:
    layers = [from_file(file)] if file else []
    if known is not None:
        layers.append(known.gazetteer)
    elif country and country in countries_of(datasets.default_gazetteer()):
        layers.append(datasets.default_gazetteer())
    if country:
        layers.append(from_geonames(country))
    return Gazetteer.combine(*layers) if layers else Gazetteer()
