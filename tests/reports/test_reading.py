"""What a report says becomes candidates: slot by slot, with the words they rest on, and nothing it does not say."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from events.errors import InputError, PhraseError
from events.reports.candidate import REALIS, Candidate
from events.reports.document import Block, Document
from events.reports.documents import document_from_text
from events.reports.extract import Reader
from events.reports.losers import holders_before, with_inferred_opponents
from events.reports.paragraphs import LONGEST
from events.reports.reading import read_report, report_reader
from events.reports.rows import PROVENANCE, to_row
from events.schema import KINDS, validate
from tests.reports.conftest import One, Read


def test_the_report_of_the_brief(one: One) -> None:
    found = one("In New Baghdad, militiamen ordered the police to leave their checkpoints; the officers complied.")
    assert found.kind.value == "withdrawn"
    assert found.place.name == "New Baghdad"
    assert found.place.location["geo_precision"] == "neighbourhood"
    assert found.opponent.words == "police"
    assert found.faction.value == ""  # who holds it afterwards is not said
    assert found.realis.value == "asserted"  # the order was carried out
    assert found.time.start == ""
    assert found.time.not_after == "2008-03-27"


def test_quote_and_every_slot_point_at_the_text(read: Read) -> None:
    text = "\ufeff  “Mahdi Army” fighters took over الكوت on Tuesday, police said.\n\nThe British left Umm Qasr — again — yesterday."
    reading = read(text)
    assert len(reading.candidates) == 2
    for found in reading.candidates:
        assert found.quote == text.lstrip("\ufeff")[found.start : found.end] or found.quote == text[found.start : found.end]
        slots = (found.kind, found.faction, found.opponent, found.place.words, found.time.words, found.speaker.words)
        source = document_from_text(text).text
        for slot in slots:
            if slot.start >= 0 and slot.words:
                assert source[slot.start : slot.end].split()[-1] == slot.words.split()[-1]
            assert (slot.confidence > 0) == bool(slot.value)
            assert bool(slot.why) == bool(slot.value)


def test_kind_and_realis_are_words_of_the_vocabulary(read: Read) -> None:
    reading = read(
        "Troops took Kut. They failed to take Hilla. They will take Amara. Police denied that Basra fell. Rebels held Kut in 1991."
    )
    assert len(reading.candidates) == 5
    assert {c.kind.value for c in reading.candidates} <= set(KINDS)
    assert [c.realis.value for c in reading.candidates] == ["asserted", "attempted", "planned", "denied", "historical"]
    assert {c.realis.value for c in reading.candidates} <= set(REALIS)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The Mahdi Army seized Kut.", "taken"),
        ("Kut fell to the Mahdi Army.", "taken"),
        ("The army lost Kut to the Mahdi Army.", "taken"),
        ("The Mahdi Army took control of Kut.", "taken"),
        ("The capture of Kut by the Mahdi Army shocked Baghdad.", "taken"),
        ("The Mahdi Army recaptured Kut.", "retaken"),
        ("Police handed Kut over to the Mahdi Army.", "handed_over"),
        ("The Mahdi Army still holds Kut.", "held"),
        ("Kut is under the control of the Mahdi Army.", "held"),
        ("Kut remained in the hands of the Mahdi Army.", "held"),
        ("The Mahdi Army is in full control of Kut.", "held"),
        ("The Mahdi Army drove the police out of Kut.", "taken"),
        ("Mahdi Army fighters entered Kut.", "presence"),
    ],
)
def test_the_winner_is_found_however_it_is_said(words: str, kind: str, one: One) -> None:
    found = one(words)
    assert (found.kind.value, found.faction.value, found.place.name) == (kind, "Mahdi Army", "Kut")


@pytest.mark.parametrize(
    "words",
    [
        "Soldiers captured a man in Kut.",
        "Iraqi forces captured Salim Abdullah in Kut.",
        "The striker captured the title in Baghdad.",
        "The navy captured a ship off Basra.",
        "The firm captured a tenth of the market in Basra.",
        "Inspectors took over quality control in Basra.",
        "The party won the election in Basra.",
        "The bank took control of a lender in Basra.",
        "Talks were held in Baghdad on Tuesday.",
        "Firefighters brought the blaze in Basra under control.",
        "Prices in Basra fell by a third.",
        "A former rebel took office in Basra.",
        "The film captured the attention of Baghdad.",
    ],
)
def test_what_only_sounds_like_it_is_no_event(words: str, read: Read) -> None:
    assert read(words).candidates == ()


def test_one_event_for_each_place(read: Read) -> None:
    found = read("The Mahdi Army seized police stations in Kut, Hilla and Amara on Tuesday.").candidates
    assert [c.place.name for c in found] == ["Kut", "Hilla", "Amara"]
    assert {(c.kind.value, c.time.start) for c in found} == {("taken", "2008-03-25")}
    assert all("police stations" in c.place.feature for c in found)


@pytest.mark.parametrize(
    ("words", "value", "modifier"),
    [
        ("Gunmen held the southern suburbs of Basra.", "Basra", ""),
        ("Gunmen seized the outskirts of Kut.", "outskirts of Kut", "outskirts of"),
        ("Gunmen hold most of Kut.", "Kut", ""),
        ("Gunmen seized a village 10 km north of Hilla.", "10 km north of Hilla", "10 km north of"),
    ],
)
def test_what_narrows_a_place_is_kept(words: str, value: str, modifier: str, one: One) -> None:
    found = one(words)
    assert value in found.place.words.value
    assert modifier in found.place.modifier or modifier in found.place.words.value


@pytest.mark.parametrize(
    ("words", "name", "within"),
    [
        ("the Hayaniya district of Basra", "Hayaniya", "Basra"),
        ("the Sadr City neighbourhood of Baghdad", "Sadr City", "Baghdad"),
        ("the Dashti neighbourhood of Basra", "Dashti", "Basra"),
        ("the Baghdad district of Karrada", "Karrada", ""),
        ("the Basra suburb of Dashti", "Dashti", ""),
        ("the Shiite district of Sadr City", "Sadr City", ""),
    ],
)
def test_of_a_quarter_and_its_city_the_quarter_is_the_place(one: One, words: str, name: str, within: str) -> None:
    found = one(f"Mahdi Army fighters took control of {words} on Tuesday.")
    assert (found.place.name, found.place.within) == (name, within)


def test_the_city_after_its_quarters_is_the_city(read: Read) -> None:
    seized = "In Kut, 170 km southeast of Baghdad, gunmen seized districts including Shuhada and al-Jihad."
    found = read(f"{seized} Troops retook the city on Thursday.").candidates
    assert [c.place.name for c in found] == ["Shuhada", "al-Jihad", "Kut"]


def test_the_city_means_the_place_spoken_of(read: Read) -> None:
    found = read("The Mahdi Army attacked Kut on Tuesday.\n\nIts fighters seized the city on Wednesday.").candidates
    assert [c.place.name for c in found if c.kind.value == "taken"] == ["Kut"]
    assert found[-1].place.words.confidence < 0.8


def test_a_dateline_is_read_and_does_not_spoil_the_sentence(one: One) -> None:
    found = one("KUT, Iraq, March 27 (Wire) - Gunmen seized the governor's office on Tuesday.")
    assert found.place.name == "Kut"
    assert found.time.start == "2008-03-25"


def test_they_means_the_force_that_speaks(one: One) -> None:
    found = one("The Mahdi Army said it had taken Kut.")
    assert found.faction.value == "Mahdi Army"
    assert found.speaker.party == "party"
    assert found.speaker.asserted == "claimed"


def test_a_witness_is_no_party(one: One) -> None:
    found = one("The Mahdi Army has taken Kut, residents said.")
    assert (found.speaker.words.value, found.speaker.verb, found.speaker.party) == ("residents", "said", "neutral")
    assert found.speaker.asserted == "asserted"


def test_the_day_of_saying_is_no_more_than_a_hint(one: One) -> None:
    found = one("The army said on Tuesday that it had retaken Kut.")
    assert (found.time.start, found.time.precision) == ("2008-03-25", "about_day")
    assert found.time.words.confidence < 0.8


def test_an_alias_gives_the_name_of_the_table_and_an_unknown_group_is_proposed(read: Read) -> None:
    known, new = read("Jaish al-Mahdi seized Kut. The Sons of the Marshes seized Amara.").candidates
    assert (known.faction.value, known.faction.words, known.group_proposed) == ("Mahdi Army", "Jaish al-Mahdi", False)
    assert new.group_proposed
    assert "Marshes" in new.faction.value


def test_without_a_publication_date_nothing_relative_is_dated(bare_reader: Reader) -> None:
    document = document_from_text("Rebels took Sake on Tuesday. Rebels took Goma on 20 November 2012.")
    first, second = bare_reader.read(document, None).candidates
    assert (first.time.start, first.time.not_after) == ("", "")
    assert second.time.start == "2012-11-20"


def test_today_in_a_quoted_article_is_that_article_s_today(demo_reader: Reader) -> None:
    text = "Gunmen took Hilla today.\n\nExample Times, March 24, 2008:\n\nGunmen took Kut today.\n\n***\n\nGunmen took Amara today."
    found = demo_reader.read(document_from_text(text), date(2008, 3, 27)).candidates
    assert [(c.place.name, c.time.start, c.outlet) for c in found] == [
        ("Hilla", "2008-03-27", ""),
        ("Kut", "2008-03-24", "Example Times"),
        ("Amara", "2008-03-27", ""),
    ]


def test_the_analyst_s_date_for_a_block_decides(demo_reader: Reader) -> None:
    document = document_from_text("Gunmen took Kut today.")
    document = replace(document, blocks=(replace(document.blocks[0], outlet="Wire", published=date(2008, 3, 20)),))
    found = demo_reader.read(document, date(2008, 3, 27)).candidates[0]
    assert (found.time.start, found.outlet) == ("2008-03-20", "Wire")


def test_names_in_their_own_script_are_recognised(one: One) -> None:
    found = one("جيش المهدي took over مدينة الصدر on Tuesday.")
    assert found.faction.value == "Mahdi Army"
    assert found.place.name == "مدينة الصدر"
    assert found.place.location["place"] == "Sadr City"


def test_an_unknown_place_is_not_put_anywhere(one: One) -> None:
    found = one("Gunmen seized Xyzzyburg.")
    assert found.place.name == "Xyzzyburg"
    assert found.place.location["lon"] is None
    assert found.place.location["how"]


def test_what_may_be_missed_is_listed_apart(read: Read) -> None:
    reading = read("The choir captured Kut on Tuesday.")
    assert reading.candidates == ()
    assert [m.quote for m in reading.missed] == ["The choir captured Kut on Tuesday."]
    assert reading.missed[0].why


def test_record_is_plain_json_with_every_slot(one: One) -> None:
    record = json.loads(json.dumps(one("The Mahdi Army seized Kut on Tuesday, police said.").as_record(), allow_nan=False))
    assert record["kind"] == "taken"
    assert (record["faction"], record["place"], record["start"], record["end"]) == ("Mahdi Army", "Kut", "2008-03-25", "2008-03-25")
    assert record["lon"] == pytest.approx(45.8, abs=0.1)
    assert set(record["slots"]) == {"kind", "faction", "opponent", "place", "time", "realis", "speaker"}
    assert all(set(slot) == {"value", "confidence", "why", "words", "start", "end"} for slot in record["slots"].values())


def test_spans_mark_the_words_of_the_slots(one: One) -> None:
    text = "The Mahdi Army seized Kut on Tuesday, residents said."
    marked = [(name, text[start:end]) for name, start, end in one(text).spans]
    assert marked == [("faction", "Mahdi Army"), ("kind", "seized"), ("place", "Kut"), ("time", "Tuesday"), ("speaker", "residents")]


def test_a_man_s_name_is_no_place_though_a_place_bears_it(read: Read) -> None:
    found = read("Sadr ordered a truce.\n\nGunmen seized the police station.").candidates
    assert [c.place.name for c in found] != ["Sadr"]


def test_the_same_report_gives_the_same_candidates(read: Read) -> None:
    text = "The Mahdi Army seized Kut and Hilla on Tuesday. Police left Amara."
    first, second = read(text), read(text)
    assert first == second
    ids = [c.candidate_id for c in first.candidates]
    assert len(set(ids)) == len(ids) == 3


def test_an_inferred_loser_is_marked(read: Read) -> None:
    reading = read("The Mahdi Army seized Kut on Tuesday.")
    asked = []

    def holder_of(place: str, day: str) -> str:
        asked.append((place, day))
        return "Iraqi Police"

    found = with_inferred_opponents(reading, holder_of).candidates[0]
    assert asked == [("Kut", "2008-03-25")]
    assert (found.opponent.value, found.opponent_inferred) == ("Iraqi Police", True)
    assert reading.candidates[0].opponent.value == ""


def test_the_control_map_tells_who_held_a_place_the_day_before() -> None:
    day = [pd.Timestamp(d, tz="UTC") for d in ("2008-03-01", "2008-03-25")]
    spells = pd.DataFrame(
        {
            "place": ["Kut", "Kut", "Hilla", "Hilla"],
            "holder": ["Iraqi Police", "Mahdi Army", "Iraqi Army", "Mahdi Army"],
            "status": ["held", "held", "held", "held"],
            "start": [day[0], day[1], day[0], day[0]],
            "end": [day[1], pd.NaT, pd.NaT, pd.NaT],
        }
    )
    holder_of = holders_before(spells)
    assert [holder_of("kut", d) for d in ("2008-03-01", "2008-03-02", "2008-03-25", "2008-03-26")] == [
        "",
        "Iraqi Police",
        "Iraqi Police",
        "Mahdi Army",
    ]
    assert holder_of("Hilla", "2008-03-20") == ""  # two places of that name, two holders
    assert holder_of("Amara", "2008-03-20") == ""


def _document(text: str) -> Document:
    return Document(text, (Block(0, len(text)),), "0" * 64, title="A report", url="https://example.org/a")


def test_an_accepted_candidate_is_a_row_with_its_provenance(demo_reader: Reader) -> None:
    document = _document("The Mahdi Army seized Kut on Tuesday, residents said.")
    found = demo_reader.read(document, date(2008, 3, 27)).candidates[0]
    row = to_row(found, document, outlet="Wire", reliability="B", changes={"kind": "held"})
    events, rejected = validate(pd.DataFrame([row]))
    assert rejected.empty
    event = events.iloc[0]
    assert (event["place"], event["kind"], event["faction"], event["publisher"]) == ("Kut", "held", "Mahdi Army", "Wire")
    assert event["geometry"].x == pytest.approx(45.8, abs=0.1)
    assert set(PROVENANCE) <= set(events.columns)
    assert event["quote"] == document.text
    assert json.loads(event["analyst_changes"]) == {"kind": {"read": "taken", "set": "held"}}


def test_a_candidate_without_a_date_is_no_event_until_the_analyst_gives_one(demo_reader: Reader) -> None:
    document = _document("The Mahdi Army holds Kut.")
    found: Candidate = demo_reader.read(document, date(2008, 3, 27)).candidates[0]
    with pytest.raises(PhraseError, match="no date"):
        to_row(found, document)
    assert to_row(found, document, changes={"start": "2008-03-27"})["start"] == "2008-03-27"


def test_hostile_text_is_only_text(read: Read) -> None:
    text = "<script>alert('Kut')</script> Gunmen seized <b>Kut</b> on Tuesday. " + "\u202e" + "ساعة" * 50 + " {{7*7}} %s \\x00"
    for found in read(text).candidates:
        assert found.quote in text


def test_a_text_without_an_end_is_read_in_pieces(read: Read) -> None:
    text = "Gunmen seized Kut on Tuesday. " * 600
    assert len(text) > 2 * LONGEST
    assert len(read(text).candidates) >= 590


@pytest.mark.parametrize("text", ["", " \n ", "\x00"])
def test_nothing_is_no_report(text: str) -> None:
    with pytest.raises(InputError):
        document_from_text(text)


def test_an_unknown_country_or_language_is_said(bare_reader: Reader) -> None:
    del bare_reader
    with pytest.raises(InputError, match="no such country"):
        read_report(document_from_text("Kut fell."), country="Atlantis")
    with pytest.raises(InputError, match="no lexicon"):
        report_reader(language="xx")


def test_nothing_of_the_model_is_loaded_before_a_report_is_read() -> None:
    """The dashboard and the other commands start without the parser's library."""
    heavy = ("spacy", "thinc", "trafilatura", "pypdf", "docx")
    code = f"import sys, events.cli, events.reports.reading; sys.exit(any(m.split('.')[0] in {heavy} for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
