"""A page with nothing but Leaflet and the offline base map, for its tests and its benchmark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from events.eventmap.assets import leaflet_folder

SCRIPTS = Path(__file__).parents[1] / "events" / "eventmap" / "js"
SHOWN = "layer.isDrawn()"


def page_of(options: Mapping[str, Any], *, centre: tuple[float, float], zoom: float, **more: Any) -> str:
    """Return the page; its script leaves `map`, `layer` and the messages of `problems` to look at."""
    scripts = [(leaflet_folder() / "leaflet.js").read_text(encoding="utf-8")]
    scripts += [path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("basemap-*.js"))]
    style = (leaflet_folder() / "leaflet.css").read_text(encoding="utf-8")
    start = f"""
      const problems = [];
      const map = L.map("map", {{center: {json.dumps(centre)}, zoom: {zoom}, zoomSnap: 0.25, zoomAnimation: false}});
      const layer = L.offlineBasemap({json.dumps({**options, **more})});
      layer.on("problem", (event) => problems.push(event.message));
      layer.addTo(map);
      // The colour on the screen at a place, from the tile that shows it.
      function colourAt(latitude, longitude) {{
        const point = map.latLngToContainerPoint([latitude, longitude]);
        for (const canvas of document.querySelectorAll(".basemap-tiles canvas")) {{
          const box = canvas.getBoundingClientRect();
          if (point.x < box.left || point.y < box.top || point.x >= box.right || point.y >= box.bottom) continue;
          const scale = canvas.width / box.width;
          const pixel = canvas.getContext("2d").getImageData((point.x - box.left) * scale, (point.y - box.top) * scale, 1, 1).data;
          return "#" + [...pixel.slice(0, 3)].map((value) => value.toString(16).padStart(2, "0")).join("");
        }}
        return null;
      }}"""
    body = "".join(f"<script>{script}</script>" for script in [*scripts, start])
    head = f'<!doctype html><html><head><meta charset="utf-8"><style>{style} html, body, #map {{ height: 100%; margin: 0; }}</style></head>'
    return f'{head}<body><div id="map"></div>{body}</body></html>'
