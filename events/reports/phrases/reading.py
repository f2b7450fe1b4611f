"""Short phrases to events: "Mahdi Army takes Shuhada in Kut" to kind, faction and a place on the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from events.errors import PhraseError
from events.gazetteer import Gazetteer, names
from events.gazetteer.words import place_words
from events.geocode import Location, geocode
from events.reports.phrases.clause import REPHRASE, Clause, tokens
from events.reports.phrases.lexicon import Lexicon, lexicon
from events.reports.phrases.parties import Parties
from events.reports.phrases.roles import Roles, roles
from events.reports.phrases.speech import told
from events.schema import CONTESTED, UNKNOWN

#: Kinds after which the report names nobody who controls the place, even where it names who acted.
#: Kinds in which a force can stand where a place is looked for: "Mahdi Army besieged in Kut".
_ABOUT_PEOPLE: Final = ("besieged", "contested")
_HEAD_ENDS: Final = ("place_preposition", "role_preposition", "near_preposition")
_NO_HOLDER: Final = ("withdrawn", "besieged", "defected")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase says.

    Attributes
    ----------
    text : str
        The phrase.
    kind : str
        A word of `events.schema.CONTROL_KINDS`.
    faction : str
        Who controls the place afterwards as far as the phrase says: a name, "contested" or "unknown".
    opponent : str
        The other side, "" if none is named: who left, lost, besieges or was fought.
    place : str
        The words for the place, as stated.
    location : Location
        Where that is; unresolved with candidates if no place is certain.
    asserted : str
        "asserted", "claimed" or "denied".
    speaker : str
        Who says so, "" if nobody is named.
    unread : str
        Words that were left out: times, and clauses beside the main one.
    why : str
        How it was read, for people.
    """

    text: str
    kind: str
    faction: str
    opponent: str
    place: str
    location: Location
    asserted: str
    speaker: str
    unread: str
    why: str


def read_phrase(
    text: str, *, factions: pd.DataFrame, gazetteer: Gazetteer, within: str = "", country: str = "", language: str = "en"
) -> Phrase:
    """Read a short phrase.

    Parameters
    ----------
    text : str
        One sentence or headline of at most 300 characters.
    factions : pandas.DataFrame
        Columns `faction` and `aliases` (parted by ";"): how the words for a side are read. Sides that are not in it stay as written.
    gazetteer : Gazetteer
        Where places are looked up.
    within, country : str
        What the places lie in, and the ISO code of their country, as for `events.geocode.geocode`.
    language : str
        Which lexicon to use.

    Raises
    ------
    PhraseError
        If the phrase tells of no control over a place, of something that did not happen or not yet, or names no place.
    """
    words = lexicon(language)
    parties = Parties.of(factions, words)
    report = told(tokens(text), words, parties)
    found = roles(report.clause, words, parties)
    if report.context:
        found = replace(found, words=(*found.words, ("context", report.context)))
    _must_be_armed(found, text, words)
    place = _place(found, words, parties, gazetteer)
    around = ", ".join(part for part in (report.context if report.context != place else "", within) if part)
    location = geocode(place, gazetteer=gazetteer, within=around, country=country)
    _must_be_place(place, location, found, text=text, words=words, parties=parties)
    kind = found.hit.trigger.kind
    faction, opponent = _sides(found, kind, place, words=words, parties=parties)
    asserted = report.asserted
    if asserted == "asserted" and report.speaker and parties.named(report.speaker, words) in set(parties.known.values()):
        asserted = "claimed"
    why = _why(found, place, location, faction=faction, opponent=opponent, asserted=asserted)
    return Phrase(text, kind, faction, opponent, place, location, asserted, report.speaker, found.unread, why)


def _place(found: Roles, words: Lexicon, parties: Parties, gazetteer: Gazetteer) -> str:
    """Return the words for the place: the place role, completed by the place the acting side stands in."""
    stated, context = found.all("place"), found.all("context")
    if not stated:
        stated = (
            tuple(text for text in found.all("holder", "party", "loser", "attacker") if _is_place(text, words, parties, gazetteer))
            if not context
            else ()
        )
    if stated and context and _only_facility(stated[0]):
        return f"{stated[0]} in {context[0]}"
    parts = stated or context
    if len(parts) > 1:
        return f"{parts[0]} in {parts[1]}" if names.fold(parts[0]) != names.fold(parts[1]) else parts[0]
    return parts[0] if parts else ""


