"""Text without regard to case, accents and typographic variants, in any script: one text, or millions at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: Characters from here on (rare ideographs) are folded alike by both ways.
_LAST: Final = 0x20000
_SURROGATES: Final = range(0xD800, 0xE000)


def fold(text: str) -> str:
    """Return text without case, accents and typographic variants, in any script."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def fold_all(texts: pa.Array) -> pa.Array:
    """Return what `fold` makes of each text, fifty times as fast: by Arrow, but for the texts with letters that it folds otherwise.

    Parameters
    ----------
    texts : pyarrow.Array
        Large strings without null.
    """
    plain = pc.ascii_lower(texts)
    rich = np.flatnonzero(~pc.string_is_ascii(texts).to_numpy(zero_copy_only=False))
    if not len(rich):
        return plain
    given = texts.take(pa.array(rich))
    folded = _by_arrow(given)
    odd = np.flatnonzero(pc.match_substring_regex(given, _odd()).to_numpy(zero_copy_only=False))
    if len(odd):
        own = pa.array([fold(text) for text in given.take(pa.array(odd)).to_pylist()], type=texts.type)
        folded = pc.replace_with_mask(folded, _mask(odd, len(given)), own)
    return pc.replace_with_mask(plain, _mask(rich, len(texts)), folded)


def _by_arrow(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.utf8_normalize(pc.utf8_lower(texts), form="NFKD"), pattern=_marks(), replacement="")


@lru_cache(maxsize=1)
def _marks() -> str:
    """Return the class of characters that combine with others, as a regular expression."""
    return _class(code for code in range(0x80, _LAST) if unicodedata.combining(chr(code)))


@lru_cache(maxsize=1)
def _odd() -> str:
    """Return the class of characters that Arrow folds otherwise, such as the German ß."""
    codes = [code for code in range(0x80, _LAST) if code not in _SURROGATES]
    by_arrow = _by_arrow(pa.array([chr(code) for code in codes], type=pa.large_string())).to_pylist()
    return _class(code for code, folded in zip(codes, by_arrow, strict=True) if fold(chr(code)) != folded)


def _class(codes: Iterable[int]) -> str:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(rf"\x{{{low:x}}}-\x{{{high:x}}}" for low, high in ranges) + "]"


def _mask(at: np.ndarray, size: int) -> pa.Array:
    mask = np.zeros(size, dtype=bool)
    mask[at] = True
    return pa.array(mask)
