"""The event table on disk: one GeoParquet 1.1 file, with what the import knows of it, and its rejected rows in a second file beside it."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from events.errors import DataSetError
from events.schema import ASIDE, COLUMNS, CRS, REJECTED_COLUMNS, TEXT_COLUMNS, VOCABULARIES, empty_rejected

VERSION: Final = 1
KEY: Final = b"events"
ROW_GROUP: Final = 1 << 17
#: Columns of text in which hardly any value stands twice.
VARIED: Final = ("event_id", "source_id", "summary")
#: Well-known binary of a point: byte order 1 (little-endian), type 1, then x and y.
_POINT_HEAD: Final = np.frombuffer(b"\x01\x01\x00\x00\x00", dtype="u1")
_POINT_BYTES: Final = 21
_MOMENT: Final = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class Info:
    """What is known of a data set beside its events.

    Attributes
    ----------
    source, format : str
        Name of the file it came from, and of the reader.
    fingerprint, sketch : str
        See `fingerprint.py`.
    rows, valid, unresolved : int
        Data rows in the source; those that are events; those of them whose place was not found.
    rejected : dict
        Reason → rows.
    mapping : str
        For a table of no known layout, how it was read (TOML).
    created_by : str
        Version of this package.
    conflicts : sequence of str
        For a state after edits: the edits that do not fit the events they change, in words.
    """

    source: str = ""
    format: str = ""
    fingerprint: str = ""
    sketch: str = ""
    rows: int = 0
    valid: int = 0
    unresolved: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    mapping: str = ""
    created_by: str = ""
    conflicts: Sequence[str] = ()


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return valid rows (as `schema.split` gives them) as an Arrow table: `COLUMNS`, `row`, then their own columns; geometry as WKB."""
    given: dict[str, Any] = {}
    for name in COLUMNS:
        if name == "geometry":
            shapes = frame.get("geometry")
            given[name] = points_as_wkb(frame["lon"], frame["lat"]) if shapes is None else _shapes_as_wkb(shapes.to_numpy())
        elif name in TEXT_COLUMNS or name in VOCABULARIES:
            given[name] = pa.array(frame[name].astype("str"), type=pa.large_string(), from_pandas=True)
        elif name in ("start", "end"):
            given[name] = pa.array(frame[name], type=_MOMENT, from_pandas=True)
        else:
            given[name] = pa.array(frame[name].to_numpy(dtype="float64"), type=pa.float64(), from_pandas=True)
    given["row"] = pa.array(frame["row"].to_numpy(dtype="int64"))
    for name in frame.columns:
        if name not in given and name not in ("lon", "lat", *ASIDE):
            given[str(name)] = _extra(frame[name])
    return pa.table(given)


def _extra(column: pd.Series) -> pa.Array:
    if pd.api.types.is_bool_dtype(column.dtype):
        return pa.array(column.to_numpy(dtype=bool))
    if pd.api.types.is_numeric_dtype(column.dtype):
        return pa.array(column.to_numpy(dtype="float64", na_value=np.nan), type=pa.float64(), from_pandas=True)
    return pa.array(column.astype("str"), type=pa.large_string(), from_pandas=True)


def points_as_wkb(x: pd.Series[float], y: pd.Series[float]) -> pa.Array:
    """Return coordinates in degrees as well-known binary, null where one is missing; a hundred times as fast as through objects."""
    xy = np.column_stack([x.to_numpy(dtype="<f8"), y.to_numpy(dtype="<f8")])
    placed = ~np.isnan(xy).any(axis=1)
    whole = np.empty((int(placed.sum()), _POINT_BYTES), dtype="u1")
    whole[:, :5] = _POINT_HEAD
    whole[:, 5:] = xy[placed].view("u1").reshape(-1, 16)
    offsets = np.concatenate([[0], np.cumsum(placed, dtype="int32")]).astype("int32") * _POINT_BYTES
    validity = pa.array(placed).buffers()[1]
    return pa.BinaryArray.from_buffers(pa.binary(), len(xy), [validity, pa.py_buffer(offsets.astype("int32")), pa.py_buffer(whole)])


def shapes_from_wkb(column: pa.ChunkedArray) -> npt.NDArray[np.object_]:
    """Return the shapes of a column of well-known binary, None where there is none; points are made in half the time of the others."""
    xy, plain = points_from_wkb(column)
    shapes = np.empty(len(column), dtype=object)
    shapes[plain] = shapely.points(xy)
    shapes[~plain] = shapely.from_wkb(column.filter(pa.array(~plain)).to_numpy())
    return shapes


