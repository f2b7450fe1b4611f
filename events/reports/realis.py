"""Whether a report says that it happened: asserted, attempted, planned, denied or historical."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from events.reports.calendars import Span
from events.reports.candidate import Slot
from events.reports.lexicon import Lexicon
from events.reports.syntax import STEPS, VERBAL, Grammar, children

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Kinds that tell of a state; "had held" is then over.
STATES: Final = ("held", "besieged", "presence")


class Realis:
    """Tells whether events happened.

    Parameters
    ----------
    lexicon : Lexicon
        Its realis.toml names the words.
    grammar : Grammar
        Walks the sentence.
    """

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        self.lexicon, self.grammar, self.lists = lexicon, grammar, lexicon.realis

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

    def is_only_supposed(self, trigger: Token) -> str:
        """Return why a trigger tells of no event at all, "" if it does: it is asked of the other side, or a condition."""
        for at in self._same_clause(trigger):
            mark = next((c for c in at.children if c.dep_ in ("mark", "advmod") and c.lower_ in self.lists["demanded"]["conditions"]), None)
            if mark is not None:
                return f"only supposed: the word {mark.text!r}"
        now = any(t.tag_ in self.lexicon.tags["present"] for t in (trigger, *children(trigger, self.lexicon.labels["auxiliary"])))
        if now and any(self._conditions(c) for c in trigger.children if c.dep_ == "advcl"):
            return "only supposed: it hangs on a condition"
        given = {self.lexicon.lemma(t) for t in (trigger.head, trigger.head.head, *trigger.head.children) if t.i < trigger.i}
        if self._has_to(trigger) and given & self.lists["demanded"]["gives"] and given & set(self.lexicon.time["units"]):
            return "only asked for: so long was given for it"
        for at in self._up(trigger, through_speech=True):
            question = next((c for c in (at, *at.children) if self.lexicon.lemma(c) in self.lists["demanded"]["open"]), None)
            if at != trigger and trigger.pos_ in VERBAL and question is not None and self._is_open(question):
                return f"an open question: the word {question.text!r}"
            if at != trigger and self.lexicon.lemma(at) in self.lists["demanded"]["governors"] and self._is_governor(at, trigger):
                return f"only asked for: the word {at.text!r}"
        return ""

    def _is_open(self, word: Token) -> bool:
        """Whether something is unclear: "it is unclear", "it was not clear"."""
        return self.lexicon.lemma(word).startswith("un") or self._negation(word.head) is not None or self._negation(word) is not None

    def _conditions(self, clause: Token) -> bool:
        return any(c.dep_ == "mark" and c.lower_ in self.lists["demanded"]["conditions"] for c in clause.children)

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

    def _is_purpose(self, trigger: Token, above: Token) -> bool:
        """Whether the trigger is what something else was done for: "launched an operation to retake", "advanced to take"."""
        hangs = trigger.head == above and trigger.dep_ == "advcl" and self._has_to(trigger)
        return hangs and self.lexicon.lemma(above) not in self.lists["happened"]["governors"]

    def _has_to(self, token: Token) -> bool:
        return any(c.lower_ in self.lexicon.words["infinitive"] and c.dep_ in self.lexicon.labels["auxiliary"] for c in token.children)

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

    @staticmethod
    def _slot(value: str, word: Token) -> Slot:
        return Slot(value, 0.88, f"the word {word.text!r}", word.text)
