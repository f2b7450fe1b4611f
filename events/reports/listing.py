"""The rest of a list of places that the parser broke off: "swept into Kunduz, Sar-e Pul and Taloqan", "took the port, the jail and Kut"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events.reports.naming import Naming
from events.reports.placeref import PlaceRef
from events.reports.unnamed import Unnamed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Parts of speech within a plain noun phrase.
NOMINAL: Final = ("DET", "ADJ", "NOUN", "PROPN", "NUM", "X", "PRON", "PART")
#: Words of the longest noun phrase that is read on.
LONGEST: Final = 8


class Listing:
    """Reads on after a place, by commas and "and".

    Parameters
    ----------
    naming : Naming
        Names places in noun phrases.
    unnamed : Unnamed
        Gives those that have no name.
    """

    def __init__(self, naming: Naming, unnamed: Unnamed) -> None:
        self.naming, self.unnamed = naming, unnamed
        self.sorts, self.mentions, self.words = naming.sorts, naming.mentions, naming.lexicon.words

    def following(self, at: int, trigger: Token) -> list[PlaceRef]:
        """Return the places with which a list goes on at a token; [] unless it ends with "and" and a place.

        Parameters
        ----------
        at : int
            The token after the last place that is known.
        trigger : spacy.tokens.Token
            The word that tells of the event.
        """
        doc, found, closed = self.mentions.doc, list[PlaceRef](), False
        while not closed and at < len(doc) - 1 and (doc[at].text == "," or doc[at].lower_ in self.words["joining"]):
            closed = doc[at].lower_ in self.words["joining"]
            at += 1
            if doc[at].lower_ in self.words["joining"]:
                closed, at = True, at + 1
            end, refs = self._item(at, trigger)
            if not refs or (closed and end < len(doc) and doc[end].lower_ in self.words["joining"]):
                return []
            found += refs
            at = end
        return found if closed else []

    def _item(self, at: int, trigger: Token) -> tuple[int, list[PlaceRef]]:
        """Return (where the place that begins at a token ends, the place)."""
        end = self._name_end(at)
        if end > at:
            words = self.mentions.doc[at:end].text
            return end, [PlaceRef(words, "", "", "", at, end, words, 0.65, "named further on in the same list")]
        head, end = self._noun(at)
        if head is None:
            return at, []
        return end, [ref for ref in self.naming.refs(head) if at <= ref.start < end] or self.unnamed.refs(head, trigger)

    def _noun(self, at: int) -> tuple[Token | None, int]:
        """Return (head, end) of a noun phrase for a place that begins at a token: "the armaments school", "part of X"."""
        doc, head, end, inside = self.mentions.doc, None, at, True
        while end < min(len(doc), at + LONGEST) and (
            doc[end].pos_ in NOMINAL or doc[end].lower_ in self.words["of"] or doc[end].text == "-"
        ):
            inside = inside and doc[end].lower_ not in self.words["of"]
            head = doc[end] if inside and doc[end].pos_ in ("NOUN", "PROPN", "X", "NUM") else head
            end += 1
        if head is None or self._is_other(head) or self.sorts.is_armed_noun(head) or not self.sorts.is_place(head):
            return None, at
        last = max((t for t in doc[at:end] if t.pos_ in ("NOUN", "PROPN", "X")), key=lambda t: t.i, default=head)
        return (None, at) if self._is_other(last) else (head, end)

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
