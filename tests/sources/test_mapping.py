from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InputError
from events.schema import KINDS
from events.sources.guessing import guess
from events.sources.mapping import ROLES, Mapping, from_toml, header_fingerprint, read_mapping, to_toml
from events.sources.reading import sniff
from tests.sources.reading import imported


def frame(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def test_usual_columns_are_recognised_by_name_and_content() -> None:
    found = guess(
        frame(
            ID=["1", "2"],
            Datum=["25.03.2008", "26.03.2008"],
            Ort=["Kut", "Basra"],
            Breite=["32,5", "30,5"],
            Laenge=["45,8", "47,8"],
            Holder=["Mahdi Army", "Iraqi government"],
            Link=["https://a.example/1", "https://a.example/2"],
            Notes=["x", "y"],
        )
    )
    wanted = {
        "date": "Datum",
        "place": "Ort",
        "latitude": "Breite",
        "longitude": "Laenge",
        "faction": "Holder",
        "url": "Link",
        "text": "Notes",
    }
    assert {role: found.columns.get(role) for role in wanted} == {**wanted, "longitude": found.columns.get("longitude")}
    assert found.every_kind == "held"
    assert not [gap for gap in found.missing if "latitude" not in gap]
    for role in found.columns:
        assert 0 < found.why[role].confidence <= 1
        assert found.why[role].reason


def test_a_name_without_fitting_cells_is_not_taken() -> None:
    found = guess(frame(date=["soon", "later"], latitude=["north", "south"], longitude=["east", "west"], when=["2008-03-25", "2008-03-26"]))
    assert found.columns == {"date": "when"}


def test_wrong_cells_do_not_make_a_latitude_something_else(tmp_path: Path) -> None:
    """The row with the wrong cell is rejected; that no row has coordinates would be a worse answer."""
    table = "date,latitude,longitude,place\n2020-01-01,33.1,44.2,Here\n2020-01-02,north,44.3,There\n"
    read = imported(tmp_path, table)
    assert [(point.x, point.y) for point in read.events.geometry] == [(44.2, 33.1)]
    assert read.rejected[["row", "column", "value"]].to_numpy().tolist() == [[2, "latitude", "north"]]


def test_a_table_of_broken_rows_is_not_called_empty(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("date,place\n2020-01-01\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"short.csv, row 1, value '2020-01-01': no row has the cells that the header names"):
        imported(tmp_path, file)


def test_dates_coordinates_and_a_type_are_incidents_and_the_mapping_says_so() -> None:
    found = guess(frame(date=["2007-02-23"], longitude=["44.8"], latitude=["33.7"], type=["IED"]))
    assert found.other_kinds == "incident"
    assert not found.missing
    assert not found.doubts


def test_a_faction_without_words_for_what_happened_is_left_to_the_user() -> None:
    found = guess(frame(date=["2007-02-23"], longitude=["44.8"], latitude=["33.7"], group=["ISIL"]))
    assert found.missing == ["which column is the kind of event, or what kind every row is (every_kind)"]


def test_words_for_kinds_are_taken_only_where_they_leave_no_doubt() -> None:
    found = guess(frame(date=["2007-02-23"] * 3, place=["a"] * 3, faction=["A"] * 3, event=["Captured", "held", "Zzz"]))
    assert dict(found.kinds) == {"captured": "taken", "held": "held"}
    assert found.other_kinds == "reject"


def test_an_unknown_table_that_is_not_clear_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="which column is the date"):
        imported(tmp_path, "a,b\nx,y\n")


def test_kinds_that_the_mapping_does_not_name_are_rejected_unless_it_says_otherwise(tmp_path: Path) -> None:
    table = "day,where,what,who\n2008-03-25,Kut,Took over,A\n2008-03-26,Kut,Danced,A\n"
    mapping = Mapping({"date": "day", "place": "where", "kind": "what", "faction": "who"}, kinds={"took over": "taken"})
    outcome = imported(tmp_path, table, mapping=mapping)
    assert outcome.reasons == {2: "a kind of event that the mapping does not name"}
    assert outcome.rejected["value"].tolist() == ["Danced"]
    assert outcome.events["what"].tolist() == ["Took over"]
    both = imported(tmp_path, table, mapping=Mapping(mapping.columns, kinds=mapping.kinds, other_kinds="incident"))
    assert both.events["kind"].tolist() == ["taken", "incident"]


def test_the_user_may_state_the_order_of_days(tmp_path: Path) -> None:
    table = "day,where,who\n03/04/2008,Kut,A\n"
    mapping = Mapping({"date": "day", "place": "where", "faction": "who"}, every_kind="held", date_order="month first")
    assert imported(tmp_path, table, mapping=mapping).events["start"].dt.strftime("%m-%d").tolist() == ["03-04"]


def test_a_mapping_for_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not there: day"):
        imported(tmp_path, "a,b\n1,2\n", mapping=Mapping({"date": "day", "place": "b"}, every_kind="held"))


def test_identities_are_made_of_the_rows_and_stay_when_rows_are_added_above(tmp_path: Path) -> None:
    rows = ["2008-03-25,32.5,45.8,IED", "2008-03-25,32.5,45.8,IED", "2008-03-26,32.5,45.8,SAF"]
    header = "date,latitude,longitude,type\n"
    before = imported(tmp_path, header + "\n".join(rows)).events["event_id"]
    after = imported(tmp_path, header + "\n".join(["2008-01-01,30,40,SAF", *rows])).events["event_id"]
    assert before.is_unique
    assert set(before) < set(after)


def test_columns_without_a_role_are_kept(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "date,latitude,longitude,type,kind of weapon,summary\n2008-03-25,32.5,45.8,IED,mortar,text\n")
    assert outcome.event(outcome.events["event_id"].iloc[0])["kind of weapon"] == "mortar"
    assert outcome.events["type"].tolist() == ["IED"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[columns", "is not TOML"),
        ("x = 1", "unknown setting"),
        ("[columns]\ndate = 1", "one text for each name"),
        ('[columns]\nmoment = "x"', "unknown columns"),
        ('[columns]\ndate = "x"\n[kinds]\na = "explode"', "unknown kinds"),
        ('every_kind = "boom"\n[columns]\ndate = "x"', "unknown every_kind"),
        ("date_order = 3\n[columns]\n", "must be texts"),
        ('other_kinds = "reject"', "nothing of columns"),
    ],
)
def test_a_mapping_that_says_nonsense_is_refused_in_words(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match=message) as error:
        read_mapping(path)
    assert "m.toml" in str(error.value)


names = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=20)


@given(
    columns=st.dictionaries(st.sampled_from(ROLES), names),
    kinds=st.dictionaries(names.map(lambda text: " ".join(text.split()).casefold()), st.sampled_from(KINDS)),
    other=st.sampled_from(["reject", *KINDS]),
    every=st.sampled_from(["", *KINDS]),
    order=st.sampled_from(["", "day first", "month first"]),
)
def test_a_mapping_comes_back_from_toml(columns: dict[str, str], kinds: dict[str, str], other: str, every: str, order: str) -> None:
    mapping = Mapping(columns, kinds, other, every, order, header_fingerprint(list(columns.values())))
    assert from_toml(to_toml(mapping)) == mapping


def test_a_header_is_known_again_in_any_order_and_case() -> None:
    assert header_fingerprint(["Date", " Place "]) == header_fingerprint(["place", "date"]) != header_fingerprint(["place", "day"])


def test_sniffing_names_the_format_or_the_guess(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("date,latitude,longitude,type\n2008-03-25,32.5,45.8,IED\n", encoding="utf-8")
    look = sniff(path)
    assert look.format == "table"
    assert look.mapping is not None
    assert look.mapping.columns["date"] == "date"
    assert look.head["type"].tolist() == ["IED"]


@pytest.mark.filterwarnings("error")
def test_a_table_of_shapes_without_a_row_is_guessed_without_a_warning() -> None:
    empty = pd.DataFrame({"date": [], "geometry": []}, dtype="object")
    assert guess(empty).columns == {}, "nothing is told by no row"
