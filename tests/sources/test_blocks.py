from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.sources import blocks as parser
from events.sources.blocks import blocks

LONGEST = 4_096


def parsed(path: Path, size: int) -> tuple[list[dict[str, str]], list[tuple[int, int, str]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "BLOCK", size)
        found = list(blocks(path, columns=2, separator=",", skip=1, longest=LONGEST))
    rows = [row for block, _ in found if block is not None for row in pa.Table.from_batches([block]).to_pylist()]
    return rows, [(row.number, row.cells, row.text) for _, ragged in found for row in ragged]


ROW = st.one_of(
    st.tuples(st.integers(0, 9), st.integers(0, 400)).map(lambda row: f"{row[0]},{'x' * row[1]}"),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda row: f'{row[0]},"{"y" * row[1]}\n,é"'),
    st.sampled_from(["ragged", "1,2,3", ",", "0,z"]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=60))
def test_a_row_too_long_for_a_small_block_loses_no_row_and_repeats_none(rows: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text("a,b\n" + "\n".join(rows) + "\n", encoding="utf-8", newline="")
        assert parsed(path, 128) == parsed(path, LONGEST)
