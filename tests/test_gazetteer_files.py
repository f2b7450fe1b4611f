"""A user's own gazetteer: tables and geographic files, points and areas, administrative levels and p-codes."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from events.errors import InputError
from events.gazetteer import Gazetteer, from_file, from_table
from events.geocode import geocode, geocode_frame

WEST, EAST = shapely.box(44.0, 33.0, 44.5, 34.0), shapely.box(44.5, 33.0, 45.0, 34.0)


@pytest.fixture
def admin2(tmp_path: Path) -> Path:
    """Two second-level areas of one province, in the layout of OCHA's boundaries."""
    frame = gpd.GeoDataFrame(
        {
            "ADM2_EN": ["Alpha", "Beta"],
            "ADM2_AR": ["ألفا", "بيتا"],
            "ADM2_PCODE": ["IQ0101", "IQ0102"],
            "ADM1_EN": ["Upper", "Upper"],
            "ADM1_PCODE": ["IQ01", "IQ01"],
            "ADM0_EN": ["Iraq", "Iraq"],
            "ADM0_PCODE": ["IQ", "IQ"],
        },
        geometry=[WEST, EAST],
        crs="EPSG:4326",
    )
    path = tmp_path / "adm2.geojson"
    frame.to_file(path, driver="GeoJSON")
    return path


