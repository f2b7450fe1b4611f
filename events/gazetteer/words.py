"""Words that tell where something is: kinds of places, directions, distances, vagueness. Read from `words_<language>.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from events.errors import InputError


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The place words of a language, folded; see `words_en.toml` for what each list means."""

    lists: Mapping[str, tuple[str, ...]]
    directions: Mapping[str, float]
    units_m: Mapping[str, float]
    units: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, float]
    forms: tuple[tuple[str, str], ...]

    @property
    def joints(self) -> frozenset[str]:
        """Words that the patterns of the forms spell out themselves."""
        return frozenset(word for _, pattern in self.forms for word in re.findall(r"(?<![{<\\\w])[a-z]{2,}(?![}>\w])", pattern))

    @property
    def unit_words(self) -> tuple[str, ...]:
        """Words for administrative units, which a name is also known without."""
        return tuple(word for words in self.units.values() for word in words)

    @property
    def telling(self) -> dict[str, str]:
        """Words that tell places apart, each with what it amounts to: directions by their bearing, the others as they are."""
        directions = {word: f"@{bearing:g}" for word, bearing in self.directions.items() if len(word) > 2}
        return directions | {word: word for word in self.lists["telling"]}


@lru_cache(maxsize=8)
def place_words(language: str = "en") -> PlaceWords:
    """Return the place words of a language; `InputError` if there is no file for it."""
    file = files("events.gazetteer").joinpath(f"words_{language}.toml")
    if not language.isalpha() or not file.is_file():
        raise InputError("no place words for this language.", value=language, hint="Add a words_<language>.toml beside words_en.toml.")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    directions = {word: float(entry["bearing"]) for entry in data["direction"] for word in entry["words"]}
    units_m = {word: float(entry["metres"]) for entry in data["distance"] for word in entry["words"]}
    units = {group: tuple(words) for group, words in data["unit"].items()}
    lists = {name: tuple(words) for name, words in data["words"].items()}
    forms = tuple((entry["name"], entry["pattern"]) for entry in data["form"])
    numbers = {word: float(value) for word, value in data["number"].items()}
    frozen = [MappingProxyType(table) for table in (directions, units_m, numbers)]
    return PlaceWords(MappingProxyType(lists), frozen[0], frozen[1], MappingProxyType(units), frozen[2], forms)
