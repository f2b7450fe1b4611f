"""The view: everything that decides what is on the screen, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is on the screen. The link holds exactly this (see `link.py`).

    Attributes
    ----------
    data : str
        Name of the data set; "" is the demo.
    time : str
        ISO date of the slider, "" for the last day of the data.
    window : int
        Days shown up to `time`; 0 shows everything so far.
    factions, kinds : tuple of str, or None
        What is chosen, sorted; None means all, () means none.
    hidden : tuple of str
        Factions that are left out where `factions` is None: all but these, whoever comes later too; sorted.
    search : str
        Words looked for in place, faction, summary, publisher and title.
    since, until : str
        ISO dates that bound the events shown, both inclusive; "" is unbounded.
    centre : tuple of float, or None
        (lat, lon) in degrees, 5 decimals; None fits the data.
    zoom : float or None
        Web-map zoom level; None fits the data.
    selected : str
        `event_id` of the selected event, "" for none.
    tiles : str
        Name of the base map, "" for the offline one.
    mode : str
        "" shows the events, "control" who holds what.
    place : str
        `place_id` of the place whose ledger is open, "" for none (see `control.places`).
    compare : str
        ISO date that control at `time` is compared with, "" for none.
    known : str
        ISO date: control as it was known then, by the reports published so far; "" for all that is known now.
    half_life : int
        Days without news after which a report counts half; 0 for the default of `control.confidence`.
    equal_claims : bool
        Whether a party's claim in its own favour counts like any other claim.
    edit : int or None
        Number of the last edit of the data set's log that is applied, 0 for none: a past state; None for the newest.
    """

    data: str = ""
    time: str = ""
    window: int = 0
    factions: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    hidden: tuple[str, ...] = ()
    search: str = ""
    since: str = ""
    until: str = ""
    centre: tuple[float, float] | None = None
    zoom: float | None = None
    selected: str = ""
    tiles: str = ""
    mode: str = ""
    place: str = ""
    compare: str = ""
    known: str = ""
    half_life: int = 0
    equal_claims: bool = False
    edit: int | None = None
