"""The area each place is drawn as, and control drawn by others."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from events.control import areas, control_polygons, polygons_at, spells
from events.control.shapes import METRES_PER_DEGREE
from events.errors import InputError
from tests.control.build import report, table


def _places(*points: tuple[str, float, float, float], admin: str = "County") -> gpd.GeoDataFrame:
    rows = [
        report("2020-01-01", "taken", "Reds", place=name, admin=admin, lon=lon, lat=lat, radius_m=radius, geo_precision="city")
        for name, lon, lat, radius in points
    ]
    return spells(table(*rows))


def test_a_place_alone_is_its_circle() -> None:
    found = areas(_places(("A", 10.0, 50.0, 5_000.0)))
    assert found["how"].tolist() == ["circle"]
    low, high = found.total_bounds[1], found.total_bounds[3]
    assert (high - low) * METRES_PER_DEGREE == pytest.approx(10_000, rel=0.01)


def test_neighbours_share_the_ground_half_way_and_do_not_overlap() -> None:
    found = areas(_places(("A", 10.0, 50.0, 5_000.0), ("B", 10.05, 50.0, 5_000.0))).set_index("place_id").geometry
    assert found["A"].bounds[2] == pytest.approx(10.025, abs=1e-6)
    assert found["A"].intersection(found["B"]).area == pytest.approx(0, abs=1e-12)
    assert found["A"].contains(shapely.Point(10.0, 50.0))


def test_places_of_different_parents_and_places_on_one_point_do_not_cut_each_other() -> None:
    apart = pd.concat([_places(("A", 10.0, 50.0, 5_000.0)), _places(("B", 10.05, 50.0, 5_000.0), admin="Other")])
    assert areas(gpd.GeoDataFrame(apart, geometry="geometry", crs="EPSG:4326"))["how"].tolist() == ["circle", "circle"]
    same = areas(_places(("A", 10.0, 50.0, 5_000.0), ("B", 10.0, 50.0, 5_000.0)))
    assert same.geometry.iloc[0].equals(same.geometry.iloc[1])


def test_the_users_boundaries_win_by_code_then_by_name_and_cut_their_parts() -> None:
    shape = shapely.box(9.9, 49.9, 10.1, 50.1)
    by_name = gpd.GeoDataFrame({"ADM2_EN": ["a"], "geometry": [shape]}, crs="EPSG:4326")
    found = areas(_places(("A", 10.0, 50.0, 5_000.0)), polygons=by_name)
    assert found["how"].tolist() == ["polygon"]
    assert found.geometry.iloc[0].equals(shape)
    by_code = gpd.GeoDataFrame({"ADM2_PCODE": ["X1"], "ADM2_EN": ["nowhere"], "geometry": [shape]}, crs="EPSG:4326").to_crs(3857)
    gazetteer = pd.DataFrame({"name": ["A"], "parent": ["County"], "pcode": ["X1"]})
    coded = areas(_places(("A", 10.0, 50.0, 5_000.0)), polygons=by_code, gazetteer=gazetteer)
    assert coded.geometry.iloc[0].symmetric_difference(shape).area < 1e-9
    county = gpd.GeoDataFrame({"name": ["County"], "geometry": [shapely.box(9.99, 49, 11, 51)]}, crs="EPSG:4326")
    both = spells(
        table(
            report("2020-01-01", "taken", "Reds", place="A", admin="County", lon=10.0, lat=50.0, radius_m=5_000.0),
            report("2020-01-01", "taken", "Reds", place="County", lon=10.0, lat=50.0, radius_m=50_000.0, geo_precision="admin2"),
        )
    )
    cut = areas(both, polygons=county).set_index("place_id").geometry["A"]
    assert cut.bounds[0] == pytest.approx(9.99)


def test_a_name_that_two_boundaries_bear_decides_nothing() -> None:
    shape = shapely.box(9.9, 49.9, 10.1, 50.1)
    twice = gpd.GeoDataFrame({"name": ["A", "A"], "geometry": [shape, shapely.box(0, 0, 1, 1)]}, crs="EPSG:4326")
    assert areas(_places(("A", 10.0, 50.0, 5_000.0)), polygons=twice)["how"].tolist() == ["circle"]


def test_the_code_of_a_province_on_each_of_its_districts_makes_none_of_them_the_province() -> None:
    districts = gpd.GeoDataFrame(
        {"ADM2_PCODE": ["X11", "X12"], "ADM1_PCODE": ["X1", "X1"], "geometry": [shapely.box(9, 49, 10, 50), shapely.box(10, 49, 11, 50)]},
        crs="EPSG:4326",
    )
    gazetteer = pd.DataFrame({"name": ["A"], "parent": ["County"], "pcode": ["X1"]})
    assert areas(_places(("A", 10.0, 50.0, 5_000.0)), polygons=districts, gazetteer=gazetteer)["how"].tolist() == ["circle"]


def test_a_town_is_not_drawn_as_the_province_of_its_name() -> None:
    province = gpd.GeoDataFrame({"ADM1_EN": ["A"], "geometry": [shapely.box(9, 49, 11, 51)]}, crs="EPSG:4326")
    assert areas(_places(("A", 10.0, 50.0, 5_000.0)), polygons=province)["how"].tolist() == ["circle"]
    whole = spells(table(report("2020-01-01", "taken", "Reds", place="A", lon=10.0, lat=50.0, geo_precision="admin1")))
    assert areas(whole, polygons=province)["how"].tolist() == ["polygon"]


def test_a_place_without_a_position_has_no_area() -> None:
    found = areas(spells(table(report("2020-01-01", "taken", "Reds"))))
    assert found["how"].tolist() == ["not placed"]
    assert found.geometry.isna().all()


def _drawn(**columns: Any) -> gpd.GeoDataFrame:
    count = len(next(iter(columns.values())))
    return gpd.GeoDataFrame({**columns, "geometry": [shapely.box(n, 0, n + 1, 1) for n in range(count)]}, crs="EPSG:4326")


def test_a_drawing_holds_until_the_next_of_its_layer() -> None:
    shapes = _drawn(date=["2022-03-01", "2022-03-01", "2022-03-05"], faction=["Reds", "Reds", "Blues"])
    found = control_polygons(shapes, layer="front line")
    assert found[["holder", "status"]].to_numpy().tolist() == [["Reds", "held"], ["Blues", "held"]]
    assert found["end"].dt.strftime("%Y-%m-%d").tolist()[0] == "2022-03-05"
    assert found.geometry.iloc[0].area == pytest.approx(2)
    assert polygons_at(found, "2022-03-04")["holder"].tolist() == ["Reds"]
    assert polygons_at(found, "2022-03-05")["holder"].tolist() == ["Blues"]
    assert polygons_at(found, "2022-02-28").empty


def test_contested_and_unnamed_ground_are_told_apart_and_a_stated_end_counts() -> None:
    shapes = _drawn(start=["2022-03-01", "2022-03-01"], holder=["Contested", None], end=["2022-03-02", ""])
    found = control_polygons(shapes, layer="front line")
    assert sorted(found["status"]) == ["contested", "unknown"]
    assert polygons_at(found, "2022-03-03")["status"].tolist() == ["unknown"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"when": ["2022-03-01"], "holder": ["Reds"]}, "no column says the day"),
        ({"date": ["2022-03-01"], "who": ["Reds"]}, "no column says the holder"),
        ({"date": ["first of March"], "holder": ["Reds"]}, "row 1, column date, value 'first of March'"),
        ({"date": ["2022-03"], "holder": ["Reds"]}, "row 1, column date, value '2022-03'"),
        ({"date": ["2022-03-01"], "holder": ["Reds"], "Until": ["spring"]}, "row 1, column Until, value 'spring'"),
    ],
)
def test_drawings_that_cannot_be_read_are_refused(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        control_polygons(_drawn(**columns), layer="front line")


def test_a_line_is_no_area() -> None:
    line = gpd.GeoDataFrame(
        {"date": ["2022-03-01"], "holder": ["Reds"], "geometry": [shapely.LineString([(0, 0), (1, 1)])]}, crs="EPSG:4326"
    )
    with pytest.raises(InputError, match="is no area"):
        control_polygons(line, layer="front line")
