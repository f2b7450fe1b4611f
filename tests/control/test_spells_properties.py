"""What holds for the spells of any reports whatever: no overlap, no gap, no event that does not exist, no order that matters."""

from __future__ import annotations

import hypothesis.strategies as st
import pandas as pd
from hypothesis import given, settings

from events.control import control_at, spells
from events.schema import ASSERTED, CONTROL_KINDS, DATE_PRECISIONS
from tests.control.build import table

# Each table holds five independent histories, so that few tables make many.
DAYS = pd.date_range("2020-01-01", periods=12).strftime("%Y-%m-%d").tolist()
ROW = st.fixed_dictionaries(
    {
        "start": st.sampled_from(DAYS),
        "length": st.sampled_from([None, 0, 1, 4]),
        "kind": st.sampled_from(CONTROL_KINDS),
        "faction": st.sampled_from(["Reds", "Blues", "Greens", "unknown", "contested"]),
        "opponent": st.sampled_from(["", "Reds", "Blues"]),
        "place": st.sampled_from(["A", "B", "C", "D", "E", ""]),
        "asserted": st.sampled_from(ASSERTED),
        "publisher": st.sampled_from(["", "One", "Two", "Reds"]),
        "date_precision": st.sampled_from(DATE_PRECISIONS),
        "contradicts": st.sampled_from(["", "e1", "e2", "no-such-event"]),
    }
)


def _dated(row: dict[str, object]) -> dict[str, object]:
    length = row["length"]
    end = "" if length is None else (pd.Timestamp(str(row["start"])) + pd.Timedelta(days=int(str(length)))).strftime("%Y-%m-%d")
    return {**{name: value for name, value in row.items() if name != "length"}, "end": end}


PLACED_ROW = st.fixed_dictionaries(
    {
        "start": st.sampled_from(DAYS),
        "kind": st.sampled_from(["taken", "held", "presence"]),
        "faction": st.sampled_from(["Reds", "Blues"]),
        "place": st.sampled_from(["Nova", "NOVA", "Stara", ""]),
        "admin": st.sampled_from(["", "North", "South"]),
        "lon": st.sampled_from([None, 30.0, 30.02, 31.0]),
        "lat": st.just(50.0),
        "radius_m": st.sampled_from([None, 500.0, 9_000.0]),
        "geo_precision": st.sampled_from(["", "point", "part_of_city", "city", "admin1"]),
    }
)
ROWS = st.lists(ROW.map(_dated), min_size=0, max_size=60)


@settings(max_examples=12)
@given(rows=ROWS)
def test_spells_follow_each_other_without_gap_or_overlap_from_the_first_report_on(rows: list[dict[str, object]]) -> None:
    events = table(*rows) if rows else table({"start": "2020-01-01"}).iloc[:0]
    found = spells(events)
    assert set(found["place_id"]) == set(events.loc[events["place"] != "", "place"])
    for place, of_place in found.groupby("place_id"):
        assert of_place["start"].iloc[0] == events.loc[events["place"] == place, "start"].min()
        assert (of_place["end"].iloc[:-1].to_numpy() == of_place["start"].iloc[1:].to_numpy()).all()
        assert of_place["end"].isna().tolist() == [False] * (len(of_place) - 1) + [True]
        assert (of_place["start"].diff().dropna() > pd.Timedelta(0)).all()


@settings(max_examples=12)
@given(rows=ROWS)
def test_every_event_named_exists_and_had_been_reported_by_then(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    events = table(*rows).set_index("event_id")
    found = spells(events.reset_index())
    for spell in found.itertuples():
        assert events.loc[spell.set_by, "place"] == spell.place
        assert events.loc[spell.set_by, "start"] <= spell.start
        named = [*spell.renewed_by, *spell.against, *spell.besieged_by]
        assert set(named) <= set(events.index)
        assert spell.set_by not in spell.renewed_by
        assert not set(spell.against) & {spell.set_by, *spell.renewed_by}
        assert len(spell.renewed_by) == len(spell.renewed_on) == len(spell.renewed_confidence)


@settings(max_examples=12)
@given(rows=ROWS, random=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(rows: list[dict[str, object]], random: object) -> None:
    if not rows:
        return
    events = table(*rows)
    order = list(range(len(events)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    pd.testing.assert_frame_equal(pd.DataFrame(spells(events)), pd.DataFrame(spells(events.iloc[order].reset_index(drop=True))))


@settings(max_examples=12)
@given(rows=ROWS, when=st.sampled_from(["2019-12-31", *DAYS, "2020-02-15", "2030-01-01"]))
def test_a_day_shows_each_reported_place_once_and_never_more_certain_than_its_best_report(rows: list[dict[str, object]], when: str) -> None:
    if not rows:
        return
    events = table(*rows)
    now = control_at(spells(events), when)
    reported = events[(events["start"] <= pd.Timestamp(when, tz="UTC")) & (events["place"] != "")]
    assert sorted(now["place"]) == sorted(set(reported["place"]))
    assert now["confidence"].between(0, 1).all()
    assert (now["last_report"] <= pd.Timestamp(when, tz="UTC")).all()
    assert (now.loc[now["status"] != "unknown", "confidence"] >= 0.25).all()


@settings(max_examples=12)
@given(rows=ROWS)
def test_silence_never_makes_us_surer(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    found = spells(table(*rows))
    confidence = [control_at(found, when).set_index("place_id")["confidence"] for when in ("2020-01-20", "2020-02-20", "2021-01-01")]
    assert (confidence[0] >= confidence[1]).all()
    assert (confidence[1] >= confidence[2]).all()


@settings(max_examples=12)
@given(rows=st.lists(PLACED_ROW, min_size=1, max_size=40), random=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing_of_what_is_one_place_and_where_it_lies(
    rows: list[dict[str, object]], random: object
) -> None:
    events = table(*({name: None if row["lon"] is None and name == "lat" else value for name, value in row.items()} for row in rows))
    order = list(range(len(events)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    one, other = spells(events), spells(events.iloc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))
    assert one.geometry.geom_equals(other.geometry).where(one.geometry.notna(), other.geometry.isna()).all()
