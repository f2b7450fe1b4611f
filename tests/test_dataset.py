"""A data set is read whole: every row is an event, placed or listed as not placed, or a rejected row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import events
from events.dataset import add, empty
from events.errors import DataSetError, EventsError, InputError
from events.importing import import_file
from tests.conftest import DEMO
from tests.frames import dataset


def test_the_demo_is_read_and_placed_from_its_words() -> None:
    demo = events.read(DEMO)
    assert demo.name == "iraq-2008"
    assert (len(demo.events), len(demo.rejected), len(demo.unresolved)) == (167, 0, 0)
    assert demo.events.geometry.notna().all()
    assert (demo.first_day, demo.last_day) == ("2008-03-23", "2008-06-26")
    assert (demo.events["url"] != "").any()


def test_the_coordinates_of_the_demo_file_are_not_its_input(tmp_path: Path) -> None:
    for name in ("events.csv", "factions.csv", "places.csv"):
        (tmp_path / name).write_bytes((DEMO / name).read_bytes())
    table = pd.read_csv(tmp_path / "events.csv", dtype="str", keep_default_na=False)
    table.assign(lat="0", lon="0").to_csv(tmp_path / "events.csv", index=False)
    assert events.read(tmp_path).events.geometry.geom_equals(events.read(DEMO).events.geometry).all()


def test_a_demo_row_without_a_known_place_is_kept_and_placed_nowhere(tmp_path: Path) -> None:
    rows = "event_id,start_date,place,parent,change\na,2008-03-25,Atlantis,,taken\nb,2008-03-25,,,held\n"
    (tmp_path / "events.csv").write_text(rows, encoding="utf-8")
    read = events.read(tmp_path)
    assert read.events.geometry.isna().all()
    assert read.unresolved["place"].tolist() == ["Atlantis"]


def test_other_layouts_are_read_by_their_content(tmp_path: Path) -> None:
    file = tmp_path / "whatever.txt"
    file.write_text("date;latitude;longitude;place\n25.03.2008;32,5;45,8;Kut\n26.03.2008;30,5;47,8;Basra\n", encoding="cp1252")
    assert events.read(file).events["place"].tolist() == ["Kut", "Basra"]


def test_rows_with_too_few_or_too_many_cells_are_rejected_and_none_is_shifted(tmp_path: Path) -> None:
    head = "event_id,start_date,place,parent,change"
    (tmp_path / "events.csv").write_text(
        f"{head}\na,2008-03-25,Kut,Wasit,taken\nb,2008-03-25,Kut\nc,2008-03-25,Kut,Wasit,taken,x\nd,soon,Kut,Wasit,held\n", encoding="utf-8"
    )
    read = events.read(tmp_path)
    assert read.events["event_id"].tolist() == ["a"]
    assert read.rejected["row"].tolist() == [2, 3, 4]
    (tmp_path / "events.csv").write_text(f"{head}\na,2008-03-25,Kut,Wasit,taken,x\nb,2008-03-25,Kut,Wasit,taken,y\n", encoding="utf-8")
    assert set(events.read(tmp_path).rejected["reason"]) == {"more cells than the header has columns"}


def test_an_imported_data_set_opens_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    good = "".join(f"2008-03-{day},32.5,45.8,Kut\n" for day in range(10, 19))
    file.write_text(f"date,latitude,longitude,place\n{good}2008-03-25,99,45.8,Bad\n", encoding="utf-8")
    done = import_file(file, tmp_path / "set.parquet")
    read = events.read(tmp_path / "set.parquet")
    assert (len(read.events), len(read.rejected)) == (9, 1) == (done.valid, sum(done.rejected.values()))
    assert read.fingerprint == done.info.fingerprint


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"event_id,start_date,place,change\n\xff\xfe,x,y,z\n", b'event_id,start_date,place,change\n"a,b\n'],
)
def test_a_file_that_is_none_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes(content)
    with pytest.raises(EventsError, match=r"events\.csv"):
        events.read(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="nothing-here"):
        events.read(tmp_path / "nothing-here")


def test_adding_leaves_the_given_data_set_as_it_was() -> None:
    before = dataset()
    row = pd.DataFrame([{"event_id": "new", "start": "2008-03-01", "kind": "taken", "lon": 44.0, "lat": 33.0}])
    after = add(before, row)
    assert len(before.events) == 5
    assert after.events["event_id"].tolist()[0] == "new"
    assert after.fingerprint != before.fingerprint
    assert after.events["kind"].dtype == before.events["kind"].dtype


@pytest.mark.parametrize(("change", "words"), [({"event_id": "kut"}, "kut"), ({"start": "soon"}, "soon"), ({"kind": "bogus"}, "bogus")])
def test_what_is_no_event_is_not_added(change: dict[str, str], words: str) -> None:
    row = {"event_id": "new", "start": "2008-03-01", "kind": "taken", **change}
    with pytest.raises(InputError, match=words):
        add(dataset(), pd.DataFrame([row]))


def test_a_data_set_without_events_has_no_days() -> None:
    assert (empty().first_day, empty().last_day) == ("", "")
