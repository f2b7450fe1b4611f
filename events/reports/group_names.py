"""Names of armed groups in a parsed text, from the factions table and the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc


class GroupNames:
    """Finds the groups of a factions table, then those the lexicon knows, in a parsed text.

    Parameters
    ----------
    parser : spacy.language.Language
        Splits the names into words as it does the text.
    aliases : mapping
        Alias or name → name in the factions table.
    known : iterable of str
        Names without a table.
    """

    def __init__(self, parser: Language, aliases: Mapping[str, str], known: Iterable[str]) -> None:
        from spacy.matcher import PhraseMatcher  # noqa: PLC0415  # the parser's library is loaded only when a report is read

        self.loose: PhraseMatcher = PhraseMatcher(parser.vocab, attr="LOWER")
        self.exact: PhraseMatcher = PhraseMatcher(parser.vocab, attr="ORTH")
        self.names = dict(aliases)
        self._strings = parser.vocab.strings
        for alias in [*aliases, *(name for name in known if name not in aliases)]:
            matcher = self.exact if _is_acronym(alias) else self.loose
            if alias.strip():
                matcher.add(alias, [parser.make_doc(alias)])

    def find(self, doc: Doc) -> list[tuple[int, int, str]]:
        """Return (start, end, alias) of the groups named, longest first, without overlap."""
        hits = [(start, end, self._strings[key]) for matcher in (self.loose, self.exact) for key, start, end in matcher(doc)]
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken: set[int] = set()
        kept = []
        for start, end, alias in hits:
            if not taken & set(range(start, end)):
                taken |= set(range(start, end))
                kept.append((start, end, alias))
        return kept


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) <= 8  # "IS" in capitals is a group, "is" is not
