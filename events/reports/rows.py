"""From an accepted candidate to a row of the event table, with where it comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from events.errors import PhraseError
from events.reports.candidate import Candidate
from events.reports.document import Document
from events.reports.version import VERSION
from events.schema import UNKNOWN

#: Columns that say where an event of a report comes from, besides those of `events.schema.COLUMNS`.
PROVENANCE: Final = ("document_sha256", "quote", "quote_start", "quote_end", "extractor", "realis", "analyst_changes")
#: What did not happen as told, or long ago: never a change of control by itself. It is kept as an incident that names no holder, and its
#: note says what is told; the analyst may set another kind.
NOT_NOW: Final = ("attempted", "planned", "historical")
CONTEXT: Final = "incident"


def to_row(
    candidate: Candidate,
    document: Document,
    *,
    outlet: str = "",
    url: str = "",
    reliability: str = "",
    credibility: str = "",
    changes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the row of an accepted candidate.

    Parameters
    ----------
    candidate : Candidate
        As read.
    document : Document
        The report it was read in.
    outlet, url, reliability, credibility : str
        As the analyst confirms them; the block's outlet and the document's URL if not given.
    changes : mapping, optional
        Column → value, for what the analyst changed (lon, lat, place, kind ...); kept under `analyst_changes` with what was read.

    Returns
    -------
    dict
        `events.schema.COLUMNS` but geometry, for which `lon` and `lat` stand (degrees, None if not placed), and `PROVENANCE`. What was only
        attempted or planned, or is history, is of kind "incident" with an unknown holder unless `changes` say otherwise; what is denied
        is `asserted` "denied".

    Raises
    ------
    PhraseError
        If neither the report nor the analyst gives a date: an event needs one, and none is invented.
    """
    row = as_read(candidate) | {
        "title": document.title,
        "document_sha256": document.sha256,
        "publisher": outlet or candidate.outlet or document.outlet,
        "url": url or document.url,
        "reliability": reliability,
        "credibility": credibility,
    }
    given = dict(changes or {})
    was = {name: row.get(name) for name, value in given.items() if row.get(name) != value}
    row |= given | {
        "analyst_changes": json.dumps({name: {"read": was[name], "set": given[name]} for name in was}, ensure_ascii=False, default=str)
        if was
        else ""
    }
    if not row["start"]:
        raise PhraseError("the report gives no date for this event.", value=candidate.quote[:120], hint="Set the date before accepting it.")
    return row


def as_read(candidate: Candidate) -> dict[str, Any]:
    """Return the columns of an event as a candidate was read; `start` is "" without a date, which no event may be."""
    place, time = candidate.place, candidate.time
    denied = candidate.realis.value == "denied"
    is_context = candidate.realis.value in NOT_NOW
    return {
        "event_id": f"report-{candidate.candidate_id}",
        "start": time.start,
        "end": time.end if time.end != time.start else "",
        "date_precision": time.precision or "day",
        "place": place.words.value,
        "admin": place.within,
        "lon": place.location.get("lon"),
        "lat": place.location.get("lat"),
        "geo_precision": place.location.get("geo_precision") or "",
        "radius_m": place.location.get("radius_m"),
        "located_by": place.location.get("how") or "",
        "kind": CONTEXT if is_context and candidate.kind.value else candidate.kind.value,
        "faction": UNKNOWN if is_context else candidate.faction.value,
        "opponent": candidate.opponent.value,
        "summary": candidate.quote,
        "published": candidate.published,
        "reliability_note": _note(candidate),
        "asserted": "denied" if denied else candidate.speaker.asserted,
        "contradicts": "",
        "source_format": "report",
        "source_id": candidate.candidate_id,
        "quote": candidate.quote,
        "quote_start": candidate.start,
        "quote_end": candidate.end,
        "extractor": VERSION,
        "realis": candidate.realis.value,
    }


def _note(candidate: Candidate) -> str:
    said = candidate.speaker
    told = " by ".join(part for part in (candidate.kind.value.replace("_", " "), candidate.faction.value) if part)
    parts = [
        f"{candidate.realis.value}, not reported as done now: {told}" if candidate.realis.value in NOT_NOW else "",
        f"{said.words.value} ({said.verb})" if said.words.value else "",
        "the loser is inferred" if candidate.opponent_inferred else "",
    ]
    return "; ".join(part for part in parts if part)
