"""Import of large files in the layouts of ACLED and UCDP GED: seconds, processor seconds, peak memory, and cost as work grows.

Beside each figure stands the plain alternative in the same run: `pandas.read_csv`, then `to_parquet`, which checks nothing, places nothing
and rejects nothing. Each run is a process of its own, so that its peak of memory is its own; the value is the median of the runs.

The largest file (3,000,000 rows, 2 GB on disk) is made and read only with the word `full` behind the name:
`python -m tests.benchmarks.bench_imports full`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.generate import write

ROOT = Path(__file__).resolve().parents[2]
#: Layout, rows, runs; what is asked for in seconds and gigabytes, where something is.
SIZES = (
    ("acled", 10_000, 3, None, None),
    ("acled", 100_000, 3, None, None),
    ("ucdp", 400_000, 3, 8.0, 1.5),
    ("acled", 1_000_000, 1, None, None),
)
FULL = (("acled", 3_000_000, 1, 60.0, 6.0),)
#: The peak is Linux's own figure, in kilobytes.
IMPORT = """
import resource, sys, time
from events.importing import import_file
started, busy = time.perf_counter(), time.process_time()
done = import_file(sys.argv[1], sys.argv[2])
assert done.rows == done.valid == int(sys.argv[3])
print(time.perf_counter() - started, time.process_time() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""
PLAIN = """
import resource, sys, time
import pandas as pd
started, busy = time.perf_counter(), time.process_time()
pd.read_csv(sys.argv[1]).to_parquet(sys.argv[2])
print(time.perf_counter() - started, time.process_time() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""


def measured(program: str, source: Path, rows: int, runs: int) -> tuple[float, float, float]:
    """Return the medians of seconds on the clock and of the processors, and the largest peak of memory in gigabytes."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-c", program, str(source), str(source.with_suffix(".parquet")), str(rows)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found.append([float(part) for part in ran.stdout.split()])
    clock, processors, peaks = zip(*found, strict=True)
    return statistics.median(clock), statistics.median(processors), max(peaks)


def main(words: list[str]) -> None:
    """Print three JSON lines a size: seconds, processor seconds and memory, each with the alternative's and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        for layout, rows, runs, seconds_wanted, memory_wanted in (*SIZES, *(FULL if "full" in words else ())):
            source = write(layout, rows, Path(folder) / f"{layout}-{rows}.csv")
            seconds, processors, memory = measured(IMPORT, source, rows, runs)
            plain_seconds, plain_processors, plain_memory = measured(PLAIN, source, rows, runs)
            common = {
                "layout": layout,
                "rows": rows,
                "megabytes": round(source.stat().st_size / 1e6),
                "alternative": "pandas.read_csv + to_parquet",
                "load": round(os.getloadavg()[0], 1),
            }
            for figure, value, plain, unit, wanted in (
                ("import", seconds, plain_seconds, "s", seconds_wanted),
                ("import, processor time", processors, plain_processors, "s", None),
                ("import, peak memory", memory, plain_memory, "GB", memory_wanted),
            ):
                line = {"figure": figure, **common, "value": round(value, 3), "unit": unit, "of_alternative": round(plain, 3)}
                print(json.dumps({**line, "ratio": round(value / plain, 2), "wanted": wanted}), flush=True)
            source.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
