"""`import FILE`: a file of events, of any layout and size, into a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from events.cli.output import as_json, say
from events.dataset import gazetteer_beside
from events.errors import InputError
from events.gazetteer import Gazetteer, country_code, from_file, from_geonames
from events.importing import Imported, import_file
from events.library import Library
from events.sources.mapping import Mapping, read_mapping, to_toml
from events.sources.reading import FORMATS, sniff


@click.command("import")
@click.argument("file")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Its layout; told from the file if not given.")
@click.option("--mapping", metavar="M.toml", help="How to read a table of no known layout: which column is what.")
@click.option("--show-mapping", is_flag=True, help="Print how the table would be read, as TOML to edit, and read nothing.")
@click.option(
    "--gazetteer", metavar="FILE", help="Places to look up the rows without coordinates in; the places.csv beside FILE if not given."
)
@click.option("--country", default="", metavar="CODE", help="Only places in this country (ISO code or English name).")
@click.option("--encoding", default="", help="Encoding of a text file; told from the file if not given.")
@click.option("--part", default="", metavar="NAME", help="Which sheet or layer, where there are several.")
@click.option("--crs", default="", metavar="EPSG:CODE", help="Coordinate reference system, where the file states none.")
@click.option("--name", default="", help="Name of the data set in the library; made from the file's if not given.")
@click.option("--replace", "replacing", is_flag=True, help="Put it in the place of the data set of that name.")
@click.option("-o", "--output", metavar="OUT.parquet", help="Write a GeoParquet file instead of adding to the library.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object: rows, valid, rejected, unresolved, seconds.")
def import_(
    file: str,
    *,
    format_: str | None,
    mapping: str | None,
    show_mapping: bool,
    gazetteer: str | None,
    country: str,
    encoding: str,
    part: str,
    crs: str,
    name: str,
    replacing: bool,
    output: str | None,
    json_wanted: bool,
) -> None:
    """Read FILE and write its events as a data set; rejected rows go into a second file beside it, with the reason of each.

    FILE is an export of ACLED, UCDP GED or VIINA, or any CSV, TSV, XLSX, Parquet, GeoJSON, GeoPackage, zipped Shapefile or KML, also as
    .gz or .zip.
    """
    library = Library()
    opened = {"encoding": encoding, "part": part, "crs": crs}
    chosen = read_mapping(mapping) if mapping else None
    if show_mapping:
        click.echo(_shown(file, library, chosen, opened), nl=False)
        return
    kept = chosen or _kept(file, library, format_ or "", opened)
    options: dict[str, Any] = {
        "format": format_ or "",
        "mapping": kept,
        "gazetteer": _places(file, gazetteer, country),
        **opened,
    }
    options["country"] = country_code(country) if country else ""
    if output:
        done, where = import_file(file, output, **options), output
    else:
        entry, done = library.add(file, name=name, replace=replacing, **options)
        where = entry.name
        if gazetteer:
            library.set_places(where, Path(gazetteer).read_bytes())
    if chosen is not None:
        library.remember(chosen.with_header(sniff(file, **opened).columns))
    say(as_json(report(done)) if json_wanted else "\n".join(_lines(done, where)))


def report(done: Imported) -> dict[str, Any]:
    """Return what an import did, ready for JSON: `rows`, `valid`, `rejected` (reason → rows, most first), `unresolved`, `seconds`."""
    return {"rows": done.rows, "valid": done.valid, "rejected": done.rejected, "unresolved": done.unresolved, "seconds": done.seconds}


def _lines(done: Imported, where: str) -> list[str]:
    lines = [f"{done.rows:,} rows, {done.valid:,} of them events, in {done.seconds:.1f} s: {where}"]
    lines += [f"Rejected: {count:,} × {reason}" for reason, count in done.rejected.items()]
    if done.unresolved:
        lines.append(f"Without a place on the map: {done.unresolved:,} (--country or --gazetteer tells where to look places up)")
    return lines


def _shown(file: str, library: Library, chosen: Mapping | None, opened: dict[str, str]) -> str:
    look = sniff(file, **opened)
    found = chosen or library.recall(look.columns) or look.mapping
    if found is None:
        raise InputError(f"needs no mapping: it has the layout of {look.format}.", file=file)
    return to_toml(found)


def _kept(file: str, library: Library, format_: str, opened: dict[str, str]) -> Mapping | None:
    """Return the mapping that was used for such a table before."""
    if format_ not in ("", "table"):
        return None
    look = sniff(file, **opened)
    return library.recall(look.columns) if look.mapping is not None else None


def _places(file: str, gazetteer: str | None, country: str) -> Gazetteer | None:
    own = from_file(Path(gazetteer)) if gazetteer else gazetteer_beside(Path(file))
    layers = [] if own is None else [own]
    if country:
        layers.append(from_geonames(country))
    return Gazetteer.combine(*layers) if layers else None
