from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.edit_log import read_log, save
from events.errors import DataSetError, InputError
from events.library import Library, home, name_for
from events.library.names import is_name
from events.sources.mapping import Mapping

HEADER = "id,date,place,holder,latitude,longitude\n"
ROOT = Path(__file__).resolve().parent.parent


def source(folder: Path, name: str, rows: int = 3, *, holder: str = "A") -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(f"{n},2008-03-25,Kut,{holder},32.5,45.8\n" for n in range(rows)) + "x,never,,,,\n", encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home")


def test_the_folder_is_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "here"))
    assert home() == tmp_path / "here"
    monkeypatch.delenv("EVENTS_HOME")
    assert home().is_absolute()


def test_a_file_becomes_a_named_data_set(library: Library, tmp_path: Path) -> None:
    entry, done = library.add(source(tmp_path, "My Incidents.csv.gz.csv"))
    assert entry.name == "my-incidents"
    assert (done.rows, done.valid, done.rejected) == (4, 3, {"not a date that can be read": 1})
    events, rejected, info = library.load("my-incidents")
    assert len(events) == 3
    assert rejected["row"].tolist() == [4]
    assert info.source == "My Incidents.csv.gz.csv"
    assert [one.name for one in library.entries()] == ["my-incidents"]


def test_the_same_file_twice_is_one_data_set_and_another_gets_a_number(library: Library, tmp_path: Path) -> None:
    first = library.add(source(tmp_path, "a.csv"))[0]
    again = library.add(source(tmp_path, "a.csv"))[0]
    other = library.add(source(tmp_path, "a.csv", holder="B"))[0]
    assert (first.name, again.name, other.name) == ("a", "a", "a-2")
    assert library.load("a")[0]["faction"].iloc[0] == "A"
    replaced = library.add(source(tmp_path, "a.csv", holder="C"), replace=True)[0]
    assert replaced.name == "a"
    assert library.load("a")[0]["faction"].iloc[0] == "C"


def test_renaming_and_deleting(library: Library, tmp_path: Path) -> None:
    library.add(source(tmp_path, "a.csv"))
    library.add(source(tmp_path, "b.csv", holder="B"))
    library.set_side("a", "factions.csv", b"faction\nA\n")
    with pytest.raises(DataSetError, match="taken"):
        library.rename("a", "b")
    assert library.rename("a", "Über Kut").name == "über-kut"
    side = library.side("über-kut", "factions.csv")
    assert side is not None
    assert side.read_bytes() == b"faction\nA\n"
    library.delete("über-kut")
    assert [entry.name for entry in library.entries()] == ["b"]
    assert library.side("über-kut", "factions.csv") is None
    assert len(list((library.folder / "data").glob("*.parquet"))) == 2
    with pytest.raises(DataSetError, match="no data set of that name"):
        library.delete("über-kut")


def test_data_that_two_names_stand_for_stay_until_both_are_gone(library: Library, tmp_path: Path) -> None:
    library.add(source(tmp_path, "a.csv"), name="one")
    library.add(source(tmp_path, "a.csv"), name="two")
    library.delete("one")
    assert len(library.load("two")[0]) == 3


@pytest.mark.parametrize("name", ["../a", "a/b", "..", "", "A", "a b", "names/a", "\0"])
def test_names_are_never_paths(library: Library, tmp_path: Path, name: str) -> None:
    library.add(source(tmp_path, "a.csv"))
    for act in (library.entry, library.delete, library.load, lambda n: library.side(n, "factions.csv")):
        with pytest.raises(DataSetError):
            act(name)
    assert len(library.entries()) == 1


def test_names_are_made_of_any_script(library: Library) -> None:
    assert name_for("  Харків 2022! ") == "харків-2022"
    assert name_for("../../etc/passwd") == "etc-passwd"
    assert len(name_for("x" * 500)) == 80
    with pytest.raises(DataSetError, match="a letter or a digit"):
        library.rename("a", "///")


@pytest.mark.parametrize("file", ["ACLED_-_Iraq.csv", "a.__b.csv", "x" * 73 + "-yz.csv", "\u03d2\u0301\u0345 \u1e9e.csv"])
def test_what_was_added_can_be_opened_and_deleted_whatever_its_file_was_called(library: Library, tmp_path: Path, file: str) -> None:
    first, _ = library.add(source(tmp_path, "a.csv"), file=file)
    second, _ = library.add(source(tmp_path, "b.csv", holder="B"), file=file)
    for entry in (first, second):
        assert library.entry(entry.name).info.valid == 3
        library.delete(entry.name)
    assert library.entries() == []


@given(st.text(max_size=120))
def test_a_name_made_into_a_name_is_itself(text: str) -> None:
    with contextlib.suppress(DataSetError):
        assert is_name(name_for(text))


