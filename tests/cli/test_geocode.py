"""`geocode` says what a phrase states and where that is, one JSON object a line, and nothing that it does not state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from events.cli import main
from events.schema import GEO_PRECISIONS, KINDS

KEYS = ["phrase", "place", "kind", "faction", "lon", "lat", "radius_m", "geo_precision", "how", "candidates"]
PLACES = pd.read_csv(Path(__file__).resolve().parents[2] / "data" / "iraq-2008" / "places.csv").set_index("canonical_name")


def _ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["geocode", *arguments]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return [json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON")) for line in said.out.splitlines()]


def test_each_phrase_is_one_line_with_the_same_keys(capsys: pytest.CaptureFixture[str]) -> None:
    phrases = ["New Baghdad checkpoints taken", "southern Basra held", "10 km north of Hilla", "Xyzzyville taken"]
    found = _ask(capsys, *phrases, "--date", "2008-03-25")
    assert [one["phrase"] for one in found] == phrases
    assert [list(one) for one in found] == [KEYS] * 4


@pytest.mark.parametrize(
    ("phrase", "kind", "faction", "place"),
    [
        ("New Baghdad checkpoints taken", "taken", None, "New Baghdad"),
        ("southern Basra held", "held", None, "Southern Basra"),
        ("Mahdi Army takes Shuhada in Kut", "taken", "Mahdi Army", "Shuhada (Kut)"),
        ("police withdraw from Sadr City", "withdrawn", None, "Sadr City"),
    ],
)
def test_a_report_is_read_and_placed(phrase: str, kind: str, faction: str | None, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = _ask(capsys, phrase)
    assert (found["kind"], found["faction"], found["place"]) == (kind, faction, place)
    assert (found["lon"], found["lat"]) == (
        pytest.approx(PLACES.at[place, "lon"], abs=0.02),
        pytest.approx(PLACES.at[place, "lat"], abs=0.02),
    )
    assert found["kind"] in KINDS
    assert found["geo_precision"] in GEO_PRECISIONS
    assert found["radius_m"] > 0


def test_a_place_alone_has_no_kind(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = _ask(capsys, "10 km north of Hilla")
    assert found["kind"] is None
    assert found["faction"] is None
    assert found["lat"] == pytest.approx(PLACES.at["Hilla", "lat"] + 10 / 111.2, abs=0.02)
    assert found["radius_m"] > 5_000


@pytest.mark.parametrize("phrase", ["Xyzzyville taken", "Xyzzyville", "government plans to take Kut", "Who holds Kut?"])
def test_what_is_not_found_or_not_told_is_null_with_a_reason(phrase: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = _ask(capsys, phrase)
    assert [found[key] for key in ("lon", "lat", "radius_m", "geo_precision")] == [None] * 4
    assert found["how"]


def test_candidates_are_ranked_and_say_why(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = _ask(capsys, "Basraa Govvernorat")
    scores = [candidate["score"] for candidate in found["candidates"]]
    assert scores
    assert scores == sorted(scores, reverse=True)
    assert set(found["candidates"][0]) == {"name", "parent", "lon", "lat", "score", "why"}


def test_names_are_printed_in_their_own_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "الكوت"]) == 0
    out = capsys.readouterr().out
    assert "الكوت" in out
    assert json.loads(out)["lat"] == pytest.approx(32.51, abs=0.05)


@pytest.mark.parametrize("phrase", ["", "   ", "\t\n"])
def test_an_empty_phrase_is_bad_input(phrase: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "Kut", phrase]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "phrase 2" in said.err


@pytest.mark.parametrize(
    "phrase", ["x" * 20_000, "<script>alert(1)</script>", "'; DROP TABLE--", "\u202e\u0000\ufffe", "((((", "{{7*7}}", "-- Kut"]
)
def test_a_hostile_phrase_is_answered_with_nothing_found(phrase: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "--", phrase]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["phrase"] == phrase
    assert "Traceback" not in said.err


def test_a_gazetteer_of_the_users_own_is_asked_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "places.csv"
    file.write_text("name,lat,lon,radius_km,parent,kind\nXyzzyville,33.5,44.5,2,Iraq,town\n", encoding="utf-8")
    (found,) = _ask(capsys, "Xyzzyville taken", "--gazetteer", str(file))
    assert (found["lon"], found["lat"]) == (44.5, 33.5)


def test_a_gazetteer_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "Kut", "--gazetteer", str(tmp_path / "gone.csv")]) == 1
    assert "gone.csv" in capsys.readouterr().err


def test_a_country_brings_its_places_and_leaves_out_others(capsys: pytest.CaptureFixture[str]) -> None:
    (aleppo,) = _ask(capsys, "Aleppo", "--country", "Syria")
    assert aleppo["lat"] == pytest.approx(36.2, abs=0.1)
    (basra,) = _ask(capsys, "Basra held", "--country", "SY")
    assert basra["lon"] is None or abs(basra["lon"] - 47.78) > 1
    assert main(["geocode", "Kut", "--country", "Atlantis"]) == 1
    assert "Atlantis" in capsys.readouterr().err
