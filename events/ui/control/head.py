"""What the map and the line above it are told of control."""

from __future__ import annotations

from typing import Any, Final

from events import describe_control
from events.control import undated
from events.describe import Counts, Part
from events.errors import EventsError
from events.link import CONTROL_MODE
from events.ui import routes
from events.ui.control import control_store
from events.ui.session import Session

#: With more events than this the map is offered control only once it is asked for, as the whole table must be read for it.
EAGER: Final = 200_000


def control_command(session: Session) -> dict[str, Any]:
    """Return what the map's command says of control: where its file is, or that there will be one once the mode is asked for."""
    if session.dataset.size > EAGER and session.view.mode != CONTROL_MODE:
        return {"control": {"offered": True}}
    name = control_store.publish(session.control)
    return {"control": {"url": f"../..{routes.CONTROL}/{name}", "fingerprint": name}}


def control_sentence(session: Session, counts: Counts) -> tuple[list[Part], dict[str, str]] | None:
    """Return the sentence and its figures in control mode, None where the events are shown or control cannot be told."""
    if session.view.mode != CONTROL_MODE:
        return None
    control, view = session.control, session.view
    try:
        state = control.on_map(view.time)
    except EventsError:
        return None  # the panel below says why
    events = session.dataset.events
    parts = describe_control.template(
        view,
        left_out=len(events) - len(control.events) if view.known else 0,
        reports=len(events),
        undated=undated(events) if view.known else 0,
        unplaced=counts.unplaced,
        drawn=control.inputs.drawings is not None,
    )
    return parts, describe_control.figures(state, day=view.time)
