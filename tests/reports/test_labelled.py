"""The goals on labelled sentences and reports; the held-out half was written before any rule and is not looked at while rules change."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from events.reports.extract import Reader
from tests.reports.scoring import SETS, Figures, items, measure, same_date, same_words

GOALS = {
    "events precision": 0.90,
    "events recall": 0.85,
    "sentences precision": 0.90,
    "sentences recall": 0.85,
    "winner": 0.90,
    "place": 0.85,
    "date": 0.90,
    "realis": 0.85,
}

#: What the later sets, read without a gazetteer, must not fall below: few false events and few wrong slots. Their recall is still short of
#: the goal (labelled/README.md); the floors hold what there is.
FLOORS = {"events precision": 0.90, "winner": 0.90, "place": 0.90, "date": 0.90, "realis": 0.90}
RECALL_FLOORS = {
    "second_development": 0.88,
    "second_heldout": 0.80,
    "third": 0.92,
    "fourth": 0.74,
    "fifth_development": 0.85,
    "fifth_heldout": 0.81,
    "sixth_development": 0.79,
    "sixth_heldout": 0.65,
}

Measured = Callable[[str], Figures]


@pytest.fixture(scope="module")
def measured(bare_reader: Reader) -> Measured:
    """Measure a set once for all tests of this file."""

    @cache
    def figures(name: str) -> Figures:
        return measure(name, bare_reader)

    return figures


def test_each_half_has_sentences_reports_and_hard_negatives() -> None:
    for name in ("development", "heldout"):
        found = items(name)
        assert sum(len(i.lines) for i in found) >= 100
        assert sum(len(i.lines) > 1 for i in found) >= 6
        assert sum(len(i.lines) == 1 and not i.labels[0] for i in found) >= 15


@pytest.mark.parametrize("half", ["development", "heldout"])
def test_goals_are_met(half: str, measured: Measured) -> None:
    shares = measured(half).as_shares()
    assert {name: share for name, share in shares.items() if share < GOALS.get(name, 0)} == {}


@pytest.mark.parametrize("name", list(RECALL_FLOORS))
def test_later_sets_do_not_get_worse(name: str, measured: Measured) -> None:
    shares = measured(name).as_shares()
    floors = FLOORS | {"events recall": RECALL_FLOORS[name]}
    assert {slot: share for slot, share in shares.items() if share < floors.get(slot, 0)} == {}


def test_confidence_is_honest(measured: Measured) -> None:
    """Of what is given a confidence of .8 or more, at least that share is right, slot by slot."""
    for half in SETS:
        sure: dict[str, list[tuple[int, float]]] = {}
        for slot, band, count, share in measured(half).reliability():
            if band in (">= .9", ".8 to .9"):
                sure.setdefault(slot, []).append((count, share))
        for slot, rows in sure.items():
            total = sum(count for count, _ in rows)
            assert sum(count * share for count, share in rows) / total >= 0.8, (half, slot)


def test_the_score_itself_tells_right_from_wrong() -> None:
    assert same_words("the town of Shasha", "Shasha")
    assert not same_words("Goma", "Sake")
    assert not same_words("Goma", "")
    assert not same_words("", "Goma")
    assert same_words("", "")
    assert same_date("2008-03-25", "2008-03-25|")
    assert not same_date("2008-03-25", "2008-03-26")
    assert not same_date("", "2008-03-26")
