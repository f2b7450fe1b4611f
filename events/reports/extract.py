"""From a report to candidate events. One parse a block; every slot with how sure and why; nothing that the report does not say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from events.reports.candidate import Candidate, Missed, PlaceSlot, Reading, Slot, Speaker
from events.reports.dateline import dateline
from events.reports.dating import Dating
from events.reports.distinct import TAKINGS, distinct
from events.reports.group_names import GroupNames
from events.reports.headline import as_sentence
from events.reports.lexicon import Lexicon
from events.reports.match import Doubt, Match
from events.reports.mentions import Mentions
from events.reports.model import parser, plain
from events.reports.naming import Naming
from events.reports.nouns import Nouns
from events.reports.paragraphs import paragraphs
from events.reports.placeref import PlaceRef
from events.reports.places import Focus, Places
from events.reports.realis import Realis
from events.reports.sequence import Sequence
from events.reports.sorts import Sorts
from events.reports.speakers import Speakers
from events.reports.statements import Statements
from events.reports.states import States
from events.reports.supposed import Supposed
from events.reports.syntax import Grammar
from events.reports.tongue import Tongue
from events.reports.triggers import Triggers
from events.reports.version import VERSION
from events.reports.when import clock
from events.reports.who import Who

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from events.reports.document import Document

#: Paragraphs that the parser takes at a time.
BATCH: Final = 32
#: How sure a place is, at most, that is given by its words alone.
UNNAMED: Final = 0.4
#: How sure a place is that another event of the sentence lends.
UNSAID: Final = 0.5
#: Kinds that are news without a place ("the army has retreated", "a truce took effect"), and the most events that such a sentence tells.
LONE: Final = {"withdrawn": 1, "ceasefire": 9, "defected": 1, "handed_over": 1}
NOWHERE: Final = PlaceRef("", "", "", "", -1, -1, "", 0.0, "no place is named")


@dataclass(frozen=True)
class Area:
    """What is known of places: questions that a gazetteer answers.

    Attributes
    ----------
    knows : callable
        Whether a name is that of a place in the area of interest.
    sounds : callable
        Whether a name is a spelling variant of such a place's.
    is_country : callable
        Whether a name is that of a whole country.
    locate : callable
        (words, within) → what the geocoder says of them; {} if there is no geocoder.
    """

    knows: Callable[[str], bool] = lambda _: False
    sounds: Callable[[str], bool] = lambda _: False
    is_country: Callable[[str], bool] = lambda _: False
    locate: Callable[[str, str], Mapping[str, Any]] = lambda _words, _within: {}


@dataclass
class _Story:
    """What is carried from sentence to sentence."""

    focus: Focus = field(default_factory=Focus)
    force: Slot = field(default_factory=Slot)
    speaker: Speaker = field(default_factory=Speaker)


class Reader:
    """Reads reports with one lexicon, factions table and area; made once for many reports."""

    def __init__(self, words: Lexicon, aliases: Mapping[str, str], area: Area) -> None:
        self.lexicon, self.area = words, area
        self.parser = parser(words)
        self.groups = GroupNames(self.parser, aliases, words.known_groups)
        self.grammar = Grammar(words)
        self.clock = clock(words)

    def read(self, document: Document, published: date | None) -> Reading:
        """Return the candidate events of a report and the sentences that may hide more.

        Parameters
        ----------
        document : Document
            The report.
        published : datetime.date or None
            When it was published, for the blocks that give no date of their own; None leaves relative dates empty.

        Returns
        -------
        Reading
            Candidates in the order of the text.
        """
        candidates: list[Candidate] = []
        missed: list[Missed] = []
        parts = [
            _opened(document.text, number, *span)
            for number, b in enumerate(document.blocks)
            for span in paragraphs(document.text, b.start, b.end)
        ]
        docs = self.parser.pipe(
            (as_sentence(plain(document.text[part.start : part.end]), self.lexicon) for part in parts), batch_size=BATCH
        )
        own, story, at, tongue = _Story(), _Story(), -1, Tongue(self.lexicon.language)
        for part, doc in zip(parts, docs, strict=True):
            tongue.add(doc)
            block = document.blocks[part.block]
            if part.block != at:  # a quoted article's "the city" is its own
                story, at = (_Story() if block.quoted else own), part.block
            story.focus.dateline = part.place or story.focus.dateline
            found, doubts = _Paragraph(self, doc, part.start, block.published or published, story).read(document.text)
            candidates += [replace(c, block=part.block, outlet=block.outlet or document.outlet) for c in found]
            missed += doubts
        return Reading(tuple(_numbered(candidates, document)), tuple(missed), VERSION, tongue.note())


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph without its dateline: which block, where, and the dateline's place."""

    block: int
    start: int
    end: int
    place: str


