"""How long geocoding takes, and how often spellings are found and absent places mistaken; one JSON line a figure."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from time import perf_counter, process_time

import pandas as pd

from events.gazetteer import Gazetteer, countries_of, from_file, from_geonames, names
from events.geocode import geocode_frame
from tests.test_gazetteer import ABSENT, PAIRS

DEMO = Path(__file__).resolve().parents[2] / "data" / "iraq-2008"
FORMS = (
    "{name}",
    "{name} district",
    "{name} checkpoints",
    "{n} km north of {name}",
    "near {name}",
    "southern {name}",
    "outskirts of {name}",
)
SIZES = (1_000, 10_000, 100_000)
COUNTRIES = ("IQ", "SY", "AF", "SD")


def main() -> int:
    """Print one JSON line a figure."""
    _demo()
    gazetteer = Gazetteer.combine(from_file(DEMO / "places.csv"), from_geonames("IQ"))
    for size in SIZES:
        _say(f"{size:,} distinct descriptions of known places", size, _described(gazetteer, size), gazetteer)
        _say(f"{size:,} distinct unknown names", size, [f"Place{i} {('Tal', 'Deir', 'Khan')[i % 3]}" for i in range(size)], gazetteer)
    _line("spellings of Iraqi names found", sum(_named(gazetteer, words) == place for words, place in PAIRS) / len(PAIRS), "share")
    demo = from_file(DEMO / "places.csv")
    _line("absent places put somewhere", sum(demo.search(name).place is not None for name in ABSENT) / len(ABSENT), "share")
    for country in COUNTRIES:
        _left_out(country)
    return 0


def _demo() -> None:
    table = pd.read_csv(DEMO / "events.csv", keep_default_na=False).rename(columns={"parent": "admin"})[["place", "admin"]]
    began, work = perf_counter(), process_time()
    own = from_file(DEMO / "places.csv")
    geocode_frame(table, Gazetteer.combine(own, *(from_geonames(code) for code in countries_of(own))))
    _line("demo: gazetteer and 167 rows", perf_counter() - began, "s", cpu=process_time() - work)


def _described(gazetteer: Gazetteer, size: int) -> list[str]:
    chance = random.Random(1)  # noqa: S311  (a fixed sequence is wanted)
    rows = gazetteer.places
    known = [name for row in rows.itertuples() for name in (row.name, *row.aliases.split(";")) if name and name.isascii()]
    words: dict[str, None] = {}
    while len(words) < size:
        words[chance.choice(FORMS).format(name=_misspelt(chance.choice(known), chance), n=chance.randint(1, 400))] = None
    return list(words)


def _misspelt(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return f"{name[:at]}{chance.choice('aeioubdk')}{name[at + 1 :]}" if chance.random() < 0.3 else name


def _named(gazetteer: Gazetteer, words: str) -> str:
    found = gazetteer.search(words).place
    return found.name if found else ""


def _left_out(country: str) -> None:
    """Leave each place out in turn and ask for it: the share of its names that are taken for a place that does not bear them."""
    frame = from_geonames(country).places.drop(columns="layer")
    gazetteer = Gazetteer.from_frame(frame)
    asked = wrong = 0
    for row, (name, aliases) in enumerate(zip(frame["name"], frame["aliases"], strict=True)):
        missing = gazetteer.layers[0].place(row)
        for words in list(dict.fromkeys([name, *(a for a in aliases.split(";") if a.isascii() and a)]))[:6]:
            found = gazetteer.search(words, accept=lambda place, missing=missing: place is not missing).place
            asked += 1
            key = names.sound(names.bare(names.fold(words)))
            wrong += found is not None and key not in {names.sound(names.bare(names.fold(text))) for text in (found.name, *found.aliases)}
    _line(f"{country}: names of a left-out place taken for another", wrong / asked, "share", asked=asked)


def _say(what: str, size: int, words: list[str], gazetteer: Gazetteer) -> None:
    began, work = perf_counter(), process_time()
    _, unresolved = geocode_frame(pd.DataFrame({"place": words}), gazetteer)
    took = perf_counter() - began
    _line(what, took, "s", cpu=process_time() - work, ms_each=1_000 * took / size, unresolved=len(unresolved))


def _line(figure: str, value: float, unit: str, **more: float) -> None:
    rounded = {name: round(number, 4) for name, number in more.items()}
    sys.stdout.write(json.dumps({"benchmark": "geocode", "figure": figure, "value": round(value, 4), "unit": unit, **rounded}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
