"""From a name to the places it may mean: exact first, then by sound, by consonants, and by likeness; never by losing a word.

Measured on transliterations of Arabic names, an absent place is the real danger: nearly every absent place is like some other one. So a
place is chosen only on a hit of one of the levels of `names`, or on a likeness of 90 of 100 that no second place comes near and that
keeps every word; the rest are ranked candidates for a person to choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from events.gazetteer import kinds, names
from events.gazetteer.layer import ALIAS, LEVELS, SHORTENED_ALIAS, Layer
from events.gazetteer.place import Place

LIKENESS: Final = 90.0
MARGIN: Final = 5.0
#: Least likeness, of 100, of two words that stand at the same place in two names that are taken for one.
WORD_LIKENESS: Final = 75.0
#: Least likeness of the sounds of two names with the same consonants.
SKELETON_LIKENESS: Final = 70.0
#: Below this a candidate is no help to anyone.
WORTH_SHOWING: Final = 55.0
#: A place this many times more populous than every other of the same name, and a city, is meant unless the report says otherwise.
FAR_LARGER: Final = 20.0
CITY_POPULATION: Final = 100_000.0

ALL_LEVELS: Final = (*LEVELS, "like")
LEVEL_SCORES: Final = {"fold": 100.0, "bare": 99.0, "sound": 97.0, "skeleton": 94.0}
HOW: Final = {
    "fold": "by its name",
    "bare": "by its name without the article",
    "sound": "by a spelling variant of its name",
    "skeleton": "by the consonants of its name",
    "like": "by a close spelling of its name",
}

_NOTHING: Final = (None, 0.0)
Accept = Callable[[Place], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the chosen place or None, how, and the others worth showing, (place, score of 100, why), best first."""

    place: Place | None
    how: str
    others: tuple[tuple[Place, float, str], ...] = ()


def search(name: str, layers: Sequence[Layer], *, accept: Accept, prefer: Sequence[str] = (), levels: Sequence[str] = ALL_LEVELS) -> Found:
    """Look a name up.

    Parameters
    ----------
    name : str
        The words, as written.
    layers : sequence of Layer
        The first answers before the second on each level.
    accept : callable
        Whether a place can be meant (country, what it is said to lie in).
    prefer : sequence of str
        Classes of `kinds.SIZES` that the words ask for ("province"); where one is given, no other class is chosen.
    levels : sequence of str
        Which of `layer.LEVELS` count, and "like" for close spellings with ranked candidates.
    """
    refused: list[tuple[Place, float, str]] = []
    folded = names.fold(name)
    for number, level in enumerate(LEVELS):
        for order, layer in enumerate(layers if level in levels else ()):
            rows = layer.hits(number, layer.keys(folded)[number] if number else folded)
            if not rows:
                continue
            hits = [(_first_known(layer.place(row), layers[:order]), tier) for row, tier in rows]
            if level == "skeleton":
                hits = [(place, tier) for place, tier in hits if _sounds_like(folded, place)]
            good = [(p, t) for p, t in hits if accept(p) and (p.place_class in prefer if prefer else t < SHORTENED_ALIAS)]
            if good:
                others = tuple((p, LEVEL_SCORES[level] - t, HOW[level]) for p, t in good)
                place, how = _decide(_meant(good, prefer=prefer), prefer=prefer)
                return Found(place, f"{HOW[level]}{how}" if place else how, tuple(o for o in others if o[0] is not place))
            refused += [(p, LEVEL_SCORES[level] - 30, "lies elsewhere or is of another kind") for p, _ in hits]
    if "like" not in levels:
        return Found(None, "", tuple(refused))
    return _by_likeness(folded, layers, accept=accept, prefer=prefer, refused=refused)


def _first_known(place: Place, earlier: Sequence[Layer]) -> Place:
    """Return the entry of the same place in an earlier layer: of a shared name, of the same class, its centre inside the other."""
    for layer in earlier:
        twin = layer.twin(place)
        if twin is not None:
            return twin
    return place


