"""What could not be shown as asked, told once above the map."""

from __future__ import annotations

import streamlit as st

from events.ui.edits.tab import past_banner
from events.ui.plain import label
from events.ui.session import Session


def notices(session: Session) -> None:
    """Draw the notices, with a button to dismiss them."""
    place = st.container()  # always there: what stands below would be built anew, the map too, if it came and went
    with place:
        past_banner(session)
    if not session.notices:
        return
    with place.container(border=True, key="notices"):
        for told in session.notices:
            st.warning(label(told, longest=400), icon=":material/info:")
        st.button("Dismiss", key="notices-dismiss", on_click=session.notices.clear)
