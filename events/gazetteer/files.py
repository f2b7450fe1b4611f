"""A user's own gazetteer: any table or geographic file of places, with names, admin levels and p-codes under the usual headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from shapely.geometry.base import BaseGeometry

from events.errors import InputError
from events.gazetteer import extent
from events.gazetteer.admin import Levels, levels_of, upper_places
from events.gazetteer.countries import country_column
from events.gazetteer.table import Gazetteer
from events.sources.cells import degrees, numbers
from events.sources.faults import Mask
from events.sources.files import open_table
from events.sources.table import GEOMETRY

Numbers = npt.NDArray[np.float64]
#: Headers of the columns of a gazetteer, folded to lower case with underscores; the first that is there counts.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        *("canonical_name", "name", "name_en", "place", "place_name", "placename", "toponym", "location", "settlement", "city", "town"),
        *("village", "featurename", "full_name", "fullname", "nam", "shapename", "label", "title"),
    ),
    "parent": ("parent", "admin", "lies_in", "part_of"),
    "kind": ("kind", "type", "place_type", "feature_type", "featuretype", "fclass", "feature_class", "shapetype", "class"),
    "country": ("country_code", "iso2", "iso_a2", "iso3", "iso_a3", "iso", "countrycode", "country", "shapegroup", "cc"),
    "lon": ("lon", "long", "lng", "longitude", "x", "x_coord", "point_x", "lon_dd"),
    "lat": ("lat", "latitude", "y", "y_coord", "point_y", "lat_dd"),
    "radius_m": ("radius_m", "radius"),
    "radius_km": ("radius_km",),
    "population": ("population", "pop", "pop_total"),
    "pcode": ("pcode", "p_code", "place_pcode", "code", "shapeid"),
    "source": ("coord_source", "source"),
}
#: Headers that hold further names, and how several stand in one cell.
ALIASES: Final = (
    "aliases",
    "alias",
    "alt_name",
    "alt_names",
    "altnames",
    "other_names",
    "variants",
    "asciiname",
    "ascii_name",
    "name_local",
    "local_name",
)
COMMA_ALIASES: Final = ("alternatenames", "alternate_names")
_NAME_IN: Final = re.compile(r"^name[_:][a-z]{2,3}$")
_SEPARATORS: Final = re.compile(r"[;|]")


def from_file(path: str | Path, *, layer: str = "") -> Gazetteer:
    """Return the gazetteer of a file: CSV, TSV, XLSX, GeoJSON, GeoPackage, zipped Shapefile or KML, packed or not.

    Parameters
    ----------
    path : str or Path
        Each row or feature is a place: a point, a line or an area. Names stand in `name` (or `canonical_name`, `place`, ...), or in the
        columns of administrative levels (`ADM2_EN`, `adm2_name`, ...), of which the deepest is the place and the others are what it lies
        in; `ADM2_PCODE` and the like become its p-code. Tables need `lat` and `lon` in degrees. Optional: `aliases` (parted by ";" or
        "|"), `parent`, `kind`, `country`, `radius_m` or `radius_km`, `population`.
    layer : str
        Sheet or layer, where there are several.

    Raises
    ------
    InputError
        The file cannot be read, no column holds names, or a place has no name or no position; the first such place is named.
    """
    file = Path(path).name
    with open_table(path, part=layer) as table:
        chunks = list(table.chunks())
    frame = pd.concat([chunk.frame for chunk in chunks], ignore_index=True)
    bad = [chunk.rejected for chunk in chunks if len(chunk.rejected)]
    if bad:
        first = bad[0].iloc[0]
        hint = "Correct the gazetteer and load it again."
        raise InputError(f"{first['reason']}.", file=file, row=int(first["row"]), column=first["column"] or None, hint=hint)
    return from_table(frame, file=file)


def from_table(table: pd.DataFrame, *, file: str = "") -> Gazetteer:
    """Return the gazetteer of a table, its columns as `from_file` tells; `geometry` may hold shapes (EPSG:4326)."""
    cells = table.drop(columns=GEOMETRY, errors="ignore").fillna("").astype("str").apply(lambda column: column.str.strip())
    shapes = table[GEOMETRY] if GEOMETRY in table else pd.Series(None, index=table.index, dtype="object")
    headers = {_header(column): column for column in reversed(cells.columns)}
    levels = levels_of(headers)
    columns = {name: next((headers[h] for h in known if h in headers), "") for name, known in HEADERS.items()}
    if not columns["name"] and levels is None:
        hint = "Name one of the columns name, or use the administrative levels' own headers (ADM1_EN, ADM2_EN, ...)."
        raise InputError(f"no column of places' names among: {', '.join(map(str, table.columns))[:200]}.", file=file or None, hint=hint)
    if cells.empty:
        raise InputError("there is no place in it.", file=file or None, hint="Give a row or a feature for each place.")
    frame = _frame(cells, columns, levels, headers)
    frame = _placed(frame, cells, shapes, columns, file=file)
    if levels is not None:
        frame = pd.concat([frame, upper_places(frame, cells, levels)], ignore_index=True)
    return Gazetteer.from_frame(frame.assign(country=country_column(frame)), file=file)


def _header(column: object) -> str:
    return "_".join(str(column).strip().lower().replace("-", " ").split())


def _frame(cells: pd.DataFrame, columns: Mapping[str, str], levels: Levels | None, headers: Mapping[str, str]) -> pd.DataFrame:
    """Return the columns that are text: name, aliases, parent, kind, country, pcode, source."""
    text = {name: cells[columns[name]] if columns[name] else pd.Series("", index=cells.index, dtype="str") for name in HEADERS}
    frame = pd.DataFrame({name: text[name] for name in ("name", "parent", "kind", "country", "pcode", "source")})
    others = [cells[headers[h]].str.replace(_SEPARATORS, ";", regex=True) for h in headers if h in ALIASES or _NAME_IN.match(h)]
    others += [cells[headers[h]].str.replace(",", ";") for h in headers if h in COMMA_ALIASES]
    if levels is not None:
        deepest = levels.deepest(cells)
        named = frame["name"] != "" if columns["name"] else pd.Series(data=False, index=cells.index)
        frame["parent"] = frame["parent"].where(frame["parent"] != "", deepest["name"].where(named, deepest["parent"]))
        frame["kind"] = frame["kind"].where((frame["kind"] != "") | named, deepest["kind"])
        frame["pcode"] = frame["pcode"].where(frame["pcode"] != "", deepest["pcode"].where(~named, ""))
        frame["country"] = frame["country"].where(frame["country"] != "", deepest["country"])
        frame["name"] = frame["name"].where(named, deepest["name"])
        others.append(deepest["aliases"].where(~named, ""))
    return frame.assign(aliases=_joined([*others, frame["pcode"]], frame["name"]))


def _joined(columns: Iterable[pd.Series[str]], names: pd.Series[str]) -> list[str]:
    """Return each row's further names parted by ";", each once and without the name itself."""
    rows = zip(names, *columns, strict=True)
    parted = ((name, [part.strip() for cell in cells for part in cell.split(";")]) for name, *cells in rows)
    return [";".join(dict.fromkeys(part for part in parts if part and part != name)) for name, parts in parted]


