"""Control as the page needs it: spells, areas, contradictions and the packed file for the map, each made once for all visitors.

A `Control` is one question asked of the reports (which data, as known when, whose claims count, which decisions and boundaries) and its
answers, made when they are first looked at; the same question by another visitor, or by the map's request for its file, finds them made.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events import control as holders
from events.control.places import places
from events.dataset import Dataset
from events.eventmap.control_columns import pack_control
from events.ui.control.drawings import as_spells
from events.ui.kept import Kept
from events.view import ViewState

#: Part of the packed file's name, so that another layout is another file.
LAYOUT: Final = 1
#: Bytes from which a file is packed in a fifth of the time, and is a sixth larger for it.
LARGE: Final = 1 << 22
_spells: Final[Kept[gpd.GeoDataFrame]] = Kept(most=6)
_known: Final[Kept[gpd.GeoDataFrame]] = Kept(most=2)
_places: Final[Kept[tuple[npt.NDArray[np.int64], gpd.GeoDataFrame]]] = Kept(most=4)
_parts: Final[Kept[Any]] = Kept(most=32)
#: What is asked of one day: a few megabytes each where there are many places.
_days: Final[Kept[Any]] = Kept(most=16)
_contents: Final[Kept[bytes]] = Kept(most=16)
#: What the map may still ask for, by the name of its file.
_asked: Final[Kept[Control]] = Kept(most=64)


def no_decisions() -> pd.DataFrame:
    """Return an empty table of decisions."""
    return pd.DataFrame(columns=list(holders.DECISION_COLUMNS), dtype="str")


@dataclass(frozen=True, eq=False)
class Inputs:
    """What a visitor puts beside the reports.

    Attributes
    ----------
    decisions : pandas.DataFrame
        Columns `control.DECISION_COLUMNS`.
    boundaries : geopandas.GeoDataFrame, optional
        Polygons that places are drawn as, with a code or a name.
    drawings : geopandas.GeoDataFrame, optional
        Control as others drew it: columns of `control.control_polygons`.
    mark : str
        Says what the uploads hold.
    """

    decisions: pd.DataFrame = field(default_factory=no_decisions)
    boundaries: gpd.GeoDataFrame | None = None
    drawings: gpd.GeoDataFrame | None = None
    mark: str = ""


class Control:
    """Who holds what in one data set, under one set of choices.

    Parameters
    ----------
    dataset : Dataset
        The reports.
    view : ViewState
        Its `known`, `half_life` and `equal_claims` count.
    inputs : Inputs
        Decisions, boundaries and drawings.
    """

    def __init__(self, dataset: Dataset, view: ViewState, inputs: Inputs) -> None:
        self.dataset = dataset
        self.inputs = inputs
        self.known = view.known
        self.equal_claims = view.equal_claims
        self.half_life_days = float(view.half_life or holders.HALF_LIFE_DAYS)
        factions = dataset.factions.to_csv(index=False)
        said = (dataset.name, dataset.fingerprint, factions, self.known, self.equal_claims, inputs.decisions.to_csv(index=False))
        self.key = _digest(*said)
        self.map_key = _digest(self.key, self.half_life_days, inputs.mark, LAYOUT)

    @property
    def events(self) -> gpd.GeoDataFrame:
        """The reports that count: all, or those published by the day of `known`."""
        if not self.known:
            return self.dataset.events
        return _known.get((self.dataset.fingerprint, self.known), lambda: holders.known_on(self.dataset.events, self.known))

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """The decisions about reports that count."""
        table = self.inputs.decisions
        if table.empty:
            return table
        known = set(self.events["event_id"].astype("str"))
        return table[table["event_id"].isin(known) & table["other_id"].isin(known)]

    @property
    def options(self) -> dict[str, Any]:
        """What the functions of `control` need beside the events."""
        return {"gazetteer": self.dataset.gazetteer.places, "factions": self.dataset.factions, "decisions": self.decisions}

    @property
    def spells(self) -> gpd.GeoDataFrame:
        """The control spells of every place."""
        return _spells.get(self.key, lambda: holders.spells(self.events, discount_own_claims=not self.equal_claims, **self.options))

    @property
    def changes(self) -> pd.DataFrame:
        """Every change of holder or status."""
        made: pd.DataFrame = self._part("changes", lambda: holders.changes(self.spells))
        return made

    @property
    def contradictions(self) -> pd.DataFrame:
        """Pairs of reports that cannot both be true, with the decisions."""
        made: pd.DataFrame = self._part("contradictions", lambda: holders.contradictions(self.events, **self.options))
        return made

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """What each place is drawn as."""
        made: gpd.GeoDataFrame = self._part(f"areas {self.inputs.mark}", lambda: self._areas(self.spells))
        return made

    @property
    def drawn(self) -> gpd.GeoDataFrame:
        """The spells that the map shows: those of places, and the drawings as places of their own."""
        if self.inputs.drawings is None:
            return self.spells
        drawings = self.inputs.drawings

        def make() -> gpd.GeoDataFrame:
            table = pd.concat([self.spells, as_spells(drawings)], ignore_index=True)
            return gpd.GeoDataFrame(table.sort_values(["place_id", "start"], ignore_index=True), geometry="geometry")

        made: gpd.GeoDataFrame = self._part(f"drawn {self.inputs.mark}", make)
        return made

    def on_map(self, day: str) -> gpd.GeoDataFrame:
        """Return who holds what on a day, drawings among the places."""
        if self.inputs.drawings is None:
            return self.at(day)
        key = f"on map {day} {self.half_life_days} {self.inputs.mark}"
        made: gpd.GeoDataFrame = self._of_day(key, lambda: holders.control_at(self.drawn, day, half_life_days=self.half_life_days))
        return made

    def at(self, day: str) -> gpd.GeoDataFrame:
        """Return who holds each place on a day."""
        key = f"at {day} {self.half_life_days}"
        made: gpd.GeoDataFrame = self._of_day(key, lambda: holders.control_at(self.spells, day, half_life_days=self.half_life_days))
        return made

    def difference(self, day: str, other: str, *, faction: str = "") -> holders.Difference:
        """Return what changed hands between two days."""
        key = f"difference {day} {other} {faction!r} {self.half_life_days}"
        options: dict[str, Any] = {"faction": faction, "half_life_days": self.half_life_days}
        made: holders.Difference = self._of_day(key, lambda: holders.difference(self.spells, day, other, **options))
        return made

    def ledger(self, place_id: str, *, day: str) -> pd.DataFrame:
        """Return every report on a place in order, and what each did; raises InputError for a place without reports."""
        named = _places.get(
            (self.dataset.name, self.dataset.fingerprint, self.known),
            lambda: places(self.events, gazetteer=self.dataset.gazetteer.places),
        )
        options = {**self.options, "discount_own_claims": not self.equal_claims, "half_life_days": self.half_life_days}
        options |= {"known_spells": self.spells, "known_places": named}
        made: pd.DataFrame = self._of_day(
            f"ledger {place_id!r} {day} {self.half_life_days}",
            lambda: holders.ledger(self.events, place_id, when=day or None, **options),
        )
        return made

    def figures(self, until: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, float | None]:
        """Return places held over time, days held, flips by place, and the half-life that the data show, up to a day."""

        def make() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, float | None]:
            fading: dict[str, Any] = {"until": until, "half_life_days": self.half_life_days}
            return (
                holders.places_held(self.spells, **fading),
                holders.days_held(self.spells, **fading),
                holders.flips(self.spells),
                holders.half_life(self.spells, until=until),
            )

        made: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, float | None] = self._part(f"figures {until} {self.half_life_days}", make)
        return made

    def content(self) -> bytes:
        """Return the packed file for the map, gzip-compressed."""

        def make() -> bytes:
            whole = self.packed(self.dataset.events["event_id"])
            return gzip.compress(whole, compresslevel=6 if len(whole) < LARGE else 1, mtime=0)

        return _contents.get(self.map_key, make)

    def packed(self, event_ids: pd.Series[str]) -> bytes:
        """Return the packed file for a map that shows the events of these ids in this order."""
        shapes = self.areas if self.inputs.drawings is None else self._areas(self.drawn)
        return pack_control(self.drawn, event_ids, shapes=shapes, half_life_days=self.half_life_days)

    def _areas(self, spells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return holders.areas(spells, polygons=self.inputs.boundaries, gazetteer=self.dataset.gazetteer.places)

    def _part(self, name: str, make: Any) -> Any:
        return _parts.get((self.key, name), make)

    def _of_day(self, name: str, make: Any) -> Any:
        return _days.get((self.key, name), make)


def publish(control: Control) -> str:
    """Let the map ask for a question's packed file and return its name, which says what it holds; it is made when it is asked for."""
    _asked.get(control.map_key, lambda: control)
    return control.map_key


def published(name: str) -> bytes | None:
    """Return a packed file, gzip-compressed, None where nobody asked for one of that name."""
    control = _asked.peek(name)
    return None if control is None else control.content()


def _digest(*said: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:24]
