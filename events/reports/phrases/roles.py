"""From the main clause to roles: who, against whom, where. A frame of the lexicon says what stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from events.reports.phrases.clause import Clause, Hit
from events.reports.phrases.fact import main_clause, must_be_fact, noun_use, trigger
from events.reports.phrases.lexicon import Frame, Lexicon, Span
from events.reports.phrases.parties import Parties

_PARTY_ROLES: Final = ("holder", "loser", "besieger", "party", "joined", "attacker", "loser_or_place")


@dataclass(frozen=True, slots=True)
class Roles:
    """The words in each role of a trigger (a role may stand twice), and what was left unread."""

    hit: Hit
    voice: str
    words: tuple[tuple[str, str], ...]
    unread: str = ""

    def all(self, *roles: str) -> tuple[str, ...]:
        """Return the words of some roles, in order."""
        return tuple(text for role, text in self.words if role in roles and text)


def roles(clause: Clause, lexicon: Lexicon, parties: Parties) -> Roles:
    """Return who does what where in a clause.

    Raises
    ------
    PhraseError
        If nothing in it tells of control, if it tells of something that did not or has not yet happened, or of two things at once.
    """
    main, unread = main_clause(clause, lexicon)
    hit = trigger(main, lexicon)
    must_be_fact(main, hit, lexicon)
    voice = _voice(main, hit, lexicon)
    if hit.trigger.until:
        found = _around(main, hit, lexicon)
    else:
        frame = hit.trigger.voices[voice]
        left, right = main.part(0, hit.start), main.part(hit.end)
        first = frame.object if voice in ("active", "perfect") else frame.subject if voice == "passive" and not len(left) else ""
        found = [*_before(left, frame, lexicon, parties), *_after(right, frame, first, lexicon, parties)]
    return Roles(hit, voice, tuple(found), unread)


def _voice(main: Clause, hit: Hit, lexicon: Lexicon) -> str:
    voices = hit.trigger.voices
    if _perfect(main, hit, lexicon):
        return "perfect" if "perfect" in voices else "active" if "active" in voices else "noun"
    if "noun" in voices and (("passive" not in voices and "active" not in voices) or noun_use(main, hit, lexicon)):
        return "noun"
    if "passive" not in voices:
        return "active"
    return "passive" if "active" not in voices or _looks_passive(main, hit, lexicon) else "active"


def _looks_passive(main: Clause, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a form that is past and participle at once ("seized") has no object: helped by "was", at the end, or before "by" or "in"."""
    low = main.low
    after = hit.end + (lexicon.match("adverb", low, hit.end) if hit.end < len(low) else 0)
    no_object = after >= len(low) or any(lexicon.match(name, low, after) for name in ("place_preposition", "role_preposition"))
    helped = any((word,) in lexicon.lists["auxiliary"] for word in low[max(0, hit.start - 3) : hit.start])
    return helped or (no_object and hit.start > 0)


