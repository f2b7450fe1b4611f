"""Places down, days across, holders in the cells: each filled cell is a report, at the right place, on the right day."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from events import control, geoparquet
from events.errors import InputError
from events.importing import import_file
from events.sources.mapping import Mapping
from events.sources.wide import days_of
from tests.sources.reading import imported

TABLE = """Town;Oblast;Lat;Lon;24/02/2022;25/02/2022;26/02/2022
Kharkiv;Kharkivska;49,98;36,25;UA;CONTESTED;UA
Kherson;Khersonska;46,6;32,6;UA;RU;
Izium;Kharkivska;49,2;37,3;;NA;RU
"""


def cells_of(path: Path, folder: Path) -> dict[tuple[str, str], str]:
    import_file(path, folder / "out.parquet")
    events, _, _ = geoparquet.load(folder / "out.parquet")
    keys = zip(events["place"], events["start"].dt.strftime("%Y-%m-%d"), strict=True)
    return dict(zip(keys, events["faction"], strict=True))


def test_each_filled_cell_is_a_report_of_its_place_and_day(tmp_path: Path) -> None:
    outcome = imported(tmp_path, TABLE)
    assert outcome.done.rows == 6
    assert set(outcome.events["kind"]) == {"held"}
    assert cells_of(tmp_path / "data.csv", tmp_path) == {
        ("Kharkiv", "2022-02-24"): "UA",
        ("Kharkiv", "2022-02-25"): "contested",
        ("Kharkiv", "2022-02-26"): "UA",
        ("Kherson", "2022-02-24"): "UA",
        ("Kherson", "2022-02-25"): "RU",
        ("Izium", "2022-02-26"): "RU",
    }
    assert outcome.events.geometry.iloc[0].y == pytest.approx(46.6)


def test_who_holds_what_is_the_table_again(tmp_path: Path) -> None:
    spells = control.spells(imported(tmp_path, TABLE).events)
    now = control.control_at(spells, "2022-02-25").set_index("place")
    assert now[["holder", "status"]].to_dict("index") == {
        "Kharkiv": {"holder": "UA", "status": "contested"},
        "Kherson": {"holder": "RU", "status": "held"},
    }


def test_a_bad_coordinate_rejects_every_day_of_its_row_under_its_number(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(TABLE.replace("46,6", "4 6"), encoding="utf-8")
    import_file(path, tmp_path / "out.parquet")
    _, rejected, info = geoparquet.load(tmp_path / "out.parquet")
    assert (info.rows, info.valid) == (6, 4)
    assert rejected[["row", "column", "value"]].drop_duplicates().to_numpy().tolist() == [[2, "Lat", "4 6"]]


def test_a_workbook_with_true_dates_across_and_nothing_but_places_down(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Населений пункт", *pd.date_range("2022-02-24", periods=2).to_pydatetime()])
    book.active.append(["Херсон", "UA", "RU"])
    book.save(tmp_path / "book.xlsx")
    assert cells_of(tmp_path / "book.xlsx", tmp_path) == {("Херсон", "2022-02-24"): "UA", ("Херсон", "2022-02-25"): "RU"}


def test_geonames_identifiers_and_the_statuses_of_viina_go_to_its_reader(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "geonameid,ctr20220224094500,ctr20220225094500\n706448,UA,CONTESTED\n")
    assert outcome.done.info.format == "viina"
    assert outcome.events["place"].tolist() == ["Kherson", "Kherson"]
    assert outcome.events["faction"].tolist() == ["UA", "contested"]
    assert outcome.events["start"].dt.strftime("%d %H:%M").tolist() == ["24 09:45", "25 09:45"]


def test_numbers_in_the_cells_may_be_counts_so_they_are_asked_about(tmp_path: Path) -> None:
    text = "place,2022-02-24,2022-02-25\nKherson,0,1\n"
    with pytest.raises(InputError, match="codes of factions, or counts"):
        imported(tmp_path, text)
    said = Mapping({"place": "place", "date": "date", "faction": "holder"}, every_kind="held")
    assert imported(tmp_path, text, mapping=said).events["faction"].tolist() == ["0", "1"]


@pytest.mark.parametrize(
    ("columns", "days"),
    [
        (["place", "2022-02-24", "2022-02-25"], ["2022-02-24", "2022-02-25"]),
        (["place", "X2022.02.24", "X2022.02.25"], ["2022-02-24", "2022-02-25"]),
        (["place", "03/04/2022", "13/04/2022"], ["2022-04-03", "2022-04-13"]),
        (["place", "Feb 2022", "Mar 2022"], ["2022-02", "2022-03"]),
        (["place", "03/04/2022", "04/04/2022"], ["03/04/2022", "2022-04-04"]),
        (["place", "2021", "2022"], []),
        (["id", "adm_1", "adm_2", "side_a_2"], []),
    ],
)
def test_which_names_are_days(columns: list[str], days: list[str]) -> None:
    assert list(days_of(columns).values()) == days


def test_days_and_months_that_nothing_tells_apart_are_rejected_until_a_mapping_does(tmp_path: Path) -> None:
    text = "place,03/04/2022,04/04/2022\nKherson,UA,RU\n"
    assert imported(tmp_path, text).reasons == {1: "day and month cannot be told apart: nothing in the column proves their order"}
    said = Mapping({"place": "place", "date": "date", "faction": "holder"}, every_kind="held", date_order="day first")
    assert imported(tmp_path, text, mapping=said).events["start"].dt.strftime("%m-%d").tolist() == ["04-03", "04-04"]


def test_months_across_stay_months_in_viinas_reader_too(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "geonameid,2022-03,2022-04\n703448,RU,UA\n706483,UA,UA\n")
    assert outcome.done.info.format == "viina"
    assert set(outcome.events["date_precision"]) == {"month"}
    assert outcome.events["end"].dt.strftime("%Y-%m-%d").tolist() == ["2022-03-31"] * 2 + ["2022-04-30"] * 2
