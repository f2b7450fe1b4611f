"""How each kind of event is called and drawn: one silhouette a kind, so that kinds can be told apart without colour.

Control kinds are drawn large; context kinds (clashes, explosions, protests: events that say nothing of who holds a place) are drawn small,
pale and below them. The shapes themselves are paths in `js/glyphs.js`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from events.schema import CONTEXT_KINDS, CONTROL_KINDS


class Look(NamedTuple):
    """Label and shape of a kind; `shape` names a path in `js/glyphs.js`."""

    label: str
    shape: str


LOOKS: Final[dict[str, Look]] = {
    "taken": Look("Taken", "triangle"),
    "retaken": Look("Retaken", "arrow"),
    "handed_over": Look("Handed over", "triangle-right"),
    "held": Look("Held", "disc"),
    "contested": Look("Contested", "cross"),
    "besieged": Look("Besieged", "hexagon"),
    "withdrawn": Look("Withdrawn", "triangle-down"),
    "cleared": Look("Cleared", "diamond"),
    "presence": Look("Presence", "square"),
    "defected": Look("Defected", "triangle-left"),
    "curfew": Look("Curfew", "crescent"),
    "lifted": Look("Curfew or siege lifted", "half-disc"),
    "ceasefire": Look("Ceasefire", "plus"),
    "clash": Look("Clash", "spark"),
    "explosion": Look("Explosion", "burst"),
    "violence_against_civilians": Look("Violence against civilians", "drop"),
    "protest": Look("Protest", "flag"),
    "riot": Look("Riot", "bolt"),
    "strategic_development": Look("Strategic development", "bar"),
    "state_based_violence": Look("State-based violence", "spark"),
    "non_state_violence": Look("Non-state violence", "burst"),
    "one_sided_violence": Look("One-sided violence", "drop"),
    "incident": Look("Incident", "dot"),
}
ORDER: Final = (*CONTROL_KINDS, *CONTEXT_KINDS)
