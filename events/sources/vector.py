"""GeoJSON, GeoPackage, zipped Shapefile, KML and GeoParquet → a `Table` whose shapes are longitude and latitude (EPSG:4326)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError

from events.errors import InputError
from events.schema import CRS
from events.sources import geojson
from events.sources.faults import rejected_table
from events.sources.kml import VAGUE_BEGIN, VAGUE_END
from events.sources.table import GEOMETRY, FrameTable, unique_names

#: Formats that are longitude and latitude by their own rules (RFC 7946; OGC KML).
GEOGRAPHIC: Final = ("geojson", "kml")
OUTSIDE: Final = "coordinates outside longitude -180 to 180 or latitude -90 to 90"


def read_vector(
    path: Path,
    *,
    kind: str,
    file: str,
    layer: str = "",
    crs: str = "",
    encoding: str = "",
    stated: Sequence[object] | None = None,
    has_crs: bool = True,
) -> FrameTable:
    """Read the one layer of a geographic file; the folders of a KML file are read together.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        "geojson", "geopackage", "shapefile", "kml" or "geoparquet".
    file : str
        Its name, for messages.
    layer : str
        Which layer, where there are several.
    crs : str
        Coordinate reference system, for a file that states none.
    encoding : str
        Encoding of a Shapefile's texts; as it states itself without it.
    stated : sequence, optional
        The shape that each feature states, None for none: one that was not read is a fault, and so is a feature that was not.
    has_crs : bool
        Whether a GeoJSON file names its coordinate reference system; where it does not, `crs` counts.

    Raises
    ------
    InputError
        It is damaged, or holds no layer or several, or its coordinates are in no system that is known.
    """
    try:
        frame = gpd.read_parquet(path) if kind == "geoparquet" else _layers(path, kind=kind, file=file, layer=layer, encoding=encoding)
    except (DataSourceError, DataLayerError, pa.ArrowException, OSError, ValueError, TypeError, LookupError) as error:
        raise InputError(f"the {kind} data are damaged: {str(error)[:200]}.", file=file, hint="Open and save them in a GIS.") from error
    if kind == "kml":
        frame = _timed(frame)
    if not isinstance(frame, gpd.GeoDataFrame):
        return FrameTable(_text(frame), file=file)
    shapes, outside = _in_degrees(frame.set_crs(None, allow_override=True) if crs and not has_crs else frame, kind=kind, file=file, crs=crs)
    if outside.any() and (outside | shapely.is_missing(shapes)).all() and not crs:
        raise InputError(
            "its coordinates are no degrees of longitude and latitude.",
            file=file,
            value=_shown(shapes[outside][0]),
            hint="They may be metres of a projection: name its system; on the command line, with --crs EPSG:32638, say.",
        )
    text = _text(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
    if stated is not None and len(stated) != len(frame):
        raise InputError(f"{len(frame)} of {len(stated)} features can be read.", file=file, hint="Open and save it in a GIS.")
    wanted = stated or [None] * len(frame)
    lost = np.array([shape is not None for shape in wanted], dtype=bool) & shapely.is_missing(shapes)
    bad, numbers = outside | lost, np.arange(1, len(frame) + 1)
    reasons = [(int(n), GEOMETRY, _shown(shape), OUTSIDE) for n, shape in zip(numbers[outside], shapes[outside], strict=True)]
    reasons += [(int(n), GEOMETRY, geojson.shown(wanted[n - 1]), "a shape that cannot be read") for n in numbers[lost]]
    if shapely.is_missing(shapes).all() and not lost.any():  # its places, if it has any, are in other columns
        return FrameTable(text, file=file)
    table = text.assign(**{GEOMETRY: pd.Series(shapes, index=text.index, dtype="object")})[~bad]
    return FrameTable(table, file=file, numbers=numbers[~bad], rejected=rejected_table(reasons, file=file))


def _shown(shape: shapely.Geometry) -> str:
    """Return the beginning of a shape as well-known text."""
    return str(shapely.to_wkt(shape, rounding_precision=5))[:80]


def _timed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return placemarks with one beginning and one end: a span's or a moment's, as written where it is a month or a year."""
    names = {"begin": ("begin", "timestamp", VAGUE_BEGIN), "end": ("end", VAGUE_END)}
    times = {name: [_column(frame[part]) for part in parts if part in frame] for name, parts in names.items()}
    own = {name: reduce(lambda one, other: one.where(one != "", other), parts) for name, parts in times.items() if parts}
    timed = frame.assign(**{name: values.to_numpy() for name, values in own.items()})
    return timed.drop(columns=["timestamp", VAGUE_BEGIN, VAGUE_END], errors="ignore")


