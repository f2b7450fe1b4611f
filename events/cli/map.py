"""`map DATA -o map.html`: the map as one file that opens by double-click, without a network."""

from __future__ import annotations

import click

from events import dataset as datasets
from events import export
from events.cli.output import say, write_file
from events.view import ViewState


@click.command("map")
@click.argument("data")
@click.option("-o", "--output", required=True, metavar="FILE", help="The HTML file to write; - is the standard output.")
def map_(data: str, output: str) -> None:
    """Write the map of DATA with its slider as one HTML file."""
    dataset = datasets.read(data)
    content = export.to_html(dataset.events, dataset=dataset, view=ViewState(data=dataset.name))
    write_file(content, output)
    unplaced, rejected = int(dataset.events.geometry.isna().sum()), len(dataset.rejected)
    mapped = len(dataset.events) - unplaced
    say(f"{output}: {mapped:,} events on the map, {unplaced:,} not placed, {rejected:,} rows rejected.", err=True)
