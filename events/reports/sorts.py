"""What sort of thing a noun is: armed, a place, a word for control, and what a whole sentence is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.mentions import Mentions
from events.reports.syntax import Grammar, children

if TYPE_CHECKING:
    from spacy.tokens import Token

    from events.reports.lexicon import Lexicon


#: A headline with so many words, all longer ones with a capital, is set in title case.
TITLE_WORDS = 4
SHORT_WORD = 3


class Sorts:
    """Sorts the nouns of one parsed block.

    Parameters
    ----------
    lexicon : Lexicon
        Its groups and places name the nouns.
    grammar : Grammar
        Walks the sentence.
    mentions : Mentions
        The block's names.
    """

    def __init__(self, lexicon: Lexicon, grammar: Grammar, mentions: Mentions) -> None:
        self.lexicon, self.grammar, self.mentions = lexicon, grammar, mentions
        words = [t for t in mentions.doc if t.is_alpha]
        self._titled = len(words) >= TITLE_WORDS and all(t.text[0].isupper() for t in words if len(t) > SHORT_WORD)

    def is_sense(self, token: Token | None, sense: str) -> bool:
        """Whether a noun is one of the words of a list such as "control" or "curfew" in verbs.toml."""
        return token is not None and (self.lexicon.lemma(token) in self.lexicon.senses[sense] or token.lower_ in self.lexicon.senses[sense])

    def is_named_group(self, token: Token) -> bool:
        """Whether a noun is the name of an armed group, or has one right before or in it ("Taliban fighters")."""
        found = self.mentions.at(token)
        if found is not None and found.what == "group":
            return True
        below = children(token, self.lexicon.labels["compound"])
        return any((m := self.mentions.at(c)) is not None and m.what == "group" for c in below)

    def is_armed_noun(self, token: Token) -> bool:
        """Whether a common noun means people under arms; "group" and its like only with a word for arms beside it."""
        groups, lemma = self.lexicon.groups, self.lexicon.lemma(token)
        beside = {self.lexicon.lemma(c) for c in children(token, self.lexicon.labels["compound"])}
        if lemma in groups["leaders"] and beside & groups["armed"]:
            return True
        if lemma in groups["weakly_armed"]:
            arming = beside & (groups["arming"] | groups["armed"]) or self.is_named_group(token)
            known = lemma in groups["anaphoric"] and {c.lower_ for c in token.children} & self.lexicon.words["definite"]
            return bool(arming or known) or any(c.lower_.startswith(("pro-", "anti-")) for c in token.children)
        if (
            token.lower_.endswith(("men", "fighters", "rebels", "forces", "troops"))
            and token.pos_ in ("NOUN", "PROPN")
            and lemma not in ("man", "men", "woman", "women")
        ):
            return True
        return lemma in groups["armed"] or token.lower_ in groups["armed"]

    def is_armed(self, token: Token | None) -> bool:
        """Whether a noun is a force: a named group, people under arms, a state, its capital or people, a name of no known sort."""
        if token is None:
            return False
        if self.is_named_group(token) or self.is_armed_noun(token):
            return True
        members = self._members(token)
        if members:  # "thousands of refugees" are what refugees are
            return any(self.is_armed(g) for g in members)
        found = self.mentions.at(token)
        if found is None:
            return token.pos_ == "PROPN" or (token.pos_ == "ADJ" and self.lexicon.lemma(token) in self.lexicon.groups["armed"])
        return found.what in ("place", "people", "organisation", "person", "other") and token.pos_ in ("PROPN", "NOUN", "ADJ")

    def is_surely_armed(self, token: Token) -> bool:
        """Whether a noun is a force by its words or its name, a state, a place or a people, and no company or club."""
        if self.is_named_group(token) or self.is_armed_noun(token) or self.is_pronoun(token) or self._members(token):
            return True
        found = self.mentions.at(token)
        if found is not None and found.what == "organisation" and found.end - found.start > 1:  # "the Sudan Liberation Movement"
            return self.lexicon.lemma(token) in self.lexicon.groups["named_armed"]
        return found is not None and found.what in ("place", "people", "person")

    def _members(self, token: Token) -> list[Token]:
        """Return the noun that a quantity counts: "dozens of fighters", "members of the militia"."""
        counts = (
            self.lexicon.lemma(token) in self.lexicon.places["quantities"]
            or token.pos_ == "NUM"
            or self.lexicon.lemma(token) in self.lexicon.groups["weakly_armed"]
        )
        return self.grammar.after(token, self.lexicon.words["of"]) if counts else []

    def is_force(self, token: Token | None) -> bool:
        """Whether a noun is a force and surely no civilian: what may withdraw, enter or fight."""
        if token is None or self.lexicon.lemma(token) in self.lexicon.groups["not_a_force"]:
            return False
        found = self.mentions.at(token)
        if found is not None and found.what == "person" and not self.is_named_group(token):
            return False
        if token.lower_ in self.lexicon.words["single"] or (
            token.tag_ in ("NN", "JJ") and self.lexicon.lemma(token) in self.lexicon.groups["leaders"]
        ):
            return False  # one man is no force
        if found is not None and found.what == "organisation" and not self.is_surely_armed(token):
            return False  # the Red Crescent may enter a town too
        return self.is_armed(token) or self.is_pronoun(token)

    def is_pronoun(self, token: Token | None) -> bool:
        """Whether a word stands for something said before."""
        return token is not None and token.lower_ in self.lexicon.words["pronouns"]

    def may_hold(self, token: Token | None) -> bool:
        """Whether a subject can be one that takes ground: a force, a pronoun, or none (a passive)."""
        return token is None or self.is_armed(token) or (self.is_pronoun(token) and token.lower_ not in self.lexicon.words["single"])

    def is_place(self, token: Token | None) -> bool:
        """Whether a noun is a place: a place name, a noun for a settlement, area or site, or a quantity of one ("most of Basra")."""
        if token is None:
            return False
        found = self.mentions.at(token)
        if found is not None and found.what in ("group", "person", "people"):
            return False
        known = self.lexicon.places["areas"] | self.lexicon.places["quantities"]
        if found is not None and found.what == "time" and self.lexicon.lemma(token) not in known:
            return False  # but "the border weeks ago", read as a time
        if self._out_of_field(token):
            return False
        if found is not None and found.what == "place":
            return True
        return self.is_place_noun(token) or self._is_quantity_of_place(token)

    def is_place_noun(self, token: Token) -> bool:
        """Whether a common noun is one for a settlement, area, site or part; "gold market" and "second place" are none."""
        places, lemma = self.lexicon.places, self.lexicon.lemma(token)
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "X"):
            return False
        forms = {lemma, token.lower_, token.lower_.removesuffix("s")}
        if not any(forms & places[name] for name in ("areas", "sites", "parts", "part_nouns")):
            return False
        if forms & places["ranked"] and {c.lower_ for c in token.children} & places["ranks"]:
            return False
        if (
            forms & places["idioms"]
            and token.tag_ not in ("NNS", "NNPS")
            and not any(c.dep_ not in ("prep", "punct", "cc", "conj") for c in token.children)
        ):
            return False
        if forms & places["always_places"]:
            return True
        beside = {c.lower_ for c in children(token, (*self.lexicon.labels["compound"], "nummod"))}
        return not beside & places["not_place_with"]

    def _is_quantity_of_place(self, token: Token) -> bool:
        counts = self.lexicon.lemma(token) in self.lexicon.places["quantities"] or token.pos_ == "NUM" or token.lower_ == "%"
        return counts and any(
            self.is_place(noun) or self.is_unknown_name(noun) or noun.lower_ in self.lexicon.words["pronoun_objects"]
            for noun in self.grammar.after(token, self.lexicon.words["of"])
            if noun != token
        )

    def _out_of_field(self, token: Token) -> bool:
        """Whether what follows a noun takes it out of the field: "a majority in parliament", "control of the match"."""
        below = [noun for word in ("of", "in") for noun in self.grammar.after(token, {word})]
        return any(self.lexicon.lemma(noun) in self.lexicon.places["not_with"] and self.mentions.place(noun) is None for noun in below)

    def is_unknown_name(self, token: Token | None) -> bool:
        """Whether a noun is a name of no known sort, which a verb of taking makes a place: "captured Shasha"."""
        if token is None or self._titled or token.text in self.lexicon.places["rulers"] or not token.text[:1].isalpha():
            return False  # in a headline Where Every Word Has A Capital, a capital tells nothing
        roles = [name for kind in ("subject", "passive_subject", "object") for name in self.lexicon.labels[kind]]
        if token.is_sent_start and token.pos_ == "NOUN":
            return token.dep_ in roles and self._opens_as_name(token)
        adverb = token.pos_ == "ADV" and token.is_title and token.dep_ in roles
        noun = token.pos_ == "NOUN" and not token.is_sent_start and not token.is_lower
        if token.pos_ not in ("PROPN", "X") and not adverb and not noun and token.is_ascii:
            return False
        found = self.mentions.at(token)
        plural = token.tag_ == "NNPS" and token.lower_.endswith("s")
        named = (token.text[:1].isupper() or not token.is_ascii) and not plural
        return named and (found is None or found.what in ("organisation", "other", "person", "people")) and not self.is_armed_noun(token)

    def _opens_as_name(self, token: Token) -> bool:
        """Whether the first word of a sentence, read as a common noun, may be a name: alone, in no plural, not abstract."""
        words, small = self.lexicon.words, token.lower_
        single = token.tag_ == "NN" or (token.tag_ == "NNS" and not small.endswith("s") and self.lexicon.lemma(token) == small)
        plain = small in words["mass"] or small in self.lexicon.common or small.endswith(tuple(words["abstract"]))
        known = (
            self.is_armed_noun(token) or self.lexicon.lemma(token) in self.lexicon.groups["not_a_force"] | self.lexicon.groups["neutral"]
        )
        return single and token.is_title and not plain and not known and self.mentions.at(token) is None

    def is_work(self, token: Token | None) -> bool:
        """Whether a noun is a film, a book or who makes one: what it "captures" is no place."""
        return token is not None and self.lexicon.lemma(token) in self.lexicon.places["works"]

    def is_noise(self, verb: Token) -> bool:
        """Whether the words about a verb belong to sport, elections or business."""
        return any(self.lexicon.lemma(t) in self.lexicon.places["noise"] for t in verb.sent)
