"""Columns that hold a list a row, as Arrow lists: a million short lists cost two arrays, and travel with the frame."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
TYPES: Final = {"text": pa.large_string(), "day": pa.date32(), "number": pa.float64(), "flag": pa.bool_()}


def lists(owner: Ints, values: Any, count: int, *, kind: str) -> pd.Series[Any]:
    """Return a column of `count` lists.

    Parameters
    ----------
    owner : numpy.ndarray of int64, shape (k,)
        Row of the list that each value belongs to, ascending.
    values : array of length k
        Text, days since 1970-01-01, numbers or flags.
    count : int
        Rows of the column.
    kind : {"text", "day", "number", "flag"}
    """
    offsets = np.r_[0, np.cumsum(np.bincount(owner, minlength=count))].astype(np.int64)
    flat = pa.array(np.asarray(values, dtype=np.int32), pa.int32()).cast(TYPES[kind]) if kind == "day" else pa.array(values, TYPES[kind])
    flat = flat.combine_chunks() if isinstance(flat, pa.ChunkedArray) else flat  # as pandas keeps text that was put together
    column = pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), flat)
    return pd.Series(column, dtype=pd.ArrowDtype(column.type))


def flatten(column: pd.Series[Any], *, kind: str) -> tuple[Ints, npt.NDArray[Any]]:
    """Return the row (0-based position) of each listed value, and the values; the inverse of `lists`.

    A column that lost its Arrow type on the way through a file is read as well; a missing list is an empty one.
    """
    listed = (
        pa.array(column.tolist(), pa.large_list(TYPES[kind])) if not isinstance(column.dtype, pd.ArrowDtype) else pa.array(column.array)
    )
    if isinstance(listed, pa.ChunkedArray):
        listed = listed.combine_chunks()
    length = pc.fill_null(pc.list_value_length(listed), 0).to_numpy(zero_copy_only=False)
    owner = np.repeat(np.arange(len(column)), length).astype(np.int64)
    flat = pc.list_flatten(listed)
    flat = flat.combine_chunks() if isinstance(flat, pa.ChunkedArray) else flat
    if kind == "day":
        return owner, flat.cast(pa.int32()).to_numpy(zero_copy_only=False).astype(np.int64)
    return owner, flat.to_numpy(zero_copy_only=False)
