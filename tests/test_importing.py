from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from events import geoparquet, importing
from events.errors import DataSetError, InputError
from events.fingerprint import fingerprint_and_sketch
from events.gazetteer import from_table
from events.importing import import_file
from events.schema import COLUMNS, validate
from events.sources.mapping import Mapping
from events.sources.reading import open_source
from tests.sources.reading import imported

HEADER = "id,date,place,admin,holder,latitude,longitude\n"
ROWS = "1,2008-03-25,Kut,Wasit,Mahdi Army,,\n2,2008-03-26,Atlantis,,Poseidon,,\n3,2008-03-24,Basra,,Iraqi government,30.5,47.8\n4,x,,,,,\n"


def places() -> pd.DataFrame:
    return pd.DataFrame(
        {"name": ["Kut", "Wasit"], "lat": [32.5, 32.7], "lon": [45.8, 45.8], "kind": ["city", "governorate"], "parent": ["Wasit", ""]}
    )


def test_rows_without_coordinates_are_placed_by_their_words_and_the_rest_stay_unplaced(tmp_path: Path) -> None:
    outcome = imported(tmp_path, HEADER + ROWS * 1, gazetteer=from_table(places()))
    kut, atlantis, basra = (outcome.event(str(n)) for n in (1, 2, 3))
    assert (kut["geometry"].x, kut["geometry"].y) == (45.8, 32.5)
    assert kut["located_by"] not in ("", basra["located_by"])
    assert kut["radius_m"] > 0
    assert atlantis["geometry"] is None
    assert basra["located_by"] == "coordinates in the source"
    assert outcome.done.unresolved == 1


def test_what_is_loaded_is_what_validating_the_rows_gives(tmp_path: Path) -> None:
    outcome = imported(tmp_path, HEADER + ROWS)
    with open_source(tmp_path / "data.csv") as source:
        rows = pd.concat([batch.rows for batch in source.batches()], ignore_index=True)
    expected, _ = validate(rows)
    pd.testing.assert_frame_equal(pd.DataFrame(outcome.events[list(COLUMNS)]), pd.DataFrame(expected[list(COLUMNS)]), check_dtype=False)
    assert isinstance(outcome.events, gpd.GeoDataFrame)
    assert [str(outcome.events[c].dtype) for c in ("kind", "start", "place")] == ["category", "datetime64[us, UTC]", "str"]


def test_the_stored_fingerprint_is_that_of_the_events(tmp_path: Path) -> None:
    outcome = imported(tmp_path, HEADER + ROWS, gazetteer=from_table(places()))
    assert (outcome.done.info.fingerprint, outcome.done.info.sketch) == fingerprint_and_sketch(outcome.events)


def test_batches_and_order_of_rows_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{n},2008-03-{n % 28 + 1:02},Kut,,A,{30 + n / 100},45" for n in range(300)]
    whole = imported(tmp_path, HEADER + "\n".join(rows)).done.info.fingerprint
    monkeypatch.setattr("events.sources.delimited.CHUNK_ROWS", 7)
    monkeypatch.setattr("events.sources.delimited.LONGEST_ROW", 512)
    monkeypatch.setattr("events.geoparquet.ROW_GROUP", 11)
    outcome = imported(tmp_path, HEADER + "\n".join(reversed(rows)))
    assert outcome.done.info.fingerprint == whole
    assert outcome.events["start"].is_monotonic_increasing


def test_the_first_of_two_rows_with_one_identity_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.sources.delimited.CHUNK_ROWS", 2)
    monkeypatch.setattr("events.sources.delimited.LONGEST_ROW", 128)
    rows = [f"{n},2008-03-25,Kut,,A,30,45" for n in range(1, 20)]
    outcome = imported(tmp_path, HEADER + "\n".join([*rows, "7,2008-01-01,Kut,,B,30,45"]))
    assert outcome.reasons == {20: importing.TWICE}
    assert outcome.event("7")["faction"] == "A"


def test_a_file_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.parquet"
    imported(tmp_path, HEADER + ROWS)
    before = out.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("events.geoparquet.os.fsync", fail)
    with pytest.raises(DataSetError, match="No space left"):
        imported(tmp_path, HEADER + ROWS.replace("Kut", "Hilla"))
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "out.parquet", "out.rejected.parquet"]


def test_a_file_without_a_single_event_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    mapping = Mapping({"date": "date", "place": "place", "faction": "holder"}, every_kind="held")
    with pytest.raises(InputError, match=r"row 1.*date.*2008-02-30.*no row of it is an event.*no such day"):
        imported(tmp_path, HEADER + "1,2008-02-30,Kut,,A,,\n", mapping=mapping)


def test_progress_grows_to_the_whole(tmp_path: Path) -> None:
    told: list[tuple[float, int]] = []
    (tmp_path / "a.csv").write_text(HEADER + ROWS, encoding="utf-8")
    import_file(tmp_path / "a.csv", tmp_path / "out.parquet", progress=lambda share, rows: told.append((share, rows)))
    assert told == sorted(told)
    assert told[-1][0] == 1.0


def test_files_that_are_no_data_set_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        geoparquet.load(tmp_path / "nothing.parquet")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(DataSetError, match="cannot be read"):
        geoparquet.load(tmp_path / "a.parquet")
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "b.parquet")
    with pytest.raises(DataSetError, match="not written by an import"):
        geoparquet.load(tmp_path / "b.parquet")


def test_no_such_format_is_an_error_that_names_the_others(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="acled, ucdp"):
        imported(tmp_path, HEADER + ROWS, format="gdelt")
    with pytest.raises(InputError, match="not that of acled"):
        imported(tmp_path, HEADER + ROWS, format="acled")


def test_progress_moves_with_every_batch_until_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.sources.delimited.CHUNK_ROWS", 40)
    monkeypatch.setattr("events.sources.delimited.LONGEST_ROW", 1024)
    rows = "\n".join(f"{n},2008-03-{n % 28 + 1:02},Kut,,A,{30 + n / 100},45" for n in range(600))
    told: list[tuple[float, int]] = []
    imported(tmp_path, HEADER + rows, progress=lambda share, count: told.append((share, count)))
    shares, counts = zip(*told, strict=True)
    reading = [share for share in shares if share < 0.6]
    assert len(reading) > 10
    assert len(set(reading)) == len(reading)
    assert list(shares) == sorted(shares)
    assert list(counts) == sorted(counts)
    assert told[-1] == (1.0, 600)
