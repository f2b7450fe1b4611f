"""GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from events.dataset import Dataset
from events.export.columns import attributes, placed, plain, sentence
from events.link import to_query
from events.view import ViewState


def to_geojson(events: gpd.GeoDataFrame, *, dataset: Dataset, view: ViewState) -> bytes:
    """Write events as a FeatureCollection, one feature a line; coordinates are lon, lat in degrees.

    An area is its centre with `radius_m` (metres); an event without a place is a feature whose geometry is null. The collection's members
    `data_set`, `fingerprint`, `view` and `link` (a query string) say where it comes from. Parameters as for `to_csv`.
    """
    head = {
        "type": "FeatureCollection",
        "name": dataset.name,
        "data_set": dataset.name,
        "fingerprint": dataset.fingerprint,
        "view": sentence(dataset, view),
        "link": to_query(view, made_on=dataset.stamp),
    }
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    features = ",\n".join(_features(events))
    return f'{opening}, "features": [\n{features}\n]}}\n'.encode()


def _features(events: gpd.GeoDataFrame) -> Iterator[str]:
    names = attributes(events)
    columns = [_json_values(plain(events[name])) for name in names]
    # RFC 7946, 3.1.6: outer rings run counterclockwise
    shapes = shapely.to_geojson(shapely.orient_polygons(placed(events)))
    identifiers = events["event_id"].astype("str")
    for identifier, shape, *row in zip(identifiers, shapes, *columns, strict=True):
        properties = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False)
        mark = json.dumps(identifier, ensure_ascii=False)
        yield f'{{"type": "Feature", "id": {mark}, "geometry": {shape or "null"}, "properties": {properties}}}'


def _json_values(column: pd.Series[Any]) -> list[Any]:
    """Return values as JSON knows them; a number that is missing or not finite is null."""
    return [None if value is pd.NA or (isinstance(value, float) and not math.isfinite(value)) else value for value in column.tolist()]
