from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events.errors import InputError
from events.sources import runaway
from events.sources.encoding import scan
from events.sources.files import open_table
from events.sources.guessing import guess
from tests.sources.reading import Outcome, imported

HEADER = "id,date,place,holder,latitude,longitude,text"
KUT = "1,2008-03-25,Kut,Mahdi Army,32.5,45.8,five districts"
BASRA = "2,2008-03-26,Basra,Iraqi government,30.5,47.8,the west"
HILLA = "3,2008-03-27,Hilla,Mahdi Army,32.48,44.43,the centre"


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def texts(outcome: Outcome) -> dict[str, str]:
    return dict(zip(outcome.events["event_id"], outcome.events["summary"], strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_from_the_file(tmp_path: Path, encoding: str) -> None:
    outcome = imported(tmp_path, table(KUT.replace("five districts", "Kût – “été” à l’aube")).encode(encoding))
    assert texts(outcome) == {"1": "Kût – “été” à l’aube"}


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    content = table(KUT.replace("five districts", "Харків")).encode("cp1251")
    assert texts(imported(tmp_path, content, encoding="cp1251")) == {"1": "Харків"}
    with pytest.raises(InputError, match="no such encoding"):
        imported(tmp_path, content, encoding="cp99999")
    for name in ("hex", "rot13", "undefined"):  # Python's, but of no text
        with pytest.raises(InputError, match="encoding"):
            imported(tmp_path, content, encoding=name)
    with pytest.raises(InputError, match="not in this encoding"):
        imported(tmp_path, content, encoding="utf-16")


def test_a_damaged_cell_in_a_file_of_utf8_is_rejected_and_not_guessed(tmp_path: Path) -> None:
    content = table(KUT + "é", BASRA + "éé", HILLA + "X").encode().replace(b"X", b"\xe9")
    outcome = imported(tmp_path, content)
    assert outcome.reasons == {3: "bytes that are no text in the file's encoding"}
    assert outcome.rejected["value"].tolist() == ["the centre\ufffd"]
    assert list(texts(outcome).values()) == ["five districtsé", "the westéé"]


def test_a_character_at_the_edge_of_a_block_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "text"
    for size in range(1, 12):
        monkeypatch.setattr("events.sources.encoding.BLOCK", size)
        path.write_text("aé–𝄞ж" * 3, encoding="utf-8")
        assert scan(path).encoding == "utf-8"
        assert not scan(path).damaged


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_told_from_the_file(tmp_path: Path, separator: str) -> None:
    lines = [row.split(",") for row in (HEADER, KUT, BASRA)]
    outcome = imported(tmp_path, "\n".join(separator.join(line) for line in lines))
    assert len(outcome.events) == 2


def test_semicolons_with_decimal_commas(tmp_path: Path) -> None:
    outcome = imported(tmp_path, table(KUT, BASRA).replace(",", ";").replace(".", ","))
    assert outcome.event("1")["geometry"].x == 45.8


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(tmp_path: Path, ending: str) -> None:
    assert len(imported(tmp_path, table(KUT, BASRA).replace("\n", ending)).events) == 2


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "Incidents of March 2008\n\n" + table(KUT, BASRA, HILLA))
    assert len(outcome.events) == 3


def test_cells_with_lines_commas_and_quotation_marks_are_kept(tmp_path: Path) -> None:
    text = 'first line\nsecond, with "quotes",\nand a third'
    row = io.StringIO()
    csv.writer(row).writerow(["1", "2008-03-25", "Kut", "Mahdi Army", "32.5", "45.8", text])
    outcome = imported(tmp_path, table(row.getvalue().strip("\r\n"), BASRA))
    assert texts(outcome) == {"1": text, "2": "the west"}


def test_ragged_rows_are_rejected_with_their_numbers(tmp_path: Path) -> None:
    outcome = imported(tmp_path, table(KUT, "2,2008-03-26,Basra", "", BASRA, HILLA + ",more,cells"))
    assert outcome.reasons == {2: runaway.TOO_FEW, 4: runaway.TOO_MANY}
    assert len(outcome.events) == 2
    assert outcome.rejected["value"].iloc[0] == "2,2008-03-26,Basra"


def test_a_row_of_empty_cells_is_a_row(tmp_path: Path) -> None:
    assert imported(tmp_path, table(KUT, ",,,,,,")).reasons == {2: "no date"}


def test_a_lone_quotation_mark_does_not_swallow_the_rows_below(tmp_path: Path) -> None:
    rows = [f"{n},2008-03-{n:02},Kut,Mahdi Army,32.5,45.8,text {n}" for n in range(1, 29)]
    rows[4] = '5,2008-03-05,Kut,Mahdi Army,32.5,45.8,"it never closes'
    outcome = imported(tmp_path, table(*rows))
    assert outcome.reasons == {5: runaway.LONE_QUOTE}
    assert len(outcome.events) == 27


def test_two_lone_quotation_marks_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    rows = [f"{n},2008-03-{n:02},Kut,Mahdi Army,32.5,45.8,text {n}" for n in range(1, 29)]
    rows[4] = '5,2008-03-05,"Kut,Mahdi Army,32.5,45.8,text'
    rows[9] = '10,2008-03-10,"Kut,Mahdi Army,32.5,45.8,text'
    outcome = imported(tmp_path, table(*rows))
    assert outcome.reasons == {5: runaway.LONE_QUOTE, 10: runaway.LONE_QUOTE}
    assert sorted(outcome.events["event_id"].astype(int)) == [n for n in range(1, 29) if n not in (5, 10)]


def test_nul_characters_are_rejected(tmp_path: Path) -> None:
    outcome = imported(tmp_path, table(KUT.replace("five", "fi\0ve"), BASRA))
    assert outcome.reasons == {1: "a NUL character"}


def test_a_row_that_never_ends_is_an_error_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.sources.delimited.LONGEST_ROW", 1 << 16)
    with pytest.raises(InputError, match=r"longer than|never closes"):
        imported(tmp_path, table(KUT, *[BASRA] * 1000, HILLA + "x" * 200_000))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (HEADER.encode() + b"\n", "no data rows"),
        (b"just some words\nand more\n", "no separator"),
        (bytes(range(256)) * 40, "binary"),
        (b"%PDF-1.7 whatever", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "html"),
        (b"1,2,3\n4,5,6\n", "holds values"),
        (b'{"a": ', "not JSON"),
    ],
)
def test_what_is_no_table_is_an_error_that_says_so(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        imported(tmp_path, content)
    assert "data.csv" in str(error.value)
    assert not (tmp_path / "out.parquet").exists()


def test_a_column_that_stands_twice_is_kept_under_another_name(tmp_path: Path) -> None:
    content = table(KUT, BASRA).replace("text", "holder")
    outcome = imported(tmp_path, content)
    assert outcome.event("1")["faction"] == "Mahdi Army"
    assert outcome.event("1")["holder (2)"] == "five districts"


def test_order_of_days_is_proven_by_a_row_far_below(tmp_path: Path) -> None:
    rows = [f"{n},03/04/2008,Kut,Mahdi Army,32.5,45.8,x" for n in range(1, 4_000)]
    outcome = imported(tmp_path, table(*rows, "4000,25/04/2008,Kut,Mahdi Army,32.5,45.8,x"))
    assert set(outcome.events["start"].dt.strftime("%m-%d")) == {"04-03", "04-25"}
    with pytest.raises(InputError, match="nothing in the column proves their order"):
        imported(tmp_path, table(*rows))


MAPPING = guess(pd.DataFrame([KUT.split(","), BASRA.split(",")], columns=HEADER.split(","), dtype="str"))
plain = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufdd0"), max_size=8)
cell = st.one_of(plain, st.sampled_from(["", '"', "a\nb", 'say "x"', "2008-03-25", "32.5", ";", ",", "\t", "\0"]))
#: Each example imports a file, so a failing one is shown as found and not made smaller.
QUICK = (Phase.explicit, Phase.generate)
#: A file is a table because most of its rows are.
SOUND = 14
row = st.lists(cell, min_size=1, max_size=9)


@settings(max_examples=20, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, max_size=12), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_no_row_is_lost_whatever_stands_in_it(tmp_path: Path, rows: list[list[str]], quoting: int) -> None:
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator="\n")
    writer.writerow(HEADER.split(","))
    writer.writerows([KUT.split(",")] * SOUND)
    kept = [cells for cells in rows if cells != [""]]
    writer.writerows(kept)
    outcome = imported(tmp_path, text.getvalue().encode(), mapping=MAPPING)
    assert outcome.done.rows == SOUND + len(kept)
    assert set(outcome.rejected["row"]) <= set(range(1, SOUND + len(kept) + 1))


