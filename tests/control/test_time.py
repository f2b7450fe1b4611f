"""As known on a date, changes, and two dates side by side."""

from __future__ import annotations

import pandas as pd
import pytest

from events.control import changes, control_at, difference, known_on, known_since, next_change, spells, undated
from events.errors import InputError
from tests.control.build import demo, demo_factions, demo_gazetteer, report, table


def _day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


@pytest.mark.parametrize(
    ("published", "since"),
    [
        ("2008-03-27", "2008-03-27"),
        ("2008-02", "2008-02-29"),
        ("2008-04", "2008-04-30"),
        ("2008", "2008-12-31"),
        ("2008-03-27T10:00:00Z", "2008-03-27"),
        ("", None),
        ("spring 2008", None),
        ("2008-13", None),
        ("20080327", None),
        ("2008-03-2", None),
    ],
)
def test_a_partial_date_of_publication_counts_from_its_last_day(published: str, since: str | None) -> None:
    known = known_since(table(report("2008-01-01", "taken", published=published))).iloc[0]
    assert known == _day(since) if since else pd.isna(known)


def test_what_was_not_yet_published_is_not_known() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds", published="2020-01-02"),
        report("2020-01-05", "taken", "Blues", published="2020-03"),
        report("2020-01-06", "taken", "Greens"),
    )
    assert known_on(events, "2020-01-01").empty
    assert known_on(events, "2020-03-30")["event_id"].tolist() == ["e1"]
    assert known_on(events, "2020-03-31")["event_id"].tolist() == ["e1", "e2"]
    assert undated(events) == 1
    assert control_at(spells(known_on(events, "2020-03-30")), "2020-01-10")["holder"].tolist() == ["Reds"]
    with pytest.raises(InputError, match="no date"):
        known_on(events, "soon")


def test_the_denial_of_28_march_was_not_known_on_the_27th() -> None:
    events = demo()
    known = set(known_on(events, "2008-03-27")["event_id"])
    assert "seed-new-baghdad-checkpoints-taken" in known
    assert "lwj-baghdad-checkpoints-denied" not in known


def test_changes_tell_what_came_before_and_a_flip_from_another_step() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds"),
        report("2020-01-05", "contested", "contested"),
        report("2020-01-09", "taken", "Blues"),
        report("2020-01-12", "withdrawn", opponent="Blues"),
        report("2020-01-20", "taken", "Blues"),
    )
    found = changes(spells(events))
    assert found["status_after"].tolist() == ["held", "contested", "held", "unknown", "held"]
    assert found["holder_before"].tolist() == ["", "Reds", "Reds", "Blues", "unknown"]
    assert found["flip"].tolist() == [False, False, True, False, False]


def test_jump_to_the_next_and_the_previous_change_for_all_for_a_faction_and_for_a_place() -> None:
    events = table(
        report("2020-01-01", "taken", "Reds"),
        report("2020-01-09", "taken", "Blues"),
        report("2020-01-05", "taken", "Greens", place="Hill"),
    )
    found = changes(spells(events))
    assert next_change(found, "2020-01-01") == _day("2020-01-05")
    assert next_change(found, "2020-01-09", forward=False) == _day("2020-01-05")
    assert next_change(found, "2020-01-01", faction="Reds") == _day("2020-01-09")
    assert next_change(found, "2020-01-01", place_id="Town") == _day("2020-01-09")
    assert next_change(found, "2020-01-09") is None
    assert next_change(found, "2020-01-01", forward=False) is None


def test_two_dates_side_by_side_in_a_table_and_a_sentence() -> None:
    quarter = {"admin": "Kut", "geo_precision": "neighbourhood"}
    rows = [report("2020-03-20", "taken", "Iraqi Army", place=f"Quarter {n}", **quarter) for n in range(6)]
    rows += [report("2020-03-28", "taken", "Mahdi Army", place=f"Quarter {n}", **quarter) for n in range(5)]
    rows += [
        report("2020-03-20", "taken", "Mahdi Army", place="Hilla"),
        report("2020-03-29", "withdrawn", place="Hilla", opponent="Mahdi Army"),
    ]
    found = difference(spells(table(*rows)), "2020-03-31", "2020-03-25")
    assert found.sentence == "Between 25 and 31 March 2020 the Mahdi Army gained 5 places and lost 1, mostly in Kut."
    assert found.balance.to_dict("records") == [
        {"faction": "Mahdi Army", "gained": 5, "lost": 1},
        {"faction": "Iraqi Army", "gained": 0, "lost": 5},
    ]
    assert found.table["change"].value_counts().to_dict() == {"changed hands": 5, "lost": 1}
    assert difference(spells(table(*rows)), "2020-03-25", "2020-03-31", faction="Iraqi Army").sentence.endswith(
        "lost 5 places, all in Kut."
    )


def test_silence_is_neither_gain_nor_loss() -> None:
    found = difference(spells(table(report("2020-01-01", "taken", "Reds"))), "2020-01-02", "2021-01-02")
    assert found.table["change"].tolist() == ["fell silent"]
    assert found.balance.empty
    assert found.sentence == "Between 2 January 2020 and 2 January 2021 no place changed hands."


def test_a_place_that_follows_the_one_around_it_is_listed_but_not_counted_twice() -> None:
    found = difference(spells(demo(), gazetteer=demo_gazetteer(), factions=demo_factions()), "2008-04-20", "2008-06-26")
    follows = found.table[found.table["spoken_for_by"] != ""]
    assert "Jamiyat" in set(follows["place"])
    counted = found.table[found.table["spoken_for_by"] == ""]
    army = found.balance.set_index("faction")["gained"].get("Iraqi Security Forces", 0)
    gained = counted["change"].isin(("changed hands", "newly held")) & (counted["holder_after"] == "Iraqi Security Forces")
    assert army == gained.sum()


def test_the_demo_in_the_last_week_of_march() -> None:
    found = difference(
        spells(demo(), gazetteer=demo_gazetteer(), factions=demo_factions()), "2008-03-24", "2008-03-31", faction="Mahdi Army"
    )
    assert found.sentence == "Between 24 and 31 March 2008 the Mahdi Army gained 18 places, mostly in Basra and Kut."
    kut = found.table[found.table["admin"] == "Kut"]
    assert set(kut["holder_after"]) == {"Mahdi Army"}
    assert len(kut) == 5
