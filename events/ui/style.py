"""The page's own style, as little as the layout needs."""

from __future__ import annotations

import streamlit as st

STYLE = """<style>
.stMainBlockContainer { padding: 3.75rem 1.5rem 3rem; max-width: none; }
iframe[title="streamlit_folium.st_folium"] { border-radius: .5rem; height: min(74vh, 46rem); min-height: 26rem; }
/* What a widget looked like before it was given a new value stays until the run ends; beside the new one it would push the rest down. */
.stElementContainer[data-retained="true"]:is(
  [class*="st-key-filter-"], [class*="st-key-data-set"], [class*="st-key-control-compare"],
  [class*="st-key-control-known"], [class*="st-key-control-half-life"], [class*="st-key-control-discount"]
) {
  display: none;
}
/* The field beside the chosen ones is as wide without the focus as with it: else it would leave its line as one presses a button below,
   and the button move away from under the press. */
[data-testid="stMultiSelectTagsContainer"] input { min-width: 3rem !important; }
@media (max-width: 40rem) {
  .stMainBlockContainer { padding: 3.75rem .75rem 2rem; }
  iframe[title="streamlit_folium.st_folium"] { height: 78vh; }
}
</style>"""


def style() -> None:
    """Put the style on the page."""
    st.html(STYLE)
