"""Who holds what at a time: fading, sources, claims, sieges, and what the place around says."""

from __future__ import annotations

import pandas as pd
import pytest

from events.control import control_at, spells
from events.errors import InputError
from tests.control.build import report, table


def _one(events: object, when: str, **options: float) -> pd.Series:
    return control_at(spells(events), when, **options).iloc[0]


def test_half_is_left_after_a_half_life_and_unknown_below_the_threshold() -> None:
    events = table(report("2020-01-01", "taken", "Reds"))
    fresh = _one(events, "2020-01-01", half_life_days=21)
    later = _one(events, "2020-01-22", half_life_days=21)
    gone = _one(events, "2020-03-01", half_life_days=21)
    assert later["confidence"] == pytest.approx(fresh["confidence"] / 2)
    assert (later["status"], gone["status"]) == ("held", "unknown")
    assert gone["holder"] == "Reds", "the last one stated stays beside the status"
    assert gone["set_by"] == "e1"


def test_renewal_brings_the_confidence_back_and_moves_the_last_report() -> None:
    events = table(report("2020-01-01", "taken", "Reds"), report("2020-03-01", "held", "Reds"))
    now = _one(events, "2020-03-05")
    assert now["last_report"] == pd.Timestamp("2020-03-01", tz="UTC")
    assert now["since"] == pd.Timestamp("2020-01-01", tz="UTC")
    assert now["confidence"] > _one(events, "2020-02-28")["confidence"]


def test_a_renewal_that_comes_later_is_not_known_before() -> None:
    events = table(report("2020-01-01", "taken", "Reds"), report("2020-03-01", "held", "Reds"))
    alone = table(report("2020-01-01", "taken", "Reds"))
    assert _one(events, "2020-02-20")["confidence"] == _one(alone, "2020-02-20")["confidence"]


def test_a_weekly_record_never_fades_between_two_reports() -> None:
    weeks = pd.date_range("2020-01-01", periods=30, freq="7D").strftime("%Y-%m-%d")
    found = spells(table(*(report(day, "held", "Reds") for day in weeks)))
    for day in pd.date_range("2020-01-07", periods=30, freq="7D").strftime("%Y-%m-%d"):
        assert control_at(found, day)["status"].tolist() == ["held"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"reliability": "A"}, {"reliability": "D"}),
        ({"credibility": "1"}, {"credibility": "5"}),
        ({"date_precision": "day"}, {"date_precision": "month"}),
        ({"geo_precision": "city"}, {"geo_precision": "admin1"}),
        ({"asserted": "asserted"}, {"asserted": "claimed"}),
        ({"asserted": "claimed"}, {"asserted": "claimed", "reliability_note": "Reds spokesman"}),
        (
            {"asserted": "claimed", "reliability_note": "Blues officer", "opponent": "Blues"},
            {"asserted": "claimed", "reliability_note": "Reds officer", "opponent": "Blues"},
        ),
    ],
)
def test_what_makes_a_report_count_more(better: dict[str, str], worse: dict[str, str]) -> None:
    more, less = (_one(table(report("2020-01-01", "taken", "Reds", **kind)), "2020-01-02")["confidence"] for kind in (better, worse))
    assert more > less


def test_independent_sources_add_a_little_and_repetition_nothing() -> None:
    def confidence(*publishers: str) -> float:
        events = table(*(report("2020-01-01", "held", "Reds", publisher=name) for name in publishers))
        return float(_one(events, "2020-01-01")["confidence"])

    assert confidence("One", "One") == confidence("One")
    assert confidence("One") < confidence("One", "Two") < confidence("One", "Two", "Three") < 0.95


def test_only_claims_are_marked_as_claimed() -> None:
    claimed = report("2020-01-01", "taken", "Reds", asserted="claimed")
    assert _one(table(claimed), "2020-01-05")["claimed"]
    confirmed = table(claimed, report("2020-01-03", "held", "Reds"))
    assert _one(confirmed, "2020-01-02")["claimed"]
    assert not _one(confirmed, "2020-01-05")["claimed"]


def test_a_siege_lasts_to_its_end_and_without_one_until_it_has_faded() -> None:
    ended = table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "besieged", "Reds", end="2020-01-08"))
    assert [bool(_one(ended, day)["besieged"]) for day in ("2020-01-04", "2020-01-08", "2020-01-09")] == [False, True, False]
    open_ = table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "besieged", "Reds"))
    assert bool(_one(open_, "2020-02-05")["besieged"])
    assert not bool(_one(open_, "2021-02-05")["besieged"])


def test_before_the_first_report_a_place_is_not_shown() -> None:
    assert control_at(spells(table(report("2020-01-01", "taken", "Reds"))), "2019-12-31").empty
    assert control_at(spells(table(report("2020-01-01", "taken", "Reds")).iloc[:0]), "2020-01-01").empty


def test_errors_name_the_value_and_the_next_step() -> None:
    found = spells(table(report("2020-01-01", "taken", "Reds")))
    for day in ("the ides of March", "2020", "2020-01", "03/04/2020", "now", "2020-02-30"):
        with pytest.raises(InputError, match=rf"'{day}'.*YYYY-MM-DD"):
            control_at(found, day)
    with pytest.raises(InputError, match="half-life"):
        control_at(found, "2020-01-01", half_life_days=0)
    with pytest.raises(InputError, match="threshold"):
        control_at(found, "2020-01-01", threshold=25)


def test_spells_survive_a_file_and_a_selection() -> None:
    found = spells(
        table(report("2020-01-01", "taken", "Reds"), report("2020-01-05", "held", "Reds"), report("2020-01-05", "taken", place="Hill"))
    )
    again = found.copy()
    for name in (
        "renewed_by",
        "renewed_on",
        "renewed_until",
        "renewed_confidence",
        "renewed_claimed",
        "against",
        "besieged_on",
        "besieged_until",
    ):
        again[name] = pd.Series([list(values) for values in found[name]], dtype=object)
    expected = control_at(found, "2020-01-09")
    pd.testing.assert_frame_equal(pd.DataFrame(control_at(again, "2020-01-09")), pd.DataFrame(expected), check_dtype=False)
    town = found[found["place"] == "Town"]
    assert control_at(town, "2020-01-09")["confidence"].iloc[0] == expected.set_index("place")["confidence"]["Town"]
