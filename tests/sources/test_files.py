from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from events.errors import InputError
from events.sources.unpack import HARMLESS, LARGEST_RATIO
from tests.sources.reading import imported

TABLE = "date,holder,place,lat,lon\n2008-03-25,Mahdi Army,Kut,32.5,45.8\n2008-03-26,Iraqi government,Basra,30.5,47.8\n"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def layer() -> gpd.GeoDataFrame:
    shapes = [shapely.Point(45.8, 32.5, 12.0), None, shapely.box(44, 33, 45, 34), shapely.LineString([(44, 33), (45, 34)])]
    columns = {"date": [f"2008-03-2{n}" for n in range(4)], "holder": ["A", "B", "A", "B"], "name": ["k", "l", "m", "n"]}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def test_gz_and_zip_of_a_table(tmp_path: Path) -> None:
    packed = tmp_path / "data.bin"
    packed.write_bytes(gzip.compress(TABLE.encode()))
    assert imported(tmp_path, packed).done.rows == 2
    assert imported(tmp_path, zipped(tmp_path / "a.dat", {"x/data.txt": TABLE.encode(), "__MACOSX/._data.txt": b"\0"})).done.rows == 2
    assert imported(tmp_path, zipped(tmp_path / "b.dat", {"data.csv": TABLE.encode(), "readme.txt": b"Read me"})).done.rows == 2


def test_a_gz_that_is_cut_short_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    packed = tmp_path / "data.csv.gz"
    packed.write_bytes(gzip.compress(os.urandom(2_000).hex().encode() + TABLE.encode())[:-400])
    with pytest.raises(InputError, match="cut short"):
        imported(tmp_path, packed)
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv.gz"]


def test_names_in_an_archive_never_become_paths(tmp_path: Path) -> None:
    outside = tmp_path / "evil.csv"
    archive = zipped(tmp_path / "a.zip", {"../../../../../../../../.." + str(outside): TABLE.encode()})
    assert imported(tmp_path, archive).done.rows == 2
    assert not outside.exists()


def test_a_file_that_unpacks_beyond_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LARGEST_RATIO < 1_000 < HARMLESS
    monkeypatch.setattr("events.sources.unpack.HARMLESS", 1 << 16)
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"0" * (1 << 24)))
    with pytest.raises(InputError, match="unpacks to more than"):
        imported(tmp_path, bomb)
    with pytest.raises(InputError, match="unpacks to more than"):
        imported(tmp_path, zipped(tmp_path / "bomb.zip", {"a.csv": b"0" * (1 << 24)}))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"a.csv": TABLE.encode(), "b.csv": b"name,people\nA,5\n"}, "2 tables: a.csv, b.csv"),
        ({"a.csv": TABLE.encode(), "b.csv": TABLE.encode()}, "the same table twice: a.csv, b.csv"),
        ({}, "the zip file is empty"),
        ({"a.csv": b""}, "the file is empty"),
        ({"a.png": b"\x89PNG\r\n"}, "picture"),
    ],
)
def test_archives_without_one_table_are_refused(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    with pytest.raises(InputError, match=message):
        imported(tmp_path, zipped(tmp_path / "a.zip", members))


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"a.csv": TABLE.encode() * 50}).read_bytes()
    with pytest.raises(InputError, match="damaged"):
        imported(tmp_path, whole[:-30], name="b.zip")


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        imported(tmp_path, tmp_path)
    with pytest.raises(InputError, match="cannot be opened"):
        imported(tmp_path, tmp_path / "nothing.csv")


@pytest.mark.parametrize(("driver", "name", "crs"), [("GeoJSON", "a", 4326), ("GPKG", "a.gpkg", 32638)])
def test_geographic_files_are_read_in_degrees_flat_and_with_what_has_no_place(tmp_path: Path, driver: str, name: str, crs: int) -> None:
    path = tmp_path / name
    layer().to_crs(crs).to_file(path, driver=driver)
    events = imported(tmp_path, path).events.set_index("place")
    assert events.geometry["l"] is None
    assert (round(events.geometry["k"].x, 6), round(events.geometry["k"].y, 6)) == (45.8, 32.5)
    assert not events.geometry["k"].has_z
    assert events.geometry["m"].equals_exact(shapely.box(44, 33, 45, 34), tolerance=1e-6, normalize=True)
    assert events.geometry["n"].geom_type == "LineString"
    assert set(events["kind"]) == {"held"}


def test_a_zipped_shapefile_needs_its_reference_system(tmp_path: Path) -> None:
    folder = tmp_path / "shp"
    folder.mkdir()
    layer().iloc[:2].to_crs(32638).to_file(folder / "My Layer.shp")
    members = {path.name: path.read_bytes() for path in folder.iterdir()}
    events = imported(tmp_path, zipped(tmp_path / "a.zip", members)).events
    assert round(events.geometry.iloc[0].x, 5) == 45.8
    without = zipped(tmp_path / "b.zip", {name: content for name, content in members.items() if not name.endswith(".prj")})
    with pytest.raises(InputError, match="no coordinate reference system"):
        imported(tmp_path, without)
    assert round(imported(tmp_path, without, crs="EPSG:32638").events.geometry.iloc[0].x, 5) == 45.8
    with pytest.raises(InputError, match="no such coordinate reference system"):
        imported(tmp_path, without, crs="EPSG:nonsense")


