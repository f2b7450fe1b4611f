"""A download opens again as it was, names its source, and does nothing in the program that opens it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from events import dataset as datasets
from events import export
from events.dataset import Dataset, build
from events.fingerprint import digests
from events.schema import COLUMNS, KINDS
from events.view import ViewState

HOSTILE = '=cmd|"/c calc"!A1,\r\n<script>alert(1)</script>;\t"quoted" \u202eRTL البصرة'
ROWS: list[dict[str, Any]] = [
    {"event_id": "a", "start": "2008-03-25", "kind": "taken", "faction": "Mahdi Army", "place": "Kut", "lon": 45.8206, "lat": 32.5056},
    {
        "event_id": "b",
        "start": "2008-03-26T14:05:00Z",
        "end": "2008-03-27",
        "kind": "held",
        "place": "southern Basra",
        "lon": 47.78,
        "lat": 30.509,
        "radius_m": 6500.25,
        "geo_precision": "part_of_city",
        "url": "https://example.org/?a=1&b=2",
        "publisher": "A, B",
        "asserted": "claimed",
    },
    {"event_id": "c", "start": "2008-03-27", "kind": "contested", "faction": "contested", "place": "Nowhere known", "summary": HOSTILE},
]
VIEW = ViewState(time="2008-03-27")


def _data(rows: list[dict[str, Any]] | None = None, *, name: str = "test") -> Dataset:
    frame = pd.DataFrame(ROWS if rows is None else rows)
    return build(frame, name=name, file="test.csv")


def _csv(data: Dataset, events: gpd.GeoDataFrame | None = None) -> bytes:
    return export.to_csv(data.events if events is None else events, dataset=data, view=VIEW)


def _geojson(data: Dataset, events: gpd.GeoDataFrame | None = None) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(export.to_geojson(data.events if events is None else events, dataset=data, view=VIEW))
    return parsed


def _read_again(content: bytes, folder: Path) -> Dataset:
    file = folder / "again.csv"
    file.write_bytes(content)
    return datasets.read(file)


def test_csv_reads_back_as_the_same_events(tmp_path: Path) -> None:
    data = _data()
    again = _read_again(_csv(data), tmp_path)
    assert again.rejected.empty
    pd.testing.assert_frame_equal(pd.DataFrame(again.events[list(COLUMNS)]), pd.DataFrame(data.events[list(COLUMNS)]))
    assert again.fingerprint == data.fingerprint


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30) | st.sampled_from(
    [HOSTILE, "'", "'=", "-", "NA", "1e5"]
)
one_event = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "start": st.datetimes(pd.Timestamp("1950-01-01").to_pydatetime(), pd.Timestamp("2050-01-01").to_pydatetime()).map(
            lambda d: d.isoformat()
        ),
        "radius_m": st.none() | st.floats(0, 1e7),
        **dict.fromkeys(("faction", "place", "admin", "summary", "publisher", "title", "url", "published"), text),
    }
)
where = st.none() | st.tuples(st.floats(-180, 180), st.floats(0.001, 90))


@settings(max_examples=12)
@given(st.lists(st.tuples(one_event, where), min_size=1, max_size=15))
def test_csv_reads_back_whatever_the_events_say(tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[dict[str, Any], Any]]) -> None:
    places = [{"lon": at[0], "lat": at[1]} if at else {} for _, at in drawn]
    data = _data(
        [{**event, **place, "event_id": str(number)} for number, ((event, _), place) in enumerate(zip(drawn, places, strict=True))]
    )
    again = _read_again(_csv(data), tmp_path_factory.mktemp("csv"))
    assert again.rejected.empty
    assert digests(again.events).tolist() == digests(data.events).tolist()


def test_csv_is_one_row_an_event_in_the_order_given() -> None:
    data = _data()
    rows = list(csv.DictReader(io.StringIO(_csv(data, data.events.iloc[::-1]).decode("utf-8-sig"), newline="")))
    assert [row["event_id"] for row in rows] == ["c", "b", "a"]


def test_csv_says_in_each_row_what_it_was_taken_from() -> None:
    data = _data(name="iraq-2008")
    rows = list(csv.DictReader(io.StringIO(_csv(data).decode("utf-8-sig"), newline="")))
    assert {row["data_set"] for row in rows} == {"iraq-2008"}
    assert {row["data_fingerprint"] for row in rows} == {data.fingerprint}
    assert all("27 March 2008" in row["data_view"] for row in rows)
    assert rows[1]["url"] == "https://example.org/?a=1&b=2"


def test_csv_leaves_an_unplaced_event_without_coordinates() -> None:
    data = _data()
    row = list(csv.DictReader(io.StringIO(_csv(data).decode("utf-8-sig"), newline="")))[2]
    assert (row["lon"], row["lat"], row["radius_m"]) == ("", "", "")


def test_no_cell_of_a_csv_is_a_formula() -> None:
    data = _data([{**ROWS[0], "place": "=1+1", "faction": "@x", "note": "+1"}], name="-name")
    row = next(csv.reader(io.StringIO(_csv(data).decode("utf-8-sig").split("\r\n", 1)[1], newline="")))
    assert not [cell for cell in row if cell.startswith(("=", "+", "@", "-"))]


def test_a_second_download_names_the_second_data_set(tmp_path: Path) -> None:
    again = _read_again(_csv(_data(name="first")), tmp_path)
    rows = list(csv.DictReader(io.StringIO(_csv(again).decode("utf-8-sig"), newline="")))
    assert {row["data_set"] for row in rows} == {"again"}


def test_columns_of_the_users_own_are_kept() -> None:
    data = _data([{**ROWS[0], "licence": "CC BY 4.0", "fatalities": 3}])
    row = next(csv.DictReader(io.StringIO(_csv(data).decode("utf-8-sig"), newline="")))
    assert (row["licence"], row["fatalities"]) == ("CC BY 4.0", "3")
    assert _geojson(data)["features"][0]["properties"]["fatalities"] == 3


def test_geojson_is_a_feature_collection_with_its_provenance() -> None:
    data = _data(name="iraq-2008")
    found = _geojson(data)
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert found["data_set"] == "iraq-2008"
    assert found["fingerprint"] == data.fingerprint
    assert found["view"].startswith("2 of 2 events shown")
    assert "at=2008-03-27" in found["link"]


def test_geojson_keeps_an_area_as_its_centre_and_radius_in_metres() -> None:
    feature = _geojson(_data())["features"][1]
    assert feature["type"] == "Feature"
    assert feature["id"] == "b"
    assert feature["geometry"] == {"type": "Point", "coordinates": [47.78, 30.509]}
    assert feature["properties"]["radius_m"] == 6500.25
    assert feature["properties"]["start"] == "2008-03-26T14:05:00Z"
    assert feature["properties"]["end"] == "2008-03-27"


def test_geojson_gives_null_for_what_is_missing_and_never_nan() -> None:
    feature = _geojson(_data())["features"][2]
    assert feature["geometry"] is None
    assert feature["properties"]["radius_m"] is None
    assert feature["properties"]["summary"] == HOSTILE
    assert b"NaN" not in export.to_geojson(_data().events, dataset=_data(), view=VIEW)


def test_geojson_opens_in_geopandas_with_the_same_places() -> None:
    data = _data()
    opened = gpd.read_file(io.BytesIO(export.to_geojson(data.events, dataset=data, view=VIEW)))
    assert opened.crs == "EPSG:4326"
    assert opened["event_id"].tolist() == ["a", "b", "c"]
    assert opened.geometry.to_wkt().tolist()[:2] == data.events.geometry.to_wkt().tolist()[:2]
    assert opened.geometry.iloc[2] is None


def test_a_polygon_keeps_its_shape_in_both_formats() -> None:
    clockwise = shapely.Polygon([(44, 33), (44, 34), (45, 34), (45, 33)])
    data = _data([ROWS[0]])
    shaped = data.events.set_geometry([clockwise], crs="EPSG:4326")
    row = next(csv.DictReader(io.StringIO(_csv(data, shaped).decode("utf-8-sig"), newline="")))
    assert shapely.from_wkt(row["geometry_wkt"]).equals(clockwise)
    assert clockwise.contains(shapely.Point(float(row["lon"]), float(row["lat"])))
    ring = _geojson(data, shaped)["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw


def test_a_polygon_is_a_polygon_again_when_its_download_is_read(tmp_path: Path) -> None:
    area = shapely.Polygon([(44, 33), (45, 33), (45, 34), (44, 34)])
    data = _data()
    shaped = data.events.set_geometry([area, *data.events.geometry.iloc[1:]], crs="EPSG:4326")
    file = tmp_path / "download.csv"
    file.write_bytes(_csv(data, shaped))
    again = datasets.read(file).events
    assert again.geometry.to_wkt().tolist() == shaped.geometry.to_wkt().tolist()
    assert "geometry_wkt" not in again
    file.write_bytes(_csv(data, shaped).replace(b"POLYGON ((", b"POLYGON (("[:-1]))
    damaged = datasets.read(file)
    assert (len(damaged.events), damaged.rejected["column"].tolist()) == (2, ["geometry_wkt"])


def test_no_event_gives_a_header_and_an_empty_collection() -> None:
    data = _data()
    none = data.events.iloc[:0]
    assert len(_csv(data, none).decode("utf-8-sig").splitlines()) == 1
    assert _geojson(data, none)["features"] == []


def test_the_given_events_are_left_as_they_were() -> None:
    data = _data()
    before = data.events.copy(deep=True)
    for one in export.FORMATS:
        one.write(data.events, dataset=data, view=VIEW)
    pd.testing.assert_frame_equal(pd.DataFrame(data.events), pd.DataFrame(before))


def test_rejected_rows_download_as_a_table() -> None:
    rejected = pd.DataFrame({"file": ["a.csv"], "row": [7], "column": ["kind"], "value": ["=x"], "reason": ["not one of: taken"]})
    rows = list(csv.reader(io.StringIO(export.table_to_csv(rejected).decode("utf-8-sig"), newline="")))
    assert rows == [["file", "row", "column", "value", "reason"], ["a.csv", "7", "kind", "'=x", "not one of: taken"]]


@pytest.mark.parametrize(
    ("name", "time", "expected"),
    [
        ("iraq-2008", "2008-03-26", "iraq-2008-2008-03-26.csv"),
        ("iraq-2008", "", "iraq-2008-2008-03-27.csv"),
        ("../../etc/passwd", "2008-03-26", "etc-passwd-2008-03-26.csv"),
        ('a"; filename="b', "2008-03-26", "a-filename-b-2008-03-26.csv"),
        ("///", "2008-03-26", "events-2008-03-26.csv"),
    ],
)
def test_a_files_name_is_safe(name: str, time: str, expected: str) -> None:
    assert export.file_name(_data(name=name), replace(VIEW, time=time), "csv") == expected
