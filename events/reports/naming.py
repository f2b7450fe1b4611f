"""From a noun phrase to the place it names: the name, what narrows it, what was taken there, and the larger place beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from events.reports.mentions import Mention
from events.reports.narrowing import Narrowing
from events.reports.placeref import PlaceRef
from events.reports.sorts import Sorts
from events.reports.syntax import VERBAL, children, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token


class Naming:
    """Names places in noun phrases of one block.

    Parameters
    ----------
    sorts : Sorts
        The block's nouns, sorted.
    is_country : callable
        Whether a name is that of a whole country.
    locate : callable
        (words, within) → what the geocoder says of them, as `reading.location_record`; {} without a geocoder.
    """

    def __init__(self, sorts: Sorts, *, is_country: Callable[[str], bool], locate: Callable[[str, str], Mapping[str, Any]]) -> None:
        self.sorts, self.grammar, self.lexicon = sorts, sorts.grammar, sorts.lexicon
        self.mentions, self.is_country, self.locate = sorts.mentions, is_country, locate
        self.narrowing = Narrowing(sorts.mentions, sorts.lexicon)

    def refs(self, noun: Token) -> list[PlaceRef]:
        """Return the places a noun and those joined to it name; [] if they name none."""
        found: list[PlaceRef] = []
        for head in self.grammar.conjuncts(noun):
            if head != noun and head.lower_ in self.lexicon.places["modifiers"] and head.nbor(-1).text == ",":
                continue  # "the base, southwest of Tripoli" is one place
            for ref in self._refs_of(head):
                if all(ref.name != other.name or ref.feature != other.feature for other in found):
                    found.append(ref)
        return self._share_within(found)

    def _share_within(self, found: list[PlaceRef]) -> list[PlaceRef]:
        """Give all places of a list the larger place named after the last ("A and B in X province")."""
        within = found[-1].within if found else ""
        return [ref if ref.within or ref.name == within else replace(ref, within=within) for ref in found]

    def ref(self, head: Token) -> PlaceRef | None:
        """Return the place one noun names, the first of several, None if it names none."""
        return next(iter(self._refs_of(head)), None)

    def _refs_of(self, head: Token) -> list[PlaceRef]:
        named = self.mentions.place(head)
        if named is not None:
            return [self._named(named, feature="", sure=0.96, why="named where the event needs its place")]
        quarter, city = self._quarter(head)
        if quarter is not None:
            return [replace(self._named(quarter, feature="", sure=0.92, why="named before the noun"), within=city)]
        for way, sure, why in (
            (self._including, 0.92, 'named after "including"'),
            (self._apposed, 0.9, "named beside the noun"),
            (self._after_of, 0.95, 'named after "of"'),
            (self._before, 0.92, "named before the noun"),
            (self._proper, 0.85, "a name before the noun"),
            (self._said_of, 0.88, "what the noun is said of"),
            (self._located, 0.88, "named after the noun"),
            (self._country, 0.9, "a country named before the noun"),
        ):
            inner = way(head)
            if inner:
                return [self._named(one, feature=self._feature(head, one), sure=sure, why=why) for one in inner]
        return [self._unknown(head)] if self.sorts.is_unknown_name(head) else []

    def _quarter(self, head: Token) -> tuple[Mention | None, str]:
        """Return (quarter, city) of "the Hayaniya district of Basra"; (None, "") for "the Baghdad district of Karrada", and without both.

        Which of the two names is the smaller place, the gazetteer says; a name that it does not know is taken for the smaller one.
        """
        if self.lexicon.lemma(head) not in self.lexicon.places["quarters"] or head.tag_ in ("NNS", "NNPS"):
            return None, ""
        before, after = self._before(head) or self._proper(head), self._after_of(head)
        if len(before) != 1 or not after or self.mentions.doc[before[0].start].tag_ not in ("NNP", "NN"):  # "the Shiite district of"
            return None, ""
        inner, outer = (float(self.locate(name.text, "").get("radius_m") or 0.0) for name in (before[0], after[0]))
        smaller = inner < outer if inner != outer else self.lexicon.lemma(head) not in self.lexicon.places["suburbs"]
        return (before[0], after[0].text) if smaller else (None, "")

    def _proper(self, head: Token) -> list[Mention]:
        """Return the names right before a noun of a place that nobody knows: "Jazal" of "the Jazal oil field"."""
        if not self.sorts.is_place_noun(head):
            return []
        vague = self.lexicon.lemma(head) in self.lexicon.places["vague"]  # "the Thai border" is no place called Thai
        parts = [
            c
            for c in self._listed(head)
            if c.i < head.i
            and (
                c.dep_ != "poss"
                or head.lower_ in self.lexicon.places["part_nouns"]
                or self.lexicon.lemma(head) in self.lexicon.places["areas"]
            )
            and not c.text.isupper()
            and self._is_proper(c)
            and not (vague and (m := self.mentions.at(c)) is not None and m.what == "people")
        ]
        several = parts if head.tag_ in ("NNS", "NNPS") and any(c.dep_ in self.lexicon.labels["conjunct"] for c in parts) else parts[-1:]
        return [self.mentions.place(part) or self._by_position(part) for part in several]

    def _listed(self, head: Token) -> list[Token]:
        """Return the words before a noun, with those joined to them: "the Mualla, Crater and Tawahi districts"."""
        return [joined for c in children(head, self.lexicon.labels["compound"]) for joined in self.grammar.conjuncts(c)]

    def _is_proper(self, token: Token) -> bool:
        """Whether a word before a noun is a name that nobody knows, also one read as an adjective: "the Vishwamadu area"."""
        if token.pos_ in ("PROPN", "X"):
            return self.sorts.is_unknown_name(token) or (
                self.mentions.place(token) is not None and token.dep_ in ("nmod", *self.lexicon.labels["conjunct"])
            )
        found = self.mentions.at(token)
        capital = token.text[:1].isupper() and token.text[1:].islower() and not token.is_sent_start
        return capital and token.pos_ in ("ADJ", "NOUN") and found is not None and found.what in ("organisation", "other")

    def unknown(self, head: Token) -> PlaceRef:
        """Return a reference to a name of no known sort, taken for a place by where it stands."""
        return self._unknown(head)

    def _named(self, mention: Mention, *, feature: str, sure: float, why: str) -> PlaceRef:
        start, modifier = self.narrowing.modifier(mention)
        end = self.narrowing.with_site(mention)
        doc = self.mentions.doc
        country = self.is_country(mention.text)
        return PlaceRef(
            doc[mention.start : end].text,
            modifier,
            feature,
            self._within(mention),
            start,
            end,
            doc[start:end].text,
            sure - (0.25 if country else 0.0) - (0.06 if mention.source == "parser" else 0.0),
            f"{why} ({mention.source})",
        )

    def _within(self, mention: Mention) -> str:
        """Return the larger place that follows a name: ", in X province", ", X"."""
        head = self.mentions.doc[mention.start : mention.end].root
        near = [n for n in self.grammar.after(head, {"in", "of"}) if self.mentions.place(n)] + [
            c for c in children(head, (*self.lexicon.labels["apposition"], "npadvmod")) if self.mentions.place(c)
        ]
        for noun in near:
            found = self.mentions.place(noun)
            if found is not None and found.start >= mention.end and found.text != mention.text:
                return found.text
        return ""

    def _feature(self, head: Token, inner: Mention) -> str:
        """Return the words for what stands at the place: "three police stations"; "" for "the town of"."""
        areas = self.lexicon.places["areas"]
        if self.lexicon.lemma(head) in areas and head.tag_ not in ("NNS", "NNPS"):
            return ""
        start, end = phrase(head, stop=("relcl", "acl", "advcl", "appos", "ccomp", "punct", "parataxis", "prep", "conj", "cc", "preconj"))
        words = [t for t in self.mentions.doc[start:end] if not inner.start <= t.i < inner.end and t.pos_ != "DET" and t.tag_ != "POS"]
        return " ".join(t.text for t in words)

    def _places_of(self, nouns: list[Token]) -> list[Mention]:
        """Return the places some nouns name, themselves or deeper, with what is joined to the first; countries only where alone."""
        for noun in nouns:
            found = [m for joined in self.grammar.conjuncts(noun) for m in self._mentioned(joined)]
            finer = [m for m in found if not self.is_country(m.text)]
            if finer:
                return finer
        return [m for noun in nouns for m in self._mentioned(noun)]

    def _mentioned(self, noun: Token) -> list[Mention]:
        named = self.mentions.place(noun)
        if named is not None:
            return [named]
        if self.sorts.is_unknown_name(noun):
            return [self._by_position(noun)]
        deeper = self.sorts.is_place(noun) or self.lexicon.lemma(noun) in self.lexicon.places["quantities"]
        return (
            (self._apposed(noun) or self._after_of(noun) or self._before(noun) or self._proper(noun) or self._located(noun))
            if deeper and self.mentions.at(noun) is None
            else []
        )

    def _by_position(self, noun: Token) -> Mention:
        """Return a name that neither parser nor gazetteer knows as a place: its own words and the names right before it."""
        start = noun.i
        while (
            start > 0
            and self.mentions.doc[start - 1].head.i in range(start, noun.i + 1)
            and self.mentions.doc[start - 1].pos_ in ("PROPN", "X", "PUNCT")
            and self.mentions.doc[start - 1].text != ","
        ):
            start -= 1
        whole = self.mentions.at(noun)  # "al-Watiya", whose parts hang on the noun behind it
        if whole is not None and whole.end == noun.i + 1 and whole.what != "group":
            start = min(start, whole.start)
        start, end = self._in_own_script(start, noun.i + 1)
        return Mention("place", start, end, self.mentions.doc[start:end].text, "position")

    def _in_own_script(self, start: int, end: int) -> tuple[int, int]:
        """Widen a name in another script than Latin to all its words: a parser of English parts them at random."""
        doc = self.mentions.doc
        while start > 0 and not doc[start].is_ascii and not doc[start - 1].is_ascii and doc[start - 1].is_alpha:
            start -= 1
        while end < len(doc) and not doc[end - 1].is_ascii and not doc[end].is_ascii and doc[end].is_alpha:
            end += 1
        return start, end

    def _apposed(self, head: Token) -> list[Mention]:
        names = [
            c
            for c in children(head, self.lexicon.labels["apposition"])
            if self.mentions.place(c) is not None or self.sorts.is_unknown_name(c)
        ]
        if head.dep_ in self.lexicon.labels["apposition"] and (
            self.mentions.place(head.head) is not None or self.sorts.is_unknown_name(head.head)
        ):
            names.append(head.head)
        return self._places_of(names) if self.sorts.is_place_noun(head) else []

    def _said_of(self, head: Token) -> list[Mention]:
        """Return the place that is said to be one: "X became the latest town to fall"."""
        verb = head.head
        be = self.lexicon.words["be"] | self.lexicon.words["become"]
        if head.dep_ != "attr" or verb.pos_ not in VERBAL or self.lexicon.lemma(verb) not in be:
            return []
        subject = [c for c in children(verb, self.lexicon.labels["subject"]) if c.i < head.i]
        return self._places_of([c for c in subject if self.mentions.place(c) is not None or self.sorts.is_unknown_name(c)])

    def _including(self, head: Token) -> list[Mention]:
        if not self.sorts.is_place_noun(head):
            return []
        nouns = self.grammar.after(head, self.lexicon.words["including"])
        if not nouns and head.tag_ in ("NNS", "NNPS"):  # "seized two towns on Friday, including X": hung on the verb or its subject
            verb = head.head
            above = [t for t in (verb, *children(verb, self.lexicon.labels["subject"])) if verb.pos_ in VERBAL]
            nouns = [n for at in above for n in self.grammar.after(at, self.lexicon.words["including"]) if n.i > head.i]
        return self._places_of(nouns)

    def _after_of(self, head: Token) -> list[Mention]:
        nouns = self.grammar.after(head, self.lexicon.words["of"])
        if self.lexicon.lemma(head) in self.lexicon.places["sites"]:  # "the headquarters of the secret police" is no place of that name
            nouns = [
                n for n in nouns if not self.sorts.is_unknown_name(n) or (m := self.mentions.at(n)) is None or m.what != "organisation"
            ]
        return self._places_of(nouns)

    def _before(self, head: Token) -> list[Mention]:
        below = [c for c in children(head, self.lexicon.labels["compound"]) if c.i < head.i]
        own = [m for c in below if (m := self.mentions.place(c)) is not None]
        finer = [m for m in own if not self.is_country(m.text)]
        listed = self._proper(head) if head.tag_ in ("NNS", "NNPS") else []
        if finer and len(listed) > 1:
            return listed
        return finer[-1:] or next((found for c in below if (found := self._before(c))), [])

    def _country(self, head: Token) -> list[Mention]:
        """Return the country named before a noun, where nothing finer is: "Iraqi soil", "Russia's border"."""
        below = [c for c in children(head, self.lexicon.labels["compound"]) if c.i < head.i]
        return [m for c in below if (m := self.mentions.place(c)) is not None][:1]

    def _located(self, head: Token) -> list[Mention]:
        if not self.sorts.is_place(head):
            return []
        beside = [
            n
            for c in children(head, self.lexicon.labels["participle"])
            if self.lexicon.lemma(c) in self.lexicon.words["surrounding"]
            for n in children(c, self.lexicon.labels["object"])
        ]
        words = self.lexicon.words["strong_locative"] | self.lexicon.words["directions"]
        return self._places_of(self.grammar.after(head, words) + beside)

    def _unknown(self, head: Token) -> PlaceRef:
        doc = self.mentions.doc
        start, end = phrase(
            head, stop=("relcl", "acl", "advcl", "appos", "ccomp", "punct", "parataxis", "prep", "conj", "cc", "preconj", "nummod")
        )
        start = max([start, *(t.i + 1 for t in doc[start : head.i] if t.pos_ == "VERB")])
        while start < head.i and (
            doc[start].pos_ in ("DET", "PRON", "ADP")
            or doc[start].tag_ == "POS"
            or (doc[start].is_lower and doc[start].lower_ in self.lexicon.places["areas"])  # "the capital Sanaa"
        ):
            start += 1
        start, end = self._in_own_script(start, end)
        words = doc[start:end].text
        return PlaceRef(words, "", "", "", start, end, words, 0.7, "a name that stands where the event needs its place")
