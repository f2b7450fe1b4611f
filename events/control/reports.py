"""The control reports of an event table as numbers: what each is about, what it would do, and how much it weighs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.camps import camps, one_spelling
from events.control.claims import Interest, interest
from events.control.coded import coded, is_one_of, mapped
from events.control.confidence import weights
from events.control.moments import days_of
from events.control.rules import CLEARS, CONTESTS, EFFECTS, NOTHING, RENEWS, SETS, Rule
from events.schema import CONTESTED, CONTROL_KINDS, UNKNOWN

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_READ: Final = (
    *("start", "end", "event_id", "kind", "faction", "opponent", "publisher", "asserted", "reliability_note", "claimant"),
    *("reliability", "credibility", "date_precision", "geo_precision"),
)
#: Codes of the effects, in `Reports.effect`.
DOES_NOTHING, DOES_SET, DOES_RENEW, DOES_CONTEST, DOES_CLEAR, DOES_BESIEGE = range(6)
_CODE: Final = dict(zip(EFFECTS, range(6), strict=True))
NOBODY: Final = -1


@dataclass(frozen=True, eq=False)
class Reports:
    """Control reports sorted by place, day, event_id; every array has shape (n,).

    Attributes
    ----------
    row : position in the event table
    place : code of the place
    day, last_day : days since 1970-01-01: start, and end or else start
    ended : whether the source gives an end
    effect : what the report does, `DOES_…`; denied and overruled reports do nothing
    said : what it would do if it were believed
    faction, camp : codes of the one who holds the place afterwards; -1 for nobody named
    loser : code of the opponent's camp, -1 for none
    weight : 0 to 1
    whose : see `claims.interest`
    claimed, denied, overruled : bool
    publisher : code
    names, camp_names : what the codes of factions and camps mean
    """

    row: Ints
    place: Ints
    day: Ints
    last_day: Ints
    ended: Bools
    effect: Ints
    said: Ints
    faction: Ints
    camp: Ints
    loser: Ints
    weight: Floats
    whose: Interest
    claimed: Bools
    denied: Bools
    overruled: Bools
    publisher: Ints
    names: pd.Index
    camp_names: pd.Index

    def __len__(self) -> int:
        return len(self.row)

    def taken(self, order: Ints) -> Reports:
        """Return the reports at the positions given, in that order."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self) if not field.name.endswith("names")}
        return replace(self, **{name: values[order] for name, values in arrays.items()})

    @property
    def names_a_holder(self) -> Bools:
        """Which reports are believed and name a holder."""
        return np.asarray((self.effect == DOES_SET) | (self.effect == DOES_RENEW), dtype=np.bool_)


def is_control(events: pd.DataFrame) -> Bools:
    """Return which events are control reports, not context."""
    return is_one_of(events["kind"], CONTROL_KINDS)


def reports(
    events: gpd.GeoDataFrame,
    place: Ints,
    *,
    rules: dict[str, Rule],
    factions: pd.DataFrame | None = None,
    overruled: frozenset[str] = frozenset(),
    discount_own_claims: bool = True,
) -> Reports:
    """Return the control reports at known places.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        The event table.
    place : numpy.ndarray of int64, shape (n,)
        Code of each event's place, -1 for none.
    rules : dict of str to Rule
        See `rules.RULES`.
    factions : pandas.DataFrame, optional
        The factions table.
    overruled : frozenset of str
        `event_id` of the reports an analyst decided against.
    discount_own_claims : bool
        Whether a claim in the speaker's own favour weighs less.
    """
    mask = is_control(events) & (place >= 0)
    kept = np.flatnonzero(mask)
    table = pd.DataFrame(events[[name for name in _READ if name in events]])
    table = table if mask.all() else table[mask]
    day = days_of(table["start"])
    names, camp_names, faction, opponent, camp_of = _parties(table, factions)
    said = _said(table, rules, faction, names)
    real = ~names.isin((UNKNOWN, CONTESTED, ""))
    denied = is_one_of(table["asserted"], ("denied",))
    rejected = table["event_id"].isin(overruled).to_numpy(dtype=bool) if overruled else np.zeros(len(table), dtype=bool)
    gains, loses = camp_of[faction], camp_of[opponent]
    whose = interest(table, gains, loses, camp_names, factions=factions) if discount_own_claims else np.zeros(len(table), dtype=np.int8)
    ended = table["end"].notna().to_numpy(dtype=bool)
    # A capture whose winner nobody names ends whatever stood; only a withdrawal asks who left.
    leaves = is_one_of(table["kind"], (kind for kind, rule in rules.items() if rule.effect == CLEARS))
    return Reports(
        row=kept,
        place=place[kept],
        day=day,
        last_day=np.where(ended, np.maximum(days_of(table["end"]), day), day),
        ended=ended,
        effect=np.where(denied | rejected, DOES_NOTHING, said),
        said=said,
        faction=np.where(real[faction], faction, NOBODY),
        camp=np.where(real[faction], gains, NOBODY),
        loser=np.where(real[opponent] & leaves, loses, NOBODY),
        weight=weights(table, whose, discount_own_claims=discount_own_claims),
        whose=whose,
        claimed=is_one_of(table["asserted"], ("claimed",)),
        denied=denied,
        overruled=rejected,
        publisher=coded(table["publisher"])[0],
        names=names,
        camp_names=camp_names,
    ).taken(_order(place[kept], day, table["event_id"]))


