"""The rest of a list of places that the parser broke off: "swept into Kunduz, Sar-e Pul and Taloqan"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.naming import Naming
from events.reports.placeref import PlaceRef

if TYPE_CHECKING:
    from spacy.tokens import Token


class Listing:
    """Reads on after a named place, by commas and "and".

    Parameters
    ----------
    naming : Naming
        Names places in noun phrases.
    """

    def __init__(self, naming: Naming) -> None:
        self.sorts, self.mentions, self.words = naming.sorts, naming.mentions, naming.lexicon.words

    def extended(self, refs: list[PlaceRef]) -> list[PlaceRef]:
        """Return the places of an event with those that a list goes on with; as they are unless the list ends with "and" and a name."""
        last = max(refs, key=lambda ref: ref.end, default=None)
        if last is None or last.end <= 0 or last.feature:
            return refs
        known = {ref.name for ref in refs}
        return refs + [ref for ref in self._following(last.end) if ref.name not in known]

    def _following(self, at: int) -> list[PlaceRef]:
        doc, found, closed = self.mentions.doc, list[PlaceRef](), False
        while not closed and at < len(doc) - 1 and (doc[at].text == "," or doc[at].lower_ in self.words["joining"]):
            closed = doc[at].lower_ in self.words["joining"]
            at += 1
            if doc[at].lower_ in self.words["joining"]:
                closed, at = True, at + 1
            end = self._name_end(at)
            if end == at or (closed and end < len(doc) and doc[end].lower_ in self.words["joining"]):
                return []
            words = doc[at:end].text
            found.append(PlaceRef(words, "", "", "", at, end, words, 0.65, "named further on in the same list"))
            at = end
        return found if closed else []

    def _name_end(self, start: int) -> int:
        """Return where a name of a place ends, `start` if none begins there."""
        doc, end = self.mentions.doc, start
        while end < len(doc) and (self._is_part(doc[end]) or (end > start and doc[end].text == "-")):
            end += 1
            if end < len(doc) and doc[end - 1].text == "-":  # "Sar-e Pul"
                end += 1
        if not any(doc[i].pos_ in ("PROPN", "X") for i in range(start, end)) or any(self._is_other(t) for t in doc[start:end]):
            return start
        return end

    def _is_part(self, token: Token) -> bool:
        return token.text[:1].isupper() and token.pos_ in ("PROPN", "X", "NOUN", "ADJ")

    def _is_other(self, token: Token) -> bool:
        """Whether a name is of somebody, of a day, or begins another clause."""
        found = self.mentions.at(token)
        other = found is not None and found.what in ("group", "people", "time")
        noun = self.sorts.is_armed_noun(token) or token.ent_type_ in ("DATE", "TIME")
        return other or noun or token.dep_ in ("nsubj", "nsubjpass", "poss")
