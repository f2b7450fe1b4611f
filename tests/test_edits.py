"""Edits are added, never overwritten: the state is their replay, any past state opens, and a torn line loses only itself."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.edit_log import read_log, save, undo
from events.edits import START, Log, following, from_line, history, line_sum, parse, to_line, undoing
from events.errors import DataSetError, InputError
from events.link import changes_since, stamp
from events.replay import as_record, merged, repeats, replay
from events.schema import validate

NOON = datetime(2008, 4, 1, 12, tzinfo=UTC)


def table(*ids: str) -> gpd.GeoDataFrame:
    rows = [
        {"event_id": i, "start": "2008-03-25", "kind": "taken", "place": "Kut", "faction": "Mahdi Army", "lon": 45.8, "lat": 32.5}
        for i in ids
    ]
    events, rejected = validate(pd.DataFrame(rows))
    assert rejected.empty
    return events


def record(event_id: str, **changes: Any) -> dict[str, Any]:
    return as_record(table(event_id).iloc[0]) | changes


def test_adding_changing_and_removing_replay_to_the_state(tmp_path: Path) -> None:
    path = tmp_path / "data.edits.jsonl"
    base = table("a", "b")
    a, b, c = record("a"), record("b"), record("c")
    save(path, who="ann", at=NOON, before=None, after=c)
    save(path, who="ann", at=NOON + timedelta(minutes=1), before=a, after=a | {"kind": "held"}, note="still there")
    save(path, who="bob", at=NOON + timedelta(minutes=2), before=b, after=None)
    log = read_log(path)
    assert [(e.number, e.act, e.who) for e in log.edits] == [(1, "add", "ann"), (2, "change", "ann"), (3, "remove", "bob")]
    assert log.damage == ()
    state = replay(base, log.edits)
    assert dict(zip(state.events["event_id"], state.events["kind"].astype("str"), strict=True)) == {"a": "held", "c": "taken"}
    assert state.events.set_index("event_id").geometry["c"].x == 45.8
    assert (state.conflicts, state.changed) == ((), ("a", "b", "c"))
    assert list(base["event_id"]) == ["a", "b"]


def test_any_past_state_opens() -> None:
    base = table("a")
    log = Log()
    states = []
    for number in range(3):
        before = record("a", summary=f"v{number}" if number else "")
        edit = following(log, who="ann", at=NOON + timedelta(days=number), before=before, after=record("a", summary=f"v{number + 1}"))
        log = parse("\n".join([*(to_line(e) for e in log.edits), to_line(edit)]) + "\n")
        states.append(f"v{number + 1}")
    assert [replay(base, log.edits, until=n).events["summary"].iloc[0] for n in (0, 1, 2, 3)] == ["", *states]
    assert replay(base, log.edits, until=NOON + timedelta(days=1)).events["summary"].iloc[0] == "v2"
    assert len(history(log.edits, "a")) == 3


def test_undo_is_an_edit_of_its_own_and_later_edits_come_first(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    a = record("a")
    save(path, who="ann", at=NOON, before=a, after=a | {"kind": "held"})
    save(path, who="ann", at=NOON, before=a | {"kind": "held"}, after=a | {"kind": "contested"})
    with pytest.raises(InputError, match="later edit"):
        undo(path, 1, who="ann", at=NOON)
    undo(path, 2, who="ann", at=NOON)
    log = read_log(path)
    assert len(log.edits) == 3
    assert replay(table("a"), log.edits).events["kind"].astype("str").tolist() == ["held"]
    with pytest.raises(InputError, match="no such edit"):
        undoing(log, 9, who="ann", at=NOON)


def test_a_torn_last_line_is_told_and_loses_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    a = record("a")
    save(path, who="ann", at=NOON, before=None, after=a)
    save(path, who="ann", at=NOON, before=a, after=a | {"kind": "held"})
    whole = path.read_bytes()
    for cut in range(len(whole.split(b"\n")[0]) + 2, len(whole) - 1, 7):
        path.write_bytes(whole[:cut])
        log = read_log(path)
        assert [e.number for e in log.edits] == [1]
        assert "cut off" in log.damage[0]
    save(path, who="bob", at=NOON, before=a, after=None)
    log = read_log(path)
    assert [(e.number, e.act) for e in log.edits] == [(1, "add"), (2, "remove")]
    assert len(log.damage) == 1
    assert whole[:cut] in path.read_bytes()  # nothing was overwritten


def test_an_altered_or_a_lost_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    for name in ("a", "b", "c"):
        save(path, who="ann", at=NOON, before=None, after=record(name))
    lines = path.read_text(encoding="utf-8").splitlines()
    altered = parse("\n".join([lines[0], lines[1].replace("ann", "eve"), lines[2]]) + "\n")
    assert [e.event_id for e in altered.edits] == ["a", "c"]
    assert "altered" in altered.damage[0]
    lost = parse("\n".join([lines[0], lines[2]]) + "\n")
    assert "missing" in lost.damage[0]


def test_killed_in_the_middle_of_saving_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r})
from datetime import UTC, datetime
from events.edit_log import save
for n in range(100000):
    save({str(path)!r}, who="ann", at=datetime(2008, 4, 1, tzinfo=UTC), before=None, after={{"event_id": f"e{{n}}", "summary": "x" * 5000}})
    print(n, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) >= 5:
                break
        writer.kill()
        told = [int(n) for n in writer.stdout.read().split()] or [5]
    log = read_log(path)
    assert len(log.edits) > max(told)  # every edit that was confirmed is there
    assert [e.number for e in log.edits] == list(range(1, len(log.edits) + 1))
    assert len(log.damage) <= 1


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r})
from datetime import UTC, datetime
from events.edit_log import save
for n in range(20):
    save({str(path)!r}, who=sys.argv[1], at=datetime(2008, 4, 1, tzinfo=UTC), before=None, after={{"event_id": f"{{sys.argv[1]}}{{n}}"}})
"""
    writers = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("ann", "bob")]
    assert [w.wait() for w in writers] == [0, 0]
    log = read_log(path)
    assert (len(log.edits), log.damage) == (40, ())
    assert [e.number for e in log.edits] == list(range(1, 41))


