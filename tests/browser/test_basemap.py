"""The offline base map in a browser: a file from the disk, the network off."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import BrowserContext, Page

from events.eventmap.basemap import basemap_assets, basemap_options
from tests.basemappage import SHOWN, page_of
from tests.conftest import Traffic

IRAQ = (38.0, 28.5, 49.5, 38.0)
GULF, DESERT, BAGHDAD = (28.3, 50.0), (31.0, 43.2), (33.34, 44.4)
LIGHT = {"water": "#d3dee6", "land": "#f5f4f0"}
DARK = {"water": "#14181d", "land": "#23272c"}


@cache
def options(bounds: tuple[float, float, float, float] | None = IRAQ) -> dict[str, Any]:
    return basemap_options(bounds=bounds, inline=True)


@pytest.fixture
def shown(page: Page, tmp_path: Path) -> Callable[..., Page]:
    """Open a map and wait until it is painted: `shown(centre=…, zoom=…)`."""

    def show(*, on: Page = page, bounds: tuple[float, float, float, float] | None = IRAQ, **how: Any) -> Page:
        file = tmp_path / "map.html"
        file.write_text(page_of(options(bounds), **{"centre": (32.0, 46.0), "zoom": 6, **how}), encoding="utf-8")
        on.goto(file.as_uri())
        on.wait_for_function(SHOWN)
        return on

    return show


def colour(page: Page, place: tuple[float, float]) -> str:
    found: str = page.evaluate("([latitude, longitude]) => colourAt(latitude, longitude)", list(place))
    return found


def move(page: Page, place: tuple[float, float], zoom: float) -> None:
    page.evaluate("([latitude, longitude, zoom]) => { map.setView([latitude, longitude], zoom, {animate: false}); }", [*place, zoom])
    page.wait_for_function(SHOWN)


def test_it_is_painted_from_the_file_alone(shown: Callable[..., Page], traffic: Traffic) -> None:
    page = shown()
    assert colour(page, GULF) == LIGHT["water"]
    assert colour(page, DESERT) == LIGHT["land"]
    names = page.evaluate("layer.names.names.map((name) => name.text)")
    assert {"IRAQ", "IRAN", "Baghdad", "Basra", "Al Anbar"} <= set(names)
    assert page.locator(".leaflet-control-scale-line").inner_text() == "200 km"
    assert "Natural Earth; GeoNames" in page.locator(".leaflet-control-attribution").inner_text()
    assert page.evaluate("problems") == []
    assert {url.split("?")[0].rpartition("/")[2] for url in traffic.requests if not url.startswith("data:")} == {"map.html"}


def test_the_dark_theme_repaints_in_place(shown: Callable[..., Page]) -> None:
    page = shown()
    page.evaluate(
        "document.querySelectorAll('.basemap-tiles canvas').forEach((canvas) => { canvas.kept = true; }); layer.setTheme('dark');"
    )
    assert colour(page, GULF) == DARK["water"]
    assert colour(page, DESERT) == DARK["land"]
    assert page.evaluate("[...document.querySelectorAll('.basemap-tiles canvas')].every((canvas) => canvas.kept)")
    assert page.evaluate("getComputedStyle(map.getContainer()).backgroundColor") == "rgb(20, 24, 29)"
    page.evaluate("layer.setTheme('light')")
    assert colour(page, GULF) == LIGHT["water"]


@pytest.mark.parametrize(("ratio", "zoom"), [(1, 6), (2, 6), (1, 6.5), (2, 7.25)])
def test_a_canvas_has_a_pixel_for_each_of_the_screen(
    shown: Callable[..., Page], new_context: Callable[..., BrowserContext], ratio: int, zoom: float
) -> None:
    page = shown(on=new_context(device_scale_factor=ratio).new_page(), zoom=zoom)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.basemap-tiles canvas')].map((canvas) => [canvas.width, canvas.getBoundingClientRect().width])"
    )
    assert sizes
    assert [size for size in sizes if size[0] != pytest.approx(size[1] * ratio, abs=1.01)] == []
    width, css = page.evaluate("[layer.names._canvas.width, layer.names._canvas.getBoundingClientRect().width]")
    assert width == pytest.approx(css * ratio, abs=1)


@pytest.mark.parametrize("zoom", [2, 4.5, 7, 11, 18])
def test_every_zoom_is_painted_without_gaps(shown: Callable[..., Page], zoom: float) -> None:
    page = shown(centre=BAGHDAD, zoom=zoom)
    missing = page.evaluate(
        """() => {
          const size = map.getSize(), missing = [];
          for (let x = 2; x < size.x; x += 31) for (let y = 2; y < size.y; y += 31) {
            const place = map.containerPointToLatLng([x, y]);
            if (Math.abs(place.lat) < 85 && colourAt(place.lat, place.lng) === null) missing.push([x, y]);
          }
          return missing;
        }"""
    )
    assert missing == []
    if zoom >= 11:
        assert "Baghdad" in page.evaluate("layer.names.names.map((name) => name.text)")


def test_a_map_across_the_date_line_has_both_sides(shown: Callable[..., Page]) -> None:
    page = shown(centre=(65, 180), zoom=4, bounds=None)
    chukotka_west, chukotka_east, alaska, bering = (67.5, 178.0), (66.8, 184.0), (65.5, 205.0), (59.0, 182.0)
    assert [colour(page, place) for place in (chukotka_west, chukotka_east, alaska)] == [LIGHT["land"]] * 3
    assert colour(page, bering) == LIGHT["water"]
    assert colour(page, (68.4, 180.0)) == LIGHT["land"], "the cut along 180° is no coast"


def test_beyond_the_cut_the_coarse_world_goes_on(shown: Callable[..., Page]) -> None:
    page = shown(centre=(47.0, 2.5), zoom=7)
    assert colour(page, (47.0, 2.5)) == LIGHT["land"]
    assert "FRANCE" in page.evaluate("layer.names.names.map((name) => name.text)")
    move(page, BAGHDAD, 12)
    assert "Sadr City" in page.evaluate("layer.names.names.map((name) => name.text)")


@pytest.mark.parametrize(("centre", "zoom"), [((32.0, 46.0), 6), ((50.0, 12.0), 5), ((35.5, 38.0), 8)])
def test_no_name_is_written_over_another(shown: Callable[..., Page], centre: tuple[float, float], zoom: float) -> None:
    page = shown(centre=centre, zoom=zoom)
    boxes = page.evaluate(
        """() => layer.names.names.map(({text, kind, size, lines, x, y, align}) => {
          const ctx = layer.names._canvas.getContext("2d");
          const wide = Math.max(...lines.map((line) => layer.names._measure(ctx, line, kind, size))), high = lines.length * size * 1.1;
          const left = align === "left" ? x : align === "right" ? x - wide : x - wide / 2;
          return [text, left, y - high / 2, left + wide, y + high / 2];
        })"""
    )
    assert len(boxes) > 20
    over = [
        (one[0], other[0])
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]
    assert over == []


def test_names_lie_above_the_land_and_below_the_marks(shown: Callable[..., Page]) -> None:
    page = shown()
    order = page.evaluate("['tilePane', 'basemap-names', 'overlayPane'].map((name) => Number(getComputedStyle(map.getPane(name)).zIndex))")
    assert order == sorted(order)
    assert len(set(order)) == 3
    assert page.evaluate("getComputedStyle(map.getPane('basemap-names')).pointerEvents") == "none"


def test_taken_off_it_leaves_nothing_and_comes_back(shown: Callable[..., Page]) -> None:
    page = shown()
    page.evaluate("layer.remove()")
    assert page.evaluate("document.querySelectorAll('canvas, .leaflet-control-scale').length") == 0
    page.evaluate("layer.addTo(map)")
    page.wait_for_function(SHOWN)
    assert colour(page, GULF) == LIGHT["water"]


class Assets(BaseHTTPRequestHandler):
    """Serves a page and the base map's files: as gzip said to be so, plainly, or not at all."""

    page: ClassVar[bytes] = b""

    def do_GET(self) -> None:
        folder, _, name = self.path.lstrip("/").rpartition("/")
        data = self.page if name == "map.html" else basemap_assets().get(name, (b"", ""))[0]
        if folder == "unpacked":
            data = gzip.decompress(data)
        self.send_response(200 if data else 404)
        if folder == "encoded":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Assets) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


@pytest.mark.parametrize("folder", ["encoded", "packed", "unpacked"])
def test_served_files_are_read_however_they_are_packed(page: Page, server: str, folder: str) -> None:
    Assets.page = page_of(basemap_options(url=f"/{folder}/"), centre=(32.0, 46.0), zoom=8).encode()
    page.goto(f"{server}/map.html")
    page.wait_for_function(SHOWN)
    assert colour(page, DESERT) == LIGHT["land"]
    assert page.evaluate("problems") == []


def test_a_file_that_cannot_be_read_is_told(page: Page, server: str) -> None:
    world = basemap_options(url="/packed/")["parts"][0]
    Assets.page = page_of({"parts": [world, {"url": "/packed/gone.bin"}]}, centre=(32.0, 46.0), zoom=5).encode()
    page.goto(f"{server}/map.html")
    page.wait_for_function("problems.length > 0 && layer.tiles.isDrawn()")
    assert "gone.bin" in page.evaluate("problems[0]")
    assert colour(page, DESERT) == LIGHT["land"], "what could be read is shown"
