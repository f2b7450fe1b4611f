"""Figures: places held over time, days held, flips, and the half-life that the data show."""

from __future__ import annotations

import pandas as pd
import pytest

from events.control import control_at, days_held, flips, half_life, places_held, spells
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table

TOWN = (report("2020-01-01", "taken", "Reds"), report("2020-01-05", "contested", "contested"), report("2020-01-09", "taken", "Blues"))


def test_days_held_by_each_faction() -> None:
    found = days_held(spells(table(*TOWN)), until="2020-01-12")
    assert found.set_index("faction")["days"].to_dict() == {"Reds": 4, "contested": 4, "Blues": 4}


def test_days_in_silence_are_held_by_nobody() -> None:
    found = days_held(spells(table(report("2020-01-01", "taken", "Reds"))), until="2022-01-01")
    # 0.8 falls to 0.25 in 90 × log2(0.8 / 0.25) = 151.02 days.
    assert found["days"].tolist() == [152]
    back = spells(table(report("2020-01-01", "taken", "Reds"), report("2021-01-01", "held", "Reds")))
    assert days_held(back, until="2022-01-01")["days"].tolist() == [304]


def test_flips_count_changes_from_one_camp_to_another() -> None:
    found = flips(spells(table(*TOWN, report("2020-01-02", "taken", "Reds", place="Hill")))).set_index("place")
    assert found["flips"].to_dict() == {"Town": 1, "Hill": 0}
    assert found.loc["Town", "last_flip"] == pd.Timestamp("2020-01-09", tz="UTC")


def test_places_held_by_day_agree_with_control_on_each_of_these_days() -> None:
    found = spells(demo(), gazetteer=demo_gazetteer(), factions=demo_factions())
    held = places_held(found, until="2008-06-26")
    for day in ("2008-03-25", "2008-04-02", "2008-05-01", "2008-06-26"):
        now = control_at(found, day, inherit=False)
        expected = now["holder"].where(now["status"] == "held", now["status"]).value_counts().to_dict()
        told = held[held["date"] == pd.Timestamp(day, tz="UTC")].set_index("faction")["places"]
        assert told[told > 0].to_dict() == expected
    assert held["date"].nunique() == 96, "every day from 23 March to 26 June"


def test_no_figures_of_nothing() -> None:
    nothing = spells(table(*TOWN).iloc[:0])
    assert places_held(nothing, until="2020-01-01").empty
    assert days_held(nothing, until="2020-01-01").empty
    assert flips(nothing).empty
    assert half_life(nothing, until="2020-01-01") is None


def test_the_half_life_is_measured_from_flips_for_the_days_watched() -> None:
    # Two flips in 100 days watched: a rate of 0.02 a day, ln 2 / 0.02 = 34.66 days.
    watched = table(report("2020-01-01", "taken", "Reds"), report("2020-02-01", "taken", "Blues"), report("2020-04-10", "taken", "Reds"))
    assert half_life(spells(watched), until="2020-12-31") == pytest.approx(34.657, abs=0.001)
    assert half_life(spells(table(report("2020-01-01", "taken", "Reds"), report("2020-06-01", "held", "Reds"))), until="2020-12-31") is None
