"""The line above the map in control mode adds up and says what was left out."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from events.describe import Part, fill
from events.describe_control import figures, holders, template
from events.view import ViewState

STATE = pd.DataFrame(
    {
        "holder": ["Mahdi Army", "Mahdi Army", "Iraqi Army", "Mahdi Army", "unknown"],
        "status": ["held", "held", "held", "contested", "unknown"],
    }
)


def said(view: ViewState, **options: int) -> str:
    return fill(template(view, **options), figures(STATE, day="2008-03-27"))


def test_holders_are_counted_and_the_contested_and_unknown_told_apart() -> None:
    assert said(ViewState()) == "5 places: Mahdi Army holds 2, Iraqi Army 1; 1 contested; 1 unknown on 27 March 2008."


def test_what_was_not_known_yet_is_told_with_what_bears_no_date() -> None:
    told = said(ViewState(known="2008-03-28"), left_out=12, reports=20, undated=2)
    assert "as known on 28 March 2008: 10 of 20 reports published later and 2 without a date of publication left out." in told


def test_a_second_date_a_filter_and_unplaced_reports_are_told() -> None:
    told = said(ViewState(compare="2008-03-31", factions=("Iraqi Army",)), unplaced=1)
    assert told.endswith("Compared with 31 March 2008. Drawn: only places of Iraqi Army. 1 report could not be placed on the map.")
    assert "no faction is chosen" in said(ViewState(factions=()))


def test_no_place_is_held_before_the_first_report() -> None:
    empty = figures(STATE.head(0), day="2008-01-01")
    assert fill(template(ViewState()), empty) == "0 places: none held; 0 contested; 0 unknown on 1 January 2008."


@given(st.dictionaries(st.text("ab ", min_size=1, max_size=3), st.integers(1, 9), max_size=9))
def test_the_holders_named_and_the_others_add_up(counts: dict[str, int]) -> None:
    told = holders(counts)
    numbers = [int(part.rsplit(" ", 1)[1]) for part in told.split(", ")] if counts else []
    assert sum(numbers) == sum(counts.values())
    assert len(numbers) <= 4


def test_every_figure_of_the_sentence_is_there_to_be_filled() -> None:
    wanted = {part.figure for part in template(ViewState(), drawn=True) if part.figure}
    assert wanted <= set(figures(STATE, day="2008-03-27"))
    assert Part(" (drawn areas among them): ") in template(ViewState(), drawn=True)
