"""What stands above a word of control and bears on whether it happened: verbs that try, plan, deny or report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.reports.lexicon import Lexicon
from events.reports.syntax import STEPS, VERBAL, Grammar, children

if TYPE_CHECKING:
    from spacy.tokens import Token


class Governing:
    """Walks from a trigger to what governs it.

    Parameters
    ----------
    lexicon : Lexicon
        Its realis.toml names the words.
    grammar : Grammar
        Walks the sentence.
    """

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        self.lexicon, self.grammar, self.lists = lexicon, grammar, lexicon.realis

    def _negation(self, token: Token) -> Token | None:
        words = self.lists["denied"]["negations"]
        below = [
            c
            for c in token.children
            if c.dep_ in self.lexicon.labels["negation"] or (c.lower_ in words and c.dep_ in ("det", "preconj", "cc", "advmod", "nsubj"))
        ]
        longer = [c for c in token.children if c.lower_ in self.lexicon.words["no_longer"]]
        if self.lexicon.lemma(token) in self.lexicon.words["have"] | self.lexicon.words["be"]:  # "had yet to enter"
            longer += [c for c in token.children if c.lower_ in self.lists["denied"]["not_yet"] and self._precedes_infinitive(c)]
        if below or longer:
            return (below or longer)[0]
        if token.dep_ == "pcomp" and token.head.lower_ in words:
            return token.head
        subject = next(iter(children(token, self.lexicon.labels["subject"])), None)
        return (
            next((c for c in subject.children if c.lower_ in ("no", "neither", "none")), None)
            if subject is not None and token.pos_ in VERBAL
            else None
        )

    @staticmethod
    def _precedes_infinitive(word: Token) -> bool:
        return word.i + 1 < len(word.doc) and word.nbor(1).tag_ == "TO"

    def _is_governor(self, above: Token, trigger: Token) -> bool:
        """Whether the trigger hangs on a word as what is tried or planned, not as its reason or its time."""
        at, last = trigger, trigger
        for _ in range(STEPS):
            if at.head in (above, at):
                last = at
                break
            at = at.head
        to = self._has_to(last) or self._has_to(trigger)
        if above.pos_ in ("NOUN", "PROPN"):
            return last.dep_ in ("acl", "prep", "pcomp", "relcl") and (to or last.dep_ == "prep" or last.tag_ == "VBG")
        if last.dep_ == "advcl":
            return to and self.lexicon.lemma(above) in (
                "fight",
                "battle",
                "struggle",
                "launch",
                "race",
                "push",
                "advance",
                "mount",
                "bombard",
                "shell",
                "clash",
            )
        return last.dep_ in ("xcomp", "ccomp", "dobj", "prep", "pcomp", "acomp", "attr", "oprd") or (last.dep_ == "conj" and to)

    def _has_to(self, token: Token) -> bool:
        return any(c.lower_ in self.lexicon.words["infinitive"] and c.dep_ in self.lexicon.labels["auxiliary"] for c in token.children)

    def _up(self, trigger: Token, *, through_speech: bool) -> Iterator[Token]:
        """Yield the trigger and what governs it; a verb of saying ends the walk unless denials are looked for."""
        yield trigger
        at = trigger
        said = self.lexicon.speech["say"] | self.lexicon.speech["claim"]
        for _ in range(STEPS):
            if at.head == at or self._is_apart(at) or self._is_parted(at):
                return
            if at.dep_ == "conj" and not self._shares(at):
                at = at.head
                continue
            at = at.head
            if self.lexicon.lemma(at) in said and not through_speech:
                return
            yield at

    @staticmethod
    def _is_parted(token: Token) -> bool:
        """Whether a semicolon stands between a word and what is above it: two statements, one after the other."""
        first, last = sorted((token.i, token.head.i))
        return any(t.text == ";" for t in token.doc[first:last])

    def _is_apart(self, token: Token) -> bool:
        """Whether a word begins a statement of its own, which what stands above it does not touch: a relative clause, an apposition."""
        if token.dep_ in ("appos", "parataxis") or (token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in VERBAL):
            return True
        if self._has_to(token):
            return False
        that = token.dep_ == "acl" and any(c.dep_ == "mark" for c in token.children)
        return token.dep_ in ("relcl", "advcl") or (token.dep_ == "acl" and token.pos_ in VERBAL and not that)

    def _shares(self, joined: Token) -> bool:
        """Whether a joined verb shares what stands above and on the first one: "tried to take A and hold B"."""
        return joined.tag_ == joined.head.tag_ and joined.tag_ in ("VB", "VBG", "NN", "NNS")

    def _same_clause(self, trigger: Token) -> Iterator[Token]:
        yield trigger
        at = trigger
        for _ in range(STEPS):
            if at.dep_ in ("xcomp", "pcomp", "dobj", "acomp") or (at.dep_ == "conj" and at.tag_ == "VB"):
                at = at.head
                yield at
            else:
                return
