"""Whether a report says that it happened: asserted, attempted, planned, denied or historical."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from events.reports.calendars import Span
from events.reports.candidate import Slot
from events.reports.governing import Governing
from events.reports.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Kinds that tell of a state; "had held" is then over.
STATES: Final = ("held", "besieged", "presence")


class Realis(Governing):
    """Tells whether events happened.

    Parameters
    ----------
    lexicon : Lexicon
        Its realis.toml names the words.
    grammar : Grammar
        Walks the sentence.
    """

    def of(self, trigger: Token, kind: str, span: Span | None, published: date | None) -> Slot:
        """Return the realis of an event with its reason.

        Parameters
        ----------
        trigger : spacy.tokens.Token
            The word that tells of it.
        kind : str
            What it tells.
        span : Span or None
            When it happened.
        published : datetime.date or None
            When that was written.
        """
        unreal = self._denied(trigger) or self._governed(trigger) or self._modal(trigger) or self._beaten(trigger)
        if unreal is not None:
            return unreal
        return self._historical(trigger, kind, span, published) or Slot("asserted", 0.9, "told as a fact")

    def is_planned(self, trigger: Token) -> bool:
        """Whether the trigger is only planned, so that the day on which it was said is not its day."""
        found = self._governed(trigger) or self._modal(trigger)
        return found is not None and found.value == "planned"

    def is_future(self, trigger: Token) -> bool:
        """Whether the trigger looks ahead, so that "on Monday" is the next one."""
        found = self._governed(trigger) or self._modal(trigger)
        return (
            found is not None
            and found.value == "planned"
            and any(c.lower_ in ("will", "'ll", "wo") or c.tag_ == "TO" for c in trigger.children)
        )

    def _denied(self, trigger: Token) -> Slot | None:
        for at in self._up(trigger, through_speech=True):
            negation = self._negation(at)
            speech = self.lexicon.lemma(at) in self.lexicon.speech["deny"] and at != trigger
            if speech and negation is None:
                return self._slot("denied", at)
            if (
                self.lexicon.lemma(at) in self.lists["denied"]["governors"]
                and at != trigger
                and negation is None
                and self._is_governor(at, trigger)
            ):
                return self._slot("denied", at)
            if negation is not None and (at == trigger or self._passes_negation(at)):
                attempted = self.lexicon.lemma(at) in self.lists["attempted"]["governors"] and at != trigger
                return None if attempted else self._slot("denied", negation)
        return None

    def _passes_negation(self, above: Token) -> bool:
        """Whether "not" on a verb above denies what hangs on it: "had not tried to", "no plans to"; "did not say that" does not."""
        lemma = self.lexicon.lemma(above)
        return lemma in self.lists["attempted"]["governors"] | self.lists["planned"]["governors"] | self.lists["denied"]["passing"]

    def _governed(self, trigger: Token) -> Slot | None:
        for at in self._up(trigger, through_speech=False):
            if at == trigger:
                continue
            lemma = self.lexicon.lemma(at)
            if lemma in self.lists["attempted"]["governors"] and self._is_governor(at, trigger):
                return self._slot("attempted", at)
            if self._is_purpose(trigger, at):
                return Slot("attempted", 0.75, f"what {at.text!r} was for")
            if lemma in self.lists["planned"]["governors"] and self._is_governor(at, trigger) and not self._was_carried_out(at):
                return self._slot("planned", at)
        return None

    def _is_purpose(self, trigger: Token, above: Token) -> bool:
        """Whether the trigger is what something else was done for: "launched an operation to retake", "advanced to take"."""
        hangs = trigger.head == above and trigger.dep_ == "advcl" and self._has_to(trigger)
        went_on = (
            self.lists["happened"]["onward"] & self.grammar.particles(above)
            and self.lexicon.lemma(above) in self.lists["happened"]["going"]
        )
        return hangs and not went_on and self.lexicon.lemma(above) not in self.lists["happened"]["governors"]

    def _was_carried_out(self, above: Token) -> bool:
        complied, text = self.lists["planned"]["complied"], above.sent.text.lower()
        return any(self.lexicon.lemma(t) in complied for t in above.sent) or any(words in text for words in complied if " " in words)

    def _modal(self, trigger: Token) -> Slot | None:
        for at in self._same_clause(trigger):
            modal = next(
                (
                    c
                    for c in children(at, self.lexicon.labels["auxiliary"])
                    if c.lower_ in self.lists["planned"]["modals"] and c.tag_ in self.lexicon.tags["modal"]
                ),
                None,
            )
            if modal is not None:
                return self._slot("planned", modal)
            mark = next((c for c in at.children if c.dep_ in ("mark", "advmod") and c.lower_ in self.lists["planned"]["conditions"]), None)
            if mark is not None and not self._is_time(mark, at):
                return self._slot("planned", mark)
            if at.pos_ == "NOUN" and at.dep_ in self.lexicon.labels["subject"]:  # "the loss of X would cut the road"
                ahead = children(at.head, self.lexicon.labels["auxiliary"])
                modal = next((c for c in ahead if c.lower_ in self.lists["planned"]["imagined"]), None)
                if modal is not None:
                    return self._slot("planned", modal)
            if at == trigger and self._is_infinitive_of_be(at):
                return Slot("planned", 0.75, "is to happen")
        return None

    def _is_time(self, mark: Token, verb: Token) -> bool:
        """Whether "until" or "before" only tells when: "held it until the army came", but not "vowed to stay until it was taken"."""
        ahead = self.lists["planned"]["governors"] | self.lists["planned"]["modals"]
        meant = any(self.lexicon.lemma(a) in ahead or any(c.lower_ in ahead for c in a.children) for a in self.grammar.ancestors(verb))
        return mark.lower_ in self.lists["planned"]["limits"] and verb.tag_ in self.lexicon.tags["past"] and not meant

    def _is_infinitive_of_be(self, verb: Token) -> bool:
        return self._has_to(verb) and verb.dep_ == "xcomp" and verb.head.lemma_ == "be"

    def _beaten(self, trigger: Token) -> Slot | None:
        adverb = next((c for c in trigger.children if c.lower_ in self.lists["attempted"]["adverbs"]), None)
        if adverb is not None:
            return self._slot("attempted", adverb)
        return None

    def _historical(self, trigger: Token, kind: str, span: Span | None, published: date | None) -> Slot | None:
        adverb = next((c for c in trigger.children if c.lower_ in self.lists["historical"]["adverbs"]), None)
        if adverb is not None and adverb.lower_ != "ago":
            return self._slot("historical", adverb)
        marked = next(
            (at for at in self.grammar.ancestors(trigger) if self.lexicon.lemma(at) in self.lists["historical"]["occasions"]), None
        )
        if marked is not None and trigger.pos_ == "NOUN":
            return self._slot("historical", marked)
        pluperfect = any(c.lower_ in ("had", "'d") and c.dep_ in self.lexicon.labels["auxiliary"] for c in trigger.children)
        if pluperfect and kind in STATES and not self._is_reported(trigger):
            return Slot("historical", 0.75, '"had": over by then')
        if span is None or published is None or (span.end is None and not pluperfect):
            return None
        if span.end is not None and (published - span.end).days > self.lexicon.historical_after_days:
            return Slot("historical", 0.85, f"ended more than {self.lexicon.historical_after_days} days before publication")
        return None

    def _is_reported(self, trigger: Token) -> bool:
        said = self.lexicon.speech["say"] | self.lexicon.speech["claim"] | self.lexicon.speech["deny"]
        if any(self.lexicon.lemma(at) in said for at in self.grammar.ancestors(trigger)):
            return True
        return any(self.lexicon.lemma(c) in said for c in trigger.children if c.dep_ in ("parataxis", "ccomp"))

    @staticmethod
    def _slot(value: str, word: Token) -> Slot:
        return Slot(value, 0.88, f"the word {word.text!r}", word.text)
