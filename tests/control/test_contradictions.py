"""Reports that cannot both be true, and the analyst's decisions about them."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from events.control import contradictions, spells
from events.control.decided import as_decided
from events.errors import InputError
from events.export import table_to_csv
from tests.control.build import demo, demo_factions, report, story, table

TWO = (report("2020-01-05", "held", "Reds"), report("2020-01-05", "held", "Blues"))


def _decision(verdict: str, first: str = "e1", second: str = "e2") -> pd.DataFrame:
    row = {
        "event_id": first,
        "other_id": second,
        "verdict": verdict,
        "reason": "seen on video",
        "decided_by": "A. N.",
        "decided_on": "2020-02-01",
    }
    return pd.DataFrame([row])


def test_two_holders_at_one_place_on_overlapping_days_are_found() -> None:
    events = table(report("2020-01-01", "held", "Reds", end="2020-01-10"), report("2020-01-07", "taken", "Blues"))
    pairs = contradictions(events)
    assert pairs[["event_id", "other_id", "how"]].to_numpy().tolist() == [["e1", "e2", "found"]]
    assert pairs[["start", "end"]].iloc[0].dt.strftime("%Y-%m-%d").tolist() == ["2020-01-07", "2020-01-07"]


def test_what_can_both_be_true_is_not_found() -> None:
    assert contradictions(table(report("2020-01-01", "held", "Reds"), report("2020-01-02", "held", "Blues"))).empty, "two days"
    assert contradictions(table(report("2020-01-01", "held", "Reds"), report("2020-01-01", "held", "Blues", place="Hill"))).empty, (
        "two places"
    )
    assert contradictions(table(report("2020-01-01", "held", "Reds"), report("2020-01-01", "contested", "contested"))).empty, (
        "no second holder"
    )
    vague = {"date_precision": "month"}
    assert contradictions(table(report("2020-01-01", "taken", "Reds", **vague), report("2020-01-01", "taken", "Blues", **vague))).empty
    denied = report("2020-01-01", "held", "Blues", asserted="denied")
    assert contradictions(table(report("2020-01-01", "held", "Reds"), denied)).empty


def test_stated_pairs_count_once_whichever_way_round_they_are_stated() -> None:
    one = report("2020-01-01", "held", "Reds", contradicts="e2")
    other = report("2020-01-09", "presence", "Blues", contradicts="e1", place="Hill")
    pairs = contradictions(table(one, other))
    assert pairs[["event_id", "other_id", "how"]].to_numpy().tolist() == [["e1", "e2", "stated"]]


def test_every_pair_the_demo_states_is_listed_and_more_are_found() -> None:
    events = demo()
    stated = {frozenset(pair) for pair in zip(events["event_id"], events["contradicts"], strict=True) if pair[1]}
    pairs = contradictions(events, factions=demo_factions())
    listed = {frozenset(pair) for pair in zip(pairs["event_id"], pairs["other_id"], strict=True)}
    assert len(listed) == len(pairs)
    assert stated <= listed
    assert frozenset(("basra-army-enters-vacated-31mar", "basra-some-areas-mahdi-31mar")) in listed - stated


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("first", ("held", "Reds", "e1")), ("second", ("held", "Blues", "e2")), ("neither", ("unknown", "unknown", "e1"))],
)
def test_the_rules_follow_a_decision(verdict: str, expected: tuple[str, str, str]) -> None:
    assert story(spells(table(*TWO), decisions=_decision(verdict))) == [(expected[0], expected[1], "2020-01-05", expected[2])]


def test_a_decision_that_both_are_true_changes_nothing() -> None:
    assert spells(table(*TWO), decisions=_decision("both"))["status"].tolist() == ["contested"]


def test_a_report_set_aside_stays_against_the_spell() -> None:
    assert spells(table(*TWO), decisions=_decision("first"))["against"].iloc[0] == ["e2"]


def test_decisions_stand_beside_their_pair_whichever_way_round() -> None:
    pairs = contradictions(table(*TWO), decisions=_decision("first", "e2", "e1"))
    assert pairs[["event_id", "verdict", "reason"]].to_numpy().tolist() == [["e1", "second", "seen on video"]]
    assert contradictions(table(*TWO))["verdict"].tolist() == [""]


def test_decisions_about_nothing_are_refused_with_row_and_value() -> None:
    with pytest.raises(InputError, match="row 1, column other_id, value 'e9'"):
        spells(table(*TWO), decisions=_decision("first", "e1", "e9"))
    with pytest.raises(InputError, match=r"value 'perhaps'.*first, second, neither, both"):
        spells(table(*TWO), decisions=_decision("perhaps"))
    with pytest.raises(InputError, match="column verdict"):
        spells(table(*TWO), decisions=_decision("first").drop(columns="verdict"))


def test_decisions_that_look_like_formulas_come_back_from_a_download_as_they_were() -> None:
    made = _decision("first", first="-1", second="=2").assign(reason="- seen on video", decided_by="'t Hooft")
    downloaded = pd.read_csv(io.BytesIO(table_to_csv(made)), dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert as_decided(downloaded).to_dict("records") == made.to_dict("records")
    by_hand = made[["event_id", "other_id", "verdict"]].assign(event_id="'-1")
    assert as_decided(by_hand)["event_id"].tolist() == ["'-1"]
