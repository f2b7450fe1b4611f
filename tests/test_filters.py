"""A filter shows what its words say, no more and no less."""

from __future__ import annotations

import pytest

from events.filters import apply, found, in_words
from events.searching import searchable
from events.view import ViewState
from tests.frames import events


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (ViewState(), ["kut", "basra", "curfew", "clash", "lost"]),
        (ViewState(time="2008-03-27"), ["kut", "basra", "curfew"]),
        (ViewState(time="2008-03-27", window=1), ["basra", "curfew"]),
        (ViewState(time="2008-03-27", window=2), ["basra", "curfew"]),
        (ViewState(time="2008-03-27", window=3), ["kut", "basra", "curfew"]),
        (ViewState(time="2008-01-01"), []),
        (ViewState(factions=("Mahdi Army",)), ["kut", "basra"]),
        (ViewState(factions=()), []),
        (ViewState(hidden=("Mahdi Army",)), ["curfew", "clash", "lost"]),
        (ViewState(kinds=("held", "curfew")), ["basra", "curfew", "lost"]),
        (ViewState(since="2008-03-27", until="2008-03-30"), ["basra", "curfew", "clash"]),
        (ViewState(search="BASRA"), ["basra", "clash"]),
        (ViewState(search="basra held"), ["basra"]),
        (ViewState(search='"near the airport"'), ["clash"]),
        (ViewState(search='"airport near"'), []),
        (ViewState(search="cafe"), ["lost"]),
        (ViewState(search=".*"), []),
        (ViewState(search='"'), ["kut", "basra", "curfew", "clash", "lost"]),
        (ViewState(search="mahdi", kinds=("taken",), time="2008-03-26"), ["kut"]),
    ],
)
def test_what_a_view_shows(view: ViewState, shown: list[str]) -> None:
    assert apply(events(), view)["event_id"].tolist() == shown


def test_a_search_does_not_join_words_of_two_fields() -> None:
    assert not found(events(), '"kut mahdi"').any()


def test_kept_text_gives_the_same_as_none() -> None:
    table = events()
    assert (found(table, "basra", text=searchable(table)) == found(table, "basra")).all()


def test_a_table_without_events_is_filtered_too() -> None:
    assert apply(events().iloc[:0], ViewState(search="x", factions=("a",), window=3)).empty


def test_each_filter_says_what_it_does() -> None:
    view = ViewState(factions=("A", "B"), kinds=("handed_over",), search="bridge", since="2008-03-01", until="2008-04-01")
    assert in_words(view) == ["by A or B", "of kind handed over", "that mention “bridge”", "from 1 March 2008 to 1 April 2008"]
    assert in_words(ViewState(factions=(), kinds=())) == ["by no faction", "of no kind"]
    assert in_words(ViewState(factions=("A", "B", "C", "D"))) == ["by A, B or 2 others"]
    assert in_words(ViewState(hidden=("A", "B"))) == ["by anyone but A or B"]
    assert in_words(ViewState()) == []