def _placed(frame: pd.DataFrame, cells: pd.DataFrame, shapes: pd.Series, columns: Mapping[str, str], *, file: str) -> pd.DataFrame:
    """Return the frame with lon, lat, radius_m, population and shape; shapes give position and radius where no column does."""
    lon, lat = (_degrees(cells, columns, name, file=file) for name in ("lon", "lat"))
    radius = _numbers(cells, columns, "radius_m", file=file)
    radius = np.where(np.isnan(radius), _numbers(cells, columns, "radius_km", file=file) * 1_000, radius)
    areas = [shape if isinstance(shape, BaseGeometry) and not shape.is_empty else None for shape in shapes]
    circles = [extent.within(shape) if shape is not None else None for shape in areas]
    for at, circle in enumerate(circles):
        if circle is not None:
            lon[at], lat[at] = (circle.lon, circle.lat) if np.isnan(lon[at]) or np.isnan(lat[at]) else (lon[at], lat[at])
            radius[at] = extent.reach(areas[at], lon[at], lat[at]) if np.isnan(radius[at]) and circle.radius_m > 0 else radius[at]
    kept = [shape if shape is not None and shape.geom_type in ("Polygon", "MultiPolygon") else None for shape in areas]
    population = _numbers(cells, columns, "population", file=file)
    made = frame.assign(lon=lon, lat=lat, radius_m=radius, population=np.where(population > 0, population, np.nan))
    return made.assign(shape=pd.Series(kept, index=frame.index, dtype="object"))


def _degrees(cells: pd.DataFrame, columns: Mapping[str, str], name: str, *, file: str) -> Numbers:
    if not columns[name]:
        return np.full(len(cells), np.nan)
    values, bad = degrees(cells[columns[name]], halves="EW" if name == "lon" else "NS")
    return _all_read(values, bad, cells[columns[name]], file=file)


def _numbers(cells: pd.DataFrame, columns: Mapping[str, str], name: str, *, file: str) -> Numbers:
    if not columns[name]:
        return np.full(len(cells), np.nan)
    values, bad = numbers(cells[columns[name]])
    return _all_read(values, bad, cells[columns[name]], file=file)


def _all_read(values: Numbers, bad: Mask, cells: pd.Series[str], *, file: str) -> Numbers:
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        hint = "Correct the gazetteer and load it again."
        raise InputError("not a number.", file=file or None, row=row + 1, column=str(cells.name), value=cells.iloc[row], hint=hint)
    return np.asarray(values, dtype="float64").copy()
