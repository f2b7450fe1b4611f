"""Whose word a report is: a party's in its own favour, a party's against its interest, or a third party's."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.control.camps import camps, camps_named
from events.control.coded import coded
from events.schema import PSEUDO_FACTIONS

#: Where a source says who speaks, the most telling first; `claimant` is an optional extra column of the event table.
SPEAKER_COLUMNS: Final = ("claimant", "reliability_note", "publisher")
NEUTRAL: Final = 0
OWN_FAVOUR: Final = 1
AGAINST_INTEREST: Final = -1

Interest = npt.NDArray[np.int8]


def interest(events: pd.DataFrame, *, factions: pd.DataFrame | None = None) -> Interest:
    """Return for each report whose interest it serves: 1 the speaker's own, -1 against the speaker's, 0 neither or not known.

    The speaker is the camp named, by a faction's name or alias, in the first of `claimant`, `reliability_note`, `publisher` that names
    any. Where that names more than one camp ("an army officer, denied by the militia"), nobody is taken for the speaker. A report is in
    the speaker's favour when it gives the place to the speaker's camp, and against its interest when the speaker's camp loses by it
    (`opponent`) and does not hold the place afterwards.

    Parameters
    ----------
    events : pandas.DataFrame
        Columns `faction`, `opponent` and any of `SPEAKER_COLUMNS`.
    factions : pandas.DataFrame, optional
        Columns `faction`, `aliases`, `parent`.

    Returns
    -------
    numpy.ndarray of int8, shape (n,)
    """
    columns = [name for name in SPEAKER_COLUMNS if name in events]
    if events.empty or not columns:
        return np.zeros(len(events), dtype=np.int8)
    gains, loses = _camp_of(events["faction"], factions), _camp_of(events["opponent"], factions)
    known = {*coded(events["faction"])[1], *coded(events["opponent"])[1]} - {"", *PSEUDO_FACTIONS}
    speaker = np.full(len(events), "", dtype=object)
    unsettled = np.ones(len(events), dtype=bool)
    for name in columns:
        only, named = camps_named(events[name], factions, sorted(known))
        speaker = np.where(unsettled, only, speaker)
        unsettled &= ~named
    spoken = speaker != ""
    own = spoken & (speaker == gains)
    return np.select([own, spoken & (speaker == loses)], [OWN_FAVOUR, AGAINST_INTEREST], NEUTRAL).astype(np.int8)


def _camp_of(names: pd.Series[str], factions: pd.DataFrame | None) -> npt.NDArray[np.object_]:
    codes, words = coded(names)
    return camps(pd.Index([*words, ""], dtype="str"), factions).to_numpy(dtype=object)[codes]
