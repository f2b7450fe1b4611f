"""What stands below the map: counts over time, the table, downloads, and the rows that are not on the map."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from events import charts, export, filters, summary
from events.eventmap import faction_colours
from events.ui.picking import MOST_ROWS, pick_table
from events.ui.session import Session, searchable


def below(session: Session) -> None:
    """Draw the tabs below the map for the view at rest."""
    dataset, view = session.dataset, session.view
    text = searchable(dataset) if view.search else None
    shown = filters.apply(dataset.events, view, text=text)
    lost = summary.unplaced(dataset.events)
    missing = len(lost) + len(dataset.rejected)
    names = ["Counts over time", f"Table ({len(shown):,})", "Download", f"Not on the map ({missing:,})"]
    counts, table, downloads, not_shown = st.tabs(names)
    with counts:
        _counts(session, shown)
    with table:
        if len(shown) > MOST_ROWS:
            st.caption(f"The newest {MOST_ROWS:,} of {len(shown):,} events; the downloads have them all.")
        pick_table(session, shown, key="shown", height=420)
    with downloads:
        _downloads(session, shown)
    with not_shown:
        _not_on_map(session, lost)


def _counts(session: Session, shown: gpd.GeoDataFrame) -> None:
    if shown.empty:
        st.info("No event is shown, so there is nothing to count.")
        return
    colours = faction_colours(session.dataset.events)
    by_faction, by_kind = st.columns(2)
    with by_faction:
        st.altair_chart(charts.counts_by_faction(summary.counts_over_time(shown, by="faction"), colours=colours), width="stretch")
    with by_kind:
        st.altair_chart(charts.counts_by_kind(summary.counts_over_time(shown, by="kind")), width="stretch")


def _downloads(session: Session, shown: gpd.GeoDataFrame) -> None:
    st.caption(f"The {len(shown):,} events shown now, with their sources.")
    dataset, view = session.dataset, session.view
    whole = dataset.events[filters.chosen(dataset.events, view, text=searchable(dataset) if view.search else None)]
    columns = st.columns(3)
    buttons = (
        ("CSV", "csv", "text/csv", lambda: export.to_csv(shown, view=view, dataset=dataset)),
        ("GeoJSON", "geojson", "application/geo+json", lambda: export.to_geojson(shown, view=view, dataset=dataset)),
        ("Map as one HTML file", "html", "text/html", lambda: export.to_html(whole, view=view, dataset=dataset)),
    )
    for column, (label, ending, mime, make) in zip(columns, buttons, strict=True):
        column.download_button(
            label,
            data=make,
            file_name=export.file_name(dataset, view, ending),
            mime=mime,
            key=f"download-{ending}",
            on_click="ignore",
            width="stretch",
        )
    st.caption("The HTML file holds map, slider and every event that passes the filters; it opens by double-click, without a network.")


def _not_on_map(session: Session, lost: gpd.GeoDataFrame) -> None:
    if lost.empty and session.dataset.rejected.empty:
        st.caption("Every row of the data is on the map.")
        return
    if len(lost):
        st.markdown("**Places that were not found.** Their events are in the table and the counts; the map does not guess.")
        pick_table(session, lost, key="unplaced")
        st.dataframe(_candidates(session.dataset.unresolved), hide_index=True)
    if len(session.dataset.rejected):
        st.markdown("**Rows that could not be read.** They are left out and kept here as they stand in the file.")
        st.dataframe(session.dataset.rejected, hide_index=True)
        st.download_button(
            "Download these rows",
            data=lambda: export.table_to_csv(session.dataset.rejected),
            file_name=f"{session.dataset.name}-rejected.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _candidates(unresolved: pd.DataFrame) -> pd.DataFrame:
    """Return the unresolved places with their candidates as readable text, best first."""
    return unresolved.assign(candidates=[", ".join(str(name) for name in names) for names in unresolved["candidates"]])
