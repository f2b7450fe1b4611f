"""What grows with the number of events, as a table and a plot: `python -m tests.benchmarks.costs FIGURES...` writes docs/costs.md and .svg.

FIGURES are files of JSON lines as `make bench` prints them, at least of the benchmarks `imports` and `page`. A figure that stands in
several files is taken from the last.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).parents[2] / "docs"
#: Title, unit, and how to find the figure: its name, and what else its line must say.
ROWS: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    ("Import of an ACLED export", "s", "import", {"layout": "acled"}),
    ("… peak memory", "GB", "import, peak memory", {"layout": "acled"}),
    ("First drawn, beyond a bare page", "ms", "first drawn", {"beyond": "bare page"}),
    ("… for the first visitor", "ms", "first drawn, first visitor", {"beyond": "bare page"}),
    ("A step of the slider, everything so far: our script, p95", "ms", "scrub cumulative, js p95", {}),
    ("… until it is painted, p95", "ms", "scrub cumulative, paint p95", {}),
    ("A step, the last 30 days: our script, p95", "ms", "scrub 30 days, js p95", {}),
    ("… until it is painted, p95", "ms", "scrub 30 days, paint p95", {}),
    ("A filter in the legend until it is painted", "ms", "filter in the legend, click to paint", {}),
    ("A filter in the sidebar until it is painted", "ms", "filter in the sidebar, click to paint", {}),
    ("Pan and zoom: our script, p95", "ms", "pan and zoom, js p95", {}),
)
PLOTTED: Final = (("Import", 0, 1000.0, "#0072B2"), ("First drawn", 2, 1.0, "#D55E00"), ("A step of the slider", 5, 1.0, "#009E73"))
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 340, 76, 46, 18, 170


def main(files: list[str]) -> int:
    """Write both; return 1 where a figure of the table is nowhere."""
    # Of a file, the first line of a figure: the page's own comes before that of the map alone beside folium's plugins.
    lines = [json.loads(line) for file in files for line in reversed(Path(file).read_text("utf-8").splitlines()) if line.startswith("{")]
    found = [_by_size(lines, figure, about) for _, _, figure, about in ROWS]
    sizes = sorted({size for row in found for size in row})
    if not all(found):
        print("Not in these files:", ", ".join(row[2] for row, values in zip(ROWS, found, strict=True) if not values), file=sys.stderr)
        return 1
    head = "| Figure | Unit | " + " | ".join(f"{size:,}" for size in sizes) + " |"
    table = [head, "| --- | --- |" + " ---: |" * len(sizes)]
    for (title, unit, _, _), values in zip(ROWS, found, strict=True):
        table.append(f"| {title} | {unit} | " + " | ".join(_short(values.get(size)) for size in sizes) + " |")
    (DOCS / "costs.svg").write_text(_plot(sizes, found), encoding="utf-8")
    (DOCS / "costs.md").write_text(TEXT.format(table="\n".join(table)), encoding="utf-8")
    return 0


TEXT: Final = """# What it costs as the data grow

Measured by `make bench` on two cores without a graphics card, all in software; made-up exports in ACLED's layout. Each column is a number
of events. Times are wall time while the machine was otherwise idle, medians unless p95 is said; a first visitor comes before anything of
these data is in the server's memory.

{table}

![Import, first draw and a step of the slider against the number of events, both axes logarithmic](costs.svg)

Painting is that of the whole page, in software: the browser puts all of it together for each frame, whatever the number of events.
`tests/benchmarks/costs.py` makes this page from the figures.
"""


def _by_size(lines: list[dict[str, Any]], figure: str, about: dict[str, Any]) -> dict[int, float]:
    """Return a figure's value by the number of events, from 10,000 on; of several lines the last."""
    fit = [line for line in lines if line["figure"] == figure and all(line.get(key) == value for key, value in about.items())]
    values = {int(line.get("events", line.get("rows", 0))): float(line["value"]) for line in fit}
    return {size: value for size, value in values.items() if size >= 10_000}


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _plot(sizes: list[int], found: list[dict[int, float]]) -> str:
    """Return a plot with logarithmic axes: events against milliseconds."""
    series = [(name, {size: value * factor for size, value in found[row].items()}, colour) for name, row, factor, colour in PLOTTED]
    every = [value for _, values, _ in series for value in values.values()]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - first) / ((last - first) or 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - math.log10(value)) / ((high - low) or 1) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        label = f"{10**power:,} ms" if power < 3 else f"{10 ** (power - 3):,} s"
        parts.append(f'<path d="M{LEFT} {y(10**power):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{label}</text>')
    parts += [f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{size:,}</text>' for size in sizes]
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 6}" text-anchor="middle">events</text>')
    for name, values, colour in series:
        points = [(x(size), y(value)) for size, value in sorted(values.items())]
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="4" fill="{colour}"/>' for across, down in points]
        parts.append(f'<text x="{points[-1][0] + 10:.1f}" y="{points[-1][1] + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
