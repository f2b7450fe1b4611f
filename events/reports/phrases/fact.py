"""The main clause of a phrase, what in it tells of control, and whether it tells of a fact."""

from __future__ import annotations

from typing import Final

from events.errors import PhraseError
from events.reports.phrases.clause import REPHRASE, Clause, Hit, hits, parted
from events.reports.phrases.lexicon import Lexicon, Span

_WEAK: Final = "says"
_FACT_HINT: Final = 'Give what did happen, for instance "clashes in Kut" or "Kut held by the Iraqi Army".'


def main_clause(clause: Clause, lexicon: Lexicon) -> tuple[Clause, str]:
    """Return the main clause without the clauses beside it ("after ...", "as police withdraw") and times, and these in words."""
    clause = _particles_joined(clause, lexicon)
    unread: list[str] = []
    if lexicon.match("subordinator", clause.low, 0) and "," in clause.low:
        comma = clause.low.index(",")
        unread.append(str(clause.part(0, comma)))
        clause = clause.part(comma + 1)
    found = hits(clause, lexicon)
    if not found:
        raise PhraseError("nothing here tells of control over a place.", value=str(clause), hint=REPHRASE)
    joint = next((at for at in range(1, found[0].start) if (clause.words[at],) in lexicon.lists["conjunction"]), 0)
    if joint:  # "12 killed as Mahdi Army takes Kut"
        unread.append(str(clause.part(0, joint)))
        clause = clause.part(joint + 1)
        found = hits(clause, lexicon)
    end = _end(clause, found, lexicon)
    if end < len(clause):
        _must_stand(clause.part(end), lexicon)
        unread.append(str(clause.part(end)))
        clause = clause.part(0, end)
    clause, times = _without_times(clause, lexicon)
    return clause, "; ".join(text for text in (*unread, *times) if text)


def _end(clause: Clause, found: list[Hit], lexicon: Lexicon) -> int:
    """Return where the main clause ends: before a subordinate clause, a further clause, or a new verb after a noun ("clash kills 5")."""
    low = clause.low
    start = found[0].end if found[0].close is None else found[0].close
    prepositions = {p for hit in found for frame in hit.trigger.voices.values() for p in frame.prepositions}
    noun = noun_use(clause, found[0], lexicon) and len(found) == 1
    for at in range(start, len(low)):
        cut = lexicon.match("subordinator", low, at) and low[at : at + 1] not in prepositions
        verb = noun and clause.words[at].islower() and lexicon.match("predicate", low, at)
        if cut or verb or low[at] in (";", ":") or (low[at] == "," and hits(clause.part(at), lexicon)):
            return at
    return len(low)


def _must_stand(rest: Clause, lexicon: Lexicon) -> None:
    """Raise if the rest takes back what the main clause tells: "but lost it again"."""
    if lexicon.match("contrast", rest.low, 0) and hits(rest, lexicon):
        raise PhraseError("this tells of more than one thing.", value=str(rest), hint="Enter each as a phrase of its own.")


def _particles_joined(clause: Clause, lexicon: Lexicon) -> Clause:
    """Put the second half of a two-word trigger behind the first: "hands Basra over to" becomes "hands over Basra to"."""
    low = clause.low
    for at, word in enumerate(low):
        seconds = {t.words[1] for t in lexicon.triggers.get(word, ()) if len(t.words) == 2 and t.words[1:] in lexicon.lists["particle"]}
        for other in range(at + 2, min(len(low), at + 7)):
            between = low[at + 1 : other]
            if low[other] in seconds and not parted(between, lexicon):
                return Clause((*clause.words[: at + 1], clause.words[other], *clause.words[at + 1 : other], *clause.words[other + 1 :]))
    return clause


def _without_times(clause: Clause, lexicon: Lexicon) -> tuple[Clause, list[str]]:
    """Take words for times out: "on Tuesday", "overnight", "on 25 March 2008"."""
    low, kept, times, at = clause.low, [], [], 0
    while at < len(low):
        length = lexicon.match("time", low, at) or _date(low, at, lexicon)
        if length:
            times.append(str(clause.part(at, at + length)))
        else:
            kept.append(clause.words[at])
        at += length or 1
    return Clause(tuple(kept)), times


