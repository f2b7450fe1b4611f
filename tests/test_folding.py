"""Many texts are folded as one is, in any script."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.folding import fold, fold_all


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("GÜLŞEHIR", "gulsehir"),
        ("Straße", "strasse"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Миколаїв", "миколаів"),  # ї is an i with two dots
        ("بَغْدَاد", "بغداد"),
        ("ﬁne “words”", "fine “words”"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_case_accents_and_ligatures_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold_all(pa.array([text], type=pa.large_string())).to_pylist() == [folded]


@given(st.lists(st.text(), max_size=8))
def test_all_at_once_is_as_one_by_one(texts: list[str]) -> None:
    assert fold_all(pa.array(texts, type=pa.large_string())).to_pylist() == [fold(text) for text in texts]
