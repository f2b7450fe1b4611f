"""A search finds what one would find by reading every text of every event."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.folding import fold
from events.searching import SEARCHED, searchable, words

WORDS = st.sampled_from(
    ["Basra", "basra", "Başra", "Straße", "STRASSE", "بغداد", "بَغْدَاد", "Київ", "a.b", "[x]", "\\E", "", " ", "한국", "½", "x\x00y"]
)
TEXTS = st.lists(WORDS, max_size=3).map(" ".join)
ROWS = st.lists(st.tuples(*[TEXTS for _ in SEARCHED]), max_size=6)


def by_reading(rows: list[tuple[str, ...]], search: str) -> list[bool]:
    return [all(any(fold(word) in fold(text) for text in row) for word in words(search)) for row in rows]


@given(ROWS, TEXTS)
def test_a_search_is_what_reading_everything_finds(rows: list[tuple[str, ...]], search: str) -> None:
    table = pd.DataFrame(rows, columns=list(SEARCHED), dtype="str")
    assert searchable(table).found(search).tolist() == by_reading(rows, search)


@given(ROWS, TEXTS)
def test_columns_read_as_numbers_find_the_same(rows: list[tuple[str, ...]], search: str) -> None:
    arrays = {name: pa.array([row[i] for row in rows], type=pa.string()) for i, name in enumerate(SEARCHED)}
    coded = pa.table({name: array.dictionary_encode() for name, array in arrays.items()})
    halves = pa.concat_tables([coded.slice(0, len(rows) // 2), coded.slice(len(rows) // 2)])
    assert searchable(halves).found(search).tolist() == by_reading(rows, search)


@pytest.mark.parametrize("coded", [False, True])
def test_a_text_that_is_missing_holds_no_word(coded: bool) -> None:
    array = pa.array(["Basra", None, "Kut"], type=pa.string())
    table = pa.table({name: array.dictionary_encode() if coded else array for name in SEARCHED})
    assert searchable(table).found("basra").tolist() == [True, False, False]
    assert searchable(table).found("none").tolist() == [False, False, False]


def test_many_different_characters_at_once_are_folded_as_one_by_one() -> None:
    texts = [chr(code) + "x" for code in range(1, 0x30000) if not 0xD800 <= code < 0xE000]
    table = pd.DataFrame({name: texts if name == "summary" else "" for name in SEARCHED}, dtype="str")
    found = searchable(table).found("ax")
    assert np.flatnonzero(found).tolist() == [i for i, text in enumerate(texts) if "ax" in fold(text).casefold()]