def write(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_areas_are_found_by_name_script_and_code(admin2: Path) -> None:
    gazetteer = from_file(admin2)
    for words in ("Alpha", "ألفا", "IQ0101", "Alpha district", "Alpha, Upper", "Alpha in Iraq"):
        found = geocode(words, gazetteer=gazetteer)
        assert found.shape is not None, words
        assert found.shape.equals(WEST)
        assert (found.place, found.geo_precision, found.parents) == ("Alpha", "admin2", ("Upper", "Iraq"))
        assert found.country == "IQ"
        assert (found.lon, found.lat) == (pytest.approx(44.25), pytest.approx(33.5))
        assert found.radius_m == pytest.approx(60_200, rel=0.01)  # half the diagonal of 46.6 by 110.9 km


def test_upper_levels_are_the_union_of_the_lower(admin2: Path) -> None:
    gazetteer = from_file(admin2)
    for words in ("Upper", "Upper province", "province of Upper", "IQ01"):
        found = geocode(words, gazetteer=gazetteer)
        assert (found.place, found.geo_precision, found.parents) == ("Upper", "admin1", ("Iraq",)), words
        assert found.shape is not None
        assert found.shape.area == pytest.approx(1.0)
    assert geocode("Iraq", gazetteer=gazetteer).geo_precision == "country"


def test_a_part_of_an_area_is_that_half(admin2: Path) -> None:
    found = geocode("eastern Upper", gazetteer=from_file(admin2))
    assert found.shape is not None
    assert found.shape.bounds == pytest.approx((44.5, 33.0, 45.0, 34.0))


def test_points_lie_in_areas_by_their_shape(admin2: Path, tmp_path: Path) -> None:
    towns = write(tmp_path / "towns.csv", "name,lat,lon\nMill,33.5,44.2\nMill,33.5,44.8\n")
    both = Gazetteer.combine(from_file(towns), from_file(admin2))
    assert not geocode("Mill", gazetteer=both).resolved
    assert geocode("Mill", gazetteer=both, within="Alpha").lon == 44.2
    assert geocode("Mill", gazetteer=both, within="IQ0102").lon == 44.8
    assert geocode("Mill in Beta", gazetteer=both).lon == 44.8


def test_points_with_admin_columns_have_them_for_parents(tmp_path: Path) -> None:
    file = write(
        tmp_path / "villages.csv",
        "place_name;adm1_name;adm2_name;adm2_pcode;latitude;longitude;pop\n"
        "Mill;Upper;Alpha;X0101;33,5;44,2;1200\nMill;Upper;Beta;X0102;33,5;44,8;900\nDale;Upper;Beta;X0102;33,6;44,9;\n",
    )
    gazetteer = from_file(file)
    found = geocode("Mill, Beta", gazetteer=gazetteer)
    assert (found.lon, found.lat, found.parents) == (44.8, 33.5, ("Beta", "Upper"))
    assert geocode("Beta", gazetteer=gazetteer).geo_precision == "admin2"
    rows = pd.DataFrame({"place": ["Mill", "Mill", "Dale"], "admin": ["Alpha", "", "Upper"]})
    placed, unresolved = geocode_frame(rows, gazetteer)
    assert list(placed.geometry.isna()) == [False, True, False]
    assert unresolved["place"].tolist() == ["Mill"]


@pytest.mark.parametrize(
    "header",
    [
        "name,lat,lon,aliases",
        "Place,Latitude,Longitude,Alias",
        "TOWN,Y,X,alt_names",
        "canonical_name,lat,lng,other names",
        "asciiname2,lat,long,name",
    ],
)
def test_headers_of_all_kinds(header: str, tmp_path: Path) -> None:
    cells = "Mill,33.5,44.2,Moulin|Mühle" if not header.endswith(",name") else "x,33.5,44.2,Mill"
    found = geocode("Mill", gazetteer=from_file(write(tmp_path / "p.csv", f"{header}\n{cells}\n")))
    assert (found.lon, found.lat) == (44.2, 33.5)
    if "Moulin" in cells:
        assert geocode("moulin", gazetteer=from_file(tmp_path / "p.csv")).place == "Mill"


def test_lines_and_points_of_a_geographic_file(tmp_path: Path) -> None:
    shapes = ({"type": "LineString", "coordinates": [[44, 33], [44, 34]]}, {"type": "Point", "coordinates": [44.1, 33.1, 12.0]})
    named = ({"name": "Coast road", "kind": "road"}, {"name": "Post 9", "kind": "checkpoint"})
    features = [{"type": "Feature", "properties": n, "geometry": s} for n, s in zip(named, shapes, strict=True)]
    file = write(tmp_path / "mine.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    gazetteer = from_file(file)
    road, post = geocode("Coast road", gazetteer=gazetteer), geocode("post 9", gazetteer=gazetteer)
    assert road.radius_m == pytest.approx(55_454, rel=0.001)
    assert (post.lon, post.lat, post.geo_precision) == (44.1, 33.1, "point")


def test_a_centre_lies_in_its_area() -> None:
    horseshoe = shapely.box(44, 33, 45, 34).difference(shapely.box(44.1, 33, 44.9, 33.9))
    frame = pd.DataFrame({"name": ["Bay"], "geometry": [horseshoe]})
    found = geocode("Bay", gazetteer=from_table(frame))
    assert shapely.intersects_xy(horseshoe, found.lon, found.lat)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name,lat,lon\nMill,33.5,44.2\nDale,,44.9\n", "row 2, column lat"),
        ("name,lat,lon\nMill,33.5,44.2\nDale,north,44.9\n", "row 2, column lat"),
        ("name,lat,lon\nMill,33.5,44.2\n,33,44.9\n", "row 2, column name"),
        ("name,lat,lon\nMill,95,44.2\n", "row 1, column lat"),
        ("name,lat,lon,radius_m\nMill,33,44.2,-5\n", "row 1, column radius_m"),
        ("a,b\n1,2\n", "no column of places' names"),
        ("", "places.csv"),
        ("name,lat,lon\n", "places.csv"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, where: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="places") as caught:
        from_file(write(tmp_path / "places.csv", text))
    assert where in str(caught.value)


def test_damaged_geojson_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mine\.geojson"):
        from_file(write(tmp_path / "mine.geojson", '{"type": "FeatureCollection", "features": [{"type": '))


def test_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        file = write(tmp_path / "p.csv", "name,lat,lon\nCórdoba,33.5,44.2\n", encoding=encoding)
        assert geocode("Cordoba", gazetteer=from_file(file)).place == "Córdoba"
