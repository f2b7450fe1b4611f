"""Counts over time → Altair charts that read in a light and in a dark page, and without telling colours apart.

Dates go to the browser as instants in UTC and are drawn in UTC, so that a day is the same day for every viewer. Axis, legend and tip
say everything in words; names from the data are only ever values, never part of an expression.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import altair as alt
import pandas as pd

from events.eventmap.colours import CONTESTED_COLOUR, OTHER_COLOUR, UNKNOWN_COLOUR
from events.eventmap.kinds import LOOKS
from events.eventmap.kinds import ORDER as KIND_ORDER
from events.schema import CONTESTED, UNKNOWN

STEPS: Final = ("day", "week", "month", "year")
#: Contrast at least 3:1 on white and on the dark page (WCAG 2.2, 1.4.11: graphics).
SINGLE_COLOUR: Final = "#3F8CC4"
#: CSS pixels. Heights are of the whole chart, as Streamlit fits axis and legend into them; two columns of legend fit on a phone.
PLOT_HEIGHT: Final = 220
ROW_HEIGHT: Final = 22
AXIS_HEIGHT: Final = 50
LEGEND_LINE: Final = 19
LEGEND_COLUMNS: Final = 2
LABEL_WIDTH: Final = 130
#: Thousands of bars on a canvas cost a fraction of as many elements of the page, and the page stays quick under a filter. So does the whole
#: chart's one description beside one of each bar; the figures themselves are in the table.
DRAWN_ON: Final = {"embedOptions": {"renderer": "canvas"}}
#: Days drawn of a longer span, so that the chart stays small.
MOST_DAYS: Final = 180


def counts_by_faction(counts: pd.DataFrame, *, colours: Mapping[str, str], step: str | None = None) -> alt.Chart:
    """Draw the number of events over time, stacked by faction; a click in the legend brings one faction out.

    Parameters
    ----------
    counts : pandas.DataFrame
        Columns `date` (first day of the step, datetime64, naive means UTC), `faction`, `count`: `summary.counts_over_time`.
    colours : mapping of str to str
        "#rrggbb" by faction, in the legend's order: `eventmap.colours.faction_colours` of the whole data set. Factions that share
        `OTHER_COLOUR`, or that have no colour, are drawn as one series.
    step : {"day", "week", "month", "year"}, optional
        Length of a time step; `counts.attrs["step"]` if not given.
    """
    series = _joined_others(counts, colours)
    present = set(series["faction"])
    order = [name for name in colours if name in present]
    order += sorted(present - set(order))
    series = _stacked(series, order)
    picked = alt.selection_point(fields=["faction"], bind="legend", name="picked")
    scale = alt.Scale(domain=order, range=[colours.get(name, OTHER_COLOUR) for name in order])
    legend = alt.Legend(title="Faction", orient="bottom", columns=LEGEND_COLUMNS, labelLimit=LABEL_WIDTH, symbolType="square")
    lines = 1 + math.ceil(len(order) / LEGEND_COLUMNS)
    chart: alt.Chart = (
        alt.Chart(_timed(series, _step(counts, step)))
        .mark_rect(aria=False)
        .encode(
            x=_time_axis(),
            x2="until:T",
            y=alt.Y("below:Q", title="Number of events", axis=alt.Axis(tickMinStep=1)),
            y2="upto:Q",
            color=alt.Color("faction:N", scale=scale, legend=legend),
            opacity=alt.condition(picked, alt.value(1.0), alt.value(0.15)),
            tooltip=_tip("faction:N", "Faction"),
        )
        .add_params(picked)
        .properties(height=PLOT_HEIGHT + AXIS_HEIGHT + lines * LEGEND_LINE, description="Events over time by faction", usermeta=DRAWN_ON)
    )
    return chart


def counts_by_kind(counts: pd.DataFrame, *, step: str | None = None, colour: str = SINGLE_COLOUR) -> alt.Chart:
    """Draw the number of events over time as one row a kind; the stronger a cell, the more events it stands for.

    Kinds have shapes on the map and no colours, so that rows tell them apart here too.

    Parameters
    ----------
    counts : pandas.DataFrame
        Columns `date` (first day of the step, datetime64, naive means UTC), `kind`, `count`: `summary.counts_over_time`.
    step : {"day", "week", "month", "year"}, optional
        Length of a time step; `counts.attrs["step"]` if not given.
    colour : str
        "#rrggbb" of the fullest cell.
    """
    labels = {name: look.label for name, look in LOOKS.items()}
    series = counts[["date", "kind", "count"]].copy()
    series["kind"] = series["kind"].astype("str").map(lambda name: labels.get(name, name))
    present = set(series["kind"])
    rows = [labels[name] for name in KIND_ORDER if labels[name] in present]
    rows += sorted(present - set(rows))
    most = int(series["count"].max()) if len(series) else 1
    shade = alt.Scale(type="sqrt", domain=[0, most], range=[0.25, 1.0])
    legend = alt.Legend(
        title="Number of events", orient="bottom", tickMinStep=1, values=sorted({1, (most + 1) // 2, most}), symbolType="square"
    )
    chart: alt.Chart = (
        alt.Chart(_timed(series, _step(counts, step)))
        .mark_rect(color=colour, aria=False)
        .encode(
            x=_time_axis(),
            x2="until:T",
            y=alt.Y(
                "kind:N", title="Kind of event", sort=rows, axis=alt.Axis(labelLimit=LABEL_WIDTH, labelOverlap=False, labelFlush=False)
            ),
            opacity=alt.Opacity("count:Q", scale=shade, legend=legend),
            tooltip=_tip("kind:N", "Kind"),
        )
        .properties(
            height=ROW_HEIGHT * max(len(rows), 1) + AXIS_HEIGHT + 2 * LEGEND_LINE, description="Events over time by kind", usermeta=DRAWN_ON
        )
    )
    return chart


def places_held(held: pd.DataFrame, *, colours: Mapping[str, str]) -> alt.Chart:
    """Draw how many places each faction holds over time as stacked areas, contested and unknown places on top.

    Parameters
    ----------
    held : pandas.DataFrame
        Columns `date`, `faction`, `places`, a row for each day and faction: `control.places_held`. Of long spans, days at even distances
        are drawn.
    colours : mapping of str to str
        As for `counts_by_faction`.
    """
    tones = {**colours, CONTESTED: CONTESTED_COLOUR, UNKNOWN: UNKNOWN_COLOUR}
    days = pd.Index(held["date"].unique()).sort_values()
    some = days[:: max(1, math.ceil(len(days) / MOST_DAYS))]
    part = held[held["date"].isin(some)].rename(columns={"places": "count"})
    series = _joined_others(part[part.groupby("faction")["count"].transform("max") > 0], tones)
    present = set(series["faction"])
    pseudo = [name for name in (CONTESTED, UNKNOWN) if name in present]
    order = [name for name in colours if name in present and name not in pseudo]
    order += [*sorted(present - {*order, *pseudo}), *pseudo]
    rank = {name: position for position, name in enumerate(order)}
    series = _timed(series.assign(rank=series["faction"].map(rank)), "day")
    scale = alt.Scale(domain=order, range=[tones.get(name, OTHER_COLOUR) for name in order])
    legend = alt.Legend(title="Held by", orient="bottom", columns=LEGEND_COLUMNS, labelLimit=LABEL_WIDTH, symbolType="square")
    lines = 1 + math.ceil(len(order) / LEGEND_COLUMNS)
    tip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("faction:N", title="Held by"),
        alt.Tooltip("count:Q", title="Places", format=","),
    ]
    chart: alt.Chart = (
        alt.Chart(series)
        .mark_area(interpolate="step-after", aria=False)
        .encode(
            x=_time_axis(),
            y=alt.Y("count:Q", title="Number of places", stack="zero", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("faction:N", scale=scale, legend=legend),
            order=alt.Order("rank:Q"),
            tooltip=tip,
        )
        .properties(height=PLOT_HEIGHT + AXIS_HEIGHT + lines * LEGEND_LINE, description="Places held over time", usermeta=DRAWN_ON)
    )
    return chart


def _stacked(series: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Return the series with `below` and `upto`, the ends of each bar; stacked here, as Vega-Lite stacks no bars with two dates."""
    rank = series["faction"].map({name: position for position, name in enumerate(order)})
    ranked = series.assign(rank=rank.astype("int64")).sort_values(["date", "rank"], ignore_index=True)
    upto = ranked["count"].astype("int64").groupby(ranked["date"]).cumsum()
    return ranked.drop(columns="rank").assign(below=upto - ranked["count"], upto=upto)


