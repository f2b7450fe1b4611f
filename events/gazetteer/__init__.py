"""Places by name: normalisation, layers of gazetteers, and the cascade that finds a place or ranks candidates."""

from __future__ import annotations

from events.gazetteer.place import PLACE_COLUMNS, Place
from events.gazetteer.sources import countries_of, country_code, from_geonames, from_places_csv, from_table
from events.gazetteer.table import Gazetteer

__all__ = ["PLACE_COLUMNS", "Gazetteer", "Place", "countries_of", "country_code", "from_geonames", "from_places_csv", "from_table"]
