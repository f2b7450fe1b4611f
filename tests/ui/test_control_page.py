"""Control mode of the page as Streamlit runs it: the ledger, two dates, as known on, decisions, settings, and a map never built anew."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from tests.ui.test_control_store import lines
from tests.ui.test_page import map_arguments, opened, session

SOUTH = "Southern Basra"


def told(page: AppTest) -> str:
    """Return the page's own HTML as one text."""
    return " ".join(str(element.proto.body) for element in page.get("html"))


def captions(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption)


def at_tab(page: AppTest, name: str) -> AppTest:
    page.session_state["control-tab"] = name
    page.run()
    assert not page.exception
    return page


def test_the_events_page_only_invites_and_control_builds_no_new_map() -> None:
    page = opened(at="2008-03-27")
    before = map_arguments(page)
    assert not [button for button in page.button if (button.key or "").startswith("control-")]
    page.session_state["tab"] = "Who holds what"
    page.run()
    page.button(key="control-show").click().run()
    assert not page.exception
    assert session(page).view.mode == "control"
    assert any(len(frame.value) == 48 for frame in page.dataframe)
    assert map_arguments(page) == before


def test_a_place_tells_why_it_has_its_colour_and_by_which_report() -> None:
    page = opened(mode="control", at="2008-03-27", place=SOUTH)
    assert "Why is <bdi" in told(page)
    assert "held by Mahdi Army since 26 March 2008, by the report of Hot Air" in told(page)
    assert 'Set by:</b> <bdi dir="auto">held, Southern Basra, 26 March</bdi> (<a href="http' in told(page)
    ledger = page.dataframe[0].value
    assert ledger.loc[ledger["role"] == "sets today's state", "place"].tolist() == [SOUTH]
    page.button(key="ledger-close").click().run()
    assert session(page).view.place == ""


def test_a_place_before_its_first_report_and_one_of_no_report_are_told_in_words() -> None:
    page = opened(mode="control", at="2008-03-24", place=SOUTH)
    assert "By this day no report says who holds it" in told(page)
    page = opened(mode="control", place="<img src=x onerror=1>")
    assert not page.exception
    assert any("No report speaks of a place called" in text.value for text in page.markdown)


def test_two_dates_give_the_sentence_and_what_changed_hands() -> None:
    page = at_tab(opened(mode="control", at="2008-03-31", compare="2008-03-25"), "Two dates")
    assert "Between 25 and 31 March 2008 the Mahdi Army gained" in told(page)
    assert "Jamiyat" not in page.dataframe[0].value["place"].tolist()  # held on both days
    page.selectbox(key="control-compare-faction").set_value("Iraqi Security Forces").run()
    assert "Between 25 and 31 March 2008 Iraqi Security Forces gained" in told(page)
    page.date_input(key="control-compare").set_value(date(2008, 4, 2)).run()
    assert session(page).view.compare == "2008-04-02"
    page.date_input(key="control-compare").set_value(None).run()
    assert session(page).view.compare == ""


def test_as_known_on_says_how_many_reports_were_not_known_yet() -> None:
    page = at_tab(opened(mode="control", at="2008-04-19"), "As known on")
    page.toggle(key="control-known-wanted").set_value(True).run()
    assert session(page).view.known == "2008-04-19"
    page.slider(key="control-known").set_value(date(2008, 3, 28)).run()
    view, control = session(page).view, session(page).control
    assert view.known == "2008-03-28"
    later = 167 - len(control.events) - 5
    assert f"{len(control.events)} of 167 reports were published by 2008-03-28; {later} were not known yet, and 5 bear no date" in captions(
        page
    )
    page.toggle(key="control-known-wanted").set_value(False).run()
    assert session(page).view.known == ""


