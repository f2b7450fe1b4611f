"""Whose word a report is: read off the source's own note, by the factions' names and aliases."""

from __future__ import annotations

import pandas as pd
import pytest

from events.control.camps import camps, camps_named
from events.control.places import places
from events.control.reports import reports
from events.control.rules import RULES
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table

FACTIONS = pd.DataFrame(
    {
        "faction": ["Army", "Police", "State", "Militia"],
        "aliases": ["14th Division", "IP;local police", "authorities", "JAM;Sadr men"],
        "parent": ["Police Ministry (unclear)", "State", "", ""],
    }
)


def _whose(**row: str) -> int:
    events = table(report("2020-01-01", "taken", **row))
    code, _ = places(events)
    return int(reports(events, code, rules=dict(RULES), factions=FACTIONS).whose[0])


@pytest.mark.parametrize(
    ("note", "whose"),
    [
        ("Militia spokesman", 1),
        ("sadr men, by telephone", 1),
        ("a local police officer", -1),
        ("the authorities", -1),
        ("witnesses", 0),
        ("an army officer and a militia commander", 0),
        ("JAM", 1),
        ("strawberry jam seller", 0),
        ("zip code of the shop", 0),
    ],
)
def test_the_speaker_is_who_the_note_names(note: str, whose: int) -> None:
    assert _whose(faction="Militia", opponent="Police", reliability_note=note) == whose


def test_a_column_that_names_the_claimant_comes_first() -> None:
    assert _whose(faction="Militia", opponent="Police", reliability_note="witnesses and police", claimant="Militia") == 1


def test_a_camp_reaches_up_to_its_top_by_exact_names_only() -> None:
    assert camps(pd.Index(["Police", "Army", "Militia", "Strangers"]), FACTIONS).tolist() == [
        "State",
        "Police Ministry (unclear)",
        "Militia",
        "Strangers",
    ]
    loop = pd.DataFrame({"faction": ["A", "B"], "parent": ["B", "A"]})
    assert len(camps(pd.Index(["A", "B"]), loop)) == 2


def test_hostile_names_are_words_and_no_patterns() -> None:
    odd = pd.DataFrame({"faction": ["(.*", "C++"], "aliases": ["[a-z]+;;", None], "parent": ["", ""]})
    assert camps_named(["they say (.* holds it", "C++ men", "nobody"], odd, []) == [frozenset({"(.*"}), frozenset({"C++"}), frozenset()]


def test_in_the_demo_a_militias_own_claim_counts_less_than_its_admission() -> None:
    events = demo()
    code, _ = places(events, gazetteer=demo_gazetteer())
    found = reports(events, code, rules=dict(RULES), factions=demo_factions())
    whose = dict(zip(events["event_id"].iloc[found.row], found.whose.tolist(), strict=True))
    weight = dict(zip(events["event_id"].iloc[found.row], found.weight.tolist(), strict=True))
    claim, admission = "sadr-city-convoys-repelled-18apr", "sadr-city-split-12apr"
    assert (whose[claim], whose[admission]) == (1, -1)
    assert weight[claim] < weight[admission]


def test_a_name_in_letters_with_another_lower_case_is_found_and_breaks_nothing() -> None:
    assert camps_named(["Alı says so", "İran state television", "nobody"], None, ["Ali", "Iran"]) == [{"Ali"}, {"Iran"}, set()]
