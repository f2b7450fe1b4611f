"""Control as the page asks for it: what the demo says, decisions and dates of publication followed, uploads drawn."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from events.control.decided import with_decisions
from events.dataset import Dataset, read
from events.errors import InputError
from events.schema import CRS
from events.ui.control import control_store, drawings
from events.ui.control.control_store import Control, Inputs
from events.view import ViewState
from tests.conftest import DEMO


@pytest.fixture(scope="module")
def demo() -> Dataset:
    return read(DEMO)


@pytest.fixture(scope="module")
def control(demo: Dataset) -> Control:
    return Control(demo, ViewState(), Inputs())


@pytest.mark.parametrize(
    ("day", "place", "holder"),
    [
        ("2008-03-27", "Southern Basra", "Mahdi Army"),
        ("2008-03-27", "New Baghdad", "Mahdi Army"),
        *(("2008-03-25", place, "Mahdi Army") for place in ("Shuhada (Kut)", "Sharqiya (Kut)", "Jihad (Kut)", "Zahra (Kut)", "Hawi (Kut)")),
        ("2008-04-15", "Umm Qasr", "Iraqi Army"),
        ("2008-04-19", "Hayaniya", "Iraqi Army"),  # the large quarter in the west of Basra
    ],
)
def test_the_demo_says_who_held_what_and_by_which_report(demo: Dataset, control: Control, day: str, place: str, holder: str) -> None:
    state = control.at(day)
    now = state[state["place_id"] == place].iloc[0]
    assert (now["status"], now["holder"]) == ("held", holder)
    told = control.ledger(place, day=day)
    behind = told[told["role"] == "sets today's state"]
    assert behind["event_id"].tolist() == [now["set_by"]]
    assert (demo.events["event_id"] == now["set_by"]).any()
    assert behind["url"].iloc[0].startswith("http")


def test_what_was_published_later_is_not_known_yet(demo: Dataset, control: Control) -> None:
    then = Control(demo, ViewState(known="2008-03-28"), Inputs())
    assert len(then.events) < len(control.events)
    assert len(then.at("2008-04-15")) < len(control.at("2008-04-15"))


def test_a_decision_is_followed_and_one_on_unknown_reports_waits(demo: Dataset, control: Control) -> None:
    now = control.at("2008-03-26").set_index("place_id").loc["Southern Basra"]
    other = str(demo.events["event_id"].iloc[0])
    decision = {"event_id": now["set_by"], "other_id": other, "verdict": "second", "reason": "seen", "decided_by": "", "decided_on": ""}
    decided = Control(demo, ViewState(), Inputs(decisions=pd.DataFrame([decision], dtype="str")))
    assert decided.map_key != control.map_key
    carried = with_decisions(demo.events, decided.decisions).set_index("event_id")["decisions"]
    assert carried[now["set_by"]] == carried[other] == f"{now['set_by']} and {other}: second (seen)"
    assert (carried != "").sum() == 2
    after = decided.at("2008-03-26").set_index("place_id")
    assert "Southern Basra" not in after.index or after.loc["Southern Basra", "set_by"] != now["set_by"]
    early = Control(demo, ViewState(known="1990-01-01"), decided.inputs)
    assert early.decisions.empty
    assert early.at("2008-03-26").empty
    assert gzip.decompress(early.content())[:4] == b"CTM1"


def test_the_same_question_has_the_same_file_and_each_choice_another(demo: Dataset, control: Control) -> None:
    assert Control(demo, ViewState(time="2008-03-27", place="x"), Inputs()).map_key == control.map_key
    others = [ViewState(known="2008-03-28"), ViewState(half_life=7), ViewState(equal_claims=True)]
    keys = {Control(demo, view, Inputs()).map_key for view in others}
    assert len(keys | {control.map_key}) == 4


def test_the_map_is_served_only_what_somebody_asked_for(control: Control) -> None:
    assert control_store.published("0" * 24) is None
    content = control_store.published(control_store.publish(control))
    assert content is not None
    assert gzip.decompress(content)[:4] == b"CTM1"


def lines(**columns: list[str]) -> bytes:
    shapes = [box(47.7 + i / 10, 30.4, 47.8 + i / 10, 30.5) for i in range(len(next(iter(columns.values()))))]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS).to_json(drop_id=True).encode()


def test_control_lines_hold_until_the_next_drawing_and_fade_after_the_last(demo: Dataset, control: Control) -> None:
    drawn = drawings.drawing(lines(date=["2008-03-25", "2008-04-01"], holder=["A", "B"]), file="front.geojson")
    inputs = replace(Inputs(), drawings=drawings.joined([drawn]), mark="one")
    both = Control(demo, ViewState(), inputs)
    assert len(both.at("2008-03-27")) == len(control.at("2008-03-27"))  # drawings are no places of the reports

    def shown(day: str) -> dict[str, str]:
        state = both.on_map(day)
        of_file = state[state["place_id"].str.startswith("front.geojson")]
        return dict(zip(of_file["holder"], of_file["status"], strict=True))

    assert shown("2008-03-24") == {}
    assert shown("2008-03-31") == {"A": "held"}
    assert shown("2008-04-01") == {"B": "held"}
    assert shown("2009-04-01") == {"B": "unknown"}
    packed = both.packed(demo.events["event_id"])
    header = json.loads(packed[16 : 16 + int.from_bytes(packed[12:16], "little")])
    assert header["places"] == control.spells["place_id"].nunique() + 2


def test_the_name_of_a_file_gives_its_day_and_files_of_one_layer_follow_each_other() -> None:
    parts = [drawings.drawing(lines(holder=["A"]), file=f"front_{day}.geojson") for day in ("20080325", "2008-04-01")]
    table = drawings.joined(parts)
    assert table is not None
    assert table["layer"].unique().tolist() == ["front"]
    assert table["end"].iloc[0] == pd.Timestamp("2008-04-01", tz="UTC")
    assert pd.isna(table["end"].iloc[1])


def test_boundaries_replace_the_shares_of_the_places_they_name(demo: Dataset) -> None:
    shape = drawings.boundaries(lines(name=["Umm Qasr"]), file="b.geojson")
    areas = Control(demo, ViewState(), Inputs(boundaries=shape, mark="two")).areas.set_index("place_id")
    assert areas.loc["Umm Qasr", "how"] == "polygon"
    assert areas.loc["Umm Qasr", "geometry"].equals(box(47.7, 30.4, 47.8, 30.5))


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>", b'{"type":"FeatureCollection","features":[]}', lines(colour=["red"])])
def test_a_file_that_is_none_is_refused_by_name(content: bytes) -> None:
    for read_it in (drawings.boundaries, drawings.drawing):
        with pytest.raises(InputError, match="wrong"):
            read_it(content, file="wrong.geojson")
