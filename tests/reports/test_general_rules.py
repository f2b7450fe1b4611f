"""Rules that hold for news of any war: read without a gazetteer, so that no list of places helps."""

from __future__ import annotations

from datetime import date

import pytest

from events.reports.candidate import Candidate, Reading
from events.reports.documents import document_from_text
from events.reports.extract import Reader

MONDAY = date(2016, 3, 28)


def read(reader: Reader, text: str, published: date | None = MONDAY) -> Reading:
    return reader.read(document_from_text(text), published)


def told(reader: Reader, text: str) -> list[tuple[str, str, str]]:
    def row(c: Candidate) -> tuple[str, str, str]:
        return c.kind.value, c.faction.value, c.place.words.value

    return [row(c) for c in read(reader, text).candidates]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Army units repelled an RSF assault on Babanusa.", ("held", "Army units", "Babanusa")),
        ("Militants fought their way into Diabaly.", ("presence", "Militants", "Diabaly")),
        ("Jowhar, the rebels' last stronghold, was abandoned at dawn.", ("withdrawn", "", "Jowhar")),
        ("The Russian army completed the capture of Kurakhove.", ("taken", "Russian army", "Kurakhove")),
        ("Government troops are back in control of Ber.", ("held", "Government troops", "Ber")),
        ("Rebels entered دير الزور overnight.", ("presence", "Rebels", "دير الزور")),
        ("Ukrainian troops recaptured Козача Лопань, the army said.", ("retaken", "Ukrainian troops", "Козача Лопань")),
        ("Insurgents seized two capitals on Friday, including Pul-e-Alam.", ("taken", "Insurgents", "Pul-e-Alam")),
        ("Jubba is a rebel stronghold.", ("held", "rebel", "Jubba")),
        ("El Fasher is the last holdout of the army in the region.", ("held", "army", "El Fasher")),
        ("TALIBAN CAPTURE PROVINCIAL CAPITAL", ("taken", "Taliban", "provincial capital")),
        ("Two villages were retaken by vigilantes.", ("retaken", "vigilantes", "Two villages")),
        ("Insurgents now occupy the northern half of the province.", ("held", "Insurgents", "northern half of the province")),
        ("The army retreated.", ("withdrawn", "", "")),
        ("The two sides agreed to a ceasefire.", ("ceasefire", "", "")),
        ("Houthis tighten grip on Hodeidah", ("held", "", "Hodeidah")),
        ("Rebels captured the Hanano base west of Aleppo.", ("taken", "Rebels", "Hanano base")),
        ("Ukraine's counteroffensive has recaptured Staromaiorske.", ("retaken", "Ukraine", "Staromaiorske")),
        ("The army brought Kut under its control.", ("taken", "army", "Kut")),
        ("The rebels took Kut at dawn, giving them control of the river.", ("taken", "rebels", "Kut")),
        ("The militia's seizure of Tarhuna was confirmed.", ("taken", "militia", "Tarhuna")),
        ("The port is under the group's control.", ("held", "group", "port")),
        ("Loikaw is now in the hands of resistance forces.", ("held", "resistance forces", "Loikaw")),
        ("Government forces are entrenched in Sarrin.", ("presence", "Government forces", "Sarrin")),
        ("Tal Abyad was seized from the militia by Kurdish fighters.", ("taken", "Kurdish fighters", "Tal Abyad")),
        ("Marib remains the government's last northern bastion.", ("held", "government", "Marib")),
        ("GNA troops went on to enter Badr.", ("presence", "GNA troops", "Badr")),
        ("Rebel fighters stand 70 km south of Kabul.", ("presence", "Rebel fighters", "70 km south of Kabul")),
    ],
)
def test_one_event(text: str, event: tuple[str, str, str], bare_reader: Reader) -> None:
    assert told(bare_reader, text) == [event]


def test_each_place_of_a_list_before_its_noun_is_one(bare_reader: Reader) -> None:
    found = told(bare_reader, "Rebels seized the Mualla, Crater and Tawahi districts.")
    assert [place for _, _, place in found] == ["Mualla", "Crater", "Tawahi"]


def test_a_place_can_change_hands_twice_in_a_sentence(bare_reader: Reader) -> None:
    found = told(bare_reader, "Insurgents occupied Kawlin for a month before regime troops regained the town.")
    assert found == [("taken", "Insurgents", "Kawlin"), ("retaken", "regime troops", "Kawlin")]