def _layers(path: Path, *, kind: str, file: str, layer: str, encoding: str) -> pd.DataFrame:
    names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    if layer:
        if layer not in names:
            raise InputError("there is no such layer.", file=file, value=layer, hint=f"There are {', '.join(names)}.")
        names = [layer]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL's remarks on fields that it shortens or lacks are of no use to anybody here
        parts: dict[str, pd.DataFrame] = {
            name: pyogrio.read_dataframe(path, layer=name, fid_as_index=False, encoding=encoding or None) for name in names
        }
    full = {name: part for name, part in parts.items() if len(part)}
    if len(full) > 1 and kind != "kml":
        raise InputError(
            f"holds {len(full)} layers: {', '.join(full)}.", file=file, hint="Say which layer to read; on the command line, with --part."
        )
    if not full:
        raise InputError("there are no features.", file=file, hint="It needs a feature for each event.")
    if len(full) == 1:
        return next(iter(full.values()))
    return pd.concat([part.assign(folder=name) for name, part in full.items()], ignore_index=True)


def _in_degrees(frame: gpd.GeoDataFrame, *, kind: str, file: str, crs: str) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """Return the shapes in EPSG:4326, flat, None where there is none, and which of them cannot be on earth."""
    shapes = frame.geometry
    if shapes.crs is None:
        if not crs and kind not in GEOGRAPHIC:
            raise InputError(
                "states no coordinate reference system.", file=file, hint="Add the .prj file, or name the system, for instance EPSG:4326."
            )
        try:
            shapes = shapes.set_crs(crs or CRS)
        except CRSError as error:
            raise InputError("no such coordinate reference system.", file=file, value=crs, hint="Use a code such as EPSG:32638.") from error
    moved = shapes.to_crs(CRS).to_numpy()
    flat: npt.NDArray[np.object_] = shapely.force_2d(moved)
    flat[shapely.is_missing(flat) | shapely.is_empty(flat)] = None
    single = (shapely.get_type_id(flat) == shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(flat) == 1)
    flat[single] = shapely.get_geometry(flat[single], 0)
    west, south, east, north = shapely.bounds(flat).T
    there = ~shapely.is_missing(flat)
    inside = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    return flat, there & ~inside


def _text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return all columns as text, "" where there is nothing, dates in ISO form, none of them called like the shapes."""
    columns = unique_names([str(name) for name in frame.columns])
    texts = {new: _column(frame[old]) for new, old in zip(columns, frame.columns, strict=True)}
    return pd.DataFrame(texts, index=pd.RangeIndex(len(frame)))


def _column(values: pd.Series) -> pd.Series[str]:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        moments = values.dt.tz_convert("UTC").dt.tz_localize(None) if isinstance(values.dtype, pd.DatetimeTZDtype) else values
        days = (moments.dropna() == moments.dropna().dt.normalize()).all()
        text = moments.dt.strftime("%Y-%m-%d" if days else "%Y-%m-%dT%H:%M:%S")
    elif pd.api.types.is_float_dtype(values.dtype):
        whole = (values.dropna() == values.dropna().round()).all() and values.abs().max() < 1 << 53
        text = values.astype("Int64").astype("str") if whole else values.astype("str")
    else:
        text = values.map(_joined, na_action="ignore").astype("str") if values.dtype == object else values.astype("str")
    shown: pd.Series[str] = text.where(values.notna(), "").fillna("").astype("str").reset_index(drop=True)
    return shown


def _joined(value: object) -> object:
    """Return a list as its parts in one cell, and anything else as it is."""
    return "; ".join(map(str, value)) if isinstance(value, list | np.ndarray) else value
