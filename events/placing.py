"""Places of events without coordinates, looked up by their words, each distinct place once however many events and batches it is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events.gazetteer import Gazetteer
from events.geocode import UNRESOLVED_COLUMNS, geocode_frame
from events.spill import plain

#: What decides where an event is put: the words, what they lie in, and how precise the source says they are.
KEYS: Final = ("place", "admin", "geo_precision", "radius_m")
FILLED: Final = ("geometry", "geo_precision", "radius_m", "located_by")


@dataclass(frozen=True)
class Places:
    """Where the words of events without coordinates are.

    Attributes
    ----------
    found : pandas.DataFrame
        Columns `KEYS` (`radius_m` as text) and "found_" + each of `FILLED`, geometry as WKB; only places that were found.
    unresolved : pandas.DataFrame
        As from `geocode.geocode_frame`.
    unresolved_rows : int
        How many events have no place on the map.
    """

    found: pd.DataFrame
    unresolved: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(UNRESOLVED_COLUMNS)))
    unresolved_rows: int = 0

    def fill(self, part: pa.Table) -> pa.Table:
        """Return events with the places that were found for them."""
        if self.found.empty or not part.column("geometry").null_count:
            return part
        without = part.column("geometry").is_null().to_numpy()
        keys = _keys(part.filter(pa.array(without)))
        place = keys.merge(self.found, on=list(KEYS), how="left")
        hit = np.zeros(len(part), dtype=bool)
        hit[without] = place["found_geometry"].notna().to_numpy()
        at = np.zeros(len(part), dtype=np.int64)
        at[without] = np.arange(len(place))
        for name in FILLED:
            column = part.schema.field(name)
            values = pa.array(place[f"found_{name}"], type=column.type, from_pandas=True).take(pa.array(at))
            whole = part.column(name).combine_chunks()
            part = part.set_column(part.schema.get_field_index(name), column, pc.if_else(pa.array(hit), values, whole))
        return part


def place_words(table: pa.Table, order: pa.Array, gazetteer: Gazetteer, *, country: str = "") -> Places:
    """Look up the places of all events that have words for one but no coordinates.

    Parameters
    ----------
    table : pyarrow.Table
        All rows as `geoparquet.to_arrow` gives them.
    order : pyarrow.Array
        Positions of the rows that are events.
    gazetteer : Gazetteer
        Where to look.
    country : str
        ISO 3166-1 alpha-2 code that they must lie in.
    """
    empty = pd.DataFrame(columns=[*KEYS, *(f"found_{name}" for name in FILLED)])
    if not len(order) or not table.column("geometry").null_count:
        return Places(empty)
    events = np.zeros(len(table), dtype=bool)
    events[order.to_numpy()] = True
    without = table.column("geometry").is_null().to_numpy() & events
    keys = _keys(table.select(list(KEYS)).filter(pa.array(without)))
    counts = keys.value_counts(sort=False, dropna=False).rename("rows").reset_index()
    asked = counts.drop(columns="rows").assign(radius_m=pd.to_numeric(counts["radius_m"], errors="coerce"), geometry=None, located_by="")
    placed, unresolved = geocode_frame(asked, gazetteer, country=country)
    got = ~placed.geometry.isna().to_numpy()
    result = counts[list(KEYS)].assign(**{f"found_{name}": placed[name].to_numpy() for name in FILLED if name != "geometry"})
    result["found_geometry"] = pd.Series(shapely.to_wkb(placed.geometry.to_numpy()), index=result.index, dtype="object")
    for name in ("geo_precision", "located_by"):
        result[f"found_{name}"] = placed[name].astype("str").to_numpy()
    totals = counts.groupby(["place", "admin"])["rows"].sum()
    if len(unresolved):
        pairs = pd.MultiIndex.from_frame(unresolved[["place", "admin"]])
        unresolved = unresolved.assign(rows=totals.reindex(pairs).to_numpy()).drop_duplicates(["place", "admin"], ignore_index=True)
    return Places(result[got].reset_index(drop=True), unresolved, int(counts.loc[~got, "rows"].sum()))


def _keys(part: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = plain(part.select(list(KEYS))).to_pandas()
    return frame.assign(radius_m=frame["radius_m"].astype("str").fillna("nan"))
