"""`control`, `ledger` and `diff`: the demo's answers on the command line, and what a wrong question gets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from events.cli import main

DEMO = str(Path(__file__).resolve().parents[2] / "data" / "iraq-2008")
ASKED_FOR = {"place", "holder", "status", "confidence", "since", "set_by", "last_report"}


def _control(tmp_path: Path, *more: str) -> dict[str, dict[str, object]]:
    file = tmp_path / "out.geojson"
    assert main(["control", DEMO, *more, "-o", str(file)]) == 0
    return {f["properties"]["place"]: f["properties"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]}


def test_control_on_27_march_as_geojson(tmp_path: Path) -> None:
    places = _control(tmp_path, "--at", "2008-03-27")
    assert set(places["Basra"]) >= ASKED_FOR
    south, new = places["Southern Basra"], places["New Baghdad"]
    assert (south["holder"], south["status"], south["set_by"]) == ("Mahdi Army", "held", "seed-south-basra-held")
    assert (new["holder"], new["set_by"], new["since"]) == ("Mahdi Army", "seed-new-baghdad-checkpoints-taken", "2008-03-27")


def test_as_known_earlier_less_is_known_and_the_undated_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = _control(tmp_path, "--at", "2008-03-27", "--as-known", "2008-03-26")
    assert "New Baghdad" not in places
    assert "46 of 167 reports were published by 2008-03-26; 5 have no date of publication." in capsys.readouterr().err


def test_a_shorter_half_life_fades_sooner(tmp_path: Path) -> None:
    slow, fast = (_control(tmp_path, "--at", "2008-06-26", "--half-life", days)["Umm Qasr"] for days in ("90", "21"))
    assert (slow["status"], fast["status"]) == ("held", "unknown")
    assert slow["holder"] == fast["holder"] == "Iraqi Army"
    assert "half-life 21 days" in str(fast["view"])


def test_claims_in_ones_own_favour_can_be_made_to_count_fully(tmp_path: Path) -> None:
    less, fully = (_control(tmp_path, "--at", "2008-04-23", *more)["Sadr City"] for more in ((), ("--claims-count-fully",)))
    assert less["status"] == fully["status"] == "contested"
    assert (less["holder"], fully["holder"]) == ("Iraqi Army", "Mahdi Army"), "the fighters' own word of 18 April weighs less"


@pytest.mark.parametrize("ending", ["csv", "gpkg", "kml"])
def test_every_format_is_written(tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"spells.{ending}"
    assert main(["control", DEMO, "--spells", "-o", str(file)]) == 0
    assert file.stat().st_size > 10_000
    assert "110 spells" in capsys.readouterr().err


def test_without_a_file_it_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["control", DEMO, "--at", "2008-03-25"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["place", "holder", "status", "confidence", "since", "set_by", "last_report"]
    assert any(line.startswith("Jihad (Kut)") and "Mahdi Army" in line and "kut-jihad-taken-25mar" in line for line in lines)


def test_the_users_boundaries_are_drawn(tmp_path: Path) -> None:
    areas = tmp_path / "areas.geojson"
    ring = [[47.9, 30.0], [47.95, 30.0], [47.95, 30.1], [47.9, 30.0]]
    shape = {"type": "Feature", "properties": {"name": "Umm Qasr"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    areas.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}), encoding="utf-8")
    file = tmp_path / "out.geojson"
    assert main(["control", DEMO, "--areas", str(areas), "-o", str(file)]) == 0
    drawn = {f["properties"]["place"]: f["geometry"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]}
    assert len(drawn["Umm Qasr"]["coordinates"][0]) == 4
    assert drawn["Basra"]["type"] in ("Polygon", "MultiPolygon")


def test_a_decision_is_followed_and_carried(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["event_id", "other_id", "verdict", "reason"])
        rows.writerow(
            ["seed-new-baghdad-checkpoints-taken", "lwj-baghdad-checkpoints-denied", "second", "the army's word, but on the spot"]
        )
    place = _control(tmp_path, "--at", "2008-03-29", "--decisions", str(file))["New Baghdad"]
    assert place["holder"] != "Mahdi Army"
    assert "the army's word" in str(_control(tmp_path, "--at", "2008-03-29", "--decisions", str(file))["Baghdad"]["decisions"])


def test_a_file_says_which_choices_its_answer_rests_on(tmp_path: Path) -> None:
    place = _control(tmp_path, "--at", "2008-03-30", "--as-known", "2008-03-28", "--half-life", "21", "--claims-count-fully")["New Baghdad"]
    assert place["view"] == (
        "control on 2008-03-30, as known on 2008-03-28; half-life 21 days, unknown below 0.25, claims in own favour count like others"
    )


def test_the_ledger_of_new_baghdad_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", DEMO, "new baghdad", "--at", "2008-03-30", "--json"]) == 0
    rows = {row["event_id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["seed-new-baghdad-checkpoints-taken"]["role"] == "sets today's state"
    assert rows["lwj-baghdad-checkpoints-denied"]["role"] == "says otherwise"
    assert rows["seed-new-baghdad-checkpoints-taken"]["url"].startswith("http")


def test_the_ledger_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", DEMO, "Umm Qasr"]) == 0
    assert "set the holder: Iraqi Army" in capsys.readouterr().out


def test_the_difference_in_words_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", DEMO, "2008-03-24", "2008-03-31", "--faction", "Mahdi Army"]) == 0
    assert capsys.readouterr().out.startswith("Between 24 and 31 March 2008 the Mahdi Army gained 18 places, mostly in Basra and Kut.")
    assert main(["diff", DEMO, "2008-03-24", "2008-03-31", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"sentence", "balance", "changes"}
    assert {row["change"] for row in found["changes"]} >= {"newly held", "now contested"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["control", DEMO, "--at", "the ides"], 1, "'the ides'"),
        (["control", DEMO, "-o", "map.pdf"], 1, ".pdf"),
        (["control", DEMO, "--half-life", "long"], 2, "'long'"),
        (["control", DEMO, "--decisions", "no-such.csv"], 1, "no-such.csv"),
        (["control", DEMO, "--areas", DEMO + "/places.csv", "-o", "x.csv"], 1, "places.csv"),
        (["ledger", DEMO, "Atlantis"], 1, "'Atlantis'"),
        (["diff", DEMO, "2008-03-25"], 2, "SECOND"),
        (["control", "no-such-folder"], 1, "no-such-folder"),
    ],
)
def test_a_wrong_question_gets_a_sentence_and_no_traceback(
    *, arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rows", ["", "a,soon,Kut,taken\n"])
@pytest.mark.parametrize("command", [["control"], ["control", "--spells"], ["ledger", "Kut"]])
def test_data_without_an_event_are_told_in_words(command: list[str], rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "none.csv"
    file.write_text(f"event_id,start_date,place,change\n{rows}", encoding="utf-8")
    assert main([command[0], str(file), *command[1:]]) == 1
    assert "holds no event" in capsys.readouterr().err
    assert main(["diff", str(file), "2008-03-01", "2008-04-01"]) == 0
