"""How well a column plays a role in a table of events: its name proposes, its cells confirm or refuse."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from events.schema import CONTEXT_KINDS
from events.sources import cells, dates
from events.sources.words import WORDS

Score = tuple[float, str]
NONE: Final[Score] = (0.0, "")
#: At least this share of a column's cells must be what the role wants.
MOST: Final = 0.5
#: Names that fit this well say what the column is; below, they hint at it.
SAYS: Final = 0.6
#: At least this share of the cells of an identity must be different.
MOSTLY: Final = 0.9
KINDS_MOST: Final = 60
SURE_BY_WORDS: Final = 0.76
#: Role → names that columns of it bear, the surest first; compared folded, with underscores for blanks.
NAMES: Final[dict[str, str]] = {
    "date": (
        "date event_date incident_date date_of_event date_of_incident start_date date_start startdate start datetime timestamp day begin "
        "from date_from occurred_on fecha datum data date_time when reported_date report_date time_begin begin_date week week_start "
        "week_of week_starting week_beginning week_commencing month time period data_date as_of snapshot snapshot_date"
    ),
    "end": "end_date date_end enddate end end_time until to date_to finish",
    "place": (
        "place location location_name place_name locality town city village settlement community site neighbourhood neighborhood where "
        "city_town town_city placename name_of_place toponym asciiname address ort lieu lugar name"
    ),
    "admin": (
        "admin1 admin governorate province provstate region state oblast district adm_1 adm1 adm1_name admin2 county parent area provinz"
    ),
    "latitude": "latitude lat geo_lat y y_coord lat_dd decimal_latitude latitud breitengrad breite",
    "longitude": "longitude lon lng long geo_lon x x_coord lon_dd decimal_longitude longitud laengengrad laenge",
    "faction": (
        "faction holder controlled_by control actor actor1 group armed_group perpetrator controller held_by party side "
        "controlling_party controlling_actor controlling_faction controlling_group control_by in_control controls controlled "
        "winner faction_after who_controls who_holds perpetrator_group side_a gname attacker organisation organization who by_whom"
    ),
    "opponent": "opponent actor2 target_group enemy side_b against faction_before loser adversary from_faction",
    "kind": (
        "kind event_type type event change category incident_type sub_event_type attack_type attacktype1_txt class typ tipo what_happened"
    ),
    "source": "source publisher source_name outlet sources reported_by quelle fuente media newspaper",
    "title": "title headline source_headline article_title heading",
    "url": "url link source_url href web website source_link weblink",
    "text": "text summary description notes note details comment comments narrative remarks event_description bemerkung beschreibung",
    "id": "id event_id uid guid incident_id eventid record_id objectid identifier no number nr incident_number",
}
_NAMES: Final = {role: tuple(names.split()) for role, names in NAMES.items()}
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTER: Final = r"[^\W\d_]"
_YEAR: Final = r"(1[6-9]|20|21)\d{2}"


def score(role: str, column: str, values: pd.Series[str]) -> Score:
    """Return how sure a column plays a role, 0 to 1, and why.

    Parameters
    ----------
    role : str
        One of `mapping.ROLES`.
    column : str
        The column's name.
    values : pandas.Series of str
        Its cells in the first rows.
    """
    filled = values[~cells.missing(values)].str.strip()
    return NONE if filled.empty else _SCORERS.get(role, _words)(role, named(role, column), filled)


def folded(name: str) -> str:
    """Return a name in lower case, without accents, with underscores for all that is no letter or digit."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def named(role: str, column: str) -> float:
    """Return how well a column's name fits a role: 1 for its usual names, less for names that hold one, 0 for others."""
    names = _NAMES[role]
    # What stands in brackets explains: "Latitude (N)".
    name = next((name for name in (folded(column), folded(_BRACKETS.sub("", column))) if name in names), folded(column))
    if name in names:
        return 1.0 - 0.1 * names.index(name) / len(names)
    parts = set(name.split("_"))
    return 0.55 if any(known in parts and len(known) > 3 for known in names) else 0.0


