"""The words of a language that the reading rules look for, read from a folder of TOML files (data/lexicon/en is English)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from events.errors import InputError

if TYPE_CHECKING:
    from spacy.tokens import Token

HOME: Final = Path(__file__).resolve().parents[2] / "data" / "lexicon"
FILES: Final = ("language", "verbs", "groups", "places", "realis", "speech", "time")


#: Lists of places.toml that hold names, or first parts of them.
NAMES: Final = ("name_before", "rulers", "countries_extra")


@dataclass(frozen=True, slots=True)
class Frame:
    """One meaning of some verbs; the fields are those of a `[[frame]]` in verbs.toml, which explains them."""

    kind: str
    verbs: tuple[str, ...]
    object: str
    place: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()
    loser: tuple[str, ...] = ()
    strength: str = "strong"
    required: bool = False
    present: str = ""
    force: bool = False
    force_object: bool = False
    soldiers: bool = False
    passive_only: bool = False
    active_only: bool = False
    subject_nouns: str = ""
    only_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NounFrame:
    """A noun that tells of control; the fields are those of a `[[noun]]` in verbs.toml."""

    kind: str
    nouns: tuple[str, ...]
    place: tuple[str, ...]
    holder: tuple[str, ...] = ()
    loser: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A noun that tells of a state after a preposition; the fields are those of a `[[state]]` in verbs.toml."""

    sense: str
    before: tuple[str, ...]
    place: str
    kind: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word lists of one language, as sets, under the names they have in the files."""

    language: str
    model: str
    labels: Mapping[str, frozenset[str]]
    tags: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    frames: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[NounFrame, ...]]
    states: tuple[State, ...]
    state_verbs: Mapping[str, frozenset[str]]
    participles: Mapping[str, frozenset[str]]
    senses: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    known_groups: tuple[str, ...]
    places: Mapping[str, frozenset[str]]
    realis: Mapping[str, Mapping[str, frozenset[str]]]
    historical_after_days: int
    speech: Mapping[str, frozenset[str]]
    time: Mapping[str, Any]
    forms: Mapping[str, str]
    done_to_persons: frozenset[str]
    read_like: Mapping[str, str]

    def lemma(self, token: Token) -> str:
        """Return the dictionary form of a word: the lexicon's where the parser does not know it ("retook"), else the parser's."""
        return self.forms.get(token.lower_) or str(token.lemma_).lower()

    @cached_property
    def common(self) -> frozenset[str]:
        """Return the words that are no names, in small letters: verbs and nouns of control, of places, of groups, and of headlines."""
        tables = (self.senses, self.groups, {k: v for k, v in self.places.items() if k not in NAMES}, self.state_verbs)
        lists = [words for table in tables for words in table.values()]
        found = frozenset(self.frames) | frozenset(self.nouns) | frozenset(self.forms) | self.words["headline"] | self.words["locative"]
        return found.union(*({word for word in words if word.islower()} for words in lists))


@lru_cache(maxsize=8)
def lexicon(language: str = "en", *, home: Path = HOME) -> Lexicon:
    """Return the lexicon of a language.

    Parameters
    ----------
    language : str
        Name of the folder under `home`.
    home : pathlib.Path
        Where the languages' folders stand.

    Raises
    ------
    InputError
        If the language has no folder, or one of its files is missing, unreadable or not as the English one is.
    """
    folder = home / language
    if not language.isalnum() or not folder.is_dir():
        raise InputError("there is no lexicon for this language.", value=language, hint=f"Copy {home.name}/en and translate its words.")
    files = {name: _read(folder / f"{name}.toml") for name in FILES}
    try:
        return _build(language, files)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(
            f"the lexicon lacks or misnames an entry: {error}.", file=str(folder), hint="Compare it with the English one."
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"a file of the lexicon cannot be read: {error}.", file=str(path)) from error


def _sets(table: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({name: frozenset(words) for name, words in table.items() if isinstance(words, list)})


def _build(language: str, files: Mapping[str, Any]) -> Lexicon:
    head, verbs, groups, realis = files["language"], files["verbs"], files["groups"], files["realis"]
    return Lexicon(
        language=language,
        model=head["model"],
        labels=_sets(head["labels"]),
        tags=_sets(head["tags"]),
        words=_sets(head["words"]),
        frames=_index([_frame(entry) for entry in verbs["frame"]], "verbs"),
        nouns=_index([NounFrame(**{k: _frozen(v) for k, v in entry.items()}) for entry in verbs["noun"]], "nouns"),
        states=tuple(State(**{k: _frozen(v) for k, v in entry.items()}) for entry in verbs["state"]),
        state_verbs=_sets(verbs["state_verbs"]),
        participles=_sets(verbs["participles"]),
        senses=_sets(verbs["nouns"]),
        groups=MappingProxyType(
            dict(_sets(groups)) | {"neutral": frozenset(groups["neutral"]["nouns"]), "party": frozenset(groups["party"]["nouns"])}
        ),
        known_groups=tuple(groups["known"]),
        places=_sets(files["places"]),
        realis=MappingProxyType({name: _sets(table) for name, table in realis.items() if isinstance(table, dict)}),
        historical_after_days=int(realis["historical_after_days"]),
        speech=_sets(files["speech"]),
        time=MappingProxyType(files["time"]),
        read_like=MappingProxyType(dict(head["read_like"])),
        done_to_persons=frozenset(verbs["done_to_persons"]["verbs"]),
        forms=MappingProxyType({form: verb for verb, forms in verbs["forms"].items() for form in forms}),
    )


def _frozen(value: Any) -> Any:  # a TOML value is of any type, and stays what it is
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType({k: tuple(v) for k, v in value.items()}) if isinstance(value, dict) else value


def _frame(entry: Mapping[str, Any]) -> Frame:
    return Frame(**{name: _frozen(value) for name, value in entry.items()})


def _index(frames: list[Any], field: str) -> Mapping[str, tuple[Any, ...]]:
    table: dict[str, tuple[Any, ...]] = {}
    for frame in frames:
        for word in getattr(frame, field):
            table[word] = (*table.get(word, ()), frame)
    return MappingProxyType(table)
