"""The list of commands."""

from __future__ import annotations

import click

from events.cli.check import check
from events.cli.control import control, diff, ledger
from events.cli.datasets import datasets
from events.cli.geocode import geocode
from events.cli.import_ import import_
from events.cli.map import map_
from events.cli.read import read

PROGRAM = "python -m events"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
def commands() -> None:
    """Who held what, when, who says so, and how sure we are.

    DATA is a data set's folder, such as data/iraq-2008, or a file of events. Exit codes: 0 fine, 1 bad input, 2 wrong usage.
    """


for command in (geocode, check, map_, read, control, ledger, diff, import_, datasets):
    commands.add_command(command)
