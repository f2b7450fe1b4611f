"""Who and where: the names in a parsed block, from the factions table, the gazetteer, the lexicon and the parser, in that order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from events.reports.group_names import GroupNames
from events.reports.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from events.reports.extract import Area

#: What the parser calls the things that armed men hold.
PLACE_LABELS: Final = frozenset({"GPE", "LOC", "FAC"})
#: Longest name looked up in the gazetteer, in words of the parser.
LONGEST: Final = 6

Knows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text.

    Attributes
    ----------
    what : str
        "place", "group", "person", "people" (a nationality), "organisation", "time" or "other".
    start, end : int
        Token range, end exclusive.
    text : str
        As written.
    source : str
        "factions table", "gazetteer", "lexicon" or "parser".
    name : str
        For a group of the factions table its name there, else as written.
    """

    what: str
    start: int
    end: int
    text: str
    source: str
    name: str = ""


class Mentions:
    """All names in one parsed block, by token.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The parsed block.
    groups : GroupNames
        The groups to look for.
    area : Area
        What the gazetteer knows of names.
    lexicon : Lexicon
        The language's words.
    """

    def __init__(self, doc: Doc, *, groups: GroupNames, area: Area, lexicon: Lexicon) -> None:
        self.doc, self._lexicon = doc, lexicon
        self._by_token: dict[int, Mention] = {}
        for start, end, alias in groups.find(doc):
            table = alias in groups.names
            self._add(
                Mention("group", start, end, doc[start:end].text, "factions table" if table else "lexicon", groups.names.get(alias, ""))
            )
        entities = [e for e in doc.ents if not self._ends_as_place(e)]
        self._add_gazetteer(area.knows, entities)
        self._add_variants(area.sounds, entities)
        for entity in doc.ents:
            if entity in entities:
                for mention in _from_parser(entity):
                    self._add(mention)
            else:
                self._add(Mention("place", entity.start, entity.end - 1, doc[entity.start : entity.end - 1].text, "parser"))
        self._add_by_position()

    def at(self, token: Token) -> Mention | None:
        """Return the name a token is part of."""
        return self._by_token.get(token.i)

    def place(self, token: Token) -> Mention | None:
        """Return the place name a token is part of."""
        found = self.at(token)
        return found if found is not None and found.what == "place" else None

    def between(self, start: int, end: int, what: str) -> list[Mention]:
        """Return the names of one sort that lie within a token range, in order."""
        seen = {m.start: m for i in range(start, end) if (m := self._by_token.get(i)) is not None and m.what == what}
        return [seen[at] for at in sorted(seen)]

    def _add(self, mention: Mention) -> None:
        if not any(i in self._by_token for i in range(mention.start, mention.end)):
            for i in range(mention.start, mention.end):
                self._by_token[i] = mention

    def _add_gazetteer(self, knows: Knows, entities: list[Span]) -> None:
        self.persons = {t.text for e in entities if e.label_ == "PERSON" and len(e) > 1 for t in e}
        other = {i: entity for entity in entities if entity.label_ not in PLACE_LABELS for i in range(entity.start, entity.end)}
        at = 0
        while at < len(self.doc):
            at = self._longest(at, knows, other) or at + 1

    def _add_variants(self, sounds: Knows, entities: list[Span]) -> None:
        """Add what the parser takes for a person or people though it stands as a place and sounds like one: "left Abu al-Duhur"."""
        for entity in entities:
            places = entity.label_ in ("PERSON", "NORP", "ORG", "PRODUCT") and self._stands_as_place(entity)
            if places and not any(i in self._by_token for i in range(entity.start, entity.end)) and sounds(entity.text):
                self._add(Mention("place", entity.start, entity.end, entity.text, "gazetteer"))

    def _longest(self, at: int, knows: Knows, other: Mapping[int, Span]) -> int:
        """Add the longest place name that starts at a token and return where it ends; 0 if none does."""
        if at in self._by_token or not self._may_start(self.doc[at]):
            return 0
        for end in range(min(at + LONGEST, len(self.doc)), at, -1):
            last = self.doc[end - 1]
            if not self._may_end(last) or any(i in self._by_token for i in range(at, end)):
                continue
            if self._is_free(at, end, other) and knows(self.doc[at:end].text):
                self._add(Mention("place", at, end, self.doc[at:end].text, "gazetteer"))
                return end
        return 0

    def _may_start(self, token: Token) -> bool:
        return bool(token.text[:1].isalpha()) and (
            token.text[0].isupper() or not token.is_ascii or token.lower_ in self._lexicon.places["name_before"]
        )

    @staticmethod
    def _may_end(token: Token) -> bool:
        return bool(token.text[:1].isalpha()) and (token.text[0].isupper() or not token.is_ascii)

    def _is_free(self, start: int, end: int, other: Mapping[int, Span]) -> bool:
        """Whether the parser takes the words for nothing else: a person, a date or a longer name keeps them, unless it is the name."""
        if self._is_part_of_longer(start, end):
            return False
        for i in range(start, end):
            entity = other.get(i)
            if entity is None:
                continue
            same = entity.start == start and entity.end == end
            lone = (
                same and entity.label_ == "PERSON" and (self._after_locative(start) or (len(entity) == 1 and self._stands_as_place(entity)))
            )
            if entity.label_ in ("PERSON", "NORP", "DATE", "TIME") and not lone:
                return False
            if not same and len(entity) > end - start + 1:
                return False
        first = self.doc[start]
        return not (
            end - start == 1 and (first.pos_ not in ("PROPN", "NOUN", "X", "ADJ") or (first.is_sent_start and first.pos_ != "PROPN"))
        )

    def _add_by_position(self) -> None:
        """Add names of no known sort that stand after "in", "at", "near", or after "residents of": places by where they stand."""
        for token in self.doc:
            called = self._is_called_place(token) and (self._is_lone_name(token) or self._is_misread_name(token))
            if called or (self._stands_after_place_word(token) and self._is_lone_name(token)):
                self._name_place(token)

    def _stands_after_place_word(self, token: Token) -> bool:
        head, places = token.head, self._lexicon.places
        if token.dep_ != "pobj" and token.dep_ not in self._lexicon.labels["oblique"]:
            return False
        owned = head.lower_ in self._lexicon.words["of"] and head.head.lemma_.lower() in places["owned"] | places["areas"]
        return owned or head.lower_ in self._lexicon.words["naming_locative"]

    def _ends_as_place(self, entity: Span) -> bool:
        """Whether what the parser takes for a person or organisation is a place by its last word: "Laithi district"."""
        last, places = entity[-1], self._lexicon.places
        return len(entity) > 1 and entity.label_ in ("PERSON", "ORG") and last.is_lower and last.lower_ in places["areas"]

    def _is_misread_name(self, token: Token) -> bool:
        """Whether a capitalised word that is read as no name may be one all the same: "Gudermes, the second town"."""
        return token.is_title and token.pos_ in ("NOUN", "ADV", "ADJ") and token.i not in self._by_token

    def _is_called_place(self, token: Token) -> bool:
        """Whether a name is said to be a settlement or a site: "Jowhar, the main stronghold north of the capital"."""
        places = self._lexicon.places
        beside = [c for c in token.children if c.dep_ in self._lexicon.labels["apposition"] and c.i > token.i and c.pos_ == "NOUN"]
        return any(c.lemma_.lower() in (places["areas"] | places["sites"]) - places["vague"] for c in beside)

    def _name_place(self, token: Token) -> None:
        """Add a name and the names right before it as one place."""
        start = token.i
        while start > 0 and self.doc[start - 1].head.i in range(start, token.i + 1) and self._is_part_of_name(self.doc[start - 1]):
            start -= 1
        self._replace(Mention("place", start, token.i + 1, self.doc[start : token.i + 1].text, "position"))

    @staticmethod
    def _is_part_of_name(token: Token) -> bool:
        return token.text == "-" if token.pos_ == "PUNCT" or token.dep_ != "compound" else token.pos_ == "PROPN"

    def _is_lone_name(self, token: Token) -> bool:
        """Whether a token is a capitalised name that the parser calls a person, a people or nothing at all."""
        found = self._by_token.get(token.i)
        if token.text in self._lexicon.places["rulers"]:
            return False
        if found is not None and (
            found.what in ("place", "group", "time") or found.end - found.start > 3
        ):  # long names are of organisations
            return False
        return token.pos_ in ("PROPN", "X") and token.tag_ != "NNPS" and token.text[:1].isalpha() and not token.is_lower

    def _replace(self, mention: Mention) -> None:
        for i in range(mention.start, mention.end):
            self._by_token.pop(i, None)
        self._add(mention)

    def _stands_as_place(self, entity: Span) -> bool:
        """Whether what the parser takes for a person, met nowhere with a second name, stands where places stand: "attacked Kut"."""
        root = entity.root
        acted_on = root.dep_ in (*self._lexicon.labels["object"], *self._lexicon.labels["passive_subject"])
        joined = root.dep_ in self._lexicon.labels["conjunct"] and root.head.dep_ in self._lexicon.labels["object"]
        after = root.dep_ == "pobj" and root.head.lower_ in self._lexicon.words["locative"] | self._lexicon.words["of"]
        return entity.text not in self.persons and (acted_on or after or joined)

    def _is_part_of_longer(self, start: int, end: int) -> bool:
        """Whether a name is only a part of one: "Baghdad" of "New Baghdad", which is another place."""
        entity = next((e for e in self.doc.ents if e.label_ in PLACE_LABELS and e.start <= start and end <= e.end), None)
        if (
            entity is not None
            and any(t.pos_ == "PROPN" and t.text != "-" for t in entity if not start <= t.i < end)
            and not _is_list(entity)
        ):
            return True
        before = self.doc[start - 1] if start > 0 else None
        capital = before is not None and before.pos_ == "PROPN" and before.text[:1].isupper() and before.dep_ == "compound"
        modifies = before is not None and before.lower_ in self._lexicon.places["modifiers"]
        return capital and not modifies and before is not None and start <= before.head.i < end

    def _after_locative(self, start: int) -> bool:
        return start > 0 and self.doc[start - 1].lower_ in self._lexicon.words["strong_locative"]


def _from_parser(entity: Span) -> list[Mention]:
    """Return the names in what the parser takes for one: "Hawija and Riyadh" are two places."""
    sorts = {"PERSON": "person", "NORP": "people", "ORG": "organisation", "DATE": "time", "TIME": "time"}
    what = "place" if entity.label_ in PLACE_LABELS else sorts.get(entity.label_, "other")
    found: list[Mention] = []
    start = entity.start
    for token in entity:
        if what == "place" and (token.pos_ == "CCONJ" or token.text == ",") and token.i > start:
            found.append(_trimmed(entity, start, token.i, what))
            start = token.i + 1
    return [*found, _trimmed(entity, start, entity.end, what)]


def _is_list(entity: Span) -> bool:
    return any(t.pos_ == "CCONJ" or t.text == "," for t in entity)


def _trimmed(entity: Span, start: int, end: int, what: str) -> Mention:
    while start < end - 1 and entity.doc[start].pos_ in ("DET", "PRON"):
        start += 1
    while end > start + 1 and entity.doc[end - 1].text in ("'s", "'", "’s"):
        end -= 1
    return Mention(what, start, end, entity.doc[start:end].text, "parser")
