"""Where an event happened: the place its verb names, else the nearest one that the sentence and then the report offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from events.reports.listing import Listing
from events.reports.match import Match
from events.reports.naming import Naming
from events.reports.placeref import PlaceRef
from events.reports.syntax import VERBAL, phrase
from events.reports.unnamed import Unnamed

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

#: How sure a place is that had to be looked for, by where it was found (measured on the development half of tests/reports/labelled).
SURE: Final = {"beside": 0.85, "clause": 0.72, "sentence": 0.55, "focus": 0.6, "dateline": 0.55}


@dataclass(slots=True)
class Focus:
    """The places a report has spoken of so far, the latest last, and the one of its dateline or title."""

    dateline: str = ""
    last_event: str = ""
    seen: list[str] = field(default_factory=list)

    def latest(self) -> tuple[str, str]:
        """Return (name, how it was found) of the place "the town" most likely means, ("", "") without any."""
        if self.last_event:
            return self.last_event, "focus"
        if self.seen:
            return self.seen[-1], "focus"
        return (self.dateline, "dateline") if self.dateline else ("", "")


class Places:
    """Finds the places of the events of one block.

    Parameters
    ----------
    naming : Naming
        Names places in noun phrases.
    focus : Focus
        What the report has spoken of; `note` adds to it.
    """

    def __init__(self, naming: Naming, focus: Focus) -> None:
        self.naming, self.focus, self.unnamed = naming, focus, Unnamed(naming.sorts)
        self.listing = Listing(naming, self.unnamed)
        self.grammar, self.sorts, self.mentions, self.lexicon = naming.grammar, naming.sorts, naming.mentions, naming.lexicon

    def of(self, match: Match, sentence: Span, *, earlier: list[PlaceRef] | None = None) -> list[PlaceRef]:
        """Return the places of an event, [] if the report names none for it; `earlier` are those of the sentence's events so far."""
        refs = self._direct(match)
        if match.place is not None and refs and refs[0].feature and self.lexicon.lemma(match.place) in self.lexicon.places["camps"]:
            at = self._refs(self._located(match.trigger, match), self._barred(match)) if self.mentions.place(match.place) is None else []
            refs = [replace(ref, feature=refs[0].feature) for ref in at] or refs
        finer = [ref for ref in refs if not self.naming.is_country(ref.name)]
        if finer or (refs and not self._is_generic(match.place)):
            return finer or refs
        features = list(dict.fromkeys(self.unnamed.feature(noun) for noun in self._heads(match))) or [self.unnamed.feature(match.place)]
        for found, where in self._around(match, sentence, earlier or []):
            kept = [
                replace(ref, feature=feature or ref.feature, sure=min(ref.sure, SURE[where]), why=f"{ref.why}; {WHERE[where]}")
                for ref in found
                for feature in features
                if not self.naming.is_country(ref.name)
            ]
            if kept:
                return kept
        return refs or ([] if match.lent else self._from_focus(match, features))

    def _heads(self, match: Match) -> list[Token]:
        """Return the nouns of the place that stand for places, with those joined to it."""
        return [n for n in self.grammar.conjuncts(match.place) if self.sorts.is_place(n)] if match.place is not None else []

    def _direct(self, match: Match) -> list[PlaceRef]:
        if match.place is None or match.place.lower_ in self.lexicon.words["pronouns"]:
            return []
        refs = self.naming.refs(match.place)
        joined = [*self._joined_above(match), *self._alongside(match)]
        for other in joined:  # "control of the town of X and 24 villages in Y", joined to "control" by the parser
            refs += [ref for ref in self.naming.refs(other) if all((ref.name, ref.feature) != (o.name, o.feature) for o in refs)]
        if not refs and self.sorts.is_unknown_name(match.place):
            refs = [self.naming.unknown(match.place)]
        if refs:
            refs += [ref for noun in (*self._heads(match), *joined) for ref in self._beside_names(noun, refs, match)]
        return self._extended(refs, match)

    def _beside_names(self, noun: Token, refs: list[PlaceRef], match: Match) -> list[PlaceRef]:
        """Return a site without a name in a list with names: the airport of "captured Kut and its airport"."""
        if not self.unnamed.is_site(noun) or self.naming.ref(noun) is not None:
            return []
        return [ref for ref in self.unnamed.refs(noun, match.trigger, within=refs[0].name) if all(o.start != ref.start for o in refs)]

    def _extended(self, refs: list[PlaceRef], match: Match) -> list[PlaceRef]:
        """Return the places of an event with those that a list goes on with behind them."""
        last = max(refs, key=lambda ref: ref.end, default=None)
        known = {ref.name for ref in refs}
        if last is not None:
            further = self.listing.following(last.end, match.trigger) if last.end > 0 and not last.feature else []
            return refs + [ref for ref in further if ref.name not in known]
        if match.place is None or not self.sorts.is_place(match.place) or match.place.i < match.trigger.i:
            return refs
        further = self.listing.following(phrase(match.place)[1], match.trigger)
        own = self.unnamed.refs(match.place, match.trigger) if further else []
        return [*own, *further] if own else refs

    def _alongside(self, match: Match) -> list[Token]:
        """Return the places of "X was lost, along with Y"."""
        if match.place is None or match.trigger.pos_ not in VERBAL:
            return []
        return [n for n in self.grammar.after(match.trigger, self.lexicon.words["along"]) if self.sorts.is_place(n) and n != match.place]

    def _joined_above(self, match: Match) -> list[Token]:
        """Return the places that are joined to a noun between the trigger and its place."""
        place, trigger = match.place, match.trigger
        if place is None or trigger not in list(self.grammar.ancestors(place)):
            return []
        between = []
        for above in self.grammar.ancestors(place):
            if above == trigger:
                break
            between.append(above)
        nouns = [c for above in between if above.pos_ == "NOUN" for c in self.grammar.conjuncts(above) if c != above]
        return [noun for noun in nouns if noun.i > place.i and self.sorts.is_place(noun)]

    def _is_generic(self, noun: Token | None) -> bool:
        return noun is None or self.mentions.place(noun) is None

    def _around(self, match: Match, sentence: Span, earlier: list[PlaceRef]) -> Iterator[tuple[list[PlaceRef], str]]:
        """Yield places from near to far: on the trigger, up its clause, on who acts, then the sentence before the trigger."""
        barred = self._barred(match)
        if match.place is not None and match.place.lower_ in self.lexicon.words["pronoun_objects"]:  # "looted Kikwit before abandoning it"
            above = [self.grammar.object(at) for at, _ in self._verbs(match.trigger) if at != match.trigger and at.pos_ in VERBAL]
            yield self._refs([noun for noun in above if noun is not None and noun.i < match.place.i], barred), "clause"
        for at, where in self._verbs(match.trigger):
            yield self._refs(self._located(at, match), barred), where
            subject = self.grammar.subject(at) if at.pos_ in VERBAL else None
            if where == "beside":
                words = self.lexicon.words["strong_locative"] | self.lexicon.words["of"]
                if match.place is not None and self.lexicon.lemma(match.place) in self.lexicon.places["areas"]:
                    yield earlier, "sentence"  # "marched into X after losing the regional capital"
                yield (self._refs(self.grammar.after(subject, words), set()) if subject is not None else []), where
                yield (earlier if match.place is not None else earlier[:1]), "sentence"
        named = [
            m
            for m in self.mentions.between(sentence.start, sentence.end, "place")
            if not set(range(m.start, m.end)) & barred
            and not self._is_speakers(m.start, match.trigger)
            and self.mentions.doc[m.end - 1].pos_ != "ADJ"  # "Ukrainian strikes"
        ]
        before = [m for m in named if m.start < match.trigger.i]
        after = [m for m in named if m not in before and self._is_near(m.start, match.trigger)]
        for mention in [*reversed(before), *after]:
            ref = self.naming.ref(self.mentions.doc[mention.start : mention.end].root)
            yield ([ref] if ref is not None else []), "sentence"

    def _located(self, verb: Token, match: Match) -> list[Token]:
        """Return the nouns after "in", "at", "near" and their like on a verb, but for the one that was tried already."""
        words = self.lexicon.words["strong_locative"]
        return [n for outer, inner, n in self.grammar.prepositions(verb) if {outer, inner} & words and n != match.place]

    def _is_speakers(self, at: int, trigger: Token) -> bool:
        """Whether a place is only where somebody spoke: "said in Geneva", "a spokesman in Kabul said"; "residents of Kut" know Kut."""
        speech = self.lexicon.speech["say"] | self.lexicon.speech["claim"] | self.lexicon.speech["deny"] | {"speak"}
        last = self.mentions.doc[at]
        for above in self.grammar.ancestors(last):
            if above == trigger:
                return False
            if self.lexicon.lemma(above) in speech and above.pos_ in VERBAL:
                is_subject = last.dep_ in self.lexicon.labels["subject"]
                distant = is_subject and self.lexicon.lemma(last) in self.lexicon.groups["distant"]
                return distant or last.dep_ in (*self.lexicon.labels["preposition"], "advcl")
            last = above
        return False

    def _is_near(self, at: int, trigger: Token) -> bool:
        """Whether no other verb stands between a place and the trigger above it."""
        above = next(
            (
                a
                for a in self.grammar.ancestors(self.mentions.doc[at])
                if a.pos_ in VERBAL and a.dep_ not in self.lexicon.labels["participle"]
            ),
            None,
        )
        return above is None or above == trigger or above in list(self.grammar.ancestors(trigger))

    def _refs(self, nouns: list[Token], barred: set[int]) -> list[PlaceRef]:
        for noun in nouns:
            if noun.i in barred:
                continue
            refs = (
                [ref for ref in self.naming.refs(noun) if ref.start >= 0] if self.sorts.is_place(noun) or self._is_free_name(noun) else []
            )
            if refs:
                return refs
        return []

    def _is_free_name(self, noun: Token) -> bool:
        found = self.mentions.at(noun)
        return self.sorts.is_unknown_name(noun) and (found is None or (found.what == "person" and found.end - found.start == 1))

    def _verbs(self, trigger: Token) -> Iterator[tuple[Token, str]]:
        """Yield the trigger and the verbs above it within its clause; a verb that reports it ends the clause."""
        yield trigger, "beside"
        at = trigger
        while at.head != at and at.dep_ in (
            "conj",
            "xcomp",
            "pcomp",
            "advcl",
            "prep",
            "dobj",
            "pobj",
            "ccomp",
            "acl",
            "nsubj",
            "nsubjpass",
        ):
            if (
                at.dep_ == "ccomp"
                and self.lexicon.lemma(at.head) in self.lexicon.speech["say"] | self.lexicon.speech["claim"] | self.lexicon.speech["deny"]
            ):
                break
            at = at.head
            yield at, "clause"

    def _barred(self, match: Match) -> set[int]:
        """Return the tokens of who holds and who lost: "Kyiv" in "Kyiv's troops took the town" is no place of the event."""
        barred: set[int] = set()
        for noun in (match.holder, match.loser):
            if noun is not None:
                start, end = phrase(noun, stop=("relcl", "acl", "advcl", "appos", "ccomp", "punct", "parataxis", "prep"))
                barred |= set(range(start, end))
        if match.kind == "withdrawn":  # "retreated to the hills of Masisi": they did not leave Masisi
            ways = [c for c in match.trigger.children if c.lower_ in self.lexicon.words["onward"]]
            barred |= {t.i for way in ways for t in way.subtree}
        return barred

    def _from_focus(self, match: Match, features: list[str]) -> list[PlaceRef]:
        noun = match.place
        name, how = self.focus.latest()
        if noun is not None and self.lexicon.lemma(noun) in self.lexicon.places["towns"]:
            name = self._city_of(name)
        if not name:
            several = self.grammar.conjuncts(noun) if noun is not None else []
            return [ref for one in several if self.sorts.is_place(one) for ref in self.unnamed.refs(one, match.trigger)]
        start, end = phrase(noun) if noun is not None else (-1, -1)
        words = self.mentions.doc[start:end].text if noun is not None else ""
        return [PlaceRef(name, "", feature, "", start, end, words, SURE[how], f"{WHERE[how]}: {name}") for feature in features]

    def _city_of(self, name: str) -> str:
        """Return the city that the report names and the place is a quarter of, for "the city" after it; else the place itself."""
        for city in dict.fromkeys(self.focus.seen[::-1]):
            is_city = city != name and self.naming.locate(city, "").get("geo_precision") == "city"
            if is_city and self.naming.locate(name, city).get("lon") is not None:
                return city
        return name

    def note(self, sentence: Span, events: list[PlaceRef]) -> None:
        """Add a sentence's places to the focus: those of its events first of all."""
        for mention in self.mentions.between(sentence.start, sentence.end, "place"):
            owner = self.mentions.doc[mention.start : mention.end].root.dep_ == "poss"  # "Turkey's minister" is not about Turkey
            if not owner and not self.naming.is_country(mention.text):
                self.focus.seen.append(mention.text)
                if mention.text not in {ref.name for ref in events}:
                    self.focus.last_event = ""
        named = [ref for ref in events if ref.start >= 0 and not self.naming.is_country(ref.name)]
        if named:
            self.focus.last_event = named[-1].name


WHERE: Final = {
    "beside": "said with the event's verb",
    "clause": "said elsewhere in the clause",
    "sentence": "the nearest place in the sentence",
    "focus": "the place the report spoke of last",
    "dateline": "the place of the dateline",
}
