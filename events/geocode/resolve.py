"""Words to a place or an area: the gazetteer's own names first, then the forms of `grammar`, then close spellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from events.gazetteer import Gazetteer, Place, kinds, names
from events.gazetteer.match import ALL_LEVELS, Found
from events.geocode import grammar
from events.geocode.context import Context, context
from events.geocode.location import Candidate, Location
from events.geocode.readings import read

#: Forms within forms ("checkpoints on the outskirts of the Shuhada district of Kut") are followed this deep.
DEEPEST: Final = 6
CANDIDATES: Final = 8
EXACT: Final = ("fold", "bare", "sound")
LOOSE: Final = ALL_LEVELS[3:]


def geocode(words: str, *, gazetteer: Gazetteer, within: str = "", country: str = "") -> Location:
    """Find where words are.

    Parameters
    ----------
    words : str
        A place as a report gives it: "Al-Basrah", "Shuhada in Kut", "10 km north of Hilla", "southern Basra", "outskirts of Kut".
    gazetteer : Gazetteer
        The places known.
    within : str
        What the place is said to lie in, parts parted by commas; it must be so, or the place is not chosen.
    country : str
        ISO 3166-1 alpha-2 code: places known to lie in another country are not chosen.

    Returns
    -------
    Location
        `lon` and `lat` are None where no place is certain enough; then `candidates` are ranked and `how` says why. Nothing is ever put
        at a place that the words do not name.
    """
    return Resolver(gazetteer, country).locate(words, within)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks words up in a gazetteer, and follows the forms of `grammar` down to names; remembers what it has looked up."""

    gazetteer: Gazetteer
    country: str = ""
    depth: int = 0
    known: dict[tuple[str, str, tuple[str, ...]], Location] = field(default_factory=dict, repr=False, compare=False)
    contexts: dict[str, Context] = field(default_factory=dict, repr=False, compare=False)

    def locate(self, words: str, within: str = "") -> Location:
        """Return where words are, as `geocode`."""
        text = grammar.clean(words)
        if not names.fold(text):
            return Location(words, how="no words that could name a place")
        found = self.find(text, within)
        return found if found.words == words else replace(found, words=words)

    def deeper(self) -> Resolver:
        """Return the resolver for words within the words."""
        return replace(self, depth=self.depth + 1)

    def find(self, text: str, within: str = "", *, prefer: Sequence[str] = ()) -> Location:
        """Return where cleaned words are; `prefer` are the classes of `kinds.SIZES` that the words ask for."""
        if self.depth == 0:  # whole descriptions are asked for once, the names in them again and again
            return self._find(text, within, prefer)
        key = (text, within, tuple(prefer))
        found = self.known.get(key)
        if found is None:
            found = self._find(text, within, prefer)
            if self.depth < DEEPEST:  # deeper, forms are no longer followed: not the whole answer
                self.known[key] = found
        return found

    def _find(self, text: str, within: str, prefer: Sequence[str]) -> Location:
        where = self.contexts.get(within)
        if where is None:
            where = self.contexts[within] = context(
                within, self.gazetteer, self.country, locate=self.deeper().find if self.depth < DEEPEST else None
            )
        direct = self.look_up(text, where, prefer=prefer, levels=EXACT)
        if direct.resolved:
            return direct
        refusal = None
        for form in grammar.forms(text) if self.depth < DEEPEST else ():
            found = read(form, self.deeper(), within)
            if found is not None and found.resolved:
                return found
            refusal = refusal or found
        loose = self.look_up(text, where, prefer=prefer, levels=LOOSE)
        if loose.resolved:
            return loose
        return _merged(refusal, direct if direct.candidates else loose, loose)

    def look_up(self, text: str, where: Context, *, prefer: Sequence[str] = (), levels: Sequence[str] = ALL_LEVELS) -> Location:
        """Return the place of that name, or an unresolved location with candidates."""
        found = self.gazetteer.search(text, accept=where.accepts, prefer=prefer, levels=levels)
        if found.place is None:
            return Location(text, how=_why_not(found, where), candidates=candidates(found))
        return located(text, found.place, how=_how(found, found.place, where), candidates=candidates(found))


def located(words: str, place: Place, *, how: str, candidates: tuple[Candidate, ...] = ()) -> Location:
    """Return the location of a place of the gazetteer."""
    return Location(
        words=words,
        place=place.name,
        lon=place.lon,
        lat=place.lat,
        radius_m=place.radius_m,
        geo_precision=kinds.precision(place.place_class, place.radius_m),
        kind=place.kind or place.place_class,
        parents=place.parents,
        how=how,
        candidates=candidates,
        place_class=place.place_class,
        country=place.country,
        shape=place.shape,
    )


def candidates(found: Found) -> tuple[Candidate, ...]:
    """Return what a search offers besides its choice, each place once, best first."""
    rows = {
        (p.name, p.lon, p.lat): Candidate(p.name, p.parent, p.lon, p.lat, round(score, 1), why) for p, score, why in reversed(found.others)
    }
    return tuple(sorted(rows.values(), key=lambda c: -c.score)[:CANDIDATES])


def _how(found: Found, place: Place, where: Context) -> str:
    source = f" (source of its position: {place.source})" if place.source else ""
    unsure = f"; the gazetteer does not know {', '.join(where.unknown)}, where it is said to lie" if where.unknown else ""
    return f"{found.how}{source}{unsure}"


def _why_not(found: Found, where: Context) -> str:
    lies = f"; it is said to lie in {where.words}" if where.words else ""
    unknown = f" (not in the gazetteer: {', '.join(where.unknown)})" if where.unknown else ""
    return f"{found.how or 'no place of that name is known'}{lies}{unknown}"


def _merged(refusal: Location | None, direct: Location, loose: Location) -> Location:
    """Return the most telling of the refusals, with the candidates of all."""
    first = direct if direct.candidates or refusal is None else refusal
    rows = {(c.name, c.lon, c.lat): c for at in (loose, direct, refusal) if at is not None for c in at.candidates}
    return replace(first, candidates=tuple(sorted(rows.values(), key=lambda c: -c.score)[:CANDIDATES]))
