"""`control`, `ledger` and `diff`: who holds what, why we think so, and what changed between two days."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
import geopandas as gpd
import pandas as pd

from events import control as holders
from events import dataset as datasets
from events.cli.output import as_json, say, write_file
from events.control.decided import as_decided
from events.dataset import Dataset
from events.errors import DataSetError, InputError
from events.export.control import asked_words, control_file, flat

AUTO: Final = "auto"
SHOWN: Final = ("place", "holder", "status", "confidence", "since", "set_by", "last_report")
CHANGES_SHOWN: Final = ("place", "change", "holder_before", "holder_after", "status_after", "set_by")
LEDGER_SHOWN: Final = ("start", "event_id", "kind", "did", "role", "publisher")


@dataclass(frozen=True, eq=False)
class Question:
    """A data set, the reports of it that count, the spells they make, and the options they were made with."""

    dataset: Dataset
    events: gpd.GeoDataFrame
    spells: gpd.GeoDataFrame
    options: dict[str, Any]
    half_life_days: float
    as_known: str

    def at(self, given: str) -> str:
        """Return the day asked for, or else the last day of the data."""
        if not (given or self.dataset.last_day):
            raise DataSetError("holds no event.", value=self.dataset.name, hint="`check` tells which rows are rejected, and why.")
        return given or self.dataset.last_day

    @property
    def decisions(self) -> pd.DataFrame | None:
        """The analyst's decisions, None without any."""
        found: pd.DataFrame | None = self.options["decisions"]
        return found

    def provenance(self, words: str) -> dict[str, str]:
        """Return what every exported row says of its origin; `words` say what is in the file."""
        equal_claims = not self.options["discount_own_claims"]
        view = asked_words(words, half_life_days=self.half_life_days, known=self.as_known, equal_claims=equal_claims)
        return {"data_set": self.dataset.name, "fingerprint": self.dataset.fingerprint, "view": view}


