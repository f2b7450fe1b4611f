"""The map's file of control: what goes in comes out again, read from the description of the format alone."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from events.control import areas, spells
from events.errors import InputError
from events.eventmap import EventTimeline, pack_areas, pack_control
from events.schema import CRS
from tests.control.build import report, table

NONE = 0xFFFFFFFF


def _areas(content: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    assert content[:4] == b"ARE1"
    base = 8 + int.from_bytes(content[4:8], "little")
    assert base % 8 == 0
    header = json.loads(content[8:base])
    assert all(column["offset"] % 8 == 0 for column in header["columns"])
    columns = {c["name"]: np.frombuffer(content, "<" + c["dtype"], c["length"], base + c["offset"]) for c in header["columns"]}
    return header, columns


def _rings(header: dict[str, Any], columns: dict[str, np.ndarray], place: int) -> list[np.ndarray]:
    """The rings of a place in degrees, shape (k, 2), lon and lat."""
    found = []
    corner = np.array([columns["x"][place], columns["y"][place]], dtype=np.float64)
    for ring in range(columns["ring"][place], columns["ring"][place + 1]):
        part = slice(columns["point"][ring], columns["point"][ring + 1])
        steps = np.cumsum(np.stack([columns["dx"][part], columns["dy"][part]], axis=1), axis=0) * 2.0 ** header["shift"]
        unit = (corner + steps) / 2.0**32
        found.append(np.stack([unit[:, 0] * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * unit[:, 1]))))], axis=1))
    return found


def _shapes(*geometries: Any) -> gpd.GeoDataFrame:
    labels = [f"p{position}" for position in range(len(geometries))]
    return gpd.GeoDataFrame({"place_id": labels, "how": "polygon"}, geometry=list(geometries), crs=CRS)


def test_a_square_by_hand() -> None:
    """A square from the meridian of Greenwich and the equator, 90 degrees wide: a quarter of the world on the map's grid of 2 ** 25."""
    header, columns = _areas(pack_areas(_shapes(shapely.box(0, 0, 90, 66.51326044311186))))
    assert (header["n"], header["shift"], header["how"]) == (1, 7, ["polygon"])
    assert columns["ring"].tolist() == [0, 1]
    assert columns["point"].tolist() == [0, 4]
    assert (columns["x"][0], columns["y"][0]) == (2**31, 2**30)
    assert (columns["wide"][0], columns["high"][0]) == (2**23, 2**23)
    quarter = 2**23
    assert sorted(zip(columns["dx"].tolist(), columns["dy"].tolist(), strict=True)) == [
        (-quarter, 0),
        (0, -quarter),
        (0, quarter),
        (quarter, quarter),
    ], "the first vertex counts from the north-west corner, the others from the one before"


def test_holes_and_parts_are_rings_and_a_place_without_an_area_has_none() -> None:
    ring = shapely.Polygon(shapely.box(10, 10, 20, 20).exterior, [shapely.box(12, 12, 14, 14).exterior])
    two = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    header, columns = _areas(pack_areas(_shapes(ring, None, two, shapely.Point(5, 5))))
    assert columns["ring"].tolist() == [0, 2, 2, 4, 4]
    assert columns["y"][[1, 3]].tolist() == [NONE, NONE]
    assert columns["size"][[1, 3]].tolist() == [0, 0]
    assert columns["size"][0] == pytest.approx(48 * columns["size"][2], rel=0.06), "96 square degrees and 2, stretched by the latitude"
    assert len(_rings(header, columns, 2)) == 2


coordinates = st.tuples(st.floats(-179, 179), st.floats(-80, 80))


@given(st.lists(st.lists(coordinates, min_size=3, max_size=12), min_size=1, max_size=6))
def test_every_vertex_comes_back_to_within_two_metres(outlines: list[list[tuple[float, float]]]) -> None:
    header, columns = _areas(pack_areas(_shapes(*(shapely.Polygon(outline) for outline in outlines))))
    for place, outline in enumerate(outlines):
        given_points = np.array(outline)
        for ring in _rings(header, columns, place):
            apart = np.abs(ring[:, None, :] - given_points[None, :, :]).max(axis=2).min(axis=1)
            assert apart.max() < 2e-5, "degrees: two metres"


def test_areas_follow_the_order_of_the_places_asked_for() -> None:
    shapes = _shapes(shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1))
    _, columns = _areas(pack_areas(shapes, place_ids=pd.Series(["p1", "p0"])))
    assert columns["x"][0] > columns["x"][1]
    with pytest.raises(InputError, match=r"p7.*has spells but no area"):
        pack_areas(shapes, place_ids=pd.Series(["p0", "p7"]))


def test_spells_and_areas_lie_in_one_file() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds", place="Kut", lon=45.8, lat=32.5, radius_m=3000),
        report("2020-01-05", "taken", "Blues", place="Amara", lon=47.1, lat=31.8, radius_m=4000),
    )
    found = spells(events)
    content = pack_control(found, events["event_id"])
    assert content[:4] == b"CTM1"
    length = int.from_bytes(content[4:8], "little")
    assert content[8:12] == b"CTL1"
    begin = 8 + length + -(8 + length) % 8
    header, columns = _areas(content[begin:])
    assert header["n"] == 2
    expected = areas(found)
    for place in range(2):
        drawn = shapely.Polygon(_rings(header, columns, place)[0])
        assert shapely.area(drawn.symmetric_difference(expected.geometry.iloc[place])) < 1e-4 * drawn.area + 1e-6
    assert content == pack_control(found, events["event_id"]), "the same spells give the same bytes"


def test_a_map_without_spells_says_nothing_of_control() -> None:
    events = table(report("2020-01-01", "taken", "Reds"))
    assert EventTimeline(events).timeline_options["control"] is None
    assert set(EventTimeline(events, control=spells(events)).timeline_options["control"]) == {"inline", "fingerprint"}
    served = EventTimeline(events, control_url="control/abc", control_fingerprint="abc").timeline_options["control"]
    assert served == {"url": "control/abc", "fingerprint": "abc"}


def test_no_spells_pack_to_no_places() -> None:
    events = table(report("2020-01-01", "taken", "Reds")).iloc[:0]
    content = pack_control(spells(events), events["event_id"])
    begin = 8 + int.from_bytes(content[4:8], "little")
    header, columns = _areas(content[begin + -begin % 8 :])
    assert (header["n"], columns["ring"].tolist()) == (0, [0])
