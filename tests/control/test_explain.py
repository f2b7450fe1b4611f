"""Why is this place red? In words."""

from __future__ import annotations

import pandas as pd

from events.control import control_at, explain, spells
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table


def _told(events: object, when: str, place: str = "Town") -> str:
    now = control_at(spells(events, gazetteer=demo_gazetteer(), factions=demo_factions()), when).set_index("place", drop=False)
    return explain(now.loc[place], events, when=when)


def test_who_since_when_according_to_whom_and_who_says_otherwise() -> None:
    assert _told(demo(), "2008-03-28", "New Baghdad") == (
        "New Baghdad: held by Mahdi Army since 27 March 2008, by the report of Hot Air (quoting The Times and The New York Times). "
        "The last report is of 27 March 2008 (1 day earlier); high confidence (79 of 100). 1 report says otherwise."
    )


def test_the_place_around_speaks() -> None:
    assert "the reports on Basra speak for it" in _told(demo(), "2008-06-26", "Jamiyat")


def test_claims_sieges_fights_and_silence() -> None:
    claim = table(report("2020-01-01", "taken", "Reds", asserted="claimed"), report("2020-01-02", "besieged", "Greens", publisher=""))
    assert _told(claim, "2020-01-02").endswith("Every report behind this is a claim. It is reported besieged.")
    fight = table(report("2020-01-01", "taken", "Reds"), report("2020-01-02", "contested", "contested", publisher=""))
    assert _told(fight, "2020-01-02").startswith(
        "Town: contested, last held by Reds, since 2 January 2020. The last report is of 2 January 2020 (that day)"
    )
    assert "too long ago to tell" in _told(table(report("2020-01-01", "taken", "Reds")), "2022-01-01")
    assert "it names no holder" in _told(table(report("2020-01-01", "presence", "Reds")), "2020-01-02")


def test_no_day_asked_no_age_told() -> None:
    events = table(report("2020-01-01", "taken", "Reds"))
    assert "earlier" not in explain(pd.Series(control_at(spells(events), "2020-02-01").iloc[0]), events)
