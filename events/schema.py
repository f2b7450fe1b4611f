"""The event table: its columns, its vocabularies, and the check that every frame passes on its way in.

One row is one report of one thing at one place. The table is a `geopandas.GeoDataFrame` in EPSG:4326 (lon, lat), sorted by `start`,
then `event_id`. Vocabularies follow ACLED and UCDP GED where those have a word, and the Admiralty code (NATO AJP-2.1) for
`reliability` and `credibility`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

#: What a report says happened to the holder of a place. `control.py` owns what each does.
CONTROL_KINDS: Final = (
    "taken",
    "retaken",
    "handed_over",
    "held",
    "contested",
    "besieged",
    "withdrawn",
    "cleared",
    "presence",
    "defected",
    "curfew",
    "lifted",
    "ceasefire",
)
#: Events that say nothing of who holds a place (ACLED event types, UCDP types of violence): drawn apart, as context.
CONTEXT_KINDS: Final = (
    "clash",
    "explosion",
    "violence_against_civilians",
    "protest",
    "riot",
    "strategic_development",
    "state_based_violence",
    "non_state_violence",
    "one_sided_violence",
    "incident",
)
KINDS: Final = CONTROL_KINDS + CONTEXT_KINDS

#: Values of `faction` that are no faction: fighting without a holder, and a report that names no holder.
CONTESTED: Final = "contested"
UNKNOWN: Final = "unknown"
PSEUDO_FACTIONS: Final = (CONTESTED, UNKNOWN)

DATE_PRECISIONS: Final = ("day", "about_day", "week", "month", "year")
#: From the finest to the coarsest. `near` is "around a place" (UCDP where_prec 2); `admin2`, `admin1` are the field's levels.
GEO_PRECISIONS: Final = ("point", "neighbourhood", "part_of_city", "city", "near", "admin2", "admin1", "country")
ASSERTED: Final = ("asserted", "claimed", "denied")
RELIABILITIES: Final = tuple("ABCDEF")
CREDIBILITIES: Final = tuple("123456")

#: Text columns; an empty string means that the source does not say.
TEXT_COLUMNS: Final = (
    "event_id",
    "place",
    "admin",
    "faction",
    "opponent",
    "summary",
    "publisher",
    "title",
    "url",
    "published",  # as the source gives it: YYYY-MM-DD, YYYY-MM or empty
    "reliability_note",
    "contradicts",  # event_id of a report that cannot be true together with this one
    "source_format",
    "source_id",
    "located_by",  # how the geometry was found: "coordinates in the source", or the geocoder's words
)
VOCABULARIES: Final[dict[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "date_precision": DATE_PRECISIONS,
    "geo_precision": ("", *GEO_PRECISIONS),
    "asserted": ASSERTED,
    "reliability": ("", *RELIABILITIES),
    "credibility": ("", *CREDIBILITIES),
}
COLUMNS: Final = (
    "event_id",
    "start",
    "end",
    "date_precision",
    "place",
    "admin",
    "geometry",
    "geo_precision",
    "radius_m",
    "located_by",
    "kind",
    "faction",
    "opponent",
    "summary",
    "publisher",
    "title",
    "url",
    "published",
    "reliability",
    "credibility",
    "reliability_note",
    "asserted",
    "contradicts",
    "source_format",
    "source_id",
)
REJECTED_COLUMNS: Final = ("file", "row", "column", "value", "reason")
CRS: Final = "EPSG:4326"
#: Precisions of dates that name no day; `start` is then the first day of the month or year.
WITHOUT_A_DAY: Final = ("month", "year")
#: Columns that `split` makes for the checks alone.
ASIDE: Final = frozenset((*(f"{name}_unread" for name in ("start", "end", "lon", "lat", "radius_m")), "start_dayless", "end_dayless"))
ZERO: Final = "coordinates 0, 0: the usual sign of a missing place"

Check = tuple[str, str, Callable[[pd.DataFrame], "pd.Series[bool]"]]


def empty_rejected() -> pd.DataFrame:
    """Return a table of rejected rows with no row: columns `file, row, column, value, reason`."""
    return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else "str") for name in REJECTED_COLUMNS})


def validate(rows: pd.DataFrame, *, file: str = "") -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Split rows as read into the event table and the rejected rows; nothing is repaired and nothing is lost.

    Parameters
    ----------
    rows : pandas.DataFrame
        Any subset of `COLUMNS`; `event_id`, `start` and `kind` must be there. `start` and `end` are datetime64 (naive means UTC) or
        ISO 8601 text. The place on earth is either `geometry` (EPSG:4326) or `lon` and `lat` in degrees; missing means "not placed".
        `row` is the 1-based number of the data row in the source; without it the position counts.
    file : str
        Name of the source, for the messages.

    Returns
    -------
    events : geopandas.GeoDataFrame
        Columns `COLUMNS`, then whatever else `rows` held; sorted by `start`, `event_id`; a fresh RangeIndex.
    rejected : pandas.DataFrame
        Columns `REJECTED_COLUMNS`, one row for each rejected row with the first fault found.
    """
    sound, rejected = split(rows, file=file)
    return _events(sound), rejected


