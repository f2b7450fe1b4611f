"""A data set of the library as the page uses it: figures from its packed columns, rows from its file when they are looked at.

A million events weigh 25 MB this way, once for all visitors. The whole table is read only for what needs it: a search, a download, an
added report.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events import factions as faction_tables
from events import geoparquet
from events.dataset import FACTION_COLUMNS, Dataset, read_table
from events.eventmap import pack
from events.eventmap.columns import DTYPES, MAGIC
from events.eventmap.packed import Packed, unpack
from events.gazetteer import Gazetteer, countries_of, from_file, from_geonames
from events.library import Entry, Library
from events.schema import CRS, VOCABULARIES
from events.searching import OWN_TEXT, SEARCHED
from events.ui.kept import Kept

#: Columns that the map is drawn from.
DRAWN: Final = (
    *("event_id", "start", "place", "geometry", "geo_precision", "radius_m", "date_precision", "asserted", "contradicts"),
    *("kind", "faction", "opponent"),
)
#: Part of the packed file's name, so that another layout is another file.
LAYOUT: Final = hashlib.sha256(f"{MAGIC!r}{DTYPES}2".encode()).hexdigest()[:8]
DECISION: Final = "needs_decision"
#: Whole event tables in memory, by fingerprint and file: what a fingerprint leaves out may differ.
WHOLE: Final[Kept[gpd.GeoDataFrame]] = Kept(most=2)


class Stored(Dataset):
    """A data set whose events stay on disk until they are asked for.

    Parameters
    ----------
    entry : Entry
        Its entry in the library.
    library : Library
        Where the tables beside it are.

    Raises
    ------
    InputError
        Its factions table cannot be read.
    """

    def __init__(self, entry: Entry, library: Library) -> None:
        own = library.side(entry.name, "factions.csv")
        table = (
            faction_tables.read_table(read_table(own), file=own.name) if own else pd.DataFrame(columns=list(FACTION_COLUMNS), dtype="str")
        )
        mark = entry.info.fingerprint
        if own:
            mark = hashlib.sha256(mark.encode() + own.read_bytes()).hexdigest()[:16]
        self.__dict__.update(name=entry.name, factions=table, fingerprint=mark, sketch=entry.info.sketch)
        self.__dict__.update(path=entry.path, info=entry.info, _places=_side_places(library, entry.name), _lock=Lock(), _coded={})
        imported = entry.path.parent.name == "data"  # what is made of a state after edits stands, and goes, with it
        folder, called = (library.folder / "packed", mark) if imported else (entry.path.parent, f"{entry.path.stem}.{mark}")
        self.__dict__["_packed_file"] = folder / f"{called}-{LAYOUT}.gz"

    path: Path
    info: geoparquet.Info
    _places: tuple[Path, ...]
    _packed_file: Path
    _lock: Any
    _coded: dict[str, tuple[npt.NDArray[np.int32], list[str]]]

    @cached_property
    def content(self) -> bytes:
        """The packed columns that the map draws from, gzip-compressed; made once, and kept beside the data set."""
        with self._lock:
            if self._packed_file.exists():
                return self._packed_file.read_bytes()
            table = pq.read_table(
                self.path, columns=list(DRAWN), read_dictionary=[n for n in VOCABULARIES if n in DRAWN] + ["place", "faction"]
            )
            made = gzip.compress(pack(self._merged(_frame(table)), factions=self.factions), compresslevel=1, mtime=0)
            with geoparquet.replacing(self._packed_file) as temporary:
                temporary.write_bytes(made)
            return made

    def prepare(self) -> None:
        """Make the packed columns, so that the first visitor does not wait for them."""
        _ = self.content

    @cached_property
    def packed(self) -> Packed:
        """The packed columns as arrays."""
        return unpack(gzip.decompress(self.content))

    @property
    def events(self) -> gpd.GeoDataFrame:
        """The whole event table, one copy for all visitors, let go when other data sets are read."""
        return WHOLE.get(self._whole, lambda: self._merged(geoparquet.load(self.path)[0]))

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """The rows that are no events."""
        rows: pd.DataFrame = pd.read_parquet(geoparquet.rejected_path(self.path))
        return rows

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places that were supplied with it, then GeoNames for the countries that they are in."""
        own = Gazetteer.combine(*(from_file(path) for path in self._places)) if self._places else Gazetteer()
        return Gazetteer.combine(own, *(from_geonames(country) for country in countries_of(own)))

    @cached_property
    def unresolved(self) -> pd.DataFrame:
        """Places that were not found."""
        lost = self.rows(self.packed.unplaced)[["place", "admin"]]
        counts = lost[lost["place"] != ""].value_counts().rename("rows").reset_index()
        places: pd.DataFrame = counts.assign(reason="not found in the gazetteer it was imported with", candidates=[()] * len(counts))
        return places

    @property
    def first_day(self) -> str:
        """ISO date of the earliest event, "" where edits left none."""
        return self.packed.date(0) if len(self.packed) else ""

    @property
    def last_day(self) -> str:
        """ISO date of the latest start, "" where edits left none."""
        return self.packed.date(int(self.packed.day[-1])) if len(self.packed) else ""

    @cached_property
    def faction_names(self) -> frozenset[str]:
        """Every faction that an event or the factions table names."""
        return frozenset((*self.packed.factions, *map(str, self.factions["faction"])))

    @cached_property
    def kind_names(self) -> frozenset[str]:
        """Every kind of event that occurs."""
        return frozenset(self.packed.kinds)

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all places on the map in degrees."""
        return self.packed.bounds

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.info.valid

    @property
    def rejected_count(self) -> int:
        """How many rows of the source are no events."""
        return sum(self.info.rejected.values())

    @cached_property
    def _identities(self) -> pa.ChunkedArray:
        return pq.read_table(self.path, columns=["event_id"]).column(0)

    def row_of(self, event_id: str) -> int | None:
        """Return the row number of an event, None where there is none of that name."""
        if not event_id:
            return None
        found = int(pc.index(self._identities, pa.scalar(event_id, self._identities.type)).as_py())
        return found if found >= 0 else None

    def rows(self, at: Sequence[int] | npt.NDArray[np.intp]) -> gpd.GeoDataFrame:
        """Return the events on some rows, in that order; only the parts of the file that hold them are read."""
        wanted = np.asarray(at, dtype=np.intp)
        whole = WHOLE.peek(self._whole)
        return whole.iloc[wanted] if whole is not None else self._merged(self.stated(wanted))

    @property
    def _whole(self) -> tuple[str, str]:
        return self.fingerprint, self.path.name

    def stated(self, at: Sequence[int] | npt.NDArray[np.intp]) -> gpd.GeoDataFrame:
        """Return the events on some rows like `rows`, with factions under the names that the file has."""
        wanted = np.asarray(at, dtype=np.intp)
        with pq.ParquetFile(self.path, read_dictionary=list(VOCABULARIES)) as file:
            starts = np.cumsum([0, *(file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups))])
            group = np.searchsorted(starts, wanted, side="right") - 1
            parts, found = [], []
            for number in np.unique(group):
                here = np.flatnonzero(group == number)
                parts.append(file.read_row_group(int(number)).take(pa.array(wanted[here] - starts[number])))
                found.append(here)
            table = pa.concat_tables(parts) if parts else file.schema_arrow.empty_table()
        frame = _frame(table).set_axis(wanted[np.concatenate(found)] if found else wanted)
        return frame if not found else frame.iloc[np.argsort(np.concatenate(found), kind="stable")]

    def coded(self, column: str) -> tuple[npt.NDArray[np.int32], list[str]]:
        """Return a text column as numbers, shape (n,), and the text that each number stands for; kept from then on."""
        if column not in self._coded:
            self._coded[column] = self._read_coded(column)
        return self._coded[column]

    def _read_coded(self, column: str) -> tuple[npt.NDArray[np.int32], list[str]]:
        whole = pq.read_table(self.path, columns=[column], read_dictionary=[column]).column(0).unify_dictionaries().combine_chunks()
        one = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        return one.indices.to_numpy(), [str(word) for word in one.dictionary.to_pylist()]

    def searched(self) -> pa.Table:
        """Return the columns that a search looks in; what repeats is read as numbers."""
        table = pq.read_table(self.path, columns=list(SEARCHED), read_dictionary=[name for name in SEARCHED if name not in OWN_TEXT])
        if not len(self.factions):
            return table
        stated = gpd.GeoDataFrame({name: table.column(name).cast(pa.large_string()).to_pandas() for name in faction_tables.MERGED})
        merged = self._merged(stated)
        for name in faction_tables.MERGED:
            table = table.set_column(table.schema.get_field_index(name), name, pa.chunked_array([pa.array(merged[name].astype("str"))]))
        return table

    @cached_property
    def undecided(self) -> npt.NDArray[np.intp]:
        """Rows whose holder the source does not settle, for the analyst to decide."""
        if DECISION not in pq.read_schema(self.path).names:
            return np.zeros(0, dtype=np.intp)
        return np.flatnonzero(pq.read_table(self.path, columns=[DECISION]).column(0).to_numpy())

    def _merged(self, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return faction_tables.merge_aliases(events, self.factions) if len(self.factions) else events


def _side_places(library: Library, name: str) -> tuple[Path, ...]:
    found = (library.side(name, kind) for kind in ("places.csv", "places.geojson"))
    return tuple(path for path in found if path)


def _frame(table: pa.Table) -> gpd.GeoDataFrame:
    """Return part of a data set's file as an event table."""
    shapes = geoparquet.shapes_from_wkb(table.column("geometry"))
    at = table.schema.get_field_index("geometry")
    frame = geoparquet.as_text(table.drop_columns("geometry")).to_pandas()
    for name in frame.select_dtypes("category"):
        frame[name] = frame[name].cat.set_categories(list(VOCABULARIES[str(name)]))
    frame.insert(at, "geometry", gpd.GeoSeries(shapes, index=frame.index, crs=CRS))
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)
