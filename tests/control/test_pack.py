"""Packed spells: what the map reads is what control says."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from events.control import control_at, pack_shapes, pack_spells, spells
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table


def _unpack(content: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray], list[list[str]]]:
    assert content[:4] == b"CTL1"
    length = int.from_bytes(content[4:8], "little")
    header = json.loads(content[8 : 8 + length])
    columns = {c["name"]: np.frombuffer(content, "<" + c["dtype"], c["length"], c["offset"]) for c in header["columns"]}
    assert all(c["offset"] % 8 == 0 for c in header["columns"])
    names = header["names"]
    return header, columns, json.loads(content[names["offset"] : names["offset"] + names["length"]])


@pytest.mark.parametrize("when", ["2008-03-25", "2008-04-20", "2008-06-26"])
def test_the_map_reckons_what_control_at_reckons(when: str) -> None:
    events = demo()
    found = spells(events, gazetteer=demo_gazetteer(), factions=demo_factions())
    header, columns, names = _unpack(pack_spells(found, events["event_id"]))
    day = int((np.datetime64(when) - np.datetime64(header["first_day"])).astype(int))
    last_report = np.r_[columns["report"][1:], header["reports"]]
    expected = control_at(found, when, inherit=False).set_index("place_id")
    shown = 0
    for spell in np.flatnonzero((columns["start"] <= day) & (day < columns["end"].astype(int))):
        rows = slice(int(columns["report"][spell]), int(last_report[spell]))
        known = columns["report_from"][rows] <= day
        age = day - np.minimum(columns["report_day"][rows][known].astype(int), day)
        confidence = (columns["report_confidence"][rows][known] * 2.0 ** (-age / header["half_life_days"])).max()
        place = expected.loc[names[columns["place"][spell]][0]]
        status = ("held", "contested", "unknown")[columns["status"][spell]]
        assert header["factions"][columns["holder"][spell]] == place["holder"]
        assert events["event_id"].iloc[columns["set_by"][spell]] == place["set_by"]
        assert bool(columns["report_claimed"][rows][known].all()) == place["claimed"]
        if status != "unknown":
            assert confidence == pytest.approx(place["confidence"], abs=1e-6)
        shown += 1
    assert shown == len(expected)


def test_places_know_what_they_lie_in_and_where() -> None:
    events = demo()
    _, columns, names = _unpack(pack_spells(spells(events, gazetteer=demo_gazetteer()), events["event_id"]))
    index = {place_id: row for row, (place_id, *_) in enumerate(names)}
    assert columns["lies_in"][index["Southern Basra"]] == index["Basra"]
    assert columns["lies_in"][index["Basra"]] == 0xFFFFFFFF
    assert columns["x"][index["Basra"]] / 2**32 == pytest.approx(47.78 / 360 + 0.5, abs=1e-9)


def test_a_place_that_could_not_be_put_on_the_map_says_so() -> None:
    events = table(report("2020-01-01", "taken", "Reds"))
    header, columns, _ = _unpack(pack_spells(spells(events), events["event_id"]))
    assert header["n"] == 1
    assert columns["x"].tolist() == columns["y"].tolist() == [0xFFFFFFFF]
    assert columns["end"].tolist() == [0xFFFF]


def test_sieges_are_packed_with_their_end_or_without() -> None:
    rows = [report("2020-01-01", "taken", "Reds"), report("2020-01-05", "besieged", "Blues", end="2020-01-08")]
    events = table(*rows, report("2020-01-10", "besieged", "Blues"))
    _, columns, _ = _unpack(pack_spells(spells(events), events["event_id"]))
    assert [columns[name].tolist() for name in ("siege", "siege_from", "siege_until")] == [[0], [4, 9], [7, 0xFFFF]]


def test_nothing_packs_to_nothing() -> None:
    events = table(report("2020-01-01", "taken", "Reds")).iloc[:0]
    header, _, names = _unpack(pack_spells(spells(events), events["event_id"]))
    assert (header["n"], names) == (0, [])


def test_areas_are_packed_ring_by_ring_the_largest_first() -> None:
    outer = shapely.box(0, 0, 10, 10)
    ring = outer.difference(shapely.box(4, 4, 6, 6))
    two = shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(22, 0, 23, 1)])
    frame = gpd.GeoDataFrame(geometry=[two, shapely.Point(0, 0), ring, None], crs="EPSG:4326")
    content = pack_shapes(frame)
    length = int.from_bytes(content[4:8], "little")
    header = json.loads(content[8 : 8 + length])
    columns = {c["name"]: np.frombuffer(content, "<" + c["dtype"], c["length"], c["offset"]) for c in header["columns"]}
    assert (content[:4], header["n"], header["rings"], header["points"]) == (b"CTA1", 2, 4, 16)
    assert columns["row"].tolist() == [2, 0]
    assert columns["ring"].tolist() == [0, 2]
    assert columns["hole"].tolist() == [0, 1, 0, 0]
    assert columns["point"].tolist() == [0, 4, 8, 12]
    assert set(np.round(columns["x"][:4] / 2**32 * 360 - 180, 6)) == {0.0, 10.0}
