"""What a place is said to lie in, as a test that a place of a gazetteer passes or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import shapely

from events.gazetteer import Gazetteer, Place, kinds, names
from events.gazetteer.extent import distance_m
from events.gazetteer.layer import Layer
from events.gazetteer.table import named
from events.geocode.location import Location

#: A place may lie this many radii from the centre of what it is said to lie in, where only a circle is known of that.
SLACK = 1.25


#: Classes of places that are no one's parent in a gazetteer ("Eastern Baghdad"): there the position decides.
_LOOSE: Final = (kinds.PART, kinds.AREA)


@dataclass(frozen=True, slots=True)
class Context:
    """Which places can be meant, and the words for it.

    Attributes
    ----------
    accepts : callable
        Whether a place passes.
    words : str
        What the place is said to lie in, "" if nothing is said.
    unknown : tuple of str
        Parts of `words` that the gazetteer does not know.
    """

    accepts: Callable[[Place], bool]
    words: str = ""
    unknown: tuple[str, ...] = ()


def context(within: str, gazetteer: Gazetteer, country: str = "", *, locate: Callable[[str], Location] | None = None) -> Context:
    """Return the test for places said to lie within `within` (parts parted by commas) and in a country (ISO code).

    A part that is no place's name is located by `locate` ("southern Basra"): then places in that circle pass.
    """
    if not within and not country:
        return Context(_anything)
    parts = [part.strip() for part in within.replace(";", ",").replace("(", ",").replace(")", "").split(",") if names.fold(part)]
    tests: list[Callable[[Place], bool]] = []
    unknown = []
    for part in parts:
        test = _part_test(part, gazetteer, locate)
        if test is None:
            unknown.append(part)
        else:
            tests.append(test)
    loose = bool(unknown) and not tests

    def accepts(place: Place) -> bool:
        if country and place.country and place.country != country:
            return False
        return _says_nothing_else(place) if loose else all(test(place) for test in tests)

    return Context(accepts, within.strip(), tuple(unknown))


def _part_test(part: str, gazetteer: Gazetteer, locate: Callable[[str], Location] | None) -> Callable[[Place], bool] | None:
    holders = Holders(gazetteer.layers, part)
    if holders.known:
        return holders.hold
    at = locate(part) if locate is not None else None
    if at is None or at.lon is None or at.lat is None:
        return None
    lon, lat, reach = at.lon, at.lat, SLACK * (at.radius_m or 0.0)
    return lambda place: distance_m(place.lon, place.lat, lon, lat) <= reach


class Holders:
    """The places of a name, layer by layer: a later layer is only asked when the ones before it do not hold the place."""

    def __init__(self, layers: Sequence[Layer], name: str) -> None:
        self._layers, self._name = layers, name
        self._found: list[tuple[Place, ...]] = []

    def _by_layer(self) -> Iterator[tuple[Place, ...]]:
        for number, layer in enumerate(self._layers):
            if number >= len(self._found):
                self._found.append(named(layer, self._name))
            yield self._found[number]

    @property
    def known(self) -> bool:
        """Whether any layer knows the name."""
        return any(self._by_layer())

    def hold(self, place: Place) -> bool:
        """Whether the place lies in one of them."""
        return any(lies_in(place, holder) for holders in self._by_layer() for holder in holders)


def _anything(_: Place) -> bool:
    return True


def _says_nothing_else(place: Place) -> bool:
    """Whether no more than a country is known of what the place lies in, so that an unknown district is no contradiction."""
    return len(place.parents) <= 1


def lies_in(place: Place, holder: Place) -> bool:
    """Whether a place lies in another: by its chain of parents where that reaches so far, else by position."""
    if place is holder or _same(place, holder):
        return True
    spellings = {names.fold(text) for text in (holder.name, *holder.aliases)}
    if any(names.fold(parent) in spellings for parent in place.parents):
        return True
    if holder.place_class == kinds.COUNTRY:
        return bool(place.country) and place.country == holder.country
    if (len(place.parents) > 1 and holder.place_class not in _LOOSE) or kinds.SIZES.index(place.place_class) > kinds.SIZES.index(
        holder.place_class
    ):
        return False
    if holder.shape is not None:
        return bool(shapely.intersects_xy(holder.shape, place.lon, place.lat))
    return distance_m(place.lon, place.lat, holder.lon, holder.lat) <= SLACK * holder.radius_m


def _same(one: Place, other: Place) -> bool:
    """Whether two layers speak of the same place."""
    return names.fold(one.name) in {names.fold(text) for text in (other.name, *other.aliases)} and one.same_spot(other)
