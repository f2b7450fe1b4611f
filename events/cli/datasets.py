"""`datasets`: what is in the library, and changing its names."""

from __future__ import annotations

from typing import Any

import click

from events.cli.output import as_json, say
from events.edit_log import read_log
from events.library import Entry, Library


@click.command()
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give a data set another name.")
@click.option("--delete", metavar="NAME", help="Remove a data set.")
@click.option("--yes", is_flag=True, help="Do not ask before removing.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object a data set.")
def datasets(*, rename: tuple[str, str] | None, delete: str | None, yes: bool, json_wanted: bool) -> None:
    """List the data sets in the library: name, events, rejected rows, source, fingerprint."""
    library = Library()
    if rename:
        library.rename(*rename)
    if delete:
        entry = library.entry(delete)
        if not yes:
            click.confirm(f"Remove {entry.name} ({entry.info.valid:,} events from {entry.info.source})?", abort=True, err=True)
        library.delete(delete)
    entries = library.entries()
    for entry in entries:
        say(as_json(report(entry)) if json_wanted else _line(entry))
    for name in library.damaged():
        say(f"{name}: damaged; delete it and import it again.", err=True)
    if not entries and not json_wanted:
        say(f"No data sets yet in {library.folder}.", err=True)


def report(entry: Entry) -> dict[str, Any]:
    """Return what is known of a data set, ready for JSON."""
    info = entry.info
    return {
        "name": entry.name,
        "rows": info.rows,
        "valid": info.valid,
        "rejected": dict(info.rejected),
        "unresolved": info.unresolved,
        "source": info.source,
        "format": info.format,
        "fingerprint": info.fingerprint,
        "edits": len(read_log(Library().log_path(entry.name)).edits),
        "added": entry.added,
        "bytes": entry.size,
        "path": str(entry.path),
    }


def _line(entry: Entry) -> str:
    info = entry.info
    lost = f", {info.rows - info.valid:,} rejected" if info.rows > info.valid else ""
    edits = len(read_log(Library().log_path(entry.name)).edits)
    edited = f", {edits:,} {'edit' if edits == 1 else 'edits'} since" if edits else ""
    return f"{entry.name}: {info.valid:,} events{lost}{edited}, from {info.source} ({info.format}), {info.fingerprint}"