def _order(place: Ints, day: Ints, event_id: pd.Series[str]) -> Ints:
    """Return the order by place, day, event_id; the text is only compared where place and day are equal."""
    if not len(place):
        return np.zeros(0, dtype=np.int64)
    key = place * (day.max() - day.min() + 1) + (day - day.min())
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    same = ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(np.r_[same, False] | np.r_[False, same])
    ids = event_id.iloc[order[tied]].to_numpy(dtype=object)
    order[tied] = order[tied][np.lexsort((ids.astype(str), ordered[tied]))] if len(tied) else order[tied]
    return np.asarray(order, dtype=np.int64)


def _parties(table: pd.DataFrame, factions: pd.DataFrame | None) -> tuple[pd.Index, pd.Index, Ints, Ints, Ints]:
    """Return faction names, camp names, codes of faction and opponent, and the camp of each faction code; all in alphabetical order."""
    faction, own = coded(table["faction"])
    opponent, others = coded(table["opponent"])
    counts = Counter(dict.fromkeys([*own, *others], 0))
    for codes, words in ((faction, own), (opponent, others)):
        counts.update(dict(zip(words, np.bincount(codes, minlength=len(words)).tolist(), strict=True)))
    spelt = one_spelling(counts, factions)
    own, others = ([spelt[word] for word in words] for words in (own, others))
    names = pd.Index(sorted({*own, *others, UNKNOWN}), dtype="str")
    of_camp = camps(names, factions)
    camp_names = pd.Index(sorted(set(of_camp)), dtype="str")
    return (
        names,
        camp_names,
        _recoded(own, names)[faction],
        _recoded(others, names)[opponent],
        camp_names.get_indexer(of_camp).astype(np.int64),
    )


def _recoded(words: list[str], names: pd.Index) -> Ints:
    return names.get_indexer(pd.Index([*words, UNKNOWN], dtype="str")).astype(np.int64)


def _said(table: pd.DataFrame, rules: dict[str, Rule], faction: Ints, names: pd.Index) -> Ints:
    """Return what each report would do: its kind's effect, turned by a faction that is no faction."""
    said = mapped(table["kind"], lambda kind: _CODE[rules[kind].effect] if kind in rules else _CODE[NOTHING], np.int64)
    contested, unknown = (names == CONTESTED)[faction], names.isin((UNKNOWN, ""))[faction]
    about_holder = np.isin(said, (_CODE[SETS], _CODE[RENEWS], _CODE[CLEARS]))
    return np.asarray(
        np.select(
            [
                about_holder & contested,
                (said == _CODE[SETS]) & unknown,
                (said == _CODE[RENEWS]) & unknown,
                (said == _CODE[CLEARS]) & ~unknown,
            ],
            [_CODE[CONTESTS], _CODE[CLEARS], _CODE[NOTHING], _CODE[SETS]],
            said,
        ),
        dtype=np.int64,
    )
