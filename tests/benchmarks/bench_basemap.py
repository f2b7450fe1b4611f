"""How long the offline base map takes in the browser: reading its files, painting a tile, writing the names.

The full files, a window of 1440 by 900, a pixel ratio of 1 and 2; software rendering. A tile is 512 CSS pixels square.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from events.eventmap.basemap import basemap_assets
from tests.basemappage import SHOWN, page_of
from tests.chromium import ARGUMENTS, find_chromium

ZOOMS = (3, 6, 10)
PLACES = {"Iraq": (33.0, 44.0), "Norway": (66.0, 14.0), "Java": (-7.0, 110.0)}
RATIOS = (1, 2)
MEASURE = """() => {
  const times = [], there = [], names = [], theme = layer.tiles.options.theme;
  layer.tiles.onPaint = (coords, took) => times.push(took);
  for (let i = 0; i < 10; i++) {
    // The browser may put drawing off until the pixels are wanted: a pixel read back has them drawn.
    const canvases = [...document.querySelectorAll(".basemap-tiles canvas")], start = performance.now();
    layer.tiles.setTheme(theme);
    for (const canvas of canvases) canvas.getContext("2d").getImageData(0, 0, 1, 1);
    there.push((performance.now() - start) / canvases.length);
    const began = performance.now();
    layer.names._draw();
    names.push(performance.now() - began);
  }
  layer.tiles.onPaint = null;
  return {times, there, names};
}"""
READ = """async () => {
  const began = performance.now();
  for (const part of layer.options.parts) await L.OfflineBasemap.load(part);
  return performance.now() - began;
}"""


def main() -> int:
    """Print one JSON line a figure."""
    parts = [{"data": base64.b64encode(data).decode()} for data, _ in basemap_assets().values()]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        file = Path(folder) / "map.html"
        file.write_text(page_of({"parts": parts}, centre=PLACES["Iraq"], zoom=6), encoding="utf-8")
        for ratio in RATIOS:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=ratio)
            page.goto(file.as_uri())
            page.wait_for_function(SHOWN)
            if ratio == 1:
                _say("read and index both files", page.evaluate(READ))
            for zoom in ZOOMS:
                _measure(page, zoom=zoom, ratio=ratio)
        browser.close()
    return 0


def _measure(page: Page, *, zoom: int, ratio: int) -> None:
    tiles: list[float] = []
    there: list[float] = []
    names: list[float] = []
    for latitude, longitude in PLACES.values():
        page.evaluate(
            "([latitude, longitude, zoom]) => { map.setView([latitude, longitude], zoom, {animate: false}); }", [latitude, longitude, zoom]
        )
        page.wait_for_function(SHOWN)
        found = page.evaluate(MEASURE)
        tiles += found["times"]
        there += found["there"]
        names += found["names"]
    for what, values in (
        ("paint a tile, script", tiles),
        ("paint a tile, with pixels read back, mean of a screen", there),
        ("choose and write the names", names),
    ):
        ordered = sorted(values)
        _say(f"{what}, median", ordered[len(ordered) // 2], zoom=zoom, pixel_ratio=ratio)
        _say(f"{what}, p95", ordered[int(len(ordered) * 0.95)], zoom=zoom, pixel_ratio=ratio)


def _say(figure: str, value: float, **about: Any) -> None:
    print(json.dumps({"figure": figure, **about, "value": round(value, 2), "unit": "ms"}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
