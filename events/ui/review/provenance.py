"""Where an event that was read in a report comes from: the report's own words, the document, and what the analyst changed."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from events.ui.plain import escape
from events.ui.review.saving import FURTHER
from events.ui.review.wording import REALIS_WORDS


def quote_of(event: pd.Series) -> str:
    """Return the quote of an event as HTML, "" where it was not read in a report or its summary says the same."""
    quote = _text(event, "quote")
    return f'<blockquote class="event-quote">{escape(quote)}</blockquote>' if quote and quote != _text(event, "summary") else ""


def facts_of(event: pd.Series) -> list[tuple[str, str]]:
    """Return (name, HTML) for each fact of an event's provenance, for the detail panel; [] where it was not read in a report.

    Parameters
    ----------
    event : pandas.Series
        A row of the event table; columns of `reports.rows.PROVENANCE` and `saving.FURTHER` where it has them.
    """
    facts = []
    if _text(event, "document_sha256"):
        facts = [("Read in", _document(dict(event))), ("Told as", escape(REALIS_WORDS.get(_text(event, "realis"), _text(event, "realis"))))]
        facts.append(("Changed by the analyst", _changes(_text(event, "analyst_changes"))))
    reports = [f"<li>{_further(told)}</li>" for told in _parsed(_text(event, FURTHER), list)]
    if reports:
        facts.append(("Also reported", f"<ul class='event-further'>{''.join(reports)}</ul>"))
    return [(name, words) for name, words in facts if words and words != escape("")]


def _text(event: pd.Series, name: str) -> str:
    value = event.get(name, "")
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else str(value)


def _document(told: dict[str, Any]) -> str:
    ends = pd.to_numeric(pd.Series([str(told.get(name)) for name in ("quote_start", "quote_end")]), errors="coerce")
    where = f", characters {ends[0]:,.0f} to {ends[1]:,.0f}" if ends.notna().all() else ""
    digest, extractor = str(told.get("document_sha256") or ""), told.get("extractor") or "hand"
    return escape(f"document {digest[:12]}{where}, by {extractor}")


def _changes(words: str) -> str:
    changed = _parsed(words, dict)
    told = [
        f"{name.replace('_', ' ')}: {_value(each.get('read'))} → {_value(each.get('set'))}"
        for name, each in changed.items()
        if isinstance(each, dict)
    ]
    return escape("; ".join(told)) if told else ""


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.5g}"
    return "nothing" if value in (None, "") else f"“{str(value)[:80]}”"


def _further(told: Any) -> str:
    if not isinstance(told, dict):
        return ""
    source = ", ".join(str(told[name]) for name in ("publisher", "title", "published") if told.get(name))
    return f"{escape(source)} {escape('“' + str(told.get('quote') or '') + '”')} {_document(told)}"


def _parsed(words: str, kind: type) -> Any:
    """Return the JSON of a cell, empty where it is none: a cell may have been changed by hand."""
    try:
        found = json.loads(words or "null")
    except ValueError:
        return kind()
    return found if isinstance(found, kind) else kind()
