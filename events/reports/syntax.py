"""Walks over a parsed sentence: subjects, objects, what stands after a preposition, the clause a word governs.

The dependency labels come from the lexicon's language.toml; both shapes that parsers use are understood, a preposition with its object
below it (ClearNLP, as in the English model) and an oblique noun with its case marker below it (Universal Dependencies).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from events.reports.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Steps up a tree that is at most this deep; a damaged parse cannot send a walk round for ever.
STEPS: Final = 12
VERBAL: Final = ("VERB", "AUX")


def children(token: Token, labels: Collection[str]) -> list[Token]:
    """Return the dependents of a token that stand in one of the relations."""
    return [child for child in token.children if child.dep_ in labels]


def first(tokens: list[Token]) -> Token | None:
    """Return the first of some tokens, None of none."""
    return tokens[0] if tokens else None


class Grammar:
    """The grammatical relations of one language.

    Parameters
    ----------
    lexicon : Lexicon
        Names the labels and the function words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.labels, self.tags, self.words = lexicon, lexicon.labels, lexicon.tags, lexicon.words

    def is_passive(self, verb: Token) -> bool:
        """Whether a verb is passive: "was taken", "taken by"."""
        if children(verb, self.labels["passive_subject"]) or children(verb, self.labels["passive_auxiliary"]) or self._is_after_be(verb):
            return True
        alone = (
            not children(verb, self.labels["subject"])
            and not children(verb, self.labels["object"])
            and not children(verb, self.labels["auxiliary"])
        )
        if self._is_pushed(verb):
            return True
        below = verb.dep_ in self.labels["participle"] or (verb.dep_ in ("advcl", "amod", "conj") and self.agent(verb) is not None)
        hung = verb.dep_ in self.labels["participle"] and verb.tag_ in self.tags["past"]  # "Zepa, cut off since 1992", read as a past
        return (verb.tag_ in self.tags["past_participle"] or hung) and alone and below

    def _is_pushed(self, verb: Token) -> bool:
        """Whether those were pushed who seem to do it, for want of an object: "rebels ousted from", as headlines say."""
        free = not children(verb, self.labels["object"]) and not children(verb, self.labels["auxiliary"])
        past = verb.tag_ in (*self.tags["past"], *self.tags["past_participle"]) and verb.dep_ not in ("relcl", "acl")
        whence = any("from" in (outer, inner) or (outer, inner) == ("out", "of") for outer, inner, _ in self.prepositions(verb))
        behind = any("from" in {c.lower_ for c in child.children} for child in verb.children if child.dep_ in self.labels["particle"])
        pushed = verb.lemma_.lower() in self.words["pushed"] and past and free and (whence or behind)
        return pushed and bool(children(verb, self.labels["subject"]))

    def _is_after_be(self, verb: Token) -> bool:
        """Whether a participle is read as the complement of "be": "was overrun by"."""
        known = verb.tag_ in self.tags["past_participle"] or verb.lower_ in self.lexicon.forms  # "was overrun", read as a noun
        return known and verb.dep_ in ("acomp", "attr", "oprd") and verb.head.lemma_ in self.words["be"] | self.words["declared"]

    def _perfect(self, verb: Token) -> Token | None:
        """Return "have" of a perfect that the parser took for a participle before its object: "have encircled rebels"."""
        before = verb.nbor(-1) if verb.i > 0 else None
        misread = before is not None and before.lemma_ in self.words["have"] and verb.dep_ == "amod" and verb.head.head == before
        return before if misread else None

    def agent(self, verb: Token) -> Token | None:
        """Return who does it in a passive: "by the army"."""
        return first(self.after(verb, self.words["passive_by"]))

    def object(self, verb: Token) -> Token | None:
        """Return what the verb is done to: its object, the subject of a passive, or the noun a relative clause stands on."""
        direct = first([c for c in children(verb, self.labels["object"]) if c.i != verb.i])
        if direct is not None:
            return self.antecedent(self._before_direction(direct))
        if self._perfect(verb) is not None:
            return verb.head
        name = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
        if name.pos_ == "ADV" and name.is_title and name.head == verb and not self.is_passive(verb):
            return name  # "surrounded Bakhmut", a name read as an adverb
        if self.is_passive(verb):
            return self._passive_object(verb)
        if verb.dep_ in self.labels["relative"] and self._gap(verb):
            return verb.head
        return self._shared_object(verb) or self._loosely_counted(verb)

    def _before_direction(self, noun: Token) -> Token:
        """Return the noun that a direction behind it hides: "captured the base west of Aleppo", where the parser takes "west"."""
        if noun.lower_ not in self.words["directions"]:
            return noun
        return first([c for c in noun.lefts if c.dep_ in ("compound", "nmod") and c.pos_ == "NOUN"]) or noun

    def _loosely_counted(self, verb: Token) -> Token | None:
        """Return the quantity that "about" hides: "hold about a tenth of the city"."""
        counts = self.lexicon.places["quantities"]
        return first([n for n in self.after(verb, self.words["loose_counts"]) if n.pos_ == "NUM" or self.lexicon.lemma(n) in counts])

    def _shared_object(self, verb: Token) -> Token | None:
        """Return the object that two joined verbs share: "control or contest half of the districts"."""
        joined = next(
            (c for c in children(verb, self.labels["conjunct"]) if (c.pos_ in VERBAL and c.tag_ == verb.tag_) or c.tag_ == "VB"), None
        )
        if joined is None or children(joined, self.labels["subject"]) or any(c.dep_ in self.labels["preposition"] for c in verb.children):
            return None
        return first(children(joined, self.labels["object"]))

    def _passive_object(self, verb: Token) -> Token | None:
        subject = first(children(verb, self.labels["passive_subject"]))
        if subject is None and self._is_pushed(verb):
            subject = first(children(verb, self.labels["subject"]))
        if subject is not None:
            return self.antecedent(subject)
        if verb.dep_ in self.labels["participle"] or (verb.dep_ in self.labels["relative"] and self.has_to(verb)):
            return verb.head  # also "the first city to be taken"
        if self._is_after_be(verb):
            return first(children(verb.head, (*self.labels["passive_subject"], *self.labels["subject"])))
        if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
            return self._passive_object(verb.head) if self.is_passive(verb.head) else self.subject(verb.head)
        return self.subject(verb.head) if verb.dep_ in self.labels["clause"] and verb.head.pos_ in VERBAL else None

    def _gap(self, verb: Token) -> bool:
        """Whether a relative clause has a subject of its own ("the town they took"), so that its noun is the object."""
        subject = first(children(verb, self.labels["subject"]))
        return subject is not None and subject.lower_ not in self.words["relative_pronouns"]

    def subject(self, verb: Token) -> Token | None:
        """Return who does it, looked for up the chain of verbs that share a subject; None in a passive without agent."""
        if self.is_passive(verb):
            return self.agent(verb)
        at = self._perfect(verb) or verb
        for _ in range(STEPS):
            own = self._own_subject(at)
            if own is not None:
                return own
            above = self._above(at)
            if above is not None and above.pos_ not in VERBAL:
                above = self._of_noun(at, above)
            if above is None or above.pos_ not in VERBAL:
                return above
            controlled = self._controlled(at, above)
            if controlled is not None:
                return controlled
            at = above
        return None

    def _own_subject(self, verb: Token) -> Token | None:
        """Return the subject that stands on a verb itself; "hours" in "hours later took" is none."""
        if self.is_passive(verb):
            return first(children(verb, self.labels["passive_subject"])) or self._passive_object(verb)
        own = first([c for c in children(verb, self.labels["subject"]) if c.ent_type_ not in ("TIME", "DATE")])
        if own is None and verb.tag_ in self.tags["past"]:  # "ISIS retook Saraqib", read as one name
            own = first([c for c in verb.lefts if c.dep_ in ("compound", "nmod") and c.pos_ in ("NOUN", "PROPN")])
        return None if own is None else self.antecedent(own)

    def _of_noun(self, verb: Token, noun: Token) -> Token | None:
        """Return who does what hangs on a noun: "militants holding Kut", "a bid by rebels to"; else the verb the noun hangs on."""
        if noun.pos_ not in ("NOUN", "PROPN", "PRON") or verb.dep_ not in (*self.labels["participle"], *self.labels["relative"], "pcomp"):
            return None
        if verb.dep_ != "pcomp" and not self.has_to(verb):
            return noun
        owner = first([c for c in noun.children if c.dep_ == "poss"]) or self.agent(noun)
        above = next((a for a in self.ancestors(noun) if a.pos_ in VERBAL), None)
        return owner or above

    def has_to(self, verb: Token) -> bool:
        """Whether a verb is an infinitive with "to"."""
        return any(c.lower_ in self.words["infinitive"] and c.dep_ in self.labels["auxiliary"] for c in verb.children)

    def _controlled(self, verb: Token, above: Token) -> Token | None:
        """Return whom a verb above makes do it: "ordered the police to leave"; None for "tried to leave"."""
        between = [c for c in children(above, self.labels["object"]) if above.i < c.i < verb.i]
        of = verb.dep_ == "pcomp" and verb.head.lower_ in self.words["after_object"]  # "accused them of taking", "kept them from taking"
        if of or verb.dep_ == "ccomp" or (verb.dep_ == "xcomp" and self.has_to(verb)):
            return first(between)
        return None

    def _above(self, verb: Token) -> Token | None:
        if verb.head == verb:
            return None
        head = verb.head
        if verb.dep_ == "ccomp" and any(verb.head.i < c.i < verb.i for c in children(head, self.labels["object"])):
            return head
        if verb.dep_ in (*self.labels["chain"], *self.labels["participle"], *self.labels["relative"]):
            while head.pos_ in ("ADP", "SCONJ", "ADJ", "ADV") and head.head != head:
                head = head.head
            return head
        return None

    def antecedent(self, token: Token) -> Token:
        """Return the noun that a relative pronoun stands for, else the token."""
        if token.lower_ not in self.words["relative_pronouns"]:
            return token
        at = token
        for _ in range(STEPS):
            if at.dep_ in self.labels["relative"]:
                return at.head
            if at.head == at:
                break
            at = at.head
        return token

    def after(self, token: Token, words: Collection[str]) -> list[Token]:
        """Return the nouns that hang on a token by one of these prepositions ("from Kut": Kut)."""
        return [noun for outer, inner, noun in self.prepositions(token) if outer in words or inner in words]

    def _below(self, preposition: Token) -> list[Token]:
        found = children(preposition, self.labels["preposition_object"])
        for child in children(preposition, self.labels["preposition"]):  # "out of Kut", "back from Kut"
            found += children(child, self.labels["preposition_object"])
        return found

    def prepositions(self, token: Token) -> Iterator[tuple[str, str, Token]]:
        """Yield (outer, inner preposition, noun) on a token: "out of Kut" is ("out", "of", Kut), "in Kut" is ("in", "in", Kut)."""
        for child in token.children:
            if child.dep_ in self.labels["preposition"]:
                for noun in self._below(child):
                    yield child.lower_, (noun.head.lower_ if noun.head != child else child.lower_), noun
            elif child.dep_ in self.labels["oblique"]:
                for case in children(child, self.labels["case"]):
                    yield case.lower_, case.lower_, child

    def particles(self, verb: Token) -> set[str]:
        """Return the particles and prepositions right on a verb ("over", "out")."""
        found = {child.lower_ for child in children(verb, self.labels["particle"])}
        following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
        return found | {following}

    def conjuncts(self, token: Token) -> list[Token]:
        """Return a noun and those joined to it by "and" or commas, in order."""
        found, queue = [token], [token]
        while queue:
            at = queue.pop(0)
            for child in children(at, self.labels["conjunct"]):
                if child not in found and child.pos_ not in VERBAL:
                    found.append(child)
                    queue.append(child)
        return found

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the words above a token, the nearest first."""
        at = token
        for _ in range(STEPS):
            if at.head == at:
                return
            at = at.head
            yield at


def phrase(
    token: Token, *, stop: Collection[str] = ("relcl", "acl", "advcl", "appos", "ccomp", "punct", "parataxis", "conj", "cc", "preconj")
) -> tuple[int, int]:
    """Return the token range (start, end exclusive) of the noun phrase about a token, without its clauses and what is joined to it."""
    keep, stack = {token.i}, [token]
    while stack:
        for child in stack.pop().children:
            if child.dep_ not in stop or (child.dep_ == "punct" and child.text == "-"):
                keep.add(child.i)
                stack.append(child)
    start = end = token.i
    while start - 1 in keep:
        start -= 1
    while end + 1 in keep:
        end += 1
    return start, end + 1