def _must_be_armed(found: Roles, text: str, words: Lexicon) -> None:
    """Raise if those who leave, hold or appear are civilians: that changes no control."""
    for side in found.all("holder", "loser", "people"):
        if any((word,) in words.lists["civilian"] for word in names.fold(side).split()):
            hint = "Name the force that holds or leaves a place."
            raise PhraseError(f"what {side} do says nothing of who holds a place.", value=text, hint=hint)


def _is_place(text: str, words: Lexicon, parties: Parties, gazetteer: Gazetteer) -> bool:
    return bool(text) and not parties.knows(text, words) and geocode(text, gazetteer=gazetteer).resolved


def _only_facility(text: str) -> bool:
    lists = place_words().lists
    plain = {part for name in ("facility", "named_after", "some", "part", "the", "filler") for word in lists[name] for part in word.split()}
    return all(word in plain or word.isdigit() or word in place_words().numbers for word in names.fold(text).split())


def _must_be_place(place: str, location: Location, found: Roles, *, text: str, words: Lexicon, parties: Parties) -> None:
    trigger = " ".join(found.hit.trigger.words)
    if not place:
        raise PhraseError(
            f'"{trigger}" is read as {found.hit.trigger.kind.replace("_", " ")}, but no place is named.', value=text, hint=REPHRASE
        )
    people = found.all("people") if found.hit.trigger.kind not in _ABOUT_PEOPLE else ()
    people = people or tuple(part for part in found.all("place") if parties.knows(part, words))
    if people:
        raise PhraseError(
            f'"{trigger}" is about {people[0]} here, not about a place.', value=text, hint="Name the place that changed hands."
        )
    if location.resolved:
        return
    low = Clause(tuple(names.fold(place).split())).low
    head = next((i for i in range(len(low)) if any(words.match(name, low, i) for name in _HEAD_ENDS) and low[i] != "of"), len(low))
    if any(words.match("no_place", low[:head], at) for at in range(head)):
        raise PhraseError(f'"{trigger} {place}" tells of no place.', value=text, hint="Name the place that changed hands.")
    first = " ".join(place.split()[:head])
    if _only_facility(place) or (first.islower() and not text.islower() and not _only_facility(first)):
        hint = "Write the place's name, with a capital letter."
        raise PhraseError(f'"{place}" names no place that is known.', value=text, hint=hint)


def _sides(found: Roles, kind: str, place: str, *, words: Lexicon, parties: Parties) -> tuple[str, str]:
    """Return (faction, opponent)."""

    def sides_of(*asked: str) -> list[str]:
        stated = [_without_control(text, words) for text in found.all(*asked) if text != place]
        return [text for text in stated if text and not any((word,) in words.lists["harmed"] for word in names.fold(text).split())]

    def name(*asked: str) -> str:
        stated = [side for text in sides_of(*asked) for side in parties.sides(text, words)]
        return " and ".join(dict.fromkeys(stated))

    loser = name("loser", "besieger", "attacker")
    if kind == "contested":
        sides = [side for text in sides_of("party") for side in parties.sides(text, words)]
        return CONTESTED, sides[0] if len(sides) == 1 else ""
    if kind in _NO_HOLDER:
        return UNKNOWN, loser
    return name("holder") or UNKNOWN, loser


def _without_control(text: str, words: Lexicon) -> str:
    """Return who, of "Iraqi Army control"."""
    parts = Clause(tuple(text.split()))
    return str(parts.part(0, len(parts) - words.ends("control_noun", parts.low)))


def _why(found: Roles, place: str, location: Location, *, faction: str, opponent: str, asserted: str) -> str:
    who = {CONTESTED: "nobody holds it", UNKNOWN: "who holds it is not said"}.get(faction, f"by {faction}")
    against = f", the other side is {opponent}" if opponent else ""
    how = location.how if location.resolved else f"not placed, {location.how}"
    heard = "" if asserted == "asserted" else f", {asserted}"
    left = f' Not read: "{found.unread}".' if found.unread else ""
    label = found.hit.trigger.kind.replace("_", " ")
    return f'Read as {label}{heard} (from "{" ".join(found.hit.trigger.words)}"), {who}{against}. Place: {place}: {how}.{left}'
