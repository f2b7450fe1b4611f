"""Words to places: the demo against its reference coordinates, relative places by hand, nothing put where the words do not say."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from events.gazetteer import Gazetteer, from_file, from_geonames
from events.geocode import Location, geocode, geocode_frame
from events.schema import GEO_PRECISIONS, validate
from tests.conftest import DEMO

EARTH = Geod(ellps="WGS84")
PLACES = pd.read_csv(DEMO / "places.csv", keep_default_na=False)
EVENTS = pd.read_csv(DEMO / "events.csv", keep_default_na=False)
PAIRS = sorted({(row.place, row.parent) for row in EVENTS.itertuples()})
#: Names that stand for two of the demo's places (Askari in Hilla and in Karbala).
SHARED = ("al-Askari", "حي العسكري")
DIRECTIONS = {
    "north": (0, 1),
    "northeast": (1, 1),
    "east": (1, 0),
    "southeast": (1, -1),
    "south": (0, -1),
    "west": (-1, 0),
    "northwest": (-1, 1),
}


@pytest.fixture(scope="module")
def demo() -> Gazetteer:
    return from_file(DEMO / "places.csv")


@pytest.fixture(scope="module")
def both(demo: Gazetteer) -> Gazetteer:
    return Gazetteer.combine(demo, from_geonames("IQ"))


@pytest.fixture(scope="module")
def hub() -> Gazetteer:
    """Hub: a city of 5 km radius at 44 E 33 N, with Rim 1 degree north of it and a quarter of its own."""
    rows = [
        {"name": "Land", "kind": "country", "country": "XX", "lon": 44.0, "lat": 33.5, "radius_m": 400_000},
        {"name": "Hub Province", "kind": "province", "parent": "Land", "country": "XX", "lon": 44.0, "lat": 33.0, "radius_m": 60_000},
        {"name": "Hub", "kind": "city", "parent": "Hub Province", "country": "XX", "lon": 44.0, "lat": 33.0, "radius_m": 5_000},
        {"name": "Rim", "kind": "town", "parent": "Rim Province", "country": "XX", "lon": 44.0, "lat": 34.0, "radius_m": 2_000},
        {"name": "Mill", "kind": "neighbourhood", "parent": "Hub", "country": "XX", "lon": 44.01, "lat": 33.01, "radius_m": 800},
    ]
    return Gazetteer.from_frame(pd.DataFrame(rows))


def metres(found: Location, lon: float, lat: float) -> float:
    assert found.lon is not None
    assert found.lat is not None
    return float(EARTH.inv(found.lon, found.lat, lon, lat)[2])


@pytest.mark.parametrize("row", list(PLACES.itertuples()), ids=lambda row: row.canonical_name)
def test_every_name_of_every_demo_place_is_found(row: object, both: Gazetteer) -> None:
    for name in [row.canonical_name, *(a for a in row.aliases.split(";") if a)]:
        found = geocode(name, gazetteer=both, within=row.parent)
        assert (found.place, found.lon, found.lat) == (row.canonical_name, row.lon, row.lat), name
        assert found.radius_m == row.radius_km * 1_000
        alone = geocode(name, gazetteer=both)
        assert (alone.place == row.canonical_name) or (name in (*SHARED, "Askari") and not alone.resolved), name


@pytest.mark.parametrize(("place", "parent"), PAIRS)
def test_every_demo_event_is_placed_at_its_reference(place: str, parent: str, demo: Gazetteer) -> None:
    reference = EVENTS[(EVENTS.place == place) & (EVENTS.parent == parent)].iloc[0]
    found = geocode(place, gazetteer=demo, within=parent)
    assert metres(found, reference.lon, reference.lat) <= (found.radius_m or 0)


def test_towns_are_found_without_the_demos_own_list() -> None:
    """By GeoNames alone, each town of the demo that it has lies within the town's radius of the reference; nothing lies elsewhere."""
    geonames = from_geonames("IQ")
    towns = PLACES[PLACES.kind.isin(["city", "town"])]
    found = {row.canonical_name: geocode(row.canonical_name, gazetteer=geonames) for row in towns.itertuples()}
    resolved = [row for row in towns.itertuples() if found[row.canonical_name].resolved]
    assert len(resolved) >= 25
    for row in resolved:
        assert (
            metres(found[row.canonical_name], row.lon, row.lat)
            <= max(row.radius_km, found[row.canonical_name].radius_m / 1_000) * 1_000 + 500
        )


@pytest.mark.parametrize("name", ["New Baghdad", "Karrada", "Hayaniya", "Jubaila", "Ghazaliya", "Khamsa Mil"])
def test_what_no_gazetteer_has_stays_unresolved_with_candidates(name: str) -> None:
    found = geocode(name, gazetteer=from_geonames("IQ"))
    assert (found.lon, found.lat, found.radius_m, found.place, found.geo_precision) == (None, None, None, "", "")
    assert found.how
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)


