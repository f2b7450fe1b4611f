"""Why is this place red? The answer in a few plain sentences, each of which a report stands behind."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from events.schema import UNKNOWN

#: Confidence in words, from the top: at least so much; the same as on the map (`eventmap/js/control-words.js`).
SURE: Final = ((0.75, "high"), (0.5, "medium"), (0.0, "low"))


def explain(state: pd.Series[Any], events: pd.DataFrame, *, when: str = "") -> str:
    """Return who holds a place on a day, since when, according to whom, how sure that is and who says otherwise.

    Parameters
    ----------
    state : pandas.Series
        One row of `control_at`.
    events : pandas.DataFrame
        The event table: `event_id`, `publisher`, `asserted`.
    when : str
        The day in ISO 8601, for how long ago the last report is; "" leaves that out.
    """
    named = events[events["event_id"] == state["set_by"]]
    source = str(named["publisher"].iloc[0]) if len(named) else ""
    by = f", by the report of {source}" if source else ""
    sentences = [f"{_who(state)} since {_day(state['since'])}{by}.", _how_sure(state, when)]
    if state["spoken_for_by"]:
        sentences.append(f"No report on the place itself still counts; the reports on {state['spoken_for_by']} speak for it.")
    if state["claimed"] and state["status"] != UNKNOWN:
        sentences.append("Every report behind this is a claim.")
    if state["besieged"]:
        sentences.append("It is reported besieged.")
    count = len(state["against"])
    if count:
        sentences.append("1 report says otherwise." if count == 1 else f"{count} reports say otherwise.")
    return " ".join(sentence for sentence in sentences if sentence)


def _who(state: pd.Series[Any]) -> str:
    holder, status = str(state["holder"]), str(state["status"])
    if status == "held":
        return f"{state['place']}: held by {holder}"
    if status == "contested":
        return f"{state['place']}: contested" + (f", last held by {holder}," if holder != UNKNOWN else "")
    return f"{state['place']}: unknown" + (f", last held by {holder}," if holder != UNKNOWN else "")


def _how_sure(state: pd.Series[Any], when: str) -> str:
    last = f"The last report is of {_day(state['last_report'])}"
    if when:
        moment = pd.Timestamp(when)
        days = ((moment if moment.tzinfo else moment.tz_localize("UTC")).normalize() - state["last_report"]).days
        last += " (that day)" if days == 0 else " (1 day earlier)" if days == 1 else f" ({days:,} days earlier)"
    if state["status"] == UNKNOWN:
        return f"{last}: too long ago to tell." if state["holder"] != UNKNOWN else f"{last}, and it names no holder."
    words = next(words for least, words in SURE if state["confidence"] >= least)
    return f"{last}; {words} confidence ({100 * state['confidence']:.0f} of 100)."


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment.month_name()} {moment.year}"
