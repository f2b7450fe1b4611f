"""Places that a report does not name: "the port", "two villages", "several positions in the south"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.placeref import PlaceRef
from events.reports.sorts import Sorts
from events.reports.syntax import children, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token


class Unnamed:
    """Tells which nouns mean certain places though they do not name them, and gives them by their words.

    Parameters
    ----------
    sorts : Sorts
        The block's nouns, sorted.
    """

    def __init__(self, sorts: Sorts) -> None:
        self.sorts, self.grammar, self.mentions, self.lexicon = sorts, sorts.grammar, sorts.mentions, sorts.lexicon

    def refs(self, noun: Token, trigger: Token, *, within: str = "") -> list[PlaceRef]:
        """Return "the port" as it stands, for a place that nothing in the report names; [] for "every town" and "them".

        Parameters
        ----------
        noun : spacy.tokens.Token
            Head of the phrase.
        trigger : spacy.tokens.Token
            The word that tells of the event; what stands before it is no part of the place.
        within : str
            A place named beside it.
        """
        if not self._is_certain(noun):
            return []
        start, end = phrase(noun)
        if start <= trigger.i < noun.i:  # a headline that the parser took for one long name
            start = trigger.i + 1
        while start < noun.i and self.mentions.doc[start].pos_ in ("DET", "PRON"):
            start += 1
        words = self.mentions.doc[start:end].text
        return [PlaceRef(words, "", "", within, start, end, words, 0.4, "a place without a name")]

    def feature(self, noun: Token | None) -> str:
        """Return the words of a site or part that is not named itself: "the airport"; "" for "the town"."""
        if (
            noun is None
            or noun.lower_ in self.lexicon.words["pronouns"]
            or (self.lexicon.lemma(noun) in self.lexicon.places["areas"] and noun.tag_ not in ("NNS", "NNPS"))
        ):
            return ""
        start, end = phrase(noun)
        return " ".join(t.text for t in self.mentions.doc[start:end] if t.pos_ not in ("DET", "PRON"))

    def is_site(self, noun: Token) -> bool:
        """Whether a noun is a site, or so many things, that is told of beside a named place, and no word for that place itself."""
        lemma = self.lexicon.lemma(noun)
        places = self.lexicon.places
        site = lemma in places["sites"] | places["camps"] and lemma not in places["areas"]
        return (site or bool(children(noun, ("nummod",)))) and self.sorts.is_place(noun) and self.mentions.place(noun) is None

    def _is_certain(self, noun: Token) -> bool:
        """Whether a noun means certain places, though it does not name them: "the port", "two villages", "key town" in a headline."""
        lemma, places = self.lexicon.lemma(noun), self.lexicon.places
        if lemma in places["quantities"] or noun.lower_ == "%" or noun.pos_ == "NUM":  # "half of the province", "three of the cities"
            measured = any(c.dep_ == "nummod" or self.lexicon.lemma(c) in places["distance_units"] for c in noun.children if c.i < noun.i)
            parts = [n for n in self.grammar.after(noun, self.lexicon.words["of"]) if self.sorts.is_place(n)]
            return any(measured or self._is_certain(n) or (self._is_definite(n) and not self._is_vague(n)) for n in parts)
        before = {c.lower_ for c in noun.children if c.i < noun.i}
        counted = any(c.dep_ == "nummod" or c.lower_ in places["quantities"] for c in noun.children if c.i < noun.i)
        if self._is_vague(noun):
            return counted or (self._is_definite(noun) and self._is_told_apart(noun))
        if noun.tag_ in ("NNS", "NNPS") and noun.lower_ not in places["sites"]:  # "barracks" is one
            apart = self._is_told_apart(noun) and (self._is_definite(noun) or all(t.pos_ != "DET" for t in noun.sent))
            sites = lemma in places["sites"] and before & self.lexicon.words["definite"]
            return counted or apart or bool(sites)
        headline = all(t.pos_ != "DET" for t in noun.sent)
        owned = any(c.dep_ == "poss" for c in noun.children)
        return bool(before & (self.lexicon.words["definite"] | self.lexicon.words["indefinite"])) or owned or headline

    def _is_vague(self, noun: Token) -> bool:
        return self.lexicon.lemma(noun) in self.lexicon.places["vague"]

    def _is_definite(self, noun: Token) -> bool:
        beside = {c.lower_ for c in noun.children if c.i < noun.i}
        return bool(beside & (self.lexicon.words["definite"] | self.lexicon.words["indefinite"])) or bool(children(noun, ("poss",)))

    def _is_told_apart(self, noun: Token) -> bool:
        """Whether more is said of a vague noun, so that it means certain ground: "a stretch of the border", "the lines they held"."""
        of = self.grammar.after(noun, self.lexicon.words["of"] | self.lexicon.words["strong_locative"])
        narrowed = [c for c in children(noun, ("compound", "amod")) if c.i < noun.i]
        relative = children(noun, (*self.lexicon.labels["relative"], *self.lexicon.labels["participle"]))
        return bool(relative or narrowed) or any(self.sorts.is_place(n) or n.lower_ in self.lexicon.words["directions"] for n in of)
