"""Which faction words mean: by the data set's table of factions and aliases, else as they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from events.gazetteer import names
from events.reports.phrases.lexicon import Lexicon
from events.schema import PSEUDO_FACTIONS

_JOINTS: Final = re.compile(r"\s+(?:and|&)\s+|,\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parties:
    """Factions by their folded names and aliases, and by the one word of a name that no other faction has ("Badr")."""

    known: Mapping[tuple[str, ...], str]
    telling: Mapping[str, str]
    cores: Mapping[tuple[str, tuple[str, ...]], str]
    longest: int

    @classmethod
    def of(cls, factions: pd.DataFrame, lexicon: Lexicon) -> Parties:
        """Return the parties of a table of factions: `faction`, and `aliases` parted by ";" if there are any."""
        known: dict[tuple[str, ...], str] = {}
        words: dict[str, set[str]] = defaultdict(set)
        own: dict[str, str] = {}
        aliases = factions["aliases"].fillna("") if "aliases" in factions else [""] * len(factions)
        for faction, others in zip(factions["faction"].astype("str") if "faction" in factions else [], aliases, strict=False):
            if faction in PSEUDO_FACTIONS:
                continue
            spelled = [tuple(names.bare(names.fold(text)).split()) for text in (faction, *str(others).split(";"))]
            for name in spelled:
                if name:
                    known.setdefault(name, faction)
                for word in name:
                    words[word].add(faction)
            own |= {word: faction for word in spelled[0] if word == spelled[0][0] or (word,) in lexicon.lists["force"]}
        telling = {word: faction for word, faction in own.items() if words[word] == {faction} and len(word) > 2}
        return cls(known, telling, _cores(known, lexicon), max(map(len, known), default=0))

    def named(self, words: str, lexicon: Lexicon) -> str:
        """Return the faction that words name, or the words themselves where the table does not settle it.

        The longest alias in the words counts, if what is left only says "fighters", "some of the" and the like, and nothing sets them
        apart from it ("anti-", "former").
        """
        tokens = tuple(names.bare(names.fold(words.replace("'s", ""))).split())
        if not tokens or any(token in entry for token in tokens for entry in lexicon.lists["apart"]):
            return words.strip()
        found = self._mentions(tokens)
        factions = {faction for faction, _, _ in found}
        covered = {at for _, start, length in found for at in range(start, start + length)}
        left = [token for at, token in enumerate(tokens) if at not in covered]
        if len(factions) == 1 and all((token,) in lexicon.lists["force"] or token.isdigit() for token in left):
            return factions.pop()
        if len(tokens) == 1 and tokens[0] in self.telling:
            return self.telling[tokens[0]]
        core = _core(tokens, lexicon)
        if core in self.cores:
            return self.cores[core]
        generic = all((token,) in lexicon.lists["force"] for token in tokens)
        return words.strip().lower() if generic else words.strip()

    def sides(self, words: str, lexicon: Lexicon) -> list[str]:
        """Return the parties that words join by "and" or commas, each as `named`."""
        whole = self.named(words, lexicon)
        if whole in set(self.known.values()):
            return [whole]
        parts = [part for part in _JOINTS.split(words) if part.strip()]
        return [self.named(part, lexicon) for part in parts]

    def knows(self, words: str, lexicon: Lexicon) -> bool:
        """Whether words are one party or several of the table, or nothing but words for armed or governing people."""
        tokens = tuple(token for token in names.bare(names.fold(words)).split() if (token,) not in lexicon.lists["joint"])
        if not tokens:
            return False
        if _core(tokens, lexicon) in self.cores:
            return True
        covered = {at for _, start, length in self._mentions(tokens) for at in range(start, start + length)}
        return all(at in covered or (token,) in lexicon.lists["force"] for at, token in enumerate(tokens))

    def _mentions(self, tokens: tuple[str, ...]) -> list[tuple[str, int, int]]:
        """Return (faction, start, length) of the aliases in the words, the longest first at each place, none overlapping."""
        found, at = [], 0
        while at < len(tokens):
            length = next((n for n in range(min(self.longest, len(tokens) - at), 0, -1) if tokens[at : at + n] in self.known), 0)
            if length:
                found.append((self.known[tokens[at : at + length]], at, length))
            at += length or 1
        return found


def _core(name: tuple[str, ...], lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return a name without its last word, and the class of armed people that word is one of ("" if it is none)."""
    group = next((group for group in ("regulars", "irregulars") if name[-1:] in lexicon.lists[group]), "") if len(name) > 1 else ""
    return group, name[:-1] if group else ()


def _cores(known: Mapping[tuple[str, ...], str], lexicon: Lexicon) -> dict[tuple[str, tuple[str, ...]], str]:
    """Return the names without their last word ("US" of "US forces"), where only one faction has that core."""
    found: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for name, faction in known.items():
        group, core = _core(name, lexicon)
        if group and any((word,) not in lexicon.lists["force"] for word in core):
            found[group, core].add(faction)
    return {key: factions.pop() for key, factions in found.items() if len(factions) == 1}
