"""What stands about a place's name and belongs to it: "southern", "the outskirts of", "10 km north of", "airport"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.mentions import Mention, Mentions
from events.reports.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from events.reports.lexicon import Lexicon


class Narrowing:
    """Finds the words that narrow a name, or make it that of a site.

    Parameters
    ----------
    mentions : Mentions
        The block's names.
    lexicon : Lexicon
        Its places name the words.
    """

    def __init__(self, mentions: Mentions, lexicon: Lexicon) -> None:
        self.mentions, self.lexicon = mentions, lexicon

    def with_site(self, mention: Mention) -> int:
        """Return where the name ends with the site noun that belongs to it: "Hodeidah airport", not "Kut police stations"."""
        doc, end = self.mentions.doc, mention.end
        sites = self.lexicon.places["sites"]
        while end < len(doc) and doc[end].lower_ in sites and doc[end].pos_ in ("NOUN", "PROPN") and doc[end].tag_ not in ("NNS", "NNPS"):
            end += 1
        if end == mention.end and end + 1 < len(doc) and f"{doc[end].lower_} {doc[end + 1].lower_}" in sites:
            end += 2
        if (
            end == mention.end
            and end + 1 < len(doc)
            and doc[end + 1].lower_ in sites
            and doc[end].pos_ in ("NOUN", "ADJ", "PROPN")
            and doc[end].dep_ in ("compound", "amod")
        ):
            end += 2
        return end

    def modifier(self, mention: Mention) -> tuple[int, str]:
        """Return (first token, words) of what narrows a name: "southern", "the outskirts of", "10 km north of", "near"."""
        doc, start = self.mentions.doc, mention.start
        places = self.lexicon.places
        while start > 0 and doc[start - 1].lower_ in places["modifiers"] and doc[start - 1].i >= doc[mention.start].sent.start:
            start -= 1
        if start == mention.start:
            start = self._part_of(doc, mention.start)
        return start, doc[start : mention.start].text.strip()

    def _part_of(self, doc: Doc, at: int) -> int:
        """Return where a phrase such as "10 km north of" or "the outskirts of" begins that ends right before a token, else that token."""
        places, sentence = self.lexicon.places, doc[at].sent.start
        before = at - 1
        if before - 1 < sentence or doc[before].lower_ not in self.lexicon.words["of"]:
            return at
        if doc[before - 1].lower_ not in places["part_nouns"] | places["modifiers"]:
            return at
        if doc[before - 1].tag_ == "NN" and any(c.pos_ == "PROPN" for c in children(doc[before - 1], self.lexicon.labels["compound"])):
            return at  # "the Damascus suburb of Saqba" is Saqba
        start = before - 1
        while start > sentence and (
            doc[start - 1].lower_ in places["modifiers"] or doc[start - 1].like_num or doc[start - 1].ent_type_ == "QUANTITY"
        ):
            start -= 1
        if start - 1 > sentence and doc[start - 2].like_num and doc[start - 1].lower_ in places["distance_units"]:
            start -= 2
        return start
