"""`python -m tests.benchmarks [NAME...]`: run every `bench_*.py` here, or those named, and print one JSON line a figure.

Each benchmark is a program of its own, so that none finds the caches or the memory of another. It prints JSON objects, one a line, such
as `{"figure": "scrub p95", "events": 100000, "value": 4.1, "unit": "ms"}`; what else it has to say goes to the standard error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def main(names: list[str]) -> int:
    """Run benchmarks by name, all without any; return 1 when one fails."""
    known = {path.stem.removeprefix("bench_"): path.stem for path in sorted(HERE.glob("bench_*.py"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = [name for name in names or known if not _run(known[name])]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _run(module: str) -> bool:
    """Run one benchmark and pass its figures on as they come, with its name."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as program:
        assert program.stdout is not None
        for line in program.stdout:
            try:
                figure = json.loads(line)
            except ValueError:
                print(line, end="", file=sys.stderr)
                continue
            print(json.dumps({"benchmark": module.removeprefix("bench_"), **figure}, ensure_ascii=False), flush=True)
    return program.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