def _sounds_like(folded: str, place: Place) -> bool:
    """Whether one of the place's names is alike in vowels as well as in consonants."""
    sound = names.sound(names.bare(folded))
    spellings = [names.fold(text) for text in (place.name, *place.aliases)]
    return any(
        fuzz.ratio(sound, names.sound(names.bare(spelling))) >= SKELETON_LIKENESS and names.vowels_agree(folded, spelling)
        for spelling in spellings
    )


def _meant(hits: list[tuple[Place, int]], *, prefer: Sequence[str]) -> list[Place]:
    """Return the places that bear the name most directly; the cities of a province's name count before the province."""
    best = min(tier for _, tier in hits)
    places = [place for place, tier in hits if tier == best]
    if prefer or any(place.place_class not in kinds.ADMINISTRATIVE for place in places):
        return places
    cities = [p for p, t in hits if t <= ALIAS and p.place_class == kinds.SETTLEMENT and any(_lies_in(p, upper) for upper in places)]
    return [*cities, *places]


def _decide(places: list[Place], *, prefer: Sequence[str]) -> tuple[Place | None, str]:
    """Choose among places that bear the name equally well; None and the reason where nothing settles it."""
    if len(places) == 1:
        return places[0], ""
    settled = [p for p in places if p.place_class not in kinds.ADMINISTRATIVE]
    if not prefer and len(settled) == 1 and all(_lies_in(settled[0], p) for p in places if p is not settled[0]):
        return settled[0], f", the {settled[0].kind} rather than what it lies in"
    outer = [p for p in places if all(q is p or _lies_in(q, p) for q in places)]
    if len(outer) == 1 and (prefer or outer[0].place_class not in kinds.ADMINISTRATIVE or not settled):
        return outer[0], ", the one that holds the others of that name"
    if not prefer and len(settled) > 1:
        places = settled
    ranked = sorted(places, key=lambda p: -(p.population if p.population > 0 else 0.0))
    most, second = ranked[0].population, ranked[1].population
    if most >= CITY_POPULATION and not most < FAR_LARGER * (second if second > 0 else 1.0):
        return ranked[0], f", by far the largest of {len(places)} places of that name"
    return None, f"{len(places)} places bear that name equally well"


def _lies_in(inner: Place, outer: Place) -> bool:
    name = names.fold(outer.name)
    return any(names.fold(parent) == name for parent in inner.parents)


def _by_likeness(
    folded: str, layers: Sequence[Layer], *, accept: Accept, prefer: Sequence[str], refused: list[tuple[Place, float, str]]
) -> Found:
    bare = names.bare(folded)
    ranked: dict[int, tuple[Place, float, str, str, str]] = {}
    for order, layer in enumerate(layers):
        for spelling, score, row in layer.alike(bare, at_least=WORTH_SHOWING)[:12]:
            place = _first_known(layer.place(row), layers[:order])
            if accept(place) and (not prefer or place.place_class in prefer) and score > ranked.get(id(place), _NOTHING)[1]:
                ranked[id(place)] = (place, score, f"{score:.0f} of 100 alike", spelling, layer.keys(spelling)[2])
    best = sorted(ranked.values(), key=lambda item: -item[1])
    shown = tuple(sorted([(p, s, why) for p, s, why, _, _ in best] + refused, key=lambda item: -item[1]))
    clear = bool(best) and best[0][1] >= LIKENESS and (len(best) == 1 or best[0][1] - best[1][1] >= MARGIN)
    told = layers[0].keys(folded)[2].partition("|")[0] if layers else ""
    if clear and best[0][4].partition("|")[0] == told and same_words(bare, best[0][3]):
        return Found(best[0][0], f"{HOW['like']} ({best[0][3]})", tuple(item for item in shown if item[0] is not best[0][0]))
    return Found(None, "no place of that name is known" if not refused else "the places of that name lie elsewhere", shown)


def same_words(one: str, other: str) -> bool:
    """Whether two names have the same words, each close to its like: no word lost or gained, no number or initial changed."""
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return False
    alike = all(
        a == b or (a[0] == b[0] and min(len(a), len(b)) > 4 and not a.isdigit() and fuzz.ratio(a, b) >= WORD_LIKENESS)
        for a, b in zip(left, right, strict=True)
    )
    bones = [names.skeleton(names.sound(text)) for text in (one, other)]
    return alike and names.one_slip(bones[0], bones[1])
