"""`geocode "PHRASE"…`: what a phrase says happened, by whom, and where that is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pandas as pd

from events import dataset as datasets
from events.cli.output import DEGREE_DECIMALS, as_json, candidate_list, rounded
from events.errors import InputError, PhraseError
from events.gazetteer import Gazetteer, country_code, from_file, from_geonames
from events.geocode import Location
from events.geocode import geocode as find
from events.reports.phrases import read_phrase
from events.schema import UNKNOWN


@click.command()
@click.argument("phrases", nargs=-1, required=True, metavar="PHRASE...")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day that they report on; it moves no place.")
@click.option("--data", metavar="DATA", help="The data set whose places and factions are known; the demo if not given.")
@click.option("--gazetteer", metavar="FILE", help="A CSV of further places: name, lat, lon, and aliases, parent, radius_km.")
@click.option("--country", default="", metavar="CODE", help="Only places in this country (ISO code or English name).")
def geocode(phrases: tuple[str, ...], *, date: datetime | None, data: str | None, gazetteer: str | None, country: str) -> None:
    """Find where each PHRASE is; print one JSON object a line.

    A PHRASE is a report ("Mahdi Army takes Shuhada in Kut") or a place alone ("10 km north of Hilla"). What is not stated or not found
    is null, with ranked candidates, never a guess; lon and lat are in degrees, radius_m in metres.
    """
    del date  # checked by click; a phrase is placed the same way on every day
    blank = next((number for number, phrase in enumerate(phrases, 1) if not phrase.strip()), None)
    if blank is not None:
        raise PhraseError(f"phrase {blank} is empty.", value=phrases[blank - 1], hint='Give words such as "southern Basra held".')
    known = datasets.read(data or datasets.DEMO)
    code = country_code(country) if country else ""
    places = _places(known.gazetteer, gazetteer, code)
    for phrase in phrases:
        click.echo(as_json(answer(phrase, gazetteer=places, factions=known.factions, country=code)))


def answer(phrase: str, *, gazetteer: Gazetteer, factions: pd.DataFrame, country: str = "") -> dict[str, Any]:
    """Return what a phrase says, ready for JSON.

    Parameters
    ----------
    phrase : str
        A report, or the words for a place alone.
    gazetteer : Gazetteer
        The places known.
    factions : pandas.DataFrame
        Columns `faction`, `aliases`: the names that are known.
    country : str
        ISO 3166-1 alpha-2 code; "" for anywhere.
    """
    try:
        read = read_phrase(phrase, factions=factions, gazetteer=gazetteer, country=country)
    except PhraseError as error:
        where = find(phrase, gazetteer=gazetteer, country=country)
        return _object(phrase, where, how=where.how if where.resolved else f"{error.problem} {where.how}")
    return _object(phrase, read.location, place=read.place, kind=read.kind, faction=read.faction, how=read.location.how)


def _object(phrase: str, where: Location, *, how: str, place: str = "", kind: str = "", faction: str = "") -> dict[str, Any]:
    return {
        "phrase": phrase,
        "place": where.place or place or None,
        "kind": kind or None,
        "faction": None if faction in ("", UNKNOWN) else faction,
        "lon": rounded(where.lon, DEGREE_DECIMALS),
        "lat": rounded(where.lat, DEGREE_DECIMALS),
        "radius_m": rounded(where.radius_m, 1),
        "geo_precision": where.geo_precision or None,
        "how": how or None,
        "candidates": candidate_list(where.candidates),
    }


def _places(known: Gazetteer, file: str | None, country: str) -> Gazetteer:
    layers = [known]
    if file:
        if not Path(file).exists():
            raise InputError("there is no such file.", file=file, hint="Name a CSV of places.")
        layers.insert(0, from_file(file))
    if country:
        layers.append(from_geonames(country))
    return layers[0] if len(layers) == 1 else Gazetteer.combine(*layers)
