"""Archives of several tables of one layout, and the tags that humanitarian tables carry below their header."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from events import geoparquet
from events.errors import InputError
from events.importing import import_file
from tests.sources.reading import imported

HEADER = "date,town,holder,latitude,longitude\n"


def _zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"export/{name}.csv", text)
        archive.writestr("README.txt", "Terms of use")
    return path


def test_an_archive_of_months_is_read_whole_and_names_the_file_of_each_rejected_row(tmp_path: Path) -> None:
    january = HEADER + "2015-01-26,A,H,12.78,45.03\n2015-01-27,B,H,x,45.03\n"
    february = "town,date,holder,longitude,latitude\nA,2015-02-26,H,45.03,12.78\nB,never,H,45.03,12\nC,2015-02-27,G,45.03,12\n"
    path = _zipped(tmp_path / "months.zip", january=january, february=february)
    done = import_file(path, tmp_path / "out.parquet")
    events, rejected, _ = geoparquet.load(tmp_path / "out.parquet")
    assert (done.rows, done.valid) == (5, 3)
    assert events["place"].tolist() == ["A", "A", "C"]
    assert events["file"].tolist() == ["january.csv", "february.csv", "february.csv"]
    assert all(point.x == 45.03 for point in events.geometry)
    assert rejected[["file", "row", "value"]].to_numpy().tolist() == [
        ["months.zip/february.csv", 2, "never"],
        ["months.zip/january.csv", 2, "x"],
    ]


def test_the_order_of_day_and_month_is_proved_by_all_files_together(tmp_path: Path) -> None:
    path = _zipped(tmp_path / "a.zip", a=HEADER + "03/04/2015,A,H,12,45\n", b=HEADER + "25/04/2015,A,H,12,45\n")
    import_file(path, tmp_path / "out.parquet")
    assert geoparquet.load(tmp_path / "out.parquet")[0]["start"].dt.strftime("%m-%d").tolist() == ["04-03", "04-25"]


def test_tables_of_different_layouts_are_not_mixed(tmp_path: Path) -> None:
    path = _zipped(tmp_path / "a.zip", events=HEADER + "2015-01-26,A,H,12,45\n", places="name,people\nA,5\n")
    with pytest.raises(InputError, match=r"holds 2 tables: events\.csv, places\.csv"):
        import_file(path, tmp_path / "out.parquet")


def test_hxl_tags_below_the_header_are_no_row(tmp_path: Path) -> None:
    tags = "#date +occurred,#loc+name,#org,#geo+lat,#geo+lon\n"
    found = imported(tmp_path, HEADER + tags + "2015-03-26,A,H,12,45\n2015-03-27,B,H,x,45\n")
    assert found.events["place"].tolist() == ["A"]
    assert list(found.reasons) == [2]


def test_merged_cells_hold_for_all_their_rows_and_a_header_may_have_two(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[object]] = [["Yemen: who holds what"], ["Governorate", "Town", "Date", "Controlled by", "Coordinates"]]
    rows += [[None, None, None, None, "Latitude", "Longitude"], ["#adm1", "#loc", "#date", "#org", "#geo+lat", "#geo+lon"]]
    rows += [["Aden", "Crater", "2015-03-26", "Houthis", 12.78, 45.03], [None, "Khormaksar", "2015-03-27", None, 12.82, 45.02]]
    rows += [["Taiz", "Taiz", "2015-03-28", "Hadi", 13.58, 44.02], ["Total", 3]]
    for row in rows:
        sheet.append(row)
    for cells in ("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "A5:A6", "D5:D6"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    found = imported(tmp_path, tmp_path / "a.xlsx")
    assert found.events[["place", "admin", "faction"]].to_numpy().tolist() == [
        ["Crater", "Aden", "Houthis"],
        ["Khormaksar", "Aden", "Houthis"],
        ["Taiz", "Taiz", "Hadi"],
    ]
    assert found.events.geometry.x.tolist() == [45.03, 45.02, 44.02]
    assert found.reasons == {4: "no date"}


def test_a_month_typed_into_a_spreadsheet_is_no_first_day_of_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Town", "Holder", "lat", "lon"])
    for town, shown in (("A", "mmm-yy"), ("B", "[$-409]d-mmm-yy;@"), ("C", "yyyy"), ("D", "yyyy-mm-dd")):
        sheet.append([dt.date(2015, 3, 1), town, "H", 12, 45])
        sheet.cell(sheet.max_row, 1).number_format = shown
    book.save(tmp_path / "a.xlsx")
    found = imported(tmp_path, tmp_path / "a.xlsx").events.set_index("place")
    assert found["date_precision"].to_dict() == {"A": "month", "B": "day", "C": "year", "D": "day"}
    assert found["end"].dt.strftime("%Y-%m-%d").fillna("").to_dict() == {"A": "2015-03-31", "B": "", "C": "2015-12-31", "D": ""}