@pytest.mark.parametrize(
    "text",
    [
        "If Misrata falls, the coast road is lost.",
        "The Security Council demanded that the rebels withdraw from Goma.",
        "It was not clear who controlled Bunagana.",
        "Kisumu, an opposition stronghold, voted for the incumbent.",
        "The rebels withdrew from the talks in protest.",
        "Kut was a former militia stronghold.",
        "ARMY CHIEF TAKES OFFICE IN CEREMONY",
        "Troops captured Salim Abdullah, a commander, in an ambush.",
        "A film that captured the siege of Homs won a prize.",
        "Thousands of refugees crossed into Uganda.",
        "Residents said nothing had changed since the fall of Gaddafi.",
        "The army was given 72 hours to surrender Mekelle.",
        "Iran fell silent on the question of the crossings.",
        "The stadium was cleared of mines.",
        "The rebels would have been in Bamako within days.",
        "The government has no stronghold left in the north.",
        "The rebels showed no sign of leaving.",
    ],
)
def test_what_did_not_happen_is_no_event(text: str, bare_reader: Reader) -> None:
    assert told(bare_reader, text) == []


def test_sites_without_a_name_stand_beside_named_places(bare_reader: Reader) -> None:
    found = told(bare_reader, "Insurgents seized the artillery college, the armaments school and part of Ramouseh.")
    assert [place for _, _, place in found] == ["artillery college", "armaments school", "Ramouseh"]
    assert [place for _, _, place in told(bare_reader, "The army captured Sarmin and its airport.")] == ["Sarmin", "airport"]


def test_who_enters_and_takes_has_taken(bare_reader: Reader) -> None:
    assert told(bare_reader, "Rebels entered Goma and captured Goma.") == [("taken", "Rebels", "Goma")]


def test_those_who_move_in_do_so_where_the_others_left(bare_reader: Reader) -> None:
    found = told(bare_reader, "Ethiopian troops vacated Hudur, and insurgents moved in hours later.")
    assert found == [("withdrawn", "", "Hudur"), ("presence", "insurgents", "Hudur")]
    assert told(bare_reader, "The insurgents moved in.") == []


def test_where_somebody_spoke_is_not_the_place(bare_reader: Reader) -> None:
    assert told(bare_reader, "Speaking in Nairobi, an envoy said the rebels still ran much of the countryside.") == []
    assert "Masisi" not in str(told(bare_reader, "The rebels withdrew to the hills of Masisi."))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The town of Kut was taken by rebels on Monday after encircling it for a week.", "2016-03-28"),
        ("The army said on Friday it would withdraw from Heglig.", ""),
        ("Rebels held Kut until Tuesday.", ""),
        ("The fall of Qusair to the army surprised many.", ""),
        ("Troops attacked on Sunday, expelling rebels from Bin Jawad.", "2016-03-27"),
        ("The army controls Kut for the first time since 2012.", ""),
    ],
)
def test_no_date_is_invented(text: str, days: str, bare_reader: Reader) -> None:
    assert read(bare_reader, text).candidates[0].time.start == days


def test_relative_dates_stay_open_without_a_publication_date(bare_reader: Reader) -> None:
    for words in ("on Monday", "overnight", "last week", "two days ago", "since March", "over the past year"):
        found = read(bare_reader, f"Rebels captured Goma {words}.", None).candidates
        assert [(c.time.start, c.time.end) for c in found] == [("", "")]


def test_a_list_is_read_to_its_end(bare_reader: Reader) -> None:
    found = told(bare_reader, "Taliban fighters swept into Kunduz, Sar-e Pul and Taloqan within hours on Sunday.")
    assert [place for _, _, place in found] == ["Kunduz", "Sar-e Pul", "Taloqan"]
    assert [place for _, _, place in told(bare_reader, "Rebels captured Goma, Rwanda said.")] == ["Goma"]


def test_a_place_without_a_name_is_never_sure(bare_reader: Reader) -> None:
    found = read(bare_reader, "Insurgents captured the airport and the barracks.").candidates
    assert [c.place.words.value for c in found] == ["airport", "barracks"]
    assert all(c.confidence <= 0.5 and c.place.words.confidence <= 0.4 for c in found)


def test_a_headline_in_capitals_keeps_its_offsets(bare_reader: Reader) -> None:
    text = "REBELS SEIZE KEY TOWN IN NORTH"
    (found,) = read(bare_reader, text).candidates
    assert found.quote == text
    assert text[found.trigger_start : found.trigger_end] == "SEIZE"
    assert (found.kind.value, found.faction.words, found.place.words.value) == ("taken", "Rebels", "key town")


def test_a_report_in_another_language_says_so(bare_reader: Reader) -> None:
    spanish = (
        "Las fuerzas rebeldes tomaron el control de la ciudad de Goma el lunes tras varios días de combates con el ejército. "
        "Los vecinos dijeron que los soldados habían abandonado sus posiciones durante la noche y que las calles estaban desiertas."
    )
    assert "does not seem to be in the language" in read(bare_reader, spanish).note
    english = "Rebels took control of the city of Goma on Monday after days of fighting, and people there said that soldiers had left. "
    assert read(bare_reader, english * 2).note == ""
