"""Each rule, as one place's reports and the spells they make."""

from __future__ import annotations

import pandas as pd
import pytest

from events.control import spells
from events.control.rules import RULES, SETS, Rule
from events.schema import CONTEXT_KINDS, CONTROL_KINDS, KINDS
from tests.control.build import report, story, table


def test_every_kind_of_report_has_a_rule_and_a_reason() -> None:
    assert set(RULES) == set(KINDS)
    assert all(rule.why for rule in RULES.values())


@pytest.mark.parametrize("kind", ["taken", "retaken", "handed_over"])
def test_a_capture_sets_the_holder_from_its_day_on(kind: str) -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", kind, "Blues")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1"), ("held", "Blues", "2020-01-05", "e2")]
    assert found["end"].dt.strftime("%Y-%m-%d").tolist()[0] == "2020-01-05"
    assert found["end"].isna().tolist() == [False, True]


def test_held_renews_its_holder() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-08", "held", "Reds"), report("2020-01-15", "held", "Reds")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]
    assert found["renewed_by"].iloc[0] == ["e2", "e3"]


def test_held_sets_the_holder_where_none_or_another_is_known() -> None:
    found = spells(table(report("2020-01-01", "held", "Reds"), report("2020-01-08", "held", "Blues")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1"), ("held", "Blues", "2020-01-08", "e2")]


def test_fighting_contests_without_clearing_and_news_of_the_holder_ends_it() -> None:
    found = spells(
        table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "contested", "contested"), report("2020-01-09", "held", "Reds"))
    )
    assert story(found) == [
        ("held", "Reds", "2020-01-01", "e1"),
        ("contested", "Reds", "2020-01-05", "e2"),
        ("held", "Reds", "2020-01-09", "e3"),
    ]
    assert set(found["holder_since"].dt.strftime("%Y-%m-%d")) == {"2020-01-01"}


def test_an_end_date_ends_the_fighting_and_nothing_else() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "contested", "contested", end="2020-01-07")))
    assert story(found) == [
        ("held", "Reds", "2020-01-01", "e1"),
        ("contested", "Reds", "2020-01-05", "e2"),
        ("held", "Reds", "2020-01-08", "e1"),
    ]


def test_an_end_date_of_a_hold_does_not_say_that_control_ended() -> None:
    found = spells(table(report("2020-01-01", "held", "Reds", end="2020-01-10")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]
    assert found["set_until"].dt.strftime("%Y-%m-%d").tolist() == ["2020-01-10"]
    assert found["end"].isna().all()


def test_fighting_without_an_end_outlasts_fighting_with_one() -> None:
    found = spells(
        table(
            report("2020-01-01", "taken", "Reds"),
            report("2020-01-05", "contested", "contested"),
            report("2020-01-06", "contested", "contested", end="2020-01-07"),
        )
    )
    assert [status for status, *_ in story(found)] == ["held", "contested"]


def test_fighting_where_nobody_held_leaves_unknown_when_it_ends() -> None:
    found = spells(table(report("2020-01-05", "contested", "contested", end="2020-01-07")))
    assert story(found) == [("contested", "unknown", "2020-01-05", "e1"), ("unknown", "unknown", "2020-01-08", "e1")]


def test_a_capture_on_a_day_of_fighting_is_its_outcome() -> None:
    found = spells(table(report("2020-01-05", "contested", "contested"), report("2020-01-05", "taken", "Blues")))
    assert story(found) == [("held", "Blues", "2020-01-05", "e2")]


def test_holding_on_a_day_of_fighting_is_contested() -> None:
    found = spells(table(report("2020-01-05", "contested", "contested"), report("2020-01-05", "held", "Reds")))
    assert story(found) == [("contested", "Reds", "2020-01-05", "e1")]


def test_a_siege_leaves_the_holder_and_marks_the_place() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "besieged", "Blues", opponent="Reds")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]
    assert found["besieged_by"].iloc[0] == ["e2"]
    assert found["renewed_by"].iloc[0] == []


def test_withdrawal_of_the_holder_leaves_nobody_unless_someone_is_named() -> None:
    left = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "withdrawn", opponent="Reds")))
    named = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "withdrawn", "Blues", opponent="Reds")))
    unsaid = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "withdrawn")))
    assert story(left)[1:] == [("unknown", "unknown", "2020-01-05", "e2")]
    assert story(named)[1:] == [("held", "Blues", "2020-01-05", "e2")]
    assert story(unsaid)[1:] == [("unknown", "unknown", "2020-01-05", "e2")]


def test_withdrawal_of_another_than_the_holder_changes_nothing() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "withdrawn", opponent="Blues")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]


def test_withdrawal_and_capture_on_one_day_are_one_change() -> None:
    found = spells(
        table(
            report("2020-01-01", "taken", "Reds"),
            report("2020-01-05", "withdrawn", opponent="Reds"),
            report("2020-01-05", "taken", "Blues"),
        )
    )
    assert story(found)[1:] == [("held", "Blues", "2020-01-05", "e3")]


