"""The charts say the same as the counts, give each faction its own colour, and take any name as plain text."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from events.charts import MOST_DAYS, counts_by_faction, counts_by_kind, places_held
from events.eventmap.colours import OTHER_COLOUR

HOSTILE = '<script>alert("1")</script>\'}]); datum.x = 1 // \u202eevil'


def _counts(rows: list[tuple[str, str, int]], by: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", by, "count"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def _data(spec: dict[str, Any]) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = spec["datasets"][spec["data"]["name"]]
    return values


def _without_data(spec: dict[str, Any]) -> str:
    return repr({key: value for key, value in spec.items() if key != "datasets"})


BY_FACTION = _counts(
    [("2008-03-25", "Mahdi Army", 3), ("2008-03-25", "Iraqi Army", 2), ("2008-03-25", "unknown", 1), ("2008-03-26", "Iraqi Army", 4)],
    "faction",
)
COLOURS = {"Iraqi Army": "#0072B2", "Mahdi Army": "#D55E00", "Fadhila": "#009E73", "unknown": "#A3AAB5"}


def test_bars_are_stacked_in_the_legends_order_without_gap_or_overlap() -> None:
    spec = counts_by_faction(BY_FACTION, colours=COLOURS, step="day").to_dict()
    bars = {(row["when"], row["faction"]): (row["below"], row["upto"]) for row in _data(spec)}
    assert bars == {
        ("25 March 2008", "Iraqi Army"): (0, 2),
        ("25 March 2008", "Mahdi Army"): (2, 5),
        ("25 March 2008", "unknown"): (5, 6),
        ("26 March 2008", "Iraqi Army"): (0, 4),
    }


def test_each_faction_keeps_the_colour_it_was_given_and_absent_ones_leave_the_legend() -> None:
    scale = counts_by_faction(BY_FACTION, colours=COLOURS, step="day").to_dict()["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "Iraqi Army": "#0072B2",
        "Mahdi Army": "#D55E00",
        "unknown": "#A3AAB5",
    }


def test_factions_without_a_colour_of_their_own_are_one_series_and_none_is_lost() -> None:
    counts = _counts([("2008-03-25", name, 1) for name in ("A", "B", "C", "D")], "faction")
    spec = counts_by_faction(counts, colours={"A": "#0072B2", "B": OTHER_COLOUR, "C": OTHER_COLOUR}, step="day").to_dict()
    assert {row["faction"]: row["count"] for row in _data(spec)} == {"A": 1, "3 other factions": 3}


@pytest.mark.parametrize(
    ("step", "words", "until"),
    [
        ("day", "1 February 2008", "2008-02-02"),
        ("week", "week of 1 February 2008", "2008-02-08"),
        ("month", "February 2008", "2008-03-01"),
        ("year", "2008", "2009-02-01"),
    ],
)
def test_a_bar_is_as_wide_as_its_step_and_its_tip_says_it_in_words(step: str, words: str, until: str) -> None:
    row = _data(counts_by_faction(_counts([("2008-02-01", "A", 1)], "faction"), colours={}, step=step).to_dict())[0]
    assert row["when"] == words
    assert row["until"].startswith(until)


def test_the_step_is_the_tables_own_when_none_is_given() -> None:
    counts = BY_FACTION.copy()
    counts.attrs["step"] = "month"
    assert _data(counts_by_faction(counts, colours=COLOURS).to_dict())[0]["when"] == "March 2008"


def test_an_unknown_step_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="fortnight"):
        counts_by_faction(BY_FACTION, colours=COLOURS, step="fortnight")


def test_dates_are_instants_in_utc_drawn_in_utc() -> None:
    for spec in (
        counts_by_faction(BY_FACTION, colours=COLOURS, step="day").to_dict(),
        counts_by_kind(_counts([("2008-03-25", "held", 1)], "kind")).to_dict(),
    ):
        assert spec["encoding"]["x"]["scale"] == {"type": "utc"}
        assert all(row["date"].endswith("+00:00") for row in _data(spec))


def test_axes_are_named_in_words() -> None:
    by_faction = counts_by_faction(BY_FACTION, colours=COLOURS, step="day").to_dict()["encoding"]
    by_kind = counts_by_kind(_counts([("2008-03-25", "held", 1)], "kind"), step="day").to_dict()["encoding"]
    assert [by_faction[axis]["title"] for axis in "xy"] == ["Date", "Number of events"]
    assert [by_kind[axis]["title"] for axis in "xy"] == ["Date", "Kind of event"]


def test_kinds_are_rows_in_the_vocabularys_order_with_their_labels() -> None:
    counts = _counts([("2008-03-25", "handed_over", 2), ("2008-03-25", "clash", 5), ("2008-03-25", "taken", 1)], "kind")
    spec = counts_by_kind(counts, step="day").to_dict()
    assert spec["encoding"]["y"]["sort"] == ["Taken", "Handed over", "Clash"]
    assert {row["kind"]: row["count"] for row in _data(spec)} == {"Handed over": 2, "Clash": 5, "Taken": 1}


def test_a_hostile_name_is_a_value_and_never_part_of_an_expression() -> None:
    counts = _counts([("2008-03-25", HOSTILE, 1), ("2008-03-25", "x" * 10_000, 1)], "faction")
    spec = counts_by_faction(counts, colours={HOSTILE: "#0072B2", "x" * 10_000: "#D55E00"}, step="day").to_dict()
    assert {row["faction"] for row in _data(spec)} == {HOSTILE, "x" * 10_000}
    assert HOSTILE in spec["encoding"]["color"]["scale"]["domain"]
    spec["encoding"]["color"]["scale"]["domain"] = []
    assert "<script" not in _without_data(spec)
    assert spec["encoding"]["color"]["legend"]["labelLimit"] < 200


def test_no_events_make_an_empty_chart() -> None:
    assert _data(counts_by_faction(_counts([], "faction"), colours=COLOURS, step="day").to_dict()) == []
    assert _data(counts_by_kind(_counts([], "kind"), step="day").to_dict()) == []


def test_many_steps_and_factions_stay_below_altairs_limit_of_rows() -> None:
    days = pd.date_range("2008-01-01", periods=150)
    rows = [(str(day.date()), f"faction {number}", 1) for day in days for number in range(300)]
    colours = {f"faction {number}": "#0072B2" for number in range(12)}
    spec = counts_by_faction(_counts(rows, "faction"), colours=colours, step="day").to_dict()
    assert len(_data(spec)) == 150 * 13


def test_the_given_table_is_left_as_it_was() -> None:
    before = BY_FACTION.copy(deep=True)
    counts_by_faction(BY_FACTION, colours=COLOURS, step="day")
    pd.testing.assert_frame_equal(BY_FACTION, before)


def test_places_held_are_stacked_with_the_unsettled_on_top_and_long_spans_are_thinned() -> None:
    days = pd.date_range("2008-01-01", periods=1_000, tz="UTC")
    names = ["Mahdi Army", HOSTILE, "contested", "unknown", "Never"]
    held = pd.DataFrame([(day, name, 0 if name == "Never" else 2) for day in days for name in names], columns=["date", "faction", "places"])
    spec = places_held(held, colours=COLOURS).to_dict()
    rows = _data(spec)
    assert {row["faction"] for row in rows} == {"Mahdi Army", HOSTILE, "contested", "unknown"}
    assert len({row["when"] for row in rows}) <= MOST_DAYS
    assert spec["encoding"]["color"]["scale"]["domain"][-2:] == ["contested", "unknown"]
    assert spec["encoding"]["y"]["stack"] == "zero"
    assert HOSTILE not in repr({key: value for key, value in spec["encoding"].items() if key != "color"})
