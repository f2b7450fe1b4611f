"""A phrase as a row of the event table."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

import pandas as pd

from events.reports.phrases.reading import Phrase

_WEB: Final = ("http", "https")


def to_row(phrase: Phrase, *, day: date, source: str = "") -> pd.DataFrame:
    """Return a phrase as one row for `events.schema.validate`.

    Parameters
    ----------
    phrase : Phrase
    day : datetime.date
        Day of the event.
    source : str
        Who says so: a web address goes to `url`, any other words to `publisher`.

    Returns
    -------
    pandas.DataFrame
        One row: `event_id, start, place, admin, lon, lat` (degrees; missing if not placed)`, radius_m` (metres)`, geo_precision,
        located_by, kind, faction, opponent, asserted, summary, publisher, url, source_format, reliability_note`. The id is made of phrase,
        day and source, so the same report added twice is known.
    """
    at = phrase.location
    given = source.strip()
    web = given if urlsplit(given).scheme.lower() in _WEB else ""
    mark = blake2b(f"{phrase.text.strip()}\x1f{day.isoformat()}\x1f{given}".encode(), digest_size=8).hexdigest()
    row = {
        "event_id": f"added-{mark}",
        "start": day.isoformat(),
        "place": at.place or phrase.place,
        "admin": at.parent,
        "lon": at.lon,
        "lat": at.lat,
        "radius_m": at.radius_m,
        "geo_precision": at.geo_precision,
        "located_by": at.how if at.resolved else "",
        "kind": phrase.kind,
        "faction": phrase.faction,
        "opponent": phrase.opponent,
        "asserted": phrase.asserted,
        "summary": phrase.text.strip(),
        "publisher": "" if web else given,
        "url": web,
        "reliability_note": f"said by {phrase.speaker}" if phrase.speaker else "",
        "source_format": "phrase",
        "source_id": mark,
    }
    return pd.DataFrame([row])