def test_a_decision_needs_a_reason_is_followed_and_can_be_taken_back() -> None:
    page = opened(mode="control", at="2008-03-27")
    pair = ("seed-new-baghdad-checkpoints-taken", "lwj-baghdad-checkpoints-denied")
    page.session_state["contradiction-picked"] = pair
    at_tab(page, "Contradictions")

    def holder() -> str:
        state = session(page).control.at("2008-03-27").set_index("place_id")
        return str(state.loc["New Baghdad", "holder"])

    assert holder() == "Mahdi Army"
    page.radio(key=f"verdict-{pair}").set_value("second")
    press(page, "Save the decision")
    assert any("reason" in error.value for error in page.error)
    page.text_area(key=f"reason-{pair}").set_value("Photographs of <b>the</b> day")
    press(page, "Save the decision")
    assert holder() == "unknown"
    decided = session(page).inputs.decisions
    assert decided[["event_id", "other_id", "verdict", "reason"]].values.tolist() == [[*pair, "second", "Photographs of <b>the</b> day"]]
    other = opened(mode="control", at="2008-03-27")
    assert session(other).inputs.decisions.equals(decided)
    press(page, "Take it back")
    assert session(page).inputs.decisions.empty
    other.run()
    assert session(other).inputs.decisions.empty
    assert any("tester decided" in w.value for w in other.warning)
    assert holder() == "Mahdi Army"


def press(page: AppTest, words: str) -> None:
    next(button for button in page.button if button.label == words).click().run()
    assert not page.exception


def test_half_life_and_claims_change_what_is_believed_and_the_link() -> None:
    page = at_tab(opened(mode="control", at="2008-06-26"), "How it is reckoned")
    held = (session(page).control.at("2008-06-26")["status"] == "held").sum()
    page.select_slider(key="control-half-life").set_value(7).run()
    assert session(page).view.half_life == 7
    assert (session(page).control.at("2008-06-26")["status"] == "held").sum() < held
    page.toggle(key="control-discount").set_value(False).run()
    assert session(page).view.equal_claims
    page.select_slider(key="control-half-life").set_value(90).run()
    assert session(page).view.half_life == 0


def test_the_buttons_go_from_change_to_change_of_all_of_one_faction_and_of_one_place() -> None:
    page = opened(mode="control", at="2008-03-27", place="Umm Qasr")
    page.button(key="control-change-next").click().run()
    assert session(page).view.time == "2008-03-28"
    page.button(key="control-change-before").click().run()
    assert session(page).view.time == "2008-03-27"
    page.selectbox(key="control-changes-of").set_value("the place that is open").run()
    page.button(key="control-change-next").click().run()
    assert session(page).view.time == "2008-04-01"
    assert "On this day: Umm Qasr held by Iraqi Army" in captions(page).replace("\\", "")
    assert page.button(key="control-change-before").disabled
    page.selectbox(key="control-changes-of").set_value("Fadhila").run()
    page.button(key="control-change-before").click().run()
    assert session(page).view.time < "2008-04-01"


def test_uploaded_boundaries_and_control_lines_are_used_and_a_bad_file_is_named() -> None:
    page = opened(mode="control", at="2008-03-27")
    before = session(page).control.map_key
    page.file_uploader(key="upload-boundaries").set_value(("b.geojson", lines(name=["Umm Qasr"]), "application/geo+json"))
    front = ("front.geojson", lines(date=["2008-03-25"], holder=["Iraqi Army"]), "application/geo+json")
    page.file_uploader(key="upload-lines").set_value([front, ("bad.geojson", b"{}", "application/geo+json")])
    page.run()
    assert not page.exception
    assert [("bad" in error.value) for error in page.error] == [True]
    told = captions(page)
    assert "1 of 71 places are drawn as a boundary" in told
    assert "1 drawn areas from 2008-03-25" in told
    assert session(page).control.map_key != before
    assert len(session(page).control.on_map("2008-03-27")) == len(session(page).control.at("2008-03-27")) + 1


def test_every_tab_draws_on_a_day_with_next_to_no_reports() -> None:
    page = opened(mode="control", at="2008-03-23", known="2008-03-24", compare="2008-03-30")
    for name in ("Places", "Two dates", "As known on", "Contradictions", "Figures", "Download", "How it is reckoned"):
        at_tab(page, name)
        assert not page.error