def shared_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that all three commands share."""
    for option in (
        click.option("--as-known", default="", metavar="DATE", help="Only what was published by then; a month counts from its last day."),
        click.option(
            "--half-life", default="", metavar="DAYS", help="Days without news after which a report counts half; auto measures it."
        ),
        click.option(
            "--decisions", default="", metavar="FILE", help="CSV: event_id, other_id, verdict (first, second, neither, both), reason."
        ),
        click.option("--claims-count-fully", is_flag=True, help="A party's claim in its own favour counts like any other."),
    ):
        command = option(command)
    return command


@click.command("control")
@click.argument("data")
@click.option("--at", default="", metavar="DATE", help="The day; the last day of the data if left out.")
@shared_options
@click.option("--areas", "area_file", default="", metavar="FILE", help="Boundaries to draw places as; without it a place is its point.")
@click.option("--spells", "all_spells", is_flag=True, help="Write every spell with its first and last day instead of one day.")
@click.option("-o", "--output", default="", metavar="FILE", help="FILE.csv, .geojson, .gpkg or .kml; a table on the screen without it.")
def control(*, data: str, at: str, area_file: str, output: str, all_spells: bool, **shared: Any) -> None:
    """Tell who holds each place of DATA on a day, how sure that is, and by which report."""
    question = _question(data, **shared)
    day = question.at(at)
    table = question.spells if all_spells else holders.control_at(question.spells, day, half_life_days=question.half_life_days)
    if area_file:
        table = table.assign(geometry=_areas(table, question, area_file).reindex(table["place_id"]).to_numpy())
    if output:
        words = "control spells" if all_spells else f"control on {day}"
        write_file(control_file(table, Path(output).suffix, provenance=question.provenance(words), decisions=question.decisions), output)
        say(f"{output}: {len(table):,} {'spells' if all_spells else 'places'}, {words}.", err=True)
    else:
        _print(table, SHOWN if not all_spells else ("place", "holder", "status", "start", "end", "set_by"))


@click.command("ledger")
@click.argument("data")
@click.argument("place")
@click.option("--at", default="", metavar="DATE", help="The day whose state is explained; the last day of the data if left out.")
@shared_options
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object a report.")
def ledger(*, data: str, place: str, at: str, json_wanted: bool, **shared: Any) -> None:
    """List every report on PLACE in order: what each did and why, which sets the state of the day, and which says otherwise."""
    question = _question(data, **shared)
    table = holders.ledger(
        question.events,
        place,
        known_spells=question.spells,
        when=question.at(at),
        half_life_days=question.half_life_days,
        **question.options,
    )
    if json_wanted:
        for row in _records(gpd.GeoDataFrame(table, geometry=[None] * len(table))):
            click.echo(as_json(row))
    else:
        _print(table, LEDGER_SHOWN)


@click.command("diff")
@click.argument("data")
@click.argument("first")
@click.argument("second")
@shared_options
@click.option("--faction", default="", help="The faction the sentence is about; the one with the most changes if left out.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object: sentence, balance, changes.")
@click.option("-o", "--output", default="", metavar="FILE", help="FILE.csv, .geojson, .gpkg or .kml for the places that changed.")
def diff(*, data: str, first: str, second: str, faction: str, output: str, json_wanted: bool, **shared: Any) -> None:
    """Tell what changed hands in DATA between two days, in one sentence and a table."""
    question = _question(data, **shared)
    found = holders.difference(question.spells, first, second, faction=faction, half_life_days=question.half_life_days)
    if output:
        words = f"changes between {first} and {second}"
        write_file(
            control_file(found.table, Path(output).suffix, provenance=question.provenance(words), decisions=question.decisions), output
        )
    if json_wanted:
        told = {"sentence": found.sentence, "balance": found.balance.to_dict("records"), "changes": _records(found.table)}
        click.echo(as_json(told))
        return
    say(found.sentence)
    if not output:
        _print(found.table, CHANGES_SHOWN)


def _question(data: str, *, as_known: str, half_life: str, decisions: str, claims_count_fully: bool) -> Question:
    dataset = datasets.read(data)
    events = dataset.events
    if as_known:
        events = holders.known_on(events, as_known)
        left_out = holders.undated(dataset.events)
        say(
            f"{len(events):,} of {len(dataset.events):,} reports were published by {as_known}; {left_out:,} have no date of publication.",
            err=True,
        )
    decided = _decisions(decisions)
    options: dict[str, Any] = {
        "gazetteer": dataset.gazetteer.places,
        "factions": dataset.factions,
        "decisions": decided,
        "discount_own_claims": not claims_count_fully,
    }
    spells = holders.spells(events, **options)
    return Question(dataset, events, spells, options, _half_life(half_life, spells, dataset.last_day), as_known)


def _half_life(given: str, spells: gpd.GeoDataFrame, last_day: str) -> float:
    if not given:
        return holders.HALF_LIFE_DAYS
    if given == AUTO:
        measured = holders.half_life(spells, until=last_day) if last_day else None
        say(
            "Half-life: "
            + (f"{measured:.0f} days, as measured." if measured else f"too few changes to measure; {holders.HALF_LIFE_DAYS:g} days."),
            err=True,
        )
        return measured or holders.HALF_LIFE_DAYS
    try:
        days = float(given)
    except ValueError:
        days = 0.0
    if not days > 0:
        raise click.BadParameter(f"{given!r} is neither a number of days above 0 nor {AUTO!r}.", param_hint="--half-life")
    return days


def _decisions(file: str) -> pd.DataFrame | None:
    return as_decided(datasets.read_table(_there(file))) if file else None


def _areas(table: gpd.GeoDataFrame, question: Question, file: str) -> gpd.GeoSeries:
    try:
        shapes = gpd.read_file(_there(file))
    except Exception as error:
        raise InputError(
            f"cannot be read as areas: {error}.", file=file, hint="Give a GeoJSON, GeoPackage or Shapefile of polygons."
        ) from error
    if not isinstance(shapes, gpd.GeoDataFrame):
        raise InputError("holds no areas.", file=file, hint="Give a GeoJSON, GeoPackage or Shapefile of polygons.")
    found = holders.areas(table, polygons=shapes, gazetteer=question.dataset.gazetteer.places)
    return found.set_index("place_id").geometry


def _there(file: str) -> Path:
    path = Path(file)
    if not path.exists():
        raise DataSetError("there is no such file.", file=file)
    return path


def _records(table: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return rows for JSON; a number that is missing is None."""
    rows = flat(table).to_dict("records")
    return [{str(name): None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()} for row in rows]


def _print(table: pd.DataFrame, names: tuple[str, ...]) -> None:
    """Print columns side by side, days without their time and confidence as a share of 100."""
    columns = []
    for name in names:
        values = table[name]
        if isinstance(values.dtype, pd.DatetimeTZDtype):
            words = values.dt.strftime("%Y-%m-%d").fillna("").astype("str").tolist()
        else:
            words = [f"{value:.0%}" if isinstance(value, float) else " ".join(str(value).split()) for value in values.tolist()]
        width = max([len(word) for word in words] + [len(name)])
        columns.append([word.ljust(width) for word in (name, *words)])
    for row in zip(*columns, strict=True):
        say("  ".join(row).rstrip())
