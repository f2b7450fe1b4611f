"""Control as files: what is written opens again as it was, in every format, and carries where it comes from."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from events.control import areas, control_at, difference, spells
from events.errors import InputError
from events.export.control import control_file
from tests.control.build import report, table

ASKED = {"data_set": "made up", "fingerprint": "abc", "view": "control on 2020-01-06"}
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture
def found() -> gpd.GeoDataFrame:
    placed = {"lon": 47.8, "lat": 30.5, "radius_m": 3_000.0}
    return spells(
        table(
            report("2020-01-01", "taken", "Reds & Sons", place='<b>"Basra"</b>', **placed),
            report("2020-01-03", "held", "Reds & Sons", place='<b>"Basra"</b>', **placed),
            report("2020-01-05", "contested", "contested", place='<b>"Basra"</b>', **placed),
            report("2020-01-02", "taken", "=Blues", place="Nowhere\x07"),
        )
    )


def _read(content: bytes, ending: str, folder: Path) -> gpd.GeoDataFrame:
    file = folder / f"control.{ending}"
    file.write_bytes(content)
    return pyogrio.read_dataframe(file)


@pytest.mark.parametrize("ending", ["geojson", "gpkg"])
def test_control_opens_again_with_its_properties(found: gpd.GeoDataFrame, ending: str, tmp_path: Path) -> None:
    now = control_at(found, "2020-01-04")
    again = _read(control_file(now, ending, provenance=ASKED), ending, tmp_path)
    for name in ("place", "holder", "status", "set_by"):
        assert again[name].tolist() == now[name].tolist()
    assert pd.to_datetime(again["since"]).dt.strftime("%Y-%m-%d").tolist() == ["2020-01-01", "2020-01-02"]
    assert pd.to_datetime(again["last_report"]).dt.strftime("%Y-%m-%d").tolist() == ["2020-01-03", "2020-01-02"]
    assert again["confidence"].round(5).tolist() == now["confidence"].round(5).tolist()
    assert again["fingerprint"].tolist() == ["abc", "abc"]
    assert again.geometry.iloc[0].equals_exact(shapely.Point(47.8, 30.5), 1e-6) or again.geometry.iloc[0].geoms[0].equals(
        shapely.Point(47.8, 30.5)
    )
    assert again.geometry.iloc[1] is None


def test_csv_has_the_position_lists_and_no_cell_that_runs(found: gpd.GeoDataFrame) -> None:
    again = pd.read_csv(io.BytesIO(control_file(found, "csv", provenance=ASKED)), dtype="str", keep_default_na=False)
    assert again["start"].tolist() == ["2020-01-01", "2020-01-05", "2020-01-02"]
    assert again["end"].tolist() == ["2020-01-05", "", ""]
    assert again["renewed_by"].tolist() == ["e2", "", ""]
    assert again["lon"].tolist() == ["47.8", "47.8", ""]
    assert again["holder"].tolist()[2] == "'=Blues"


def test_kml_says_from_when_to_when_and_what_cannot_be_written_harms_nothing(found: gpd.GeoDataFrame) -> None:
    document = ET.fromstring(control_file(found, "kml", provenance=ASKED))  # noqa: S314 - our own text
    told = [
        (
            m.findtext(f"{KML}name"),
            m.findtext(f"{KML}TimeSpan/{KML}begin"),
            m.findtext(f"{KML}TimeSpan/{KML}end"),
            m.findtext(f"{KML}Point/{KML}coordinates"),
        )
        for m in document.iter(f"{KML}Placemark")
    ]
    assert told == [
        ('<b>"Basra"</b>: Reds & Sons', "2020-01-01", "2020-01-04", "47.800000,30.500000"),
        ('<b>"Basra"</b>: contested, last Reds & Sons', "2020-01-05", None, "47.800000,30.500000"),
        ("Nowhere\ufffd: =Blues", "2020-01-02", None, None),
    ]


def test_kml_opens_in_gdal_with_its_dates_and_areas(found: gpd.GeoDataFrame) -> None:
    shapes = areas(found).set_index("place_id").geometry
    drawn = found.assign(geometry=shapes.reindex(found["place_id"]).to_numpy())
    again = pyogrio.read_dataframe(io.BytesIO(control_file(drawn, "kml", provenance=ASKED)))
    assert pd.to_datetime(again["begin"]).dt.strftime("%Y-%m-%d").tolist()[:2] == ["2020-01-01", "2020-01-05"]
    assert again.geometry.iloc[0].geom_type == "Polygon"


def test_a_decision_travels_with_the_rows_that_rest_on_it() -> None:
    events = table(report("2020-01-05", "held", "Reds"), report("2020-01-05", "held", "Blues"), report("2020-01-05", "held", place="Hill"))
    row = {"event_id": "e1", "other_id": "e2", "verdict": "first", "reason": "seen", "decided_by": "A. N.", "decided_on": "2020-02-01"}
    decided = pd.DataFrame([row])
    now = control_at(spells(events, decisions=decided), "2020-01-06")
    again = pd.read_csv(io.BytesIO(control_file(now, "csv", provenance=ASKED, decisions=decided)), keep_default_na=False).set_index("place")
    assert again["decisions"].to_dict() == {"Town": "e1 and e2: first (seen) [A. N., 2020-02-01]", "Hill": ""}


def test_a_difference_can_be_written_too(found: gpd.GeoDataFrame) -> None:
    changed = difference(found, "2019-12-31", "2020-01-06").table
    for ending in ("csv", "geojson", "gpkg", "kml"):
        assert len(control_file(changed, ending, provenance=ASKED)) > 200


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "kml"])
def test_nothing_makes_an_empty_file_that_opens(found: gpd.GeoDataFrame, ending: str, tmp_path: Path) -> None:
    content = control_file(control_at(found, "2019-01-01"), ending, provenance=ASKED)
    if ending in ("geojson", "gpkg"):
        assert _read(content, ending, tmp_path).empty
    assert content


def test_an_unknown_format_is_refused(found: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError, match=r"'\.pdf'.*csv, geojson, gpkg, kml"):
        control_file(found, ".pdf", provenance=ASKED)
