"""The page: load, lay out, wire. Start it with `make run`, or `streamlit run dashboard.py`.

Streamlit runs this file as the script of each session, and imports it once as the server's application, whose extra routes serve the
map's scripts and its packed columns.
"""

from __future__ import annotations

import streamlit as st

from events.ui import routes
from events.ui.below import below
from events.ui.detail import detail
from events.ui.map_panel import header, show_map
from events.ui.notices import notices
from events.ui.quick_add import quick_add
from events.ui.session import Session, session
from events.ui.sidebar import sidebar
from events.ui.style import style


def main() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="Who held what, when", page_icon="🗺️", layout="wide")
    style()
    visitor = session()
    visitor.stale_widgets = False
    with st.sidebar:
        sidebar(visitor)
        quick_add(visitor)
    notices(visitor)
    map_and_below(visitor)


@st.fragment
def map_and_below(visitor: Session) -> None:
    """Draw what depends on the view; a rest of the map runs this and nothing else."""
    if visitor.stale_widgets:
        st.rerun()
    visitor.runs += 1
    header(visitor)
    show_map(visitor)
    detail(visitor)
    below(visitor)


if __name__ == "__main__":
    main()
else:
    app = st.App(__file__, routes=routes.routes())