def test_a_file_that_cannot_be_read_leaves_nothing(library: Library, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("nothing to see", encoding="utf-8")
    with pytest.raises(InputError):
        library.add(bad)
    assert library.entries() == []
    assert not [path for path in library.folder.rglob("*") if path.is_file() and path.name != ".lock"]


def test_a_damaged_name_is_told_and_harms_no_other(library: Library, tmp_path: Path) -> None:
    library.add(source(tmp_path, "a.csv"))
    (library.folder / "names" / "b.json").write_text("{", encoding="utf-8")
    library.add(source(tmp_path, "c.csv", holder="C"))
    assert [entry.name for entry in library.entries()] == ["a", "c"]
    assert library.damaged() == ["b"]
    with pytest.raises(DataSetError, match="damaged"):
        library.load("b")
    library.delete("b")
    assert library.damaged() == []


def test_two_who_add_at_once_lose_nothing(library: Library, tmp_path: Path) -> None:
    files = [source(tmp_path, f"{n}.csv", holder=f"H{n}") for n in range(6)]
    failures: list[BaseException] = []

    def add(path: Path) -> None:
        try:
            Library(library.folder).add(path, name="same")
        except BaseException as error:  # noqa: BLE001 -- told by the test itself
            failures.append(error)

    threads = [threading.Thread(target=add, args=(path,)) for path in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert {entry.name for entry in library.entries()} == {"same", *(f"same-{n}" for n in range(2, 7))}
    assert {library.load(entry.name)[0]["faction"].iloc[0] for entry in library.entries()} == {f"H{n}" for n in range(6)}


#: Runs in a process of its own, which forks for each step before it has started any thread, so that one start serves all steps.
KILLED = """
import json, os, signal, sys
from pathlib import Path
from events import geoparquet, importing
from events.library import Library
home, old, new = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def forked(work):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            os.write(writer, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = answer.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said

def add(file, at):
    steps = 0
    def step(event, arguments):
        nonlocal steps
        if event in ("os.rename", "os.remove", "os.mkdir", "os.chmod") or (event == "open" and str(arguments[0]).startswith(str(home))):
            steps += 1
            if steps == at:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(step)
    Library(home).add(file, name="a", replace=True)
    return steps

def state():
    events, rejected, _ = Library(home).load("a")
    return [events["faction"].iloc[0], len(events), len(rejected), [entry.name for entry in Library(home).entries()]]

forked(lambda: add(old, 0))
total = int(forked(lambda: add(new, 0))[1])
found = []
holder = "New"
for at in [*range(total // 3, total, max(1, total // 6)), total]:
    if holder == "New":
        forked(lambda: add(old, 0))
    code, _ = forked(lambda: add(new, at))
    found.append([at, code, json.loads(forked(state)[1])])
    holder = found[-1][2][0]
code, _ = forked(lambda: add(new, 0))
print(json.dumps({"total": total, "found": found, "end": [code, json.loads(forked(state)[1])]}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal there kills at once")
def test_killed_at_any_step_the_old_or_the_new_is_there(tmp_path: Path) -> None:
    """The steps are those at which the process opens, moves or removes a file of the library; some of them, spread out, are tried."""
    files = [str(source(tmp_path, f"{holder}.csv", holder=holder)) for holder in ("Old", "New")]
    command = [sys.executable, "-c", KILLED, str(tmp_path / "home"), *files]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["total"] > 5
    for _, code, (holder, events, rejected, names) in told["found"]:
        assert code == -signal.SIGKILL
        assert holder in ("Old", "New")
        assert (events, rejected, names) == (3, 1, ["a"])
    assert {holder for _, _, (holder, *_) in told["found"]} == {"Old", "New"}
    assert told["end"] == [0, ["New", 3, 1, ["a"]]]


def test_mappings_are_remembered_by_the_header(library: Library) -> None:
    columns = ["day", "where", "who"]
    mapping = Mapping({"date": "day", "place": "where", "faction": "who"}, every_kind="held").with_header(columns)
    assert library.recall(columns) is None
    library.remember(mapping)
    assert library.recall(list(reversed(columns))) == mapping
    assert library.recall(["day", "where"]) is None


def test_a_rename_that_was_stopped_loses_no_edit_and_leaves_none_to_others(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = source(tmp_path, "one.csv")
    library.add(file, name="one")
    with library.editing("one") as log:
        save(log, who="ann", at=datetime(2008, 4, 1, tzinfo=UTC), before=None, after={"event_id": "x"})
    replace = Path.replace

    def stopped(path: Path, target: Path) -> Path:
        if path.name == "one.json":
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            library.rename("one", "two")
    assert len(read_log(library.log_path("one")).edits) == 1
    assert library.log_path("two").exists()  # left over, and of nobody
    library.add(source(tmp_path, "two.csv"), name="two")
    assert not library.log_path("two").exists()
    library.rename("one", "three")
    assert len(read_log(library.log_path("three")).edits) == 1
    with pytest.raises(DataSetError, match="any more"), library.editing("one"):
        pass
    library.delete("three")
    assert not library.log_path("three").exists()
