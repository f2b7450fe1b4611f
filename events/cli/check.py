"""`check DATA`: what of a data set can be used, and what cannot and why."""

from __future__ import annotations

from typing import Any, Final

import click
import pandas as pd

from events import dataset as datasets
from events.cli.output import as_json, candidate_list, say
from events.dataset import Dataset
from events.errors import InputError

#: So many rejected rows are told one by one; a file of another layout would fill the screen.
MOST_TOLD: Final = 20


@click.command()
@click.argument("data")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object: rows, valid, rejected, unresolved.")
@click.pass_context
def check(context: click.Context, data: str, *, json_wanted: bool) -> None:
    """Tell how many rows of DATA are valid, which are rejected and why, and which places were not found.

    Exit code 1 when a row is rejected; each is named with file, row, column and value.
    """
    found = datasets.read(data)
    result = report(found)
    say(as_json(result) if json_wanted else "\n".join(_lines(result)))
    _tell_rejected(found.rejected)
    context.exit(1 if len(found.rejected) else 0)


def report(dataset: Dataset) -> dict[str, Any]:
    """Return `rows`, `valid`, `rejected` (count by reason, most first) and `unresolved` (places with their candidates, best first)."""
    valid, rejected = len(dataset.events), len(dataset.rejected)
    return {
        "rows": valid + rejected,
        "valid": valid,
        "rejected": {str(reason): int(count) for reason, count in dataset.rejected["reason"].value_counts().items()},
        "unresolved": [
            {
                "place": row["place"],
                "admin": row["admin"],
                "rows": int(row["rows"]),
                "reason": row["reason"],
                "candidates": candidate_list(row["candidates"]),
            }
            for row in dataset.unresolved.to_dict("records")
        ],
    }


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [f"{result['rows']:,} rows, {result['valid']:,} of them valid."]
    lines += [f"Rejected: {count:,} × {reason}" for reason, count in result["rejected"].items()]
    for lost in result["unresolved"]:
        offered = "; ".join(f"{c['name']} ({c['parent']})" if c["parent"] else c["name"] for c in lost["candidates"])
        where = f"{lost['place']}, {lost['admin']}" if lost["admin"] else lost["place"]
        lines.append(f"Not found: {where} ({lost['rows']:,} rows). {f'Candidates: {offered}.' if offered else 'No candidate.'}")
    return lines if result["rejected"] or result["unresolved"] else [*lines, "Every place was found."]


def _tell_rejected(rejected: pd.DataFrame) -> None:
    for row in rejected.head(MOST_TOLD).to_dict("records"):
        fault = InputError(f"{row['reason']}.", file=row["file"], row=int(row["row"]), column=row["column"], value=row["value"])
        say(str(fault), err=True)
    if len(rejected) > MOST_TOLD:
        say(f"… and {len(rejected) - MOST_TOLD:,} more rejected rows; the dashboard lists and downloads them all.", err=True)
