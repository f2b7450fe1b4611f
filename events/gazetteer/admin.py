"""Administrative levels as columns: ADM0_EN, ADM1_EN, ADM1_PCODE, adm2_name, ... (the layout of OCHA's Common Operational Datasets)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from events.gazetteer import extent

_HEADER: Final = re.compile(r"^(?:adm|admin|admin_?level_)_?(?P<level>[0-5])_?(?P<rest>.*)$")
_CODES: Final = ("pcode", "p_code", "code", "pcod")
#: What follows the level in the header of its main name, the best first.
_MAIN: Final = ("", "en", "name", "name_en", "nam", "na", "e")
_LANGUAGE: Final = re.compile(r"^(?:[a-z]{2}|name_?[a-z0-9]{1,3}|alt[0-9]?_?[a-z]{2}|alt_?[0-9]?_?name|name[0-9]|ref|[a-z]{2}_name)$")


@dataclass(frozen=True, slots=True)
class Levels:
    """Columns of the levels, the topmost (country) first: of the names, of further names, of the codes ("" where there is none)."""

    names: Mapping[int, str]
    aliases: Mapping[int, tuple[str, ...]]
    codes: Mapping[int, str]

    def deepest(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Return each row's deepest named level: columns name, parent, kind, pcode, aliases, country."""
        empty = pd.Series("", index=cells.index, dtype="str")
        found = pd.DataFrame(dict.fromkeys(("name", "parent", "kind", "pcode", "aliases", "country"), empty))
        above = empty
        for level, column in self.names.items():
            named = cells[column] != ""
            code = cells[self.codes[level]] if self.codes[level] else empty
            aliases = cells[list(self.aliases[level])].agg(";".join, axis=1) if self.aliases[level] else empty
            for name, values in {"name": cells[column], "parent": above, "pcode": code, "aliases": aliases}.items():
                found[name] = found[name].where(~named, values)
            found["kind"] = found["kind"].where(~named, "country" if level == 0 else f"admin{level}")
            above = above.where(~named, cells[column])
        if 0 in self.names:
            country = cells[self.codes[0]] if self.codes[0] else cells[self.names[0]]
            found["country"] = country.where(country != "", cells[self.names[0]])
        return found


def levels_of(headers: Mapping[str, str]) -> Levels | None:
    """Return the levels among headers (lower case with underscores → column), None if no level has a name."""
    named: dict[int, dict[str, str]] = defaultdict(dict)
    codes: dict[int, str] = {}
    for header, column in headers.items():
        match = _HEADER.match(header)
        if match and match["rest"] in _CODES:
            codes.setdefault(int(match["level"]), column)
        elif match and (match["rest"] in _MAIN or _LANGUAGE.match(match["rest"])):
            named[int(match["level"])][match["rest"]] = column
    if not named:
        return None
    order = {
        level: sorted(found, key=lambda rest: _MAIN.index(rest) if rest in _MAIN else len(_MAIN)) for level, found in sorted(named.items())
    }
    return Levels(
        {level: named[level][rests[0]] for level, rests in order.items()},
        {level: tuple(named[level][rest] for rest in rests[1:]) for level, rests in order.items()},
        {level: codes.get(level, "") for level in order},
    )


def _rank(rest: str) -> int:
    return _MAIN.index(rest) if rest in _MAIN else len(_MAIN)


def upper_places(frame: pd.DataFrame, cells: pd.DataFrame, levels: Levels) -> pd.DataFrame:
    """Return the places of the levels that only stand beside deeper ones: each the union of the areas, or a circle about the points.

    Parameters
    ----------
    frame : pandas.DataFrame
        The places of the rows: name, kind, lon, lat, radius_m, shape.
    cells : pandas.DataFrame
        The rows' cells.
    levels : Levels
        Which columns hold the levels.
    """
    rows: list[dict[str, object]] = []
    for level in levels.names:
        upper = {above: column for above, column in levels.names.items() if above <= level}
        columns = [*upper.values(), *([levels.codes[level]] if levels.codes[level] else []), *levels.aliases[level]]
        kind = "country" if level == 0 else f"admin{level}"
        own = set(frame.loc[frame["kind"] == kind, "name"])
        part = cells[cells[levels.names[level]] != ""]
        for key, rows_of in part.groupby(columns, sort=False):
            values = dict(zip(columns, map(str, key), strict=True))
            name = values[levels.names[level]]
            if name not in own:
                rows.append({**_upper(frame.loc[rows_of.index], values, levels, level), "name": name, "kind": kind})
    return pd.DataFrame(rows)


def _upper(members: pd.DataFrame, values: Mapping[str, str], levels: Levels, level: int) -> dict[str, object]:
    shapes = [shape for shape in members["shape"] if isinstance(shape, BaseGeometry)]
    union = shapely.union_all(shapes) if shapes and len(shapes) == len(members) else None
    spread = union if union is not None else shapely.MultiPoint(members[["lon", "lat"]].dropna().to_numpy())
    circle = extent.within(spread)
    above = [values[column] for up, column in levels.names.items() if up < level and values.get(column)]
    code = values.get(levels.codes[level], "") if levels.codes[level] else ""
    aliases = [values[column] for column in levels.aliases[level] if values[column]]
    beyond = float(members["radius_m"].max()) if union is None and members["radius_m"].notna().any() else 0.0
    return {
        "parent": above[-1] if above else "",
        "country": members["country"].iloc[0],
        "pcode": code,
        "aliases": ";".join(dict.fromkeys([*aliases, *([code] if code else [])])),
        "lon": circle.lon,
        "lat": circle.lat,
        "radius_m": circle.radius_m + beyond or float("nan"),
        "shape": union,
        "source": members["source"].iloc[0],
    }
