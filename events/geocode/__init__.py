"""Words to places: `geocode` for one, `geocode_frame` for a table."""

from __future__ import annotations

from events.geocode.frame import UNRESOLVED_COLUMNS, geocode_frame
from events.geocode.location import Candidate, Location
from events.geocode.resolve import geocode

__all__ = ["UNRESOLVED_COLUMNS", "Candidate", "Location", "geocode", "geocode_frame"]
