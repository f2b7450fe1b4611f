"""KML 2.2 (OGC 07-147r2) with a time span for each placemark."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

#: Characters that XML 1.0 forbids, whatever is written around them.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPAQUE: Final = "b0"


def to_kml(
    *,
    titles: Sequence[str],
    groups: npt.NDArray[Any],
    begins: Sequence[str],
    ends: Sequence[str],
    geometry: npt.NDArray[Any],
    attributes: pd.DataFrame,
) -> bytes:
    """Return a KML document with a placemark a row; a row without a geometry is a placemark without one.

    Parameters
    ----------
    titles, begins, ends : sequence of str
        Name, first and last day (YYYY-MM-DD, "" for none) of each placemark.
    groups : numpy.ndarray of str
        What placemarks are coloured by.
    geometry : numpy.ndarray of shapely geometries or None
        EPSG:4326.
    attributes : pandas.DataFrame
        Told as extended data.
    """
    named = sorted({str(group) for group in groups})
    style = {group: f"g{number}" for number, group in enumerate(named)}
    styles = "\n".join(_style(style[group], group) for group in named)
    rows = zip(titles, groups, begins, ends, geometry, attributes.itertuples(index=False, name=None), strict=True)
    names = [str(name) for name in attributes.columns]
    marks = "\n".join(
        f"<Placemark><name>{_text(title)}</name>{_span(begin, end)}<styleUrl>#{style[str(group)]}</styleUrl>"
        f"<ExtendedData>{_data(names, row)}</ExtendedData>{_shape(shape)}</Placemark>"
        for title, group, begin, end, shape, row in rows
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>control</name>'
    return f"{head}\n{styles}\n{marks}\n</Document></kml>\n".encode()


def _text(value: object) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", str(value)))


def _style(name: str, group: str) -> str:
    """Return a style whose colour comes from the group's name, so that it stays the same in every file; KML writes aabbggrr."""
    colour = "888888" if group in ("unknown", "contested") else hashlib.sha256(group.encode()).hexdigest()[:6]
    return (
        f'<Style id="{name}"><IconStyle><color>ff{colour}</color></IconStyle><LineStyle><color>ff{colour}</color></LineStyle>'
        f"<PolyStyle><color>{_OPAQUE}{colour}</color></PolyStyle></Style>"
    )


def _span(begin: str, end: str) -> str:
    parts = (f"<begin>{_text(begin)}</begin>" if begin else "") + (f"<end>{_text(end)}</end>" if end else "")
    return f"<TimeSpan>{parts}</TimeSpan>" if parts else ""


def _data(names: Sequence[str], row: tuple[Any, ...]) -> str:
    return "".join(
        f"<Data name={quoteattr(_FORBIDDEN.sub('', name))}><value>{_text(value)}</value></Data>"
        for name, value in zip(names, row, strict=True)
        if not _missing(value)
    )


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value == "" or (isinstance(value, float) and bool(np.isnan(value)))


def _shape(shape: BaseGeometry | None) -> str:
    if shape is None:
        return ""
    if shape.geom_type == "Point":
        return f"<Point><coordinates>{_coordinates(shape)}</coordinates></Point>"
    if shape.geom_type == "LineString":
        return f"<LineString><coordinates>{_coordinates(shape)}</coordinates></LineString>"
    if shape.geom_type == "Polygon":
        around = _ring(shape.exterior, "outerBoundaryIs")
        return f"<Polygon>{around}{''.join(_ring(hole, 'innerBoundaryIs') for hole in shape.interiors)}</Polygon>"
    return f"<MultiGeometry>{''.join(_shape(part) for part in shapely.get_parts(shape))}</MultiGeometry>"


def _ring(ring: BaseGeometry, role: str) -> str:
    return f"<{role}><LinearRing><coordinates>{_coordinates(ring)}</coordinates></LinearRing></{role}>"


def _coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{x:.6f},{y:.6f}" for x, y in shapely.get_coordinates(shape))
