"""Reports reviewed on the page, without a browser: taken in, confirmed, read; accepted, changed, rejected, merged; and taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from events.library import Library
from events.reports.candidate import Reading
from events.reports.document import Document
from events.reports.extract import Reader
from events.ui.review.saving import FURTHER
from events.ui.review.state import ACCEPTED, MERGED, OPEN, REJECTED, Item, Review
from events.ui.review.wording import title
from tests.ui.test_library_page import ucdp
from tests.ui.test_page import opened, session

REPORT = """Gulf Wire, March 26, 2008

BASRA - Mahdi Army fighters seized Hayyaniyah on Tuesday, residents said. The army plans to retake Kut within days, an officer said.
The Banner of Dawn captured Qurna on Wednesday.

Police withdrew from Amara.
"""
PAUSE_S = 120


def review(page: AppTest) -> Review:
    found: Review = page.session_state["review"]
    return found


def press(page: AppTest, key: str) -> None:
    """Press the first button whose key begins so."""
    next(button for button in page.button if button.key and button.key.startswith(key)).click().run(timeout=PAUSE_S)
    assert not page.exception


def taken_in(text: str = "", *files: tuple[str, bytes]) -> AppTest:
    page = opened()
    press(page, "review-open")
    if text:
        page.text_area(key=f"review-text-{review(page).round}").set_value(text)
    if files:
        uploads: Any = page.file_uploader(key=f"review-files-{review(page).round}")
        uploads.set_value([(name, content, "application/octet-stream") for name, content in files])
    press(page, "review-intake-go")
    return page


def read(text: str = REPORT) -> AppTest:
    page = taken_in(text)
    press(page, "review-read")
    return page


def look_at(page: AppTest, words: str) -> Item:
    """Go to the candidate whose title holds some words, by the button for the next."""
    here = review(page)
    number = next(n for n, item in enumerate(here.items) if words in title(item))
    for _ in range(number - here.item):
        press(page, "review-next")
    found = review(page).current
    assert found is not None
    assert words in title(found)
    return found


def event(page: AppTest, event_id: str) -> dict[str, Any]:
    dataset = session(page).dataset
    row = dataset.row_of(event_id)
    assert row is not None
    return dict(dataset.rows([row]).iloc[0])


def test_a_report_is_confirmed_read_and_accepted_and_the_event_can_be_taken_back() -> None:
    page = taken_in(REPORT)
    assert page.text_input(key="review-outlet-1-0").value == "Gulf Wire"
    assert str(page.date_input(key="review-published-1-0").value) == "2008-03-26"
    press(page, "review-read")
    size = session(page).dataset.size
    item = look_at(page, "Hayyaniyah")
    press(page, "review-accept")
    made = event(page, item.event_id)
    assert session(page).dataset.size == size + 1
    assert (made["kind"], made["faction"], made["place"], str(made["start"].date())) == ("taken", "Mahdi Army", "Hayyaniyah", "2008-03-25")
    assert made["publisher"] == "Gulf Wire"
    assert made["quote"] == REPORT[int(made["quote_start"]) : int(made["quote_end"])]
    assert len(made["document_sha256"]) == 64
    assert made["extractor"].startswith("rules-")
    assert session(page).view.selected == item.event_id
    press(page, "review-undo")
    assert session(page).dataset.size == size
    assert item.status == OPEN
    assert "accepted" in review(page).told


def test_what_is_only_planned_says_nothing_of_who_holds_the_place() -> None:
    page = read()
    page.multiselect(key="filter-factions").set_value(["Mahdi Army"]).run()
    item = look_at(page, "planned: retaken")
    press(page, "review-date")
    press(page, "review-accept")
    assert "The filters hide it" in review(page).told
    made = event(page, item.event_id)
    assert (made["kind"], made["faction"], made["realis"]) == ("incident", "unknown", "planned")
    assert "planned, not reported as done now: retaken" in made["reliability_note"]


def test_an_undated_candidate_is_not_accepted_until_the_analyst_gives_a_date() -> None:
    page = read()
    look_at(page, "Amara")
    size = session(page).dataset.size
    press(page, "review-accept")
    assert session(page).dataset.size == size
    assert any("no date" in error.value for error in page.error)
    press(page, "review-date")
    item = review(page).current
    assert item is not None
    press(page, "review-accept")
    made = event(page, item.event_id)
    assert (str(made["start"].date()), made["date_precision"]) == ("2008-03-26", "about_day")
    assert json.loads(made["analyst_changes"])["start"] == {"read": "", "set": "2008-03-26"}


def test_a_candidate_is_changed_in_the_form_and_a_place_that_is_renamed_is_looked_up() -> None:
    page = read()
    item = look_at(page, "Qurna")
    press(page, "review-edit")
    key = f"{item.candidate.candidate_id}-{len(review(page).past)}"
    page.text_input(key=f"rf-place-{key}").set_value("Hilla")
    page.selectbox(key=f"rf-kind-{key}").set_value("held")
    press(page, "review-keep")
    press(page, "review-accept")
    made = event(page, item.event_id)
    assert (made["kind"], made["place"]) == ("held", "Hilla")
    assert made["geometry"].y == pytest.approx(32.48, abs=0.1)
    assert made["faction"] in session(page).dataset.faction_names  # a group in no table is proposed, and kept when it is accepted
    assert set(json.loads(made["analyst_changes"])) >= {"kind", "place", "lon", "lat"}


def test_rejecting_changes_no_data_and_is_undone_too() -> None:
    page = read()
    size = session(page).dataset.size
    item = review(page).current
    assert item is not None
    press(page, "review-reject")
    assert (item.status, session(page).dataset.size) == (REJECTED, size)
    press(page, "review-undo")
    assert item.status == OPEN


def test_a_repetition_is_offered_to_be_merged_and_both_sources_are_kept() -> None:
    page = read()
    first = look_at(page, "Hayyaniyah")
    press(page, "review-accept")
    press(page, "review-more")
    again = "Other Agency, March 26, 2008\n\nMahdi Army men took Hayyaniyah on Tuesday, a witness said."
    page.text_area(key=f"review-text-{review(page).round}").set_value(again)
    press(page, "review-intake-go")
    press(page, "review-read")
    size = session(page).dataset.size
    second = review(page).current
    assert second is not None
    press(page, "review-merge-0")
    made = event(page, first.event_id)
    assert (second.status, second.event_id, session(page).dataset.size) == (MERGED, first.event_id, size)
    assert made["publisher"] == "Gulf Wire; Other Agency"
    assert [told["quote"] for told in json.loads(made[FURTHER])] == ["Mahdi Army men took Hayyaniyah on Tuesday, a witness said."]
    press(page, "review-undo")
    assert event(page, first.event_id)["publisher"] == "Gulf Wire"
    assert (first.status, second.status) == (ACCEPTED, OPEN)


def test_documents_that_cannot_be_read_say_so_and_the_others_go_on() -> None:
    files = (
        ("empty.txt", b""),
        ("picture.txt", bytes(range(256)) * 40),
        ("bomb.docx", b"PK\x03\x04 no archive"),
        ("good.txt", REPORT.encode()),
    )
    page = taken_in("", *files)
    told = [error.value for error in page.error]
    assert [any(name in line for line in told) for name in ("empty\\.txt", "picture\\.txt", "bomb\\.docx")] == [True] * 3
    assert [sheet.document.name for sheet in review(page).sheets] == ["good.txt"]
    press(page, "review-refused-dismiss")
    assert not page.error


def test_a_report_without_a_date_is_not_read_until_it_is_given_or_said_to_be_unknown() -> None:
    page = taken_in("Rebels took Kut on Monday.")
    assert page.date_input(key="review-published-1-0").value is None
    press(page, "review-read")
    assert review(page).unread
    assert any("when was it published" in error.value for error in page.error)
    page.checkbox(key="review-dateless-1-0").set_value(True)
    press(page, "review-read")
    found = review(page).current
    assert found is not None
    assert (found.candidate.time.start, found.candidate.time.end) == ("", "")


def test_leaving_goes_back_to_where_one_was_and_coming_back_finds_the_review() -> None:
    page = read()
    before = review(page).before
    press(page, "review-leave")
    assert session(page).view == before
    assert not [button for button in page.button if button.key == "review-accept"]
    press(page, "review-open")
    assert review(page).current is not None


def test_what_is_taken_back_elsewhere_on_the_page_is_open_again() -> None:
    page = read()
    item = look_at(page, "Hayyaniyah")
    press(page, "review-accept")
    press(page, "undo-last")
    assert (item.status, item.event_id) == (OPEN, "")
    assert review(page).past == []


def test_several_sure_candidates_are_accepted_and_taken_back_together() -> None:
    text = "Gulf Wire, March 26, 2008\n\nMahdi Army fighters seized Hayyaniyah on Tuesday. Iraqi Army soldiers took Qurna on Tuesday."
    page = read(text)
    size = session(page).dataset.size
    press(page, "review-accept-sure")
    assert session(page).dataset.size == size + 2
    assert [item.status for item in review(page).items] == [ACCEPTED, ACCEPTED]
    press(page, "review-undo")
    assert session(page).dataset.size == size
    assert [item.status for item in review(page).items] == [OPEN, OPEN]


def test_a_report_that_breaks_the_reading_is_put_away_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    page = taken_in("", ("bad.txt", b"Wire, 26 March 2008\n\nTrouble."), ("good.txt", REPORT.encode()))
    whole = Reader.read

    def read(reader: Reader, document: Document, published: date | None) -> Reading:
        if "Trouble" in document.text:
            raise RecursionError("too deep")
        return whole(reader, document, published)

    monkeypatch.setattr(Reader, "read", read)
    press(page, "review-read")
    assert [sheet.document.name for sheet in review(page).sheets] == ["good.txt"]
    assert any("bad\\.txt could not be read" in error.value for error in page.error)
    assert review(page).items


def test_another_place_is_chosen_from_those_offered() -> None:
    page = read("Gulf Wire, March 26, 2008\n\nMahdi Army fighters seized Basra on Tuesday.")
    item = review(page).current
    assert item is not None
    offered = item.candidate.place.location["candidates"][0]
    press(page, "review-place-1")
    press(page, "review-accept")
    made = event(page, item.event_id)
    assert (made["geometry"].x, made["geometry"].y) == (offered["lon"], offered["lat"])
    assert "chosen by the analyst" in made["located_by"]


def test_a_sentence_possibly_missed_is_made_a_candidate_and_needs_a_kind() -> None:
    page = read("Gulf Wire, March 26, 2008\n\nThe choir captured Kut on Tuesday. Mahdi Army fighters seized Basra on Tuesday.")
    here = review(page)
    sheet = here.current_sheet
    assert sheet is not None
    words = sheet.missed[0].quote
    press(page, "review-missed-0")
    assert here.editing
    assert here.current is not None
    assert here.current.candidate.quote == words == "The choir captured Kut on Tuesday."
    press(page, "review-unedit")
    press(page, "review-date")
    press(page, "review-accept")
    assert "what happened" in here.failed


def test_another_data_set_leaves_the_review_as_it_is_until_it_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "north.csv").write_bytes(ucdp("2008-03-25", "2008-03-27"))
    Library().add(tmp_path / "north.csv", name="north")
    page = read()
    press(page, "review-reject")
    page.selectbox(key="data-set").set_value("north").run(timeout=PAUSE_S)
    assert any("iraq" in info.value for info in page.info)
    assert not [button for button in page.button if button.key == "review-accept"]
    page.selectbox(key="data-set").set_value("").run(timeout=PAUSE_S)
    assert [item.status for item in review(page).items].count(REJECTED) == 1
    page.selectbox(key="data-set").set_value("north").run(timeout=PAUSE_S)
    press(page, "review-anew")
    press(page, "review-read")
    assert review(page).data == "north"
    assert {item.status for item in review(page).items} == {OPEN}
