"""Who says so: the speaker, the verb, and whether he is a party to the fight."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from events.reports.candidate import Slot, Speaker
from events.reports.sorts import Sorts
from events.reports.syntax import Grammar, children, phrase

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_WORD: Final = re.compile(r"[^\W\d_]+")


class Speakers:
    """Finds the speakers of a block's sentences.

    Parameters
    ----------
    sorts : Sorts
        The block's nouns, sorted.
    offset : int
        Where the block starts in the document's text.
    """

    def __init__(self, sorts: Sorts, *, offset: int) -> None:
        self.sorts, self.offset = sorts, offset
        self.grammar: Grammar = sorts.grammar
        self.lexicon, self.mentions = sorts.lexicon, sorts.mentions
        speech = self.lexicon.speech
        self._verbs = speech["say"] | speech["claim"] | speech["deny"] | speech["future"]

    def of(self, trigger: Token, sentence: Span, *, sides: Iterable[str] = (), last: Speaker = Speaker()) -> Speaker:  # noqa: B008  # a Speaker is frozen
        """Return who says that an event happened.

        Parameters
        ----------
        trigger : spacy.tokens.Token
            The word that tells of the event.
        sentence : spacy.tokens.Span
            Its sentence.
        sides : iterable of str
            Words for who holds and who lost: a speaker who shares a word with them is a party.
        last : Speaker
            Who spoke before, for "he said".
        """
        verb, noun = self._saying(trigger, sentence)
        if verb is None:
            return Speaker()
        words = self._words(noun) if noun is not None else Slot()
        party = self._party(noun, words.value, sides)
        if noun is not None and self.sorts.is_pronoun(noun) and last.words.value:
            words = Slot(last.words.value, 0.6, f"{noun.text!r} taken for the speaker before", noun.text, words.start, words.end)
            party = last.party
        return Speaker(words, verb.text, party, self._asserted(verb, party))

    def is_speech(self, token: Token) -> bool:
        """Whether a word is a verb of saying."""
        return self.lexicon.lemma(token) in self._verbs and token.pos_ in ("VERB", "AUX")

    def governs(self, trigger: Token) -> Token | None:
        """Return the verb of saying above a trigger, if any."""
        return next((at for at in self.grammar.ancestors(trigger) if self.is_speech(at)), None)

    def _saying(self, trigger: Token, sentence: Span) -> tuple[Token | None, Token | None]:
        above = self.governs(trigger)
        if above is not None and above != trigger:
            return above, self._subject(above)
        for token in sentence:
            if token.lower_ in self.lexicon.speech["according"]:
                return token, self._according(token)
        beside = [
            t
            for t in sentence
            if self.is_speech(t)
            and t != trigger
            and t.dep_ in ("ROOT", "parataxis", "ccomp", "advcl")
            and self._subject(t) is not None
            and t.i > trigger.i
        ]
        return (beside[0], self._subject(beside[0])) if beside else (None, None)

    def _subject(self, verb: Token) -> Token | None:
        return next(iter(children(verb, self.lexicon.labels["subject"])), None)

    def _according(self, token: Token) -> Token | None:
        return next((n for n in token.subtree if n.dep_ in self.lexicon.labels["preposition_object"]), None)

    def _words(self, noun: Token) -> Slot:
        start, end = phrase(noun, stop=("relcl", "acl", "advcl", "ccomp", "punct", "parataxis", "cc", "conj"))
        while start < end - 1 and self.mentions.doc[start].pos_ in ("DET", "PUNCT"):
            start += 1
        span = self.mentions.doc[start:end]
        return Slot(
            span.text, 0.88, "the subject of the verb of saying", span.text, self.offset + span.start_char, self.offset + span.end_char
        )

    def _party(self, noun: Token | None, words: str, sides: Iterable[str]) -> str:
        if noun is None:
            return ""
        if self.sorts.is_named_group(noun):
            return "party"
        said = {w.lower() for w in _WORD.findall(words)}
        lemmas = said | {self.lexicon.lemma(t) for t in noun.subtree}
        common = {w.lower() for side in sides for w in _WORD.findall(side)} & said - {"the", "of", "and", "al"}
        groups = self.lexicon.groups
        if self.lexicon.lemma(noun) in groups["neutral"] and not self.sorts.is_armed_noun(noun):
            return "neutral"
        if common or lemmas & groups["party"] or self.sorts.is_armed_noun(noun):
            return "party"
        if lemmas & groups["neutral"]:
            return "neutral"
        found = self.mentions.at(noun)
        return "party" if found is not None and found.what == "place" else ""

    def _asserted(self, verb: Token, party: str) -> str:
        lemma = self.lexicon.lemma(verb)
        if lemma in self.lexicon.speech["deny"]:
            return "denied"
        return "claimed" if party == "party" or lemma in self.lexicon.speech["claim"] else "asserted"
