"""Text columns as numbers: most work on a million rows is done on a few dozen distinct words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from events.gazetteer.names import fold

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def coded(column: pd.Series[Any]) -> tuple[Ints, list[str]]:
    """Return a code for each row, shape (n,), and the words the codes stand for; a missing value is the empty word."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = [str(word) for word in column.cat.categories.tolist()]
        codes = column.cat.codes.to_numpy().astype(np.int64)
    else:
        found, distinct = pd.factorize(column)
        words, codes = [str(word) for word in distinct.tolist()], found.astype(np.int64)
    if (codes < 0).any():
        codes = np.where(codes < 0, len(words), codes)
        words.append("")
    return codes, words


def mapped(column: pd.Series[Any], value: Callable[[str], Any], dtype: Any) -> npt.NDArray[Any]:
    """Return `value` of each row's word, shape (n,); it is asked once a distinct word."""
    codes, words = coded(column)
    return np.array([value(word) for word in words] or [value("")], dtype=dtype)[codes]


def is_one_of(column: pd.Series[Any], words: Iterable[str]) -> Bools:
    """Return which rows hold one of the words, shape (n,)."""
    wanted = frozenset(words)
    return np.asarray(mapped(column, lambda word: word in wanted, np.bool_), dtype=np.bool_)


def folded(column: pd.Series[Any]) -> list[str]:
    """Return each row's name without case, accents and punctuation (`names.fold`), "" where nothing else is left."""
    codes, words = coded(column)
    found = [fold(word) for word in words]
    return [found[code] for code in codes.tolist()]
