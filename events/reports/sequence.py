"""A verb of control between a force and a place, by the order of the words alone: for sentences that the parser gets wrong.

Headlines ("Alliance overruns junta bases") and long clauses are where a small parser fails. Nothing may stand between the three but
words that belong to them, so that a wrong pairing is rare; what is found this way has a low confidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events.reports.finder import Finder
from events.reports.match import Match
from events.reports.syntax import phrase
from events.reports.triggers import SENSES

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from events.reports.lexicon import Frame

#: How far before a verb its force may stand, and how far behind it its place, in words.
REACH: Final = 5
#: Kinds of event that a force does to a place with a plain object.
KINDS: Final = ("taken", "retaken", "cleared", "besieged", "withdrawn", "presence", "held")
SURE: Final = 0.6


class Sequence(Finder):
    """Finds force, verb and place in a row."""

    def match(self, sentence: Span) -> Match | None:
        """Return the first event of a sentence in which no other rule found one."""
        return next((found for token in sentence if (found := self._at(token, sentence)) is not None), None)

    def _at(self, verb: Token, sentence: Span) -> Match | None:
        frame = self._frame(verb)
        if frame is None or self.sorts.is_noise(verb) or verb.i <= sentence.start or verb.i + 1 >= sentence.end:
            return None
        force = self._before(verb, sentence)
        start = verb.i + 1 if "object" in frame.place else self._behind(frame, verb)
        place = self._after(start, sentence, verb) if force is not None and start else None
        if place is None:
            return None
        start, end = phrase(force) if force is not None else (-1, -1)
        named = force if not start <= verb.i < end else None  # else the parser's noun phrase has the verb in it, and is no name
        holder, loser = (named if "subject" in roles else None for roles in (frame.holder, frame.loser))
        return Match(frame.kind, verb, verb.text, place, holder, loser, f"the order of the words about {verb.text!r}", SURE)

    def _frame(self, verb: Token) -> Frame | None:
        lemma = self.lexicon.lemma(verb)
        frames = self.lexicon.frames.get(lemma, ()) or self.lexicon.frames.get(verb.lower_.removesuffix("s"), ())
        direct = (f for f in frames if f.kind in KINDS and f.object == "place" and not f.particle and "object" in f.place)
        return next(direct, None) or next(
            (f for f in frames if f.kind in KINDS and "subject" in (*f.holder, *f.loser) and self._behind(f, verb)), None
        )

    def _behind(self, frame: Frame, verb: Token) -> int:
        """Return where the place of a verb with a preposition begins: after "close in on", "tighten grip on"; 0 if it does not follow."""
        doc, at = verb.doc, verb.i + 1
        if frame.object in SENSES:
            if at >= len(doc) or not self.sorts.is_sense(doc[at], frame.object):
                return 0
            at += 1
        particles = frame.only_with.get(self.lexicon.lemma(verb), frame.particle)
        if particles and at < len(doc) and doc[at].lower_ in particles and doc[at].lower_ not in frame.place:
            at += 1
        elif particles and not set(particles) & set(frame.place):
            return 0
        return at + 1 if at < len(doc) and doc[at].lower_ in frame.place else 0

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

    def _after(self, start: int, sentence: Span, verb: Token) -> Token | None:
        """Return the last noun of the phrase that begins at a word, if it is a place and no force."""
        last = None
        for token in sentence.doc[start : min(sentence.end, start + REACH)]:
            if token.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "X", "PRON") and token.tag_ != "POS" and token.text != "-":
                break
            last = token if token.pos_ in ("NOUN", "PROPN", "X") else last
        if last is None or self.sorts.is_armed_noun(last):
            return None
        named = self.sorts.is_unknown_name(last) and not self._is_person(last, verb)
        return last if self.sorts.is_place(last) or named else None

    def _is_person(self, noun: Token, verb: Token) -> bool:
        """Whether a name may be that of a man who was caught."""
        found = self.sorts.mentions.at(noun)
        if found is None or found.what != "person" or self.lexicon.lemma(verb) not in self.lexicon.done_to_persons:
            return False
        return found.end - found.start > 1 or noun.text in self.sorts.mentions.persons