def test_an_edit_that_does_not_fit_is_told() -> None:
    edit = following(Log(), who="ann", at=NOON, before=record("a", kind="held"), after=record("a", kind="contested"))
    state = replay(table("a"), [edit])
    assert "not what it was" in state.conflicts[0]
    assert state.events["kind"].astype("str").tolist() == ["contested"]


@pytest.mark.parametrize(
    ("before", "after", "at", "says"),
    [
        (None, None, NOON, "needs an event"),
        ({"event_id": "a"}, {"event_id": "b"}, NOON, "which event"),
        ({"event_id": "a"}, {"event_id": "a"}, NOON, "nothing was changed"),
        (None, {"event_id": "a"}, datetime(2008, 4, 1), "time zone"),  # noqa: DTZ001  # what is refused
    ],
)
def test_what_is_no_edit_is_refused(before: dict[str, Any] | None, after: dict[str, Any] | None, at: datetime, says: str) -> None:
    with pytest.raises(InputError, match=says):
        following(Log(), who="ann", at=at, before=before, after=after)


def test_a_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DataSetError, match="cannot be saved"):
        save(tmp_path / "file" / "log.jsonl", who="ann", at=NOON, before=None, after=record("a"))
    assert read_log(tmp_path / "none.jsonl") == Log((), (), START)


values = st.one_of(st.none(), st.text(max_size=20), st.integers(-1000, 1000), st.floats(allow_nan=False, allow_infinity=False))


@given(st.dictionaries(st.text(max_size=8), values, max_size=4), st.text(max_size=20), st.text(max_size=40))
def test_a_line_brings_back_the_edit(content: dict[str, Any], who: str, note: str) -> None:
    edit = following(Log(), who=who, at=NOON, before=None, after=content | {"event_id": "a"}, note=note)
    line = to_line(edit)
    assert "\n" not in line
    assert from_line(line) == edit
    assert line_sum(line) == line_sum(to_line(from_line(line)))


@given(st.text(max_size=200))
def test_garbage_is_no_log_and_no_error(text: str) -> None:
    log = parse(text)
    assert log.edits == ()
    assert bool(log.damage) == bool(text.replace("\n", "").strip())


def test_a_repeat_is_the_same_place_kind_and_day() -> None:
    events = table("a")
    again = {"place": " kut ", "kind": "taken", "start": "2008-03-25"}
    assert list(repeats(again, events)) == ["a"]
    for other in ({"place": "Hilla"}, {"kind": "held"}, {"start": "2008-03-26"}, {"start": ""}, {"place": ""}):
        assert list(repeats(again | other, events)) == []


def test_merging_fills_what_is_empty_and_keeps_both_sources() -> None:
    both = merged(
        record("a", summary="One.", publisher="Wire", opponent=""),
        {"summary": "Two.", "publisher": "Times", "opponent": "Police", "kind": "held"},
    )
    assert (both["summary"], both["publisher"], both["opponent"], both["kind"]) == ("One.; Two.", "Wire; Times", "Police", "taken")


def test_a_link_made_before_edits_tells_exactly_how_many_events_changed() -> None:
    a, b = record("a"), record("b")
    log = Log()
    for before, after in ((a, a | {"kind": "held"}), (b, None), (a | {"kind": "held"}, a), (None, record("c"))):
        edit = following(log, who="ann", at=NOON, before=before, after=after)
        log = Log((*log.edits, edit), (), line_sum(to_line(edit)))
    then, now = stamp("0" * 16, "A" * 64), stamp("1" * 16, "BB" + "A" * 62, edit=4)
    assert changes_since(then, now=now, edits=log.edits) == "2 events changed since this link was made."  # "a" is what it was
    assert changes_since(f"{then}.3", now=stamp("1" * 16, "B" + "A" * 63, edit=4), edits=log.edits) == (
        "1 event changed since this link was made."
    )
    other = stamp("1" * 16, "BBBBB" + "A" * 59, edit=4)  # more changed than the log can account for
    assert changes_since(then, now=other, edits=log.edits) == "At least 5 events changed since this link was made."
    for damaged in (f"{then}.x", f"{then}.-1", f"{then}.{'9' * 12}"):
        assert "damaged" in str(changes_since(damaged, now=now, edits=log.edits))
