from __future__ import annotations

from pathlib import Path

from tests.sources.reading import imported

CONTROL = """geonameid,date,status_wiki,status_boost,status_dsm,status_isw,status
703448,20220301,UA,UA,,UA,UA
706483,20220301,UA,,RU,UA,CONTESTED
706448,20220301,RU,RU,RU,RU,RU
1,20220301,RU,RU,RU,RU,RU
706448,20220302,RU,RU,RU,RU,DPR
706448,20220230,RU,RU,RU,RU,RU
"""
EVENTS = """event_id,date,time,geonameid,asciiname,longitude,latitude,GEO_PRECISION,source,url,text,t_control,t_control_b,t_occupy,t_retreat
1,20220301,10:00,703448,Kyiv,30.52,50.45,STREET,pravda,https://a.example/1,Control reported,0.2,1,0,0
2,20220301,10:00,706448,Kherson,,,ADM1,pravda,https://a.example/2,They left,0.9,0,0,0.8
3,20220301,10:00,,,,,ADM1,pravda,https://a.example/3,Nothing of note,0.9,0,0,0
"""


def test_control_holds_each_place_each_day_as_the_file_names_the_holder(tmp_path: Path) -> None:
    outcome = imported(tmp_path, CONTROL)
    assert outcome.done.info.format == "viina"
    kyiv, kharkiv, kherson = (outcome.event(f"{place}-20220301") for place in (703448, 706483, 706448))
    assert (kyiv["kind"], kyiv["faction"], kyiv["place"]) == ("held", "UA", "Kyiv")
    assert (kharkiv["kind"], kharkiv["faction"]) == ("contested", "contested")
    assert (kherson["kind"], kherson["faction"], kherson["status_isw"]) == ("held", "RU", "RU")
    assert abs(kyiv["geometry"].x - 30.52) < 0.05
    assert abs(kyiv["geometry"].y - 50.45) < 0.05
    assert kyiv["located_by"] == "GeoNames identifier 703448"


def test_a_place_that_the_gazetteer_lacks_stays_unplaced(tmp_path: Path) -> None:
    outcome = imported(tmp_path, CONTROL)
    assert outcome.event("1-20220301")["geometry"] is None
    assert outcome.done.unresolved == 1


def test_unknown_statuses_and_days_are_rejected(tmp_path: Path) -> None:
    outcome = imported(tmp_path, CONTROL)
    assert outcome.reasons == {5: "VIINA has the statuses UA, RU and CONTESTED", 6: "no such day in the calendar"}


def test_labels_say_what_a_report_is_about_and_not_who_came_out_ahead(tmp_path: Path) -> None:
    outcome = imported(tmp_path, EVENTS)
    first, second, third = (outcome.event(str(n)) for n in (1, 2, 3))
    assert (first["kind"], first["faction"], bool(first["needs_decision"])) == ("taken", "unknown", True)
    assert (second["kind"], second["faction"], bool(second["needs_decision"])) == ("withdrawn", "unknown", True)
    assert (third["kind"], bool(third["needs_decision"])) == ("incident", False)
    assert (first["geo_precision"], second["geo_precision"]) == ("point", "admin1")
    assert (first["url"], first["summary"], first["publisher"]) == ("https://a.example/1", "Control reported", "pravda")
