"""What a place is said to be: "X is the last holdout of the army", "X is a rebel town", "X, a stronghold of the militia"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events.reports.finder import Finder
from events.reports.match import Match
from events.reports.syntax import VERBAL, children

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Kinds after which another holds the place.
CHANGES: Final = frozenset({"taken", "retaken", "withdrawn", "handed_over"})


class Statements(Finder):
    """Finds nouns that say of a place whose it is."""

    def match(self, noun: Token) -> Match | None:
        """Return the state a noun tells of, if any."""
        strong = self.sorts.is_sense(noun, "stronghold")
        if noun.pos_ not in ("NOUN", "PROPN") or not (strong or self.lexicon.lemma(noun) in self.lexicon.places["areas"]):
            return None
        place = self._place(noun)
        if (
            place is None
            or place == noun
            or self.sorts.is_noise(noun)
            or any(c.lower_ in self.lexicon.words["was_once"] for c in noun.children)
        ):
            return None
        holder = self._beside(noun) or (self._of(noun) if strong else None) or (self._owner(noun) if strong else None)
        if holder is None:
            return None
        words = f"{holder.text} {noun.text}" if holder.i < noun.i else noun.text
        return Match("held", noun, words, place, holder, None, f"the noun {noun.text!r}", 0.75 if strong else 0.7)

    def _place(self, noun: Token) -> Token | None:
        """Return the place of which a noun is said."""
        verb = noun.head
        if verb.lower_ in self.lexicon.words["as"] and verb.head.pos_ in VERBAL:  # "leaves X as the last foothold of"
            left = self.grammar.object(verb.head)
            return left if left is not None and self._is_named(left) and self.sorts.is_sense(noun, "stronghold") else None
        if noun.dep_ == "attr" and verb.pos_ in VERBAL and self.lexicon.lemma(verb) in self.lexicon.state_verbs["remain"]:
            if children(verb, self.lexicon.labels["negation"]):
                return None
            subject = self.grammar.subject(verb)
            named = subject is not None and (self.sorts.is_place(subject) or self.sorts.is_unknown_name(subject))
            return subject if named else None
        above = noun.head if noun.dep_ in self.lexicon.labels["apposition"] else None
        if above is None or not self.sorts.is_sense(noun, "stronghold") or not self._is_named(above):
            return None
        verbs = [at for at in self.grammar.ancestors(above) if at.pos_ in VERBAL][:1]
        changed = {frame.kind for verb in verbs for frame in self.lexicon.frames.get(self.lexicon.lemma(verb), ())}
        return above if not changed & CHANGES else None  # "X, the rebels' last stronghold, was abandoned": it no longer is

    def _is_named(self, noun: Token) -> bool:
        return self.sorts.mentions.place(noun) is not None or self.sorts.is_unknown_name(noun)

    def _beside(self, noun: Token) -> Token | None:
        below = [c for c in children(noun, self.lexicon.labels["compound"]) if c.i < noun.i]
        return next((c for c in below if self._is_holder(c)), None)

    def _owner(self, noun: Token) -> Token | None:
        """Return whose last bastion it is: "the government's last northern bastion" is none at the polls."""
        last = any(c.lower_ in self.lexicon.words["only_left"] for c in noun.children)
        return next((c for c in children(noun, ("poss",)) if last and self.sorts.is_armed_noun(c)), None)

    def _of(self, noun: Token) -> Token | None:
        of = self.grammar.after(noun, self.lexicon.words["of"])
        last = any(c.lower_ in self.lexicon.words["only_left"] for c in noun.children)
        return next((n for n in of if self._is_holder(n) or (last and self._is_organisation(n))), None)

    def _is_organisation(self, noun: Token) -> bool:
        """Whether a noun ends the name of an organisation of several words: who has a last redoubt is armed."""
        found = self.sorts.mentions.at(noun)
        parties = self.lexicon.lemma(noun) in self.lexicon.places["not_with"]
        return found is not None and found.what == "organisation" and found.end - found.start > 1 and not parties

    def _is_holder(self, noun: Token) -> bool:
        """Whether a noun is surely a force; an opposition may be one that votes."""
        if self.lexicon.lemma(noun) in self.lexicon.groups["parties"]:
            return False
        return self.sorts.is_named_group(noun) or self.sorts.is_armed_noun(noun)
