"""Make large files in the layouts of ACLED and UCDP GED, for the benches: the shapes are theirs, every value is made up.

`python tests/benchmarks/generate.py acled 3000000 /tmp/acled.csv` writes one. The same count and seed give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

CHUNK = 200_000
FIRST_DAY = np.datetime64("2015-01-01")
DAYS = 3_650
ACLED_TYPES = (
    ("Battles", "Armed clash"),
    ("Battles", "Government regains territory"),
    ("Battles", "Non-state actor overtakes territory"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Violence against civilians", "Attack"),
    ("Protests", "Peaceful protest"),
    ("Riots", "Mob violence"),
    ("Strategic developments", "Non-violent transfer of territory"),
    ("Strategic developments", "Looting/property destruction"),
)
INTER = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)
WORDS = np.array(
    [
        "forces",
        "fighters",
        "shelled",
        "village",
        "road",
        "checkpoint",
        "north",
        "south",
        "district",
        "army",
        "reported",
        "casualties",
        "captured",
        "convoy",
        "attacked",
        "between",
        "Aïn",
        "Gülşehir",
        "bridge",
        "market",
        "positions",
        "after",
        "clashes",
        "near",
        "town",
        "villagers,",
        '"brigade"',
        "withdrew",
        "from",
        "hill",
        "on",
        "the",
        "outskirts",
    ]
)


def _text(random: np.random.Generator, rows: int, words: int) -> np.ndarray:
    """Return `rows` sentences; a pool of 5,000 is drawn from, and a number added, so that no two are alike."""
    pool = np.array([" ".join(random.choice(WORDS, words)) for _ in range(5_000)], dtype=object)
    return pool[random.integers(0, len(pool), rows)] + np.char.mod(" (%d)", random.integers(0, 1 << 40, rows)).astype(object)


def _names(prefix: str, count: int, random: np.random.Generator, rows: int) -> np.ndarray:
    pool = np.array([f"{prefix} {number}" for number in range(count)], dtype=object)
    return pool[np.minimum(random.zipf(1.4, rows), count) - 1]


def acled(rows: int, start: int, random: np.random.Generator) -> pd.DataFrame:
    """Return `rows` rows with the 31 columns of an ACLED export; `start` numbers the first."""
    kinds = random.integers(0, len(ACLED_TYPES), rows)
    day = FIRST_DAY + random.integers(0, DAYS, rows)
    inter1, inter2 = random.integers(0, len(INTER), rows), random.integers(0, len(INTER), rows)
    types = np.array(ACLED_TYPES, dtype=object)
    country = random.integers(0, 60, rows)
    columns = {
        "event_id_cnty": np.char.mod("SYN%d", np.arange(start, start + rows)),
        "event_date": day.astype(str),
        "year": day.astype("datetime64[Y]").astype(str),
        "time_precision": random.choice(["1", "1", "1", "2", "3"], rows),
        "disorder_type": "Political violence",
        "event_type": types[kinds, 0],
        "sub_event_type": types[kinds, 1],
        "actor1": _names("Military Forces of Country (2011-)", 400, random, rows),
        "assoc_actor_1": np.where(random.random(rows) < 0.2, "Allied Group (Country)", ""),
        "inter1": np.array(INTER, dtype=object)[inter1],
        "actor2": _names("Front for the Liberation of Province", 900, random, rows),
        "assoc_actor_2": "",
        "inter2": np.array(INTER, dtype=object)[inter2],
        "interaction": np.array(INTER, dtype=object)[inter1] + "-" + np.array(INTER, dtype=object)[inter2],
        "civilian_targeting": np.where(kinds == 5, "Civilian targeting", ""),
        "iso": (country + 100).astype(str),
        "region": "Middle East",
        "country": np.char.mod("Country %d", country),
        "admin1": _names("Governorate", 700, random, rows),
        "admin2": _names("District", 4_000, random, rows),
        "admin3": "",
        "location": _names("Village", 60_000, random, rows),
        "latitude": np.char.mod("%.4f", random.uniform(-30, 40, rows)),
        "longitude": np.char.mod("%.4f", random.uniform(-20, 60, rows)),
        "geo_precision": random.choice(["1", "1", "2", "3"], rows),
        "source": _names("Observatory", 800, random, rows),
        "source_scale": "Other-National",
        "notes": _text(random, rows, 30),
        "fatalities": random.integers(0, 9, rows).astype(str),
        "tags": "",
        "timestamp": random.integers(1_500_000_000, 1_700_000_000, rows).astype(str),
    }
    return pd.DataFrame(columns)


def ucdp(rows: int, start: int, random: np.random.Generator) -> pd.DataFrame:
    """Return `rows` rows with 41 columns of a UCDP GED release; `start` numbers the first."""
    day = FIRST_DAY + random.integers(0, DAYS, rows)
    last = day + random.integers(0, 3, rows)
    low = random.integers(0, 20, rows)
    latitude = np.char.mod("%.6f", random.uniform(-30, 40, rows))
    longitude = np.char.mod("%.6f", random.uniform(-20, 60, rows))
    headline = _text(random, rows, 10)
    side_a, side_b = _names("Government of Country", 90, random, rows), _names("Insurgents", 700, random, rows)
    columns = {
        "id": np.arange(start, start + rows).astype(str),
        "relid": np.char.mod("SYN-2016-1-%d", np.arange(start, start + rows)),
        "year": day.astype("datetime64[Y]").astype(str),
        "active_year": "1",
        "type_of_violence": random.choice(["1", "1", "2", "3"], rows),
        "conflict_new_id": "299",
        "conflict_name": "Country: Government",
        "dyad_new_id": "11973",
        "dyad_name": side_a + " - " + side_b,
        "side_a_new_id": "118",
        "side_a": side_a,
        "side_b_new_id": "4456",
        "side_b": side_b,
        "number_of_sources": "1",
        "source_article": '"Agency,' + last.astype(str).astype(object) + "," + headline + '"',
        "source_office": "Agency",
        "source_date": last.astype(str),
        "source_headline": headline,
        "source_original": _names("Witness", 300, random, rows),
        "where_prec": random.choice(list("1112234567"), rows),
        "where_coordinates": _names("Town", 30_000, random, rows),
        "adm_1": _names("Governorate", 300, random, rows),
        "adm_2": _names("District", 3_000, random, rows),
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": "POINT (" + longitude.astype(object) + " " + latitude.astype(object) + ")",
        "priogrid_gid": random.integers(100_000, 200_000, rows).astype(str),
        "country": _names("Country", 60, random, rows),
        "country_id": "652",
        "region": "Middle East",
        "event_clarity": "1",
        "date_prec": random.choice(list("1111234"), rows),
        "date_start": day.astype(str),
        "date_end": last.astype(str),
        "deaths_a": "0",
        "deaths_b": "0",
        "deaths_civilians": "0",
        "deaths_unknown": low.astype(str),
        "low": low.astype(str),
        "best": (low + 1).astype(str),
        "high": (low + 2).astype(str),
    }
    return pd.DataFrame(columns)


LAYOUTS = {"acled": acled, "ucdp": ucdp}


def write(layout: str, rows: int, path: Path, *, seed: int = 2008) -> Path:
    """Write a CSV file of `rows` rows in the layout and return its path."""
    random = np.random.default_rng(seed)
    writer = None
    for start in range(1, rows + 1, CHUNK):
        frame = LAYOUTS[layout](min(CHUNK, rows + 1 - start), start, random)
        table = pa.table({name: pa.array(frame[name].astype(str), pa.string()) for name in frame})
        if writer is None:
            writer = csv.CSVWriter(path, table.schema, write_options=csv.WriteOptions(quoting_style="needed"))
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return path


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layout", choices=sorted(LAYOUTS))
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    arguments = parser.parse_args()
    write(arguments.layout, arguments.rows, arguments.path)


if __name__ == "__main__":
    main()
