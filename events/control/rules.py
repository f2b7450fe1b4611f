"""What each kind of report does to the holder of a place: one table, one named choice a line.

The choices, where the table alone does not say it:

* *Held by another sets.* `held` renews its holder; where another holder stands, or none, it sets: in a weekly record this is how a
  change arrives, and two parties cannot both hold. The newer report wins, the older one stays in the ledger.
* *Withdrawal frees only the withdrawer's place.* A force that did not hold the place and leaves it changes nothing. A report that does
  not say who left frees the place. Where the report names who holds it afterwards, it sets that holder.
* *A winner nobody names is nobody.* `taken` without a winner ends the former holder's spell and leaves "unknown".
* *Fighting does not clear.* `contested` keeps the last holder beside the status; an end date ends the fight and nothing else, and the
  holder is again as the last report left it. A capture on the same day is the outcome of that day's fighting.
* *A day's conflict is a conflict.* Two camps each said to hold or take a place on one day: contested, both reports kept; the holder beside
  that status is the one with the more weight of independent sources, and on a tie the one that stood before, if it is one of the two.
* *A denied report never sets.* It stays in the ledger.
* *An end date closes what the source says and no more.* It ends a fight or a siege; it does not say that control ended.
* *A siege* marks the place from its report to its end date, and without one as long as it would be believed without news.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from events.schema import CONTEXT_KINDS

SETS: Final = "sets"
RENEWS: Final = "renews"
CONTESTS: Final = "contests"
CLEARS: Final = "clears"
BESIEGES: Final = "besieges"
NOTHING: Final = "nothing"
EFFECTS: Final = (NOTHING, SETS, RENEWS, CONTESTS, CLEARS, BESIEGES)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of report does to the holder of its place.

    Attributes
    ----------
    kind : str
        One of `schema.KINDS`.
    effect : str
        One of `EFFECTS`.
    why : str
        The reason, as the ledger shows it.
    """

    kind: str
    effect: str
    why: str


_RULES: Final = (
    Rule("taken", SETS, "a capture names who holds the place from that day"),
    Rule("retaken", SETS, "a former holder is back"),
    Rule("handed_over", SETS, "given up by agreement or order to the one named"),
    Rule("held", RENEWS, "control is reported as going on; a report of another holder is news of a change"),
    Rule("contested", CONTESTS, "fighting without a winner: the last holder is kept, not confirmed"),
    Rule("besieged", BESIEGES, "ringed by the opponent: the holder inside is unchanged"),
    Rule("withdrawn", CLEARS, "the one who held it left; who holds it now is unknown unless the report names someone"),
    Rule("cleared", NOTHING, "a search operation passes through; it does not say who holds the place afterwards"),
    Rule("presence", NOTHING, "armed men in view do not make control"),
    Rule("curfew", NOTHING, "a ban on movement is an order, not proof that it is obeyed"),
    Rule("lifted", NOTHING, "the end of a ban on movement says nothing of who holds the place"),
    Rule("defected", NOTHING, "men changed sides; the place is not said to have changed hands"),
    Rule("ceasefire", NOTHING, "a truce freezes what is, whoever holds what"),
    *(Rule(kind, NOTHING, "context: it says nothing of who holds the place") for kind in CONTEXT_KINDS),
)
#: Kind of report → its rule.
RULES: Final = MappingProxyType({rule.kind: rule for rule in _RULES})
