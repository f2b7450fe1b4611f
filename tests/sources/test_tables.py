"""Tables as people keep them."""

from __future__ import annotations

from pathlib import Path

from tests.sources.reading import imported


def test_words_that_name_no_faction_are_none(tmp_path: Path) -> None:
    words = ["Government", " Mahdi  Army ", "unknown", "", "N/A", "-", "Contested", "disputed", "UNCLEAR"]
    rows = "".join(f"2008-03-{day:02},Kut,{word}\n" for day, word in enumerate(words, start=1))
    outcome = imported(tmp_path, f"date,town,holder\n{rows}")
    assert outcome.events["faction"].tolist() == ["Government", "Mahdi Army", *["unknown"] * 4, "contested", "contested", "unknown"]


def test_hundreds_of_columns_are_told_by_their_names(tmp_path: Path) -> None:
    columns = ["date", "town", "holder", *(f"extra {n}" for n in range(400))]
    outcome = imported(tmp_path, f"{','.join(columns)}\n2008-03-25,Kut,Mahdi Army{',2008-01-01' * 400}\n")
    assert outcome.events["start"].dt.strftime("%d.%m.").tolist() == ["25.03."]
    assert outcome.events["extra 399"].tolist() == ["2008-01-01"]
