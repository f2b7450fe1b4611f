"""GeoJSON as people write it → GeoJSON as GDAL reads it, so that no feature is left out and no shape is lost without a word.

GDAL leaves out objects without `"type": "Feature"`, and takes a shape that it cannot read for none. So features get the type that they
lack, coordinates that stand as text become numbers, and what each feature states of a shape is kept, to be compared with what was read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from events.errors import InputError

_NUMBER: Final = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")
#: So much of a shape is shown in a message.
SHOWN: Final = 80


@dataclass(frozen=True)
class Prepared:
    """A file for GDAL, and what its features state.

    Attributes
    ----------
    path : Path
        The file to read: the given one where nothing had to be changed.
    shapes : list
        The geometry that each feature states; None for none, and for one that is empty by RFC 7946.
    has_crs : bool
        Whether the file names a coordinate reference system.
    """

    path: Path
    shapes: list[Any]
    has_crs: bool


def prepared(content: Any, path: Path, folder: Path, *, file: str) -> Prepared:
    """Return the file as GDAL is to read it.

    Parameters
    ----------
    content : object
        What the file holds: GeoJSON (RFC 7946).
    path, folder : Path
        The file, and where a changed copy may be put.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        Its features are no list of objects.
    """
    collection = content.get("type") == "FeatureCollection"
    given = content.get("features") if collection else [content] if content["type"] == "Feature" else []
    if not isinstance(given, list) or not all(isinstance(feature, dict) for feature in given):
        raise InputError("its features are no list of objects.", file=file, hint="Open and save it in a GIS.")
    features = [{**feature, "type": "Feature", "geometry": _numbered(feature.get("geometry"))} for feature in given]
    shapes = [_stated(feature["geometry"]) for feature in features]
    if all(new["geometry"] is old.get("geometry") and old.get("type") == "Feature" for new, old in zip(features, given, strict=True)):
        return Prepared(path, shapes, "crs" in content)
    target = folder / "prepared.json"
    whole = {**content, "features": features} if collection else features[0]
    target.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return Prepared(target, shapes, "crs" in content)


def _numbered(shape: Any) -> Any:
    """Return a shape whose coordinates are numbers where they stood as text; any other as it is."""
    if not isinstance(shape, dict):
        return shape
    if isinstance(shape.get("geometries"), list):
        parts = [_numbered(part) for part in shape["geometries"]]
        return shape if all(new is old for new, old in zip(parts, shape["geometries"], strict=True)) else {**shape, "geometries": parts}
    return {**shape, "coordinates": _numbers(shape["coordinates"])} if _has_text(shape.get("coordinates")) else shape


def _has_text(given: Any) -> bool:
    return any(map(_has_text, given)) if isinstance(given, list) else isinstance(given, str)


def _numbers(given: Any) -> Any:
    if isinstance(given, list):
        return [_numbers(part) for part in given]
    return float(given.replace(",", ".")) if isinstance(given, str) and _NUMBER.fullmatch(given) else given


def _stated(shape: Any) -> Any:
    return None if isinstance(shape, dict) and [] in (shape.get("coordinates"), shape.get("geometries")) else shape


def shown(shape: Any) -> str:
    """Return the beginning of a shape as JSON, for a message."""
    return json.dumps(shape, ensure_ascii=False)[:SHOWN]
