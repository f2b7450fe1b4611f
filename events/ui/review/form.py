"""The form in which the analyst changes a candidate; only what was changed is kept as a change."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import streamlit as st

from events.errors import EventsError, InputError
from events.schema import ASSERTED, DATE_PRECISIONS, GEO_PRECISIONS, KINDS, PSEUDO_FACTIONS
from events.ui.plain import label
from events.ui.review import acts
from events.ui.review.confirm import EARLIEST, LATEST
from events.ui.review.reader import locate
from events.ui.review.state import Item, Review
from events.ui.review.wording import shown
from events.ui.session import Session

DATE_WORDS: Final = {"day": "that day", "about_day": "about that day", "week": "that week", "month": "that month", "year": "that year"}
STATUS_WORDS: Final = {"asserted": "reported as fact", "claimed": "a claim", "denied": "denied"}
_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d+)?"
_PAIR: Final = re.compile(rf"\s*({_NUMBER})\s*[,; ]\s*({_NUMBER})\s*")


def form(session: Session, here: Review, item: Item) -> None:
    """Draw the form; its button keeps the changes."""
    now = shown(item)
    key = f"{item.candidate.candidate_id}-{len(here.past)}"
    with st.form(f"review-form-{key}", border=True):
        left, right = st.columns(2)
        given: dict[str, Any] = {
            "kind": left.selectbox(
                "What happened", ["", *KINDS], index=["", *KINDS].index(now["kind"]), key=f"rf-kind-{key}", format_func=_kind
            ),
            "asserted": right.selectbox(
                "Status", ASSERTED, index=ASSERTED.index(now["asserted"]), key=f"rf-asserted-{key}", format_func=STATUS_WORDS.__getitem__
            ),
        }
        names = _factions(session, now)
        for column, field, words in ((left, "faction", "Who holds it after"), (right, "opponent", "Against")):
            given[field] = column.selectbox(
                words, names, index=names.index(now[field]), key=f"rf-{field}-{key}", accept_new_options=True, format_func=_name
            )
        given["place"] = left.text_input("Place", now["place"], key=f"rf-place-{key}")
        given["admin"] = right.text_input("Lies in", now["admin"], key=f"rf-admin-{key}")
        at = "" if now["lon"] is None else f"{now['lat']:.5f}, {now['lon']:.5f}"
        spot = left.text_input("Latitude, longitude", at, key=f"rf-at-{key}", placeholder="30.509, 47.780")
        precisions = ["", *GEO_PRECISIONS]
        given["geo_precision"] = right.selectbox(
            "The place is known to the", precisions, index=precisions.index(now["geo_precision"]), key=f"rf-geo-{key}", format_func=_words
        )
        given |= _days(left, right, now, key)
        sent = st.form_submit_button("Keep the changes", key=f"review-keep-{key}", icon=":material/check:", shortcut="Ctrl+Enter")
    st.button("Leave it as it was", key="review-unedit", on_click=_close, args=(here,), shortcut="Esc")
    if not sent:
        return
    try:
        changes = _changes(session, here, now, {**given, "spot": spot})
    except EventsError as error:
        st.error(label(error, longest=300))
        return
    acts.change(here, changes)
    st.rerun()


def _days(left: Any, right: Any, now: dict[str, Any], key: str) -> dict[str, Any]:  # columns are Streamlit's own type
    first = left.date_input("From", _day(now["start"]), key=f"rf-start-{key}", min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD")
    last = right.date_input(
        "To (if later)", _day(now["end"]), key=f"rf-end-{key}", min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD"
    )
    exact = left.selectbox(
        "The date is known to",
        DATE_PRECISIONS,
        index=DATE_PRECISIONS.index(now["date_precision"]),
        key=f"rf-precision-{key}",
        format_func=DATE_WORDS.__getitem__,
    )
    return {"start": _iso(first), "end": _iso(last) if last != first else "", "date_precision": exact}


def _changes(session: Session, here: Review, now: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return what differs from what stands now; a place that was renamed without coordinates is looked up."""
    spot = str(given.pop("spot")).strip()
    if given["end"] and (not given["start"] or given["end"] < given["start"]):
        raise InputError("the event ends before it starts.", column="to", value=given["end"])
    changes = {name: _clean(value) for name, value in given.items() if _clean(value) != now[name]}
    at = "" if now["lon"] is None else f"{now['lat']:.5f}, {now['lon']:.5f}"
    if spot != at:
        return changes | _spot(spot)
    if {"place", "admin"} & set(changes):
        found = locate(session, here, str(given["place"]), str(given["admin"])) if str(given["place"]).strip() else {}
        changes |= {name: found.get(name) for name in ("lon", "lat", "radius_m")}
        changes |= {"geo_precision": found.get("geo_precision") or "", "located_by": found.get("how") or "no place of that name is known"}
    return changes


def _spot(spot: str) -> dict[str, Any]:
    if not spot:
        return {"lon": None, "lat": None, "radius_m": None, "geo_precision": "", "located_by": ""}
    pair = _PAIR.fullmatch(spot)
    if pair is None or abs(float(pair[1])) > 90 or abs(float(pair[2])) > 180:
        raise InputError("is no latitude and longitude.", value=spot, hint="Write degrees, latitude first: 30.509, 47.780.")
    return {"lat": float(pair[1]), "lon": float(pair[2]), "radius_m": None, "located_by": "coordinates typed by the analyst"}


def _factions(session: Session, now: dict[str, Any]) -> list[str]:
    known = sorted(session.dataset.faction_names - {""}, key=str.casefold)
    return list(dict.fromkeys(["", *PSEUDO_FACTIONS, *(now[name] for name in ("faction", "opponent")), *known]))


def _clean(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else "" if value is None else value


def _day(value: str) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _kind(kind: str) -> str:
    return kind.replace("_", " ") or "not said"


def _words(precision: str) -> str:
    return precision.replace("_", " ") or "not said"


def _name(name: str) -> str:
    return name or "not said"


def _close(here: Review) -> None:
    here.editing = False
