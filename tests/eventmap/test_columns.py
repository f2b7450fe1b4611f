from __future__ import annotations

import struct

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from events.errors import InputError
from events.eventmap import pack
from events.eventmap.columns import CLAIMED, CONTRADICTED, DENIED, VAGUE_DATE
from events.schema import KINDS, validate
from tests import frames
from tests.eventmap.unpack import unpack

UNPLACED = 0xFFFFFFFF
EARTH_M = 6_378_137.0


def table(rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    events, rejected = validate(pd.DataFrame(rows))
    assert rejected.empty
    return events


def test_the_bytes_are_those_worked_out_by_hand() -> None:
    events = table(
        [
            {"event_id": "a", "start": "2008-03-25", "kind": "taken", "faction": "Red", "place": "Kut", "lon": 90.0, "lat": 0.0},
            {"event_id": "b", "start": "2008-03-27", "kind": "held", "faction": "unknown", "asserted": "claimed", "date_precision": "week"},
        ]
    )
    data = pack(events)
    header = (
        b'{"n":2,"first_day":"2008-03-25","days":3,"placed":1,'
        b'"factions":[{"name":"Red","colour":"#0072B2","count":1,"pseudo":false},'
        b'{"name":"unknown","colour":"#A3AAB5","count":1,"pseudo":true}],'
        b'"kinds":[{"name":"taken","label":"Taken","shape":"triangle","context":false,"count":1},'
        b'{"name":"held","label":"Held","shape":"disc","context":false,"count":1}],'
        b'"precisions":{"geo":["","point","neighbourhood","part_of_city","city","near","admin2","admin1","country"],'
        b'"date":["day","about_day","week","month","year"]},'
        b'"columns":[{"name":"x","dtype":"u4","offset":0,"length":8},{"name":"y","dtype":"u4","offset":8,"length":8},'
        b'{"name":"radius","dtype":"f4","offset":16,"length":8},{"name":"place","dtype":"u4","offset":24,"length":8},'
        b'{"name":"day","dtype":"u2","offset":32,"length":4},{"name":"faction","dtype":"u2","offset":40,"length":4},'
        b'{"name":"kind","dtype":"u1","offset":48,"length":2},{"name":"flags","dtype":"u1","offset":56,"length":2},'
        b'{"name":"precision","dtype":"u1","offset":64,"length":2}],'
        b'"names":{"offset":72,"length":10}}'
    )
    header += b" " * (-(8 + len(header)) % 8)
    columns = [
        struct.pack("<II", 0xC0000000, UNPLACED),  # 90 degrees east is three quarters of the way round
        struct.pack("<II", 0x80000000, UNPLACED),  # the equator is in the middle
        b"\x00\x00\xc0\x7f\x00\x00\xc0\x7f",  # NaN twice
        struct.pack("<II", 0, 1),
        struct.pack("<HH", 0, 2) + bytes(4),
        struct.pack("<HH", 0, 1) + bytes(4),
        bytes([0, 1]) + bytes(6),
        bytes([0, CLAIMED | VAGUE_DATE]) + bytes(6),
        bytes([0, 2 << 4]) + bytes(6),
        b'["Kut",""]' + bytes(6),
    ]
    assert data == b"EVT1" + struct.pack("<I", len(header)) + header + b"".join(columns)


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0.0, 66.51326044311186, 0.5, 0.25),  # the corners of the web map's tiles at zoom 2
        (-90.0, -66.51326044311186, 0.25, 0.75),
        (-180.0, 40.97989806962013, 0.0, 0.375),
        (180.0, 0.0, 0.0, 0.5),  # the same meridian as 180 degrees west
    ],
)
def test_places_fall_on_the_corners_of_known_tiles(lon: float, lat: float, x: float, y: float) -> None:
    found = unpack(pack(table([{"event_id": "a", "start": "2020-01-01", "kind": "held", "lon": lon, "lat": lat}]))).columns
    assert abs(int(found["x"][0]) - x * 2**32) <= 1
    assert abs(int(found["y"][0]) - y * 2**32) <= 1


hostile = st.text(max_size=30) | st.sampled_from(
    ["", '<script>alert("x")</script>', "جيش المهدي", "a\u202eb", "null", "\\", "\ud7ff", "x" * 5000]
)
rows = st.fixed_dictionaries(
    {
        "start": st.dates(min_value=pd.Timestamp("1946-01-01").date(), max_value=pd.Timestamp("2089-01-01").date()).map(str),
        "kind": st.sampled_from(KINDS),
        "faction": hostile,
        "place": hostile,
        "placed": st.booleans(),
        "lon": st.floats(-180, 180),
        "lat": st.floats(-85, 85),
        "radius_m": st.none() | st.floats(1, 1e6),
        "asserted": st.sampled_from(["asserted", "claimed", "denied"]),
        "date_precision": st.sampled_from(["day", "about_day", "week", "month", "year"]),
    }
)


