"""One place of a gazetteer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from shapely.geometry.base import BaseGeometry

from events.gazetteer.extent import distance_m
from events.gazetteer.kinds import INSIDE_A_CITY

#: Centres of one place in two gazetteers are seldom further apart than this, metres.
SAME_M: Final = 5_000.0
#: Columns of a gazetteer's frame. `aliases` is text parted by ";". lon, lat in degrees, radius_m in metres (NaN: unknown); `country` is
#: the ISO 3166-1 alpha-2 code; `pcode` an administrative code such as OCHA's; `shape` a polygon (EPSG:4326) or None.
PLACE_COLUMNS: Final = (
    "name",
    "aliases",
    "parent",
    "kind",
    "country",
    "admin1",
    "lon",
    "lat",
    "radius_m",
    "population",
    "pcode",
    "source",
    "shape",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: a name with an extent.

    Attributes
    ----------
    name, aliases, kind, country, admin1, pcode, source : str or tuple of str
        As the gazetteer gives them.
    place_class : str
        One of `kinds.SIZES`.
    parents : tuple of str
        Names of what it lies in, the nearest first.
    lon, lat : float
        Centre, degrees, EPSG:4326.
    radius_m : float
        Radius of the circle about the centre that holds the place, metres.
    population : float
        Inhabitants; NaN if unknown.
    shape : shapely geometry or None
        Its area where it is known.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    place_class: str
    parents: tuple[str, ...]
    country: str
    admin1: str
    lon: float
    lat: float
    radius_m: float
    population: float
    pcode: str
    source: str
    shape: BaseGeometry | None = field(default=None, repr=False)

    @property
    def parent(self) -> str:
        """Name of what it lies in, "" if unknown."""
        return self.parents[0] if self.parents else ""

    def same_spot(self, other: Place) -> bool:
        """Whether two entries of one name are one place: of the same class, the centre of one in the circle of the other.

        What one gazetteer calls a district of a city another calls a town: these count as one class.
        """
        local = self.place_class in INSIDE_A_CITY and other.place_class in INSIDE_A_CITY
        if self.place_class != other.place_class and not local:
            return False
        return distance_m(self.lon, self.lat, other.lon, other.lat) <= max(self.radius_m, other.radius_m, SAME_M)
