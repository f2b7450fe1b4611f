"""Text without regard to case, accents and typographic variants, in any script: one text, or millions at once."""

from __future__ import annotations

import unicodedata
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

#: Bytes of text folded at a time: each takes some twenty bytes of memory meanwhile.
_AT_ONCE: Final = 1 << 21


def fold(text: str) -> str:
    """Return text without case, accents and typographic variants, in any script."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def fold_all(texts: pa.Array) -> pa.Array:
    """Return what `fold` makes of each text, many times as fast.

    What a text folds to is what its characters fold to, one after the other: case folding and decomposition look at one character alone,
    and the only ones that are put in another order, the combining ones, are left out.

    Parameters
    ----------
    texts : pyarrow.Array
        Large strings without null.
    """
    plain = pc.ascii_lower(texts)
    rich = np.flatnonzero(~pc.string_is_ascii(texts).to_numpy(zero_copy_only=False))
    if not len(rich):
        return plain
    given = plain.take(pa.array(rich))
    step = max(1, _AT_ONCE * len(given) // max(given.nbytes, 1))
    folded = pa.concat_arrays([_beyond_ascii(given[start : start + step]) for start in range(0, len(given), step)])
    mask = np.zeros(len(texts), dtype=bool)
    mask[rich] = True
    return pc.replace_with_mask(plain, pa.array(mask), folded)


def _beyond_ascii(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Fold the characters beyond ASCII in texts that have some; all others are copied."""
    _, where, content = texts.buffers()
    ends = np.frombuffer(where, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    raw, ends = np.frombuffer(content, dtype=np.uint8)[ends[0] : ends[-1]], ends - ends[0]
    at = np.flatnonzero(raw >= 0xC0)  # where such a character begins, in UTF-8
    codes = np.frombuffer(raw[raw >= 0x80].tobytes().decode("utf-8").encode("utf-32-le"), dtype="<u4")
    present = np.flatnonzero(np.bincount(codes))
    folds = [fold(chr(code)).encode("utf-8") for code in present]
    table = np.frombuffer(b"".join(folds), dtype=np.uint8)
    sizes, starts = np.zeros((2, int(present[-1]) + 1), dtype=np.int64)
    sizes[present] = [len(made) for made in folds]
    starts[present] = np.cumsum(sizes[present]) - sizes[present]
    given = _summed(2 + (codes >= 0x800).astype(np.int64) + (codes >= 0x10000))  # bytes of the characters before each
    size, start = sizes[codes], starts[codes]
    made = _summed(size)
    times = (raw < 0x80).astype(np.intp)
    times[at] = size
    out = np.repeat(raw, times)
    first = at - given[:-1] + made[:-1]
    for nth in range(int(size.max())):
        longer = np.flatnonzero(size > nth)
        out[first[longer] + nth] = table[start[longer] + nth]
    before = np.searchsorted(at, ends)
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends - given[before] + made[before]), pa.py_buffer(out))


def _summed(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(counts)))
