"""Tables as people keep them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from events.errors import InputError
from tests.sources.reading import imported


def test_words_that_name_no_faction_are_none(tmp_path: Path) -> None:
    words = ["Government", " Mahdi  Army ", "unknown", "", "N/A", "-", "Contested", "disputed", "UNCLEAR", "-99"]
    rows = "".join(f"2008-03-{day:02},Kut,{word}\n" for day, word in enumerate(words, start=1))
    outcome = imported(tmp_path, f"date,town,holder\n{rows}")
    assert outcome.events["faction"].tolist() == [
        "Government",
        "Mahdi Army",
        *["unknown"] * 4,
        "contested",
        "contested",
        "unknown",
        "unknown",
    ]


def test_hundreds_of_columns_are_told_by_their_names(tmp_path: Path) -> None:
    columns = ["date", "town", "holder", *(f"extra {n}" for n in range(400))]
    outcome = imported(tmp_path, f"{','.join(columns)}\n2008-03-25,Kut,Mahdi Army{',2008-01-01' * 400}\n")
    assert outcome.events["start"].dt.strftime("%d.%m.").tolist() == ["25.03."]
    assert outcome.events["extra 399"].tolist() == ["2008-01-01"]


def test_a_weekly_record_of_towns(tmp_path: Path) -> None:
    rows = "Kut,2008-W13,Mahdi Army\nKut,2008-W54,Government\nKut,2008-03-31,Government\n"
    outcome = imported(tmp_path, f"town,week,controlling party\n{rows}")
    assert outcome.reasons == {2: "no such day in the calendar"}
    week, day = outcome.events.to_dict("records")
    assert (str(week["start"].date()), str(week["end"].date()), week["date_precision"]) == ("2008-03-24", "2008-03-30", "week")
    assert (str(day["start"].date()), day["date_precision"], day["kind"], day["faction"]) == ("2008-03-31", "day", "held", "Government")


def test_days_that_programs_write_for_no_day_are_none(tmp_path: Path) -> None:
    rows = "1899-12-30,,A\n0001-01-01 00:00:00,,A\n2008-03-25,9999-12-31,A\n2008-03-26,,A\n2008-03-27,,A\n2008-03-28,,A\n"
    outcome = imported(tmp_path, f"date,end_date,place\n{rows}")
    assert outcome.reasons == dict.fromkeys((1, 2), "the usual sign of a missing date")
    assert outcome.events["end"].isna().all()


def test_latitudes_that_cannot_be_are_rejected_even_if_all_are(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "date,place,Latitude (N),Longitude (E)\n2008-03-25,A,101,33\n2008-03-26,B,33,44\n2008-03-27,C,,\n")
    assert outcome.reasons == {1: "outside -90 to 90 degrees"}
    with pytest.raises(InputError, match="outside -90 to 90 degrees"):
        imported(tmp_path, "date,place,lat,lon\n2008-03-25,A,101,33\n2008-03-26,B,102,33\n")


@pytest.mark.parametrize("encoding", ["cp1251", "cp1256"])
def test_a_code_page_of_another_script_is_asked_for_and_never_read_as_latin_letters(tmp_path: Path, encoding: str) -> None:
    town, holder = ("Херсон", "сторона") if encoding == "cp1251" else ("البصرة", "جيش المهدي")
    content = f"date,place,holder\n2022-02-24,{town},{holder}\n".encode(encoding)
    with pytest.raises(InputError, match="encoding cannot be told"):
        imported(tmp_path, content)
    assert imported(tmp_path, content, encoding=encoding).events["place"].tolist() == [town]


def test_an_accent_here_and_there_is_still_western_european(tmp_path: Path) -> None:
    content = "date,place,holder\n2022-02-24,Médéa,“Armée” – l’État\n".encode("cp1252")
    assert imported(tmp_path, content).events["faction"].tolist() == ["“Armée” – l’État"]
    assert imported(tmp_path, content.decode("cp1252").encode("utf-32")).events["place"].tolist() == ["Médéa"]


def test_an_object_a_line_is_a_row_a_line(tmp_path: Path) -> None:
    rows = [{"date": "2008-03-25", "place": "Kut", "holder": "A"}, {"date": "2008-03-40", "place": "Kut", "holder": "B"}]
    assert imported(tmp_path, "\n".join(map(json.dumps, rows)), name="a.jsonl").reasons == {2: "no such day in the calendar"}
    with pytest.raises(InputError, match="object 2"):
        imported(tmp_path, json.dumps(rows[0]) + '\n{"date": "2008', name="a.jsonl")
    features = [{"type": "Feature", "properties": row, "geometry": {"type": "Point", "coordinates": [45, 32]}} for row in rows]
    assert imported(tmp_path, "\n".join(map(json.dumps, features)), name="a.geojsonl").events["place"].tolist() == ["Kut"]


def test_moments_with_a_time_zone_become_utc(tmp_path: Path) -> None:
    moments = pd.to_datetime(["2008-03-25 23:30", "2008-03-26 02:00"]).tz_localize("Asia/Baghdad")
    pd.DataFrame({"date": moments, "place": ["Kut", "Basra"], "holder": ["A", "B"]}).to_parquet(tmp_path / "a.parquet")
    events = imported(tmp_path, tmp_path / "a.parquet").events
    assert events["start"].dt.strftime("%d %H:%M").tolist() == ["25 20:30", "25 23:00"]


def test_cells_that_say_nothing_are_no_name_and_nan_is_a_province(tmp_path: Path) -> None:
    rows = ("a,2022-03-01,N/A,19,101,A,NA,taken", "b,2022-03-02,Nan,18.8,100.8,A,B,taken", "c,2022-03-03,Phayao,19.2,99.9,A,B,taken")
    outcome = imported(tmp_path, "\n".join(("id,date,place,lat,lon,faction,opponent,kind", *rows)))
    assert [(outcome.event(name)["place"], outcome.event(name)["opponent"]) for name in "ab"] == [("", ""), ("Nan", "B")]
