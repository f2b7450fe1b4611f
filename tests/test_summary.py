"""Counts and tables say what the events say."""

from __future__ import annotations

import pandas as pd

from events import summary
from tests.frames import events


def test_counts_over_time_by_day_add_up() -> None:
    table = summary.counts_over_time(events(), by="faction")
    assert table.attrs["step"] == "day"
    assert table["count"].sum() == 5
    row = table[(table["date"] == pd.Timestamp("2008-03-27")) & (table["faction"] == "Mahdi Army")]
    assert row["count"].tolist() == [1]


def test_long_spans_are_counted_by_larger_steps() -> None:
    table = events()
    table.loc[0, "start"] = pd.Timestamp("1990-01-01", tz="UTC")
    counted = summary.counts_over_time(table, by="kind")
    assert counted.attrs["step"] == "year"
    assert counted["date"].min() == pd.Timestamp("1990-01-01")
    assert counted["count"].sum() == 5


def test_no_events_give_no_counts() -> None:
    assert summary.counts_over_time(events().iloc[:0], by="kind").empty


def test_values_are_ranked_by_how_often_they_occur_then_by_name() -> None:
    assert list(summary.counts(events(), by="faction").items())[:2] == [("Mahdi Army", 2), ("Iraqi Army", 1)]


def test_the_table_is_newest_first() -> None:
    assert summary.table(events())["event_id"].tolist() == ["lost", "clash", "basra", "curfew", "kut"]


def test_contradictions_are_found_from_both_sides() -> None:
    table = events()
    table.loc[table["event_id"] == "kut", "contradicts"] = "clash"
    assert summary.contradictions_of(table, "clash")["event_id"].tolist() == ["kut"]
    assert summary.contradictions_of(table, "kut")["event_id"].tolist() == ["clash"]
    assert summary.contradictions_of(table, "basra").empty
    assert summary.contradictions_of(table, "no such event").empty


def test_other_events_at_a_place_need_the_same_name_in_the_same_larger_unit() -> None:
    table = events()
    table["place"], table["admin"] = "Askari", "Hilla"
    table.loc[0, "admin"] = "Karbala"
    assert summary.others_at(table, table["event_id"][1])["event_id"].tolist() == table["event_id"][2:].tolist()
    table["place"] = ""
    assert summary.others_at(table, table["event_id"][1]).empty
