"""Boundaries and control lines of the visitor's own: uploaded in the sidebar, drawn by the map in control mode."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from events.control.areas import POLYGON
from events.errors import EventsError
from events.link import CONTROL_MODE
from events.schema import CRS
from events.ui.control import drawings
from events.ui.plain import label
from events.ui.session import Session

PROBLEMS: Final = "upload-problems"
TYPES: Final = ("geojson", "json")
#: Name, key and help of each box.
BOXES: Final = (
    (
        "Boundaries",
        "upload-boundaries",
        "GeoJSON polygons with a p-code (adm2_pcode, …) or a name: places that bear it are drawn as that polygon.",
    ),
    (
        "Control lines",
        "upload-lines",
        "GeoJSON polygons with a holder and a date each (or the date in the file's name): each drawing holds until the next one.",
    ),
)


def control_uploads(session: Session) -> None:
    """Draw the two boxes; what is new in them is read and told at once."""
    with st.expander("Boundaries and control lines"):
        areas, lines = (st.file_uploader(name, type=TYPES, accept_multiple_files=True, key=key, help=about) for name, key, about in BOXES)
        mark = ",".join(sorted(str(file.file_id) for file in [*areas, *lines]))
        if mark != session.inputs.mark:
            _take(session, areas, lines, mark)
            st.rerun()  # the map stands before this in the script
        for problem in st.session_state.get(PROBLEMS, ()):
            st.error(label(problem, longest=600))
        _tell(session)


def _take(session: Session, areas: Sequence[Any], lines: Sequence[Any], mark: str) -> None:
    problems: list[str] = []
    shapes = _read(areas, drawings.boundaries, problems)
    drawn = _read(lines, drawings.drawing, problems)
    together = pd.concat([table.to_crs(CRS) if table.crs else table.set_crs(CRS) for table in shapes]) if shapes else None
    session.inputs = replace(
        session.inputs,
        boundaries=None if together is None else gpd.GeoDataFrame(together, crs=CRS).reset_index(drop=True),
        drawings=drawings.joined(drawn),
        mark=mark,
    )
    st.session_state[PROBLEMS] = problems


def _read(files: Sequence[Any], read: Callable[..., gpd.GeoDataFrame], problems: list[str]) -> list[gpd.GeoDataFrame]:
    found = []
    for file in files:
        try:
            found.append(read(file.getvalue(), file=file.name))
        except EventsError as error:
            problems.append(str(error))
    return found


def _tell(session: Session) -> None:
    told = []
    if session.inputs.boundaries is not None:
        told.append(f"{len(session.inputs.boundaries):,} boundaries")
    if session.inputs.drawings is not None:
        days = session.inputs.drawings["start"]
        told.append(f"{len(session.inputs.drawings):,} drawn areas from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}")
    if not told:
        st.caption("Drawn in control mode, on the same slider as the reports.")
        return
    words = " and ".join(told) + (" in use." if session.view.mode == CONTROL_MODE else ": shown in control mode.")
    if session.view.mode == CONTROL_MODE and session.inputs.boundaries is not None:
        try:
            how = session.control.areas["how"]
        except EventsError:
            how = pd.Series(dtype="str")
        words += f" {int((how == POLYGON).sum()):,} of {len(how):,} places are drawn as a boundary."
    st.caption(words)
