"""Whatever goes wrong, a user gets one sentence and the exit code that a script can act on; never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from events.cli import main
from events.cli.commands import commands
from events.errors import InputError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> object:
    """Add a command `try` that raises what it is told to."""

    def add(error: BaseException) -> None:
        def fail() -> None:
            raise error

        monkeypatch.setitem(commands.commands, "try", click.Command("try", callback=fail))

    return add


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (InputError("no date.", file="a.csv", row=7, column="start", value=""), 1, ["a.csv", "row 7", "column start", "''", "no date."]),
        (FileNotFoundError(2, "No such file or directory", "gone.csv"), 1, ["gone.csv", "No such file or directory"]),
        (PermissionError(13, "Permission denied", "locked.csv"), 1, ["locked.csv", "Permission denied"]),
        (MemoryError(), 1, ["not enough memory"]),
        (KeyError("faction"), 1, ["KeyError", "faction", "report it", "EVENTS_TRACEBACK"]),
        (RecursionError("too deep"), 1, ["RecursionError", "report it"]),
        (KeyboardInterrupt(), 130, ["Stopped."]),
    ],
)
def test_an_error_is_one_sentence_and_an_exit_code(
    error: BaseException, code: int, words: list[str], command: object, capsys: pytest.CaptureFixture[str]
) -> None:
    command(error)  # type: ignore[operator]
    assert main(["try"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert [word for word in words if word not in said.err] == []
    assert len(said.err.strip().splitlines()) == 1


def test_the_traceback_is_shown_to_those_who_ask(
    command: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTS_TRACEBACK", "1")
    command(KeyError("faction"))  # type: ignore[operator]
    assert main(["try"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], ["check"], ["map", "data"], ["geocode"], ["geocode", "Kut", "--date", "soon"]]
)
def test_wrong_usage_is_code_2_with_a_hint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Usage: python -m events" in said.err


@pytest.mark.parametrize("arguments", [["--help"], ["geocode", "--help"], ["check", "-h"], ["map", "--help"]])
def test_help_is_fine(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "Usage: python -m events" in capsys.readouterr().out


def test_every_command_says_what_it_does() -> None:
    assert [name for name, one in commands.commands.items() if not one.get_short_help_str()] == []


def test_it_runs_as_a_module_in_any_folder(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "events", "check", str(ROOT / "data" / "nowhere")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "nowhere" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    """As in `python -m events geocode … | head -1`."""
    program = subprocess.Popen(
        [sys.executable, "-m", "events", "geocode", *["Kut"] * 2000], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.readline()
    program.stdout.close()
    assert program.stderr.read() == b""
    program.wait(timeout=60)
