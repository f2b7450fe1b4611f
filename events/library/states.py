"""A data set after some edits as a file of its own, so that a million events need not stay in memory to be edited.

A state is named by the data set and the edits it is made of, so it is made once and never changed. It can be made again at any time from
the data set and the log, and so the older ones are let go.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events import geoparquet
from events.edits import Edit, to_line
from events.errors import DataSetError
from events.geoparquet import KEY, from_arrow, info_metadata, read_info, rejected_path, repeating, replacing, to_arrow, write_rejected
from events.replay import Replayed, replay
from events.schema import COLUMNS
from events.sources.ahead import ahead
from events.stamping import Stamping

#: Part of a state's name, so that states made by another way of replaying are made anew.
LAYOUT: Final = "1"
#: A state is packed less well than a data set, in a third of the time, for it does not last.
_LIGHTLY: Final[dict[str, Any]] = {"compression": "snappy", "write_statistics": False, "store_schema": False}
#: So many states stay, and older ones that were opened within this time.
MOST: Final = 8
RECENT_S: Final = 600.0


def state(base: Path, edits: Sequence[Edit], folder: Path) -> Path:
    """Return the file of a data set's state after some edits, made if it is not there.

    Parameters
    ----------
    base : Path
        The data set as it was imported (see `geoparquet.py`).
    edits : sequence of Edit
        In the order of the log; without any, the state is `base`.
    folder : Path
        Where states are kept.

    Raises
    ------
    DataSetError
        The data set cannot be read, or the state not be written.
    """
    if not edits:
        return base
    said = hashlib.sha256(LAYOUT.encode())
    for edit in edits:
        said.update(to_line(edit).encode("utf-8", "replace"))
    path = folder / f"{base.stem}.{said.hexdigest()[:16]}.parquet"
    if not (path.exists() and rejected_path(path).exists()):
        try:
            _write(base, edits, path)
        except (pa.ArrowException, OSError) as error:
            raise DataSetError(f"the edits cannot be applied: {error}.", file=str(base)) from error
        _let_go(folder, path)
    with contextlib.suppress(OSError):
        path.touch()
    return path


def record_of(path: Path, event_ids: Sequence[str]) -> gpd.GeoDataFrame:
    """Return the events of these ids as they stand in a data set's file; only the parts of the file that hold them are read."""
    with pq.ParquetFile(path) as file:
        wanted = pa.array(list(event_ids), pa.string())
        at = np.flatnonzero(pc.is_in(pc.cast(file.read(columns=["event_id"]).column(0), pa.string()), wanted).to_numpy())
        starts = np.cumsum([0, *(file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups))])
        group = np.searchsorted(starts, at, side="right") - 1
        parts = [file.read_row_group(int(n)).take(pa.array(at[group == n] - starts[n])) for n in np.unique(group)]
        return from_arrow(pa.concat_tables(parts) if parts else file.schema_arrow.empty_table())


def _write(base: Path, edits: Sequence[Edit], target: Path) -> None:
    info = read_info(base)
    touched = sorted({edit.event_id for edit in edits})
    replayed = replay(record_of(base, touched), edits)
    stamping = Stamping()
    valid = unplaced = 0
    schema = pq.read_schema(base)
    made = _Made(replayed.events, schema)
    with replacing(target) as temporary, pq.ParquetFile(base, read_dictionary=repeating(schema)) as file:
        writer: pq.ParquetWriter | None = None
        for part in ahead(_parts(file, made, touched)):
            writer = writer or pq.ParquetWriter(temporary, part.schema, use_dictionary=repeating(schema), **_LIGHTLY)
            writer.write_table(part)
            stamping.add(part)
            valid += len(part)
            unplaced += part.column("geometry").null_count
        if writer is None:
            raise DataSetError("holds no part.", file=str(base), hint="Import it again.")
        writer.add_key_value_metadata({KEY: info_metadata(_info(replace(info, valid=valid, unresolved=unplaced), replayed, stamping))})
        writer.add_key_value_metadata({b"geo": stamping.geo_metadata()})
        writer.close()
    rejected = pd.read_parquet(rejected_path(base))
    more = [part for part in (rejected, replayed.rejected) if len(part)]
    write_rejected(pd.concat(more, ignore_index=True) if more else rejected, rejected_path(target))


def _info(info: geoparquet.Info, replayed: Replayed, stamping: Stamping) -> geoparquet.Info:
    counts = dict(info.rejected)
    for reason, count in replayed.rejected["reason"].value_counts().items() if len(replayed.rejected) else ():
        counts[str(reason)] = counts.get(str(reason), 0) + int(count)
    fingerprint, sketch = stamping.result()
    return replace(info, fingerprint=fingerprint, sketch=sketch, rejected=counts, conflicts=replayed.conflicts)


class _Made:
    """The edited events as rows for the file, in its order.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        As `replay` gives them.
    schema : pyarrow.Schema
        Of the file that they go into; columns that it lacks come after its own.
    """

    def __init__(self, events: gpd.GeoDataFrame, schema: pa.Schema) -> None:
        events = events.sort_values(["start", "event_id"], kind="stable", ignore_index=True)
        own = to_arrow(events[[*COLUMNS]].assign(row=0))
        columns = {
            field.name: own.column(field.name).cast(field.type)
            if field.name in own.column_names
            else _column(events, field.name, field.type)
            for field in schema
        }
        for name in events.columns:
            if name not in columns:
                columns[str(name)] = _column(events, str(name), None)
        self.table = pa.table(columns)
        self.schema = pa.schema([pa.field(field.name, field.type) for field in self.table.schema])
        self.keys = list(zip(_moments(self.table), self.table.column("event_id").to_pylist(), strict=True))