@settings(max_examples=20, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused_in_words(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(table(KUT).encode() + noise)
    with contextlib.suppress(InputError):
        assert imported(tmp_path, path, mapping=MAPPING).done.rows >= 1


def test_head_and_chunks_agree(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(table(KUT, "x", BASRA), encoding="utf-8")
    with open_table(path) as opened:
        chunks = list(opened.chunks())
        assert opened.head()["id"].tolist() == [i for chunk in chunks for i in chunk.frame["id"]] == ["1", "2"]
        assert [n for chunk in chunks for n in chunk.numbers] == [1, 3]


@pytest.mark.parametrize("header", [HEADER, HEADER + "\n", f"{HEADER}\n\n"])
def test_a_header_alone_has_no_rows_whatever_ends_it(tmp_path: Path, header: str) -> None:
    with pytest.raises(InputError, match="no data rows"):
        imported(tmp_path, header)


def test_a_header_in_quotation_marks_over_two_lines_and_a_spreadsheets_first_line(tmp_path: Path) -> None:
    content = "sep=;\n" + table(KUT, "x", BASRA).replace("text", '"text\nin full"').replace(",", ";")
    outcome = imported(tmp_path, content)
    assert list(outcome.reasons) == [2]
    assert len(outcome.events) == 2


def test_the_head_of_long_rows_is_a_thousand_rows_too(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,text\n" + "".join(f"{n},{'x' * 3_000}\n" for n in range(1_200)), encoding="utf-8")
    with open_table(path) as table:
        assert table.head()["id"].tolist() == [str(n) for n in range(1_000)]


HEADING = "date,place,holder,source"
PLAIN = "2008-03-25,Kut,Mahdi Army,Herald; Gazette\n"


@pytest.mark.parametrize("at", [0, 3])
def test_a_lone_quotation_mark_never_makes_another_row_the_header(tmp_path: Path, at: int) -> None:
    rows = [PLAIN] * 9
    rows[at] = '2008-03-25,"Kut,Mahdi Army,Herald; Gazette\n'
    outcome = imported(tmp_path, f"{HEADING}\n{''.join(rows)}")
    assert outcome.reasons == {at + 1: "a quotation mark opens a cell and never closes it"}
    assert len(outcome.events) == 8


def test_empty_cells_behind_the_named_ones_are_no_fault(tmp_path: Path) -> None:
    outcome = imported(tmp_path, f"{HEADING}\n" + PLAIN.replace("\n", ",,\n") * 5 + PLAIN.replace("\n", ",,too much\n"))
    assert outcome.rejected.empty
    assert outcome.events["column 6"].tolist().count("too much") == 1


def test_remarks_above_the_header_are_not_the_header(tmp_path: Path) -> None:
    outcome = imported(tmp_path, f"# Holders, by the week\n# Cite as: Herald, 2008\n{HEADING}\n{PLAIN * 3}")
    assert outcome.events["place"].tolist() == ["Kut"] * 3
