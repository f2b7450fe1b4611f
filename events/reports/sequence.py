"""A verb of control between a force and a place, by the order of the words alone: for sentences that the parser gets wrong.

Headlines ("Alliance overruns junta bases") and long clauses are where a small parser fails. Nothing may stand between the three but
words that belong to them, so that a wrong pairing is rare; what is found this way has a low confidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events.reports.match import Match
from events.reports.sorts import Sorts

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from events.reports.lexicon import Frame

#: How far before a verb its force may stand, and how far behind it its place, in words.
REACH: Final = 5
#: Kinds of event that a force does to a place with a plain object.
KINDS: Final = ("taken", "retaken", "cleared", "besieged", "withdrawn")
SURE: Final = 0.6


class Sequence:
    """Finds force, verb and place in a row.

    Parameters
    ----------
    sorts : Sorts
        The block's nouns, sorted.
    """

    def __init__(self, sorts: Sorts) -> None:
        self.sorts, self.lexicon = sorts, sorts.lexicon

    def match(self, sentence: Span) -> Match | None:
        """Return the first event of a sentence in which no other rule found one."""
        return next((found for token in sentence if (found := self._at(token, sentence)) is not None), None)

    def _at(self, verb: Token, sentence: Span) -> Match | None:
        frame = self._frame(verb)
        if frame is None or self.sorts.is_noise(verb) or verb.i <= sentence.start or verb.i + 1 >= sentence.end:
            return None
        force = self._before(verb, sentence)
        place = self._after(verb, sentence) if force is not None else None
        if place is None:
            return None
        holder, loser = (force if "subject" in roles else None for roles in (frame.holder, frame.loser))
        return Match(frame.kind, verb, verb.text, place, holder, loser, f"the order of the words about {verb.text!r}", SURE)

    def _frame(self, verb: Token) -> Frame | None:
        lemma = self.lexicon.lemma(verb)
        frames = self.lexicon.frames.get(lemma, ()) or self.lexicon.frames.get(verb.lower_.removesuffix("s"), ())
        return next((f for f in frames if f.kind in KINDS and f.object == "place" and not f.particle and "object" in f.place), None)

    def _before(self, verb: Token, sentence: Span) -> Token | None:
        """Return the force that stands right before a verb; only adverbs and "have" may stand between."""
        for at in range(verb.i - 1, max(sentence.start, verb.i - REACH) - 1, -1):
            token = verb.doc[at]
            if self.sorts.is_named_group(token) or self.sorts.is_armed_noun(token):
                return token if self.sorts.is_force(token) else None
            if token.pos_ != "ADV" and token.lemma_ not in self.lexicon.words["have"]:
                return None
            if token.dep_ in self.lexicon.labels["negation"]:
                return None
        return None

    def _after(self, verb: Token, sentence: Span) -> Token | None:
        """Return the last noun of the phrase that follows a verb, if it is a place and no force."""
        last = None
        for token in verb.doc[verb.i + 1 : min(sentence.end, verb.i + 1 + REACH)]:
            if token.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "X", "PRON") and token.tag_ != "POS" and token.text != "-":
                break
            last = token if token.pos_ in ("NOUN", "PROPN", "X") else last
        return last if last is not None and self.sorts.is_place(last) and not self.sorts.is_armed_noun(last) else None