def _date(low: Span, at: int, lexicon: Lexicon) -> int:
    """Return the length of a date such as "on 25 March 2008", "March 25th", "in March 2008", 0 if none starts here."""
    start = at + (low[at] in ("on", "in", "since", "by"))
    window = low[start : start + 3]
    named = [i for i, word in enumerate(window[:2]) if (word,) in lexicon.lists["months"]]
    if not named:
        return 0
    length = named[0] + 1
    if named[0] == 1 and not window[0][0].isdigit():
        return 0
    while length < len(window) and window[length][0].isdigit():
        length += 1
    dated = any(word[0].isdigit() for word in window[:length])
    return (start - at) + length if dated or start > at else 0


def trigger(main: Clause, lexicon: Lexicon) -> Hit:
    """Return what tells of control in the main clause; `PhraseError` if nothing does, or two verbs tell of different things."""
    found = hits(main, lexicon)
    if not found:
        raise PhraseError("nothing here tells of control over a place.", value=str(main), hint=REPHRASE)
    strong = [hit for hit in found if not lexicon.match(_WEAK, main.low, hit.start)] or found
    needing = [hit for hit in strong if hit.trigger.needs]
    verbs = [hit for hit in strong if tuple(hit.trigger.voices) != ("noun",) and not noun_use(main, hit, lexicon)]
    if needing:
        return needing[-1]
    for hit in strong:
        _must_last(main, hit, lexicon)
    chosen = verbs or strong
    if len({hit.trigger.kind for hit in chosen}) > 1 and len(verbs) > 1:
        told = ", ".join(" ".join(hit.trigger.words) for hit in chosen)
        raise PhraseError(f"this tells of more than one thing ({told}).", value=str(main), hint="Enter each as a phrase of its own.")
    return chosen[0]


def noun_use(main: Clause, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a word that is both noun and verb ("clashes", "control") stands as a noun: at the start, or before a preposition."""
    if "noun" not in hit.trigger.voices:
        return False
    return hit.start == 0 or bool(lexicon.match("place_preposition", main.low, hit.end)) or hit.end == len(main)


def must_be_fact(main: Clause, hit: Hit, lexicon: Lexicon) -> None:
    """Raise if what the trigger tells did not happen, or not yet."""
    for name, reason in (("not_done", "did not happen"), ("not_yet", "has not happened, or not yet")):
        for at in range(hit.start):
            length = lexicon.match(name, main.low, at)
            word = main.words[at]
            adjacent = _only_helpers(main.low[at + length : hit.start], lexicon)
            bare_to = length == 1 and main.low[at] == "to"
            real = any(lexicon.match("really", main.low, start) > at - start >= 0 for start in range(max(0, at - 2), at + 1))
            if length and not real and at + length <= hit.start and (adjacent if bare_to else word.islower() or adjacent):
                told = f'"{" ".join(main.words[at : at + length])} {" ".join(main.words[hit.start : hit.end])}"'
                raise PhraseError(f"{told} tells of something that {reason}.", value=str(main), hint=_FACT_HINT)


def _must_last(main: Clause, hit: Hit, lexicon: Lexicon) -> None:
    """Raise if words after a noun take it back: "ceasefire collapses", "truce talks"."""
    if "noun" not in hit.trigger.voices or not noun_use(main, hit, lexicon):
        return
    for at in range(hit.end, len(main)):
        length = lexicon.match("undone_after", main.low, at) if main.words[at].islower() else 0
        if length and not (hit.trigger.kind == "contested" and at > hit.end):
            words = " ".join((*main.words[hit.start : hit.end], *main.words[at : at + length]))
            raise PhraseError(f'"{words}" tells of something that did not last, or has not happened.', value=str(main), hint=_FACT_HINT)


def _only_helpers(words: Span, lexicon: Lexicon) -> bool:
    return all((word,) in lexicon.lists["auxiliary"] or (word,) in lexicon.lists["adverb"] for word in words)
