"""The gazetteer: layers of places, asked one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from events.errors import InputError
from events.gazetteer import kinds, names
from events.gazetteer.layer import Layer
from events.gazetteer.match import ALL_LEVELS, Accept, Found, search
from events.gazetteer.place import PLACE_COLUMNS, Place
from events.gazetteer.words import place_words

_TEXT: Final = ("name", "aliases", "parent", "kind", "country", "admin1", "pcode", "source")
_NUMBERS: Final = ("lon", "lat", "radius_m", "population")


@dataclass(frozen=True)
class Gazetteer:
    """Places by name, in layers: on each level of likeness the first layer answers before the next.

    Build one with `from_frame`, or with `from_file` and `from_geonames`, and join them with `combine`.
    """

    layers: tuple[Layer, ...] = field(default=(), repr=False)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, *, file: str = "") -> Gazetteer:
        """Return a gazetteer of one layer.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns `events.gazetteer.PLACE_COLUMNS`, of which only `name` with `lon` and `lat` (degrees) are needed. `aliases` are
            parted by ";". `radius_m` in metres. `shape` holds shapely geometries (EPSG:4326).
        file : str
            Name of the source, for messages.

        Raises
        ------
        InputError
            If a place has no name, or coordinates that are missing or outside the world.
        """
        checked = complete(frame, file=file)
        return cls((_layer(lambda: checked),))

    @classmethod
    def deferred(cls, load: Callable[[], pd.DataFrame], *, file: str = "") -> Gazetteer:
        """Return a gazetteer of one layer whose frame is made when it is first asked; `load` takes nothing and gives the frame."""
        return cls((_layer(lambda: complete(load(), file=file)),))

    @classmethod
    def combine(cls, *gazetteers: Gazetteer) -> Gazetteer:
        """Return one gazetteer with the layers of all, the first to be asked first."""
        return cls(tuple(layer for gazetteer in gazetteers for layer in gazetteer.layers))

    @property
    def places(self) -> pd.DataFrame:
        """All places, columns `PLACE_COLUMNS` and `layer` (0 is asked first). Loads every layer."""
        frames = [layer.frame.assign(layer=number) for number, layer in enumerate(self.layers)]
        empty = pd.DataFrame(columns=[*PLACE_COLUMNS, "layer"])
        return pd.concat(frames, ignore_index=True) if frames else empty

    def search(
        self, name: str, *, accept: Accept = lambda _: True, prefer: Sequence[str] = (), levels: Sequence[str] = ALL_LEVELS
    ) -> Found:
        """Look a name up; see `events.gazetteer.match.search`."""
        return search(name, self.layers, accept=accept, prefer=prefer, levels=levels)

    def named(self, name: str) -> tuple[Place, ...]:
        """Return every place in any layer that goes by this name, in any tier, exactly or by sound: what "in X" may mean.

        "X Province" also means the administrative places that are called X.
        """
        return tuple(place for layer in self.layers for place in named(layer, name))


def named(layer: Layer, name: str) -> tuple[Place, ...]:
    """Return every place of one layer that goes by a name; see `Gazetteer.named`."""
    words = names.fold(name).split()
    short = [word for word in words if word not in place_words().unit_words]
    found = {id(place): place for place in _bearing(layer, " ".join(words))}
    if short and len(short) < len(words):
        found |= {id(place): place for place in _bearing(layer, " ".join(short)) if place.place_class in kinds.ADMINISTRATIVE}
    return tuple(found.values())


def _bearing(layer: Layer, folded: str) -> Iterator[Place]:
    for level, key in enumerate(layer.keys(folded)[:3]):
        for row, _ in layer.hits(level, key):
            yield layer.place(row)


def _layer(load: Callable[[], pd.DataFrame]) -> Layer:
    return Layer(load, words=place_words())


def complete(frame: pd.DataFrame, *, file: str = "") -> pd.DataFrame:
    """Return a new frame with all `PLACE_COLUMNS`, typed and checked; rows keep their order."""
    table = pd.DataFrame(frame).reset_index(drop=True)
    text = {
        name: table[name].fillna("").astype("str") if name in table else pd.Series("", index=table.index, dtype="str") for name in _TEXT
    }
    numbers = {
        name: pd.to_numeric(table[name], errors="coerce") if name in table else pd.Series(np.nan, index=table.index) for name in _NUMBERS
    }
    shape = table["shape"] if "shape" in table else pd.Series(None, index=table.index, dtype="object")
    made = pd.DataFrame({**text, **{k: v.astype("float64") for k, v in numbers.items()}, "shape": shape.astype("object")})[
        list(PLACE_COLUMNS)
    ]
    for column, reason, bad in (
        ("name", "a place without a name", made["name"].str.strip() == ""),
        ("lon", "not a longitude between -180 and 180", ~made["lon"].between(-180, 180)),
        ("lat", "not a latitude between -90 and 90", ~made["lat"].between(-90, 90)),
        ("radius_m", "a negative radius", made["radius_m"] < 0),
    ):
        if bad.any():
            row = int(np.flatnonzero(bad.to_numpy())[0])
            value = table[column].iloc[row] if column in table else ""
            hint = "Correct the gazetteer and load it again."
            raise InputError(reason, file=file or None, row=row + 1, column=column, value=value, hint=hint)
    return made
