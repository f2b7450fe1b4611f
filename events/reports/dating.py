"""Which expression of time belongs to which event, by where it hangs in the sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from events.reports.candidate import Slot, TimeSlot
from events.reports.speakers import Speakers
from events.reports.syntax import STEPS, VERBAL
from events.reports.when import Clock, Expression

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

#: How sure a date is, by how it hangs on the event: on its verb, up its clause, on a verb beside it, on the verb of saying.
SURE: Final = (0.95, 0.88, 0.7, 0.6)
WHY: Final = (
    "said with the event's verb",
    "said in the event's clause",
    "said of a verb beside it",
    "the day on which it was said; it may have happened before",
)
#: What follows these happened at another time than the verb they hang on.
OTHER_TIMES: Final = ("after", "before", "since", "following", "until")
#: What has one of these happened at another time than what it is joined to.
AFTERWARDS: Final = ("since", "later", "subsequently", "then", "eventually", "now")
OWN, CLAUSE, BESIDE, SAID = range(4)


class Dating:
    """Dates the events of one sentence.

    Parameters
    ----------
    clock : Clock
        Resolves the expressions.
    speakers : Speakers
        Knows the verbs of saying.
    published : datetime.date or None
        Of the block the sentence stands in.
    offset : int
        Where the block starts in the document's text.
    """

    def __init__(self, clock: Clock, speakers: Speakers, *, published: date | None, offset: int) -> None:
        self.clock, self.speakers, self.published, self.offset = clock, speakers, published, offset

    def of(self, trigger: Token, sentence: Tokens, *, future: bool = False, planned: bool = False) -> tuple[TimeSlot, Expression | None]:
        """Return when an event happened, and the expression that says so; what is `planned` is not dated by when it was said."""
        text = sentence.text
        found = self.clock.find(text, published=self.published, future=future)
        ranked: list[tuple[int, int, Expression]] = []
        for expression in found:
            root = self._root(expression, sentence)
            if root is not None and self._is_limit(expression, sentence):
                continue
            level = self._level(root, trigger) if root is not None else None
            if root is not None and level is not None and not (planned and level == SAID):
                ranked.append((level, abs(root.i - trigger.i), expression))
        not_after = self.published.isoformat() if self.published is not None and not future else ""
        if not ranked:
            return TimeSlot(not_after=not_after), None
        level, _, best = min(ranked, key=lambda item: item[:2])
        best = self._opened(best, trigger, sentence)
        return self._slot(best, level, sentence, not_after), best

    def _is_limit(self, expression: Expression, sentence: Tokens) -> bool:
        """Whether an expression only ends something: "held it until Tuesday"."""
        before = sentence.text[: expression.start].lower().split()
        since = expression.words.lower().split()[0] in self.clock.time["words"]["since"]
        if since and before and before[-1] in ("time", "first"):
            return True  # "for the first time since 2012"
        return bool(before) and before[-1] in self.clock.time["words"]["until"] and before[-1] != "by"

    def _slot(self, best: Expression, level: int, sentence: Tokens, not_after: str) -> TimeSlot:
        span = best.span
        start = self.offset + sentence.start_char + best.start
        words = Slot(best.words, SURE[level], WHY[level], best.words, start, start + len(best.words))
        precision = "about_day" if level == SAID and span.precision == "day" else span.precision
        return TimeSlot(words, span.start.isoformat(), span.end.isoformat() if span.end is not None else "", precision, not_after)

    @staticmethod
    def _root(expression: Expression, sentence: Tokens) -> Token | None:
        """Return the token of an expression that hangs on a word outside it."""
        first = sentence.start_char
        inside = [t for t in sentence if first + expression.start <= t.idx < first + expression.end]
        return next((t for t in inside if t.head not in inside or t.head == t), inside[0] if inside else None)

    def _opened(self, expression: Expression, trigger: Token, sentence: Tokens) -> Expression:
        """Return an expression deep in a phrase with "since" as open: "since the start of its offensive two months ago"."""
        root = self._root(expression, sentence)
        since = self.clock.time["words"]["since"]
        above = root is not None and any(at.lower_ in since for at in _path(root) if at != trigger)
        return replace(expression, span=expression.span.opened()) if above and expression.span.end is not None else expression

    def _level(self, root: Token, trigger: Token) -> int | None:
        """Return how an expression relates to the trigger, None if it belongs to something else."""
        verb = self._verb_above(root)
        apart = self._is_apart(trigger)
        before = any("subj" in c.dep_ and c.i > root.i for c in trigger.children)  # "said on Friday it would withdraw"
        own = trigger in (root.head, verb) or any(at == trigger for at in _path(root))
        if own or verb is None:
            return CLAUSE if not own else SAID if self._follows_speech(root, trigger) and (verb != trigger or before) else OWN
        if self.speakers.is_speech(verb) and (
            self.speakers.governs(trigger) == verb or verb.i > trigger.i or self._follows_speech(root, trigger)
        ):
            if apart:
                return None
            return SAID if self._near(root, verb) or verb.i < trigger.i else CLAUSE
        above = [trigger, *_clause(trigger)]
        if verb in above:
            return CLAUSE
        beside = (verb.dep_ == "conj" and verb.head in above) or (trigger.dep_ == "conj" and verb == trigger.head)
        afterwards = any(c.lower_ in AFTERWARDS for c in trigger.children)  # "captured it in May and have since lost it"
        return BESIDE if beside and not afterwards else self._nested(verb, trigger)

    def _is_apart(self, trigger: Token) -> bool:
        """Whether a trigger stands in a clause on a noun, so that the day on which the rest was said tells nothing of it."""
        at = trigger
        for _ in range(STEPS):
            if at.dep_ in ("relcl", "acl", "appos", "amod") and at.head.pos_ not in VERBAL:
                return True
            if at.head == at or self.speakers.is_speech(at.head):
                return False
            at = at.head
        return False

    def _nested(self, verb: Token, trigger: Token) -> int | None:
        """Return nothing for a date in a clause of its own ("after the army fled on Monday"); a noun's trigger takes its verb's date."""
        path = _path(trigger)
        if trigger.pos_ not in VERBAL and verb in path and not any(at.lower_ in OTHER_TIMES for at in path):
            return CLAUSE  # but not "Thursday marked ten years since the fall of Baghdad"
        return None

    def _follows_speech(self, root: Token, trigger: Token) -> bool:
        """Whether an expression stands right after a verb of saying: "said on Friday that"."""
        before = [root.doc[i] for i in range(max(root.i - 4, root.sent.start), root.i)]
        return any(self.speakers.is_speech(t) and t != trigger for t in before) and not any(t == trigger for t in before)

    @staticmethod
    def _near(root: Token, verb: Token) -> bool:
        return abs(root.i - verb.i) <= 6  # "said late on Friday"; farther off the parser is guessing

    @staticmethod
    def _verb_above(root: Token) -> Token | None:
        return next((at for at in [root, *_path(root)] if at.pos_ in VERBAL), None)


def _path(token: Token) -> list[Token]:
    path: list[Token] = []
    at = token
    for _ in range(STEPS):
        if at.head == at:
            break
        at = at.head
        path.append(at)
        if at.pos_ in VERBAL:
            break
    return path


def _clause(trigger: Token) -> list[Token]:
    """Return the verbs above a trigger that share its time: "tried to take", "and retook"."""
    found: list[Token] = []
    at = trigger
    for _ in range(STEPS):
        other_time = at.dep_ in ("pcomp", "pobj") and at.head.lower_ in OTHER_TIMES  # "took it on Monday after encircling it"
        going_on = at.dep_ == "advcl" and at.tag_ == "VBG" and at.i > at.head.i and not any(c.dep_ == "mark" for c in at.children)
        if at.head == at or other_time or (at.dep_ in ("relcl", "advcl", "acl", "parataxis") and not going_on):
            break
        at = at.head
        if at.pos_ in VERBAL:
            found.append(at)
            if at.dep_ == "ccomp":
                break
    return found
