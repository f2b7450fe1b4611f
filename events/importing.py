"""A file of events, of any known layout and any size → a data set's file (see `geoparquet.py`). Read, checked and written in batches."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events import geoparquet
from events.errors import InputError
from events.gazetteer import Gazetteer
from events.geoparquet import Info
from events.placing import Places, place_words
from events.schema import empty_rejected, split
from events.sources.ahead import ahead
from events.sources.faults import rejected_table
from events.sources.mapping import Mapping
from events.sources.reading import Source, open_source
from events.spill import Spill
from events.stamping import Stamping

TWICE: Final = "event_id stands on an earlier row too"
Progress = Callable[[float, int], None]


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    path : Path
        The data set's file.
    rows : int
        Data rows in the source: `valid` and all `rejected` together.
    valid : int
        Events written.
    rejected : dict
        Reason → rows.
    unresolved : int
        Events whose place was not found; they are written, without a place on the map.
    seconds : float
        How long it took.
    info : Info
        What stands in the file.
    """

    path: Path
    rows: int
    valid: int
    rejected: dict[str, int]
    unresolved: int
    seconds: float
    info: Info


def import_file(
    path: str | Path,
    out: str | Path,
    *,
    format: str = "",  # noqa: A002 -- the word that users know
    mapping: Mapping | None = None,
    gazetteer: Gazetteer | None = None,
    country: str = "",
    name: str = "",
    encoding: str = "",
    part: str = "",
    crs: str = "",
    progress: Progress | None = None,
) -> Imported:
    """Read a file of events and write it as a data set.

    Until all is read and written nothing is changed at `out`; then the new file takes its place in one step.

    Parameters
    ----------
    path, out : str or Path
        The file, and where the data set goes (GeoParquet). The rejected rows go beside it (`geoparquet.rejected_path`).
    format : str
        Name of the reader; told from the file without it.
    mapping : Mapping, optional
        How to read a table of no known layout; guessed without it where the guess is sure.
    gazetteer : Gazetteer, optional
        Where the places of events without coordinates are looked up.
    country : str
        ISO 3166-1 alpha-2 code that such places must lie in.
    name, encoding, part, crs
        As for `sources.files.open_table`.
    progress : callable, optional
        Told the share that is done, 0 to 1, and the rows read so far, now and then.

    Raises
    ------
    InputError
        The file cannot be read.
    DataSetError
        The data set cannot be written.
    """
    started = time.perf_counter()
    target = Path(out)
    tell = progress or (lambda _share, _rows: None)
    with ExitStack() as stack:
        options = {"name": name, "encoding": encoding, "part": part, "crs": crs}
        source = stack.enter_context(open_source(path, format=format, mapping=mapping, **options))
        spill = Spill(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="events-"))))
        rejected = _read(source, spill, tell)
        table = spill.table()
        order, twice = _order(table)
        if len(twice):
            rejected = pd.concat([rejected, _repeated(table, twice, source)], ignore_index=True)
        rejected = source.table.located(rejected.sort_values("row", kind="stable", ignore_index=True))
        places = place_words(table, order, gazetteer or Gazetteer(), country=country)
        info = _write(spill, order, places=places, rejected=rejected, source=source, target=target, tell=tell)
    tell(1.0, info.rows)
    return Imported(target, info.rows, info.valid, dict(info.rejected), info.unresolved, round(time.perf_counter() - started, 3), info)


def _read(source: Source, spill: Spill, tell: Progress) -> pd.DataFrame:
    """Check every batch, put the valid rows into the spill, and return the rejected ones."""
    rejected: list[pd.DataFrame] = []
    rows = 0
    for batch in ahead(source.batches()):
        sound, unsound = split(batch.rows, file=source.file)
        unsound["column"] = unsound["column"].replace(source.columns_of)
        rejected += [part for part in (batch.rejected, unsound) if len(part)]
        if len(sound):
            spill.add(geoparquet.to_arrow(sound))
        rows += len(batch.rows) + len(batch.rejected)
        tell(batch.done * 0.6, rows)
    return pd.concat(rejected, ignore_index=True) if rejected else empty_rejected()