def test_holding_and_leaving_on_one_day_contradict_each_other() -> None:
    found = spells(table(report("2020-01-05", "held", "Reds"), report("2020-01-05", "withdrawn", opponent="Reds")))
    assert story(found) == [("contested", "Reds", "2020-01-05", "e1")]


@pytest.mark.parametrize("kind", ["cleared", "presence", "curfew", "lifted", "defected", "ceasefire"])
def test_what_does_not_change_the_holder(kind: str) -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", kind, "Blues", opponent="Reds")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]
    alone = spells(table(report("2020-01-05", kind, "Blues")))
    assert story(alone) == [("unknown", "unknown", "2020-01-05", "e1")]


def test_context_makes_no_spell() -> None:
    assert spells(table(*(report("2020-01-01", kind, "Reds") for kind in CONTEXT_KINDS))).empty
    assert len(spells(table(*(report("2020-01-01", kind, "Reds", place=kind) for kind in CONTROL_KINDS)))) == len(CONTROL_KINDS)


def test_a_capture_without_a_winner_ends_the_former_hold() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "taken", "unknown")))
    assert story(found)[1:] == [("unknown", "unknown", "2020-01-05", "e2")]


def test_held_by_nobody_named_says_nothing() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "held", "unknown")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]


def test_held_by_contested_is_fighting() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "held", "contested")))
    assert story(found)[1:] == [("contested", "Reds", "2020-01-05", "e2")]


def test_two_holders_on_one_day_are_contested_and_both_are_kept() -> None:
    found = spells(table(report("2020-01-05", "held", "Reds"), report("2020-01-05", "held", "Blues")))
    assert found["status"].tolist() == ["contested"]
    assert found["holder"].tolist() == ["unknown"]
    assert {found["set_by"].iloc[0], *found["against"].iloc[0]} == {"e1", "e2"}


def test_in_a_conflict_the_holder_beside_it_is_the_better_supported_or_the_one_before() -> None:
    before = spells(
        table(report("2020-01-01", "taken", "Blues"), report("2020-01-05", "held", "Reds"), report("2020-01-05", "held", "Blues"))
    )
    assert story(before)[1:] == [("contested", "Blues", "2020-01-05", before["set_by"].iloc[1])]
    more = spells(
        table(
            report("2020-01-01", "taken", "Blues"),
            report("2020-01-05", "held", "Reds", publisher="One"),
            report("2020-01-05", "held", "Reds", publisher="Two"),
            report("2020-01-05", "held", "Blues", publisher="Three"),
        )
    )
    assert more["holder"].tolist() == ["Blues", "Reds"]
    repeated = table(
        report("2020-01-01", "taken", "Blues"),
        report("2020-01-05", "held", "Reds", publisher="One"),
        report("2020-01-05", "held", "Reds", publisher="One"),
        report("2020-01-05", "held", "Blues", publisher="Three"),
    )
    assert spells(repeated)["holder"].tolist() == ["Blues"] * 2, "one paper counts once, however often it repeats itself"


def test_denied_reports_never_set() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "taken", "Blues", asserted="denied")))
    assert story(found) == [("held", "Reds", "2020-01-01", "e1")]


def test_a_claim_in_ones_own_favour_gives_way_to_one_against_interest_unless_switched_off() -> None:
    events = table(
        report("2020-01-05", "held", "Reds", asserted="claimed", reliability_note="Reds spokesman", opponent="Blues"),
        report("2020-01-05", "held", "Blues", asserted="claimed", reliability_note="a Reds officer admits", opponent="Reds"),
    )
    assert story(spells(events)) == [("held", "Blues", "2020-01-05", "e2")]
    assert spells(events)["against"].iloc[0] == ["e1"]
    assert spells(events, discount_own_claims=False)["status"].tolist() == ["contested"]


def test_factions_of_one_camp_do_not_contradict_each_other() -> None:
    factions = pd.DataFrame({"faction": ["Army", "Police"], "aliases": "", "parent": ["State", "State"]})
    events = table(report("2020-01-05", "held", "Army"), report("2020-01-05", "held", "Police"))
    assert spells(events, factions=factions)["status"].tolist() == ["held"]
    assert spells(events)["status"].tolist() == ["contested"]


def test_stated_contradictions_are_kept_against_the_spell_wherever_they_stand() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds"),
        report("2020-01-02", "presence", "Blues", place="Elsewhere", contradicts="e1"),
    )
    assert spells(events).set_index("place")["against"]["Town"] == ["e2"]


def test_a_rule_can_be_replaced() -> None:
    events = table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "cleared", "Blues"))
    sweeping = {**RULES, "cleared": Rule("cleared", SETS, "in this war who clears a place stays in it")}
    assert story(spells(events, rules=sweeping))[1:] == [("held", "Blues", "2020-01-05", "e2")]
    assert story(spells(events)) == [("held", "Reds", "2020-01-01", "e1")]
