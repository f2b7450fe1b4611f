"""The form to edit an event: every field that an analyst may correct, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from events.precision import ASSERTED_WORDS, DATE_WORDS
from events.schema import ASSERTED, CONTESTED, CREDIBILITIES, DATE_PRECISIONS, KINDS, PSEUDO_FACTIONS, RELIABILITIES, UNKNOWN
from events.ui import store
from events.ui.edits.event_place import place_fields
from events.ui.session import Session
from events.ui.stored import DECISION

EARLIEST, LATEST = date(1500, 1, 1), date(2199, 12, 31)
PSEUDO_WORDS: Final = {CONTESTED: "contested: no side holds it", UNKNOWN: "unknown: no holder named"}


def event_form(session: Session, before: Mapping[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """Draw the fields and return the columns that are to change, and the note.

    Parameters
    ----------
    session : Session
        Its data set offers the factions.
    before : mapping
        The event's record, as `editing.record` gives it.
    key : str
        Part of the widgets' keys.
    """
    fields: dict[str, Any] = {}
    kind, faction, opponent, status = st.columns([1, 1.3, 1.3, 1.2])
    fields["kind"] = kind.selectbox("Kind", KINDS, index=KINDS.index(before["kind"]), format_func=_plain, key=f"{key}-kind")
    fields["faction"] = faction_field(faction, session, "Who controls after", str(before["faction"]), key=f"{key}-faction")
    fields["opponent"] = faction_field(opponent, session, "Opponent", str(before["opponent"]), key=f"{key}-opponent", empty=True)
    fields["asserted"] = status.selectbox(
        "Status", ASSERTED, index=ASSERTED.index(before["asserted"]), format_func=ASSERTED_WORDS.__getitem__, key=f"{key}-asserted"
    )
    fields |= _days(before, key)
    fields |= place_fields(session, before, key)
    fields["summary"] = st.text_area("Summary", value=before["summary"], key=f"{key}-summary", height=80)
    fields |= _source(before, key)
    note = st.text_input("Why (kept with the edit)", key=f"{key}-note", placeholder="e.g. the second report names the district")
    changes = {name: value for name, value in fields.items() if name not in before or before[name] != value}
    if "faction" in changes and before.get(DECISION):
        changes[DECISION] = False
    return changes, note


def faction_field(place: Any, session: Session, title: str, value: str, *, key: str, empty: bool = False) -> str:
    """Draw a list of the data's factions, the most frequent first, that takes new names too; return the one chosen."""
    counts = store.packed(session.dataset).factions
    named = sorted((name for name in session.dataset.faction_names if name not in PSEUDO_FACTIONS), key=lambda n: (-counts.get(n, 0), n))
    options = [*([""] if empty else PSEUDO_FACTIONS), *(name for name in named if name)]
    options += [value] if value not in options else []
    chosen = place.selectbox(
        title,
        options,
        index=options.index(value),
        format_func=lambda name: PSEUDO_WORDS.get(name, name or "none named"),
        key=key,
        accept_new_options=True,
        help="Choose one, or write a new name.",
    )
    return " ".join(str(chosen or "").split())


def _days(before: Mapping[str, Any], key: str) -> dict[str, Any]:
    start, end, exact = st.columns(3)
    first = _day_field(start, "Date", before["start"], key=f"{key}-start")
    last = _day_field(end, "Last day (if it went on)", before["end"], key=f"{key}-end")
    precision = exact.selectbox(
        "How exactly",
        DATE_PRECISIONS,
        index=DATE_PRECISIONS.index(before["date_precision"]),
        format_func=DATE_WORDS.__getitem__,
        key=f"{key}-date-precision",
    )
    return {"start": first, "end": last, "date_precision": precision}


def _day_field(place: Any, title: str, iso: str | None, *, key: str) -> str | None:
    """Draw a date and return it as ISO 8601; the hour that the source gives stays while the day does."""
    known = None if iso is None else pd.Timestamp(iso).date()
    chosen = place.date_input(title, value=known, min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", key=key)
    if chosen == known:
        return iso
    return None if chosen is None else pd.Timestamp(chosen, tz="UTC").isoformat()


def _source(before: Mapping[str, Any], key: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    publisher, title, published = st.columns([1, 1.6, 0.8])
    fields["publisher"] = publisher.text_input("Publisher", value=before["publisher"], key=f"{key}-publisher").strip()
    fields["title"] = title.text_input("Title", value=before["title"], key=f"{key}-title").strip()
    fields["published"] = published.text_input(
        "Published", value=before["published"], key=f"{key}-published", placeholder="2008-03-27"
    ).strip()
    url, reliability, credibility = st.columns([2, 0.7, 0.7])
    fields["url"] = url.text_input("Web address", value=before["url"], key=f"{key}-url").strip()
    for place, name, words in ((reliability, "reliability", RELIABILITIES), (credibility, "credibility", CREDIBILITIES)):
        options = ("", *words)
        fields[name] = place.selectbox(
            name.capitalize(),
            options,
            index=options.index(before[name]),
            format_func=lambda word: word or "not rated",
            key=f"{key}-{name}",
        )
    return fields


def _plain(word: str) -> str:
    return word.replace("_", " ")
