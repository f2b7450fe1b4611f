"""The forms in which English says where something is, relative to a place: patterns built from the words of `words_en.toml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from events.gazetteer.words import PlaceWords, place_words

_SPACE: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "−": "-", "“": "", "”": "", '"': ""})
_MARKS: Final = re.compile(r"[\d,()&%'-]")
#: Longer words are no place description; patterns are not tried on them.
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Form:
    """A way to say where, and what fills it: its name, the base places, bearing, distance, and the word for a kind of place.

    `about` tells that the distance is rounded, `capital` that the word is written as a part of a name.
    """

    name: str
    bases: tuple[str, ...]
    bearing: float | None = None
    distance_m: float | None = None
    about: bool = False
    word: str = ""
    capital: bool = False


def clean(words: str) -> str:
    """Return the words with plain quotes and dashes, single spaces, and no punctuation around them."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", words).translate(_QUOTES))
    return text.strip(" .,;:!?-'")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]+") for w in sorted(set(words), key=len, reverse=True))


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = place_words(language)
    parts = {name: _any(listed) for name, listed in words.lists.items()} | {
        "direction": _any(words.directions),
        "direction_word": _any(w for w in words.directions if len(w) > 3),  # an "n" or "se" alone is no direction of a part
        "number": rf"\d+(?:[.,]\d+)?|{_any(words.numbers)}",
        "metres": _any(words.units_m),
        "unit": _any(words.unit_words),
    }
    return tuple((name, re.compile(f"^(?:{_filled(pattern, parts)})$", re.IGNORECASE)) for name, pattern in words.forms)


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: f"(?:{parts[m[1]]})" if m[1] in parts else m[0], pattern.replace("~", r"\s+"))


@lru_cache(maxsize=8)
def _telling_words(language: str) -> frozenset[str]:
    """Words of which every form that has no number and no mark holds one."""
    words = place_words(language)
    listed = [*words.directions, *words.unit_words, *words.numbers, *(w for listed in words.lists.values() for w in listed)]
    return frozenset(part for word in listed for part in word.split()) | words.joints


def forms(text: str, *, language: str = "en") -> tuple[Form, ...]:
    """Return the ways in which cleaned words can be read, the likeliest first; () if they are a bare name."""
    if len(text) > LONGEST:
        return ()
    words = place_words(language)
    if not _MARKS.search(text) and _telling_words(language).isdisjoint(text.lower().split()):
        return ()
    found = ((name, pattern.match(text)) for name, pattern in _patterns(language))
    return tuple(form for name, match in found if match for form in (_form(name, match, words),) if all(form.bases))


def _form(name: str, match: re.Match[str], words: PlaceWords) -> Form:
    given = {key: value for key, value in match.groupdict().items() if value is not None}
    bases = tuple(clean(given[key]) for key in ("base", "other", "other2", "other3", "other4") if key in given)
    given["dir"] = given.get("dir") or given.get("dir2") or ""
    if not given["dir"]:
        del given["dir"]
    bearing = words.directions.get(re.sub(r"[\s-]+", " ", given["dir"].lower())) if "dir" in given else None
    if "dir" in given and bearing is None:
        bearing = words.directions[re.sub(r"[\s-]+", "-", given["dir"].lower())]
    distance = _number(given["n"], words) * words.units_m[given["metres"].lower()] if "metres" in given else None
    word = re.sub(r"[\s-]+", " ", given.get("word", "").lower())
    capital = bool(word) and given["word"][0].isupper() and not match.string.isupper()
    return Form(name, bases, bearing, distance, "about" in given, word, capital)


def _number(text: str, words: PlaceWords) -> float:
    lowered = re.sub(r"[\s-]+", " ", text.lower())
    return words.numbers[lowered] if lowered in words.numbers else float(lowered.replace(",", "."))