def _column(events: gpd.GeoDataFrame, name: str, type_: pa.DataType | None) -> pa.Array:
    """Return a column of the source's own; text where nothing else fits, as a note may have any form."""
    given: list[Any] = events[name].tolist() if name in events else [None] * len(events)
    values = [None if value is None or (isinstance(value, float) and np.isnan(value)) else value for value in given]
    if type_ is None:
        there = [value for value in values if value is not None]
        numeric = bool(there) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in there)
        type_ = pa.bool_() if there and all(isinstance(value, bool) for value in there) else pa.float64() if numeric else pa.string()
    if pa.types.is_boolean(type_):
        return pa.array([bool(value) for value in values], type_)
    if pa.types.is_floating(type_) or pa.types.is_integer(type_):
        return pa.array(pd.to_numeric(pd.Series(values, dtype="object"), errors="coerce"), type_, from_pandas=True)
    texts = ["" if v is None else v if isinstance(v, str) else json.dumps(v, ensure_ascii=False, default=str) for v in values]
    return pa.array(texts, pa.string()).cast(type_)


def _parts(file: pq.ParquetFile, made: _Made, touched: list[str]) -> Iterator[pa.Table]:
    """Yield the file part by part without the events that were edited, and with those put in at their places."""
    gone = pa.array(touched, pa.string())
    at, last = 0, file.metadata.num_row_groups - 1
    for number in range(last + 1):
        whole = file.read_row_group(number)
        stays = pc.invert(pc.is_in(pc.cast(whole.column("event_id"), pa.string()), gone))
        kept = whole if pc.all(stays).as_py() else whole.filter(stays)
        places, at = _places(kept, made, at, is_last=number == last)
        if kept is not whole or places:
            plain = _widened(kept.cast(pa.schema([(name, made.schema.field(name).type) for name in kept.column_names])), made.schema)
            cuts = [0, *places, len(plain)]
            pieces = [plain.slice(cuts[0], cuts[1] - cuts[0])]
            for n, first in enumerate(range(at - len(places), at), start=1):
                pieces += [made.table.slice(first, 1), plain.slice(cuts[n], cuts[n + 1] - cuts[n])]
            kept = pa.concat_tables(pieces)
        yield _encoded(kept, whole.schema, made.schema)


def _places(kept: pa.Table, made: _Made, at: int, *, is_last: bool) -> tuple[list[int], int]:
    """Return before which rows of a part the edited events from `at` on go, and the first that goes into a later part."""
    moments, ids = _moments(kept), kept.column("event_id")
    places: list[int] = []
    for moment, event_id in made.keys[at:]:
        low, high = (int(np.searchsorted(moments, moment, side=side)) for side in ("left", "right"))
        place = low + bisect_left(ids.slice(low, high - low).to_pylist(), event_id)
        if place >= len(kept) and not is_last:
            break  # it may belong further on in the next part
        places.append(place)
    return places, at + len(places)


def _encoded(table: pa.Table, read: pa.Schema, wanted: pa.Schema) -> pa.Table:
    """Return a part with every column that is wanted, those that were read as dictionaries as such."""
    columns = {}
    for field in wanted:
        if field.name not in table.column_names:
            columns[field.name] = pa.chunked_array([_absent(len(table), field.type)])
        elif field.name in read.names and pa.types.is_dictionary(read.field(field.name).type):
            column = table.column(field.name).combine_chunks()
            columns[field.name] = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        else:
            columns[field.name] = table.column(field.name)
    return pa.table(columns).combine_chunks()


def _widened(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = {
        field.name: table.column(field.name) if field.name in table.column_names else _absent(len(table), field.type) for field in schema
    }
    return pa.table(columns, schema=schema)


def _absent(length: int, type_: pa.DataType) -> pa.Array:
    """Return a column that the source does not have: "" for text and false for a mark, as in a fresh import."""
    value: Any = False if pa.types.is_boolean(type_) else "" if pa.types.is_string(type_) or pa.types.is_large_string(type_) else None
    return pa.nulls(length, type_) if value is None else pa.repeat(pa.scalar(value, type_), length)


def _moments(table: pa.Table) -> np.ndarray:
    moments: np.ndarray = table.column("start").cast(pa.int64()).to_numpy()
    return moments


def _let_go(folder: Path, kept: Path) -> None:
    """Remove the states that were opened longest ago, with what was made of them; they can be made again."""
    found = []
    for path in folder.glob("*.parquet"):
        with contextlib.suppress(OSError):
            if not path.name.endswith(".rejected.parquet") and path != kept:
                found.append((path.stat().st_mtime, path))
    for when, path in sorted(found, reverse=True)[MOST - 1 :]:
        if when < time.time() - RECENT_S:
            for part in folder.glob(f"{path.stem}.*"):
                part.unlink(missing_ok=True)
