"""Nouns that tell of control by themselves: "the fall of Mosul to insurgents"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.finder import Finder
from events.reports.lexicon import NounFrame
from events.reports.match import Match
from events.reports.syntax import VERBAL

if TYPE_CHECKING:
    from spacy.tokens import Token


class Nouns(Finder):
    """Finds the nouns of control in a sentence."""

    def match(self, noun: Token) -> Match | None:
        """Return the event a noun tells of, if any."""
        if noun.pos_ != "NOUN":
            return None
        for frame in self.lexicon.nouns.get(self.lexicon.lemma(noun), ()):
            places = [p for word in frame.place if word != "possessor" for p in self.grammar.after(noun, {word})]
            places += [c for c in noun.children if c.dep_ == "poss"] if "possessor" in frame.place else []
            place = next((p for p in places if self._is_place(p, left=frame.kind == "withdrawn")), None)
            if place is None or self.sorts.is_noise(noun) or not self._is_said(frame, noun):
                continue
            holder = self._role(frame.holder, noun, place) or (self._achiever(noun) if frame.holder else None)
            loser = self._role(frame.loser, noun, place)
            return Match(
                frame.kind, noun, noun.text, place, holder, loser, f"the noun {noun.lemma_!r}", 0.7 if frame.kind != "contested" else 0.6
            )
        return None

    def _is_said(self, frame: NounFrame, noun: Token) -> bool:
        """Whether what a frame asks for is said of its noun ("control of X is unclear"), and by no film or book."""
        verb = noun.head if noun.head.pos_ in VERBAL else None
        if verb is not None and self.sorts.is_work(self.grammar.subject(verb)):
            return False
        if not frame.said:
            return True
        return verb is not None and any(self.lexicon.lemma(c) in frame.said for c in (verb, *verb.children) if c != noun)

    def _achiever(self, noun: Token) -> Token | None:
        """Return who "completed the capture"."""
        verb = noun.head
        if noun.dep_ not in self.lexicon.labels["object"] or self.lexicon.lemma(verb) not in self.lexicon.words["achieving"]:
            return None
        subject = self.grammar.subject(verb)
        return subject if subject is not None and self.sorts.is_surely_armed(subject) and not self.sorts.is_pronoun(subject) else None

    def _is_place(self, noun: Token, *, left: bool = False) -> bool:
        """Whether a noun is a place, or a name that may be one; what is `left` is no person."""
        named = self.sorts.mentions.at(noun)
        others = ("people",) if left and not noun.is_upper else ("person", "people", "organisation")
        unknown = self.sorts.is_unknown_name(noun) and (named is None or named.what not in others)
        return self.sorts.is_place(noun) or unknown

    def _role(self, positions: tuple[str, ...], noun: Token, place: Token) -> Token | None:
        for position in positions:
            if position == "possessor":
                found = [c for c in noun.children if c.dep_ == "poss" and c != place]
            else:
                above = (noun.head,) if noun.head.pos_ in VERBAL and position == "to" else ()
                found = [n for at in (noun, place, *above) for n in self.grammar.after(at, {position}) if n != place]
            found = [n for n in found if self.sorts.may_hold(n)]
            if found:
                return found[0]
        return None
