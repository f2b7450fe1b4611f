"""Kinds of places, and what each says about precision.

The words are those of gazetteers (GeoNames, OCHA, OpenStreetMap) folded to the few classes the map needs. Unknown words fall to
"area", whose precision is read off its radius.
"""

from __future__ import annotations

from typing import Final

SETTLEMENT: Final = "settlement"
PART: Final = "part"
QUARTER: Final = "quarter"
ADMIN1: Final = "admin1"
ADMIN2: Final = "admin2"
COUNTRY: Final = "country"
SITE: Final = "site"
AREA: Final = "area"
DISTRICT: Final = "district"

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    SETTLEMENT: (
        "city",
        "town",
        "village",
        "hamlet",
        "settlement",
        "capital",
        "municipality",
        "locality",
        "populated place",
        "camp",
        "ppl",
    ),
    PART: ("part of city", "part of district", "part of town", "city part", "sector"),
    QUARTER: ("neighbourhood", "neighborhood", "quarter", "block", "suburb", "ward", "borough", "microdistrict", "residential"),
    ADMIN1: ("governorate", "province", "state", "region", "oblast", "admin1", "adm1", "admin 1", "admin level 1", "muhafazah"),
    ADMIN2: (
        "county",
        "raion",
        "rayon",
        "admin2",
        "adm2",
        "admin 2",
        "admin3",
        "adm3",
        "admin 3",
        "admin4",
        "adm4",
        "admin5",
        "adm5",
        "subdistrict",
        "nahiya",
        "commune",
    ),
    COUNTRY: ("country", "nation", "admin0", "adm0", "admin 0"),
    DISTRICT: ("district", "qada"),
    SITE: (
        *("building", "port", "airport", "airfield", "air base", "base", "bridge", "checkpoint", "crossing", "border crossing", "dam"),
        *("refinery", "oil field", "hospital", "school", "prison", "police station", "square", "mosque", "church", "post", "site", "point"),
        *("station", "market", "university", "palace", "street", "junction", "landmark", "factory", "power station"),
    ),
}
_CLASSES: Final = {word: group for group, words in _WORDS.items() for word in words}

#: From the smallest to the largest; a district is a quarter inside a city and a second-level unit elsewhere (see `class_of`).
SIZES: Final = (SITE, QUARTER, PART, SETTLEMENT, AREA, ADMIN2, ADMIN1, COUNTRY)
INSIDE_A_CITY: Final = (SETTLEMENT, PART, QUARTER)
ADMINISTRATIVE: Final = (ADMIN1, ADMIN2, COUNTRY)


def class_of(kind: str, *, parent_class: str = "") -> str:
    """Return the class of a gazetteer's kind word; `parent_class` settles whether a district lies in a city."""
    words = " ".join(kind.lower().replace("-", " ").replace("_", " ").split())
    group = _CLASSES.get(words, _CLASSES.get(words.removesuffix("s"), AREA))
    if group == DISTRICT:
        return QUARTER if parent_class in INSIDE_A_CITY else ADMIN2
    return group


def precision(place_class: str, radius_m: float) -> str:
    """Return the word of `schema.GEO_PRECISIONS` for a class of place and the radius it is known to.

    A site or a quarter that is only known to lie within a few kilometres is as vague as that, whatever its kind.
    """
    by_class = {COUNTRY: "country", ADMIN1: "admin1", ADMIN2: "admin2", SETTLEMENT: "city", PART: "part_of_city", QUARTER: "neighbourhood"}
    if place_class == SITE:
        return (
            "point"
            if radius_m <= 500
            else "neighbourhood"
            if radius_m <= 2_000
            else "part_of_city"
            if radius_m <= 5_000
            else by_size(radius_m)
        )
    if place_class == QUARTER and radius_m > 3_000:
        return "city" if radius_m <= 10_000 else by_size(radius_m)
    return by_class.get(place_class) or by_size(radius_m)


def by_size(radius_m: float) -> str:
    """Return the precision of an area that is no unit of any kind: near up to 25 km, then as large as a district or a province."""
    return "near" if radius_m <= 25_000 else "admin2" if radius_m <= 50_000 else "admin1" if radius_m <= 250_000 else "country"