def _order(table: pa.Table) -> tuple[pa.Array, np.ndarray]:
    """Return the rows' positions by `start`, then `event_id`, and those of rows whose `event_id` an earlier row has."""
    keys = table.select(["start", "event_id"]).combine_chunks()  # which are sorted three times as fast as a table of many batches
    repeated = pd.Series(keys.column("event_id").to_pandas()).duplicated().to_numpy()
    order = pc.sort_indices(keys, sort_keys=[("start", "ascending"), ("event_id", "ascending")])
    if not repeated.any():
        return order, np.zeros(0, dtype=np.int64)
    kept = order.to_numpy()
    return pa.array(kept[~repeated[kept]]), np.flatnonzero(repeated)


def _repeated(table: pa.Table, at: np.ndarray, source: Source) -> pd.DataFrame:
    rows = table.select(["row", "event_id"]).take(pa.array(at)).to_pandas()
    column = source.columns_of.get("event_id", "event_id")
    return rejected_table(((int(n), column, i, TWICE) for n, i in zip(rows["row"], rows["event_id"], strict=True)), file=source.file)


def _write(spill: Spill, order: pa.Array, *, places: Places, rejected: pd.DataFrame, source: Source, target: Path, tell: Progress) -> Info:
    """Write the events in order, then the rejected rows; return what stands in the file of both."""
    if not len(order) and rejected.empty:
        raise InputError("there are no data rows, only a header.", file=source.file, hint="Add a row for each event.")
    stamping = Stamping()
    with geoparquet.replacing(target) as temporary:
        writer: pq.ParquetWriter | None = None
        for done, part in _slices(spill, order, places, stamping):
            if writer is None:  # without Arrow's schema, whose metadata would hide what is added at the end
                packed = [name for name in part.column_names if name not in spill.unrepeated]
                options = {"compression": "zstd", "compression_level": 1, "store_schema": False, "use_dictionary": packed}
                writer = pq.ParquetWriter(temporary, part.schema, **options)
            writer.write_table(part)
            tell(0.6 + 0.4 * done, len(order) + len(rejected))
        if writer is None:
            raise InputError(
                "no row of it is an event.",
                file=source.file,
                row=int(rejected["row"].iloc[0]),
                column=rejected["column"].iloc[0],
                value=rejected["value"].iloc[0],
                hint=f"The first is rejected because: {rejected['reason'].iloc[0]}.",
            )
        counts = {str(reason): int(count) for reason, count in rejected["reason"].value_counts().items()}
        fingerprint, sketch = stamping.result()
        info = Info(
            source=source.file,
            format=source.format,
            fingerprint=fingerprint,
            sketch=sketch,
            rows=len(order) + len(rejected),
            valid=len(order),
            unresolved=places.unresolved_rows,
            rejected=counts,
            mapping=source.mapping_text,
            created_by=_version(),
        )
        writer.add_key_value_metadata({geoparquet.KEY: geoparquet.info_metadata(info), b"geo": stamping.geo_metadata()})
        writer.close()
        geoparquet.write_rejected(rejected, geoparquet.rejected_path(target))
    return info


def _slices(spill: Spill, order: pa.Array, places: Places, stamping: Stamping) -> Iterator[tuple[float, pa.Table]]:
    """Yield the events in order, one row group at a time, stamped, those whose place was found by its words with their place."""

    def taken() -> Iterator[tuple[float, pa.Table]]:
        for start in range(0, len(order), geoparquet.ROW_GROUP):
            part = order.slice(start, geoparquet.ROW_GROUP)
            yield (start + len(part)) / len(order), places.fill(spill.take(part))

    def stamped() -> Iterator[tuple[float, pa.Table]]:
        for done, part in ahead(taken()):
            stamping.add(part)
            yield done, part

    yield from ahead(stamped())


def _version() -> str:
    try:
        return version("events")
    except PackageNotFoundError:  # run from a checkout
        return ""
