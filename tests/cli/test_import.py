"""`import` reads a file into a data set and says what became of each row; `datasets` lists what there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from events.cli import main
from events.geoparquet import load
from events.library import Library

TABLE = "day,where,who,lat,lon\n2008-03-25,Kut,A,32.5,45.8\n2008-03-26,Basra,B,30.5,47.8\n2008-02-30,Basra,B,30.5,47.8\n"
MAPPING = 'every_kind = "held"\n[columns]\ndate = "day"\nplace = "where"\nfaction = "who"\nlatitude = "lat"\nlongitude = "lon"\n'


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "home"))
    return Library()


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "reports.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


@pytest.fixture
def mapping(tmp_path: Path) -> str:
    path = tmp_path / "m.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return str(path)


def test_an_import_to_a_file_says_what_became_of_each_row(
    table: str, mapping: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.parquet"
    assert main(["import", table, "--mapping", mapping, "-o", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["rows", "valid", "rejected", "unresolved", "seconds"]
    assert (said["rows"], said["valid"], said["rejected"], said["unresolved"]) == (3, 2, {"no such day in the calendar": 1}, 0)
    events, rejected, _ = load(out)
    assert events["faction"].tolist() == ["A", "B"]
    assert rejected[["row", "column", "value"]].to_numpy().tolist() == [[3, "day", "2008-02-30"]]


def test_a_table_that_needs_a_mapping_is_refused_and_one_is_offered(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", table]) == 1
    said = capsys.readouterr()
    assert "what kind every row is" in said.err
    assert "Traceback" not in said.err
    assert main(["import", table, "--show-mapping"]) == 0
    assert 'date = "day"' in capsys.readouterr().out


def test_a_mapping_is_remembered_for_the_next_table_with_that_header(
    table: str, mapping: str, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", table, "--mapping", mapping, "--name", "First"]) == 0
    assert main(["import", table, "--name", "Second"]) == 0
    assert [entry.name for entry in library.entries()] == ["first", "second"]
    capsys.readouterr()
    assert main(["datasets", "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["name"], one["valid"], one["source"]) for one in listed] == [("first", 2, "reports.csv"), ("second", 2, "reports.csv")]


def test_data_sets_are_renamed_and_removed(table: str, mapping: str, library: Library) -> None:
    assert main(["import", table, "--mapping", mapping]) == 0
    assert main(["datasets", "--rename", "reports", "march"]) == 0
    assert main(["datasets", "--delete", "reports", "--yes"]) == 1
    assert main(["datasets", "--delete", "march", "--yes"]) == 0
    assert library.entries() == []


@pytest.mark.parametrize("arguments", [["import", "nothing.csv"], ["import", "."], ["datasets", "--delete", "../x", "--yes"]])
def test_bad_input_is_one_sentence_and_exit_code_1(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert "Traceback" not in said


def test_places_come_from_the_users_gazetteer_within_the_country(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, places = tmp_path / "a.csv", tmp_path / "places.csv"
    source.write_text("date,place,holder\n2008-03-25,Nowhere Ford,A\n2008-03-25,Atlantis,A\n", encoding="utf-8")
    places.write_text("name,lat,lon,country\nNowhere Ford,32.5,45.8,IQ\n", encoding="utf-8")
    assert main(["import", str(source), "--gazetteer", str(places), "--country", "IQ", "-o", str(tmp_path / "o.parquet"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unresolved"] == 1
    assert load(tmp_path / "o.parquet")[0].geometry.notna().sum() == 1


def test_a_gazetteer_stays_with_the_data_set_and_counts_beside_the_country(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    source, places = tmp_path / "a.csv", tmp_path / "places.csv"
    source.write_text("date,place,holder\n2008-03-25,Nowhere Ford,A\n2008-03-25,Kut,A\n", encoding="utf-8")
    places.write_text("name,lat,lon,country\nNowhere Ford,32.5,45.8,IQ\n", encoding="utf-8")
    assert main(["import", str(source), "--country", "IQ", "--json"]) == 0  # with the places.csv beside it
    assert json.loads(capsys.readouterr().out)["unresolved"] == 0
    assert main(["import", str(source), "--gazetteer", str(places), "--name", "kept"]) == 0
    kept = library.side("kept", "places.csv")
    assert kept is not None
    assert kept.read_bytes() == places.read_bytes()
