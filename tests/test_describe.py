"""One sentence tells what is shown, how much is hidden and what could not be placed, and its figures add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.describe import count, sentence
from events.view import ViewState
from tests.frames import events

EVENTS = events()


def told(view: ViewState, *, rejected: int = 0) -> str:
    return sentence(view, count(EVENTS, view, rejected=rejected), last_day="2008-04-02")


def test_everything() -> None:
    assert told(ViewState()) == (
        "4 of 4 events shown: up to 2 April 2008. Hidden: 0 by date, 0 by filters. 1 row could not be placed; listed below."
    )


def test_a_window_and_filters() -> None:
    view = ViewState(time="2008-03-27", window=2, factions=("Mahdi Army",))
    assert told(view, rejected=3) == (
        "1 of 4 events shown: in the 2 days up to 27 March 2008, by Mahdi Army. Hidden: 2 by date, 1 by filters. "
        "1 row could not be placed and 3 rows could not be read; both are listed below."
    )


def test_one_day() -> None:
    assert told(ViewState(time="2008-03-25", window=1)).startswith("1 of 4 events shown: on 25 March 2008.")


def test_names_from_data_are_not_taken_for_figures() -> None:
    assert "by {shown}" in told(ViewState(factions=("{shown}",)))


@given(
    st.builds(
        ViewState,
        time=st.sampled_from(["", "2008-03-20", "2008-03-27", "2008-05-01"]),
        window=st.integers(0, 10),
        factions=st.none() | st.lists(st.sampled_from(["Mahdi Army", "contested", "other"]), unique=True).map(tuple),
        search=st.sampled_from(["", "basra", "xyz"]),
    )
)
def test_shown_and_hidden_add_up_to_what_is_placed(view: ViewState) -> None:
    counts = count(EVENTS, view, rejected=0)
    assert counts.shown + counts.hidden_by_time + counts.hidden_by_filters == counts.placed == 4
