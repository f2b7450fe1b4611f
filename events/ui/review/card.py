"""The candidate looked at: each slot with its value, how sure and why; places and a date to choose from; the event that it repeats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from events.errors import EventsError
from events.ui.plain import escape, label
from events.ui.review import acts, saving
from events.ui.review.state import OPEN, Item, Review, Sheet
from events.ui.review.wording import how_sure, lines, short_day, shown, title
from events.ui.session import Session

#: Places offered, each with a number key.
MOST_PLACES: Final = 6
#: What is compared where a candidate repeats an event.
COMPARED: Final = (
    ("kind", "What"),
    ("faction", "Who"),
    ("opponent", "Against"),
    ("place", "Place"),
    ("start", "From"),
    ("asserted", "Status"),
    ("publisher", "Source"),
    ("summary", "Words"),
)
STYLE: Final = """<style>
.review-now.review-now { margin: 0; padding: 0; font-size: 1.05rem; }
.slots { width: 100%; border-collapse: collapse; font-size: .92rem; }
.slots th { text-align: start; font-weight: 400; opacity: .75; padding: .28rem .8rem .28rem 0; vertical-align: top; width: 8.5rem; }
.slots td { padding: .28rem 0; vertical-align: top; overflow-wrap: anywhere; }
.slots tr + tr > * { border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
.slots b { font-weight: 600; }
.slots .why { display: block; font-size: .82rem; opacity: .78; }
.slots .none { opacity: .65; font-style: italic; }
.slots .flag { font-size: .78rem; padding: .05rem .45rem; border: 1px solid currentColor; border-radius: 1rem; margin-inline-start: .4rem; display: inline-block; }
.slots .sure { display: inline-block; width: 2.6rem; height: .42rem; border-radius: 1rem; margin-inline-end: .4rem; overflow: hidden; background: color-mix(in srgb, currentColor 18%, transparent); }
.slots .sure i { display: block; height: 100%; background: currentColor; }
.sides { width: 100%; border-collapse: collapse; font-size: .88rem; table-layout: fixed; }
.sides th, .sides td { text-align: start; vertical-align: top; padding: .3rem .5rem .3rem 0; overflow-wrap: anywhere; font-weight: 400; }
.sides thead th { font-weight: 600; } .sides th:first-child { width: 4.5rem; opacity: .75; }
.sides tr + tr > * { border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent); }
@media (max-width: 40rem) { .slots th { width: 5.5rem; padding-inline-end: .5rem; } }
</style>"""  # noqa: E501 -- one rule a line


def card(session: Session, here: Review, sheet: Sheet, item: Item) -> None:
    """Draw the candidate looked at."""
    st.html(f"{STYLE}<h4 class='review-now'>{escape(title(item))}</h4>")
    if item.status == OPEN:
        _repetition(session, here, sheet, item)
    st.html(_slots(item))
    if item.status != OPEN:
        return
    now = shown(item)
    if not now["start"]:
        _undated(here, item)
    _places(session, here, item, now)


def _slots(item: Item) -> str:
    rows = []
    for line in lines(item):
        value = f"<b>{escape(line.value)}</b>" if line.value else '<span class="none">the report does not say</span>'
        if line.name == "On the map" and not line.value:
            value = '<span class="none">nowhere yet</span>'
        flag = f'<span class="flag">{escape(line.flag)}</span>' if line.flag else ""
        bar = f'<span class="sure" aria-hidden="true"><i style="width:{line.sure:.0%}"></i></span>' if line.sure is not None else ""
        why = " · ".join(part for part in (how_sure(line.sure), line.why) if part)
        rows.append(f"<tr><th>{line.name}</th><td>{value}{flag}<span class='why'>{bar}{escape(why) if why else ''}</span></td></tr>")
    return f'<table class="slots"><tbody>{"".join(rows)}</tbody></table>'


def _undated(here: Review, item: Item) -> None:
    if not item.candidate.published:
        st.info("The report gives no date for this, and its own is not known. Set one with “Edit”.", icon=":material/event_busy:")
        return
    st.button(
        f"No date is given: take the day of publication, {short_day(item.candidate.published)}",
        key="review-date",
        wrap=True,
        help="It is kept as “about that day”.",
        icon=":material/event:",
        shortcut="D",
        width="stretch",
        on_click=acts.date_of_publication,
        args=(here,),
    )


def _places(session: Session, here: Review, item: Item, now: Mapping[str, Any]) -> None:
    offered = list(item.candidate.place.location.get("candidates") or ())[:MOST_PLACES]
    if not offered or "lon" in item.changes:
        return
    words = "Which place is meant? None was certain enough to be chosen." if now["lon"] is None else "Or is another place meant?"
    st.caption(words)
    for number, place in enumerate(offered, start=1):
        where = ", ".join(part for part in (place["name"], place["parent"]) if part)
        st.button(
            f"{label(where, longest=60)} ({label(place['why'], longest=40)}, {place['score']:.0f} %)",
            key=f"review-place-{number}",
            shortcut=str(number),
            width="stretch",
            on_click=acts.place_as,
            args=(session, here, place),
        )


def first_repeated(session: Session, sheet: Sheet, item: Item) -> list[str]:
    """Return the events of the data set that a candidate may repeat."""
    try:
        row = sheet.row(item)
    except EventsError:
        return []
    return saving.repeated(session, row, also=str(item.candidate.place.location.get("place") or ""))


def _repetition(session: Session, here: Review, sheet: Sheet, item: Item) -> None:
    """Show an event of the data set that says the same side by side with the candidate, and offer to merge them."""
    found = first_repeated(session, sheet, item)
    if not found:
        return
    with st.container(border=True, key="review-repeats"):
        st.markdown(f"**The data set may have this already**{f' ({len(found)} events)' if len(found) > 1 else ''}")
        row = saving.record_of(sheet.row(item))
        for number, event_id in enumerate(found[:3]):
            there = saving.existing(session, event_id)
            st.html(_sides(there, row))
            st.button(
                "Merge into it: both sources and both quotes are kept",
                key=f"review-merge-{number}",
                icon=":material/merge:",
                shortcut="M" if number == 0 else None,
                width="stretch",
                on_click=acts.merge,
                args=(session, here, event_id),
            )


def _sides(there: Mapping[str, Any], here: Mapping[str, Any]) -> str:
    def cell(record: Mapping[str, Any], name: str) -> str:
        value = str(record.get(name) or "")
        return escape(value[:10] if name == "start" else value.replace("_", " ") if name == "kind" else value[:400]) if value else "–"

    rows = "".join(f"<tr><th>{words}</th><td>{cell(there, name)}</td><td>{cell(here, name)}</td></tr>" for name, words in COMPARED)
    return (
        f'<table class="sides"><thead><tr><th></th><th>In the data set</th><th>This report</th></tr></thead><tbody>{rows}</tbody></table>'
    )
