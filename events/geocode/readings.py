"""How each form of `grammar` becomes an area: one function a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from events.gazetteer import kinds, names
from events.gazetteer.extent import Circle
from events.gazetteer.words import place_words
from events.geocode import areas
from events.geocode.grammar import Form
from events.geocode.location import Candidate, Location

if TYPE_CHECKING:
    from events.geocode.resolve import Resolver

#: Words that put something farther than this from a named place do not locate it.
FARTHEST_M: Final = 1_000_000.0
Reading = Callable[[Form, "Resolver", str], Location | None]
_DIRECTIONS: Final = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def read(form: Form, resolver: Resolver, within: str) -> Location | None:
    """Return where a form is, an unresolved location if a name in it is not known, or None if the form does not apply."""
    return READINGS[form.name](form, resolver, within)


def circle(at: Location) -> Circle:
    """Return the circle of a resolved location."""
    return Circle(at.lon or 0.0, at.lat or 0.0, at.radius_m or 0.0)


def _area(base: Location, made: Circle, *, place: str, kind: str, precision: str, how: str) -> Location:
    lon = (made.lon + 180) % 360 - 180
    return replace(
        base,
        place=place,
        lon=lon,
        lat=made.lat,
        radius_m=made.radius_m,
        geo_precision=precision,
        kind=kind,
        parents=(base.place, *base.parents),
        how=f"{how}; {base.place} found {base.how}",
        candidates=base.candidates,
        shape=None,
    )


def _vague(radius_m: float) -> str:
    return kinds.by_size(radius_m)


def _part_precision(base: Location) -> str:
    return base.geo_precision if base.geo_precision in ("country", "admin1", "admin2", "near", "neighbourhood", "point") else "part_of_city"


def _towards(bearing: float) -> str:
    return _DIRECTIONS[round(bearing / 45) % 8] if bearing % 45 == 0 else f"bearing {bearing:g}°"


def _km(metres: float) -> str:
    return f"{metres / 1000:.3g} km" if metres >= 1_000 else f"{metres:.3g} m"


def _offset(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved or form.distance_m is None:
        return base
    if form.distance_m > FARTHEST_M:
        return Location(form.bases[0], how=f"{_km(form.distance_m)} from {base.place} is no place: too far to tell anything")
    if form.bearing is None:
        made, where = areas.at_distance(circle(base), distance_m=form.distance_m), "in some direction from"
    else:
        made = areas.offset(circle(base), distance_m=form.distance_m, bearing=form.bearing, about=form.about)
        where = f"{_towards(form.bearing)} of"
    place = f"{_km(form.distance_m)} {where} {base.place}"
    how = f"{place}, as a point with the radius that its distance, direction and the extent of {base.place} leave open"
    return _area(base, made, place=place, kind="offset", precision=_vague(made.radius_m), how=how)


def _beyond(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved or form.bearing is None:
        return base
    made = areas.beyond(circle(base), bearing=form.bearing)
    place = f"{_towards(form.bearing)} of {base.place}"
    return _area(
        base,
        made,
        place=place,
        kind="direction",
        precision=_vague(made.radius_m),
        how=f"{place}: outside it on that side, no distance given",
    )


def _part(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    return base if not base.resolved or form.bearing is None else _part_of(base, form.bearing)


def _part_of(base: Location, bearing: float) -> Location:
    place = f"{_towards(bearing)} part of {base.place}"
    if base.shape is not None:
        made, half = areas.part_of_shape(base.shape, bearing=bearing)
        how = f"{place}: that half of its area"
        return replace(_area(base, made, place=place, kind="part", precision=_part_precision(base), how=how), shape=half)
    made = areas.part(circle(base), bearing=bearing)
    return _area(base, made, place=place, kind="part", precision=_part_precision(base), how=f"{place}: that quarter of its circle")


def _centre(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved:
        return base
    made = areas.centre(circle(base))
    how = f"centre of {base.place}: half its radius"
    return _area(base, made, place=f"centre of {base.place}", kind="part", precision=_part_precision(base), how=how)


def _fringe(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved:
        return base
    made = areas.outskirts(circle(base), bearing=form.bearing)
    place = f"{_towards(form.bearing) + 'ern ' if form.bearing is not None else ''}outskirts of {base.place}"
    return _area(
        base, made, place=place, kind="outskirts", precision=_vague(made.radius_m), how=f"{place}: a ring about its edge, drawn as a circle"
    )


def _rural(form: Form, resolver: Resolver, within: str) -> Location | None:
    """Read "Aleppo countryside": the province that is called after the city, where one is known, else the city's outskirts."""
    base = resolver.find(form.bases[0], within, prefer=(kinds.ADMIN1, kinds.ADMIN2))
    if not base.resolved:
        return _fringe(form, resolver, within)
    if form.bearing is not None:
        return _part_of(base, form.bearing)
    return replace(base, how=f"somewhere in {base.place}, outside its cities; {base.place} found {base.how}")