@pytest.mark.parametrize(
    "words", ["Askari in Hilla", "Askari, Hilla", "Askari (Hilla)", "al-Askari district of Hilla", "حي العسكري (Hilla)"]
)
def test_an_ambiguous_name_is_settled_by_what_it_lies_in(words: str, demo: Gazetteer) -> None:
    assert not geocode("Askari", gazetteer=demo).resolved
    assert geocode(words, gazetteer=demo).place == "Askari (Hilla)"
    assert geocode("Askari", gazetteer=demo, within="Karbala, Iraq").place == "Askari (Karbala)"


@pytest.mark.parametrize(
    ("words", "within"), [("Shuhada", "Basra"), ("Shuhada", "Erbil Governorate"), ("Sadr City", "Kut"), ("Karrada", "Basra Governorate")]
)
def test_a_place_that_lies_elsewhere_is_not_chosen(words: str, within: str, both: Gazetteer) -> None:
    found = geocode(words, gazetteer=both, within=within)
    assert not found.resolved
    assert words.split(maxsplit=1)[0] in found.candidates[0].name


def test_a_part_bounds_what_lies_in_it(demo: Gazetteer) -> None:
    assert geocode("New Baghdad", gazetteer=demo, within="Eastern Baghdad").resolved
    assert geocode("Karrada", gazetteer=demo, within="central Baghdad").resolved
    assert not geocode("Washash", gazetteer=demo, within="Eastern Baghdad").resolved
    assert geocode("Kut's Shuhada district", gazetteer=demo).place == "Shuhada (Kut)"


def test_an_admin_name_may_mean_the_city_or_its_province(demo: Gazetteer) -> None:
    assert geocode("Umm Qasr", gazetteer=demo, within="Al-Basrah").place == "Umm Qasr"
    assert geocode("Basra", gazetteer=demo, within="Basra").place == "Basra"


@pytest.mark.parametrize(
    ("words", "north_m", "east_m", "radius_m"),
    [
        ("10 km north of Hub", 10_000, 0, 10_623.9),  # D = 15 km: hypot(15 cos 45 - 10, 15 sin 45)
        ("10km N of Hub", 10_000, 0, 10_623.9),
        ("ten kilometres to the north of Hub", 10_000, 0, 10_623.9),
        ("about 10 km north of Hub", 10_000, 0, 14_736.3),  # the figure is rounded to 10 km: D = 10 + 5 + 5
        ("5 miles NW of Hub", 5_689.9, -5_689.9, 6_401.8),  # d = 8,046.72 m, 22.5 degrees either way
        ("8 km north-northeast of Hub", 7_391.0, 3_061.5, 5_390.0),  # 11.25 degrees
        ("a village 10 km north of Hub", 10_000, 0, 10_623.9),
        ("10 km from Hub", 0, 0, 15_000),
        ("southern Hub", -3_535.5, 0, 3_535.5),  # a quarter circle: r / sqrt 2
        ("south Hub", -3_535.5, 0, 3_535.5),
        ("the south of Hub", -3_535.5, 0, 3_535.5),
        ("Hub's southern districts", -3_535.5, 0, 3_535.5),
        ("southern parts of Hub", -3_535.5, 0, 3_535.5),
        ("north-west Hub", 2_500, -2_500, 3_535.5),
        ("the east bank of Hub", 0, 3_535.5, 3_535.5),
        ("south of Hub", -7_500, 0, 7_084.1),  # outside: the quarter ring from 5 to 10 km
        ("central Hub", 0, 0, 2_500),
        ("Hub city centre", 0, 0, 2_500),
        ("outskirts of Hub", 0, 0, 7_500),
        ("northern outskirts of Hub", 5_303.3, 0, 5_303.3),
        ("near Hub", 0, 0, 10_000),
        ("just outside Hub", 0, 0, 10_000),
        ("between Hub and Rim", 55_454, 0, 55_454),
        ("the Hub-Rim road", 55_454, 0, 55_454),
        ("highway from Hub to Rim", 55_454, 0, 55_454),
        ("half of Hub", 0, 0, 5_000),
        ("five districts of Hub", 0, 0, 5_000),
        ("70% of Hub", 0, 0, 5_000),
        ("about two-thirds of Hub", 0, 0, 5_000),
        ("the whole of Hub", 0, 0, 5_000),
        ("checkpoints in Hub", 0, 0, 5_000),
        ("Hub police station", 0, 0, 5_000),
        ("Hub airport", 0, 0, 10_000),
        ("Hub", 0, 0, 5_000),
        ("Hub city", 0, 0, 5_000),
        ("Hub province", 0, 0, 60_000),
        ("the province of Hub", 0, 0, 60_000),
        ("Hub countryside", 0, 0, 60_000),  # of the province that is called after the city
        ("northern Hub countryside", 42_426.4, 0, 42_426.4),
        ("the northern countryside of Hub", 42_426.4, 0, 42_426.4),
    ],
)
def test_relative_places(words: str, north_m: float, east_m: float, radius_m: float, hub: Gazetteer) -> None:
    found = geocode(words, gazetteer=hub)
    expected = EARTH.fwd(44.0, 33.0, np.degrees(np.arctan2(east_m, north_m)), np.hypot(east_m, north_m))
    assert metres(found, expected[0], expected[1]) < 60
    assert found.radius_m == pytest.approx(radius_m, abs=60)
    assert found.geo_precision in GEO_PRECISIONS
    assert "Hub" in found.place
    assert found.how


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        *(("Hub", "city"), ("southern Hub", "part_of_city"), ("near Hub", "near"), ("Mill", "neighbourhood"), ("Hub province", "admin1")),
        *(("Land", "country"), ("Hub district", "admin2"), ("outskirts of Hub", "near"), ("western Land", "country")),
    ],
)
def test_precision_words(words: str, precision: str, hub: Gazetteer) -> None:
    assert geocode(words, gazetteer=hub).geo_precision == precision


