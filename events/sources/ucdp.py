"""UCDP GED, 41 to 49 columns, candidate releases too: events of organised violence, with their deaths; context, not control.

Columns and codes: UCDP Georeferenced Event Dataset Codebook (Högbladh, Uppsala University). Side A and side B are filed as faction and
opponent; neither is said to hold anything.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from events.sources import cells
from events.sources.faults import Faults
from events.sources.reader import OrderOf, Rows, canonical

NAME: Final = "ucdp"
COLUMNS: Final = (
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
)
ALIASES: Final = {"best_est": "best", "high_est": "high", "low_est": "low", "conflict_id": "conflict_new_id", "dyad_id": "dyad_new_id"}
REQUIRED: Final = {"id", "type_of_violence", "date_start", "latitude", "longitude"}
TELLING: Final = {"where_prec", "date_prec", "side_a", "best"}
KEPT: Final = [
    "conflict_name",
    "dyad_name",
    "relid",
    "active_year",
    "code_status",
    "number_of_sources",
    "source_article",
    "source_original",
    "source_date",
    "where_prec",
    "where_description",
    "adm_1",
    "adm_2",
    "country",
    "region",
    "event_clarity",
    "conflict_new_id",
    "dyad_new_id",
    "side_a_new_id",
    "side_b_new_id",
]
DEATHS: Final = ("best", "high", "low", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
#: Column of the event table → column here, to name the source's own in messages.
STANDS_IN: Final = {
    "event_id": "id",
    "start": "date_start",
    "end": "date_end",
    "lon": "longitude",
    "lat": "latitude",
    "kind": "type_of_violence",
}
VIOLENCE: Final = {"1": "state_based_violence", "2": "non_state_violence", "3": "one_sided_violence"}
#: 5 is a road, a river or an area larger than a region's centre tells; 7 is the sea or the air: the coarsest word, not a finer one.
WHERE: Final = {"1": "point", "2": "near", "3": "admin2", "4": "admin1", "5": "admin1", "6": "country", "7": "country", "": ""}
#: 2 is two to six days: `start` and `end` give them, and a week is the vocabulary's next coarser word.
WHEN: Final = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year", "": "day"}


def names_of(columns: list[str]) -> dict[str, str]:
    """Return UCDP's name → the source's name of each column."""
    return canonical(columns, COLUMNS, aliases=ALIASES)


def matches(columns: list[str]) -> bool:
    """Tell whether a header is UCDP GED's."""
    names = names_of(columns)
    return set(names) >= REQUIRED and len(TELLING & set(names)) > 1


def to_rows(frame: pd.DataFrame, *, order_of: OrderOf) -> tuple[pd.DataFrame, Faults]:
    """Return event rows and their faults; all columns of `frame` are text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows under UCDP's names, in any order.
    order_of : callable
        See `reader.Rows`.

    Returns
    -------
    rows : pandas.DataFrame
        For `schema.validate`, with UCDP's own columns; `best`, `high`, `low` and `deaths_…` are numbers.
    faults : Faults
        What is wrong with which row.
    """
    rows = Rows(frame, names_of(list(frame.columns)), order_of)
    identity = cells.identifiers(rows.text("id"))
    rows.out["event_id"] = identity
    rows.days("date_start", "date_end", coded=rows.coded("date_prec", WHEN, reason="UCDP has the date precisions 1 to 5"))
    rows.out["place"], rows.out["admin"] = rows.stated("where_coordinates"), rows.stated("adm_1")
    rows.position()
    rows.out["geo_precision"] = rows.coded("where_prec", WHERE, reason="UCDP has the precisions of place 1 to 7")
    rows.out["kind"] = rows.coded("type_of_violence", VIOLENCE, reason="UCDP has the types of violence 1, 2 and 3")
    rows.reject(rows.text("type_of_violence") == "", "type_of_violence", "no type of violence")
    rows.out["faction"], rows.out["opponent"] = rows.stated("side_a"), rows.stated("side_b")
    rows.out["publisher"], rows.out["title"] = rows.stated("source_office"), rows.stated("source_headline")
    published = rows.text("source_date").str.slice(0, 10)
    rows.out["published"] = published.where(published.str.fullmatch(r"\d{4}-\d{2}(-\d{2})?"), "")
    for name in DEATHS:
        if rows.has(name):
            rows.out[name] = rows.count(name)
    rows.out["summary"] = _summaries(rows)
    rows.out["source_format"], rows.out["source_id"] = NAME, _or(rows.text("relid"), identity)
    rows.keep(KEPT)
    return rows.result(), rows.faults


def _or(values: pd.Series[str], other: str | pd.Series[str]) -> pd.Series[str]:
    return values.where(values != "", other)


def _summaries(rows: Rows) -> pd.Series[str]:
    """Return who fought and how many died, in the file's own figures; UCDP has no words on an event."""
    low, best, high = (cells.identifiers(rows.text(name)) for name in ("low", "best", "high"))
    dyad = _or(rows.stated("dyad_name"), rows.stated("side_a") + " – " + rows.stated("side_b"))
    deaths = (": deaths " + best).where(best != "", "")
    span = (" (" + low + " to " + high + ")").where((low != "") & (high != "") & (low != high), "")
    return dyad + deaths + span
