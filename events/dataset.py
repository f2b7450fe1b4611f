"""A data set: its events, the rows that are none, its factions and places, and the fingerprint of it all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.errors import DataSetError, InputError
from events.fingerprint import fingerprint_and_sketch
from events.gazetteer import Gazetteer, countries_of, from_file, from_geonames
from events.geocode import geocode_frame
from events.geoparquet import is_ours, load
from events.importing import import_file
from events.library.names import stem
from events.link import stamp
from events.schema import validate
from events.sources import facts, native
from events.sources.reading import OWN, READERS, open_source

DEMO: Final = Path(__file__).parents[1] / "data" / "iraq-2008"
EVENTS_FILE: Final = "events.csv"
FACTIONS_FILE: Final = "factions.csv"
PLACES_FILE: Final = "places.csv"
FACTION_COLUMNS: Final = ("faction", "aliases", "side", "parent", "note")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Everything the page, the exports and the command line need to know of one set of reports.

    Attributes
    ----------
    name : str
        Short name, as it stands in a link.
    events : geopandas.GeoDataFrame
        The event table (see `schema.py`); events without a place have no geometry.
    rejected : pandas.DataFrame
        Columns `schema.REJECTED_COLUMNS`.
    unresolved : pandas.DataFrame
        Places that could not be found: `place`, `admin`, `rows` (how many events), `reason`, `candidates` (the best first).
    factions : pandas.DataFrame
        Columns `faction`, `aliases` (";"-separated), `side`, `parent`, `note`.
    gazetteer : Gazetteer
        Where places are looked up, for new phrases too.
    fingerprint, sketch : str
        See `fingerprint.py`.
    """

    name: str
    events: gpd.GeoDataFrame
    rejected: pd.DataFrame
    unresolved: pd.DataFrame
    factions: pd.DataFrame
    gazetteer: Gazetteer
    fingerprint: str = field(default="")
    sketch: str = field(default="")

    @property
    def stamp(self) -> str:
        """What a link says of the data it was made on."""
        return stamp(self.fingerprint, self.sketch)

    @property
    def first_day(self) -> str:
        """ISO date of the earliest event, "" without events."""
        return "" if self.events.empty else str(self.events["start"].iloc[0].date())

    @property
    def last_day(self) -> str:
        """ISO date of the latest start, "" without events."""
        return "" if self.events.empty else str(self.events["start"].iloc[-1].date())

    @cached_property
    def faction_names(self) -> frozenset[str]:
        """Every faction that an event or the factions table names."""
        return frozenset(map(str, (*self.events["faction"].unique(), *self.factions["faction"])))

    @cached_property
    def kind_names(self) -> frozenset[str]:
        """Every kind of event that occurs."""
        return frozenset(map(str, self.events["kind"].unique()))

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all places in degrees; None where no event has one."""
        placed = self.events.geometry.dropna()
        if placed.empty:
            return None
        west, south, east, north = (float(edge) for edge in placed.total_bounds)
        return west, south, east, north

    @property
    def size(self) -> int:
        """How many events there are."""
        return len(self.events)

    @property
    def rejected_count(self) -> int:
        """How many rows of the source are no events."""
        return len(self.rejected)

    def row_of(self, event_id: str) -> int | None:
        """Return the row number of an event, None where there is none of that name."""
        if not event_id:
            return None
        rows = np.flatnonzero((self.events["event_id"] == event_id).to_numpy(dtype=bool))
        return int(rows[0]) if len(rows) else None

    def rows(self, at: Sequence[int] | npt.NDArray[np.intp]) -> gpd.GeoDataFrame:
        """Return the events on some rows, in that order; their index is the row numbers."""
        return self.events.iloc[at]


def build(rows: pd.DataFrame, *, name: str, file: str, factions: pd.DataFrame | None = None, gazetteer: Gazetteer | None = None) -> Dataset:
    """Validate rows, place those without coordinates by their words, and return the data set.

    Parameters
    ----------
    rows : pandas.DataFrame
        As for `schema.validate`.
    name, file : str
        The data set's name, and the name of its source for messages.
    factions : pandas.DataFrame, optional
        The factions table; without one it is empty.
    gazetteer : Gazetteer, optional
        The places known; without one no place is found by its words.
    """
    events, rejected = validate(rows, file=file)
    places = gazetteer or Gazetteer()
    events, unresolved = geocode_frame(events, places)
    mark, outline = fingerprint_and_sketch(events)
    table = factions if factions is not None else pd.DataFrame(columns=list(FACTION_COLUMNS), dtype="str")
    return Dataset(name, events, rejected, unresolved, table, places, mark, outline)


def as_events(dataset: Dataset, rows: pd.DataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return rows as new events of a data set, placed by their words where they have no coordinates, and the places that were not found.

    Raises
    ------
    InputError
        A row is no event, or stands in the data set already.
    """
    more, rejected = validate(rows, file="added event")
    if len(rejected):
        first = rejected.iloc[0]
        raise InputError(first["reason"], row=int(first["row"]), column=first["column"], value=first["value"])
    twice = next((event_id for event_id in more["event_id"] if dataset.row_of(event_id) is not None), None)
    if twice is not None:
        raise InputError("stands in the data set already.", column="event_id", value=twice)
    return geocode_frame(more, dataset.gazetteer)


