from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.schema import CONTEXT_KINDS, CONTROL_KINDS, UNKNOWN
from events.sources import acled, reading
from tests.sources.reading import imported

NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,"
    "interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,"
    "fatalities,tags,timestamp"
)
OLD = (
    "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,ALLY_ACTOR_2,INTER2,"
    "INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES"
)
ROW = {
    "event_id_cnty": "SYR1",
    "event_date": "2016-12-12",
    "year": "2016",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Opposition Rebels",
    "inter1": "Rebel group",
    "actor2": "Military Forces of Syria",
    "inter2": "State forces",
    "country": "Syria",
    "admin1": "Aleppo",
    "admin2": "Jebel Saman",
    "location": "Aleppo",
    "latitude": "36.2021",
    "longitude": "37.1343",
    "geo_precision": "1",
    "source": "SOHR",
    "notes": "Clashes in the old city.",
    "fatalities": "7",
}


def file_of(*rows: dict[str, str], header: str = NEW) -> str:
    columns = header.split(",")
    cells = [[{**ROW, **row}.get(column.lower(), "") for column in columns] for row in rows]
    return pd.DataFrame(cells, columns=columns).to_csv(index=False)


def convert(**changes: str) -> dict[str, object]:
    rows, faults = acled.to_rows(pd.DataFrame([{**ROW, **changes}], dtype="str"), order_of=lambda _: {})
    assert not faults.bad.any()
    return dict(rows.iloc[0])


def test_layout_of_31_columns_is_read(tmp_path: Path) -> None:
    outcome = imported(tmp_path, file_of({"fatalities": "7"}))
    event = outcome.event("SYR1")
    assert outcome.done.info.format == "acled"
    assert event["start"] == pd.Timestamp("2016-12-12", tz="UTC")
    assert (event["place"], event["admin"], event["publisher"], event["summary"]) == (
        "Aleppo",
        "Aleppo",
        "SOHR",
        "Clashes in the old city.",
    )
    assert (event["date_precision"], event["geo_precision"], event["kind"]) == ("day", "city", "clash")
    assert (event["geometry"].x, event["geometry"].y) == (37.1343, 36.2021)
    assert event["fatalities"] == 7
    assert event["actor1"] == "Opposition Rebels"


def test_layout_of_25_columns_with_numbers_for_actors_and_dates_in_words_is_read(tmp_path: Path) -> None:
    start, middle = (
        "645,IRQ7,7,25 March 2008,2008,1,Battle-Government regains territory",
        "Mahdi Army,,3,Military Forces of Iraq,,1,13,Iraq",
    )
    second = "645,IRQ8,8,2008-03-26,2008,2,Battle-No change of territory,Mahdi Army,,3,Police,,1,13,Iraq,Wasit,,,Kut,32.5,45.82,2,Reuters,,"
    rows = f'{OLD}\n{start},{middle},Wasit,,,Kut,32.5,45.82,1,Reuters,"Kut, retaken",3\n{second}\n'
    outcome = imported(tmp_path, rows)
    assert outcome.done.info.format == "acled"
    first, second = outcome.event("IRQ7"), outcome.event("IRQ8")
    assert (first["kind"], first["faction"], first["opponent"]) == ("retaken", "Military Forces of Iraq", "Mahdi Army")
    assert first["start"] == pd.Timestamp("2008-03-25", tz="UTC")
    assert (second["kind"], second["date_precision"], second["geo_precision"]) == ("clash", "week", "near")


def test_columns_may_stand_in_any_order_and_notes_may_be_missing(tmp_path: Path) -> None:
    header = ",".join(column for column in reversed(NEW.split(",")) if column not in ("notes", "tags", "timestamp"))
    event = imported(tmp_path, file_of({}, header=header)).event("SYR1")
    assert event["summary"] == "Armed clash: Opposition Rebels – Military Forces of Syria"
    assert event["geometry"].x == 37.1343


@pytest.mark.parametrize(
    ("sub_event", "inter", "faction", "needs"),
    [
        ("Government regains territory", ("2", "1"), "B", False),
        ("Government regains territory", ("1", "2"), "A", False),
        ("Government regains territory", ("1", "1"), UNKNOWN, True),
        ("Government regains territory", ("3", "2"), UNKNOWN, True),
        ("Non-state actor overtakes territory", ("1", "2"), "B", False),
        ("Non-state actor overtakes territory", ("State forces", "External/Other forces"), "B", False),
        ("Non-state actor overtakes territory", ("2", "3"), UNKNOWN, True),
        ("Non-state actor overtakes territory", ("8", "2"), UNKNOWN, True),
        ("Non-violent transfer of territory", ("2", "1"), UNKNOWN, True),
        ("Headquarters or base established", ("2", "1"), UNKNOWN, True),
    ],
)
def test_winner_follows_from_the_sub_event_or_is_unknown(sub_event: str, inter: tuple[str, str], faction: str, needs: bool) -> None:
    row = convert(sub_event_type=sub_event, actor1="A", actor2="B", inter1=inter[0], inter2=inter[1])
    assert (row["faction"], bool(row["needs_decision"])) == (faction, needs)
    assert row["kind"] in CONTROL_KINDS
    assert row["opponent"] == ("" if faction == UNKNOWN else {"A": "B", "B": "A"}[faction])


def test_base_of_a_single_actor_is_that_actors_presence() -> None:
    row = convert(event_type="Strategic developments", sub_event_type="Headquarters or base established", actor2="", inter2="0")
    assert (row["kind"], row["faction"], bool(row["needs_decision"])) == ("presence", "Opposition Rebels", False)


