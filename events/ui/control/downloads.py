"""Downloads of control: spells and the state of a day in the field's formats, the reports, and the map as one file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from events import export
from events.control.decided import decision_words, with_decisions
from events.export.control import asked_words, control_file
from events.filters import date_words
from events.ui.session import Session

FORMATS: Final = (
    ("CSV", "csv", "text/csv"),
    ("GeoJSON", "geojson", "application/geo+json"),
    ("GeoPackage", "gpkg", "application/geopackage+sqlite3"),
    ("KML", "kml", "application/vnd.google-earth.kml+xml"),
)


def control_downloads(session: Session) -> None:
    """Draw the buttons; a file is made when its button is clicked."""
    control, view = session.control, session.view
    st.caption("Spells: who held each place from when to when, with the reports behind it. KML has time spans, for Google Earth and QGIS.")
    _buttons(session, "spells", "control spells", lambda: control.spells)
    day = date_words(view.time) if view.time else "the last day"
    st.caption(f"Who holds what on {day}, each place as the area that the map draws.")
    _buttons(session, "day", f"control on {view.time}", lambda: control.at(view.time))
    st.caption("Every report that counts, and the map with slider and control in one file that opens by double-click, without a network.")
    with st.container(horizontal=True):
        st.download_button(
            "Reports (CSV)",
            data=lambda: export.to_csv(with_decisions(control.events, control.decisions), view=view, dataset=session.dataset),
            file_name=export.file_name(session.dataset, view, "csv"),
            mime="text/csv",
            key="control-download-reports",
            on_click="ignore",
        )
        st.download_button(
            "Map as one HTML file",
            data=lambda: _page(session),
            file_name=export.file_name(session.dataset, view, "control.html"),
            mime="text/html",
            key="control-download-html",
            on_click="ignore",
        )


def _page(session: Session) -> bytes:
    """Return the map with all reports and control; an analyst's decision stands behind the summary of the report it is about."""
    control = session.control
    events = session.dataset.events.reset_index(drop=True)
    words = decision_words(control.decisions)
    told = [
        f"{summary} [Analyst's decision: {' | '.join(words[event_id])}]" if event_id in words else summary
        for event_id, summary in zip(events["event_id"].astype("str"), events["summary"], strict=True)
    ]
    events = events.assign(summary=pd.Series(told, index=events.index, dtype="str"))
    return export.to_html(events, view=session.view, dataset=session.dataset, control=control.packed(events["event_id"]))


def _buttons(session: Session, name: str, words: str, make: Callable[[], gpd.GeoDataFrame]) -> None:
    control, view = session.control, session.view
    said = asked_words(words, half_life_days=control.half_life_days, known=view.known, equal_claims=view.equal_claims)
    provenance = {"data_set": session.dataset.name, "fingerprint": session.dataset.fingerprint, "view": said}

    def content(ending: str) -> bytes:
        table = make()
        if ending != "csv":
            shapes = control.areas.set_index("place_id").geometry
            table = table.assign(geometry=shapes.reindex(table["place_id"]).to_numpy())
        return control_file(table, ending, provenance=provenance, decisions=control.decisions)

    for column, (title, ending, mime) in zip(st.columns(len(FORMATS)), FORMATS, strict=True):
        column.download_button(
            title,
            data=partial(content, ending),
            file_name=export.file_name(session.dataset, view, f"{name}.{ending}"),
            mime=mime,
            key=f"control-download-{name}-{ending}",
            on_click="ignore",
            width="stretch",
        )
