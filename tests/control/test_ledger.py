"""Why is this place red? Every report on it, what each did, which sets the state and which says otherwise."""

from __future__ import annotations

import pandas as pd
import pytest

from events.control import ledger
from events.errors import InputError
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table

EVERYTHING = (
    report("2020-01-01", "taken", "Reds"),
    report("2020-01-02", "curfew", "Reds"),
    report("2020-01-03", "held", "Reds"),
    report("2020-01-04", "taken", "Blues", asserted="denied"),
    report("2020-01-05", "besieged", "Reds"),
    report("2020-01-06", "contested", "contested"),
    report("2020-01-07", "held", "Reds"),
    report("2020-01-07", "held", "Blues"),
    report("2020-01-08", "withdrawn", opponent="Greens"),
    report("2020-01-09", "withdrawn", opponent="Reds"),
    report("2020-01-10", "clash", "Reds"),
)


def test_what_each_report_did() -> None:
    did = ledger(table(*EVERYTHING), "Town").set_index("event_id")["did"].to_dict()
    assert did == {
        "e1": "set the holder: Reds",
        "e2": "changed nothing",
        "e3": "confirmed Reds",
        "e4": "changed nothing",
        "e5": "marked a siege, and confirmed the holder",
        "e6": "contested the place",
        "e7": "confirmed Reds",
        "e8": "said Blues holds it: contested",
        "e9": "changed nothing",
        "e10": "cleared the holder",
        "e11": "gave context",
    }


def test_each_report_tells_its_rule_and_the_state_after_its_day() -> None:
    told = ledger(table(*EVERYTHING), "Town").set_index("event_id")
    assert (told["why"] != "").all()
    assert "denied" in told.loc["e4", "why"]
    assert told.loc["e6", ["holder_after", "status_after"]].tolist() == ["Reds", "contested"]
    assert told.loc["e10", ["holder_after", "status_after"]].tolist() == ["unknown", "unknown"]
    assert pd.isna(told.loc["e11", "weight"])


def test_which_report_sets_the_state_of_a_day_and_which_say_otherwise() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds"),
        report("2020-01-03", "held", "Reds"),
        report("2020-01-04", "presence", "Blues", contradicts="e1"),
        report("2020-02-01", "taken", "Blues"),
    )
    first = ledger(events, "Town", when="2020-01-10").set_index("event_id")["role"].to_dict()
    assert first == {"e1": "sets today's state", "e2": "confirms it", "e3": "says otherwise", "e4": ""}
    assert ledger(events, "Town").set_index("event_id")["role"].to_dict()["e4"] == "sets today's state"
    assert ledger(events, "Town", when="2020-01-02").set_index("event_id")["role"].to_dict()["e2"] == ""


def test_a_decision_is_told_where_it_bites() -> None:
    events = table(report("2020-01-05", "held", "Reds"), report("2020-01-05", "held", "Blues"))
    decided = pd.DataFrame([{"event_id": "e1", "other_id": "e2", "verdict": "first", "reason": "seen"}])
    told = ledger(events, "Town", decisions=decided).set_index("event_id")
    assert told["did"].to_dict() == {"e1": "set the holder: Reds", "e2": "set aside"}
    assert told["role"].to_dict() == {"e1": "sets today's state", "e2": "says otherwise"}


def test_the_city_that_speaks_for_a_district_is_in_its_ledger() -> None:
    events, options = demo(), {"gazetteer": demo_gazetteer(), "factions": demo_factions()}
    told = ledger(events, "Jamiyat", **options).set_index("event_id")
    assert told.loc["basra-phase14-26jun", ["scope", "role"]].tolist() == ["around", "sets today's state"]
    assert told.loc["jamiyat-army-hq-seized-25mar", ["scope", "role"]].tolist() == ["here", "says otherwise"]


def test_new_baghdads_ledger_holds_the_denial_with_its_link() -> None:
    told = ledger(demo(), "New Baghdad", gazetteer=demo_gazetteer(), factions=demo_factions(), when="2008-03-30").set_index("event_id")
    assert told.loc["seed-new-baghdad-checkpoints-taken", "role"] == "sets today's state"
    assert told.loc["lwj-baghdad-checkpoints-denied", "role"] == "says otherwise"
    assert told["url"].str.startswith("http").all()


def test_a_place_is_found_by_any_spelling_or_near_names_are_offered() -> None:
    events, places = demo(), demo_gazetteer()
    assert "hayaniya-taken-19apr" in set(ledger(events, "al-hayanyah", gazetteer=places)["event_id"])
    with pytest.raises(InputError, match=r"'Bassra'.*Near to it: .*Basra"):
        ledger(events, "Bassra")
    twice = table(report("2020-01-01", "taken", admin="North"), report("2020-01-01", "taken", admin="South"))
    with pytest.raises(InputError, match="Town, North; Town, South"):
        ledger(twice, "Town")