actors = st.sampled_from(["Alpha", "Beta", "Gamma", ""])
codes = st.sampled_from([*"012345678", "State forces", "Rebel group", "Civilians", ""])
types = st.sampled_from(
    [
        ("Battles", "Government regains territory"),
        ("Battles", "Non-state actor overtakes territory"),
        ("Battles", "Armed clash"),
        ("Strategic developments", "Non-violent transfer of territory"),
        ("Strategic developments", "Headquarters or base established"),
        ("Explosions/Remote violence", "Air/drone strike"),
        ("Battle-Non-state actor overtakes territory", ""),
        ("Riots/Protests", ""),
    ]
)


@given(first=actors, second=actors, inter1=codes, inter2=codes, event=types)
def test_order_of_actors_never_matters(first: str, second: str, inter1: str, inter2: str, event: tuple[str, str]) -> None:
    what = {"event_type": event[0], "sub_event_type": event[1]}
    one = convert(actor1=first, inter1=inter1, actor2=second, inter2=inter2, **what)
    other = convert(actor1=second, inter1=inter2, actor2=first, inter2=inter1, **what)
    for name in ("faction", "opponent", "kind", "needs_decision"):
        assert one[name] == other[name]


def test_events_that_are_no_control_keep_their_kinds_as_context() -> None:
    kinds = {
        "Battles": "clash",
        "Explosions/Remote violence": "explosion",
        "Violence against civilians": "violence_against_civilians",
        "Protests": "protest",
        "Riots": "riot",
        "Strategic developments": "strategic_development",
        "Remote violence": "explosion",
    }
    for event_type, kind in kinds.items():
        row = convert(event_type=event_type, sub_event_type="")
        assert row["kind"] == kind
        assert kind in CONTEXT_KINDS
        assert not row["needs_decision"]


def test_civilians_are_never_filed_as_the_faction() -> None:
    row = convert(
        event_type="Violence against civilians", sub_event_type="Attack", actor1="Civilians (Syria)", inter1="7", actor2="ISIL", inter2="2"
    )
    assert (row["faction"], row["opponent"]) == ("ISIL", "Civilians (Syria)")


def test_each_rejected_row_names_column_value_and_reason(tmp_path: Path) -> None:
    outcome = imported(
        tmp_path,
        file_of(
            {"event_id_cnty": "A"},
            {"event_id_cnty": "B", "event_type": "Alien landing"},
            {"event_id_cnty": "C", "event_date": "31 February 2016"},
            {"event_id_cnty": "D", "latitude": "136"},
            {"event_id_cnty": "E", "latitude": "north"},
            {"event_id_cnty": "F", "latitude": ""},
            {"event_id_cnty": "G", "geo_precision": "9"},
            {"event_id_cnty": "H", "inter1": "99"},
            {"event_id_cnty": "A"},
            {"event_id_cnty": ""},
            {"event_id_cnty": "I", "sub_event_type": "Third party splits territory"},
            {"event_id_cnty": "J", "fatalities": "many"},
            {"event_id_cnty": "K", "latitude": "0", "longitude": "0"},
        ),
    )
    assert outcome.events["event_id"].tolist() == ["A"]
    told = {row["row"]: (row["column"], row["value"]) for row in outcome.rejected.to_dict("records")}
    assert told[2] == ("event_type", "Alien landing")
    assert told[3] == ("event_date", "31 February 2016")
    assert told[4] == ("latitude", "136.0")
    assert told[5] == ("latitude", "north")
    assert told[7] == ("geo_precision", "9")
    assert told[8] == ("inter1", "99")
    assert told[9] == ("event_id_cnty", "A")
    assert told[11] == ("sub_event_type", "Third party splits territory")
    assert told[12] == ("fatalities", "many")
    assert sorted(told) == list(range(2, 14))


def test_a_header_of_something_else_is_not_acled() -> None:
    assert not acled.matches(["event_date", "event_type", "latitude", "longitude"])
    assert reading.detect(NEW.split(",")) == reading.detect(OLD.split(",")) == "acled"


def test_a_date_that_is_only_a_month_is_no_exact_day_whatever_the_code_says(tmp_path: Path) -> None:
    rows = [{"event_id_cnty": "SYR1", "event_date": "December 2016"}, {"event_id_cnty": "SYR2", "event_date": "12 December 2016"}]
    outcome = imported(tmp_path, file_of(*rows))
    month, day = outcome.event("SYR1"), outcome.event("SYR2")
    assert (str(month["start"].date()), str(month["end"].date()), month["date_precision"]) == ("2016-12-01", "2016-12-31", "month")
    assert (str(day["start"].date()), day["date_precision"]) == ("2016-12-12", "day")
    assert pd.isna(day["end"])


def test_a_cell_that_says_nothing_is_no_actor(tmp_path: Path) -> None:
    nobody = {"event_id_cnty": "A1", "event_type": "Violence against civilians", "sub_event_type": "Attack", "actor2": "NA", "inter2": "NA"}
    base = {"event_id_cnty": "A2", "event_type": "Strategic developments", "sub_event_type": "Headquarters or base established"}
    outcome = imported(tmp_path, file_of(nobody, {**base, "actor2": "NA", "inter2": "NA"}))
    assert (outcome.event("A1")["faction"], outcome.event("A1")["opponent"]) == ("Opposition Rebels", "")
    assert (outcome.event("A2")["faction"], bool(outcome.event("A2")["needs_decision"])) == ("Opposition Rebels", False)
