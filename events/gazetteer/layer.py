"""One table of places with its indexes: a layer of a gazetteer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from events.gazetteer import kinds, names
from events.gazetteer.likeness import Likeness
from events.gazetteer.place import PLACE_COLUMNS, Place
from events.gazetteer.words import PlaceWords

#: How directly a name stands for its place: its own name, another name of it, or its name without "(Kut)", ", Kut" or "Governorate".
OWN: Final = 0
ALIAS: Final = 1
SHORTENED: Final = 2
#: Another name without "Province": counts only where a province is asked for.
SHORTENED_ALIAS: Final = 3
#: How many words' keys a layer keeps in mind.
_REMEMBERED: Final = 20_000
Index = dict[str, list[tuple[int, int]]]
LEVELS: Final = ("fold", "bare", "sound", "skeleton")
_QUALIFIED: Final = re.compile(r"^(?P<name>[^(),]+?)\s*(?:\((?P<a>[^()]+)\)|,\s*(?P<b>[^(),]+))$")
#: Gross density of built-up land, people per square kilometre: about the mean over 120 cities in Angel, Parent, Civco & Blei (2011),
#: "Making Room for a Planet of Cities", Lincoln Institute. It only turns a population into a radius where a gazetteer has none.
PEOPLE_PER_KM2: Final = 6_000
#: Radius of a place of which neither extent nor population is known, by class, metres.
RADIUS_BY_CLASS: Final = {
    kinds.SITE: 500.0,
    kinds.QUARTER: 1_500.0,
    kinds.PART: 3_000.0,
    kinds.SETTLEMENT: 2_000.0,
    kinds.AREA: 5_000.0,
    kinds.ADMIN2: 25_000.0,
    kinds.ADMIN1: 75_000.0,
    kinds.COUNTRY: 400_000.0,
}


class Layer:
    """Places of one source, indexed by their names on every level of likeness.

    Parameters
    ----------
    load : callable
        Returns the frame, columns `PLACE_COLUMNS`; called once, when the layer is first asked.
    words : PlaceWords
        Which words a name is also known without ("governorate"), and which tell names apart (see `names.keys`).
    """

    def __init__(self, load: Callable[[], pd.DataFrame], *, words: PlaceWords) -> None:
        self._load = load
        self._generic, self._endings, self._telling = words.unit_words, words.lists["loose_ending"], words.telling
        self._places: dict[int, Place] = {}
        self._twins: dict[int, tuple[Place, Place | None]] = {}
        self._keys: dict[str, tuple[str, str, str, str]] = {}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The places, a fresh RangeIndex."""
        return self._load()[list(PLACE_COLUMNS)].reset_index(drop=True)

    @cached_property
    def _columns(self) -> dict[str, list[object]]:
        return {name: self.frame[name].tolist() for name in PLACE_COLUMNS}

    @cached_property
    def known_names(self) -> tuple[list[str], list[int], list[int]]:
        """Every folded name, the row it belongs to and how directly it does (OWN, ALIAS, SHORTENED)."""
        folded: list[str] = []
        rows: list[int] = []
        tiers: list[int] = []
        for row, (name, aliases) in enumerate(zip(self._columns["name"], self._columns["aliases"], strict=True)):
            seen: set[str] = set()
            for text, tier in self._spellings(str(name), str(aliases)):
                key = names.fold(text)
                if key and key not in seen:
                    seen.add(key)
                    folded.append(key)
                    rows.append(row)
                    tiers.append(tier)
        return folded, rows, tiers

    def _spellings(self, name: str, aliases: str) -> Iterator[tuple[str, int]]:
        yield name, OWN
        short = _QUALIFIED.match(name)
        if short:
            yield short["name"], OWN
            yield f"{short['name']} {short['a'] or short['b']}", ALIAS
        others = [alias for alias in aliases.split(";") if alias.strip()]
        for alias in others:
            yield alias, ALIAS
        for text, tier in ((name, SHORTENED), *((alias, SHORTENED_ALIAS) for alias in others)):
            words = names.fold(text).split()
            kept = [w for w in words if w not in self._generic]
            kept = kept[:-1] if len(kept) > 1 and kept[-1] in self._endings else kept
            if kept and len(kept) < len(words):
                yield " ".join(kept), tier

    def hits(self, level: int, key: str) -> list[tuple[int, int]]:
        """Return (row, tier) of the places known by `key` on a level of `LEVELS`; the best tier first."""
        if not key:
            return []
        return (self._indexes[level - 1] if level else self._folded).get(key, [])

    def keys(self, folded: str) -> tuple[str, str, str, str]:
        """Return the keys of a folded name on each of `LEVELS`."""
        found = self._keys.get(folded)
        if found is None:
            if len(self._keys) >= _REMEMBERED:
                self._keys.clear()
            found = self._keys[folded] = (folded, *names.keys(folded, self._telling))
        return found

    @cached_property
    def _folded(self) -> Index:
        """The index of the first level alone: the others take longer, and are made when a name is not found there."""
        return _index((folded, row, tier) for folded, row, tier in zip(*self.known_names, strict=True))

    @cached_property
    def _indexes(self) -> tuple[Index, ...]:
        rows = [(names.keys(folded, self._telling), row, tier) for folded, row, tier in zip(*self.known_names, strict=True)]
        return tuple(_index((keys[level], row, tier) for keys, row, tier in rows) for level in range(len(LEVELS) - 1))

    @cached_property
    def _likeness(self) -> tuple[Likeness, list[int]]:
        items = [(key, rows[0][0]) for key, rows in self._indexes[0].items()]
        return Likeness([key for key, _ in items]), [row for _, row in items]

    def alike(self, bare: str, *, at_least: float) -> list[tuple[str, float, int]]:
        """Return (bare name, likeness of 100, row) of the names most like a bare name, the most alike first."""
        likeness, rows = self._likeness
        return [(likeness.known[at], score, rows[at]) for at, score in likeness.rank(bare, at_least=at_least)]

    def twin(self, place: Place) -> Place | None:
        """Return this layer's entry of a place of another layer, None if it has none."""
        key = id(place)
        if key not in self._twins:
            self._twins[key] = (place, next((p for p in self._namesakes(place) if p.same_spot(place)), None))
        return self._twins[key][1]

    def _namesakes(self, place: Place) -> Iterator[Place]:
        for text in (place.name, *place.aliases):
            keys = self.keys(names.fold(text))
            for level in (1, 2):
                for row, tier in self.hits(level, keys[level]):
                    if tier <= SHORTENED:
                        yield self.place(row)

    def place(self, row: int) -> Place:
        """Return the place on a row."""
        found = self._places.get(row)
        if found is None:
            found = self._places[row] = self._make(row)
        return found

    def _make(self, row: int) -> Place:
        column = self._columns
        group = self._class(row)
        population = _number(column["population"][row])
        radius = _number(column["radius_m"][row])
        if np.isnan(radius):
            by_people = 1_000 * float(np.sqrt(population / PEOPLE_PER_KM2 / np.pi)) if population > 0 else 0.0
            radius = max(RADIUS_BY_CLASS[group], by_people if group in kinds.INSIDE_A_CITY else 0.0)
        shape = column["shape"][row]
        return Place(
            name=str(column["name"][row]),
            aliases=tuple(a.strip() for a in str(column["aliases"][row]).split(";") if a.strip()),
            kind=str(column["kind"][row]),
            place_class=group,
            parents=self._chain(row),
            country=str(column["country"][row]),
            admin1=str(column["admin1"][row]),
            lon=_number(column["lon"][row]),
            lat=_number(column["lat"][row]),
            radius_m=radius,
            population=population,
            pcode=str(column["pcode"][row]),
            source=str(column["source"][row]),
            shape=shape if isinstance(shape, BaseGeometry) else None,
        )

    def _class(self, row: int, *, below: frozenset[int] = frozenset()) -> str:
        kind = str(self._columns["kind"][row])
        if kinds.class_of(kind) != kinds.class_of(kind, parent_class=kinds.SETTLEMENT):
            parent = self._parent_row(row)
            if parent is not None and parent not in below:
                return kinds.class_of(kind, parent_class=self._class(parent, below=below | {row}))
        return kinds.class_of(kind)

    def _parent_row(self, row: int) -> int | None:
        """Return the row of what a place lies in: of the places of that name the first that is of a larger kind, else the first."""
        parent = names.fold(str(self._columns["parent"][row]))
        rows = [r for r, _ in self.hits(0, parent) if r != row]
        larger = (r for r in rows if self._size(r) > self._size(row))
        return next(larger, rows[0] if rows else None)

    def _size(self, row: int) -> int:
        return kinds.SIZES.index(kinds.class_of(str(self._columns["kind"][row]), parent_class=kinds.SETTLEMENT))

    def _chain(self, row: int) -> tuple[str, ...]:
        """Names of what the place lies in, the nearest first; a circle of parents in bad data ends where it closes."""
        chain: list[str] = []
        at: int | None = row
        seen = set()
        while at is not None and at not in seen:
            seen.add(at)
            parent = str(self._columns["parent"][at])
            if not parent:
                break
            chain.append(parent)
            at = self._parent_row(at)
        return tuple(chain)


def _index(rows: Iterable[tuple[str, int, int]]) -> Index:
    """Return key → (row, best tier), the best tier first."""
    best: dict[str, dict[int, int]] = defaultdict(dict)
    for key, row, tier in rows:
        if key:
            best[key][row] = min(tier, best[key].get(row, SHORTENED_ALIAS))
    return {key: sorted(found.items(), key=lambda item: (item[1], item[0])) for key, found in best.items()}


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | np.number) else float("nan")