def split(rows: pd.DataFrame, *, file: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split rows like `validate`, without making shapes of coordinates: for files of millions of rows, read in batches.

    Parameters
    ----------
    rows, file
        As for `validate`.

    Returns
    -------
    sound : pandas.DataFrame
        The valid rows in the order given, every column of `COLUMNS` present and typed but for `geometry`, which is there only if it was;
        `lon`, `lat` in degrees and `row` are there too.
    rejected : pandas.DataFrame
        As for `validate`.
    """
    frame = _complete(rows)
    reasons = pd.Series("", index=frame.index, dtype="str")
    columns = pd.Series("", index=frame.index, dtype="str")
    sound = np.ones(len(frame), dtype=bool)
    for column, reason, is_bad in CHECKS:
        bad = np.asarray(is_bad(frame), dtype=bool) & sound
        if bad.any():
            reasons[bad], columns[bad] = reason, column
            sound &= ~bad
    identities = frame["event_id"] if sound.all() else frame["event_id"].where(sound)
    twice = identities.duplicated().to_numpy() & sound
    if twice.any():
        reasons[twice], columns[twice] = "event_id stands on an earlier row too", "event_id"
        sound &= ~twice
    bad = ~sound
    rejected = _rejected(frame[bad], columns[bad], reasons[bad], rows, file)
    return (frame[~bad] if bad.any() else frame), rejected


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with every column present and typed; what does not parse becomes missing and is caught by a check."""
    frame = pd.DataFrame(rows).copy(deep=False).reset_index(drop=True)
    if "row" not in frame:
        frame["row"] = np.arange(1, len(frame) + 1)
    for name in TEXT_COLUMNS:
        frame[name] = frame[name].fillna("").astype("str") if name in frame else ""
    defaults = {"asserted": "asserted", "date_precision": "day"}
    for name in VOCABULARIES:
        default = defaults.get(name, "")
        frame[name] = frame[name].fillna(default).astype("str") if name in frame else default
    frame["faction"] = frame["faction"].where(frame["faction"] != "", UNKNOWN)
    for name in ("start", "end"):
        given = frame[name] if name in frame else pd.Series(pd.NaT, index=frame.index)
        frame[name] = _moments(given)
        frame[f"{name}_unread"] = frame[name].isna() & _filled(given)
        frame[f"{name}_dayless"] = _without_a_day(given)
    for name in ("lon", "lat", "radius_m"):
        given = frame[name] if name in frame else pd.Series(np.nan, index=frame.index)
        frame[name] = pd.to_numeric(given, errors="coerce").astype("float64")
        frame[f"{name}_unread"] = frame[name].isna() & _filled(given)
    return frame


def _filled(given: pd.Series) -> pd.Series[bool]:
    """Tell which cells hold something. Numbers and dates are not made text for it, which would take most of the time of a large file."""
    if pd.api.types.is_numeric_dtype(given.dtype) or pd.api.types.is_datetime64_any_dtype(given.dtype):
        return given.notna()
    return given.notna() & (given.astype("str") != "")


def _moments(given: pd.Series) -> pd.Series:
    """Return datetime64[us, UTC], NaT where a cell is no ISO 8601 date; a bare number is no date, so it goes through its text."""
    if not pd.api.types.is_datetime64_any_dtype(given.dtype):
        given = given.astype("str")
    return pd.to_datetime(given, errors="coerce", utc=True, format="ISO8601").astype("datetime64[us, UTC]")


def _without_a_day(given: pd.Series) -> pd.Series[bool] | bool:
    """Tell which cells are a year, or a year and a month, which pandas reads as the first day of it."""
    if pd.api.types.is_datetime64_any_dtype(given.dtype):
        return False
    return given.astype("str").str.fullmatch(r"\s*\d{4}(?:[-/]?\d{1,2})?\s*").fillna(value=False).astype("bool")


def _at_zero(frame: pd.DataFrame) -> pd.Series[bool]:
    """Tell which geometries are a point at longitude 0, latitude 0."""
    if "geometry" not in frame:
        return pd.Series(data=False, index=frame.index)
    shapes = frame["geometry"].to_numpy(dtype=object, copy=True)
    shapes[~shapely.is_geometry(shapes)] = None
    shapes[shapely.is_empty(shapes)] = None  # GEOS has no coordinates to ask an empty point for
    return pd.Series((shapely.get_x(shapes) == 0) & (shapely.get_y(shapes) == 0), index=frame.index)


def _outside(column: str) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    return lambda f: ~f[column].isin(VOCABULARIES[column])


CHECKS: Final[tuple[Check, ...]] = (
    ("event_id", "no event_id", lambda f: f["event_id"].str.strip() == ""),
    ("start", "not a date that can be read", lambda f: f["start_unread"]),
    ("start", "no date", lambda f: f["start"].isna()),
    ("start", "no day: date_precision must then be month or year", lambda f: f["start_dayless"] & ~f["date_precision"].isin(WITHOUT_A_DAY)),
    ("end", "not a date that can be read", lambda f: f["end_unread"]),
    ("end", "no day: give the last day of that month or year", lambda f: f["end_dayless"]),
    ("end", "ends before it starts", lambda f: f["end"].notna() & (f["end"] < f["start"])),
    *((name, f"not one of: {', '.join(v for v in words if v)}", _outside(name)) for name, words in VOCABULARIES.items()),
    ("lon", "not a number", lambda f: f["lon_unread"]),
    ("lat", "not a number", lambda f: f["lat_unread"]),
    ("lon", "one coordinate without the other", lambda f: f["lon"].isna() & f["lat"].notna()),
    ("lat", "one coordinate without the other", lambda f: f["lat"].isna() & f["lon"].notna()),
    ("lon", "outside -180 to 180 degrees", lambda f: f["lon"].notna() & ~f["lon"].between(-180, 180)),
    ("lat", "outside -90 to 90 degrees", lambda f: f["lat"].notna() & ~f["lat"].between(-90, 90)),
    ("lat", ZERO, lambda f: (f["lon"] == 0) & (f["lat"] == 0)),
    ("geometry", ZERO, _at_zero),
    ("radius_m", "not a number", lambda f: f["radius_m_unread"]),
    ("radius_m", "negative", lambda f: f["radius_m"] < 0),
)


def _events(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    if "geometry" in frame:
        geometry = gpd.GeoSeries(frame["geometry"].to_numpy(), index=frame.index, crs=CRS)
    else:
        placed = frame["lon"].notna().to_numpy()
        points = gpd.points_from_xy(frame["lon"], frame["lat"])
        geometry = gpd.GeoSeries(np.where(placed, points, None), index=frame.index, crs=CRS)
    for name, words in VOCABULARIES.items():
        frame[name] = pd.Categorical(frame[name], categories=list(words))
    extra = [c for c in frame.columns if c not in COLUMNS and c not in ("row", "lon", "lat", *ASIDE)]
    table = frame.assign(geometry=geometry)[[*COLUMNS, *extra]]
    table = table.sort_values(["start", "event_id"], kind="stable", ignore_index=True)
    return gpd.GeoDataFrame(table, geometry="geometry", crs=CRS)


def _rejected(bad: pd.DataFrame, columns: pd.Series[str], reasons: pd.Series[str], rows: pd.DataFrame, file: str) -> pd.DataFrame:
    if bad.empty:
        return empty_rejected()
    given = pd.DataFrame(rows).reset_index(drop=True)
    values = pd.Series("", index=columns.index, dtype="str")
    for name in columns.unique():
        if name in given:
            at = columns.index[columns == name]
            values[at] = given.loc[at, name].astype("str").fillna("")
    return pd.DataFrame(
        {"file": file, "row": bad["row"].to_numpy(), "column": columns.to_numpy(), "value": values.to_numpy(), "reason": reasons.to_numpy()}
    )
