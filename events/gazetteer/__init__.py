"""Places by name: normalisation, layers of gazetteers, and the cascade that finds a place or ranks candidates."""

from __future__ import annotations

from events.gazetteer.countries import countries_of, country_code
from events.gazetteer.files import from_file, from_table
from events.gazetteer.geonames import from_geonames
from events.gazetteer.place import PLACE_COLUMNS, Place
from events.gazetteer.table import Gazetteer

__all__ = [
    "PLACE_COLUMNS",
    "Gazetteer",
    "Place",
    "countries_of",
    "country_code",
    "from_file",
    "from_geonames",
    "from_table",
]
