"""Where an event comes from, in the detail panel: the report's words and what the analyst changed; nothing of a cell is ever HTML."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from events.ui.review.provenance import facts_of, quote_of
from events.ui.review.saving import FURTHER

READ = {
    "document_sha256": "a" * 64,
    "quote": "Army took <b>Kut</b>.",
    "quote_start": 10.0,
    "quote_end": 31.0,
    "extractor": "rules-1",
    "realis": "attempted",
    "summary": "Kut",
}


def test_an_event_read_in_a_report_tells_document_place_in_it_and_changes() -> None:
    changes = {"kind": {"read": "taken", "set": "held"}, "lon": {"read": None, "set": 47.123456}}
    facts = dict(facts_of(pd.Series({**READ, "analyst_changes": json.dumps(changes)})))
    assert "document aaaaaaaaaaaa, characters 10 to 31, by rules-1" in facts["Read in"]
    assert "only attempted" in facts["Told as"]
    assert "kind: “taken” → “held”; lon: nothing → 47.123" in facts["Changed by the analyst"]
    assert "&lt;b&gt;Kut&lt;/b&gt;" in quote_of(pd.Series(READ))


def test_a_merged_report_is_told_with_its_quote() -> None:
    told = [{"publisher": "Wire", "published": "2008-03-26", "quote": "<i>x</i>", "document_sha256": "b" * 64, "extractor": "rules-1"}]
    facts = dict(facts_of(pd.Series({FURTHER: json.dumps(told)})))
    assert "Wire, 2008-03-26" in facts["Also reported"]
    assert "<i>" not in facts["Also reported"]


@pytest.mark.parametrize("event", [{}, {"document_sha256": np.nan, FURTHER: np.nan}, {"document_sha256": None, "quote": ""}])
def test_other_events_have_no_such_facts(event: dict[str, object]) -> None:
    assert (facts_of(pd.Series(event, dtype="object")), quote_of(pd.Series(event, dtype="object"))) == ([], "")


@pytest.mark.parametrize("cell", ["{", "3", '["x"]', '{"a": 1}', '[{"quote": null}]'])
def test_cells_changed_by_hand_break_nothing(cell: str) -> None:
    facts_of(pd.Series({"document_sha256": "<x>", "quote_start": "y", "analyst_changes": cell, FURTHER: cell}))
