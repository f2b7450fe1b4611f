"""`map` writes one file that opens without a network, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.cli import main
from events.cli.output import write_file
from events.errors import InputError

DEMO = str(Path(__file__).resolve().parents[2] / "data" / "iraq-2008")


def test_the_map_is_one_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "map.html"
    assert main(["map", DEMO, "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "167 events on the map, 0 not placed, 0 rows rejected" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", DEMO, "-o", str(tmp_path / "no" / "such" / "map.html")]) == 1
    assert "map.html" in capsys.readouterr().err
    folder = tmp_path / "folder.html"
    folder.mkdir()
    with pytest.raises(InputError, match=r"folder\.html"):
        write_file(b"content", str(folder))
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]


def test_an_old_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(b"old")
    write_file(b"new", str(file))
    assert file.read_bytes() == b"new"


def test_a_dash_is_the_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_file(b"\x00\xff", "-")
    assert capfdbinary.readouterr().out == b"\x00\xff"
