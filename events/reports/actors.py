"""Who acts in a sentence, and whether those can be the ones who take, hold or leave ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.finder import Finder
from events.reports.lexicon import Frame
from events.reports.syntax import children, first

if TYPE_CHECKING:
    from spacy.tokens import Token


class Actors(Finder):
    """Judges the subjects of verbs of control."""

    def acts(self, verb: Token) -> bool:
        """Whether a verb has a noun of its own as subject: "the rebels left", but not "as they left" or "no sign of leaving"."""
        own = first(children(verb, self.lexicon.labels["subject"]))
        joined = own is None and verb.dep_ in self.lexicon.labels["conjunct"] and not self.grammar.is_passive(verb)
        return joined or (own is not None and not self.sorts.is_pronoun(own))

    def doer(self, subject: Token | None) -> Token | None:
        """Return whose an operation is that takes ground: "the army's counteroffensive has recaptured ..."; any other subject as it is."""
        if subject is None or self.lexicon.lemma(subject) not in self.lexicon.realis["attempted"]["governors"]:
            return subject
        beside = [c for c in children(subject, self.lexicon.labels["compound"]) if self.sorts.is_armed(c)]
        return first([*beside, *self.grammar.after(subject, self.lexicon.words["passive_by"])]) or subject

    def is_lone_passive(self, frame: Frame, noun: Token, verb: Token) -> bool:
        """Whether a name of no person is said to be abandoned, cut off, lost: only places are, where nobody is named who does it."""
        found = self.sorts.mentions.at(noun)
        lone = frame.object == "place" and "over" not in frame.particle and self.grammar.is_passive(verb)
        return lone and self.grammar.agent(verb) is None and (found is None or found.what != "person" or found.end - found.start == 1)

    def unfit(self, frame: Frame, verb: Token, subject: Token | None, place: Token | None) -> str:
        """Return why the one who acts cannot be one who takes ground, "" if he can."""
        acts = self._actor(frame, subject)
        if "subject" not in (*frame.holder, *frame.loser) and not frame.force:
            return ""
        if acts is not None and self.lexicon.lemma(acts) in self.lexicon.realis["attempted"]["governors"]:
            acts = None  # "an assault to drive them from": whose, is not said
        if acts is None:
            passive = self.grammar.is_passive(verb) or frame.object == "force"
            lone = (
                frame.strength == "weak"
                and frame.object != "flag"
                and not (passive and frame.object == "force")
                and not (
                    passive
                    and place is not None
                    and (self.sorts.mentions.place(place) is not None or self.is_lone_passive(frame, place, verb))
                )
            )
            return "no one is named who does it" if lone and not self._is_gerund(verb) else ""
        if frame.soldiers and not self._are_soldiers(acts):
            return f"{acts.text!r} are not said to be under arms"
        if frame.force and not self.sorts.is_force(acts):
            return f"{acts.text!r} is not known to be a force"
        sure = (
            frame.strength != "weak"
            or self.sorts.is_surely_armed(acts)
            or (place is not None and (self.sorts.mentions.place(place) is not None or self._names_place(place)))
        )
        return "" if self.sorts.may_hold(acts) and sure else f"{acts.text!r} is not known to be a force"

    def _names_place(self, noun: Token) -> bool:
        """Whether a noun for a settlement comes with its name: "the town of Paranthan"."""
        of = self.grammar.after(noun, self.lexicon.words["of"]) if self.lexicon.lemma(noun) in self.lexicon.places["areas"] else []
        return any(self.sorts.mentions.place(n) is not None for n in of)

    def _are_soldiers(self, acts: Token) -> bool:
        """Whether it is armed people who are somewhere, and not for talks: "the rebels are in Paris to negotiate" tells of no control."""
        talks = any(self.lexicon.lemma(t) in self.lexicon.words["parley"] for t in acts.sent)
        return acts.tag_ == "NNS" and self.sorts.is_armed_noun(acts) and not talks

    def _actor(self, frame: Frame, subject: Token | None) -> Token | None:
        """Return the one who acts, where the frame has the place or a thing as its subject None."""
        free = frame.subject_nouns or frame.object in ("curfew", "truce")  # whoever may declare one
        return None if free or "subject" in frame.place or (frame.kind == "handed_over" and not frame.force) else subject

    def _is_gerund(self, verb: Token) -> bool:
        return verb.tag_ in self.lexicon.tags["present_participle"]
