"""The library on the page, without a browser: choose, upload, say how a table is read, manage, and what is done by others meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from events.library import Library
from events.schema import CONTROL_KINDS, KINDS
from events.ui.edits import editing
from events.ui.edits.deciding import decide, undecided
from events.ui.library.data_sets import CHOICE
from events.ui.library.desk import Desk
from tests.ui.test_page import map_arguments, opened, session

WAIT_S = 90
UCDP_COLUMNS = (
    "id,relid,year,type_of_violence,conflict_name,side_a,side_b,number_of_sources,source_article,source_date,source_headline,"
    "source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,"
    "date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low"
)


def ucdp(*days: str) -> bytes:
    """Return rows in the layout of UCDP GED, one a day; "x" is no day."""
    rows = [
        f'{n},SYN-{n},2008,1,Here: Government,Side A,Side B {n},1,"Agency",{day},Headline {n},Office,1,Town {n},,North,,33.{n},44.{n},'
        f"Iraq,1,1,{day},{day},0,0,0,1,1,1,1"
        for n, day in enumerate(days, start=1)
    ]
    return "\n".join([UCDP_COLUMNS, *rows]).encode()


TABLE = """Tag;Ort;Breite;Länge;Wer;Was
25.03.2008;Kut;32,513;45,818;Mahdi Army;captured
27.03.2008;Basra;30,485;47,805;Mahdi Army;strange word
""".encode()


@pytest.fixture
def stored(tmp_path: Path) -> Library:
    """A library with two data sets."""
    for name, days in (("north", ("2008-03-25", "2008-03-27", "x")), ("south", ("2008-04-01",))):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(ucdp(*days))
        Library().add(file, name=name)
    return Library()


def desk(page: AppTest) -> Desk:
    found: Desk = page.session_state["desk"]
    return found


def put(page: AppTest, name: str, content: bytes) -> None:
    """Open the dialog and give it a file."""
    page.button(key="data-add").click().run()
    page.file_uploader(key=f"upload-{desk(page).round}").set_value((name, content, "text/csv")).run()
    assert not page.exception


def start(page: AppTest) -> None:
    """Import the file of the dialog, and wait until it is there."""
    page.button(key="upload-import").click().run()
    job = desk(page).job
    assert job is not None
    assert job.wait(WAIT_S)
    page.run()
    assert not page.exception


def texts(page: AppTest) -> str:
    return " ".join([*(w.value for w in page.warning), *(e.value for e in page.error), *(s.value for s in page.success)])


def test_the_library_is_listed_with_the_demo_first(stored: Library) -> None:
    page = opened()
    assert page.selectbox(key=CHOICE).options == ["Demo: Iraq, spring 2008", "north (2 events)", "south (1 event)"]
    assert stored.entry("north").info.fingerprint[:8] not in " ".join(c.value for c in page.caption)


def test_opening_a_data_set_changes_the_link_and_not_the_map(stored: Library) -> None:
    page = opened()
    before = map_arguments(page)
    page.selectbox(key=CHOICE).set_value("north").run()
    assert session(page).view.data == "north"
    assert session(page).dataset.fingerprint == stored.entry("north").info.fingerprint
    assert session(page).view.time == "2008-03-27"
    assert map_arguments(page) == before
    assert any(stored.entry("north").info.fingerprint[:8] in c.value for c in page.caption)


def test_a_link_opens_a_data_set_by_name_and_one_copy_serves_all(stored: Library) -> None:
    assert stored
    first, second = opened(data="north"), opened(data="north", at="2008-03-25")
    assert session(first).dataset is session(second).dataset
    assert session(second).view.time == "2008-03-25"
    assert not first.warning


@pytest.mark.parametrize("name", ["nobody", "../../etc", "<script>"])
def test_a_link_to_a_name_nobody_knows_shows_the_demo_and_says_so(name: str) -> None:
    page = opened(data=name, event="x")
    assert len(session(page).dataset.events) == 167
    assert session(page).view.data == ""
    assert len(page.warning) == 1


def test_a_known_format_is_imported_and_opened_and_its_rejected_rows_are_told(home: Path) -> None:
    page = opened()
    put(page, "My GED.csv", ucdp("2008-03-25", "2008-03-27", "someday"))
    assert "UCDP" in texts(page)
    start(page)
    assert session(page).view.data == "my-ged"
    assert "3 rows, 2 of them events" in texts(page)
    assert "1 rejected" in texts(page)
    page.button(key="job-dismiss").click().run()
    assert texts(page) == ""
    assert [entry.name for entry in Library(home).entries()] == ["my-ged"]


def test_an_unknown_table_shows_a_guess_that_can_be_changed_and_is_remembered() -> None:
    page = opened()
    put(page, "tabelle.csv", TABLE)
    page.selectbox(key="map-date-0").set_value("Tag").run()
    for role, column in (("place", "Ort"), ("latitude", "Breite"), ("longitude", "Länge"), ("faction", "Wer")):
        page.selectbox(key=f"map-{role}-0").set_value(column).run()
    page.selectbox(key="map-kind-0").set_value("—").run()
    page.selectbox(key="map-every-0").set_value("").run()
    assert page.button(key="upload-import").disabled
    assert "what kind every row is" in texts(page)
    page.selectbox(key="map-every-0").set_value("held").run()
    assert not page.button(key="upload-import").disabled
    start(page)
    events = session(page).dataset.events
    assert events["faction"].tolist() == ["Mahdi Army", "Mahdi Army"]
    assert events["kind"].tolist() == ["held", "held"]
    assert events.geometry.x.round(3).tolist() == [45.818, 47.805]
    put(page, "tabelle-2.csv", TABLE)
    assert any("read before" in i.value for i in page.info)
    assert page.selectbox(key=f"map-date-{desk(page).round}").value == "Tag"
    assert not page.button(key="upload-import").disabled


@pytest.mark.parametrize(("name", "content"), [("x.csv", b""), ("x.xlsx", b"PK\x03\x04rubbish"), ("<b>.csv", b"\x00\x01\x02" * 99)])
def test_what_is_no_table_is_refused_in_words(name: str, content: bytes) -> None:
    page = opened()
    put(page, name, content)
    assert len(page.error) == 1
    assert "Traceback" not in page.error[0].value
    assert Library().entries() == []


def test_a_cancelled_import_adds_nothing(home: Path) -> None:
    page = opened()
    put(page, "a.csv", ucdp("2008-03-25"))
    page.button(key="upload-import").click().run()
    job = desk(page).job
    assert job is not None
    job.cancel()
    assert job.wait(WAIT_S)
    page.run()
    assert "cancelled" in texts(page)
    assert Library(home).entries() == []


def test_a_data_set_is_renamed(stored: Library) -> None:
    page = opened(data="north", at="2008-03-25")
    page.button(key="data-manage").click().run()
    page.text_input(key="manage-name-0").set_value("Far North").run()
    page.button(key="manage-rename").click().run()
    assert (session(page).view.data, session(page).view.time) == ("far-north", "2008-03-25")
    assert [entry.name for entry in stored.entries()] == ["far-north", "south"]


def test_a_name_that_is_taken_is_refused(stored: Library) -> None:
    page = opened(data="north")
    page.button(key="data-manage").click().run()
    page.text_input(key="manage-name-0").set_value("south").run()
    page.button(key="manage-rename").click().run()
    assert any("taken" in e.value for e in page.error)
    assert len(stored.entries()) == 2


def test_a_data_set_is_deleted_only_after_it_was_confirmed(stored: Library) -> None:
    page = opened(data="north")
    page.button(key="data-manage").click().run()
    assert page.button(key="manage-delete").disabled
    page.checkbox(key="manage-sure-0").check().run()
    page.button(key="manage-delete").click().run()
    assert [entry.name for entry in stored.entries()] == ["south"]
    assert session(page).view.data == ""
    assert any("deleted" in w.value for w in page.warning)


def test_what_others_delete_is_told_and_the_demo_is_shown(stored: Library) -> None:
    page = opened(data="north")
    stored.delete("north")
    page.run()
    assert not page.exception
    assert session(page).view.data == ""
    assert any("north" in w.value for w in page.warning)


def test_what_others_replace_is_followed(stored: Library, tmp_path: Path) -> None:
    page = opened(data="north")
    file = tmp_path / "new.csv"
    file.write_bytes(ucdp("2008-05-01", "2008-05-02", "2008-05-03"))
    stored.add(file, name="north", replace=True)
    page.run()
    assert session(page).dataset.size == 3
    assert any("replaced elsewhere" in w.value for w in page.warning)


def test_a_factions_table_merges_names_and_lists_the_others(stored: Library) -> None:
    page = opened(data="north")
    page.button(key="data-manage").click().run()
    table = b"faction,aliases\nThe Bs,Side B 1;Side B 2\n"
    page.file_uploader(key="manage-factions-0").set_value(("f.csv", table, "text/csv")).run()
    page.button(key="manage-use").click().run()
    assert not page.exception
    assert set(session(page).dataset.events["opponent"]) <= {"The Bs", ""}
    assert stored.side("north", "factions.csv") is not None


def test_context_is_off_at_first_where_control_is_known_and_the_sentence_says_so(tmp_path: Path) -> None:
    table = "date,latitude,longitude,faction,kind\n2008-03-25,32.5,45.8,A,taken\n2008-03-26,32.6,45.9,B,clash\n"
    (tmp_path / "both.csv").write_text(table)
    Library().add(tmp_path / "both.csv", name="both")
    page = opened(data="both")
    assert session(page).view.kinds == tuple(sorted(CONTROL_KINDS))
    assert any("without context" in c.value for c in page.caption)
    assert page.multiselect(key="filter-kinds").value == ["taken"]
    page.button(key="filter-clear").click().run()
    assert session(page).view.kinds == tuple(sorted(KINDS))
    assert [field.value for field in page.multiselect if field.label == "Kinds"] == [[]]


def test_events_whose_holder_the_source_leaves_open_are_listed_with_both_sides(tmp_path: Path) -> None:
    header = (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
        "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
        "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
    )
    row = (
        "IRQ1,25 March 2008,2008,1,Political violence,Strategic developments,Non-violent transfer of territory,Side A,,Rebel group,Side B,"
        ",Rebel group,,,368,Middle East,Iraq,Wasit,,,Kut,32.5,45.8,1,Agency,National,Handed over.,0,,1"
    )
    (tmp_path / "acled.csv").write_text(f"{header}\n{row}\n")
    Library().add(tmp_path / "acled.csv", name="acled")
    page = opened(data="acled")
    page.session_state["tab"] = "To decide"
    page.run()
    assert not page.exception
    listed = next(table.value for table in page.dataframe if "actor1" in table.value)
    assert listed[["actor1", "actor2"]].to_numpy().tolist() == [["Side A", "Side B"]]
    assert session(page).dataset.events["faction"].tolist() == ["unknown"]
    decide(session(page), ["IRQ1"], holder=" Side  B", reason="said by both")
    page.run()
    assert session(page).dataset.events["faction"].tolist() == ["Side B"]
    assert len(undecided(session(page).dataset)) == 0
    assert [(e.act, e.note) for e in editing.edits(session(opened(data="acled")))] == [("change", "said by both")]
    editing.undo(session(page))
    assert undecided(session(page).dataset).tolist() == [0]


def test_supplied_tables_of_one_name_do_not_meet() -> None:
    page = opened()
    put(page, "table.csv", b"date,place,holder\n2008-03-25,Nowhere Ford,JAM\n")
    number = desk(page).round
    page.file_uploader(key=f"upload-places-{number}").set_value(("upload", b"name,lat,lon\nNowhere Ford,32.5,45.8\n", "text/csv"))
    page.file_uploader(key=f"upload-factions-{number}").set_value(("upload", b"faction,aliases\nMahdi Army,JAM\n", "text/csv")).run()
    start(page)
    events = session(page).dataset.events
    assert events["faction"].tolist() == ["Mahdi Army"]
    assert events.geometry.x.round(1).tolist() == [45.8]


def test_what_is_damaged_below_the_first_rows_is_told_by_the_import_and_not_by_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.sources.delimited.LONGEST_ROW", 1 << 20)
    rows = b"2008-03-25,Kut,32.5,45.8,A,captured\n" * 60_000
    page = opened()
    put(
        page,
        "table.csv",
        b"date,place,lat,lon,holder,event_type\n" + rows + b"2008-03-26,Kut,32.5,45.8,A," + b"x" * (3 << 20) + b"\n" + rows,
    )
    assert not page.exception
    assert page.selectbox(key=f"map-kind-{desk(page).round}").value == "event_type"