def points_from_wkb(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the coordinates, x and y, of the shapes that are points as `points_as_wkb` writes them, and which of the shapes those are."""
    found = [_plain_points(chunk) for chunk in column.chunks]
    if not found:
        return np.zeros((0, 2)), np.zeros(0, dtype=bool)
    return np.concatenate([xy for xy, _ in found]), np.concatenate([plain for _, plain in found])


def _plain_points(shapes: pa.Array) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    wide = pa.types.is_large_binary(shapes.type)
    offsets = np.frombuffer(shapes.buffers()[1], dtype="<i8" if wide else "<i4")[shapes.offset :][: len(shapes) + 1].astype("int64")
    plain = (np.diff(offsets) == _POINT_BYTES) & shapes.is_valid().to_numpy(zero_copy_only=False)
    if not plain.any():
        return np.zeros((0, 2)), plain
    content = np.frombuffer(shapes.buffers()[2], dtype="u1")
    whole = content[offsets[:-1][plain][:, np.newaxis] + np.arange(_POINT_BYTES)]
    xy = np.ascontiguousarray(whole[:, 5:]).view("<f8")
    sound = (whole[:, :5] == _POINT_HEAD).all(axis=1) & np.isfinite(xy).all(axis=1)
    plain[plain] = sound
    return (xy if sound.all() else xy[sound]), plain


def _shapes_as_wkb(shapes: npt.NDArray[np.object_]) -> pa.Array:
    return pa.array(shapely.to_wkb(shapes, include_srid=False), type=pa.binary(), from_pandas=True)


def geo_metadata(box: list[float], types: list[str]) -> dict[str, Any]:
    """Return the "geo" metadata of GeoParquet 1.1, for coordinates in EPSG:4326 stored as longitude, latitude."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": types, "crs": pyproj.CRS(CRS).to_json_dict()}
    if box:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; when all went well it takes its place in one step, and until then nothing is changed.

    Raises
    ------
    DataSetError
        It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise DataSetError(f"cannot be written: {error.strerror}.", file=str(path)) from error
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise DataSetError(f"cannot be written: {error.strerror or error}.", file=str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system lets a folder be synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def as_text(table: pa.Table) -> pa.Table:
    """Return rows with what was read as dictionaries as text again, all but the vocabularies; pandas would take ten times as long."""
    for at, column in enumerate(table.schema):
        if pa.types.is_dictionary(column.type) and column.name not in VOCABULARIES:
            table = table.set_column(at, column.name, table.column(at).cast(pa.large_string()))
    return table


def repeating(schema: pa.Schema) -> list[str]:
    """Return the columns of text in which values stand more than once: as dictionaries they are read in a fifth of the time."""
    return [field.name for field in schema if pa.types.is_string(field.type) and field.name not in VARIED]


def rejected_path(path: Path) -> Path:
    """Return where the rejected rows of a data set's file stand."""
    return path.with_name(f"{path.stem}.rejected.parquet")


def write_rejected(rejected: pd.DataFrame, path: Path) -> None:
    """Write rejected rows, columns `schema.REJECTED_COLUMNS`."""
    with replacing(path) as temporary:
        rejected.reset_index(drop=True).to_parquet(temporary, compression="zstd")


def read_info(path: Path) -> Info:
    """Return what is known of a data set, without reading its events.

    Raises
    ------
    DataSetError
        It is missing, damaged, or not one of ours.
    """
    try:
        metadata = pq.read_schema(path).metadata or {}
    except FileNotFoundError as error:
        raise DataSetError("there is no such file.", file=str(path)) from error
    except (pa.ArrowInvalid, OSError) as error:
        raise DataSetError(f"cannot be read: {error}.", file=str(path), hint="Import it again.") from error
    if KEY not in metadata:
        raise DataSetError("was not written by an import.", file=str(path), hint="Import it first.")
    stored = json.loads(metadata[KEY])
    if stored.pop("version") > VERSION:
        raise DataSetError("was written by a newer version of this program.", file=str(path), hint="Update, or import it again.")
    known = set(Info.__dataclass_fields__)
    return replace(Info(), **{name: value for name, value in stored.items() if name in known})


def is_ours(path: Path) -> bool:
    """Tell whether a file is a data set that an import wrote."""
    with contextlib.suppress(pa.ArrowInvalid, OSError):
        return KEY in (pq.read_schema(path).metadata or {})
    return False


def info_metadata(info: Info) -> bytes:
    """Return what `read_info` reads."""
    return json.dumps({"version": VERSION, **asdict(info)}, ensure_ascii=False).encode()


def load(path: Path, *, columns: list[str] | None = None) -> tuple[gpd.GeoDataFrame, pd.DataFrame, Info]:
    """Return a data set's events, its rejected rows, and what is known of it.

    Parameters
    ----------
    path : Path
        The file.
    columns : list of str, optional
        Which further columns to read beside `schema.COLUMNS`; all without it.

    Raises
    ------
    DataSetError
        It is missing, damaged, or not one of ours.
    """
    info = read_info(path)
    wanted = None if columns is None else [*COLUMNS, *(name for name in columns if name not in COLUMNS)]
    try:
        table = pq.read_table(path, columns=wanted, read_dictionary=repeating(pq.read_schema(path)))
    except (pa.ArrowInvalid, OSError) as error:
        raise DataSetError(f"cannot be read: {error}.", file=str(path), hint="Import it again.") from error
    beside = rejected_path(path)
    rejected = pd.read_parquet(beside)[list(REJECTED_COLUMNS)] if beside.exists() else empty_rejected()
    return from_arrow(table), rejected, info


def from_arrow(table: pa.Table) -> gpd.GeoDataFrame:
    """Return rows as they stand in a data set's file as an event table; the Arrow table must not be used any more.

    Text may be read as dictionaries (`repeating`).
    """
    shapes = shapes_from_wkb(table.column("geometry"))
    frame = as_text(table.drop_columns("geometry")).to_pandas(split_blocks=True, self_destruct=True)
    for name, words in VOCABULARIES.items():
        is_coded = isinstance(frame[name].dtype, pd.CategoricalDtype)
        frame[name] = frame[name].cat.set_categories(list(words)) if is_coded else pd.Categorical(frame[name], categories=list(words))
    frame.insert(COLUMNS.index("geometry"), "geometry", gpd.GeoSeries(shapes, crs=CRS))
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)
