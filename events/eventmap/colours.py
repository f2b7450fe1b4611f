"""Colours of factions: told apart by colour-blind people, and the same for a faction under every filter.

The first seven are Okabe and Ito's (Color Universal Design, 2008, https://jfly.uni-koeln.de/color/), the rest are Paul Tol's (Colour
Schemes, SRON/EPS/TN/09-002, issue 3.2, 2021: *muted* and *dark*), taken in the order that keeps the smallest distance in Oklab largest,
seen normally and with simulated deuteranopia, protanopia and tritanopia (Machado, Oliveira and Fernandes 2009). A map needs more than
colour all the same: the legend, the hover tip and the table always say the name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
#: For factions beyond the twelve that the reader has chosen: lighter and darker tones of Paul Tol's *muted*, *light* and *bright*
#: schemes (same note), that stand beside the palette above without repeating a colour of it.
MORE: Final = (
    "#EE8866",  # orange, Tol light
    "#44BB99",  # mint, Tol light
    "#77AADD",  # light blue, Tol light
    "#EE6677",  # red, Tol bright
    "#BBCC33",  # pear, Tol light
    "#117733",  # green, Tol muted
    "#FFAABB",  # pink, Tol light
    "#CC6677",  # rose, Tol muted
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
    found = events["faction"].value_counts(sort=False)  # leaves out what is missing
    counts = {UNKNOWN: len(events) - int(found.sum())}
    for value, count in found.items():
        name = str(value) or UNKNOWN
        counts[name] = counts.get(name, 0) + int(count)
    return ranked({name: count for name, count in counts.items() if count})


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


def chosen_colours(colours: Mapping[str, str], chosen: Collection[str] | None) -> dict[str, str]:
    """Give the chosen among the factions without a colour of their own one each.

    Parameters
    ----------
    colours : mapping of str to str
        `faction_colours` of the whole data set.
    chosen : collection of str, or None
        The factions of the view; None means all, and then the rest stay one group.

    Returns
    -------
    dict of str to str
        "#rrggbb" of those that get one; of none where more are chosen than `MORE` has colours, for then they are a group again. Each
        takes the colour that its rank points to if that is free, so that it mostly keeps it whoever else is chosen.
    """
    rest = [name for name, colour in colours.items() if colour == OTHER_COLOUR]
    given: dict[str, str] = {}
    wanted = [] if chosen is None else [(rank, name) for rank, name in enumerate(rest) if name in set(chosen)]
    for rank, name in wanted if len(wanted) <= len(MORE) else ():
        turned = (*MORE[rank % len(MORE) :], *MORE[: rank % len(MORE)])
        given[name] = next(colour for colour in turned if colour not in given.values())
    return given