def _perfect(main: Clause, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether "has", "have" or "had" stands before the trigger without "been": active, whatever the form."""
    helpers = []
    at = hit.start - 1
    while at >= 0 and ((main.low[at],) in lexicon.lists["auxiliary"] or (main.low[at],) in lexicon.lists["adverb"]):
        helpers.append(main.low[at])
        at -= 1
    perfect = any((word,) in lexicon.lists["perfect"] for word in helpers)
    return perfect and not any((word,) in lexicon.lists["passive_helper"] for word in helpers)


def _around(main: Clause, hit: Hit, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Roles of "Kut under Mahdi Army control", "Kut in the hands of the Mahdi Army"."""
    place = ("place", _stripped(main.part(0, hit.start), lexicon))
    if hit.close is None:
        return [place, ("holder", _stripped(main.part(hit.end), lexicon))]
    rest = main.part(hit.close + 1)
    later = lexicon.match("place_preposition", rest.low, 0) if len(rest) else 0
    extra = [("place", _stripped(rest.part(later), lexicon))] if later else []
    return [place, ("holder", _stripped(main.part(hit.end, hit.close), lexicon)), *extra]


def _before(left: Clause, frame: Frame, lexicon: Lexicon, parties: Parties) -> list[tuple[str, str]]:
    """Return the role of what stands before the trigger; "police in Kut" before a verb is a party and a place."""
    text = left
    if frame.before:
        own = Frame(object=frame.subject, prepositions=frame.before)
        found = _after(left, own, own.object, lexicon, parties)
        return [(role, _without_deed(text, lexicon) if role == frame.subject else text) for role, text in found]
    if frame.subject == "place" and parties.knows(_stripped(text, lexicon), lexicon):
        return [("people", _stripped(text, lexicon))]
    if frame.subject in _PARTY_ROLES:
        at = next(
            (i for i in range(1, len(text)) if lexicon.match("place_preposition", text.low, i) and text.low[i] not in ("of", "on")), None
        )
        near = next((i for i in range(1, len(text)) if lexicon.match("near_preposition", text.low, i)), None)
        if at is not None:
            length = lexicon.match("place_preposition", text.low, at)
            who, where = _stripped(text.part(0, at), lexicon), _stripped(text.part(at + length), lexicon)
            if parties.knows(where, lexicon) and not parties.knows(who, lexicon):
                return [("place", who), (frame.subject, where)]  # "Hayaniya in Mahdi Army control"
            return [(frame.subject, who), ("context", where)]
        if near is not None:
            return [(frame.subject, _stripped(text.part(0, near), lexicon)), ("context", _stripped(text.part(near), lexicon))]
    return [(frame.subject, _stripped(text, lexicon))]


def _without_deed(text: str, lexicon: Lexicon) -> str:
    """Return who, of "Mahdi Army attack" or "the siege"."""
    words = Clause(tuple(text.split()))
    length = max(lexicon.ends("attack", words.low), lexicon.ends("ban", words.low))
    return _stripped(words.part(0, len(words) - length), lexicon)


def _after(right: Clause, frame: Frame, first: str, lexicon: Lexicon, parties: Parties) -> list[tuple[str, str]]:
    """Cut what stands after the trigger at the prepositions of its frame; `first` is the role of what stands before the first one."""
    low = right.low
    found: list[tuple[str, int, int]] = []
    role, start, at = first, 0, 0
    while at < len(low):
        new, length = _role_at(right, at, frame, role=role, start=start, lexicon=lexicon, parties=parties)
        if length:
            found.append((role, start, at))
            role, start = new, at + (0 if lexicon.match("near_preposition", low, at) and new in ("place", "context") else length)
            at += length
        else:
            at += 1
    found.append((role, start, len(low)))
    cut = [(name, right.part(a, b)) for name, a, b in found if b > a]
    return [(name, _stripped(words, lexicon)) for role, part in cut for name, words in _apart(role, part, lexicon, parties)]


def _apart(role: str, part: Clause, lexicon: Lexicon, parties: Parties) -> list[tuple[str, Clause]]:
    """Part "the Mahdi Army in Basra" where a place is wanted into the party and the place."""
    at = next((i for i in range(1, len(part)) if lexicon.match("place_preposition", part.low, i) and part.low[i] != "of"), None)
    if role not in ("place", "party", "loser") or at is None or not parties.knows(_stripped(part.part(0, at), lexicon), lexicon):
        return [(role, part)]
    return [
        ("party" if role == "place" else role, part.part(0, at)),
        ("place", part.part(at + lexicon.match("place_preposition", part.low, at))),
    ]


def _role_at(right: Clause, at: int, frame: Frame, *, role: str, start: int, lexicon: Lexicon, parties: Parties) -> tuple[str, int]:
    """Return the role that begins at a word and the length of its preposition, ("", 0) if the word goes on with the role before."""
    low = right.low
    preposition = next((p for p in sorted(frame.prepositions, key=len, reverse=True) if low[at : at + len(p)] == p), None)
    place_length = lexicon.match("place_preposition", low, at) or lexicon.match("near_preposition", low, at)
    in_place = role in ("place", "context") and at > start
    if preposition is not None:
        new = frame.prepositions[preposition]
        rest = right.part(at + len(preposition))
        if in_place and (_distance_before(low, at) or (preposition == ("of",) and not _starts_with_party(rest, lexicon, parties))):
            return "", 0
        if in_place and new == "place":
            return "", 0
        if new == "party" and preposition == ("between",) and _two_places(rest, lexicon, parties):
            return "place", 1
        if new == "loser_or_place":
            new = "loser" if _starts_with_party(rest, lexicon, parties) else "place"
        return new, len(preposition)
    if place_length and not in_place and low[at] != "of":
        return "place", place_length
    return "", 0


def _two_places(rest: Clause, lexicon: Lexicon, parties: Parties) -> bool:
    """Whether what follows "between" is two things of which the first is no party."""
    end = next((i for i in range(len(rest)) if lexicon.match("place_preposition", rest.low, i)), len(rest))
    return "and" in rest.low[:end] and not _starts_with_party(rest, lexicon, parties)


def _distance_before(low: Span, at: int) -> bool:
    return at >= 2 and any(word[0].isdigit() for word in low[max(0, at - 3) : at])


def _starts_with_party(rest: Clause, lexicon: Lexicon, parties: Parties) -> bool:
    words = rest.part(1) if rest.low[:1] in (("the",), ("its",)) else rest
    return any(parties.knows(str(words.part(0, n)), lexicon) for n in range(1, min(len(words), parties.longest or 1) + 1))


def _stripped(words: Clause, lexicon: Lexicon) -> str:
    """Return the words without helpers, adverbs, articles, durations and punctuation at either end."""
    low, start, end = words.low, 0, len(words)
    while start < end:
        length = max(lexicon.match(name, low[:end], start) for name in ("auxiliary", "adverb", "determiner"))
        if not (length or low[start] in (",", ";", ":", "of") or _duration(low[start], lexicon)):
            break
        start += length or 1
    while end > start:
        length = max(lexicon.ends(name, low[start:end]) for name in ("auxiliary", "adverb"))
        if not (length or low[end - 1] in ",;:"):
            break
        end -= length or 1
    return str(words.part(start, end))


def _duration(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is such as "three-day"."""
    return "-" in word and (word.rpartition("-")[2],) in lexicon.lists["duration"]