def add(dataset: Dataset, rows: pd.DataFrame) -> Dataset:
    """Return the data set with more events; the given one is unchanged.

    Raises
    ------
    InputError
        A row is no event; nothing is added.
    """
    more, unresolved = as_events(dataset, rows)
    joined = pd.concat([dataset.events, more], ignore_index=True)
    for name in dataset.events.select_dtypes("category"):
        joined[name] = pd.Categorical(joined[name].astype("str"), categories=dataset.events[name].cat.categories)
    joined = joined.sort_values(["start", "event_id"], kind="stable", ignore_index=True)
    events = gpd.GeoDataFrame(joined, geometry="geometry", crs=dataset.events.crs)
    mark, outline = fingerprint_and_sketch(events)
    lost = pd.concat([dataset.unresolved, unresolved], ignore_index=True)
    return Dataset(dataset.name, events, dataset.rejected, lost, dataset.factions, dataset.gazetteer, mark, outline)


def read(path: str | Path, *, name: str = "") -> Dataset:
    """Read a data set's folder, or one file of events in any format that `events.sources` reads.

    Parameters
    ----------
    path : str or Path
        A folder with `events.csv` (and `factions.csv`, `places.csv`); a CSV file in its layout or that of our own downloads, with those
        tables beside it; a data set as `import` writes it (GeoParquet); or an export of ACLED, UCDP GED, VIINA, or any other table or
        geographic file.
    name : str
        Name of the data set; that of the folder or file without it.

    Raises
    ------
    DataSetError
        There is no such folder or file, or it is damaged.
    InputError
        It cannot be read as what it should be.
    """
    given = Path(path)
    file = given / EVENTS_FILE if given.is_dir() else given
    if not file.exists():
        raise DataSetError("there is no such file.", file=str(file), hint="Name a data set's folder or a file of events.")
    called = name or (given.name if given.is_dir() else stem(file.name))
    if is_ours(file):
        return from_parquet(file, name=called)
    header = _header(file)
    layout = next((name for name in OWN if READERS[name].matches(header)), "")
    if not layout and not given.is_dir():
        with tempfile.TemporaryDirectory(prefix="events-") as folder:
            imported = import_file(file, Path(folder) / "read.parquet", gazetteer=gazetteer_beside(file))
            return from_parquet(imported.path, name=called, beside=file)
    if not layout:
        raise InputError(
            f"the header is not that of a data set's folder: {', '.join(header)[:200]}.",
            file=str(file),
            hint=f"Needed are at least {', '.join(facts.REQUIRED)}, or {', '.join(native.REQUIRED)}.",
        )
    factions = _side_table(file.with_name(FACTIONS_FILE), needed=("faction",))
    with open_source(file, format=layout) as source:
        batches = list(source.batches())
    rows = pd.concat([batch.rows for batch in batches], ignore_index=True)
    made = build(rows, name=called, file=file.name, factions=factions, gazetteer=gazetteer_beside(file))
    lost = [part for part in (made.rejected, *(batch.rejected for batch in batches)) if len(part)]
    rejected = pd.concat(lost, ignore_index=True).sort_values("row", kind="stable", ignore_index=True) if lost else made.rejected
    return replace(made, rejected=rejected)


