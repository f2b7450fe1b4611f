"""The page's layout, run anew at each interaction; what depends on the map's view alone is a fragment."""

from __future__ import annotations

import streamlit as st

from events.link import CONTROL_MODE
from events.ui.below import below
from events.ui.control.panel import control_below
from events.ui.control.uploads import control_uploads
from events.ui.detail import detail
from events.ui.edits.quick_add import quick_add
from events.ui.library.data_sets import data_sets, keep_up
from events.ui.map_panel import header, show_map
from events.ui.notices import notices
from events.ui.review.entry import entry
from events.ui.review.page import is_open, review_page
from events.ui.session import Session, session
from events.ui.sidebar import sidebar
from events.ui.style import style


def show_page() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="Who held what, when", page_icon="🗺️", layout="wide")
    style()
    visitor = session()
    visitor.stale_widgets = False
    keep_up(visitor)
    notices(visitor)
    map_and_below(visitor)  # before the sidebar, whose choices are in the view already: the map is not to wait for other widgets
    with st.sidebar:
        data_sets(visitor)
        entry(visitor)
        sidebar(visitor)
        quick_add(visitor)
        control_uploads(visitor)


@st.fragment
def map_and_below(visitor: Session) -> None:
    """Draw what depends on the view; a rest of the map runs this and nothing else."""
    if visitor.stale_widgets or keep_up(visitor):
        st.rerun()
    visitor.runs += 1
    header(visitor)
    show_map(visitor)
    if visitor.waiting:
        return  # what stands below needs large scripts of its own: they come once the map is drawn
    if is_open():
        review_page(visitor)
    elif visitor.view.mode == CONTROL_MODE:
        control_below(visitor)
    else:
        detail(visitor)
        below(visitor)
