"""A state after edits, as a file, holds what the replay in memory gives, whatever parts the data set's file has; and it is made once."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import geoparquet
from events.edits import Edit, Log, following, line_sum, to_line
from events.errors import DataSetError
from events.fingerprint import fingerprint_and_sketch
from events.geoparquet import Info, info_metadata
from events.library import states
from events.replay import as_record, checked, replay
from events.schema import COLUMNS, empty_rejected, validate
from events.stamping import Stamping

NOON = datetime(2008, 4, 1, 12, tzinfo=UTC)


def base(folder: Path, *, rows: int = 8, part: int = 3) -> tuple[Path, gpd.GeoDataFrame]:
    """Write a data set whose file has several parts; two events a day, one without a place, one column of the source's own."""
    table = pd.DataFrame(
        {
            "event_id": [f"e{n}" for n in range(rows)],
            "start": [f"2008-03-{20 + n // 2}" for n in range(rows)],
            "kind": "taken",
            "faction": ["A", "B"] * (rows // 2),
            "place": "Kut",
            "lon": [45.8 if n else None for n in range(rows)],
            "lat": [32.5 if n else None for n in range(rows)],
            "needs_decision": [n % 2 == 0 for n in range(rows)],
        }
    )
    events, rejected = validate(table)
    assert rejected.empty
    path = folder / f"{'0' * 32}.parquet"
    arrow = geoparquet.to_arrow(events.assign(row=range(rows)))
    stamping = Stamping()
    stamping.add(arrow)
    mark, outline = stamping.result()
    with pq.ParquetWriter(path, arrow.schema, store_schema=False) as writer:
        writer.write_table(arrow, row_group_size=part)
        info = Info(source="x.csv", fingerprint=mark, sketch=outline, rows=rows, valid=rows, unresolved=1)
        writer.add_key_value_metadata({geoparquet.KEY: info_metadata(info), b"geo": stamping.geo_metadata()})
    geoparquet.write_rejected(empty_rejected(), geoparquet.rejected_path(path))
    return path, geoparquet.load(path)[0]


def logged(events: gpd.GeoDataFrame, acts: list[tuple[str, int, int]]) -> tuple[Edit, ...]:
    """Return edits, each (act, event, day), of which those that do nothing are left out."""
    now: dict[str, Any] = {str(row["event_id"]): checked(as_record(row)) for row in events.to_dict("records")}
    log = Log()
    for number, (act, which, day) in enumerate(acts):
        event_id = f"new{which}" if act == "add" else f"e{which}"
        before = now.get(event_id)
        if (before is None) != (act == "add"):
            continue
        given = before or {"event_id": event_id, "kind": "held", "faction": "C", "lon": 44.0, "lat": 33.0, "quote": f"q{number}"}
        after = None if act == "remove" else checked({**given, "start": f"2008-03-{day}", "summary": f"v{number}", "needs_decision": False})
        if before == after:
            continue
        edit = following(log, who="ann", at=NOON + timedelta(minutes=number), before=before, after=after)
        now[event_id] = after
        log = Log((*log.edits, edit), (), line_sum(to_line(edit)))
    return log.edits


acts = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 7), st.integers(10, 29)), max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("states")


@settings(max_examples=6)  # each writes files and waits for the disk
@given(asked=acts, part=st.sampled_from([1, 3, 8]))
def test_a_state_on_disk_is_the_replay_in_memory(folder: Path, asked: list[tuple[str, int, int]], part: int) -> None:
    path, events = base(folder, part=part)
    edits = logged(events, asked)
    wanted = replay(events, edits)
    made, rejected, info = geoparquet.load(states.state(path, edits, folder / f"{part}"))
    assert made["event_id"].tolist() == wanted.events["event_id"].tolist()
    for name in COLUMNS:
        if name not in ("geometry", "radius_m", "end"):
            assert made[name].tolist() == wanted.events[name].tolist(), name
    assert made.geometry.isna().tolist() == wanted.events.geometry.isna().tolist()
    assert made["needs_decision"].tolist() == [bool(x) for x in wanted.events["needs_decision"]]
    assert (info.fingerprint, info.sketch) == fingerprint_and_sketch(wanted.events)
    assert (info.valid, info.unresolved, list(info.conflicts)) == (len(made), int(made.geometry.isna().sum()), [])
    assert rejected.empty


def test_a_state_is_made_once_and_the_oldest_are_let_go(tmp_path: Path) -> None:
    path, events = base(tmp_path)
    edits = logged(events, [("change", n % 8, 10 + n) for n in range(states.MOST + 4)])
    first = states.state(path, edits[:1], tmp_path / "states")
    made = first.stat().st_ino
    assert states.state(path, edits[:1], tmp_path / "states").stat().st_ino == made
    long_ago = time.time() - 2 * states.RECENT_S
    for number in range(2, len(edits) + 1):
        os.utime(states.state(path, edits[:number], tmp_path / "states"), (long_ago + number, long_ago + number))
    kept = [file for file in (tmp_path / "states").glob("*.parquet") if "rejected" not in file.name]
    assert len(kept) == states.MOST
    assert first in kept  # opened a moment ago
    assert states.state(path, (), tmp_path / "states") == path


def test_a_damaged_data_set_is_told(tmp_path: Path) -> None:
    path, events = base(tmp_path)
    edits = logged(events, [("change", 1, 11)])
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + b"\0" * 400 + whole[600:])
    with pytest.raises(DataSetError):
        states.state(path, edits, tmp_path / "states")
    assert list((tmp_path / "states").glob("*")) == []
