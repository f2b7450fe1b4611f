from __future__ import annotations

import pandas as pd
import pytest

from events.errors import InputError
from events.factions import merge_aliases, read_table, unmatched
from events.schema import validate

TABLE = pd.DataFrame(
    {
        "faction": ["Mahdi Army", "Iraqi government"],
        "aliases": ["Jaish al-Mahdi; JAM;جيش المهدي", "Military Forces of Iraq (2006-2014)"],
    },
    dtype="str",
)


def events(*pairs: tuple[str, str]) -> pd.DataFrame:
    rows = [{"event_id": str(n), "start": "2008-03-25", "kind": "held", "faction": a, "opponent": b} for n, (a, b) in enumerate(pairs)]
    return validate(pd.DataFrame(rows))[0]


def test_names_of_one_faction_become_one_and_the_stated_name_stays() -> None:
    given = events(("jaish al mahdi", "Military Forces of Iraq (2006-2014)"), ("جيش المهدي", ""), ("Others", "JAM"))
    merged = merge_aliases(given, TABLE)
    assert merged["faction"].tolist() == ["Mahdi Army", "Mahdi Army", "Others"]
    assert merged["opponent"].tolist() == ["Iraqi government", "", "Mahdi Army"]
    assert merged["faction_stated"].tolist() == ["jaish al mahdi", "جيش المهدي", "Others"]
    assert given["faction"].tolist() == ["jaish al mahdi", "جيش المهدي", "Others"]


def test_contested_and_unknown_are_no_names() -> None:
    table = pd.DataFrame({"faction": ["A"], "aliases": ["unknown;contested"]}, dtype="str")
    assert merge_aliases(events(("unknown", ""), ("contested", "")), table)["faction"].tolist() == ["unknown", "contested"]


def test_merging_again_with_another_table_starts_from_the_stated_names() -> None:
    once = merge_aliases(events(("JAM", "")), TABLE)
    other = pd.DataFrame({"faction": ["Sadrists"], "aliases": ["JAM"]}, dtype="str")
    assert merge_aliases(once, other)["faction"].tolist() == ["Sadrists"]


def test_a_name_that_stands_for_two_factions_is_refused() -> None:
    table = pd.DataFrame({"faction": ["A", "B"], "aliases": ["x", "X"]}, dtype="str")
    with pytest.raises(InputError, match="two factions, A and B"):
        merge_aliases(events(("A", "")), table)


def test_a_users_table_is_checked() -> None:
    assert read_table(pd.DataFrame({" Faction ": ["A "]}))["faction"].tolist() == ["A"]
    with pytest.raises(InputError, match="column faction is missing"):
        read_table(pd.DataFrame({"name": ["A"]}), file="f.csv")
    with pytest.raises(InputError, match="without a name"):
        read_table(pd.DataFrame({"faction": ["A", " "]}), file="f.csv")


def test_names_that_the_table_lacks_are_listed_most_frequent_first() -> None:
    assert unmatched(events(("X", ""), ("Y", ""), ("Y", ""), ("JAM", ""), ("unknown", "")), TABLE) == ["Y", "X"]
