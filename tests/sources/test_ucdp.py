from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from events.schema import CONTEXT_KINDS
from tests.sources.reading import imported

HEADER = (
    "id,relid,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,adm_1,adm_2,latitude,"
    "longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,low,best,high"
)
CANDIDATE = (
    HEADER.replace("id,relid,", "id,relid,code_status,")
    .replace("conflict_new_id,", "conflict_dset_id,conflict_new_id,")
    .replace("dyad_new_id,", "dyad_dset_id,dyad_new_id,")
    + ",where_description,gwnoa,gwnob"
)
ROW = {
    "id": "214797",
    "relid": "SYR-2016-1-118-1",
    "year": "2016",
    "type_of_violence": "1",
    "dyad_name": "Government of Syria - Syrian insurgents",
    "side_a": "Government of Syria",
    "side_b": "Syrian insurgents",
    "source_office": "SOHR",
    "source_date": "2016-01-02",
    "source_headline": "Shells hit a town",
    "where_prec": "1",
    "where_coordinates": "Teir Maaleh village",
    "adm_1": "Homs Governorate",
    "latitude": "34.802462",
    "longitude": "36.707602",
    "country": "Syria",
    "date_prec": "1",
    "date_start": "2016-01-01",
    "date_end": "2016-01-01",
    "deaths_a": "2",
    "low": "3",
    "best": "4",
    "high": "6",
}


def file_of(*rows: dict[str, str], header: str = HEADER) -> str:
    columns = header.split(",")
    return pd.DataFrame([[{**ROW, **row}.get(column, "") for column in columns] for row in rows], columns=columns).to_csv(index=False)


@pytest.mark.parametrize("header", [HEADER, CANDIDATE, ",".join(reversed(HEADER.split(",")))])
def test_layouts_of_41_columns_and_more_are_read(tmp_path: Path, header: str) -> None:
    outcome = imported(tmp_path, file_of({}, header=header))
    event = outcome.event("214797")
    assert outcome.done.info.format == "ucdp"
    assert event["kind"] == "state_based_violence"
    assert event["kind"] in CONTEXT_KINDS
    assert (event["faction"], event["opponent"]) == ("Government of Syria", "Syrian insurgents")
    assert (event["low"], event["best"], event["high"], event["deaths_a"]) == (3, 4, 6, 2)
    assert event["summary"] == "Government of Syria - Syrian insurgents: deaths 4 (3 to 6)"
    assert (event["publisher"], event["title"], event["published"]) == ("SOHR", "Shells hit a town", "2016-01-02")
    assert event["place"] == "Teir Maaleh village"


def test_codes_of_precision_and_violence_are_read_in_words(tmp_path: Path) -> None:
    wheres = ["point", "near", "admin2", "admin1", "admin1", "country", "country"]
    whens = ["day", "week", "week", "month", "year"]
    kinds = ["state_based_violence", "non_state_violence", "one_sided_violence"]
    rows = [{"id": f"w{n}", "where_prec": f"{n}.0"} for n in range(1, 8)]
    rows += [{"id": f"d{n}", "date_prec": str(n)} for n in range(1, 6)]
    rows += [{"id": f"k{n}", "type_of_violence": str(n)} for n in range(1, 4)]
    outcome = imported(tmp_path, file_of(*rows))
    assert [outcome.event(f"w{n}")["geo_precision"] for n in range(1, 8)] == wheres
    assert [outcome.event(f"d{n}")["date_precision"] for n in range(1, 6)] == whens
    assert [outcome.event(f"k{n}")["kind"] for n in range(1, 4)] == kinds


def test_dates_in_several_layouts_within_one_column(tmp_path: Path) -> None:
    dates = ["2016-01-25", "2016-01-25 00:00:00.000", "25/01/2016", "25 January 2016", "1/25/2016 00:00"]
    outcome = imported(tmp_path, file_of(*({"id": str(n), "date_start": date, "date_end": ""} for n, date in enumerate(dates))))
    assert set(outcome.events["start"]) == {pd.Timestamp("2016-01-25", tz="UTC")}
    assert len(outcome.events) == 5


def test_days_that_could_be_two_are_rejected_when_the_column_holds_both_orders(tmp_path: Path) -> None:
    dates = ["25/01/2016", "01/25/2016", "03/04/2016", "04/04/2016"]
    outcome = imported(tmp_path, file_of(*({"id": str(n), "date_start": date, "date_end": ""} for n, date in enumerate(dates))))
    assert outcome.reasons == {3: "day and month cannot be told apart: the column holds both orders"}


def test_cp1252_is_told_from_the_whole_file(tmp_path: Path) -> None:
    rows = [{"id": str(n)} for n in range(3_000)] + [{"id": "last", "where_coordinates": "Ma’arrat Güzel – été"}]
    outcome = imported(tmp_path, file_of(*rows).encode("cp1252"))
    assert outcome.event("last")["place"] == "Ma’arrat Güzel – été"


def test_whole_numbers_that_a_spreadsheet_made_decimal_are_identifiers_all_the_same(tmp_path: Path) -> None:
    assert imported(tmp_path, file_of({"id": "214797.0", "type_of_violence": "2.0"})).event("214797")["kind"] == "non_state_violence"


def test_unknown_codes_and_reversed_dates_are_rejected(tmp_path: Path) -> None:
    outcome = imported(
        tmp_path,
        file_of(
            {"id": "1", "type_of_violence": "4"},
            {"id": "2", "where_prec": "8"},
            {"id": "3", "date_end": "2015-12-31"},
            {"id": "4", "best": "some"},
            {"id": "5", "type_of_violence": ""},
            {"id": "6"},
        ),
    )
    assert outcome.events["event_id"].tolist() == ["6"]
    assert outcome.rejected["column"].tolist() == ["type_of_violence", "where_prec", "date_end", "best", "type_of_violence"]


def test_a_month_is_a_month_and_a_span_keeps_its_end(tmp_path: Path) -> None:
    month = {"id": "1", "date_start": "2016-03", "date_end": "", "date_prec": ""}
    months = {"id": "2", "date_start": "2016-01-05", "date_end": "2016-04", "date_prec": "4"}
    span = {"id": "3", "date_start": "2016-01-05/2016-01-09", "date_end": ""}
    outcome = imported(tmp_path, file_of(month, months, span))
    told = {name: (str(e["start"].date()), str(e["end"].date()), e["date_precision"]) for name in "123" for e in [outcome.event(name)]}
    assert told == {
        "1": ("2016-03-01", "2016-03-31", "month"),
        "2": ("2016-01-05", "2016-04-30", "month"),
        "3": ("2016-01-05", "2016-01-09", "day"),
    }