@settings(max_examples=40)
@given(st.lists(rows, max_size=12))
def test_what_is_packed_comes_out_again(given_rows: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(given_rows)
    if given_rows:
        frame["event_id"] = [str(i) for i in range(len(frame))]
        frame.loc[~frame["placed"], ["lon", "lat"]] = np.nan
        frame = frame[~((frame["lon"] == 0) & (frame["lat"] == 0))]
    else:
        frame = pd.DataFrame(columns=["event_id", "start", "kind"], dtype="str")
    events, rejected = validate(frame)
    assert rejected.empty
    found = unpack(pack(events))
    assert found.header["n"] == len(events)
    assert found.places == events["place"].tolist()
    assert found.words("factions", "faction") == events["faction"].tolist()
    assert found.words("kinds", "kind") == events["kind"].astype("str").tolist()
    first = np.datetime64(found.header["first_day"])
    days = events["start"].dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    assert (first + found.columns["day"].astype(int) == days).all()
    placed = events.geometry.notna().to_numpy()
    assert ((found.columns["x"] != UNPLACED) == placed).all()
    assert found.header["placed"] == placed.sum()
    world_m = 2 * np.pi * EARTH_M
    lon = (found.columns["x"][placed] / 2**32 - 0.5) * 360
    assert np.allclose((lon - events.geometry.x[placed] + 180) % 360 - 180, 0, atol=1e-6)
    flat = gpd.GeoSeries(events.geometry[placed]).to_crs("EPSG:3857")
    assert np.allclose((0.5 - found.columns["y"][placed] / 2**32) * world_m, flat.y, atol=0.02)
    radius = events["radius_m"].to_numpy(dtype=float)
    assert np.allclose(found.columns["radius"], radius, rtol=1e-6, equal_nan=True)
    claimed = (found.columns["flags"] & CLAIMED) > 0
    assert (claimed == events["asserted"].eq("claimed").to_numpy()).all()
    assert sum(faction["count"] for faction in found.header["factions"]) == len(events)


def test_the_same_table_gives_the_same_bytes() -> None:
    assert pack(frames.events()) == pack(frames.events())


def test_an_event_without_a_place_stays_in_the_file() -> None:
    found = unpack(pack(frames.events()))
    assert found.header["n"] == 5
    assert found.header["placed"] == 4
    assert (found.columns["x"][-1], found.columns["y"][-1]) == (UNPLACED, UNPLACED)


def test_a_place_beyond_the_ends_of_the_map_is_not_put_at_its_edge() -> None:
    found = unpack(pack(table([{"event_id": "pole", "start": "2020-01-01", "kind": "presence", "lon": 10.0, "lat": -89.0}])))
    assert found.columns["y"][0] == UNPLACED
    assert found.header["placed"] == 0


def test_an_empty_table_and_one_event_can_be_packed() -> None:
    empty = unpack(pack(frames.events().iloc[:0]))
    assert (empty.header["n"], empty.header["days"], empty.header["factions"]) == (0, 1, [])
    one = unpack(pack(frames.events().iloc[:1]))
    assert (one.header["n"], one.header["days"]) == (1, 1)


def test_contradiction_marks_both_reports() -> None:
    base = {"start": "2008-03-25", "kind": "held", "lon": 45.0, "lat": 32.0}
    events = table(
        [{**base, "event_id": "a"}, {**base, "event_id": "b", "contradicts": "a", "asserted": "denied"}, {**base, "event_id": "c"}]
    )
    assert unpack(pack(events)).columns["flags"].tolist() == [CONTRADICTED, CONTRADICTED | DENIED, 0]


def test_an_area_is_packed_as_the_circle_around_it() -> None:
    square = shapely.box(-0.05, -0.05, 0.05, 0.05)
    events = gpd.GeoDataFrame({"start": [pd.Timestamp("2020-01-01")]}, geometry=[square], crs="EPSG:4326")
    found = unpack(pack(events)).columns
    assert (int(found["x"][0]), int(found["y"][0])) == pytest.approx((2**31, 2**31), abs=2)
    half_side = np.radians(0.05) * EARTH_M
    assert found["radius"][0] == pytest.approx(half_side * np.sqrt(2), rel=1e-3)


def test_a_point_has_no_radius_whatever_the_table_says() -> None:
    row = {"event_id": "a", "start": "2020-01-01", "kind": "held", "lon": 1.0, "lat": 1.0, "radius_m": 500.0, "geo_precision": "point"}
    assert np.isnan(unpack(pack(table([row]))).columns["radius"][0])


def test_details_go_along_only_when_asked_for() -> None:
    assert unpack(pack(frames.events())).details is None
    details = unpack(pack(frames.events(), details=True)).details
    assert details is not None
    assert details["summary"] == frames.events()["summary"].tolist()


def test_more_than_65536_days_are_refused_with_the_span() -> None:
    base = {"kind": "held", "lon": 1.0, "lat": 1.0}
    far = str((pd.Timestamp("1850-01-01") + pd.Timedelta(days=65_536)).date())
    last = str((pd.Timestamp("1850-01-01") + pd.Timedelta(days=65_535)).date())
    assert (
        unpack(pack(table([{**base, "event_id": "a", "start": "1850-01-01"}, {**base, "event_id": "b", "start": last}]))).header["days"]
        == 65_536
    )
    with pytest.raises(InputError, match=f"1850-01-01 to {far}.*mistyped year"):
        pack(table([{**base, "event_id": "a", "start": "1850-01-01"}, {**base, "event_id": "b", "start": far}]))


def test_rows_out_of_order_and_rows_without_a_date_are_refused() -> None:
    events = frames.events()
    with pytest.raises(InputError, match="not sorted"):
        pack(events.iloc[::-1])
    with pytest.raises(InputError, match="row 2, column start: no date"):
        pack(events.assign(start=events["start"].where(events.index != 1)))


def test_coordinates_that_are_no_degrees_are_refused() -> None:
    events = frames.events().iloc[:1].set_crs(None, allow_override=True)
    events = events.set_geometry(gpd.points_from_xy([4_500_000.0], [3_200_000.0]))
    with pytest.raises(InputError, match=r"outside the globe.*set_crs"):
        pack(events)


def test_another_crs_is_turned_into_degrees() -> None:
    degrees, metres = frames.events(), frames.events().to_crs("EPSG:3857")
    there, here = unpack(pack(metres)).columns, unpack(pack(degrees)).columns
    assert np.allclose(there["x"][:4].astype(float), here["x"][:4].astype(float), atol=2)
    assert np.allclose(there["y"][:4].astype(float), here["y"][:4].astype(float), atol=2)
