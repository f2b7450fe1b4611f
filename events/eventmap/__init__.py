"""The map: packed columns, our folium plugin `EventTimeline`, and `EventMap`, which needs no network. Only this package imports folium."""

from __future__ import annotations

from events.eventmap.assets import asset_name, assets
from events.eventmap.colours import faction_colours
from events.eventmap.columns import pack
from events.eventmap.control_columns import pack_areas, pack_control
from events.eventmap.map import EventMap
from events.eventmap.timeline import EventTimeline

__all__ = ["EventMap", "EventTimeline", "asset_name", "assets", "faction_colours", "pack", "pack_areas", "pack_control"]