def _opened(text: str, block: int, start: int, end: int) -> _Part:
    opening = dateline(text[start:end])
    return _Part(block, start + (opening.length if opening is not None else 0), end, opening.place if opening is not None else "")


class _Paragraph:
    def __init__(self, reader: Reader, doc: Doc, offset: int, published: date | None, story: _Story) -> None:
        words = reader.lexicon
        self.doc, self.offset, self.published, self.story, self.area, self.lexicon = doc, offset, published, story, reader.area, words
        mentions = Mentions(doc, groups=reader.groups, area=reader.area, lexicon=words)
        self.sorts = Sorts(words, reader.grammar, mentions)
        self.rules = (States(self.sorts), Triggers(self.sorts), Nouns(self.sorts), Statements(self.sorts))
        self.sequence = Sequence(self.sorts)
        self.places = Places(Naming(self.sorts, is_country=self._is_country, locate=self.area.locate), story.focus)
        self.who, self.speakers = Who(self.sorts, offset=offset), Speakers(self.sorts, offset=offset)
        self.realis, self.supposed = Realis(words, reader.grammar), Supposed(words, reader.grammar)
        self.dating = Dating(reader.clock, self.speakers, published=published, offset=offset)

    def _is_country(self, name: str) -> bool:
        return name in self.lexicon.places["countries_extra"] or self.area.is_country(name)

    def read(self, text: str) -> tuple[list[Candidate], list[Missed]]:
        found: list[Candidate] = []
        missed: list[Missed] = []
        for sentence in self.doc.sents:
            here, doubts = self._sentence(sentence, text)
            found += here
            if doubts and not here:
                start, end = self._offsets(sentence)
                missed.append(Missed(text[start:end], start, end, doubts[0].why))
        return found, missed

    def _told(self, lone: list[Match], found: list[Candidate]) -> list[Match]:
        """Return the events without a place that are told: beside others that have one, else so many as `LONE` says."""
        if any(c.kind.value in TAKINGS for c in found):
            return []  # "seized the town as soldiers fled": told by the taking
        own = [m for m in lone if not m.lent]
        return lone if found else [m for i, m in enumerate(own) if sum(o.kind == m.kind for o in own[:i]) < LONE[m.kind]]

    def _place_of_lone(self, refs: list[PlaceRef]) -> PlaceRef:
        """Return where an event without a place happened: where the sentence's first event did ("fled as the rebels took Kut")."""
        return replace(refs[0], sure=UNSAID, why="the place of what is told beside it") if refs else NOWHERE

    def _stands_alone(self, match: Match) -> bool:
        """Whether an event without a place is told as a fact, and nothing else is named that was left ("from the talks")."""
        words = self.lexicon.words["of"] | {"from"}
        left = match.kind == "withdrawn" and self.sorts.grammar.after(match.trigger, words)
        return match.place is None and not match.lent and not left and not self.sorts.grammar.has_to(match.trigger)

    def _offsets(self, sentence: Span) -> tuple[int, int]:
        stripped = sentence.text.strip()
        start = self.offset + sentence.start_char + sentence.text.find(stripped[:1])
        return start, start + len(stripped)

    def _sentence(self, sentence: Span, text: str) -> tuple[list[Candidate], list[Doubt]]:
        matches, doubts = self._matches(sentence)
        found: list[Candidate] = []
        refs: list[PlaceRef] = []
        lone: list[Match] = []
        for match in matches:
            supposed = self.supposed.why(match.trigger)
            if supposed:
                doubts.append(Doubt(match.trigger, supposed))
                continue
            places = self.places.of(match, sentence, earlier=refs)
            refs += places
            if not places:
                doubts.append(Doubt(match.trigger, "it names no place"))
                lone += [match] if match.lent or (match.kind in LONE and self._stands_alone(match)) else []
            found += [self._candidate(match, ref, sentence, text) for ref in places]
        found += [self._candidate(match, self._place_of_lone(refs), sentence, text) for match in self._told(lone, found)]
        self.places.note(sentence, refs)
        return distinct(found, self.lexicon.senses["flag"]), doubts

    def _matches(self, sentence: Span) -> tuple[list[Match], list[Doubt]]:
        matches: list[Match] = []
        doubts: list[Doubt] = []
        for token in sentence:
            found = self._match(token)
            if isinstance(found, Match) and all(found.trigger != other.trigger for other in matches):
                matches.append(found)
            elif isinstance(found, Doubt):
                doubts.append(found)
        if not matches and (inrow := self.sequence.match(sentence)) is not None:
            matches.append(inrow)
        told_of = self.lexicon.labels["object"] | self.lexicon.labels["passive_subject"]
        triggers = {match.trigger.i for match in matches}  # "lifted the siege": the noun tells nothing of its own
        return [m for m in matches if not (m.trigger.pos_ == "NOUN" and m.trigger.head.i in triggers and m.trigger.dep_ in told_of)], doubts

    def _match(self, token: Token) -> Match | Doubt | None:
        return next((found for rule in self.rules if (found := rule.match(token)) is not None), None)

    def _candidate(self, match: Match, ref: PlaceRef, sentence: Span, text: str) -> Candidate:
        trigger = match.trigger
        ahead, planned = self.realis.is_future(trigger), self.realis.is_planned(trigger)
        time, expression = self.dating.of(trigger, sentence, future=ahead, planned=planned)
        realis = self.realis.of(trigger, match.kind, expression.span if expression is not None else None, self.published)
        holder, proposed = self._holder(match)
        loser, _ = self.who.of(match.loser, before=self.story.force, why="the words of the report")
        speaker = self.speakers.of(trigger, sentence, sides=(holder.words, loser.words), last=self.story.speaker)
        self._remember(holder, loser, speaker)
        start, end = self._offsets(sentence)
        return Candidate(
            candidate_id="",
            kind=Slot(
                match.kind, match.sure, match.why, match.words, self.offset + trigger.idx, self.offset + trigger.idx + len(trigger.text)
            ),
            faction=holder,
            opponent=loser,
            place=self._place(ref, text),
            time=time,
            speaker=speaker,
            realis=realis,
            confidence=min(match.sure, self._most_sure(ref)),
            why=match.why,
            quote=text[start:end],
            start=start,
            end=end,
            trigger=match.words,
            trigger_start=self.offset + trigger.idx,
            trigger_end=self.offset + trigger.idx + len(trigger.text),
            published=self.published.isoformat() if self.published is not None else "",
            group_proposed=proposed,
        )

    def _most_sure(self, ref: PlaceRef) -> float:  # of an event without a named place, nobody can be sure
        return 1.0 if ref.sure > UNNAMED else 0.5

    def _holder(self, match: Match) -> tuple[Slot, bool]:
        if match.kind == "contested":
            return Slot("contested", match.sure, "fighting, and no holder named"), False
        return self.who.of(match.holder, before=self.story.force)

    def _remember(self, holder: Slot, loser: Slot, speaker: Speaker) -> None:
        if holder.value and holder.value != "contested":
            self.story.force = holder
        elif loser.value:
            self.story.force = loser
        if speaker.words.value:
            self.story.speaker = speaker

    def _place(self, ref: PlaceRef, text: str) -> PlaceSlot:
        start = self.offset + self.doc[ref.start].idx if ref.start >= 0 else -1
        end = self.offset + self.doc[ref.end - 1].idx + len(self.doc[ref.end - 1]) if ref.start >= 0 else -1
        value = f"{ref.modifier} {ref.name}".strip()
        words = text[start:end] if ref.start >= 0 else ""
        location = self.area.locate(value, ref.within)
        return PlaceSlot(Slot(value, ref.sure, ref.why, words, start, end), ref.name, ref.modifier, ref.feature, ref.within, location)


def _numbered(candidates: list[Candidate], document: Document) -> list[Candidate]:
    def number(c: Candidate) -> str:
        key = f"{document.sha256}|{c.trigger_start}|{c.kind.value}|{c.place.words.value}|{c.place.words.start}"
        return hashlib.sha256(key.encode()).hexdigest()[:16]

    return [replace(c, candidate_id=number(c)) for c in candidates]
