"""No text from the data is run by a spreadsheet, and every text comes back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.cells import guard, unguard

texts = st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.text("'=+-@\t\r\n＝x"), max_size=8)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://a","b")', "＝1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert guard(pd.Series([text], dtype="str")).tolist() == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "Basra", "'quoted'", "1-2", "a=b", "Kut – north", "البصرة"])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert guard(pd.Series([text], dtype="str")).tolist() == [text]


@given(texts)
def test_every_text_comes_back(given_texts: list[str]) -> None:
    before = pd.Series(given_texts, dtype="str")
    pd.testing.assert_series_equal(unguard(guard(before)), before)


@given(texts)
def test_no_guarded_text_begins_like_a_formula(given_texts: list[str]) -> None:
    assert not guard(pd.Series(given_texts, dtype="str")).str.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")).any()
