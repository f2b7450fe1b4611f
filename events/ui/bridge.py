"""The bridge: the line above the map, the address bar, and the channel between the map's script and this page.

It is a Streamlit component without a frame of its own. Map and page talk over a `BroadcastChannel` named for the session; while the
slider moves, the bridge fills in the sentence by itself and Python is not asked. When the map rests, it reports the view, Python
answers with the sentence and the link, and the bridge alone writes the address bar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import streamlit as st

from events.describe import Part

HERE: Final = Path(__file__).parent
HTML: Final = """
<div class="bridge">
  <p class="sentence" dir="auto"></p>
  <button type="button" class="copy" title="Copy a link that opens exactly this view">Copy link</button>
  <input class="link" aria-label="Link to this view" readonly hidden>
  <span class="quiet" role="status" aria-live="polite"></span>
</div>
"""


@st.cache_resource
def _component() -> Callable[..., Any]:
    script = (HERE / "bridge.js").read_text(encoding="utf-8")
    style = (HERE / "bridge.css").read_text(encoding="utf-8")
    return st.components.v2.component("events_bridge", html=HTML, css=style, js=script)


def bridge(
    *,
    channel: str,
    query: str,
    push: bool,
    first: bool,
    answered: int,
    command: dict[str, Any],
    sentence: list[Part],
    figures: dict[str, str],
    placed: int,
    pick: dict[str, Any],
    waiting: bool,
    on_view: Callable[[], None],
    on_url: Callable[[], None],
    on_place: Callable[[], None],
    on_drawn: Callable[[], None],
) -> None:
    """Put the bridge on the page.

    Parameters
    ----------
    channel : str
        Name of the broadcast channel, the same as the map's.
    query : str
        The link's query string for the view at rest.
    push : bool
        True where the change deserves a step of its own in the browser's history.
    first : bool
        True on the session's first run: what stands in the address bar is then asked for before it is overwritten.
    answered : int
        Number of the last report that Python has seen.
    command : dict
        The `set` message for the map.
    sentence : list of Part
        The sentence above the map, with its figures left open.
    figures : dict
        The figures at rest.
    placed : int
        How many events have a place on the map.
    pick : dict
        The `pick` message for the map: `on`, whether the next click chooses a place, and `at`, what is to be shown as proposed
        (lat, lon in degrees, radius_m) or None.
    waiting : bool
        True where Python waits to be told that the map is drawn.
    on_view, on_url, on_place, on_drawn : callable
        Called before the rerun when the map reports a view, the browser went back or forward, a place was chosen on the map, or the map
        is drawn for the first time.
    """
    _component()(
        key="bridge",
        data={
            "channel": channel,
            "query": query,
            "push": push,
            "first": first,
            "answered": answered,
            "command": command,
            "sentence": [asdict(part) for part in sentence],
            "figures": figures,
            "placed": placed,
            "pick": pick,
            "waiting": waiting,
        },
        on_view_change=on_view,
        on_url_change=on_url,
        on_place_change=on_place,
        on_drawn_change=on_drawn,
    )
