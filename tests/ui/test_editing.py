"""Edits on the page, without a browser: saved, replayed, taken back, seen by others, and told where something is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from events.edit_log import read_log
from events.errors import EventsError, InputError
from events.library import Library
from events.ui import store
from events.ui.edits import editing
from events.ui.session import Session
from tests.ui.test_library_page import ucdp
from tests.ui.test_page import map_arguments, opened, session, submit

SHUHADA = "kut-shuhada-taken-25mar"


@pytest.fixture
def north(tmp_path: Path) -> Library:
    """A library with one data set of three events."""
    (tmp_path / "north.csv").write_bytes(ucdp("2008-03-25", "2008-03-27", "2008-03-29", "x"))
    Library().add(tmp_path / "north.csv", name="north")
    return Library()


def told(page: AppTest) -> str:
    return " ".join([*(w.value for w in page.warning), *(e.value for e in page.error)]).replace("\\", "")


def change(visitor: Session, event_id: str, note: str = "", **changes: Any) -> None:
    before = editing.record(visitor, event_id)
    assert before is not None
    editing.save(visitor, before=before, after=before | changes, note=note)


def value(page: AppTest, event_id: str, column: str) -> Any:
    dataset = session(page).dataset
    row = dataset.row_of(event_id)
    assert row is not None
    return dataset.rows([row])[column].iloc[0]


def test_an_added_report_is_there_when_the_page_is_opened_again() -> None:
    page = opened()
    page.text_input(key="add-phrase").set_value("Mahdi Army takes Shuhada in Kut")
    page.text_input(key="analyst").set_value("Ann")
    submit(page)
    again = opened()
    assert session(again).dataset.size == 168
    assert session(again).dataset.fingerprint == session(page).dataset.fingerprint
    assert [(e.who, e.act) for e in editing.edits(session(again))] == [("Ann", "add")]
    page.button(key="undo-last").click().run()
    assert session(page).dataset.size == 167
    assert session(page).view.selected == ""
    assert page.button(key="undo-last").disabled
    assert session(opened()).dataset.fingerprint == session(page).dataset.fingerprint
    assert [e.act for e in editing.edits(session(page))] == ["add", "remove"]


def test_an_edit_shows_at_once_and_the_map_is_not_built_anew(north: Library) -> None:
    assert north
    page = opened(data="north", event="1")
    before, arguments = session(page).dataset.fingerprint, map_arguments(page)
    change(session(page), "1", faction="Rebels", note="checked")
    page.run()
    assert map_arguments(page) == arguments
    assert value(page, "1", "faction") == "Rebels"
    assert session(page).dataset.fingerprint != before
    assert session(page).dataset.size == 3
    assert session(page).view.selected == "1"
    editing.undo(session(page))
    assert session(page).dataset.fingerprint == before


def test_an_edited_data_set_is_right_everywhere(north: Library) -> None:
    page = opened(data="north")
    visitor = session(page)
    added = {
        "event_id": "new",
        "start": "2008-03-26",
        "kind": "taken",
        "faction": "Rebels",
        "place": "Kut",
        "summary": "Zebra.",
        "quote": "Z",
    }
    one, two = editing.record(visitor, "1"), editing.record(visitor, "2")
    assert one is not None
    editing.save_many(visitor, [(None, added, ""), (one, one | {"summary": "A giraffe."}, ""), (two, None, "twice")])
    page.run()
    dataset: Any = visitor.dataset
    assert dataset.events["event_id"].tolist() == ["1", "new", "3"]
    assert dataset.rows([1])["summary"].tolist() == ["Zebra."]
    assert (dataset.size, dataset.rejected_count, len(dataset.packed)) == (3, 1, 3)
    assert dataset.unresolved["place"].tolist() == ["Kut"]
    assert "taken" in dataset.kind_names
    assert "Rebels" in dataset.faction_names
    for words, found in (("giraffe", 1), ("zebra", 1), ("headline 2", 0)):
        page.text_input(key="filter-search").set_value(words).run()
        assert int(store.chosen(visitor.dataset, visitor.view).sum()) == found
    again = session(opened(data="north")).dataset
    assert (again.fingerprint, again.size) == (dataset.fingerprint, 3)
    assert len(read_log(north.log_path("north")).edits) == 3


def test_one_event_changed_counts_as_one_in_a_link_made_before(north: Library) -> None:
    assert north
    page = opened(data="north")
    stamp = session(page).stamp
    change(session(page), "3", summary="Another.")
    later = session(page).stamp
    change(session(page), "3", place="Elsewhere")
    assert told(opened(data="north", made=stamp)) == "1 event changed since this link was made."
    assert told(opened(data="north", made=later)) == "1 event changed since this link was made."
    assert "changed since" not in told(opened(data="north", made=later, edit="1"))
    editing.undo(session(page))
    editing.undo(session(page))
    assert told(opened(data="north", made=stamp)) == ""
    assert told(opened(data="north", made=later)) == "1 event changed since this link was made."


def test_what_another_visitor_edits_is_followed_and_told_and_never_overwritten(north: Library) -> None:
    assert north
    ann, bob = opened(data="north"), opened(data="north")
    session(ann).who = "Ann"
    stale = editing.record(session(bob), "1")
    assert stale is not None
    change(session(ann), "1", faction="Rebels")
    with pytest.raises(InputError, match="Ann edited this event meanwhile"):
        editing.save(session(bob), before=stale, after=stale | {"kind": "taken"})
    bob.run()
    assert value(bob, "1", "faction") == "Rebels"
    assert "Ann changed “Town 1” meanwhile" in told(bob)
    with pytest.raises(InputError, match="meanwhile"):
        editing.save(session(bob), before=stale, after=stale | {"kind": "taken"})
    change(session(bob), "2", kind="taken")
    ann.run()
    assert value(ann, "2", "kind") == "taken"
    assert value(ann, "1", "faction") == "Rebels"


def test_a_past_state_opens_by_link_and_cannot_be_edited(north: Library) -> None:
    assert north
    page = opened(data="north")
    change(session(page), "1", faction="One")
    middle = session(page).dataset.stamp
    change(session(page), "1", faction="Two")
    past = opened(data="north", edit="1", made=middle)
    assert (value(past, "1", "faction"), session(past).view.edit) == ("One", 1)
    assert session(past).dataset.stamp == middle
    with pytest.raises(InputError, match="past state"):
        change(session(past), "1", faction="Three")
    assert value(opened(data="north", edit="0"), "1", "faction") == "Side A"
    for edit in ("2", "99"):
        newest = opened(data="north", edit=edit)
        assert (value(newest, "1", "faction"), session(newest).view.edit) == ("Two", None)
    assert "no edit 99" in told(newest)


@pytest.mark.parametrize(
    "after",
    [{"kind": "nonsense"}, {"lat": 99.0, "lon": 4.0}, {"lat": 0, "lon": 0}, {"lon": 45.0}, {"start": "someday"}, {"summary": "\ud800"}],
)
def test_what_is_no_event_is_refused_and_changes_nothing(north: Library, after: dict[str, Any]) -> None:
    page = opened(data="north")
    before = session(page).dataset
    with pytest.raises(EventsError):
        change(session(page), "1", **after)
    assert session(page).dataset is before
    assert read_log(north.log_path("north")).edits == ()


def test_the_log_follows_a_rename_and_goes_with_a_delete(north: Library, tmp_path: Path) -> None:
    page = opened(data="north")
    change(session(page), "1", faction="Rebels")
    north.rename("north", "far")
    assert value(opened(data="far"), "1", "faction") == "Rebels"
    assert session(opened(data="far")).dataset.name == "far"
    with pytest.raises(EventsError, match="any more"):
        change(session(page), "2", faction="Rebels")
    north.delete("far")
    north.add(tmp_path / "north.csv", name="far")
    assert value(opened(data="far"), "1", "faction") == "Side A"
    assert [path.name for path in (north.folder / "states").glob("*")] == []


def test_a_damaged_log_is_told_and_the_rest_of_it_applied(north: Library) -> None:
    page = opened(data="north")
    change(session(page), "1", faction="Rebels")
    change(session(page), "2", faction="Side B")
    path = north.log_path("north")
    path.write_bytes(path.read_bytes()[:-40])
    again = opened(data="north", at="2008-03-27")
    assert "line 2: the last edit was cut off" in told(again)
    assert (value(again, "1", "faction"), value(again, "2", "faction")) == ("Rebels", "Side A")
    assert session(again).view.time == "2008-03-27"
    change(session(again), "2", faction="Side C")
    assert value(opened(data="north"), "2", "faction") == "Side C"


def test_edits_that_do_not_fit_new_data_are_told_and_applied(north: Library, tmp_path: Path) -> None:
    change(session(opened(data="north")), "1", faction="Rebels")
    (tmp_path / "new.csv").write_bytes(ucdp("2009-01-01", "2009-01-02"))
    north.add(tmp_path / "new.csv", name="north", replace=True)
    again = opened(data="north")
    assert "the event is not what it was" in told(again)
    assert value(again, "1", "faction") == "Rebels"


def test_the_log_keeps_factions_as_the_source_has_them(north: Library) -> None:
    north.set_side("north", "factions.csv", b"faction,aliases\nThe Bs,Side B 1\n")
    page = opened(data="north")
    assert value(page, "1", "opponent") == "The Bs"
    change(session(page), "1", summary="Read again.")
    edit = editing.edits(session(page))[0]
    assert edit.before is not None
    assert edit.after is not None
    assert (edit.before["opponent"], edit.after["opponent"]) == ("Side B 1", "Side B 1")
    assert value(page, "1", "opponent") == "The Bs"
    assert told(opened(data="north")) == ""


def test_a_selected_event_is_edited_in_a_form_with_its_history_below() -> None:
    page = opened(event=SHUHADA)
    page.button(key="event-edit").click().run()
    page.button(key="event-save").click().run()
    assert "Nothing was changed" in told(page)
    page.selectbox(key="edit-1-kind").set_value("contested")
    page.selectbox(key="edit-1-faction").set_value("contested")
    page.text_input(key="edit-1-note").set_value("a second report").run()
    page.button(key="event-save").click().run()
    assert not page.exception
    assert (value(page, SHUHADA, "kind"), value(page, SHUHADA, "faction")) == ("contested", "contested")
    assert any("History of this event (1 edit)" in e.label for e in page.expander)
    assert not [b for b in page.button if b.key == "event-save"]
    page.button(key="history-undo-1").click().run()
    assert value(page, SHUHADA, "kind") == "taken"
    assert page.button(key="history-undo-1").disabled


def test_new_words_for_a_place_are_looked_up_and_never_put_where_they_do_not_say() -> None:
    page = opened(event=SHUHADA)
    page.button(key="event-edit").click().run()
    page.text_input(key="edit-1-place").set_value("10 km north of Hilla").run()
    page.text_input(key="edit-1-admin").set_value("").run()
    page.button(key="event-save").click().run()
    assert not page.exception
    point = value(page, SHUHADA, "geometry")
    assert point.y == pytest.approx(32.55, abs=0.05)
    assert value(page, SHUHADA, "radius_m") > 0
    page.button(key="event-edit").click().run()
    page.text_input(key="edit-2-place").set_value("Qwertzuiop").run()
    page.button(key="event-save").click().run()
    assert value(page, SHUHADA, "geometry") is None
    assert value(page, SHUHADA, "place") == "Qwertzuiop"


@pytest.mark.parametrize(
    ("lat", "lon", "says"),
    [("north", "44.4", "not a number"), ("", "nan", "not a number"), ("nan", "nan", "not a number"), ("95", "44", "-90 to 90")],
)
def test_coordinates_that_are_none_are_refused_in_words(lat: str, lon: str, says: str) -> None:
    page = opened(event=SHUHADA)
    page.button(key="event-edit").click().run()
    page.radio(key="edit-1-way").set_value("Give coordinates").run()
    page.text_input(key="edit-1-lat").set_value(lat)
    page.text_input(key="edit-1-lon").set_value(lon).run()
    page.button(key="event-save").click().run()
    assert says in told(page)
    assert editing.edits(session(page)) == ()


def test_an_event_is_removed_for_a_reason_only() -> None:
    page = opened(event=SHUHADA)
    page.button(key="event-remove").click().run()
    page.button(key="event-remove-sure").click().run()
    assert "reason" in told(page)
    page.text_input(key="remove-1-reason").set_value("the same report twice").run()
    page.button(key="event-remove-sure").click().run()
    assert session(page).dataset.row_of(SHUHADA) is None
    assert session(page).view.selected == ""
    assert [(e.act, e.note) for e in editing.edits(session(page))] == [("remove", "the same report twice")]


def test_the_edits_are_listed_and_any_state_opens_from_there_and_back() -> None:
    page = opened(event=SHUHADA)
    change(session(page), SHUHADA, kind="held", note="still there")
    change(session(page), SHUHADA, faction="Iraqi Army")
    page.session_state["tab"] = "Edits"
    page.session_state["edit-picked"] = ("", 2)
    page.run()
    table = next(t.value for t in page.dataframe if "changed" in t.value)
    assert table["number"].tolist() == [2, 1]
    assert table["changed"].tolist() == ["faction: Mahdi Army → Iraqi Army", "kind: taken → held"]
    assert table["note"].tolist() == ["", "still there"]
    arguments = map_arguments(page)
    page.button(key="edits-open-True").click().run()
    assert (session(page).view.edit, value(page, SHUHADA, "faction")) == (1, "Mahdi Army")
    assert "after edit 1" in told(page)
    assert "1 later edit is not in it" in told(page)
    assert page.button(key="event-edit").disabled
    assert page.button(key="edits-undo").disabled
    page.button(key="past-back").click().run()
    assert (session(page).view.edit, value(page, SHUHADA, "faction")) == (None, "Iraqi Army")
    assert told(page) == ""
    page.button(key="edits-undo").click().run()
    assert value(page, SHUHADA, "faction") == "Mahdi Army"
    assert map_arguments(page) == arguments
