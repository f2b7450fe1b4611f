"""Short phrases: what they say is read, what they do not say is not."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import PhraseError
from events.gazetteer import Gazetteer, from_file
from events.geocode import geocode_frame
from events.reports.phrases import Phrase, read_phrase, to_row
from events.schema import CONTROL_KINDS, validate
from tests.conftest import DEMO

MAHDI, ARMY, ISF, POLICE, GOVERNMENT = "Mahdi Army", "Iraqi Army", "Iraqi Security Forces", "Iraqi Police", "Iraqi government"
#: phrase, kind, faction, opponent, place
READ = [
    ("New Baghdad checkpoints taken", "taken", "unknown", "", "New Baghdad"),
    ("southern Basra held", "held", "unknown", "", "Southern Basra"),
    ("Mahdi Army takes Shuhada in Kut", "taken", MAHDI, "", "Shuhada (Kut)"),
    ("police withdraw from Sadr City", "withdrawn", "unknown", "police", "Sadr City"),
    ("Umm Qasr retaken by Iraqi Army", "retaken", ARMY, "", "Umm Qasr"),
    ("Iraqi forces surround Kut", "besieged", "unknown", ISF, "Kut"),
    ("curfew imposed in Hilla", "curfew", "unknown", "", "Hilla"),
    ("curfew lifted in Basra", "lifted", "unknown", "", "Basra"),
    ("clashes in Aziziya", "contested", "contested", "", "Aziziya"),
    ("ceasefire in Basra", "ceasefire", "unknown", "", "Basra"),
    ("Basra handed over to Iraqi forces", "handed_over", ISF, "", "Basra"),
    ("soldiers defect in Sadr City", "defected", "unknown", "soldiers", "Sadr City"),
    ("army clears Khamsa Mil", "cleared", "army", "", "Khamsa Mil"),
    ("gunmen seen in Ilaam", "presence", "Shiite militias (unspecified)", "", "Ilaam"),
    # taken
    ("Mahdi Army seized Kut", "taken", MAHDI, "", "Kut"),
    ("Kut seized by the Mahdi Army", "taken", MAHDI, "", "Kut"),
    ("Kut has been captured by Mahdi Army", "taken", MAHDI, "", "Kut"),
    ("Mahdi Army has taken Kut", "taken", MAHDI, "", "Kut"),
    ("JAM overruns Ilaam", "taken", MAHDI, "", "Ilaam"),
    ("Kut falls to Mahdi Army", "taken", MAHDI, "", "Kut"),
    ("Kut has fallen", "taken", "unknown", "", "Kut"),
    ("Mahdi Army takes control of Kut", "taken", MAHDI, "", "Kut"),
    ("Control of Kut seized by Mahdi Army", "taken", MAHDI, "", "Kut"),
    ("Mahdi Army takes over Amara", "taken", MAHDI, "", "Amara"),
    ("Kut captured from police by Mahdi Army", "taken", MAHDI, "police", "Kut"),
    ("Mahdi Army loses Kut to Iraqi Army", "taken", ARMY, MAHDI, "Kut"),
    ("Police driven out of Kut by Mahdi Army", "taken", MAHDI, "police", "Kut"),
    ("Mahdi Army drives police out of Kut", "taken", MAHDI, "police", "Kut"),
    ("Capture of Kut by Mahdi Army", "taken", MAHDI, "", "Kut"),
    ("Badr takes Amara", "taken", "Badr Organization", "", "Amara"),
    ("Mahdi Army fighters seize police station in Kut on Tuesday", "taken", MAHDI, "", "Kut"),
    ("Checkpoints in New Baghdad fall to militiamen", "taken", "militiamen", "", "New Baghdad"),
    ("10 km north of Hilla taken by Mahdi Army", "taken", MAHDI, "", "10 km north of Hilla"),
    ("Mahdi Army captures village 10 km north of Hilla", "taken", MAHDI, "", "10 km north of Hilla"),
    ("Mahdi Army takes five districts of Kut", "taken", MAHDI, "", "Kut"),
    ("mahdi army takes shuhada in kut", "taken", MAHDI, "", "Shuhada (Kut)"),
    ("MAHDI ARMY TAKES KUT", "taken", MAHDI, "", "Kut"),
    ("جيش المهدي takes الكوت", "taken", MAHDI, "", "Kut"),
    ("Kut: taken by Mahdi Army", "taken", MAHDI, "", "Kut"),
    # retaken
    ("Iraqi Army retakes Basra", "retaken", ARMY, "", "Basra"),
    ("Iraqi troops regain control of Basra", "retaken", ARMY, "", "Basra"),
    ("Basra recaptured", "retaken", "unknown", "", "Basra"),
    ("Iraqi Army liberates Umm Qasr from Mahdi Army", "retaken", ARMY, MAHDI, "Umm Qasr"),
    ("Basra back under government control", "retaken", "government", "", "Basra"),
    ("Iraqi Army wins back Qibla", "retaken", ARMY, "", "Qibla"),
    # held
    ("Mahdi Army holds southern Basra", "held", MAHDI, "", "Southern Basra"),
    ("Mahdi Army still holds Hayaniya", "held", MAHDI, "", "Hayaniya"),
    ("Southern Basra remains in Mahdi Army hands", "held", MAHDI, "", "Southern Basra"),
    ("Kut under Mahdi Army control", "held", MAHDI, "", "Kut"),
    ("Kut in the hands of the Mahdi Army", "held", MAHDI, "", "Kut"),
    ("Mahdi Army in control of Kut", "held", MAHDI, "", "Kut"),
    ("Mahdi Army controls five districts in Kut", "held", MAHDI, "", "Kut"),
    ("Basra airport held by British forces", "held", "British forces", "", "Basra airport area"),
    ("attack on Kut repelled", "held", "unknown", "", "Kut"),
    ("attack on Kut repelled by Iraqi Army", "held", ARMY, "", "Kut"),
    ("Mahdi Army attack on Kut repelled", "held", "unknown", MAHDI, "Kut"),
    ("Iraqi Army repels attack on Kut", "held", ARMY, "", "Kut"),
    ("Iraqi Army defends Mahmudiya", "held", ARMY, "", "Mahmudiya"),
    # contested
    ("Heavy clashes in Kut between Mahdi Army and police", "contested", "contested", "", "Kut"),
    ("Police clash with Mahdi Army in Hilla", "contested", "contested", "", "Hilla"),
    ("clashes with Mahdi Army in Kut", "contested", "contested", MAHDI, "Kut"),
    ("Fighting rages in Basra", "contested", "contested", "", "Basra"),
    ("Iraqi Army attacks Mahdi Army in Basra", "contested", "contested", "", "Basra"),
    ("Iraqi Army launches offensive in Basra", "contested", "contested", ARMY, "Basra"),
    ("Kadhimiya contested", "contested", "contested", "", "Kadhimiya"),
    ("Clashes leave 12 dead in Basra", "contested", "contested", "", "Basra"),
    # besieged
    ("Kut encircled", "besieged", "unknown", "", "Kut"),
    ("Sadr City ringed by US and Iraqi forces", "besieged", "unknown", "US and Iraqi forces", "Sadr City"),
    ("Iraqi Army lays siege to Basra", "besieged", "unknown", ARMY, "Basra"),
    ("Sadr City under siege", "besieged", "unknown", "", "Sadr City"),
    # withdrawn
    ("Iraqi Army pulls out of Amara", "withdrawn", "unknown", ARMY, "Amara"),
    ("Mahdi Army gives up Basra", "withdrawn", "unknown", MAHDI, "Basra"),
    ("Iraqi police abandon checkpoints in New Baghdad", "withdrawn", "unknown", POLICE, "New Baghdad"),
    ("Withdrawal of Mahdi Army from Basra", "withdrawn", "unknown", MAHDI, "Basra"),
    ("Mahdi Army withdraws from Basra to Amara", "withdrawn", "unknown", MAHDI, "Basra"),
    ("checkpoints in New Baghdad abandoned by police", "withdrawn", "unknown", "police", "New Baghdad"),
    # handed over
    ("Mahdi Army hands Basra over to Iraqi Army", "handed_over", ARMY, MAHDI, "Basra"),
    ("Mahdi Army surrenders Kut to Iraqi forces", "handed_over", ISF, MAHDI, "Kut"),
    ("control of Umm Qasr transferred to Iraqi Army", "handed_over", ARMY, "", "Umm Qasr"),
    # cleared, presence, defected
    ("Khamsa Mil cleared of militants by Iraqi Army", "cleared", ARMY, "militants", "Khamsa Mil"),
    ("Iraqi Army sweeps through Basra", "cleared", ARMY, "", "Basra"),
    ("Mahdi Army patrols Kadhimiya", "presence", MAHDI, "", "Kadhimiya"),
    ("Mahdi Army on the streets of Samawa", "presence", MAHDI, "", "Samawa"),
    ("Mahdi Army fighters appear in Samawa", "presence", MAHDI, "", "Samawa"),
    ("Iraqi soldiers refuse to fight in Sadr City", "defected", "unknown", "Iraqi soldiers", "Sadr City"),
    ("Police in Sadr City lay down their arms", "defected", "unknown", "police", "Sadr City"),
    # curfew, lifted, ceasefire
    ("Kut is under curfew", "curfew", "unknown", "", "Kut"),
    ("Iraqi government imposes curfew on Baghdad", "curfew", GOVERNMENT, "", "Baghdad"),
    ("Hilla curfew extended", "curfew", "unknown", "", "Hilla"),
    ("Iraqi government lifts curfew in Baghdad", "lifted", GOVERNMENT, "", "Baghdad"),
    ("Siege of Kut lifted", "lifted", "unknown", "", "Kut"),
    ("Mahdi Army declares ceasefire in Basra", "ceasefire", MAHDI, "", "Basra"),
    ("truce agreed between Mahdi Army and government in Basra", "ceasefire", "unknown", "", "Basra"),
    # found by trying to break it
    ("Iraqi Army took Basra back from Mahdi Army", "retaken", ARMY, MAHDI, "Basra"),
    ("Kut's Shuhada district falls", "taken", "unknown", "", "Shuhada (Kut)"),
    ("In Kut, Mahdi Army takes Shuhada", "taken", MAHDI, "", "Shuhada (Kut)"),
    ("In Kut Mahdi Army takes Shuhada", "taken", MAHDI, "", "Shuhada (Kut)"),
    ("Kut: Mahdi Army takes Shuhada", "taken", MAHDI, "", "Shuhada (Kut)"),
    ("12 killed as Mahdi Army takes Kut", "taken", MAHDI, "", "Kut"),
    ("TAKEN: KUT", "taken", "unknown", "", "Kut"),
    ("Mahdi Army takes the whole of Kut", "taken", MAHDI, "", "Kut"),
    ("Mahdi Army seizes army base near Kut", "taken", MAHDI, "", "near Kut"),
    ("Iraqi Army pushes Mahdi Army out of Kut", "taken", ARMY, MAHDI, "Kut"),
    ("Mahdi Army continues to hold Basra", "held", MAHDI, "", "Basra"),
    ("Hayaniya in Mahdi Army control", "held", MAHDI, "", "Hayaniya"),
    ("70 percent of Basra under Iraqi Army control", "held", ARMY, "", "Basra"),
    ("Two-thirds of Basra controlled by Mahdi Army", "held", MAHDI, "", "Basra"),
    ("US troops encircle Sadr City", "besieged", "unknown", "US forces", "Sadr City"),
    ("Mahdi Army besieged in Kut", "besieged", "unknown", "", "Kut"),
    ("Kut surrounded on three sides", "besieged", "unknown", "", "Kut"),
    ("Three-day curfew imposed on Baghdad", "curfew", "unknown", "", "Baghdad"),
    ("Curfew in Basra ends", "lifted", "unknown", "", "Basra"),
    ("Ceasefire takes effect in Basra", "ceasefire", "unknown", "", "Basra"),
    ("Clash in Kut kills 5", "contested", "contested", "", "Kut"),
    ("5 killed in clashes in Kut", "contested", "contested", "", "Kut"),
    ("Attack on Kut fails", "contested", "contested", "", "Kut"),
    ("Basra battle rages", "contested", "contested", "", "Basra"),
    ("Clashes on outskirts of Kut", "contested", "contested", "", "outskirts of Kut"),
    ("1,000 soldiers desert in Basra", "defected", "unknown", "1,000 soldiers", "Basra"),
    ("Mahdi Army returns to Kut", "presence", MAHDI, "", "Kut"),
    ("Mahdi Army begins withdrawal from Basra", "withdrawn", "unknown", MAHDI, "Basra"),
    # beside the main clause
    ("Mahdi Army takes Kut after clashes with police", "taken", MAHDI, "", "Kut"),
    ("After heavy fighting, Iraqi Army retakes Basra", "retaken", ARMY, "", "Basra"),
    ("Mahdi Army seizes Kut as police withdraw", "taken", MAHDI, "", "Kut"),
]
#: What a phrase does not say: phrase, a word of the reason.
REFUSED = [
    *(
        (phrase, "did not happen")
        for phrase in ("Mahdi Army fails to take Kut", "Kut not taken", "Kut was never taken", "police refuse to leave Sadr City")
    ),
    *((phrase, "did not happen") for phrase in ("Kut no longer held by Mahdi Army", "no clashes in Kut", "Mahdi Army unable to take Kut")),
    *((phrase, "not yet") for phrase in ("Mahdi Army tries to take Kut", "Mahdi Army plans to take Kut", "Iraqi Army to retake Basra")),
    *(
        (phrase, "not yet")
        for phrase in ("Iraqi Army will retake Basra", "Mahdi Army may withdraw from Basra", "Mahdi Army vows to hold Basra")
    ),
    *(
        (phrase, "not yet")
        for phrase in ("police ordered to leave Sadr City", "Iraqi Army prepares to storm Basra", "Kut could fall to Mahdi Army")
    ),
    *((phrase, "not yet") for phrase in ("attempt to take Kut", "Mahdi Army close to taking Kut", "if Kut falls to Mahdi Army")),
    *((phrase, "did not last") for phrase in ("ceasefire collapses in Basra", "truce talks in Basra", "curfew defied in Hilla")),
    *((phrase, "question") for phrase in ("Will Kut fall?", "Kut taken?")),
    *(
        (phrase, "nothing here tells")
        for phrase in ("The weather is nice", "Mahdi Army takes part in talks in Basra", "Iraqi Army holds talks in Basra")
    ),
    *(
        (phrase, "nothing here tells")
        for phrase in ("Bombing leaves 12 dead in Basra", "Talks take place in Kut", "Suicide attack in Kut", "Kut", "12")
    ),
    *(
        (phrase, "no place")
        for phrase in ("Police capture suspect in Kut", "Mahdi Army takes hostages in Basra", "Iraqi Army seizes weapons cache in Basra")
    ),
    *((phrase, "no(t about a)? place") for phrase in ("police captured in Kut", "Iraqi soldiers captured by Mahdi Army in Basra")),
    *((phrase, "no place is named") for phrase in ("Mahdi Army takes", "clashes", "curfew imposed", "police withdraw", "taken")),
    *((phrase, "more than one thing") for phrase in ("Mahdi Army takes Kut and withdraws from Hilla",)),
    *((phrase, "did not happen") for phrase in ("Kut didn't fall", "Kut hasn’t fallen", "Iraqi Army unable to hold Kut")),
    *((phrase, "did not last") for phrase in ("Fall of Kut feared", "ceasefire in Basra collapses")),
    *((phrase, "nothing of who holds") for phrase in ("Residents flee Kut", "Civilians leave Kut")),
    *((phrase, "nothing here tells") for phrase in ("Calm returns to Kut", "US helicopters bomb Hilla")),
    *((phrase, "names no place") for phrase in ("Man takes dog to Kut", "Mahdi Army takes city", "Checkpoints taken")),
    *((phrase, "more than one thing") for phrase in ("Mahdi Army took Kut but lost it again",)),
    *((phrase, "no words") for phrase in ("", "  ", "...", "?!", "\u200f")),
    ("Kut taken " * 60, "characters"),
]


@pytest.fixture(scope="module")
def demo() -> Gazetteer:
    return from_file(DEMO / "places.csv")


@pytest.fixture(scope="module")
def factions() -> pd.DataFrame:
    return pd.read_csv(DEMO / "factions.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def read(demo: Gazetteer, factions: pd.DataFrame) -> object:
    return lambda text: read_phrase(text, factions=factions, gazetteer=demo)


@pytest.mark.parametrize("row", READ, ids=[row[0] for row in READ])
def test_a_phrase_is_read(row: tuple[str, ...], read: object) -> None:
    text, kind, *expected = row
    found: Phrase = read(text)
    assert (found.kind, found.faction, found.opponent, found.location.place) == (kind, *expected)
    assert found.location.resolved
    assert found.asserted == "asserted"
    assert kind.replace("_", " ") in found.why


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[row[0][:40] for row in REFUSED])
def test_what_is_not_said_is_not_read(text: str, reason: str, read: object) -> None:
    with pytest.raises(PhraseError, match=reason) as caught:
        read(text)
    assert caught.value.hint


def test_the_lists_cover_every_kind() -> None:
    assert {row[1] for row in READ} == set(CONTROL_KINDS)
    assert len(READ) >= 80
    assert len(REFUSED) >= 40


@pytest.mark.parametrize(
    "row",
    [
        ("Mahdi Army reportedly takes Kut", "claimed", "taken", MAHDI, "", ""),
        ("Kut reportedly taken by Mahdi Army", "claimed", "taken", MAHDI, "", ""),
        ("Mahdi Army claims to have taken Kut", "claimed", "taken", MAHDI, "", "Mahdi Army"),
        ("Mahdi Army claims control of Kut", "claimed", "held", MAHDI, "", "Mahdi Army"),
        ("Mahdi Army says it has taken Kut", "claimed", "taken", MAHDI, "", "Mahdi Army"),
        ("Iraqi Army claims Mahdi Army withdrew from Basra", "claimed", "withdrawn", "unknown", MAHDI, "Iraqi Army"),
        ("Iraqi Army denies losing Kut", "denied", "taken", "unknown", ARMY, "Iraqi Army"),
        ("Iraqi Army denies Kut taken", "denied", "taken", "unknown", "", "Iraqi Army"),
        ("Kut taken, residents say", "asserted", "taken", "unknown", "", "residents"),
        ("Kut taken by Mahdi Army, according to residents", "asserted", "taken", MAHDI, "", "residents"),
        ("Mahdi Army: Kut taken", "claimed", "taken", "unknown", "", "Mahdi Army"),
        ("Reports that Kut has fallen", "claimed", "taken", "unknown", "", ""),
        ("Iraqi Army rejects claim Kut taken", "denied", "taken", "unknown", "", "Iraqi Army"),
        ("Mahdi Army spokesman says group holds Kut", "claimed", "held", MAHDI, "", "Mahdi Army spokesman"),
        ("Residents report clashes in Kut", "asserted", "contested", "contested", "", "Residents"),
    ],
)
def test_who_says_so_and_how(row: tuple[str, ...], read: object) -> None:
    found: Phrase = read(row[0])
    assert (found.asserted, found.kind, found.faction, found.opponent, found.speaker) == row[1:]
    assert found.location.place == "Kut" or found.kind == "withdrawn"


def test_times_and_side_clauses_are_left_out_and_named(read: object) -> None:
    found: Phrase = read("Mahdi Army seizes Kut on 25 March 2008 as police withdraw")
    assert "25 March 2008" in found.unread
    assert "as police withdraw" in found.unread
    assert found.unread in found.why


def test_a_head_bounds_the_place(read: object) -> None:
    assert not read("In Basra, Mahdi Army takes Shuhada").location.resolved
    assert read("In eastern Baghdad, Mahdi Army takes New Baghdad").location.place == "New Baghdad"


def test_an_unknown_place_is_kept_unplaced_with_candidates(read: object) -> None:
    found: Phrase = read("Mahdi Army takes Khadra in Kut")
    assert (found.kind, found.place, found.location.resolved) == ("taken", "Khadra in Kut", False)
    assert found.location.candidates
    assert "not placed" in found.why


def test_a_side_that_the_table_does_not_know_stays_as_written(read: object) -> None:
    assert read("Ansar Brigade takes Kut").faction == "Ansar Brigade"
    assert read("anti-Mahdi Army fighters take Kut").faction == "anti-Mahdi Army fighters"
    assert read("Mahdi Army and Badr take Kut").faction == "Mahdi Army and Badr Organization"


def test_police_are_the_iraqi_police_only_where_no_other_police_is_known(demo: Gazetteer) -> None:
    table = pd.DataFrame({"faction": ["Iraqi Police", "Mahdi Army"], "aliases": ["IP", "JAM"]})
    assert read_phrase("police withdraw from Kut", factions=table, gazetteer=demo).opponent == "Iraqi Police"
    more = pd.concat([table, pd.DataFrame({"faction": ["National Police"], "aliases": [""]})])
    assert read_phrase("police withdraw from Kut", factions=more, gazetteer=demo).opponent == "police"


def test_no_table_of_factions_is_needed(demo: Gazetteer) -> None:
    empty = pd.DataFrame({"faction": pd.Series(dtype="str"), "aliases": pd.Series(dtype="str")})
    assert read_phrase("Mahdi Army takes Kut", factions=empty, gazetteer=demo).faction == "Mahdi Army"


def test_another_war_is_read_by_the_same_words() -> None:
    rows = [
        {"name": "Kupiansk", "aliases": "Куп'янськ;Kupyansk", "kind": "town", "lon": 37.61, "lat": 49.71, "radius_m": 4_000},
        {"name": "Mekelle", "kind": "city", "lon": 39.47, "lat": 13.49, "radius_m": 6_000},
    ]
    gazetteer = Gazetteer.from_frame(pd.DataFrame(rows))
    factions = pd.DataFrame({"faction": ["Armed Forces of Ukraine", "TDF"], "aliases": ["Ukrainian forces;AFU", "Tigray Defence Forces"]})
    first = read_phrase("Kupyansk liberated by Ukrainian forces", factions=factions, gazetteer=gazetteer)
    second = read_phrase("Tigray Defence Forces recapture Mekelle from federal army", factions=factions, gazetteer=gazetteer)
    assert (first.kind, first.faction, first.location.place) == ("retaken", "Armed Forces of Ukraine", "Kupiansk")
    assert (second.kind, second.faction, second.opponent) == ("retaken", "TDF", "federal army")


def test_a_phrase_becomes_a_valid_row(read: object, demo: Gazetteer) -> None:
    row = to_row(read("Mahdi Army takes Shuhada in Kut"), day=date(2008, 3, 25), source="https://example.org/a")
    events, rejected = validate(row)
    assert rejected.empty
    event = events.iloc[0]
    assert (event["place"], event["admin"], event["kind"], event["faction"]) == ("Shuhada (Kut)", "Kut", "taken", MAHDI)
    assert (event.geometry.x, event.geometry.y, event["radius_m"]) == (45.818, 32.513, 4_000)
    assert (event["url"], event["publisher"], event["summary"]) == ("https://example.org/a", "", "Mahdi Army takes Shuhada in Kut")
    assert str(event["start"].date()) == "2008-03-25"
    placed, unresolved = geocode_frame(events, demo)
    assert unresolved.empty
    assert placed.geometry.iloc[0].equals(event.geometry)


def test_an_unplaced_phrase_is_a_row_without_geometry(read: object) -> None:
    events, rejected = validate(to_row(read("Mahdi Army takes Khadra in Kut"), day=date(2008, 3, 25), source="Reuters"))
    assert rejected.empty
    assert (events["place"][0], events["publisher"][0], events.geometry[0]) == ("Khadra in Kut", "Reuters", None)


def test_the_same_report_twice_has_the_same_id_and_another_day_another(read: object) -> None:
    phrase = read("Kut taken")
    ids = [
        to_row(phrase, day=day, source=source)["event_id"].iloc[0]
        for day, source in ((date(2008, 3, 25), ""), (date(2008, 3, 25), ""), (date(2008, 3, 26), ""), (date(2008, 3, 25), "x"))
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_a_script_for_a_source_is_no_address(read: object) -> None:
    row = to_row(read("Kut taken"), day=date(2008, 3, 25), source="javascript:alert(1)")
    assert (row["url"].iloc[0], row["publisher"].iloc[0]) == ("", "javascript:alert(1)")


WORDS = [
    "Mahdi Army",
    "police",
    "takes",
    "taken",
    "by",
    "Kut",
    "Basra",
    "in",
    "not",
    "from",
    "to",
    "of",
    "clashes",
    "curfew",
    "lifted",
    "says",
    ",",
    "with",
    "under",
    "control",
    "held",
    "hands",
    "and",
    "the",
    "attack",
    "on",
    "repelled",
    "after",
]


@given(text=st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
def test_any_text_is_read_or_refused_with_a_reason(text: str, read: object) -> None:
    try:
        found = read(text)
    except PhraseError as error:
        reasons = [str(error), error.hint]
    else:
        reasons = [found.place, found.why, found.faction]
        assert found.kind in CONTROL_KINDS
    assert all(reasons)
