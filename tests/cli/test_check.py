"""`check` counts every row, says why a row is rejected and where it stands, and lists the places that were not found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from events.cli import main

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "iraq-2008"
HEADER = "event_id,start,kind,lon,lat,place,summary\n"
GOOD = "a,2008-03-25,taken,45.8,32.5,Kut,One\nb,2008-03-26,held,45.8,32.5,Kut,Two\n"


def _file(folder: Path, content: str | bytes) -> str:
    path = folder / "facts.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_the_demo_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DEMO), "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["rows"], found["valid"], found["rejected"]) == (167, 167, {})
    assert said.err == ""


def test_people_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DEMO)]) == 0
    assert capsys.readouterr().out.startswith("167 rows, 167 of them valid.")


def test_a_rejected_row_is_named_with_file_row_column_and_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, HEADER + GOOD + "c,2008-03-27,conquered,45.8,32.5,Kut,Three\nd,soon,held,45.8,32.5,Kut,Four\n")
    assert main(["check", file, "--json"]) == 1
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["rows"], found["valid"]) == (4, 2)
    assert sum(found["rejected"].values()) == 2
    assert found["rejected"]["not a date that can be read"] == 1
    for word in ("facts.csv", "row 3", "column kind", "'conquered'", "row 4", "column start", "'soon'"):
        assert word in said.err


def test_many_rejected_rows_are_counted_but_not_all_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{number},never,held,45.8,32.5,Kut,x\n" for number in range(500))
    assert main(["check", _file(tmp_path, HEADER + rows), "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["rejected"] == {"not a date that can be read": 500}
    assert "480 more" in said.err
    assert len(said.err.splitlines()) == 21


def test_a_place_that_is_not_found_is_listed_and_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, HEADER + "a,2008-03-25,taken,,,Xyzzyville,One\nb,2008-03-25,taken,,,Xyzzyville,Two\n")
    assert main(["check", file, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(lost["place"], lost["rows"]) for lost in found["unresolved"]] == [("Xyzzyville", 2)]
    assert main(["check", file]) == 0
    assert "Not found: Xyzzyville (2 rows)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n\n", id="blank lines"),
        pytest.param(b"\x00" * 5000, id="zero bytes"),
        pytest.param(bytes(range(256)) * 40, id="binary"),
        pytest.param("just words, no table", id="no table"),
        pytest.param('a,b\n"never closed,1\n', id="open quote"),
        pytest.param("event_id,start\na,2008-03-25\n", id="columns missing"),
        pytest.param(HEADER.replace("kind", "Kind of thing") + GOOD, id="another header"),
    ],
)
def test_what_is_no_table_of_events_gets_a_sentence(content: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", _file(tmp_path, content)]) == 1
    said = capsys.readouterr()
    assert "facts.csv" in said.err
    assert "Traceback" not in said.err
    assert "should not" not in said.err, "an unexpected error reached the edge"


def test_a_folder_or_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "gone")]) == 1
    assert "gone" in capsys.readouterr().err
    assert main(["check", str(tmp_path)]) == 1
    assert tmp_path.name in capsys.readouterr().err


def test_text_from_data_does_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.csv"
    rows = "a,2008-03-25,\x1b]0;owned\x07Kut\u202e\u009b31m,taken\nb,\x1b[2Jsoon,دیاله\u200cها,taken\n"
    file.write_text(f"event_id,start_date,place,change\n{rows}", encoding="utf-8")
    for more in ([], ["--json"]):
        main(["check", str(file), *more])
        said = "".join(capsys.readouterr())
        assert "\\u001b]0;owned" in said
        assert not set(said) & set("\x1b\x07\u202e\u009b")
