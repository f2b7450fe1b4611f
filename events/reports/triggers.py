"""Verbs that tell of control, with who and what stands about them: the frames of verbs.toml laid on a parsed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events.reports.actors import Actors
from events.reports.finder import Finder
from events.reports.lexicon import Frame
from events.reports.match import Doubt, Match
from events.reports.sorts import Sorts
from events.reports.syntax import VERBAL, children, first

if TYPE_CHECKING:
    from spacy.tokens import Token


#: Frames that ask for an object of their own, and the list in verbs.toml [nouns] it must be of.
SENSES: Final = (
    "control",
    "hands",
    "curfew",
    "truce",
    "siege",
    "fire",
    "flag",
    "sides",
    "arms",
    "checkpoint",
    "positions",
    "attack",
    "way",
    "camp",
    "foot",
    "self",
)


class Triggers(Finder):
    """Finds the events of a sentence."""

    def __init__(self, sorts: Sorts) -> None:
        super().__init__(sorts)
        self.actors = Actors(sorts)

    def match(self, verb: Token) -> Match | Doubt | None:
        """Return the first frame that fits a verb, a doubt if one nearly does, None if it tells of nothing."""
        frames = self.lexicon.frames.get(self.lexicon.lemma(verb), ())
        is_verb = verb.pos_ in VERBAL or verb.tag_ in self.lexicon.tags["past_participle"] or verb.lower_ in self.lexicon.forms
        if not frames or not is_verb or self.sorts.is_noise(verb) or self.sorts.is_work(self.grammar.subject(verb)):
            return None
        doubt = None
        for frame in frames:
            found = self._fit(frame, verb)
            if isinstance(found, Match):
                return found
            doubt = doubt or found
        return doubt

    def _fit(self, frame: Frame, verb: Token) -> Match | Doubt | None:
        passive = self.grammar.is_passive(verb)
        if (
            not self._has_particle(frame, verb)
            or (frame.passive_only and not passive)
            or (frame.active_only and not self.actors.acts(verb))
        ):
            return None
        subject, thing = self._misread(verb) or (self.actors.doer(self.grammar.subject(verb)), self.grammar.object(verb))
        place = self._place(frame, verb, thing) if self._object_fits(frame, verb, thing, subject) else None
        if not self._is_told(frame, verb, thing, subject, place):
            return None
        reason = self.actors.unfit(frame, verb, subject, place)
        if reason:
            return Doubt(verb, reason) if place is not None and self.sorts.mentions.place(place) is not None else None
        holder, loser = (self._role(roles, frame, verb, thing, subject) for roles in (frame.holder, frame.loser))
        if frame.strength == "control_phrase" and holder is None:
            return None
        words, sure = self._words(frame, verb, thing), self._sure(frame, place, subject)
        why = f"the verb {self.lexicon.lemma(verb)!r}"
        return Match(self._kind(frame, verb), verb, words, place, holder, loser, why, sure, frame.active_only and place is None)

    def _is_told(self, frame: Frame, verb: Token, thing: Token | None, subject: Token | None, place: Token | None) -> bool:
        """Whether a frame has the object and the place it needs."""
        if not self._object_fits(frame, verb, thing, subject) or (place is None and (frame.required or frame.object == "place")):
            return False
        if self._is_left_over(frame, verb) or self._is_of_things(frame, verb, thing):
            return False
        return frame.object != "control" or thing is None or self._is_control_of_place(frame, verb, thing)

    def _is_left_over(self, frame: Frame, verb: Token) -> bool:
        """Whether "left" tells of what remains: "has no stronghold left"."""
        hung = verb.dep_ in self.lexicon.labels["participle"] and self.grammar.agent(verb) is None
        return frame.kind == "withdrawn" and hung and self.lexicon.lemma(verb) in self.lexicon.words["leave"]

    def _is_of_things(self, frame: Frame, verb: Token, thing: Token | None) -> bool:
        """Whether a place is cleared of mines or rubble, and not of fighters."""
        of = self.grammar.after(verb, self.lexicon.words["of"]) if frame.kind == "cleared" and "of" in frame.loser else []
        return bool(of) and thing is not None and not any(self.sorts.is_armed(n) or self.sorts.is_pronoun(n) for n in of)

    def _is_control_of_place(self, frame: Frame, verb: Token, thing: Token) -> bool:
        """Whether control is of a place, or of nothing that is said; "control of the match" is neither."""
        of = self.grammar.after(thing, {"of", "over"})
        return not of or any(self._is_place_here(frame, noun, verb) or self.sorts.is_pronoun(noun) for noun in of)

    def _misread(self, verb: Token) -> tuple[Token, Token] | None:
        """Return who and what of a verb that the parser took for a participle between two nouns: "The SPLM-N captured Kurmuk"."""
        if verb.dep_ != "amod" or verb.i == 0 or verb.head.i < verb.i or verb.tag_ not in self.lexicon.tags["past_participle"]:
            return None
        who = verb.nbor(-1)
        inside = who.head == verb.head or who.is_ancestor(verb) or any(who in c.subtree for c in verb.head.lefts)
        return (who, verb.head) if inside and (self.sorts.is_named_group(who) or self.sorts.is_armed_noun(who)) else None

    def _has_particle(self, frame: Frame, verb: Token) -> bool:
        wanted = frame.only_with.get(self.lexicon.lemma(verb), frame.particle)
        return not wanted or bool(set(wanted) & self.grammar.particles(verb))

    def _object_fits(self, frame: Frame, verb: Token, thing: Token | None, subject: Token | None) -> bool:
        if frame.subject_nouns:
            acts = subject if subject is not None else thing
            return self.sorts.is_sense(acts, frame.subject_nouns) or any(
                self.sorts.is_sense(c, frame.subject_nouns) for c in children(verb, self.lexicon.labels["subject"])
            )
        if frame.object in SENSES:
            agreed = self.grammar.after(verb, self.lexicon.words["agreed_to"]) if frame.object == "truce" else []
            return any(self.sorts.is_sense(noun, frame.object) for noun in (thing, *agreed))
        if frame.object == "search":
            beside = {self.lexicon.lemma(c) for c in thing.children} | {self.lexicon.lemma(thing)} if thing is not None else set()
            return self.sorts.is_sense(thing, "search") and bool(beside & self.lexicon.senses["search_needs"])
        if frame.object == "force":
            return thing is not None and self.sorts.is_force(thing) and not (frame.force_object and self.sorts.is_place(thing))
        if frame.object == "none":
            along = bool(self.lexicon.words["ways_along"] & {c.lower_ for c in children(verb, self.lexicon.labels["particle"])})
            free = thing is None or along or self.grammar.is_passive(verb) or thing.dep_ == "npadvmod"
            states = children(verb, self.lexicon.labels["complement"])
            return free and (not states or bool(self._states_of(verb)))  # not "fell silent"
        return True

    def _states_of(self, verb: Token) -> list[Token]:
        """Return "deployed" of "remain deployed in"."""
        return [
            c
            for c in children(verb, self.lexicon.labels["complement"])
            if self.lexicon.lemma(c) in self.lexicon.words["present"] or c.lower_ in self.lexicon.words["present"]
        ]

    def _place(self, frame: Frame, verb: Token, thing: Token | None) -> Token | None:
        for position in frame.place:
            for noun in self._position(position, frame, verb, thing):
                if self._is_place_here(frame, noun, verb):
                    return noun
        return None

    def _position(self, position: str, frame: Frame, verb: Token, thing: Token | None) -> list[Token]:
        if position == "object":
            return [thing] if thing is not None else []
        if position == "subject":
            subject = self.grammar.subject(verb) or thing
            return [subject] if subject is not None else []
        words = self.lexicon.words["directions"] if position == "directions" else {position}
        nouns = sorted(self.grammar.after(verb, words), key=lambda noun: noun.i < verb.i)
        nouns += [n for c in self._states_of(verb) for n in self.grammar.after(c, words)]
        if position == "near":  # "set up a line north of"
            nouns += self.grammar.after(verb, self.lexicon.words["directions"])
        if thing is not None and frame.object not in ("place", "none"):
            nouns = self.grammar.after(thing, words) + nouns
        subject = (self.grammar.subject(verb) or thing) if "subject" in frame.place else None
        if subject is not None and self.sorts.is_sense(subject, "control"):
            nouns += self.grammar.after(subject, {position})
        elif frame.strength == "control_phrase":
            nouns = []  # "slipped out of the city to X": X holds nothing
        if frame.subject_nouns:
            nouns += [
                noun for subject in children(verb, self.lexicon.labels["subject"]) for noun in self.grammar.after(subject, {position})
            ]
        return nouns

    def _is_place_here(self, frame: Frame, noun: Token, verb: Token) -> bool:
        if self.sorts.is_place(noun):
            return True
        if frame.object == "flag" and noun.lower_ in self.lexicon.words["pronoun_objects"]:
            return True  # "their flag was raised over it"
        if frame.object == "place" and noun.lower_ in self.lexicon.words["pronoun_objects"]:
            return frame.strength == "strong" or self.sorts.is_force(self.grammar.subject(verb))
        settles = frame.strength != "weak" or self.sorts.is_force(self.grammar.subject(verb)) or frame.object not in ("place", "none")
        return (
            (settles or self.actors.is_lone_passive(frame, noun, verb))
            and self.sorts.is_unknown_name(noun)
            and not self._is_person(noun, verb)
        )

    def _is_person(self, noun: Token, verb: Token) -> bool:
        """Whether a name is a person's: two words and no preposition of place before them, or part of one named so elsewhere."""
        found = self.sorts.mentions.at(noun)
        if found is None or found.what != "person":
            return False
        if any(self.sorts.is_named_group(n) or self.sorts.is_armed_noun(n) for n in self.grammar.after(verb, {"from"})):
            return False  # "seized from the militia"
        before = self.sorts.mentions.doc[found.start - 1].lower_ if found.start > 0 else ""
        if (
            before in self.lexicon.words["locative"] | self.lexicon.words["of"]
            or self.lexicon.lemma(verb) not in self.lexicon.done_to_persons
        ):
            return False
        doc, places = self.sorts.mentions.doc, self.lexicon.places
        named = doc[found.start].lower_ in places["name_before"] or doc[found.end - 1].lower_ in places["sites"] | places["areas"]
        several = found.end - found.start > 1
        return (several and not named) or (not several and noun.text in self.sorts.mentions.persons)

    def _role(self, positions: tuple[str, ...], frame: Frame, verb: Token, thing: Token | None, subject: Token | None) -> Token | None:
        for position in positions:
            if position == "subject":
                found = subject
            elif position == "object":
                found = thing
            else:
                found = self._after_for_role(position, verb, thing)
            if found is None and position == "subject" and frame.object == "flag" and thing is not None:
                found = next((c for c in thing.children if c.dep_ in self.lexicon.labels["compound"] and c.text[:1].isupper()), None)
            if found is None and position == "subject" and frame.object == "control" and thing is not None:  # "army control was restored"
                found = first(
                    [
                        c
                        for c in children(thing, self.lexicon.labels["compound"])
                        if self.sorts.is_named_group(c) or self.sorts.is_armed_noun(c)
                    ]
                )
            if found is not None and (self.sorts.may_hold(found) or position in ("control", "hands") or frame.object == "curfew"):
                return found
        return None

    def _after_for_role(self, position: str, verb: Token, thing: Token | None) -> Token | None:
        if position in ("control", "hands"):
            return self.holder_of_state(verb, position)
        if position == "receiver":  # "giving them control of"
            return first([c for c in children(verb, self.lexicon.labels["receiver"]) if c.pos_ != "ADP" and self.sorts.may_hold(c)])
        if position == "joined":
            joins = [
                c
                for c in (*children(verb, self.lexicon.labels["conjunct"]), *children(verb, ("advcl",)))
                if self.lexicon.lemma(c) in self.lexicon.words["join"]
            ]
            return next((self.grammar.object(c) for c in joins), None)
        nouns = self.grammar.after(verb, {position}) + (self.grammar.after(thing, {position}) if thing is not None else [])
        forces = [
            n for n in nouns if self.sorts.is_armed(n) and (not self.sorts.is_place(n) or self.sorts.is_named_group(n) or position == "to")
        ]
        return next((n for n in forces), None)

    def holder_of_state(self, verb: Token, sense: str) -> Token | None:
        """Return who holds by "under the control of X", "under X control", "into the hands of X" below a verb."""
        for _, _, noun in self.grammar.prepositions(verb):
            if self.sorts.is_sense(noun, sense):
                by = [n for n in self.grammar.after(noun, self.lexicon.words["of"]) if self.sorts.may_hold(n)]
                beside = [c for c in children(noun, self.lexicon.labels["compound"]) if self.sorts.is_armed(c)]
                if by or beside:
                    return (by or beside)[0]
        return None

    def _kind(self, frame: Frame, verb: Token) -> str:
        going = verb.tag_ in self.lexicon.tags["present_participle"] and children(verb, self.lexicon.labels["auxiliary"])
        present = frame.present and (verb.tag_ in self.lexicon.tags["present"] or going) and not self.grammar.is_passive(verb)
        again = frame.kind == "taken" and frame.holder == ("subject",) and self.lexicon.words["again"] & {c.lower_ for c in verb.children}
        return frame.present if present else "retaken" if again else frame.kind

    def _words(self, frame: Frame, verb: Token, thing: Token | None) -> str:
        return f"{verb.text} {thing.text}" if thing is not None and frame.object not in ("place", "none", "any", "force") else verb.text

    def _sure(self, frame: Frame, place: Token | None, subject: Token | None) -> float:
        sure = 0.93 if frame.strength == "strong" else 0.86
        if place is None or (self.sorts.mentions.place(place) is None and not self.sorts.is_place(place)):
            sure -= 0.15
        if subject is not None and not (self.sorts.is_named_group(subject) or self.sorts.is_armed_noun(subject)):
            sure -= 0.1
        return sure - (0.1 if frame.kind == "contested" else 0.0)
