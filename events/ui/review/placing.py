"""The place of the candidate looked at, on the map: shown as proposed, and chosen by a click."""

from __future__ import annotations

from typing import Any

from events.ui.review import acts
from events.ui.review.state import OPEN, review
from events.ui.review.wording import shown
from events.ui.session import Session


def asked(session: Session) -> dict[str, Any]:
    """Return the `pick` message for the map."""
    here = review()
    item = here.current if here.opened and not here.adding else None
    if item is None or item.status != OPEN or here.is_of_other(session.dataset.name):
        return {"on": False, "at": None}
    now = shown(item)
    at = None if now["lon"] is None else {"lat": now["lat"], "lon": now["lon"], "radius_m": now["radius_m"]}
    return {"on": here.picking, "at": at}


def chosen(session: Session, report: dict[str, Any]) -> None:
    """Take the place that was chosen on the map, where one was asked for."""
    session.answered = max(session.answered, int(report["number"]))
    here, told = review(), report["value"]
    if not here.picking:
        return
    lat, lon = told.get("lat"), told.get("lon")
    here.picking = False
    if isinstance(lat, int | float) and isinstance(lon, int | float) and abs(lat) <= 90 and abs(lon) <= 180:
        acts.place_at(here, float(lat), float(lon))