def from_parquet(file: Path, *, name: str, beside: Path | None = None) -> Dataset:
    """Return the data set of a file that `import` wrote, with the factions and places that stand beside it (or beside `beside`).

    Raises
    ------
    DataSetError
        The file is missing, damaged, or not one of ours.
    """
    events, rejected, info = load(file)
    near = beside or file
    factions = _side_table(near.with_name(FACTIONS_FILE), needed=("faction",))
    table = factions if factions is not None else pd.DataFrame(columns=list(FACTION_COLUMNS), dtype="str")
    lost = events[events.geometry.isna() & (events["place"] != "")]
    unresolved = lost.groupby(["place", "admin"], as_index=False, observed=True).size().rename(columns={"size": "rows"})
    unresolved = unresolved.assign(reason="not found in the gazetteer it was imported with", candidates=[()] * len(unresolved))
    return Dataset(name, events, rejected, unresolved, table, gazetteer_beside(near) or Gazetteer(), info.fingerprint, info.sketch)


def _header(file: Path) -> list[str]:
    """Return the columns of a file that is a plain UTF-8 CSV, none where it is anything else."""
    try:
        return [str(column) for column in pd.read_csv(file, dtype="str", nrows=0, encoding="utf-8-sig").columns]
    except (ValueError, OSError):
        return []


def gazetteer_beside(file: Path) -> Gazetteer | None:
    """Return the places.csv beside a file, then GeoNames for the countries it names; None where there is no places.csv."""
    places = file.with_name(PLACES_FILE)
    if not places.exists():
        return None
    own = from_file(places)
    return Gazetteer.combine(own, *(from_geonames(country) for country in countries_of(own)))


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """Return the demo's places, then GeoNames for its country: what words are looked up in where nothing else is given."""
    return gazetteer_beside(DEMO / EVENTS_FILE) or Gazetteer()


def read_table(file: Path) -> pd.DataFrame:
    """Read a CSV file with all columns as text, empty where a cell is empty; raise InputError where it is none."""
    try:
        return pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig", on_bad_lines="error")
    except pd.errors.EmptyDataError as error:
        raise InputError("the file is empty.", file=str(file), hint="A header row is needed.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8.", file=str(file), hint="Save the file as UTF-8.") from error
    except (pd.errors.ParserError, ValueError) as error:
        raise InputError(f"not a table: {error}.", file=str(file), hint="Check the quotes and separators there.") from error
    except OSError as error:
        raise DataSetError(f"cannot be opened: {error.strerror}.", file=str(file)) from error


def empty(name: str = "") -> Dataset:
    """Return a data set without events."""
    return build(pd.DataFrame(columns=["event_id", "start", "kind"], dtype="str"), name=name, file="")


def _side_table(file: Path, *, needed: tuple[str, ...]) -> pd.DataFrame | None:
    if not file.exists():
        return None
    table = read_table(file)
    missing = [name for name in needed if name not in table]
    if missing:
        raise InputError(f"the column {missing[0]} is missing.", file=str(file), hint=f"Found: {', '.join(map(str, table.columns))}.")
    return table