def _near(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved:
        return base
    made = areas.near(circle(base))
    return _area(
        base, made, place=f"near {base.place}", kind="near", precision=_vague(made.radius_m), how=f"near {base.place}: twice its radius"
    )


def _between(form: Form, resolver: Resolver, within: str) -> Location | None:
    one, other = resolver.find(form.bases[0], within), resolver.find(form.bases[1], within)
    if not one.resolved or not other.resolved:
        missing = one if not one.resolved else other
        return replace(missing, how=f"{missing.words}: {missing.how}")
    if (one.lon, one.lat) == (other.lon, other.lat):
        return Location(form.bases[0], how=f"{one.place} and {other.place} stand at the same point: nothing lies between")
    made = areas.between(circle(one), circle(other))
    way = "road" if form.name == "road" else "area"
    place = f"{way} between {one.place} and {other.place}"
    how = f"{place}: the middle, and half the way; {other.place} found {other.how}"
    return _area(one, made, place=place, kind=way, precision=_vague(made.radius_m), how=how)


def _whole(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved:
        return base
    return replace(base, how=f"somewhere in {base.place}, the words do not say which part; {base.place} found {base.how}")


def _inside(form: Form, resolver: Resolver, within: str) -> Location | None:
    inner, outer = form.bases[0], ", ".join(form.bases[1:])
    holder = f"{outer}, {within}" if within else outer
    if _is_vague(inner):
        return _whole(replace(form, bases=(outer,)), resolver, within)
    found = resolver.find(inner, holder)
    if found.resolved:
        return found
    base = resolver.find(outer, within)
    if not base.resolved:
        return replace(base, how=f"{outer}: {base.how}")
    if _facility_at_end(inner):
        return replace(base, how=f"somewhere in {base.place}: {inner} itself is not in the gazetteer; {base.place} found {base.how}")
    offered = Candidate(base.place, base.parent, base.lon or 0.0, base.lat or 0.0, 50.0, f"what {inner} is said to lie in")
    return replace(found, candidates=(*found.candidates, offered))


def _is_vague(text: str) -> bool:
    """Whether words name no place but parts or facilities of one: "checkpoints", "five districts", "most areas"."""
    words = place_words()
    lists = words.lists
    plain = {
        part
        for name in ("facility", "some", "part", "the", "district", "settlement", "outskirts", "filler")
        for word in lists[name]
        for part in word.split()
    }
    return all(word in plain or word in words.numbers or word.isdigit() for word in names.fold(text).split())


def _facility_at_end(text: str) -> bool:
    folded = f" {names.fold(text)}"
    return any(folded.endswith(f" {word}") for name in ("facility", "named_after") for word in place_words().lists[name])


def _unit(form: Form, resolver: Resolver, within: str) -> Location | None:
    asked = tuple(group for group, words in place_words().units.items() if form.word in words)
    found = resolver.find(form.bases[0], within, prefer=asked)
    if found.resolved:
        return found
    return replace(found, how=f"no {form.word} of that name is known")


def _district(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved or base.place_class != kinds.SETTLEMENT:
        return base
    made = areas.near(circle(base))
    how = f"the gazetteer has only the {base.kind} of that name, the {form.word or 'district'} is taken to be twice as wide"
    return _area(base, made, place=f"{base.place} {form.word}", kind=form.word, precision="admin2", how=how)


def _settlement(form: Form, resolver: Resolver, within: str) -> Location | None:
    return resolver.find(form.bases[0], within, prefer=(kinds.SETTLEMENT, kinds.QUARTER))


def _facility(form: Form, resolver: Resolver, within: str) -> Location | None:
    base = resolver.find(form.bases[0], within)
    if not base.resolved:
        return base
    if form.word in place_words().lists["facility_named"] and (form.capital or base.place_class in kinds.ADMINISTRATIVE):
        offered = Candidate(
            base.place, base.parent, base.lon or 0.0, base.lat or 0.0, 60.0, "it may be called after this place, and lie elsewhere"
        )
        return Location(form.bases[0], how=f"a {form.word} of that name is not in the gazetteer", candidates=(offered,))
    if form.word in place_words().lists["facility_outside"]:
        made = areas.near(circle(base))
        how = f"the {form.word} of {base.place} itself is not in the gazetteer: somewhere in or near it"
        return _area(base, made, place=f"near {base.place}", kind="near", precision=_vague(made.radius_m), how=how)
    return replace(base, how=f"somewhere in {base.place}: the gazetteer has no entry for its {form.word}; {base.place} found {base.how}")


def _several(form: Form, resolver: Resolver, within: str) -> Location | None:
    found = [resolver.find(base, within) for base in form.bases]
    if not any(at.resolved for at in found):
        return None
    offered = tuple(
        Candidate(at.place, at.parent, at.lon or 0.0, at.lat or 0.0, 60.0, "one of the places named") for at in found if at.resolved
    )
    return Location(form.bases[0], how="more than one place is named; give each its own event", candidates=offered)


def _same(form: Form, resolver: Resolver, within: str) -> Location | None:
    return resolver.find(form.bases[0], within)


READINGS: Final[dict[str, Reading]] = {
    "offset": _offset,
    "distance": _offset,
    "between": _between,
    "road": _between,
    "fringe": _fringe,
    "fringe_after": _fringe,
    "the_part": _part,
    "part": _part,
    "part_after": _part,
    "beyond": _beyond,
    "outside": _near,
    "rural": _rural,
    "near": _near,
    "some": _whole,
    "centre": _centre,
    "centre_after": _centre,
    "inside": _inside,
    "unit": _unit,
    "district": _district,
    "settlement": _settlement,
    "facility": _facility,
    "several": _several,
    "the": _same,
}
