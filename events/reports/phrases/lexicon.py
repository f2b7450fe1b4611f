"""The words of short phrases: triggers, frames and word lists, from phrases.toml in the language's folder of data/lexicon."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from events.errors import InputError
from events.reports.lexicon import HOME

FILE: Final = "phrases.toml"
VOICES: Final = ("active", "passive", "noun")
Span = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which role stands where around a trigger: before it, after it, behind each preposition, and behind those of what is before."""

    subject: str = ""
    object: str = ""
    prepositions: Mapping[Span, str] = field(default_factory=dict)
    before: Mapping[Span, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or words that tell of control.

    `voices` are those of `VOICES` that the words can have, with the frame of each, and "perfect" for "has taken". `until` closes a
    trigger that has its holder in the middle ("under ... control"); with "*" the holder follows. `needs` names a list of words, one of
    which must stand before.
    """

    words: Span
    kind: str
    voices: Mapping[str, Frame]
    until: str | None = None
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Triggers by their first word, the longest first, and the word lists as tuples of tokens."""

    triggers: Mapping[str, tuple[Trigger, ...]]
    lists: Mapping[str, frozenset[Span]]
    longest: Mapping[str, int]

    def match(self, name: str, words: Span, at: int) -> int:
        """Return how many words from `at` on are an entry of a list, the longest; 0 if none is."""
        entries = self.lists[name]
        for length in range(min(self.longest[name], len(words) - at), 0, -1):
            if words[at : at + length] in entries:
                return length
        return 0

    def ends(self, name: str, words: Span) -> int:
        """Return how many words at the end are an entry of a list, the longest; 0 if none is."""
        entries = self.lists[name]
        for length in range(min(self.longest[name], len(words)), 0, -1):
            if words[len(words) - length :] in entries:
                return length
        return 0

    def any(self, name: str, words: Span) -> bool:
        """Whether an entry of a list stands anywhere in the words."""
        return any(self.match(name, words, at) for at in range(len(words)))


@lru_cache(maxsize=8)
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon of a language; `InputError` if there is no file for it."""
    file = HOME / language / FILE
    if not language.isalpha() or not file.is_file():
        raise InputError("no lexicon of phrases for this language.", value=language, hint=f"Copy {HOME.name}/en and translate its words.")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    frames = {name: _frames(entry) for name, entry in data["frame"].items()}
    merged: dict[tuple[Span, str | None], Trigger] = {}
    for entry in data["trigger"]:
        for trigger in _triggers(entry, frames):
            merged.setdefault((trigger.words, trigger.until), trigger)
    by_word: dict[str, list[Trigger]] = defaultdict(list)
    for trigger in merged.values():
        by_word[trigger.words[0]].append(trigger)
    lists = {name: frozenset(tuple(text.split()) for text in texts) for name, texts in data["words"].items()}
    ordered = {word: tuple(sorted(found, key=lambda t: -len(t.words))) for word, found in by_word.items()}
    return Lexicon(ordered, lists, {name: max(map(len, entries)) for name, entries in lists.items()})


def _frames(entry: Mapping[str, Any]) -> dict[str, Frame]:
    """Return the frame of each voice: the passive and the noun go by the active one where they say nothing else."""
    common = {key: role for key, role in entry.items() if isinstance(role, str)} | {
        "subject": entry.get("before", {}).get("subject", entry.get("subject", ""))
    }
    shared = {key: role for key, role in common.items() if key not in ("subject", "object")}
    before = _prepositions(entry.get("before", {}))
    active = Frame(common.get("subject", ""), common.get("object", ""), _prepositions(shared), before)
    passive = entry.get("passive", common)
    noun = {**common, **entry.get("noun", {})}
    return {
        "active": active,
        "perfect": active,
        "passive": Frame(passive.get("subject", ""), "", _prepositions({**shared, **passive}), before),
        "noun": Frame(noun.get("subject", ""), "", _prepositions(noun), before),
    }


def _prepositions(entry: Mapping[str, str]) -> dict[Span, str]:
    return {tuple(key.split()): role for key, role in entry.items() if key not in ("subject", "object")}


def _triggers(entry: Mapping[str, Any], frames: Mapping[str, dict[str, Frame]]) -> list[Trigger]:
    frame = frames[entry["frame"]]
    needs = next((name.removeprefix("needs_") for name in entry if name.startswith("needs_")), "")
    voices: dict[Span, dict[str, Frame]] = defaultdict(dict)
    for voice in VOICES:
        for text in entry.get(voice, ()):
            voices[tuple(text.split())][voice] = frame[voice]
            if voice == "passive":
                voices[tuple(text.split())]["perfect"] = frame["perfect"]
    around = [
        Trigger(tuple(start.split()), entry["kind"], {"active": frame["active"]}, until=end) for start, end in entry.get("around", ())
    ]
    return [Trigger(words, entry["kind"], found, needs=needs) for words, found in voices.items()] + around
