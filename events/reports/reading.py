"""Read a report: its candidate events with every place geocoded and every group looked up in the factions table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from events.errors import InputError
from events.gazetteer import Gazetteer, country_code
from events.geocode import Location
from events.geocode.resolve import Resolver
from events.reports.candidate import Reading
from events.reports.document import Document
from events.reports.extract import Area, Reader
from events.reports.lexicon import lexicon

#: Names of countries are longer than their codes, which are words too ("IS", "IN").
SHORTEST_COUNTRY: Final = 4
#: How alike a variant of a known name must be: the same without the article, or by its sound.
SPELLINGS: Final = ("fold", "bare", "sound")


def read_report(
    document: Document,
    *,
    published: date | None = None,
    factions: pd.DataFrame | None = None,
    gazetteer: Gazetteer | None = None,
    country: str = "",
    language: str = "en",
) -> Reading:
    """Return the candidate events of a report, and the sentences that may hide more.

    Parameters
    ----------
    document : Document
        The report, from `events.reports.documents`.
    published : datetime.date, optional
        When it was published, as the analyst confirms it; the document's own date if not given. A quoted block with a date of its own
        keeps that. Without any, relative dates stay empty.
    factions : pandas.DataFrame, optional
        Columns `faction` and `aliases` (parted by ";"). Groups in no row are proposed, with `group_proposed`.
    gazetteer : Gazetteer, optional
        Recognises place names, in Latin and their own script, and places them. Without one nothing is placed.
    country : str
        ISO 3166-1 alpha-2 code or English name: places elsewhere are not chosen.
    language : str
        Of the lexicon in data/lexicon.

    Returns
    -------
    Reading
        Candidates in the order of the text, and `missed`.

    Raises
    ------
    InputError
        If the country or the language is not known.
    """
    return report_reader(factions=factions, gazetteer=gazetteer, country=country, language=language).read(
        document, published or document.published
    )


def report_reader(
    *, factions: pd.DataFrame | None = None, gazetteer: Gazetteer | None = None, country: str = "", language: str = "en"
) -> Reader:
    """Return a reader for many reports with the same factions, places and language; its `read(document, published)` reads one."""
    code = country_code(country) if country else ""
    return Reader(lexicon(language), aliases_of(factions), area_of(gazetteer or Gazetteer(), country=code))


def aliases_of(factions: pd.DataFrame | None) -> dict[str, str]:
    """Return alias or name → name for a factions table; pseudo-factions (`contested`, `unknown`) are no names."""
    if factions is None or factions.empty:
        return {}
    found: dict[str, str] = {}
    aliases = factions["aliases"] if "aliases" in factions else pd.Series("", index=factions.index)
    for name, others in zip(factions["faction"].astype("str"), aliases.fillna("").astype("str"), strict=True):
        if name.islower() and name in ("contested", "unknown"):
            continue
        for alias in (name, *others.split(";")):
            if alias.strip():
                found.setdefault(alias.strip(), name)
    return found


def area_of(gazetteer: Gazetteer, *, country: str = "") -> Area:
    """Return what a gazetteer knows, as the reader asks it; answers are remembered."""
    resolver = Resolver(gazetteer, country)

    @lru_cache(maxsize=100_000)
    def knows(name: str) -> bool:
        return any(not country or place.country in ("", country) for place in gazetteer.named(name))

    @lru_cache(maxsize=20_000)
    def sounds(name: str) -> bool:
        found = gazetteer.search(name, accept=lambda place: not country or place.country in ("", country), levels=SPELLINGS)
        return found.place is not None

    @lru_cache(maxsize=20_000)
    def locate(words: str, within: str) -> Mapping[str, Any]:
        return location_record(resolver.locate(words, within)) if gazetteer.layers else {}

    return Area(knows=knows, sounds=sounds, is_country=is_country, locate=locate)


@lru_cache(maxsize=20_000)
def is_country(name: str) -> bool:
    """Whether a name is the English name of a whole country."""
    if len(name) < SHORTEST_COUNTRY:
        return False
    try:
        country_code(name)
    except InputError:
        return False
    return True


def location_record(location: Location) -> dict[str, Any]:
    """Return what the geocoder found, JSON-ready: place, lon, lat (degrees), radius_m, geo_precision, how, candidates best first."""
    return {
        "place": location.place,
        "lon": location.lon,
        "lat": location.lat,
        "radius_m": location.radius_m,
        "geo_precision": location.geo_precision,
        "how": location.how,
        "candidates": [asdict(candidate) for candidate in location.candidates],
    }
