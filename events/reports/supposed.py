"""Words of control that tell of no event: asked of the other side, a condition, an open question, what might have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.governing import Governing
from events.reports.syntax import VERBAL, children

if TYPE_CHECKING:
    from spacy.tokens import Token


class Supposed(Governing):
    """Tells which triggers are only supposed; the lexicon's realis.toml names the words."""

    def why(self, trigger: Token) -> str:
        """Return why a trigger tells of no event at all, "" if it does: it is asked of the other side, or a condition."""
        for at in self._same_clause(trigger):
            mark = next((c for c in at.children if c.dep_ in ("mark", "advmod") and c.lower_ in self.lists["demanded"]["conditions"]), None)
            if mark is not None:
                return f"only supposed: the word {mark.text!r}"
        if self._might_have(trigger):
            return "only supposed: it would have been"
        now = any(t.tag_ in self.lexicon.tags["present"] for t in (trigger, *children(trigger, self.lexicon.labels["auxiliary"])))
        if now and any(self._conditions(c) for c in trigger.children if c.dep_ == "advcl"):
            return "only supposed: it hangs on a condition"
        given = {self.lexicon.lemma(t) for t in (trigger.head, trigger.head.head, *trigger.head.children) if t.i < trigger.i}
        if self._has_to(trigger) and given & self.lists["demanded"]["gives"] and given & set(self.lexicon.time["units"]):
            return "only asked for: so long was given for it"
        return self._asked(trigger)

    def _asked(self, trigger: Token) -> str:
        """Return why a trigger is only asked about or asked for, "" if it is not."""
        for at in self._up(trigger, through_speech=True):
            question = next((c for c in (at, *at.children) if self.lexicon.lemma(c) in self.lists["demanded"]["open"]), None)
            if at != trigger and trigger.pos_ in VERBAL and question is not None and self._is_open(question):
                return f"an open question: the word {question.text!r}"
            if at != trigger and self.lexicon.lemma(at) in self.lists["demanded"]["governors"] and self._is_governor(at, trigger):
                return f"only asked for: the word {at.text!r}"
        return ""

    def _might_have(self, trigger: Token) -> bool:
        """Whether it would or could have happened, and did not: "would have been in the capital within days"."""
        helpers = children(trigger, self.lexicon.labels["auxiliary"])
        unreal = any(c.lower_ in self.lists["demanded"]["unreal"] for c in helpers)
        return unreal and any(c.lower_ in self.lexicon.words["have"] for c in helpers)

    def _is_open(self, word: Token) -> bool:
        """Whether something is unclear: "it is unclear", "it was not clear"."""
        return self.lexicon.lemma(word).startswith("un") or self._negation(word.head) is not None or self._negation(word) is not None

    def _conditions(self, clause: Token) -> bool:
        return any(c.dep_ == "mark" and c.lower_ in self.lists["demanded"]["conditions"] for c in clause.children)
