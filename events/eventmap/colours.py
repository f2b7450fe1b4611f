"""Colours of factions: told apart by colour-blind people, and the same for a faction under every filter.

The first seven are Okabe and Ito's (Color Universal Design, 2008, https://jfly.uni-koeln.de/color/), the rest are Paul Tol's (Colour
Schemes, SRON/EPS/TN/09-002, issue 3.2, 2021: *muted* and *dark*), taken in the order that keeps the smallest distance in Oklab largest,
seen normally and with simulated deuteranopia, protanopia and tritanopia (Machado, Oliveira and Fernandes 2009). A map needs more than
colour all the same: the legend, the hover tip and the table always say the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from events.schema import CONTESTED, PSEUDO_FACTIONS, UNKNOWN

PALETTE: Final = (
    "#0072B2",  # blue, Okabe-Ito
    "#D55E00",  # vermilion, Okabe-Ito
    "#009E73",  # bluish green, Okabe-Ito
    "#E69F00",  # orange, Okabe-Ito
    "#CC79A7",  # reddish purple, Okabe-Ito
    "#56B4E9",  # sky blue, Okabe-Ito
    "#F0E442",  # yellow, Okabe-Ito
    "#332288",  # indigo, Tol muted
    "#661100",  # dark red, Tol
    "#AA4499",  # purple, Tol muted
    "#999933",  # olive, Tol muted
    "#882255",  # wine, Tol muted
)
CONTESTED_COLOUR: Final = "#5C636E"
UNKNOWN_COLOUR: Final = "#A3AAB5"
OTHER_COLOUR: Final = "#C9CDD3"
PSEUDO_COLOURS: Final = {CONTESTED: CONTESTED_COLOUR, UNKNOWN: UNKNOWN_COLOUR}


def faction_counts(events: pd.DataFrame) -> dict[str, int]:
    """Return the number of events of each faction, most first, ties by name; the pseudo-factions come last.

    Parameters
    ----------
    events : pandas.DataFrame
        An event table; only `faction` is read. A missing or empty faction counts as "unknown".
    """
    if "faction" not in events:
        return {UNKNOWN: len(events)} if len(events) else {}
    counts = events["faction"].astype("str").fillna("").replace("", UNKNOWN).value_counts(sort=False)
    return ranked({str(name): int(count) for name, count in counts.items() if count})


def ranked(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts, most first, ties by name, pseudo-factions ("contested", "unknown") last."""
    return dict(sorted(counts.items(), key=lambda item: (item[0] in PSEUDO_FACTIONS, -item[1], item[0])))


def faction_colours(events_or_counts: pd.DataFrame | Mapping[str, int], *, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give each faction its colour, ranked on the whole data set.

    Call it with all events (or counts of all events), never with a filtered table: then a faction keeps its colour under every filter.

    Parameters
    ----------
    events_or_counts : pandas.DataFrame or mapping of str to int
        The event table, or the number of events of each faction.
    chosen : mapping of str to str, optional
        Colours the user has settled, "#rrggbb" by faction; they are kept, and the palette goes to the others.

    Returns
    -------
    dict of str to str
        "#rrggbb" by faction, in the order of the legend. The twelve factions with most events have a colour of their own; those beyond
        share `OTHER_COLOUR`; "contested" and "unknown" are fixed neutral greys.
    """
    counts = ranked(events_or_counts) if isinstance(events_or_counts, Mapping) else faction_counts(events_or_counts)
    settled = dict(chosen or {})
    free = iter([colour for colour in PALETTE if colour.upper() not in {given.upper() for given in settled.values()}])
    return {name: settled.get(name) or PSEUDO_COLOURS.get(name) or next(free, OTHER_COLOUR) for name in counts}
