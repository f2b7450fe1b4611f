"""Whose word a report is: a party's in its own favour, a party's against its interest, or a third party's."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.camps import camps_named
from events.control.coded import coded
from events.schema import PSEUDO_FACTIONS

#: Where a source says who speaks, the most telling first; `claimant` is an optional extra column of the event table.
SPEAKER_COLUMNS: Final = ("claimant", "reliability_note", "publisher")
NEUTRAL: Final = 0
OWN_FAVOUR: Final = 1
AGAINST_INTEREST: Final = -1

_NOBODY: Final = -1

Ints = npt.NDArray[np.int64]
Interest = npt.NDArray[np.int8]


def interest(reports: pd.DataFrame, gains: Ints, loses: Ints, camp_names: pd.Index, *, factions: pd.DataFrame | None = None) -> Interest:
    """Return for each report whose interest it serves: 1 the speaker's own, -1 against the speaker's, 0 neither or not known.

    The speaker is the camp named, by a faction's name or alias, in the first of `claimant`, `reliability_note`, `publisher` that names
    any. Where that names more than one camp ("an army officer, denied by the militia"), nobody is taken for the speaker. A report is in
    the speaker's favour when it gives the place to the speaker's camp, and against its interest when the speaker's camp loses by it
    (`opponent`) and does not hold the place afterwards.

    Parameters
    ----------
    reports : pandas.DataFrame
        Columns `faction`, `opponent` and any of `SPEAKER_COLUMNS`.
    gains, loses : numpy.ndarray of int64, shape (n,)
        Code in `camp_names` of the camp of `faction` and of `opponent`.
    camp_names : pandas.Index
        What the codes mean.
    factions : pandas.DataFrame, optional
        Columns `faction`, `aliases`, `parent`.

    Returns
    -------
    numpy.ndarray of int8, shape (n,)
    """
    known = {*coded(reports["faction"])[1], *coded(reports["opponent"])[1]} - {"", *PSEUDO_FACTIONS}
    code_of = {str(name): code for code, name in enumerate(camp_names)} | {"": _NOBODY}
    speaker = np.full(len(reports), _NOBODY, dtype=np.int64)
    unsettled = np.ones(len(reports), dtype=bool)
    for name in SPEAKER_COLUMNS:
        if name in reports and unsettled.any():
            codes, words = coded(reports[name])
            spoken = camps_named(words, factions, sorted(known))
            # A camp that no report gives or takes a place speaks for none of them.
            only = np.array([code_of.get(next(iter(camps)), _NOBODY) if len(camps) == 1 else _NOBODY for camps in spoken] or [_NOBODY])
            speaker = np.where(unsettled, only[codes], speaker)
            unsettled &= ~np.array([bool(camps) for camps in spoken] or [False], dtype=bool)[codes]
    spoken_for = speaker != _NOBODY
    return np.select([spoken_for & (speaker == gains), spoken_for & (speaker == loses)], [OWN_FAVOUR, AGAINST_INTEREST], NEUTRAL).astype(
        np.int8
    )