def _by_name(fit: float) -> str:
    return "its name says so" if fit > SAYS else "its name hints at it" if fit else "by its cells alone"


def _date(role: str, fit: float, filled: pd.Series[str]) -> Score:
    """Score dates; a bare year is none, for it could be any number."""
    if (role == "end" and not fit) or filled.str.contains("[0-9٠-٩۰-۹]").mean() < MOST:
        return NONE
    read = dates.parse(filled, order=lambda: dict.fromkeys("/-.", dates.DAY_FIRST))
    good = pd.isna(read.reason) & ~filled.str.fullmatch(_YEAR).to_numpy(dtype=bool)
    share = float(good.mean())
    if share < MOST:
        return NONE
    base = 0.55 if role == "date" else 0.4
    certain = 0.8 + 0.2 * share if fit > SAYS else (1 + share) / 2  # one that is called "date" is one, though some of its cells are wrong
    return (base + 0.44 * fit) * certain, f"{_by_name(fit)}; {share:.0%} of its cells are dates"


def _degrees(role: str, fit: float, filled: pd.Series[str]) -> Score:
    if not fit:
        return NONE
    most, halves = (90, "NS") if role == "latitude" else (180, "EW")
    degrees, bad = cells.degrees(filled, halves=halves)
    share = float((~bad & (np.abs(degrees) <= most)).mean())
    numbers = float((~bad).mean())
    # Numbers that are called "latitude" are latitudes, however many are wrong: their rows are then rejected, each with its value.
    says = fit > SAYS
    sure = fit * 0.98 * (0.8 + 0.2 * share if says else share)
    return (
        (sure, f"{_by_name(fit)}; {share:.0%} of its cells are degrees") if (numbers if says else share) > (0 if says else MOST) else NONE
    )


def _links(_: str, fit: float, filled: pd.Series[str]) -> Score:
    share = float(filled.str.match(r"(?i)https?://").mean())
    return (0.5 * fit + 0.5 * share, f"{_by_name(fit)}; {share:.0%} of its cells are links") if share > MOST else NONE


def _identity(_: str, fit: float, filled: pd.Series[str]) -> Score:
    if filled.is_unique:
        return fit * 0.9, f"{_by_name(fit)}; no cell stands twice"
    # What is called "id" is one, though a few rows stand twice: those are then rejected, each with its value.
    share = filled.nunique() / len(filled)
    return (fit * 0.8, f"{_by_name(fit)}; {1 - share:.0%} of its cells stand twice") if fit > SAYS and share >= MOSTLY else NONE


def _kind(_: str, fit: float, filled: pd.Series[str]) -> Score:
    distinct = filled.nunique()
    if distinct > KINDS_MOST or _numeric(filled):
        return NONE
    known = float(filled.str.casefold().isin(WORDS).mean())
    # Words that are all known confirm what the name only hints at, where nothing of who holds a place hangs on it.
    confirmed = fit > 0 and all(WORDS.get(word) in CONTEXT_KINDS for word in filled.str.casefold().unique())
    sure = max(fit * (0.8 + 0.15 * known), SURE_BY_WORDS if confirmed else 0.0)
    return sure, f"{_by_name(fit)}; {distinct} different words, {known:.0%} of them known"


def _names(role: str, fit: float, filled: pd.Series[str]) -> Score:
    """Score names: numbers are none, and neither are coordinates."""
    return _words(role, fit, filled) if filled.str.contains(_LETTER).mean() > MOST else NONE


def _words(_: str, fit: float, filled: pd.Series[str]) -> Score:
    return fit * 0.9, f"{_by_name(fit)}; {filled.nunique()} different values"


def _numeric(filled: pd.Series[str]) -> bool:
    return float(pd.to_numeric(filled, errors="coerce").notna().mean()) > MOST


_SCORERS: Final[dict[str, Callable[[str, float, pd.Series[str]], Score]]] = {
    "date": _date,
    "end": _date,
    "latitude": _degrees,
    "longitude": _degrees,
    "url": _links,
    "id": _identity,
    "kind": _kind,
    **dict.fromkeys(("place", "admin", "faction", "opponent"), _names),
}
