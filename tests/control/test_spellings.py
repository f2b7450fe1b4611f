"""Towns and factions are spelt in several ways: one place stays one place, and a faction never loses a place to itself."""

from __future__ import annotations

from itertools import permutations

import pandas as pd

from events.control import control_at, difference, spells
from tests.control.build import report, story, table

FOUND = {
    "lon": 45.818,
    "lat": 32.513,
    "radius_m": 4_000.0,
    "geo_precision": "city",
    "located_by": "by its name (source of its position: A)",
}


def test_names_that_differ_in_case_accents_and_punctuation_are_one_place() -> None:
    rows = [report(f"2008-03-{day:02}", "held", "Reds", place=name) for day, name in enumerate(["Al Kut", "al-Kut", "AL-KÜT"], start=1)]
    assert spells(table(*rows))["place_id"].tolist() == ["AL-KÜT"]


def test_names_that_the_gazetteer_has_for_one_place_are_one_place_and_the_commonest_names_it() -> None:
    names = ["Kut", "al-Kut", "al-Kut", "Koot"]
    rows = [report(f"2008-03-{day:02}", "held", "Reds", place=name, **FOUND) for day, name in enumerate(names, start=1)]
    rows[3]["located_by"] = "by a spelling variant of its name (source of its position: A)"
    rows[0]["admin"], rows[3]["faction"] = "Wasit", "Blues"
    for order in list(permutations(rows))[::5]:
        found = spells(table(*order))
        assert set(found["place_id"]) == {"al-Kut"}
        assert [(status, holder) for status, holder, _, _ in story(found)] == [("held", "Reds"), ("held", "Blues")]


def test_quarters_that_a_gazetteer_puts_at_the_centre_of_their_city_stay_apart() -> None:
    rows = [report("2008-03-01", "taken", "Reds", place=name, **FOUND) for name in ("Jihad", "Hawi", "Kut", "Izzah")]
    assert spells(table(*rows))["place_id"].tolist() == ["Hawi", "Izzah", "Jihad", "Kut"]


def test_points_that_the_source_states_and_places_near_another_make_nothing_one() -> None:
    stated = FOUND | {"located_by": "coordinates in the source"}
    near = FOUND | {"located_by": "10 km from Kut, which was found by its name"}
    for how in (stated, near):
        both = table(report("2008-03-01", "held", "Reds", place="Kut", **how), report("2008-03-01", "held", "Blues", place="Hay", **how))
        assert control_at(spells(both), "2008-03-01")["place"].tolist() == ["Hay", "Kut"]


def test_a_faction_spelt_in_other_letters_is_the_same_faction() -> None:
    names = ["Mahdi Army", "MAHDI ARMY", "Mahdi Army", "mahdi-army"]
    events = table(*(report(f"2008-03-{day:02}", "held", name) for day, name in enumerate(names, start=1)))
    found = spells(events)
    assert [(status, holder) for status, holder, _, _ in story(found)] == [("held", "Mahdi Army")]
    assert difference(found, "2008-03-01", "2008-03-04").table.empty
    listed = pd.DataFrame({"faction": ["MAHDI ARMY"], "aliases": "", "parent": ""})
    assert spells(events, factions=listed)["holder"].tolist() == ["MAHDI ARMY"]
