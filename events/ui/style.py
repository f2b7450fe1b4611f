"""The page's own style, as little as the layout needs."""

from __future__ import annotations

import streamlit as st

STYLE = """<style>
.stMainBlockContainer { padding: 3.75rem 1.5rem 3rem; max-width: none; }
iframe[title="streamlit_folium.st_folium"] { border-radius: .5rem; height: min(74vh, 46rem); min-height: 26rem; }
@media (max-width: 40rem) {
  .stMainBlockContainer { padding: 3.75rem .75rem 2rem; }
  iframe[title="streamlit_folium.st_folium"] { height: 78vh; }
}
</style>"""


def style() -> None:
    """Put the style on the page."""
    st.html(STYLE)
