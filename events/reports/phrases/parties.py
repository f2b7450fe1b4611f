"""Which faction words mean: by the data set's table of factions and aliases, else as they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from events.gazetteer import names
from events.reports.phrases.lexicon import Lexicon
from events.schema import PSEUDO_FACTIONS


@dataclass(frozen=True, slots=True)
class Parties:
    """Factions by their folded names and aliases, and by single words that only one faction has in its names."""

    known: Mapping[tuple[str, ...], str]
    telling: Mapping[str, str]
    longest: int

    @classmethod
    def of(cls, factions: pd.DataFrame, lexicon: Lexicon) -> Parties:
        """Return the parties of a table of factions: `faction`, and `aliases` parted by ";" if there are any."""
        known: dict[tuple[str, ...], str] = {}
        words: dict[str, set[str]] = defaultdict(set)
        aliases = factions["aliases"].fillna("") if "aliases" in factions else [""] * len(factions)
        for faction, others in zip(factions["faction"].astype("str") if "faction" in factions else [], aliases, strict=False):
            if faction in PSEUDO_FACTIONS:
                continue
            for text in (faction, *str(others).split(";")):
                spelled = tuple(names.bare(names.fold(text)).split())
                if spelled:
                    known.setdefault(spelled, faction)
                    for word in spelled:
                        words[word].add(faction)
        generic = {word for entry in lexicon.lists["force"] for word in entry}
        telling = {w: next(iter(found)) for w, found in words.items() if len(found) == 1 and w not in generic and len(w) > 2}
        return cls(known, telling, max(map(len, known), default=0))

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
        if len(factions) > 1 and len(tokens) > 1 and self.known.get(tokens):
            return self.known[tokens]
        if not found and len([t for t in tokens if (t,) not in lexicon.lists["force"]]) == 1:
            return next((self.telling[token] for token in tokens if token in self.telling), words.strip())
        return words.strip()

    def knows(self, words: str, lexicon: Lexicon) -> bool:
        """Whether words are one party or several of the table, or nothing but words for armed or governing people."""
        tokens = tuple(names.bare(names.fold(words)).split())
        if not tokens:
            return False
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
