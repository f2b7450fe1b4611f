"""One visitor's state: the data set, the view, and the numbered commands to the map."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

import streamlit as st

from events import link
from events.dataset import Dataset
from events.edits import Log
from events.eventmap.basemap import online_tiles
from events.opening import explicit, settle
from events.ui import store, wire
from events.ui.control.control_store import Control, Inputs
from events.ui.edits.logs import Mark
from events.view import ViewState

KEY: Final = "session"
TILES: Final = frozenset(layer.name for layer in online_tiles())
#: A change of one of these is a step of its own in the browser's history; moving the map or the slider is not.
STEPS: Final = (
    *("data", "factions", "hidden", "kinds", "search", "since", "until", "selected"),
    *("mode", "place", "compare", "known", "half_life", "equal_claims", "edit"),
)

VIEW_FIELDS: Final = tuple(each.name for each in fields(ViewState))

#: How many changes back a command can still tell apart what it changed.
TOLD_STEPS: Final = 32

#: The mark of a log that was not looked at yet.
UNREAD: Final[Mark] = ("", -1, -1)


@dataclass
class Session:
    """What Python knows of one open page.

    Attributes
    ----------
    dataset : Dataset
        What is shown, after the edits of its log.
    view : ViewState
        What is on the screen, settled on the data set.
    first_view, first_data : ViewState, Dataset
        What the session started with: the map is built from these and never again.
    channel : str
        Name of the broadcast channel; no underscore, because the map's component leaves such parts out of its key.
    command : int
        Number of the last change that came from Python; reports of the map that have seen less are out of date.
    changed : dict of int to list of str, or None
        What each of the last commands changed: names of the view's fields, None for everything, as with other data. What the analyst
        did on the map meanwhile, and which is not reported yet, stands beside it.
    answered : int
        Number of the last report of the bridge.
    runs : int
        How often the fragment with the map has run.
    notices : list of str
        What could not be shown as asked, until dismissed.
    stale_widgets : bool
        True where the view was changed by something that is no widget of the sidebar, so that the page must run again.
    waiting : bool
        True until the browser has drawn the map for the first time; what stands below it is not sent before.
    inputs : Inputs
        What the visitor puts beside the reports on control: decisions, boundaries, control lines.
    log, mark : Log, Mark
        The edits of the data set, the later ones than those shown too, and what tells whether more were made since.
    log_notices : tuple of str
        What was told of the log when it was read.
    decided, decided_mark : Log, Mark
        The decisions on reports that contradict each other, and what tells whether more were made since.
    own : list of int
        Numbers of the edits that were made in this session and not undone, in order.
    who : str
        Who makes them, "" as long as nobody said.
    """

    dataset: Dataset
    view: ViewState
    first_view: ViewState
    first_data: Dataset
    notices: list[str]
    channel: str = field(default_factory=lambda: f"te-{uuid.uuid4().hex}")
    command: int = 0
    changed: dict[int, list[str] | None] = field(default_factory=dict)
    answered: int = 0
    runs: int = 0
    written: ViewState | None = None
    stale_widgets: bool = False
    waiting: bool = False
    inputs: Inputs = field(default_factory=Inputs)
    log: Log = field(default_factory=Log)
    mark: Mark = None
    log_notices: tuple[str, ...] = ()
    decided: Log = field(default_factory=Log)
    decided_mark: Mark = UNREAD
    own: list[int] = field(default_factory=list)
    who: str = ""
    _control: tuple[object, Control] | None = None

    @property
    def control(self) -> Control:
        """Who holds what in these data, as the view asks for it."""
        asked = (self.dataset.fingerprint, self.inputs, self.view.known, self.view.half_life, self.view.equal_claims)
        if self._control is None or self._control[0] != asked:
            self._control = (asked, Control(self.dataset, self.view, self.inputs))
        return self._control[1]

    def change(self, view: ViewState) -> None:
        """Take a view that was decided on this side; the map is told by the next command."""
        if view != self.view:
            others = [name for name in VIEW_FIELDS if getattr(view, name) != getattr(self.view, name)]
            self._count(None if "data" in others or "edit" in others else others)
            self.view = view

    def hear_view(self, report: dict[str, Any]) -> None:
        """Take a view that the map reports, unless it was sent before the last command reached the map."""
        self.answered = max(self.answered, int(report["number"]))
        told = report["value"]
        if int(told["seq"]) < self.command:
            return
        view = explicit(wire.from_wire(told["view"], self.view, self.dataset), self.dataset)
        if (view.factions, view.hidden, view.kinds) != (self.view.factions, self.view.hidden, self.view.kinds):
            self.stale_widgets = True
        self.view = view

    def hear_drawn(self, report: dict[str, Any]) -> None:
        """Take the news that the map is drawn, or will not be."""
        self.answered = max(self.answered, int(report["number"]))
        self.waiting = False

    def hear_url(self, report: dict[str, Any]) -> None:
        """Take the view of the address bar after the browser went back or forward."""
        self.answered = max(self.answered, int(report["number"]))
        asked, _, notices = link.from_query(report["value"])
        if (asked.data, asked.edit) != (self.view.data, self.view.edit):
            self.open(asked, notices)
        else:
            view, lost = settle(asked, self.dataset, tiles=TILES, last_edit=self.last_edit)
            self.notices = [*notices, *lost]
            self.change(view)
        self.written = self.view  # the browser has this step already
        self.stale_widgets = True

    def open(self, asked: ViewState, notices: list[str]) -> None:
        """Change to the data set that a view names."""
        found = store.opened(asked.data, asked.edit)
        if found.problems:
            asked = ViewState()
        if asked.data != self.view.data:
            self.inputs, self.own = Inputs(), []  # decisions and uploads are about the data that they were made on
            self.decided, self.decided_mark = Log(), UNREAD
        self.dataset = found.dataset
        self.log, self.mark, self.log_notices = found.log, found.mark, found.notices
        view, lost = settle(asked, found.dataset, tiles=TILES, last_edit=self.last_edit)
        self.notices = [*notices, *found.problems, *found.notices, *lost]
        self.change(view)

    @property
    def last_edit(self) -> int:
        """Number of the newest edit of the data set, 0 for none."""
        return self.log.edits[-1].number if self.log.edits else 0

    @property
    def stamp(self) -> str:
        """What a link says of the data as they are shown."""
        applied = self.last_edit if self.view.edit is None else self.view.edit
        return link.stamp(self.dataset.fingerprint, self.dataset.sketch, edit=applied)

    def rename(self, name: str) -> None:
        """Show the same data set under its new name."""
        found = store.opened(name, self.view.edit)
        self.dataset = found.dataset
        self.log, self.mark = found.log, found.mark
        self.notices = [*self.notices, *found.problems]
        self.change(replace(self.view, data=name))

    def replace_data(self, dataset: Dataset) -> None:
        """Show other events under the same name, such as those with one added."""
        self.dataset = dataset
        self._count(None)

    def _count(self, changed: list[str] | None) -> None:
        self.command += 1
        recent = {number: names for number, names in self.changed.items() if number > self.command - TOLD_STEPS}
        self.changed = {**recent, self.command: changed}

    def is_step(self) -> bool:
        """Tell whether the view differs from the one last written in a way that the Back button should undo."""
        if self.written is None:
            return False
        return any(getattr(self.written, name) != getattr(self.view, name) for name in STEPS)


def session() -> Session:
    """Return this visitor's state, made from the link that was opened where there is none yet."""
    if KEY not in st.session_state:
        st.session_state[KEY] = _from_link()
    found: Session = st.session_state[KEY]
    return found


def _from_link() -> Session:
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    asked, made_on, notices = link.from_query(link.join(pairs))
    found = store.opened(asked.data, asked.edit)
    if found.problems:
        asked, made_on = ViewState(), ""
    last = found.log.edits[-1].number if found.log.edits else 0
    view, lost = settle(asked, found.dataset, tiles=TILES, last_edit=last)
    applied = [edit for edit in found.log.edits if view.edit is None or edit.number <= view.edit]
    changed = link.changes_since(made_on, now=found.dataset.stamp, edits=applied)
    told = [*notices, *found.problems, *([changed] if changed else []), *found.notices, *lost]
    made = Session(dataset=found.dataset, view=view, first_view=view, first_data=found.dataset, notices=told)
    made.waiting = len(st.context.headers) > 0  # without a browser there is nobody to say that the map is drawn
    made.log, made.mark, made.log_notices = found.log, found.mark, found.notices
    return made
