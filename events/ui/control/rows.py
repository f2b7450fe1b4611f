"""Tables of control whose rows can be picked, and what the panels of control share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from events.ui.session import Session

#: More rows than this are not sent to the browser; the downloads have them all.
MOST_ROWS: Final = 1_000
ROW_PX: Final = 35
#: Columns of shares, shown as whole percents.
SHARES: Final = ("confidence", "confidence_after", "weight")


def pick_row(table: pd.DataFrame, *, key: str, config: dict[str, Any], on_pick: Callable[[int], None], most: int = 12) -> None:
    """Draw a table; a click on a row calls `on_pick` with its number.

    Parameters
    ----------
    table : pandas.DataFrame
        What is shown; columns without an entry in `config` are left out.
    key : str
        Name of the table; a new one has no row picked.
    config : dict
        Streamlit's column settings by column.
    on_pick : callable
        Called before the rerun.
    most : int
        Rows in view; the rest is scrolled to.
    """

    def picked() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and rows[0] < len(table):
            on_pick(int(rows[0]))

    shares = {name: table[name].round(2) for name in SHARES if name in table}
    table = table.assign(**shares)
    st.dataframe(
        table[[name for name in config if name in table]].head(MOST_ROWS),
        key=key,
        hide_index=True,
        column_config=config,
        height=38 + ROW_PX * min(max(len(table), 1), most),
        on_select=picked,
        selection_mode="single-row",
    )
    if len(table) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS:,} of {len(table):,} rows; the downloads have them all.")


def pick_place(session: Session, place_id: str) -> None:
    """Open a place's ledger, and bring it into view on the map where it has a place there."""
    view = replace(session.view, place=place_id)
    rows = session.control.spells
    shape = rows.loc[rows["place_id"] == place_id].geometry.head(1)
    if len(shape) and shape.iloc[0] is not None:
        point = shape.iloc[0].representative_point()
        view = replace(view, centre=(round(point.y, 5), round(point.x, 5)))
    session.change(view)


def pick_event(session: Session, event_id: str) -> None:
    """Open a report below the map; slider and map stay where they are."""
    session.change(replace(session.view, selected=event_id))


def day(iso: str) -> date | None:
    """Return an ISO date as a date, None for ""."""
    return date.fromisoformat(iso) if iso else None
