"""Who: from a noun phrase to the name of a group, in the words of the factions table where it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.reports.candidate import Slot
from events.reports.sorts import Sorts
from events.reports.syntax import children, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token


class Who:
    """Names those who hold, lose or speak.

    Parameters
    ----------
    sorts : Sorts
        The block's nouns, sorted.
    offset : int
        Where the block starts in the document's text.
    """

    def __init__(self, sorts: Sorts, *, offset: int) -> None:
        self.sorts, self.grammar, self.offset = sorts, sorts.grammar, offset
        self.lexicon, self.mentions = sorts.lexicon, sorts.mentions

    def of(self, noun: Token | None, *, before: Slot = Slot(), why: str = "") -> tuple[Slot, bool]:  # noqa: B008  # a Slot is frozen
        """Return the group a noun names and whether it stands in no table.

        Parameters
        ----------
        noun : spacy.tokens.Token or None
            Head of the phrase; None gives an empty slot.
        before : Slot
            The group spoken of before, for "they".
        why : str
            How the noun was found.
        """
        if noun is None:
            return Slot(), False
        if self.sorts.is_pronoun(noun):
            return self._meant(noun, before)
        start, end = self._phrase(noun)
        words = self.mentions.doc[start:end]
        known = [m for m in self.mentions.between(start, end, "group") if m.name]
        if known:
            return self._slot(start, end, known[0].name, 0.95, f"{known[0].text!r} stands in the factions table"), False
        inner = self._named_inside(noun)
        if inner is not None:
            return inner
        sure = 0.9 if self.sorts.is_armed_noun(noun) or self.sorts.is_named_group(noun) else 0.75
        return self._slot(start, end, words.text, sure, why or "the words of the report"), True

    def _meant(self, pronoun: Token, before: Slot) -> tuple[Slot, bool]:
        """Return the group a pronoun means, within its sentence or as spoken of before."""
        named = self._antecedent(pronoun)
        if named is not None:
            return self.of(named, why=f"{pronoun.text!r} taken for {named.text!r}")
        if not before.value:
            return Slot(), False
        start = self.offset + pronoun.idx
        return Slot(
            before.value, 0.6, f"{pronoun.text!r} taken for {before.value!r}", pronoun.text, start, start + len(pronoun.text)
        ), False

    def _antecedent(self, pronoun: Token) -> Token | None:
        """Return the force a pronoun means in its sentence: the subject of the verb that reports it, else the nearest before it."""
        for above in self.grammar.ancestors(pronoun):
            if above == pronoun.head and pronoun.dep_ in self.lexicon.labels["object"]:
                continue  # "drove them out": not the drivers
            own = next((c for c in children(above, self.lexicon.labels["subject"]) if c.i < pronoun.i), None)
            if own is not None and own != pronoun and not self.sorts.is_pronoun(own) and (self.sorts.is_force(own) or own.pos_ == "PROPN"):
                return own
        forces = [
            t
            for t in pronoun.sent
            if t.i < pronoun.i
            and t.dep_ in ("nsubj", "nsubjpass")
            and not self.sorts.is_pronoun(t)
            and not (t.head == pronoun.head and pronoun.dep_ in self.lexicon.labels["object"])
            and (self.sorts.is_armed_noun(t) or self.sorts.is_named_group(t))
        ]
        return forces[-1] if forces else None

    def _named_inside(self, noun: Token) -> tuple[Slot, bool] | None:
        """Return the group named after a common noun: "gunmen from the Mahdi Army", "troops of X", "fighters led by X"."""
        for below in self._belongs(noun):
            mention = self.mentions.at(below)
            is_group = mention is not None and mention.what == "group"
            named = mention is not None and mention.what == "organisation" and (mention.end - mention.start > 1 or mention.text.isupper())
            if mention is not None and (is_group or (named and self.sorts.is_armed_noun(noun))):
                name = mention.name or mention.text
                slot = self._slot(mention.start, mention.end, name, 0.88 if is_group else 0.8, f"{noun.text!r} are said to be of {name!r}")
                return slot, not mention.name
        return None

    def _belongs(self, noun: Token) -> list[Token]:
        after = self.grammar.after(noun, {"of", "from", "with"})
        participles = children(noun, self.lexicon.labels["participle"])
        led = [
            n
            for c in participles
            if self.lexicon.lemma(c) in self.lexicon.words["leading"]
            for n in self.grammar.after(c, self.lexicon.words["passive_by"])
        ]
        loyal = [n for c in noun.children if c.lower_ in self.lexicon.words["loyal"] for n in self.grammar.after(c, {"to"})]
        return after + loyal + ([] if self.sorts.is_named_group(noun) else led)

    def _phrase(self, noun: Token) -> tuple[int, int]:
        doc = self.mentions.doc
        mention = self.mentions.at(noun)
        start, end = phrase(
            noun,
            stop=("relcl", "acl", "advcl", "appos", "ccomp", "punct", "parataxis", "conj", "cc", "preconj")
            if self._keeps_of(noun)
            else STOP_BARE,
        )
        end = next(
            (t.i for t in doc[noun.i + 1 : end] if t.pos_ == "ADP" and t.head == noun and t.lower_ not in self.lexicon.words["of"]), end
        )
        start, end = self._with_joined(noun, start, end)
        for child in noun.children:  # "troops loyal to the government"
            if child.i > noun.i and child.lower_ in self.lexicon.words["loyal"] | {"backed", "led"} and child.i in (end - 1, end):
                _, end = phrase(child, stop=("relcl", "advcl", "ccomp", "punct", "parataxis", "npadvmod"))
        if mention is not None and mention.what in ("group", "organisation"):
            start, end = min(start, mention.start), max(end, mention.end)
        if start > 0 and doc[start].tag_ in self.lexicon.tags["past_participle"] and doc[start - 1].lemma_ in self.lexicon.words["have"]:
            start += 1  # "have encircled rebels", read as "encircled rebels"
        while start < end - 1 and (doc[start].pos_ in ("DET", "PUNCT", "ADP", "CCONJ") or doc[start].lower_ in ("the", "a", "an")):
            start += 1
        while end > start + 1 and doc[end - 1].text in ("'s", "'", ","):
            end -= 1
        return start, end

    def _keeps_of(self, noun: Token) -> bool:
        """Whether "of ..." belongs to the name: "dozens of fighters", "an alliance of armed groups", "Sons of the Marshes"."""
        lemma = self.lexicon.lemma(noun)
        named = noun.pos_ == "PROPN" and all(n.pos_ == "PROPN" for _, _, n in self.grammar.prepositions(noun))
        of = self.grammar.after(noun, self.lexicon.words["of"]) if self.sorts.is_armed_noun(noun) else []
        named = named or any(n.pos_ == "PROPN" and self.sorts.is_armed_noun(n) for n in of)  # "forces of the X Liberation Front"
        return lemma in self.lexicon.places["quantities"] or lemma in self.lexicon.groups["weakly_armed"] or named

    def _with_joined(self, noun: Token, start: int, end: int) -> tuple[int, int]:
        """Widen to joined holders: "Hezbollah and the Syrian army"."""
        joined = [c for c in self.grammar.conjuncts(noun) if c != noun and self.sorts.is_armed(c)]
        for other in joined:
            _, stop = phrase(other, stop=STOP_BARE)
            end = max(end, stop)
        return start, end

    def _slot(self, start: int, end: int, value: str, sure: float, why: str) -> Slot:
        span = self.mentions.doc[start:end]
        return Slot(value, sure, why, span.text, self.offset + span.start_char, self.offset + span.end_char)


STOP_BARE = ("relcl", "acl", "advcl", "appos", "ccomp", "punct", "parataxis", "conj", "cc", "preconj", "prep")