def test_kml_with_moments_and_spans_in_folders(tmp_path: Path) -> None:
    def placemark(name: str, when: str) -> str:
        data = '<ExtendedData><Data name="holder"><value>A</value></Data></ExtendedData>'
        return f"<Placemark><name>{name}</name>{when}{data}<Point><coordinates>45.8,32.5,0</coordinates></Point></Placemark>"

    first = placemark("Kut", "<TimeStamp><when>2008-03-25</when></TimeStamp>")
    second = placemark("Basra", "<TimeSpan><begin>2008-03-26</begin><end>2008-03-28</end></TimeSpan>")
    body = f"<Folder><name>a</name>{first}</Folder><Folder><name>b</name>{second}</Folder>"
    content = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
    events = imported(tmp_path, content, name="x.txt").events.set_index("place")
    assert events["start"].dt.strftime("%m-%d").to_dict() == {"Kut": "03-25", "Basra": "03-26"}
    assert events["end"]["Basra"] == pd.Timestamp("2008-03-28", tz="UTC")


def test_shapes_that_cannot_be_on_earth_are_rejected(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"date": "2008-03-25", "holder": "A"}, "geometry": {"type": "Point", "coordinates": at}}
        for at in ([45.8, 32.5], [450000.0, 3600000.0])
    ]
    outcome = imported(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}))
    assert list(outcome.reasons) == [2]
    assert "outside longitude" in outcome.reasons[2]


def test_spreadsheets_keep_dates_and_numbers_whatever_their_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Events of March"])
    sheet.append([])
    sheet.append(["Date", "Holder", "Place", "lat", "lon"])
    sheet.append([pd.Timestamp("2008-03-25").to_pydatetime(), "Mahdi Army", "Kut", 32.5, 45.8])
    sheet.append(["2008-03-26", "Iraqi government", "Basra", "30,5", "47,8"])
    sheet.append([pd.Timestamp("2008-03-27").to_pydatetime(), "Mahdi Army", "Hilla", None, None])
    sheet.append(["never", "Mahdi Army", "Hilla"])
    sheet.append(["2008-03-28", "#REF!", "Hilla"])
    book.create_sheet("Empty")
    book.save(tmp_path / "a.xlsx")
    outcome = imported(tmp_path, tmp_path / "a.xlsx")
    assert outcome.events["start"].dt.strftime("%m-%d").tolist() == ["03-25", "03-26", "03-27"]
    assert outcome.events.geometry.iloc[1].y == 30.5
    assert outcome.reasons == {4: "not a date that can be read", 5: "a formula that failed"}


def test_a_workbook_of_two_tables_asks_which(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("March", "April"):
        sheet = book.create_sheet(title)
        sheet.append(["Date", "Holder", "Place"])
        sheet.append(["2008-03-25", "Mahdi Army", f"Kut {title}"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="March, April"):
        imported(tmp_path, tmp_path / "a.xlsx")
    assert imported(tmp_path, tmp_path / "a.xlsx", part="April").events["place"].tolist() == ["Kut April"]
    with pytest.raises(InputError, match="no such sheet"):
        imported(tmp_path, tmp_path / "a.xlsx", part="May")


def test_parquet_and_geoparquet(tmp_path: Path) -> None:
    moments = pd.to_datetime(["2008-03-25", "2008-03-26"])
    pd.DataFrame({"Date": moments, "Holder": ["A", None], "Lat": [32.5, 30.5], "Lon": [45.8, 47.8]}).to_parquet(tmp_path / "a.bin")
    events = imported(tmp_path, tmp_path / "a.bin").events
    assert events["start"].tolist() == [moment.tz_localize("UTC") for moment in moments]
    assert events["faction"].tolist() == ["A", "unknown"]
    layer().to_parquet(tmp_path / "b.bin")
    assert imported(tmp_path, tmp_path / "b.bin").done.unresolved == 1


def test_an_import_opens_again_in_other_programs(tmp_path: Path) -> None:
    imported(tmp_path, TABLE)
    frame = gpd.read_parquet(tmp_path / "out.parquet")
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.iloc[0].equals(shapely.Point(45.8, 32.5))


def test_json_records_as_an_interface_answers(tmp_path: Path) -> None:
    records = [{"event_date": "2008-03-25", "holder": "A", "latitude": 32.5, "longitude": "45.8"}, {"holder": "B", "event_date": "x"}]
    outcome = imported(tmp_path, json.dumps({"success": True, "data": [*[records[0]] * 5, records[1]]}))
    assert outcome.events["faction"].tolist() == ["A"] * 5
    assert list(outcome.reasons) == [6]
    with pytest.raises(InputError, match="no list of records"):
        imported(tmp_path, json.dumps({"message": "forbidden"}))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_texts_of_a_shapefile_that_does_not_state_their_encoding(tmp_path: Path, encoding: str) -> None:
    towns = gpd.GeoDataFrame({"date": ["2022-02-24"], "holder": ["A"], "town": ["Херсон"]}, geometry=[shapely.Point(32.6, 46.6)], crs=4326)
    towns.to_file(tmp_path / "towns.shp", encoding=encoding)
    content = bytearray((tmp_path / "towns.dbf").read_bytes())
    content[29] = 0
    members = {f"towns{suffix}": (tmp_path / f"towns{suffix}").read_bytes() for suffix in (".shp", ".shx", ".prj")}
    packed = zipped(tmp_path / "towns.zip", {**members, "towns.dbf": bytes(content)})
    if encoding == "cp1251":
        with pytest.raises(InputError, match="encoding cannot be told"):
            imported(tmp_path, packed)
    assert imported(tmp_path, packed, encoding=encoding if encoding == "cp1251" else "").events["place"].tolist() == ["Херсон"]
