"""A widget that shows what is decided elsewhere too: what the browser still says of the value before is no choice."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def app() -> None:
    import streamlit as st  # noqa: PLC0415 -- AppTest runs this function's text as a script

    from events.ui.settled import heard, settled  # noqa: PLC0415 -- as above

    state = st.session_state
    state.setdefault("value", "one")

    def chosen(value: str) -> None:
        state["value"] = value.strip()

    key = settled("field", state["value"], same=lambda shown, value: shown.strip() == value)
    st.text_input("Field", key=key, on_change=heard, args=("field", key, chosen))
    if st.button("Elsewhere"):
        state["value"] = "two"
        st.rerun()


def test_the_visitors_own_choice_keeps_the_widget_and_its_form() -> None:
    page = AppTest.from_function(app).run()
    before = page.text_input[0].key
    page.text_input[0].set_value(" three ").run()
    assert page.session_state["value"] == "three"
    assert (page.text_input[0].key, page.text_input[0].value) == (before, " three ")


def test_what_was_decided_elsewhere_is_shown_and_an_old_value_undoes_nothing() -> None:
    page = AppTest.from_function(app).run()
    old = page.text_input[0].key
    page.button[0].click().run()
    assert page.text_input[0].value == "two"
    assert page.text_input[0].key != old
    page.session_state[old] = "one"  # as a browser that has not drawn the new value says
    page.run()
    assert page.session_state["value"] == "two"
    assert page.text_input[0].value == "two"
    page.text_input[0].set_value("one").run()
    assert page.session_state["value"] == "one"


def test_a_choice_under_a_former_key_is_none() -> None:
    page = AppTest.from_function(app).run()
    former = page.text_input[0]
    page.button[0].click().run()
    former.set_value("three").run()
    assert page.session_state["value"] == "two"
