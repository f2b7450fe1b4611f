"""GeoJSON as people write it: every feature is an event or a rejected row, and no shape is lost without a word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from events.errors import InputError
from tests.sources.reading import Outcome, imported

EMPTY: dict[str, Any] = {"type": "Point", "coordinates": []}


def _feature(place: str, shape: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"date": "2015-03-26", "place": place, "holder": "H", **properties}, "geometry": shape}


def _point(x: Any, y: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def _imported(folder: Path, *features: dict[str, Any], **options: Any) -> Outcome:
    return imported(folder, json.dumps({"type": "FeatureCollection", "features": features}), name="a.geojson", **options)


def test_coordinates_as_text_are_read_and_what_cannot_be_read_is_rejected(tmp_path: Path) -> None:
    shapes = [_point("45.03", "12.78"), _point("44,02", 13), _point("x", "y"), _point(None, None), {"type": "Point"}, None, EMPTY]
    found = _imported(tmp_path, *[_feature(name, shape) for name, shape in zip("ABCDEFG", shapes, strict=True)])
    at = dict(zip(found.events["place"], found.events.geometry, strict=True))
    assert [(at[name].x, at[name].y) for name in "AB"] == [(45.03, 12.78), (44.02, 13.0)]
    assert at["F"] is None
    assert at["G"] is None
    assert found.reasons == dict.fromkeys((3, 4, 5), "a shape that cannot be read")
    assert found.rejected["value"].iloc[0] == '{"type": "Point", "coordinates": ["x", "y"]}'


def test_a_feature_that_does_not_say_that_it_is_one_is_not_left_out(tmp_path: Path) -> None:
    second = _feature("B", _point(45, 12))
    del second["type"]
    found = _imported(tmp_path, _feature("A", _point(45, 12)), second, _feature("C", _point(200, 12)))
    assert set(found.events["place"]) == {"A", "B"}
    assert list(found.reasons) == [3]
    assert found.rejected["value"].tolist() == ["POINT (200 12)"]


def test_features_without_any_shape_are_placed_by_their_properties(tmp_path: Path) -> None:
    found = _imported(tmp_path, _feature("A", None, lat=12.78, lon=45.03))
    assert (found.events.geometry.x[0], found.events.geometry.y[0]) == (45.03, 12.78)


def test_metres_are_asked_about_and_read_once_the_system_is_named(tmp_path: Path) -> None:
    there = _feature("A", _point(500_000, 3_600_000))
    with pytest.raises(InputError, match="no degrees") as raised:
        _imported(tmp_path, there)
    assert "--crs" in raised.value.hint
    point = _imported(tmp_path, there, crs="EPSG:32638").events.geometry[0]
    assert point.x == pytest.approx(45.0)  # the central meridian of zone 38
    assert point.y == pytest.approx(32.53, abs=0.02)


def test_lists_in_properties_are_words_and_not_code(tmp_path: Path) -> None:
    assert _imported(tmp_path, _feature("A", _point(45, 12), source=["x", "y"])).events["publisher"].tolist() == ["x; y"]


def test_months_and_years_in_kml_stay_what_they_are(tmp_path: Path) -> None:
    times = {
        "A": "<TimeStamp><when>2022-03</when></TimeStamp>",
        "B": "<TimeSpan><begin>2022</begin></TimeSpan>",
        "C": "<TimeSpan>\n<begin>2022-03-01</begin><end>2022-04</end></TimeSpan>",
        "D": "<TimeStamp><when>2022-03-05</when></TimeStamp>",
        "E": "<TimeStamp><when>2022-13</when></TimeStamp>",
    }
    extended = '<ExtendedData><Data name="holder"><value>H</value></Data></ExtendedData>'
    point = "<Point><coordinates>37,48,0</coordinates></Point>"
    marks = "".join(f"<Placemark><name>{name}</name>{time}{extended}{point}</Placemark>" for name, time in times.items())
    text = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    found = imported(tmp_path, text, name="a.kml")
    days = {row["place"]: (str(row["start"])[:10], str(row["end"])[:10], row["date_precision"]) for _, row in found.events.iterrows()}
    assert days == {
        "A": ("2022-03-01", "2022-03-31", "month"),
        "B": ("2022-01-01", "2022-12-31", "year"),
        "C": ("2022-03-01", "2022-04-30", "day"),
        "D": ("2022-03-05", "NaT", "day"),
    }
    assert found.reasons == {5: "no such day in the calendar"}
