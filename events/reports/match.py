"""What a rule finds: a word that tells of an event, with the nouns about it, or a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits: the trigger, and the nouns that fill its places.

    `place` is the head of the place's noun phrase, None where the sentence must be searched for it. `sure` is 0 to 1. `lent` says that
    an event without a place tells something only beside another one of the sentence ("and the rebels moved in").
    """

    kind: str
    trigger: Token
    words: str
    place: Token | None
    holder: Token | None
    loser: Token | None
    why: str
    sure: float
    lent: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A trigger whose sentence did not quite fit, worth a person's look, and why."""

    trigger: Token
    why: str
