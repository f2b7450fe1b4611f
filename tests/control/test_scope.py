"""A city and its districts: who speaks for whom."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from events.control import control_at, spells
from tests.control.build import report, table

GAZETTEER = pd.DataFrame(
    {
        "name": ["Province", "City", "Harbour", "Southern City", "Mill"],
        "aliases": ["", "Ville;Citty", "", "", ""],
        "parent": ["", "Province", "City", "City", "City"],
        "lon": [10.0, 10.0, 10.05, 10.0, 10.01],
        "lat": [50.0, 50.0, 50.05, 49.97, 49.96],
        "radius_m": [90_000.0, 10_000.0, 1_500.0, 5_000.0, 1_000.0],
    }
)


def _at(place: str, start: str, kind: str, faction: str = "unknown", **more: Any) -> dict[str, Any]:
    known = GAZETTEER.set_index("name").loc[place]
    precision = {"Province": "admin1", "City": "city", "Southern City": "part_of_city"}.get(place, "neighbourhood")
    placed = {"place": place, "admin": known["parent"], "lon": known["lon"], "lat": known["lat"], "radius_m": known["radius_m"]}
    return report(start, kind, faction, **placed, geo_precision=precision, **more)


def _now(events: gpd.GeoDataFrame, when: str, gazetteer: pd.DataFrame | None = GAZETTEER) -> pd.DataFrame:
    return control_at(spells(events, gazetteer=gazetteer), when).set_index("place")


def test_a_report_on_the_city_does_not_overrule_the_one_on_its_district() -> None:
    now = _now(table(_at("Harbour", "2020-01-01", "taken", "Reds"), _at("City", "2020-01-03", "taken", "Blues")), "2020-01-05")
    assert now["holder"].to_dict() == {"City": "Blues", "Harbour": "Reds"}
    assert now["spoken_for_by"].to_dict() == {"City": "", "Harbour": ""}


def test_a_district_does_not_speak_for_the_city() -> None:
    now = _now(table(_at("City", "2020-01-01", "presence", "Reds"), _at("Harbour", "2020-01-02", "taken", "Reds")), "2020-01-05")
    assert now.loc["City", ["holder", "status"]].tolist() == ["unknown", "unknown"]


def test_where_the_districts_own_news_is_gone_the_city_speaks_less_surely() -> None:
    now = _now(table(_at("Harbour", "2020-01-01", "curfew", "Reds"), _at("City", "2020-01-03", "taken", "Blues")), "2020-01-03")
    assert now.loc["Harbour", ["holder", "status", "spoken_for_by", "set_by"]].tolist() == ["Blues", "held", "City", "e2"]
    assert now.loc["Harbour", "confidence"] < now.loc["City", "confidence"]


def test_later_news_of_the_city_makes_contrary_news_of_the_district_fade_faster() -> None:
    district = _at("Harbour", "2020-01-01", "taken", "Reds")
    doubted = _now(table(district, _at("City", "2020-01-03", "taken", "Blues")), "2020-01-30")
    agreed = _now(table(district, _at("City", "2020-01-03", "taken", "Reds")), "2020-01-30")
    assert doubted.loc["Harbour", "holder"] == agreed.loc["Harbour", "holder"] == "Reds"
    assert doubted.loc["Harbour", "confidence"] < agreed.loc["Harbour", "confidence"]
    renewed = table(district, _at("City", "2020-01-03", "taken", "Blues"), _at("City", "2020-03-15", "held", "Blues"))
    assert _now(renewed, "2020-03-15").loc["Harbour", ["holder", "spoken_for_by"]].tolist() == ["Blues", "City"]


def test_an_older_report_on_the_city_never_comes_back_when_the_district_falls_silent() -> None:
    now = _now(table(_at("City", "2019-12-01", "taken", "Blues"), _at("Harbour", "2020-01-01", "withdrawn")), "2020-01-10")
    assert now.loc["Harbour", ["holder", "status"]].tolist() == ["unknown", "unknown"]


def test_a_part_covers_what_lies_in_it() -> None:
    events = table(
        _at("Mill", "2020-01-01", "presence", "Reds"),
        _at("Harbour", "2020-01-01", "presence", "Reds"),
        _at("Southern City", "2020-01-02", "taken", "Reds"),
        _at("City", "2020-01-02", "taken", "Blues"),
    )
    now = _now(events, "2020-01-02")
    assert now["spoken_for_by"].to_dict() == {"City": "", "Harbour": "City", "Mill": "Southern City", "Southern City": ""}
    assert now.loc["Mill", "holder"] == "Reds"


def test_a_polygon_in_the_gazetteer_decides_over_the_circle() -> None:
    north = shapely.box(9.9, 50.0, 10.1, 50.1)
    shaped = GAZETTEER.assign(shape=[north if name == "Southern City" else None for name in GAZETTEER["name"]])
    events = table(
        _at("Mill", "2020-01-01", "presence", "Reds"),
        _at("Harbour", "2020-01-01", "presence", "Reds"),
        _at("Southern City", "2020-01-02", "taken", "Reds"),
    )
    now = _now(events, "2020-01-02", shaped)
    assert now["spoken_for_by"].to_dict() == {"Harbour": "Southern City", "Mill": "", "Southern City": ""}


def test_without_a_gazetteer_a_parent_must_be_larger_and_around() -> None:
    inside = table(_at("Harbour", "2020-01-01", "presence", "Reds"), _at("City", "2020-01-02", "taken", "Blues"))
    assert _now(inside, "2020-01-02", None).loc["Harbour", "spoken_for_by"] == "City"
    # Many a province bears its capital's name: the town says nothing of the villages of the province.
    aleppo = report("2020-01-02", "taken", "Blues", place="Aleppo", admin="Aleppo", lon=37.16, lat=36.2, geo_precision="city")
    village = report("2020-01-01", "presence", "Reds", place="Village", admin="Aleppo", lon=37.9, lat=36.5, geo_precision="city")
    assert _now(table(aleppo, village), "2020-01-02", None).loc["Village", "spoken_for_by"] == ""


def test_another_spelling_is_the_same_place() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds", place="Ville", admin="Province"), report("2020-01-02", "taken", "Blues", place="City")
    )
    found = spells(events, gazetteer=GAZETTEER)
    assert found["place"].tolist() == ["City", "City"]
    assert spells(events)["place"].nunique() == 2


def test_villages_that_share_a_name_are_told_apart() -> None:
    far = {"place": "Nova", "admin": "Oblast", "geo_precision": "city"}
    events = table(
        report("2020-01-01", "taken", "Reds", lon=30.0, lat=50.0, **far),
        report("2020-01-02", "taken", "Blues", lon=31.0, lat=50.0, **far),
        report("2020-01-03", "taken", "Greens", place="Nova", admin="Elsewhere", lon=40.0, lat=50.0),
    )
    found = spells(events)
    assert sorted(found["holder"]) == ["Blues", "Greens", "Reds"]
    assert found["place_id"].is_unique
    assert set(found["place"]) == {"Nova"}


def test_one_place_stays_one_when_a_report_leaves_the_parent_out_or_its_point_wobbles() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds", place="Nova", admin="Oblast", lon=30.0, lat=50.0),
        report("2020-01-02", "taken", "Blues", place="nova", admin="", lon=30.01, lat=50.0),
    )
    assert len(set(spells(events)["place_id"])) == 1


def test_a_place_id_in_the_data_decides_alone() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds", place="Nova", place_id="UA01", lon=30.0, lat=50.0),
        report("2020-01-02", "taken", "Blues", place="Nova", place_id="UA02", lon=30.0, lat=50.0),
        report("2020-01-03", "taken", "Blues", place="Novaya", place_id="UA01", lon=30.0, lat=50.0),
    )
    found = spells(events)
    assert found.groupby("place_id").size().to_dict() == {"UA01": 2, "UA02": 1}


def test_a_geonames_identifier_makes_a_place_even_without_name_or_position() -> None:
    events = table(
        report("2022-02-24", "held", "UA", place="", geonameid="700001"),
        report("2022-02-25", "held", "RU", place="", geonameid="700001"),
        report("2022-02-24", "held", "UA", place="Ivanivka", admin="Kherson", geonameid="700002", lon=33.0, lat=46.7),
        report("2022-02-24", "held", "RU", place="Ivanivka", admin="Kherson", geonameid="700003", lon=33.01, lat=46.7),
        report("2022-02-24", "held", "UA", place="Oleshky", admin="Kherson", geonameid="700004"),
        report("2022-02-26", "taken", "RU", place="Oleshky", admin="Kherson"),
    )
    found = spells(events)
    assert found[["place", "holder"]].to_numpy().tolist() == [
        ["700001", "UA"],
        ["700001", "RU"],
        ["Ivanivka", "UA"],
        ["Ivanivka", "RU"],
        ["Oleshky", "UA"],
        ["Oleshky", "RU"],
    ]
    assert sorted(set(found["place_id"])) == [
        "700001",
        "Ivanivka, Kherson (GeoNames 700002)",
        "Ivanivka, Kherson (GeoNames 700003)",
        "Oleshky",
    ]


def test_parents_that_go_round_in_a_circle_do_no_harm() -> None:
    loop = pd.DataFrame({"name": ["A", "B"], "parent": ["B", "A"]})
    events = table(report("2020-01-01", "presence", place="A", admin="B"), report("2020-01-01", "taken", "Reds", place="B", admin="A"))
    assert control_at(spells(events, gazetteer=loop), "2020-01-02")["place"].tolist() == ["A", "B"]
