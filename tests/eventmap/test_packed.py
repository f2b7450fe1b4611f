"""The figures of the packed columns are those of the table they were made from."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import describe, filters, summary
from events.errors import DataSetError
from events.eventmap import pack
from events.eventmap.packed import unpack
from events.schema import validate
from events.view import ViewState
from tests import frames

DAYS = [f"2008-0{month}-{day:02d}" for month in (1, 2, 3) for day in range(1, 29)]
days = st.sampled_from(DAYS)
rows = st.lists(
    st.tuples(days, st.sampled_from(["A", "B", "unknown", "مهدي"]), st.sampled_from(["taken", "held", "clash"]), st.booleans()), max_size=25
)
views = st.builds(
    ViewState,
    time=days,
    window=st.integers(0, 60),
    factions=st.none() | st.lists(st.sampled_from(["A", "B", "unknown", "nobody"]), unique=True).map(tuple),
    hidden=st.lists(st.sampled_from(["A", "unknown", "nobody"]), unique=True).map(tuple),
    kinds=st.none() | st.lists(st.sampled_from(["taken", "clash", "riot"]), unique=True).map(tuple),
    since=st.just("") | days,
    until=st.just("") | days,
)


@settings(max_examples=30)
@given(rows, views)
def test_figures_are_those_of_the_table(given_rows: list[tuple[str, str, str, bool]], view: ViewState) -> None:
    table = pd.DataFrame(given_rows, columns=["start", "faction", "kind", "placed"])
    table["event_id"] = [f"e{n}" for n in range(len(table))]
    table["lon"] = table["lat"] = np.where(table.pop("placed").to_numpy(dtype=bool), 44.0, np.nan)
    events, rejected = validate(table)
    assert rejected.empty
    packed = unpack(pack(events))
    keep = packed.chosen(view)
    assert keep.tolist() == filters.chosen(events, view).tolist()
    low, high = packed.span(view)
    window = np.zeros(len(events), dtype=bool)
    window[low:high] = True
    assert window.tolist() == filters.in_window(events, view).tolist()
    assert packed.count(view, keep, rejected=2) == describe.count(events, view, rejected=2)
    shown = filters.apply(events, view)
    for by in ("faction", "kind"):
        ours, theirs = packed.over_time(view, keep, by=by), summary.counts_over_time(shown, by=by)
        assert (
            ours[["date", by, "count"]].astype("str").to_numpy().tolist() == theirs[["date", by, "count"]].astype("str").to_numpy().tolist()
        )
        assert ours.attrs["step"] == theirs.attrs["step"] or shown.empty


def test_what_a_search_found_counts_too() -> None:
    events = frames.events()
    view = ViewState(search="basra")
    found = filters.found(events, view.search)
    assert unpack(pack(events)).chosen(view, found=found).tolist() == filters.chosen(events, view).tolist()


def test_bounds_are_those_of_the_places() -> None:
    events = frames.events()
    bounds = unpack(pack(events)).bounds
    assert bounds is not None
    assert np.allclose(bounds, events.geometry.dropna().total_bounds, atol=1e-6)
    assert unpack(pack(events.iloc[4:])).bounds is None


def test_days_before_and_long_after_the_data_are_told_apart() -> None:
    packed = unpack(pack(frames.events()))
    for time in ("1500-01-01", "2900-01-01"):
        view = dataclasses.replace(ViewState(), time=time)
        low, high = packed.span(view)
        assert high - low == (5 if time > "2008" else 0)


@pytest.mark.parametrize("content", [b"", b"EVT1", b"EVT1\xff\xff\xff\x7f{}", b"PK\x03\x04", b"EVT1\x02\x00\x00\x00{}"])
def test_what_is_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(DataSetError):
        unpack(content)
