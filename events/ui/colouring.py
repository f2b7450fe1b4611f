"""Which colour each faction has on this page: its own, and for one of the many others, one of its own once it is chosen."""

from __future__ import annotations

from events.dataset import Dataset
from events.eventmap.colours import chosen_colours, faction_colours
from events.ui import store
from events.view import ViewState


def colours_of(dataset: Dataset, view: ViewState) -> dict[str, str]:
    """Return "#rrggbb" by faction, in the legend's order."""
    return faction_colours(store.packed(dataset).factions) | chosen(dataset, view)


def chosen(dataset: Dataset, view: ViewState) -> dict[str, str]:
    """Return "#rrggbb" by faction for those that have a colour of their own because they are chosen."""
    return chosen_colours(faction_colours(store.packed(dataset).factions), view.factions)
