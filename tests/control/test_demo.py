"""The demo's answers, read off its reports by hand: who held what in Iraq in March and April 2008, and by which report."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from events.control import control_at, spells
from tests.control.build import demo, demo_factions, demo_gazetteer


@pytest.fixture(scope="module")
def found() -> gpd.GeoDataFrame:
    return spells(demo(), gazetteer=demo_gazetteer(), factions=demo_factions())


def _held(found: gpd.GeoDataFrame, when: str) -> pd.DataFrame:
    return control_at(found, when).set_index("place")


def test_southern_basra_was_the_mahdi_armys_on_27_march(found: gpd.GeoDataFrame) -> None:
    place = _held(found, "2008-03-27").loc["Southern Basra"]
    assert (place["holder"], place["status"], place["set_by"]) == ("Mahdi Army", "held", "seed-south-basra-held")


def test_new_baghdads_checkpoints_were_taken_that_day_and_the_denial_is_kept(found: gpd.GeoDataFrame) -> None:
    assert "New Baghdad" not in _held(found, "2008-03-26").index
    place = _held(found, "2008-03-27").loc["New Baghdad"]
    assert (place["holder"], place["status"], place["set_by"]) == ("Mahdi Army", "held", "seed-new-baghdad-checkpoints-taken")
    assert place["since"] == pd.Timestamp("2008-03-27", tz="UTC")
    assert "lwj-baghdad-checkpoints-denied" in place["against"]


def test_five_districts_of_kut_fell_on_25_march_and_the_city_did_not(found: gpd.GeoDataFrame) -> None:
    now = _held(found, "2008-03-25")
    for name in ("Jihad", "Shuhada", "Zahra", "Sharqiya", "Hawi"):
        place = now.loc[f"{name} (Kut)"]
        assert (place["holder"], place["status"], place["set_by"]) == ("Mahdi Army", "held", f"kut-{name.lower()}-taken-25mar")
    assert now.loc["Kut", "status"] == "unknown"


def test_umm_qasr_and_western_basra_were_the_governments_by_mid_april(found: gpd.GeoDataFrame) -> None:
    now = _held(found, "2008-04-19")
    umm_qasr, hayaniya, basra = (now.loc[name] for name in ("Umm Qasr", "Hayaniya", "Basra"))
    assert (umm_qasr["holder"], umm_qasr["status"], umm_qasr["set_by"]) == ("Iraqi Army", "held", "umm-qasr-army-01apr")
    # Hayaniya is the large quarter in the west of Basra that fell last; the city's own report is of the same day.
    assert (hayaniya["holder"], hayaniya["status"], hayaniya["set_by"]) == ("Iraqi Army", "held", "hayaniya-taken-19apr")
    assert (basra["holder"], basra["status"], basra["set_by"]) == ("Iraqi Army", "held", "basra-last-bastions-19apr")
    assert _held(found, "2008-04-01").loc["Hayaniya", "holder"] == "Mahdi Army"


def test_three_holders_on_31_march_leave_basra_contested(found: gpd.GeoDataFrame) -> None:
    now = _held(found, "2008-03-31").loc["Basra"]
    assert now["status"] == "contested"
    said = {now["set_by"], *now["against"]}
    assert "basra-14div-claims-control-31mar" in said
    basra = found[(found["place"] == "Basra") & (found["start"] <= pd.Timestamp("2008-03-31", tz="UTC"))].iloc[-1]
    kept = {basra["set_by"], *basra["renewed_by"], *basra["against"]}
    assert {"basra-army-enters-vacated-31mar", "basra-strongholds-kept-31mar", "basra-14div-claims-control-31mar"} <= kept


def test_by_june_the_districts_of_basra_follow_the_city(found: gpd.GeoDataFrame) -> None:
    now = _held(found, "2008-06-26")
    assert now.loc["Jamiyat", "spoken_for_by"] == "Basra"
    assert now.loc["Jamiyat", "holder"] == "Iraqi Security Forces"
    assert _held(found, "2008-04-01").loc["Jamiyat", "spoken_for_by"] == ""
