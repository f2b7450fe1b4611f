"""Events → control spells → who holds what at a time, and why we think so.

`spells` makes the history of every place of its reports; `control_at` reads it on a day; `ledger` explains it. The rules are in `rules`
(what a report does), `scope` (city and district) and `confidence` (how sure, and how that fades).
"""

from events.control.areas import areas
from events.control.at import control_at
from events.control.changes import changes, next_change
from events.control.confidence import HALF_LIFE_DAYS, THRESHOLD
from events.control.contradictions import DECISION_COLUMNS, check_decisions, contradictions
from events.control.differences import Difference, difference
from events.control.explain import explain
from events.control.figures import days_held, flips, half_life, places_held
from events.control.known import known_on, known_since, undated
from events.control.ledger import ledger
from events.control.pack import pack_spells
from events.control.pack_shapes import pack_shapes
from events.control.places import places
from events.control.polygons import control_polygons, polygons_at
from events.control.rules import RULES, Rule
from events.control.spells import spells

__all__ = [
    "DECISION_COLUMNS",
    "HALF_LIFE_DAYS",
    "RULES",
    "THRESHOLD",
    "Difference",
    "Rule",
    "areas",
    "changes",
    "check_decisions",
    "contradictions",
    "control_at",
    "control_polygons",
    "days_held",
    "difference",
    "explain",
    "flips",
    "half_life",
    "known_on",
    "known_since",
    "ledger",
    "next_change",
    "pack_shapes",
    "pack_spells",
    "places",
    "places_held",
    "polygons_at",
    "spells",
    "undated",
]
