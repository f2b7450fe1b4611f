"""What is taken out of a spill is what was put in, whatever repeats in it and in whatever order it is wanted."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import spill as module
from events.spill import Spill, plain

TEXT = pa.large_string()
ROW = st.tuples(st.sampled_from(("A", "B", "", None, "é")), st.sampled_from(("x", "y")), st.text(max_size=3), st.integers(0, 3))


def table(rows: list[tuple[str | None, str, str, int]]) -> pa.Table:
    few, two, many, number = zip(*rows, strict=True)
    columns = {"few": pa.array(few, TEXT), "two": pa.array(two, TEXT), "many": pa.array(many, TEXT), "number": pa.array(number)}
    return pa.table({**columns, "one": pa.array(["same"] * len(rows), TEXT), "event_id": pa.array(["a"] * len(rows), TEXT)})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=12), min_size=1, max_size=4), st.integers(0, 6), st.integers(0, 99), st.randoms())
def test_rows_come_out_as_they_went_in(
    batches: list[list[tuple[str | None, str, str, int]]], looked_up: int, handed_on: int, random: Random
) -> None:
    whole = pa.concat_tables([table(batch) for batch in batches])
    order = list(range(len(whole)))
    random.shuffle(order)
    wanted = pa.array(order[: len(order) // 2 + 1], pa.uint64())
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LOOKED_UP", looked_up)
        patch.setattr(module, "HANDED_ON", handed_on)
        spill = Spill(Path(folder))
        for batch in batches:
            spill.add(table(batch))
        assert plain(spill.table()).equals(whole)
        taken = spill.take(wanted)
        assert plain(taken).equals(whole.take(wanted))
        assert taken.schema.equals(spill.take(wanted.slice(0, 1)).schema)
        assert pa.types.is_large_string(taken.schema.field("event_id").type)