def test_south_of_and_southern_are_two_places(demo: Gazetteer) -> None:
    beyond, part = geocode("south of Kut", gazetteer=demo), geocode("south Kut", gazetteer=demo)
    assert metres(beyond, 45.818, 32.513) > 5_000
    assert metres(part, 45.818, 32.513) < 5_000


def test_the_gazetteers_own_entry_wins_over_reckoning(demo: Gazetteer) -> None:
    for words in ("Southern Basra", "southern Basra", "south Basra", "the southern Basra"):
        found = geocode(words, gazetteer=demo)
        assert (found.place, found.lon, found.lat) == ("Southern Basra", 47.805, 30.485)
    assert geocode("Amara-Basra highway", gazetteer=demo).place == "Amara-Basra road"
    assert geocode("North of Basra", gazetteer=demo).place == "North of Basra"


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_parts_and_offsets_lie_on_their_side(direction: str, hub: Gazetteer) -> None:
    east, north = DIRECTIONS[direction]
    for words in (f"{direction} Hub", f"{direction} of Hub", f"3 km {direction} of Hub", f"the {direction} of Hub"):
        found = geocode(words, gazetteer=hub)
        assert np.sign(round((found.lon or 0) - 44.0, 9)) == east, words
        assert np.sign(round((found.lat or 0) - 33.0, 3)) == north, words


def test_a_part_of_an_area_with_a_shape_is_that_half_of_it() -> None:
    square = shapely.box(44.0, 33.0, 44.2, 33.2)
    frame = pd.DataFrame([{"name": "Box", "kind": "city", "lon": 44.1, "lat": 33.1, "radius_m": 14_500, "shape": square}])
    found = geocode("southern Box", gazetteer=Gazetteer.from_frame(frame))
    assert found.shape is not None
    assert found.shape.bounds == pytest.approx((44.0, 33.0, 44.2, 33.1))
    assert (found.lon, found.lat) == (pytest.approx(44.1, abs=1e-6), pytest.approx(33.05, abs=1e-6))
    assert found.radius_m == pytest.approx(np.hypot(9_350, 5_545), rel=0.01)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("New Baghdad checkpoints", "New Baghdad"),
        ("checkpoints in New Baghdad", "New Baghdad"),
        ("Al-Nasr police station in Sadr City", "Al-Nasir police station"),
        ("Hamdan Bridge in Basra", "Basra"),
        ("a police station in the Shuhada district of Kut", "Shuhada (Kut)"),
    ],
)
def test_facilities_fall_back_to_where_they_are_and_say_so(words: str, place: str, demo: Gazetteer) -> None:
    found = geocode(words, gazetteer=demo)
    assert found.place == place
    assert place == "Al-Nasir police station" or "somewhere in" in found.how


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Haifa Street",
            "Port Sudan",
            "Basra Street",
            "Kut Square",
            "Karbala Gate",
            "Ninewa province",
            "Nuri in Kut",
            "Nowhere, Kut",
            "Hamdan Bridge",
        ),
        *(
            "Abu Basra",
            "Old Kut",
            "Greater Baghdad Nowhere",
            "10 km north of Nowhere",
            "between Kut and Nowhere",
            "Basra and Kut",
            "Fallujah",
        ),
        *(
            "the",
            "in",
            "north of",
            "10 km",
            "between",
            "and",
            "()",
            "checkpoints",
            "several districts",
            "-",
            "street",
            "12",
            "city",
            "province",
        ),
    ],
)
def test_nothing_is_put_where_the_words_do_not_say(words: str, demo: Gazetteer) -> None:
    found = geocode(words, gazetteer=demo)
    assert found.lon is None, f"{words} was put at {found.place}: {found.how}"
    assert found.how


