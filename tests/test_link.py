"""The link is the view: nothing is lost on the way there and back, and no text makes it fail."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.link import changes_since, from_query, stamp, to_query
from events.view import ViewState

# A name is any text that a browser can hold in an address; names of a choice are never empty.
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
choices = st.none() | st.lists(texts.filter(bool), max_size=4, unique=True).map(lambda names: tuple(sorted(names)))
days = st.just("") | st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(str)
views = st.builds(
    ViewState,
    data=texts,
    time=days,
    window=st.integers(0, 65_535),
    factions=choices,
    hidden=choices.map(lambda names: names or ()),
    kinds=choices,
    search=texts,
    since=days,
    until=days,
    centre=st.none()
    | st.tuples(
        st.integers(-9_000_000, 9_000_000).map(lambda n: round(n / 1e5, 5)),
        st.integers(-18_000_000, 18_000_000).map(lambda n: round(n / 1e5, 5)),
    ),
    zoom=st.none() | st.integers(0, 2200).map(lambda n: round(n / 100, 2)),
    selected=texts,
    tiles=texts,
    mode=st.sampled_from(["", "control"]),
    place=texts,
    compare=days,
    known=days,
    half_life=st.integers(0, 36_500),
    equal_claims=st.booleans(),
    edit=st.none() | st.integers(0, 999_999_999),
)


@given(views)
def test_a_view_comes_back_from_its_link_as_it_was(view: ViewState) -> None:
    back, _, notices = from_query(to_query(view))
    assert back == view
    assert notices == []


@given(views)
def test_copying_an_opened_link_gives_the_identical_link(view: ViewState) -> None:
    link = to_query(view, made_on="0123456789abcdef." + "A" * 64)
    back, made_on, _ = from_query(link)
    assert to_query(back, made_on=made_on) == link


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")) | st.text(st.characters(min_codepoint=0xD700, max_codepoint=0xE100)))
@example("search=\ud800&made=\udfff")
def test_garbage_never_raises_and_gives_a_view_with_a_link_of_its_own(garbage: str) -> None:
    view, made_on, _ = from_query(garbage)
    assert from_query(to_query(view, made_on=made_on)) == (view, made_on, [])


@given(
    st.sampled_from(["at", "days", "since", "until", "centre", "zoom", "mode", "compare", "known", "halflife", "claims"]),
    st.text(min_size=1),
)
def test_a_damaged_value_is_told_or_read_and_never_guessed(key: str, value: str) -> None:
    view, _, notices = from_query(urlencode({key: value}))
    assert (view == ViewState()) == bool(notices) or key == "days"


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("at=2008-03-27", "time", "2008-03-27"),
        ("?days=7", "window", 7),
        ("faction=Mahdi+Army&faction=Iraqi+Army", "factions", ("Iraqi Army", "Mahdi Army")),
        ("faction=", "factions", ()),
        ("centre=33.3152,44.3661", "centre", (33.3152, 44.3661)),
        ("zoom=11.5", "zoom", 11.5),
        ("event=%D8%A8", "selected", "ب"),
        ("mode=control", "mode", "control"),
        ("place=Southern+Basra", "place", "Southern Basra"),
        ("compare=2008-03-31", "compare", "2008-03-31"),
        ("known=2008-03-28", "known", "2008-03-28"),
        ("halflife=21", "half_life", 21),
        ("claims=equal", "equal_claims", True),
    ],
)
def test_links_written_by_hand_are_read(query: str, field: str, value: object) -> None:
    view, _, notices = from_query(query)
    assert getattr(view, field) == value
    assert notices == []


@pytest.mark.parametrize(
    "query", ["at=2008-02-30", "at=27.3.2008", "at=٢٠٠٨-٠٣-٢٧", "days=-1", "days=99999", "centre=91,0", "centre=1", "zoom=1e3", "zoom=nan"]
)
def test_values_that_are_no_date_number_or_place_are_told(query: str) -> None:
    view, _, notices = from_query(query)
    assert view == ViewState()
    assert len(notices) == 1
    assert query.split("=")[1][:5] in notices[0] or "%" in query


def test_unknown_parts_are_told_and_those_of_the_host_page_are_not() -> None:
    assert "old_key" in from_query("old_key=1")[2][0]
    assert from_query("embed=true&embed_options=dark_theme&utm_source=x")[2] == []


def test_the_plain_address_is_the_default_view() -> None:
    assert to_query(ViewState()) == ""
    assert from_query("") == (ViewState(), "", [])


def test_a_link_says_whether_the_data_changed() -> None:
    then, now = stamp("0" * 16, "A" * 64), stamp("1" * 16, "B" * 3 + "A" * 61)
    assert changes_since(then, now=then) is None
    assert changes_since("", now=now) is None
    assert changes_since(then, now=now) == "At least 3 events changed since this link was made."
    assert "most events differ" in str(changes_since(then, now=stamp("1" * 16, "B" * 64)))
    assert "damaged" in str(changes_since("nonsense", now=now))
