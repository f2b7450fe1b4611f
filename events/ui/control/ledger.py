"""The ledger of a place: who holds it, since when, by which report, who says otherwise, and what every report did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from events.control import explain
from events.errors import InputError
from events.ui.control.rows import pick_event, pick_row
from events.ui.plain import escape, label, link, web
from events.ui.session import Session

COLUMNS: Final = {
    "start": st.column_config.DateColumn("Date", format="YYYY-MM-DD", width=100),
    "role": st.column_config.TextColumn("On that day", width=130, help="What the report is to the state on the slider's day."),
    "place": st.column_config.TextColumn("Place", width="small", help="A report on a place around this one is listed too."),
    "told": st.column_config.TextColumn("Report", width="medium"),
    "did": st.column_config.TextColumn("What it did", width="medium"),
    "publisher": st.column_config.TextColumn("Source", width=140),
    "web": st.column_config.LinkColumn("Link", display_text="open", width="small"),
    "after": st.column_config.TextColumn("Afterwards", width="medium"),
    "why": st.column_config.TextColumn("Rule", width="medium"),
    "weight": st.column_config.NumberColumn("Weight", format="percent", width="small", help="How far the report alone is believed."),
    "scope": st.column_config.TextColumn("About", width="small", help="This place, one around it, or a report another contradicts."),
    "published": st.column_config.TextColumn("Published", width="small"),
    "summary": st.column_config.TextColumn("Summary", width="large"),
}
ABOUT: Final = {"here": "this place", "around": "a place around", "elsewhere": "another place"}
MOST_LINKED: Final = 6
STYLE: Final = """<style>
.why { margin: 0 0 .4rem; max-width: 80ch; overflow-wrap: anywhere; } .why h3 { margin: 0 0 .2rem; padding: 0; font-size: 1.15rem; }
.why p { margin: 0 0 .3rem; } .why .answer { font-size: 1.05rem; } .why a { color: inherit; text-decoration: underline; }
</style>"""


def ledger_panel(session: Session) -> None:
    """Draw the ledger of the place that is open, or one line on how to open one."""
    place = session.view.place
    if not place:
        st.caption("Click a place on the map, or a row of the table of places, to see why it has its colour.")
        return
    with st.container(border=True, key="ledger"):
        try:
            told = session.control.ledger(place, day=session.view.time)
        except InputError:
            drawn = session.inputs.drawings
            known = drawn is not None and any(place.startswith(f"{layer}: ") for layer in drawn["layer"])
            words = f"{place}: as drawn in the file." if known else f"No report speaks of a place called “{place[:80]}”."
            st.markdown(label(words, longest=300))
        else:
            _answer(session, told)
            _reports(session, told)
        st.button("Close", key="ledger-close", on_click=lambda: session.change(replace(session.view, place="")))


def _answer(session: Session, told: pd.DataFrame) -> None:
    """Draw the answer in words, with the reports behind it and against it."""
    state = session.control.at(session.view.time)
    now = state[state["place_id"] == session.view.place]
    if now.empty:
        first = told.loc[told["scope"] == "here", "start"].min()
        when = "" if pd.isna(first) else f" The first is of {first.day} {first.month_name()} {first.year}."
        text = f"<p>By this day no report says who holds it.{escape(when)}</p>"
        st.html(f'{STYLE}<div class="why"><h3>{escape(session.view.place)}</h3>{text}</div>')
        return
    answer = f'<p class="answer">{escape(explain(now.iloc[0], session.dataset.events, when=session.view.time))}</p>'
    title = f"<h3>Why is {escape(now.iloc[0]['place'])} {escape(_colour(now.iloc[0]))}?</h3>"
    until = told[told["start"].dt.strftime("%Y-%m-%d") <= session.view.time] if session.view.time else told
    lines = []
    for role, words in (("sets today's state", "Set by"), ("confirms it", "Confirmed by"), ("says otherwise", "Says otherwise")):
        named = until[until["role"] == role]
        if len(named):
            shown = "; ".join(_source(row) for row in named.tail(MOST_LINKED).to_dict("records"))
            more = f" and {len(named) - MOST_LINKED} earlier" if len(named) > MOST_LINKED else ""
            lines.append(f"<p><b>{words}:</b> {shown}{more}</p>")
    st.html(f'{STYLE}<div class="why">{title}{answer}{"".join(lines)}</div>')


def _colour(now: pd.Series[Any]) -> str:
    """Return what the map's colour says: "drawn as held by Mahdi Army"."""
    return {"held": f"drawn as held by {now['holder']}", "contested": "drawn as contested"}.get(str(now["status"]), "drawn as unknown")


def _source(row: dict[Any, Any]) -> str:
    """Return one report as HTML: what it says, and a link to its source."""
    day = f"{row['start'].day} {row['start'].month_name()}"
    source = link(str(row["url"]), str(row["publisher"] or row["title"] or "source"))
    what = f"{row['kind'].replace('_', ' ')}, {row['place']}, {day}"
    return f"{escape(what)} ({source})"


def _reports(session: Session, told: pd.DataFrame) -> None:
    later = int((told["start"].dt.strftime("%Y-%m-%d") > session.view.time).sum()) if session.view.time else 0
    note = f", {later:,} of them after the slider's day" if later else ""
    st.caption(f"Every report in order ({len(told):,}{note}). Click a row to read it.")
    claim = told["asserted"].map({"claimed": " (claimed)", "denied": " (denied)"}).fillna("")
    holder = told["faction"].where(~told["faction"].isin(("unknown", "contested")), "")
    words = told["kind"].astype("str").str.replace("_", " ") + (": " + holder).where(holder != "", "") + claim.astype("str")
    after = told["status_after"].where(told["status_after"] != "held", told["holder_after"])
    table = told.assign(
        told=words,
        after=after.fillna(""),
        web=pd.Series([web(url) or None for url in told["url"]], index=told.index, dtype="str"),
        scope=told["scope"].map(ABOUT).fillna(told["scope"]),
    )
    ids = told["event_id"].astype("str").tolist()
    key = f"ledger-{session.view.place}-{session.view.selected}"
    pick_row(table, key=key, config=COLUMNS, on_pick=lambda row: pick_event(session, ids[row]), most=8)
