"""Pieces of a marked text: nothing of the text is lost, and each slot's words are marked as the candidate has them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.reports.candidate import Candidate, Missed, PlaceSlot, Slot, Speaker, TimeSlot
from events.reports.documents import document_from_text
from events.reports.marking import paragraphs_marked
from events.reports.missed import candidate_of

NOWHERE = Slot()


def candidate(text: str, start: int, end: int, **slots: tuple[int, int]) -> Candidate:
    def slot(name: str) -> Slot:
        span = slots.get(name)
        return Slot("x", 0.9, "", text[span[0] : span[1]], *span) if span else NOWHERE

    return Candidate(
        "id",
        slot("kind"),
        slot("faction"),
        NOWHERE,
        PlaceSlot(slot("place")),
        TimeSlot(),
        Speaker(),
        NOWHERE,
        0.9,
        "",
        text[start:end],
        start,
        end,
        "",
        -1,
        -1,
    )


def test_words_of_a_slot_are_marked_and_the_sentence_around_them_is_the_quote() -> None:
    text = "Army took Kut.\n\nNothing else."
    pieces = paragraphs_marked(text, [candidate(text, 0, 14, faction=(0, 4), kind=(5, 9), place=(10, 13))])
    assert [[(p.text, p.quotes, p.marks) for p in line] for line in pieces] == [
        [
            ("Army", (0,), ((0, "faction"),)),
            (" ", (0,), ()),
            ("took", (0,), ((0, "kind"),)),
            (" ", (0,), ()),
            ("Kut", (0,), ((0, "place"),)),
            (".", (0,), ()),
        ],
        [("Nothing else.", (), ())],
    ]


def test_two_candidates_may_share_words() -> None:
    text = "Army took Kut and Hilla"
    pieces = paragraphs_marked(text, [candidate(text, 0, 23, kind=(5, 9), place=(10, 13)), candidate(text, 0, 23, kind=(5, 9))])
    assert next(p.marks for p in pieces[0] if p.text == "took") == ((0, "kind"), (1, "kind"))


@given(st.text(st.sampled_from("ab \nא<"), max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_no_character_is_lost_or_doubled_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans]
    pieces = paragraphs_marked(text, [candidate(text, 0, len(text), place=span) for span in inside])
    assert ["".join(p.text for p in line) for line in pieces] == [line for line in text.split("\n") if line.strip()]
    assert all(text[p.start : p.start + len(p.text)] == p.text for line in pieces for p in line)


def test_a_missed_sentence_becomes_a_candidate_with_its_words_and_source_and_nothing_else() -> None:
    document = document_from_text("Wire, 26 March 2008\n\nThey are on every corner.\n\nThe Times, 24 March 2008:\nIt was quiet.")
    start = document.text.index("It was")
    made = candidate_of(Missed("It was quiet.", start, start + 13, "no verb"), document)
    assert (made.quote, made.outlet, made.published) == ("It was quiet.", "The Times", "2008-03-24")
    assert {made.kind.value, made.faction.value, made.place.words.value, made.time.start, made.realis.value} == {""}
    assert made.spans == ()
