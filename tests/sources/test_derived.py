"""A day in three columns, and a place in one cell: read where the file proves how, asked about where it does not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from events.errors import InputError
from events.sources.mapping import from_toml, to_toml
from events.sources.reading import sniff
from tests.sources.reading import imported

HEADER = "date,town,holder,{}\n"


def test_year_month_and_day_apart_with_0_for_unknown(tmp_path: Path) -> None:
    rows = ["2008,3,25", "2008,3,0", "2008,0,0", "2008,2,30", "2008,Mar,7", "2008,,7", ",3,7", "2008.0,4.0,5.0", "2008,-9,-9"]
    table = "eventid,iyear,imonth,iday,city,gname,attacktype1_txt,latitude,longitude\n"
    found = imported(tmp_path, table + "".join(f"{n},{day},Basra,Mahdi Army,Armed Assault,30.5,47.8\n" for n, day in enumerate(rows)))
    days = {row["event_id"]: (f"{row['start']:%Y-%m-%d}", row["date_precision"]) for _, row in found.events.iterrows()}
    assert days["0"] == ("2008-03-25", "day")
    assert days["1"] == ("2008-03-01", "month")
    assert days["2"] == days["5"] == days["8"] == ("2008-01-01", "year")
    assert (days["4"], days["7"]) == (("2008-03-07", "day"), ("2008-04-05", "day"))
    assert found.event("1")["end"] == pd.Timestamp("2008-03-31", tz="UTC")
    assert found.reasons == {4: "no such day in the calendar", 7: "no date"}
    assert found.rejected["column"].eq("date (iyear, imonth, iday)").all()
    # Who attacked a town does not hold it.
    assert set(found.events["kind"]) == {"incident"}
    assert set(found.events["faction"]) == {"Mahdi Army"}


def test_a_column_of_dates_goes_before_its_parts(tmp_path: Path) -> None:
    table = "date,year,month,day,holder,lat,lon\n2008-03-25,2009,1,1,H,30.5,47.8\n"
    assert imported(tmp_path, table).events["start"].tolist() == [pd.Timestamp("2008-03-25", tz="UTC")]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("lat_lon", ["12.78, 45.03", "(12.78; 45.03)", "12.78 45.03 500 4.5", "12,78;45,03"]),
        ("lon/lat", ["45.03, 12.78", "45.03 12.78"]),
        ("coordinates", ["12°46'48\"N 45°01'48\"E", "12.78° N, 45.03° E", "45.03°E 12.78°N"]),
    ],
)
def test_latitude_and_longitude_in_one_cell(tmp_path: Path, column: str, cells: list[str]) -> None:
    quoted = [cell.replace('"', '""') for cell in [*cells, "", "no idea"]]
    found = imported(tmp_path, HEADER.format(column) + "".join(f'2015-03-26,{n},H,"{cell}"\n' for n, cell in enumerate(quoted)))
    placed = found.events[found.events.geometry.notna()].geometry
    assert [(round(point.x, 6), round(point.y, 6)) for point in placed] == [(45.03, 12.78)] * len(cells)
    assert found.done.unresolved == 1
    assert found.rejected[["column", "value"]].to_numpy().tolist() == [[column, "no idea"]]


def test_which_of_two_numbers_is_the_latitude_is_proved_by_one_above_90_or_asked(tmp_path: Path) -> None:
    rows = '2015-03-26,A,H,"34.05, -118.2"\n2015-03-27,B,H,"40.7,-74.0"\n'
    found = imported(tmp_path, HEADER.format("location") + rows).events.geometry
    assert [(point.x, point.y) for point in found] == [(-118.2, 34.05), (-74.0, 40.7)]
    with pytest.raises(InputError, match="nothing in the file proves it"):
        imported(tmp_path, HEADER.format("location") + '2015-03-26,A,H,"12.78, 45.03"\n')


def test_well_known_text_is_a_shape(tmp_path: Path) -> None:
    texts = ["POINT (45.03 12.78)", "SRID=4326;POINT Z (45 12 9)", "POLYGON ((45 12, 46 12, 46 13, 45 12))", "", "POINT (x"]
    texts += ["SRID=3857;POINT (45 12)", "POINT (500000 12)"]
    found = imported(tmp_path, HEADER.format("geom") + "".join(f'2015-03-26,T{n},H,"{text}"\n' for n, text in enumerate(texts)))
    shapes = dict(zip(found.events["place"], found.events.geometry, strict=True))
    assert (shapes["T0"].wkt, shapes["T1"].wkt, shapes["T2"].geom_type) == ("POINT (45.03 12.78)", "POINT (45 12)", "Polygon")
    assert shapes["T3"] is None
    assert list(found.reasons) == [5, 6, 7]


def test_a_column_called_geometry_in_a_table_is_text_like_any_other(tmp_path: Path) -> None:
    exported = imported(tmp_path, HEADER.format("geometry") + "2015-03-26,A,H,POINT (45.03 12.78)\n")
    assert exported.events.geometry.x.tolist() == [45.03]
    other = imported(tmp_path, HEADER.format("geometry") + "2015-03-26,A,H,rather flat\n")
    assert (other.events.geometry.tolist(), other.events["geometry (column)"].tolist()) == ([None], ["rather flat"])


@pytest.mark.parametrize(
    ("column", "cells", "question"),
    [
        ("Status", ("Government", "Rebels"), "may name holders"),
        ("Who controls the area?", ("A", "B"), "may name holders"),
        ("Zone of control", ("1", "2"), "may name holders"),
    ],
)
def test_a_column_that_may_name_holders_is_asked_about(tmp_path: Path, column: str, cells: tuple[str, str], question: str) -> None:
    with pytest.raises(InputError, match=question):
        imported(tmp_path, f"date,town,{column},lat,lon\n2015-03-26,A,{cells[0]},12,45\n2015-03-27,B,{cells[1]},12,45\n")


def test_a_form_was_not_filled_in_on_the_day_of_the_event(tmp_path: Path) -> None:
    header = "start;end;Date of incident;Place name;_GPS_latitude;_GPS_longitude;controlled by"
    found = imported(tmp_path, f"{header}\n2023-05-01T10:00;2023-05-01T10:10;2023-04-29;Ariha;35.81;36.61;HTS\n")
    event = found.events.iloc[0]
    assert (event["start"], event["kind"], event.geometry.x) == (pd.Timestamp("2023-04-29", tz="UTC"), "held", 36.61)
    assert pd.isna(event["end"])


@pytest.mark.parametrize(
    ("numbers", "count", "days"),
    [
        (("42089", "42090.5"), "spreadsheet days", ["2015-03-26 00:00", "2015-03-27 12:00"]),
        (("1427328000", "1427414460"), "seconds since 1970", ["2015-03-26 00:00", "2015-03-27 00:01"]),
        (("1427328000000", "1427414400000"), "milliseconds since 1970", ["2015-03-26 00:00", "2015-03-27 00:00"]),
    ],
)
def test_numbers_that_count_time_are_asked_about_and_then_read(
    tmp_path: Path, numbers: tuple[str, str], count: str, days: list[str]
) -> None:
    path = tmp_path / "data.csv"
    path.write_text("time,town,holder,lat,lon\n" + "".join(f"{number},A,H,12,45\n" for number in (*numbers, numbers[0], "2015-03-28", "7")))
    with pytest.raises(InputError, match=f"look like {count}"):
        imported(tmp_path, path)
    guess = sniff(path).mapping
    assert guess is not None
    assert from_toml(to_toml(guess)) == guess
    found = imported(tmp_path, path, mapping=guess)
    assert found.events["start"].dt.strftime("%Y-%m-%d %H:%M").tolist() == [days[0], *days, "2015-03-28 00:00"]
    assert list(found.reasons) == [5]


def test_from_and_to_are_one_span(tmp_path: Path) -> None:
    found = imported(tmp_path, "town,from,to,holder\nBasra,2008-03-03,2008-03-10,Gov\nKut,2008-03-09,2008-03-03,Gov\n")
    assert found.events["end"].tolist() == [pd.Timestamp("2008-03-10", tz="UTC")]
    assert found.reasons == {2: "ends before it starts"}
