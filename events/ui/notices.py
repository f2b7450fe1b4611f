"""What could not be shown as asked, told once above the map."""

from __future__ import annotations

import streamlit as st

from events.ui.plain import label
from events.ui.session import Session


def notices(session: Session) -> None:
    """Draw the notices, with a button to dismiss them."""
    if not session.notices:
        return
    with st.container(border=True, key="notices"):
        for told in session.notices:
            st.warning(label(told, longest=400), icon=":material/info:")
        st.button("Dismiss", key="notices-dismiss", on_click=session.notices.clear)
