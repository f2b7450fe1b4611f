"""What geocoding gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the words may mean: `lon`, `lat` in degrees, `score` of 100, and why it is offered."""

    name: str
    parent: str
    lon: float
    lat: float
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where the words are, or that they could not be placed.

    Attributes
    ----------
    words : str
        What was asked.
    place : str
        Name of the place found, or of the area worked out ("10 km north of Hilla"); "" if unresolved.
    lon, lat : float or None
        Degrees, EPSG:4326; None if unresolved.
    radius_m : float or None
        Radius of the circle that holds the place, metres; None if unresolved.
    geo_precision : str
        A word of `events.schema.GEO_PRECISIONS`; "" if unresolved.
    kind : str
        The gazetteer's word for the place, or how the area was worked out.
    parents : tuple of str
        What it lies in, the nearest first.
    how : str
        How it was found, or why it was not, for people.
    candidates : tuple of Candidate
        Other places that may be meant, best first; all of them if unresolved.
    place_class : str
        One of `events.gazetteer.kinds.SIZES`; "" if unresolved.
    country : str
        ISO 3166-1 alpha-2 code, "" if unknown.
    shape : shapely geometry or None
        The area, where the gazetteer has one.
    """

    words: str
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    geo_precision: str = ""
    kind: str = ""
    parents: tuple[str, ...] = ()
    how: str = ""
    candidates: tuple[Candidate, ...] = ()
    place_class: str = ""
    country: str = ""
    shape: BaseGeometry | None = field(default=None, repr=False)

    @property
    def resolved(self) -> bool:
        """Whether the words were placed."""
        return self.lon is not None and self.lat is not None

    @property
    def parent(self) -> str:
        """What it lies in, "" if unknown."""
        return self.parents[0] if self.parents else ""
