from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import pytest

from events.errors import InputError
from events.eventmap import EventMap, EventTimeline, assets
from events.eventmap.timeline import _BOUNDS, MOST_BOUNDS
from tests import frames
from tests.eventmap.unpack import Unpacked, unpack


def options(timeline: EventTimeline) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(timeline.options_json())
    return found


def inlined(timeline: EventTimeline) -> Unpacked:
    return unpack(gzip.decompress(base64.b64decode(options(timeline)["inline"])))


def links(page: str) -> list[str]:
    return re.findall(r"""(?:src|href)=["']([^"']*)["']""", page)


def test_a_frame_of_points_and_dates_is_enough() -> None:
    frame = gpd.GeoDataFrame(
        {"date": ["2020-03-02", "2020-03-01"], "name": ["B", "A"]}, geometry=gpd.points_from_xy([1, 2], [3, 4]), crs="EPSG:4326"
    )
    found = inlined(EventTimeline(frame))
    assert found.places == ["A", "B"], "sorted by date"
    assert found.columns["day"].tolist() == [0, 1]
    assert [kind["label"] for kind in found.header["kinds"]] == ["Event"]
    assert found.words("factions", "faction") == ["unknown", "unknown"]
    assert frame["name"].tolist() == ["B", "A"], "the given frame is unchanged"


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"date": ["2020-01-01"]}), "GeoDataFrame is needed, not a DataFrame.*points_from_xy"),
        (gpd.GeoDataFrame({"when": ["2020-01-01"]}, geometry=gpd.points_from_xy([1], [1])), "no column of dates.*date=.*when"),
        (gpd.GeoDataFrame({"date": ["soon"]}, geometry=gpd.points_from_xy([1], [1])), "row 1, column date, value 'soon'"),
        (gpd.GeoDataFrame({"date": [2020]}, geometry=gpd.points_from_xy([1], [1])), "column date, value '2020': numbers are no dates"),
        (gpd.GeoDataFrame({"date": ["2020-01-01"]}), "no geometry column"),
    ],
)
def test_what_is_missing_is_said(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(InputError, match=message):
        EventTimeline(frame)


def test_another_date_column_can_be_named() -> None:
    frame = gpd.GeoDataFrame({"when": [pd.Timestamp("2020-05-06 23:59", tz="UTC")]}, geometry=gpd.points_from_xy([1], [1]))
    assert inlined(EventTimeline(frame, date="when")).header["first_day"] == "2020-05-06"


def test_kinds_of_no_vocabulary_are_drawn_as_events_of_their_own() -> None:
    frame = frames.events().iloc[:2].assign(kind=["Battle", "Shelling"])
    kinds = inlined(EventTimeline(frame)).header["kinds"]
    assert [(kind["name"], kind["context"]) for kind in kinds] == [("Battle", False), ("Shelling", False)]
    assert kinds[0]["shape"] != kinds[1]["shape"]


def test_served_columns_are_linked_and_the_page_stays_the_same() -> None:
    def script() -> str:
        event_map = EventMap(asset_url="../../map-assets/", location=[1, 2], zoom_start=3)
        timeline = EventTimeline(frames.events(), data_url="../../map-columns/abc-1", fingerprint="abc", channel="te-1f", view={"time": ""})
        timeline.add_to(event_map)
        page: str = event_map.get_root().render()
        return re.sub(r"_[a-f0-9]{32}", "", page)

    assert script() == script()
    assert "inline" not in script()
    assert all(link.startswith("../../map-assets/") for link in links(script()) if "leafletjs" not in link)


def test_every_link_of_a_served_map_is_an_asset() -> None:
    event_map = EventMap(asset_url="/a/")
    EventTimeline(frames.events(), data_url="/c/x").add_to(event_map)
    page = event_map.get_root().render()
    served = [link.removeprefix("/a/") for link in re.findall(r'"(/a/[^"]+)"', page)]
    assert len(served) >= 6
    for name in served:
        assert name in assets(), name
        assert "_" not in name, "streamlit-folium takes names that differ after an underscore for the same"


def test_images_of_the_style_sheet_are_assets() -> None:
    css = next(content for name, (content, _) in assets().items() if name.startswith("leaflet-") and name.endswith(".css")).decode()
    images = re.findall(r"url\(([^)#]+)\)", css)
    assert images
    assert all(image in assets() for image in images)


def test_asset_names_change_with_their_content_only() -> None:
    assert assets() is assets()
    for name, (content, media_type) in assets().items():
        assert content
        assert media_type
        assert re.fullmatch(r"[\w.-]+-[0-9a-f]{12,}\.\w+", name), name


def test_a_saved_map_links_to_nothing_outside(tmp_path: Path) -> None:
    event_map = EventMap()
    EventTimeline(frames.events()).add_to(event_map)
    event_map.save(str(tmp_path / "map.html"))
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert all(link.startswith("data:") for link in links(page))


def test_any_folium_map_will_do() -> None:
    plain = folium.Map(tiles=None)
    timeline = EventTimeline(frames.events())
    timeline.add_to(plain)
    page = plain.get_root().render()
    assert "L.eventTimeline(" in page
    assert options(timeline)["basemap"] is None, "that map has a ground of its own"
    assert options(timeline)["bounds"] == [[30.485, 44.401], [33.341, 47.805]]


def test_no_text_of_the_data_can_end_the_script() -> None:
    hostile = "</script><script>alert(1)</script>"
    timeline = EventTimeline(frames.events(), data_url=hostile, view={"factions": [hostile, "l'été & co"]})
    assert "<" not in timeline.options_json()
    assert options(timeline)["view"]["factions"] == [hostile, "l'été & co"]


def test_bounds_of_few_data_sets_are_remembered() -> None:
    events = frames.events()
    for number in range(MOST_BOUNDS + 5):
        EventTimeline(events, data_url="/x", fingerprint=f"many-{number}")
    assert len(_BOUNDS) == MOST_BOUNDS


def test_events_without_any_place_have_no_bounds() -> None:
    nowhere = frames.events().iloc[-1:]
    timeline = EventTimeline(nowhere)
    timeline.add_to(EventMap())
    timeline.get_root().render()
    assert options(timeline)["bounds"] is None


def test_a_place_given_to_the_map_is_kept() -> None:
    for event_map, fit in (
        (folium.Map(tiles=None), True),
        (folium.Map(location=[32, 46], zoom_start=7, tiles=None), False),
        (EventMap(), True),
    ):
        timeline = EventTimeline(frames.events(), basemap=False)
        timeline.add_to(event_map)
        event_map.get_root().render()
        assert options(timeline)["fit"] is fit
