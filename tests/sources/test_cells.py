from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.sources import cells


def degrees(cell: str, halves: str = "NS") -> float | None:
    found, bad = cells.degrees(pd.Series([cell], dtype="str"), halves=halves)
    assert not (bad[0] and not np.isnan(found[0]))
    return None if bad[0] or np.isnan(found[0]) else float(found[0])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("33.341", 33.341),
        ("33,341", 33.341),
        (" -0.5 ", -0.5),
        ("-33,5", -33.5),
        ("33°20'27.6\"N", 33.341),
        ("33°20'S", -33.333333333333336),
        ("33.5° N", 33.5),
        ("12 46 48 N", 12.78),
        ("S12:46:48", -12.78),
        ("12.78N", 12.78),
        ("٣٥٫٨١", 35.81),
        ("12 46 48", None),
        ("N12.78N", None),
        ("12d46m48s", None),
        ("1.234,5", None),
        ("33°75'N", None),
        ("44°E", None),
        ("-33°N", None),
        ("inf", None),
        ("north", None),
        ("", None),
        ("NULL", None),
    ],
)
def test_degrees(cell: str, value: float | None) -> None:
    assert degrees(cell) == pytest.approx(value) if value is not None else degrees(cell) is None


def test_one_cell_that_is_no_number_leaves_the_others_read() -> None:
    found, bad = cells.numbers(pd.Series(["1", "x", "2,5", "", "1e3"], dtype="str"))
    assert bad.tolist() == [False, True, False, False, False]
    assert found[[0, 2, 4]].tolist() == [1, 2.5, 1000]


def test_codes_are_read_with_a_spreadsheets_decimals_and_in_any_case() -> None:
    words, bad = cells.codes(pd.Series(["1", "1.0", "State  Forces", "9", ""], dtype="str"), {"1": "a", "state forces": "b"})
    assert words.tolist() == ["a", "a", "b", "", ""]
    assert bad.tolist() == [False, False, False, True, False]


def test_identifiers_lose_a_spreadsheets_decimals_only() -> None:
    assert cells.identifiers(pd.Series(["12.0", "12.50", "A1.0", " 7 "], dtype="str")).tolist() == ["12", "12.50", "A1.0", "7"]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_text_raises(texts: list[str]) -> None:
    column = pd.Series(texts, dtype="str")
    found, bad = cells.degrees(column, halves="EW")
    assert len(found) == len(bad) == len(texts)
    assert np.isfinite(found[~np.isnan(found)]).all()
