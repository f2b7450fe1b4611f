"""`read`: one JSON object a candidate; a folder goes on where it was stopped; what cannot be read is said and the rest is read."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from events.cli import main
from events.reports import batch
from events.reports.batch import Done, Progress, reports_in

SENTENCE = "Gunmen seized Kut on Tuesday, police said."


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_one_object_a_candidate_with_every_slot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(f"{SENTENCE}\n\nPrices rose.", encoding="utf-8")
    assert main(["read", str(tmp_path / "a.txt"), "--published", "2008-03-27", "--outlet", "Wire", "--country", "IQ"]) == 0
    (found,) = lines(capsys.readouterr().out)
    assert (found["kind"], found["place"], found["start"], found["outlet"]) == ("taken", "Kut", "2008-03-25", "Wire")
    assert (found["faction"], found["realis"], found["quote"], found["quote_start"]) == ("Gunmen", "asserted", SENTENCE, 0)
    assert found["lon"] == pytest.approx(45.8, abs=0.1)
    assert {"file", "document_sha256", "extractor", "speaker", "asserted", "slots", "candidates", "modifier"} <= set(found)


def test_a_folder_is_read_to_a_file_with_a_tally(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(SENTENCE, encoding="utf-8")
    (folder / "c.txt").write_bytes(b"")
    (folder / "d.doc").write_bytes(b"old Word")
    out = folder / "out.jsonl"
    assert main(["read", str(folder), "--published", "2008-03-27", "-o", str(out)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "c.txt: is empty" in told.err
    assert "passed over, as their names are not those of reports: d.doc." in told.err
    assert "3 reports: 2 candidates" in told.err
    assert [line["file"] for line in lines(out.read_text(encoding="utf-8"))] == ["a.txt", "b.txt"]
    assert not out.with_name("out.jsonl.done").exists()


def test_a_run_that_was_stopped_goes_on_and_repeats_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(SENTENCE, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    command = ["read", *(str(tmp_path / f"{n}.txt") for n in ("a", "b", "c")), "--published", "2008-03-27", "-o", str(out)]
    opened: list[str] = []
    real = batch.open_document

    def stopping(file: Path) -> object:
        opened.append(Path(file).name)
        if len(opened) == 2:
            raise KeyboardInterrupt
        return real(file)

    monkeypatch.setattr(batch, "open_document", stopping)
    assert main(command) == 130
    with out.open("ab") as file:
        file.write(b'{"half": "a can')  # as a stop in mid-line leaves it
    assert main(command) == 0
    assert opened == ["a.txt", "b.txt", "b.txt", "c.txt"]
    assert [line["file"] for line in lines(out.read_text(encoding="utf-8"))] == ["a.txt", "b.txt", "c.txt"]


def test_an_output_shorter_than_its_journal_is_not_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text(SENTENCE, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    progress = Progress(out)
    progress.resume()
    progress.write(Done(report, ({"kind": "taken"},)))
    out.write_bytes(b"")
    assert main(["read", str(report), "-o", str(out)]) == 1
    assert "shorter than its journal" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["none.txt"], 1, "no such file"),
        (["."], 1, "holds no report"),
        ([], 2, "Missing argument"),
        (["a.txt", "--published", "yesterday"], 2, "does not match"),
        (["a.txt", "--country", "Atlantis"], 1, "no such country"),
        (["a.txt", "-o", "nowhere/out.jsonl"], 1, "no such folder"),
    ],
)
def test_bad_input_is_said(words: list[str], code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if "a.txt" in words:
        (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    with contextlib.chdir(tmp_path):
        assert main(["read", *words]) == code
    assert says in capsys.readouterr().err


def test_reports_of_a_folder_are_sorted_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.PDF", ".hidden.txt", "picture.png", "sub/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [p.relative_to(tmp_path).as_posix() for p in reports_in([tmp_path, tmp_path / "b.txt"])] == ["a.PDF", "b.txt", "sub/c.html"]