def _time_axis() -> alt.X:
    return alt.X("date:T", title="Date", scale=alt.Scale(type="utc"), axis=alt.Axis(labelOverlap="greedy", tickCount=8))


def _tip(field: str, title: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip(field, title=title),
        alt.Tooltip("count:Q", title="Number of events", format=","),
    ]


def _step(counts: pd.DataFrame, step: str | None) -> str:
    found = step or str(counts.attrs.get("step", "day"))
    if found not in STEPS:
        raise ValueError(f"step is {found!r}, which is not one of {', '.join(STEPS)}.")
    return found


def _timed(series: pd.DataFrame, step: str) -> pd.DataFrame:
    """Return the series with `date` and `until` (end of the step) in UTC, and `when` in words."""
    start = pd.to_datetime(series["date"], utc=True)
    length = {
        "day": pd.DateOffset(days=1),
        "week": pd.DateOffset(weeks=1),
        "month": pd.DateOffset(months=1),
        "year": pd.DateOffset(years=1),
    }
    day = start.dt.day.astype("str") + " " + start.dt.month_name() + " " + start.dt.year.astype("str")
    month = start.dt.month_name() + " " + start.dt.year.astype("str")
    words = {"day": day, "week": "week of " + day, "month": month, "year": start.dt.year.astype("str")}
    until = start + length[step] if len(start) else start
    return series.assign(date=start, until=until, when=words[step])


def _joined_others(counts: pd.DataFrame, colours: Mapping[str, str]) -> pd.DataFrame:
    """Return the counts with all factions that have no colour of their own as one, unless it is a single one."""
    series = counts[["date", "faction", "count"]].copy()
    series["faction"] = series["faction"].astype("str")
    others = [name for name in series["faction"].unique() if colours.get(name, OTHER_COLOUR).upper() == OTHER_COLOUR.upper()]
    if len(others) < 2:
        return series
    series["faction"] = series["faction"].where(~series["faction"].isin(others), f"{len(others)} other factions")
    joined: pd.DataFrame = series.groupby(["date", "faction"], sort=True)[["count"]].sum().reset_index()
    return joined
