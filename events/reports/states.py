"""Control told as a state: "under the control of", "in the hands of", "rebel-held", "besieged"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.reports.finder import Finder
from events.reports.lexicon import State
from events.reports.match import Match
from events.reports.syntax import VERBAL, children

if TYPE_CHECKING:
    from spacy.tokens import Token


class States(Finder):
    """Finds the states of control in a sentence."""

    def match(self, token: Token) -> Match | None:
        """Return the state a word tells of, if any."""
        return next(self._found(token), None)

    def _found(self, token: Token) -> Iterator[Match]:
        for state in self.lexicon.states:
            if (
                self.sorts.is_sense(token, state.sense)
                and token.head.lower_ in state.before
                and token.dep_ in self.lexicon.labels["preposition_object"]
            ):
                found = self._state(state, token)
                if found is not None:
                    yield found
        for kind, words in self.lexicon.participles.items():
            if token.lower_.split("-")[-1] in words:
                found = self._hyphenated(kind, token) or (
                    (self._attribute(kind, token) if kind == "besieged" else None) or self._complement(kind, token)
                )
                if found is not None:
                    yield found

    def _state(self, state: State, noun: Token) -> Match | None:
        above = noun.head.head
        if above.pos_ == "ADV":  # "is back in control of"
            above = above.head
        verb = above if above.pos_ in VERBAL else None
        if verb is not None and self._is_frame_verb(verb):
            return None
        by = self.grammar.after(noun, self.lexicon.words["of"])
        if state.place == "of":
            place, holder = next((n for n in by if self._is_place(n)), None), self.grammar.subject(verb) if verb is not None else above
        else:
            place = self._subject(verb) if verb is not None else above
            holder = next((n for n in by if self.sorts.may_hold(n)), None) or self._beside(noun)
        if place is None or not self._is_place(place) or (state.sense in ("control", "hands") and not self._holds(holder)):
            return None
        if state.kind == "besieged":
            return Match(
                "besieged", verb or noun, f"{noun.head.text} {noun.text}", place, None, holder, f"{noun.head.text} {noun.text}", 0.85
            )
        kind = (
            "taken"
            if verb is not None and self.lexicon.lemma(verb) in self.lexicon.state_verbs["become"] and state.kind == "held"
            else state.kind
        )
        words = f"{noun.head.text} {noun.text}"
        return Match(
            kind, verb or noun, f"{verb.text} {words}" if verb is not None else words, place, holder, None, f"the words {words!r}", 0.9
        )

    def _is_frame_verb(self, verb: Token) -> bool:
        """Whether the verb has a control phrase of its own among the frames ("fell under the control of")."""
        return any(frame.strength == "control_phrase" for frame in self.lexicon.frames.get(self.lexicon.lemma(verb), ()))

    def _holds(self, holder: Token | None) -> bool:
        return holder is not None and self.sorts.may_hold(holder)

    def _is_place(self, noun: Token) -> bool:
        return self.sorts.is_place(noun) or self.sorts.is_pronoun(noun) or self.sorts.is_unknown_name(noun)

    def _subject(self, verb: Token) -> Token | None:
        thing = self.grammar.object(verb)  # "brought the town under its control"
        return thing if self.grammar.is_passive(verb) or (thing is not None and self._is_place(thing)) else self.grammar.subject(verb)

    def _beside(self, noun: Token) -> Token | None:
        below = [c for c in noun.children if c.dep_ in self.lexicon.labels["compound"]]
        armed = [c for c in below if self.sorts.is_armed(c) or ((m := self.sorts.mentions.at(c)) is not None and m.what == "people")]
        owner = [c for c in noun.children if c.dep_ == "poss" and self.sorts.is_pronoun(c)]  # "under our control"
        return next(iter(armed or owner), None)

    def _hyphenated(self, kind: str, token: Token) -> Match | None:
        who, what = self._parts(token)
        if who is None or what is None or not self.sorts.is_armed(who) or not self._is_place(what):
            return None
        holder, loser = (who, None) if kind == "held" else (None, who)
        return Match(kind, token, f"{who.text}-{token.lower_.split('-')[-1]}", what, holder, loser, f"the word {token.text!r}", 0.85)

    def _parts(self, token: Token) -> tuple[Token | None, Token | None]:
        """Return (who, what) of "rebel-held Daraya", split by the parser as rebel, -, held, Daraya."""
        doc = token.doc
        if token.i < 2 or doc[token.i - 1].text != "-" or token.i + 1 >= len(doc):  # who and the hyphen stand before
            return None, None
        what = token.head if token.head.i > token.i else doc[token.i + 1]
        while what.dep_ in self.lexicon.labels["compound"] and what.head.i > what.i:
            what = what.head
        return doc[token.i - 2], what

    def _complement(self, kind: str, token: Token) -> Match | None:
        """Return the state of "Kut is all but surrounded", where the parser takes the participle for an adjective."""
        verb = token.head
        if token.dep_ != "acomp" or self.lexicon.lemma(verb) not in self.lexicon.state_verbs["remain"]:
            return None
        if self.lexicon.lemma(verb) in self.lexicon.words["be"] and (token.pos_ != "ADJ" or kind != "besieged"):
            return None  # a passive, which the verbs' frames know
        place = self._subject(verb)
        if place is None or not self._is_place(place):
            return None
        by = self.grammar.agent(token)
        holder, loser = (by, None) if kind == "held" else (None, by)
        return Match(kind, token, token.text, place, holder, loser, f"the word {token.text!r}", 0.75)

    def _attribute(self, kind: str, token: Token) -> Match | None:
        if token.dep_ != "amod" or not self.sorts.is_place(token.head) or children(token.head, ("det",)) == []:
            return None
        return Match(kind, token, token.text, token.head, None, None, f"the word {token.text!r}", 0.75)