def test_several_places_at_once_are_offered_not_chosen(demo: Gazetteer) -> None:
    found = geocode("Basra and Kut", gazetteer=demo)
    assert {"Basra", "Kut"} <= {candidate.name for candidate in found.candidates}


def test_another_countrys_places_are_not_chosen(demo: Gazetteer) -> None:
    assert geocode("Kut", gazetteer=demo, country="IQ").resolved
    assert not geocode("Kut", gazetteer=demo, country="SY").resolved


def test_words_beyond_all_measure_are_refused_quickly(demo: Gazetteer) -> None:
    for words in ("north of " * 200 + "Kut", "in " * 5_000, "(" * 3_000, "a-" * 2_000, "Kut, " * 1_000):
        assert not geocode(words, gazetteer=demo).resolved


@given(
    words=st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ["north of", "near", "Kut", "Basra", "10 km", "in", "(", ")", "and", "between", "the", "outskirts of", "road", "district"]
            )
        ).map(" ".join),
    )
)
def test_any_text_gives_a_location_that_holds_together(words: str, demo: Gazetteer) -> None:
    found = geocode(words, gazetteer=demo)
    assert found.words == words
    assert found.how
    assert found.resolved == (found.geo_precision != "") == (found.place != "") == (found.radius_m is not None)
    if found.resolved:
        assert -180 <= (found.lon or 0) <= 180
        assert -90 <= (found.lat or 0) <= 90
        assert (found.radius_m or 0) >= 0
        assert found.geo_precision in GEO_PRECISIONS


def test_a_frame_is_placed_row_by_row_and_what_is_missing_is_listed(demo: Gazetteer) -> None:
    rows = pd.DataFrame(
        {
            "event_id": list("abcdef"),
            "start": "2008-03-25",
            "kind": "taken",
            "place": ["Kut", "Nowhere", "Nowhere", "Shuhada", "Kut", ""],
            "admin": ["", "Iraq", "Iraq", "Kut", "", ""],
            "lon": [np.nan, np.nan, np.nan, np.nan, 1.0, np.nan],
            "lat": [np.nan, np.nan, np.nan, np.nan, 2.0, np.nan],
            "located_by": ["", "", "", "", "coordinates in the source", ""],
        }
    )
    before = rows.copy(deep=True)
    events, rejected = validate(rows)
    assert rejected.empty
    placed, unresolved = geocode_frame(events, demo)
    assert isinstance(placed, gpd.GeoDataFrame)
    pd.testing.assert_frame_equal(rows, before)
    assert list(placed["event_id"]) == list("abcdef")
    assert list(placed.geometry.isna()) == [False, True, True, False, False, True]
    assert (placed.geometry[0].x, placed.geometry[0].y, placed["radius_m"][0], placed["geo_precision"][0]) == (
        45.818,
        32.513,
        5_000,
        "city",
    )
    assert (placed.geometry[4].x, placed.geometry[4].y, placed["located_by"][4]) == (1.0, 2.0, "coordinates in the source")
    assert "by its name" in placed["located_by"][0]
    assert list(placed.columns) == list(events.columns)
    assert placed.crs == events.crs
    assert unresolved[["place", "admin", "rows"]].to_numpy().tolist() == [["Nowhere", "Iraq", 2]]
    assert unresolved["reason"][0]
    assert isinstance(unresolved["candidates"][0], tuple)


def test_a_stated_precision_that_is_coarser_stays(demo: Gazetteer) -> None:
    rows = pd.DataFrame(
        {"event_id": ["a", "b"], "start": "2008-03-25", "kind": "taken", "place": "Kut", "geo_precision": ["admin1", "point"]}
    )
    placed, _ = geocode_frame(validate(rows)[0], demo)
    assert list(placed["geo_precision"]) == ["admin1", "city"]


def test_an_empty_frame_stays_empty(demo: Gazetteer) -> None:
    placed, unresolved = geocode_frame(pd.DataFrame({"place": pd.Series(dtype="str"), "admin": pd.Series(dtype="str")}), demo)
    assert placed.empty
    assert unresolved.empty
    assert list(unresolved.columns) == ["place", "admin", "rows", "reason", "candidates"]
