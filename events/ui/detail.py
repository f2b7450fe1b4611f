"""The selected event: what is reported, by whom, how sure it is, what speaks against it, and what else is reported there."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from events import precision
from events.schema import PSEUDO_FACTIONS
from events.ui import near
from events.ui.edits.event_acts import event_acts
from events.ui.picking import MOST_ROWS, pick_table
from events.ui.plain import escape, link
from events.ui.review import provenance
from events.ui.session import Session

STYLE = """<style>
.event-head { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.event-head h3 { margin: 0; padding: 0; font-size: 1.15rem; }
.event-summary { margin: .35rem 0 .6rem; font-size: 1.02rem; max-width: 75ch; overflow-wrap: anywhere; }
div dl.event-facts.event-facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; padding: 0; }
.event-facts.event-facts dt, .event-facts.event-facts dd { font-size: .92rem; }
.event-facts.event-facts dt { opacity: .75; font-weight: 400; margin: 0; padding: 0; }
.event-facts.event-facts dd { margin: 0; padding: 0; overflow-wrap: anywhere; }
.event-quote { margin: 0 0 .6rem; padding: 0 0 0 .8rem; border-inline-start: 3px solid currentColor; max-width: 75ch; opacity: .85; }
.event-facts ul.event-further { margin: 0; padding-inline-start: 1.1rem; }
.event-facts a { color: inherit; text-underline-offset: .15em; }
@media (max-width: 40rem) {
  div dl.event-facts.event-facts { grid-template-columns: 1fr; }
  .event-facts.event-facts dd { margin-bottom: .35rem; }
}
</style>"""


def detail(session: Session) -> None:
    """Draw the selected event, or one line on how to select one."""
    dataset, selected = session.dataset, session.view.selected
    row = dataset.row_of(selected)
    if row is None:
        st.caption("Click a mark on the map, or a row of the table, to read the report behind it.")
        return
    event = dataset.rows([row]).iloc[0]
    with st.container(border=True, key="detail"):
        st.html(STYLE + _facts(event))
        against = near.contradictions_of(dataset, row)
        if len(against):
            st.markdown(f"**Contradicted by {len(against)} {'report' if len(against) == 1 else 'reports'}** (both are kept)")
            pick_table(session, dataset.rows(against), key="contradictions")
        others = near.others_at(dataset, row)
        if len(others):
            told = f"{len(others):,} other {'event' if len(others) == 1 else 'events'} at this place"
            with st.expander(told, key=f"others-{selected}", on_change="rerun") as opened:
                if opened.open:
                    pick_table(session, dataset.rows(others[-MOST_ROWS:]), key="others")
        event_acts(session, selected)
        st.button("Close", key="detail-close", on_click=_close, args=(session,))


def _facts(event: pd.Series) -> str:
    kind = event["kind"].replace("_", " ")
    holder = "no holder named" if event["faction"] in PSEUDO_FACTIONS else event["faction"]
    title = f"<h3>{escape(event['place'] or 'Place not stated')}</h3><span>{escape(kind)} · {escape(holder)}</span>"
    facts = [
        ("When", escape(precision.when_words(event))),
        ("Where", f"{escape(event['admin'])} {escape('· ') if event['admin'] else ''}{escape(precision.where_words(event))}"),
        ("Found by", escape(event["located_by"])),
        ("Opponent", escape(event["opponent"])),
        ("Status", escape(precision.ASSERTED_WORDS[event["asserted"]])),
        ("Source", _source(event)),
        ("Published", escape(event["published"])),
        ("Reliability", escape(_reliability(event))),
        *provenance.facts_of(event),
    ]
    shown = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts if text != escape(""))
    return (
        f'<div class="event-head">{title}</div><p class="event-summary">{escape(event["summary"])}</p>'
        f'{provenance.quote_of(event)}<dl class="event-facts">{shown}</dl>'
    )


def _source(event: pd.Series) -> str:
    publisher = escape(event["publisher"]) if event["publisher"] else ""
    title = event["title"] or (event["url"] and "open the source") or ""
    opened = link(event["url"], title) if title else ""
    return ": ".join(part for part in (publisher, opened) if part) or escape("")


def _reliability(event: pd.Series) -> str:
    code = f"{event['reliability']}{event['credibility']}"
    return " · ".join(part for part in (code, event["reliability_note"]) if part)


def _close(session: Session) -> None:
    session.change(replace(session.view, selected=""))
