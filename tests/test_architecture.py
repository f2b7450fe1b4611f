"""Imports run one way, and the core touches neither disk, clock, network nor session. Read from the source, by `ast`.

A new module of `events/` gets a line in `LAYERS`; one that opens files by design gets a line in `READS_FILES`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent

#: Lowest first. A module or package of `events/` imports from its own line and those above it here, and never from below.
LAYERS: Final = (
    {"errors", "schema", "cells", "folding", "searching"},
    {"sources", "reports", "gazetteer", "geocode", "control", "view"},
    {
        "dataset",
        "edits",
        "replay",
        "edit_log",
        "edit_words",
        "edited",
        "filters",
        "summary",
        "fingerprint",
        "link",
        "describe",
        "describe_control",
        "opening",
        "precision",
        "geoparquet",
        "importing",
        "spill",
        "placing",
        "stamping",
        "library",
        "factions",
    },
    {"eventmap", "charts", "export"},
    {"__init__"},
    {"ui", "cli", "__main__"},
    {"dashboard"},
)
#: Modules (or whole packages) whose work is to read or write files; all others take frames and return frames.
READS_FILES: Final = {
    *("sources", "gazetteer.geonames", "gazetteer.files", "gazetteer.words", "dataset", "geoparquet", "importing", "spill", "library"),
    *(
        "reports.lexicon",
        "reports.phrases.lexicon",
        "reports.documents",
        "reports.formats",
        "reports.batch",
        "edit_log",
        "eventmap.assets",
        "eventmap.basemap",
    ),
    *("cli", "__main__", "ui", "dashboard"),
}

FILE_MODULES: Final = {"os", "pathlib", "shutil", "tempfile", "glob", "fileinput", "zipfile", "tarfile", "sqlite3", "importlib.resources"}
OUTSIDE_MODULES: Final = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "subprocess",
}
HIDDEN_STATE_MODULES: Final = {"time", "random", "secrets", "getpass", "locale", "platform"}
FILE_CALLS: Final = {
    "open",
    "read_csv",
    "read_parquet",
    "read_file",
    "read_excel",
    "read_feather",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
}
CLOCK_CALLS: Final = {"now", "today", "utcnow", "perf_counter"}


def _modules() -> dict[str, Path]:
    """Every module by its dotted name below `events` ("reports.phrases"), and the dashboard."""
    package = ROOT / "events"
    found = {".".join(path.relative_to(package).with_suffix("").parts): path for path in package.rglob("*.py")}
    dashboard = ROOT / "dashboard.py"
    return found | ({"dashboard": dashboard} if dashboard.exists() else {})


def _unit(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


MODULES: Final = _modules()
KNOWN: Final = set().union(*LAYERS) | {_unit(module) for module in MODULES}


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def _imports(module: str) -> tuple[str, ...]:
    """Absolute dotted names that a module imports anywhere in it, inside functions and type-checking blocks too."""
    return tuple(_names_imported(module))


def _names_imported(module: str) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = ["events", *module.split(".")][: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def _units_imported(module: str) -> set[str]:
    """Units of `events` (or the dashboard) that a module imports from, itself excluded; `events` by itself is "__init__"."""
    units = set()
    for name in _imports(module):
        parts = name.split(".")
        if parts[0] == "dashboard":
            units.add("dashboard")
        elif parts[0] == "events":
            units.add(parts[1] if len(parts) > 1 and parts[1] in KNOWN else "__init__")
    return units - {_unit(module)}


def _imports_any(module: str, packages: set[str]) -> set[str]:
    return {name for name in _imports(module) if any(name == p or name.startswith(f"{p}.") for p in packages)}


def _calls(module: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            yield name, node.lineno


def _within(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


every_module = pytest.mark.parametrize("module", sorted(MODULES))
every_pure_module = pytest.mark.parametrize("module", sorted(m for m in MODULES if not _within(m, READS_FILES)))


@every_module
def test_module_has_a_layer(module: str) -> None:
    assert any(_unit(module) in layer for layer in LAYERS), f"give {_unit(module)!r} a line in LAYERS"


@every_module
def test_imports_run_one_way(module: str) -> None:
    allowed: set[str] = set()
    for layer in LAYERS:
        allowed |= layer
        if _unit(module) in layer:
            break
    assert _units_imported(module) <= allowed


def test_no_units_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        graph.setdefault(_unit(module), set()).update(_units_imported(module))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"these import each other: {' -> '.join(error.args[1])}")


def test_page_and_command_line_know_nothing_of_each_other() -> None:
    for module in MODULES:
        if _unit(module) in ("ui", "dashboard"):
            assert not _units_imported(module) & {"cli", "__main__"}
        if _unit(module) in ("cli", "__main__"):
            assert not _units_imported(module) & {"ui", "dashboard"}


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        ("streamlit", {"ui", "dashboard"}),
        ("streamlit_folium", {"ui", "dashboard"}),
        ("folium", {"eventmap"}),
        ("branca", {"eventmap"}),
        ("altair", {"charts"}),
        ("click", {"cli", "__main__"}),
    ],
)
def test_package_is_used_in_its_home_only(package: str, homes: set[str]) -> None:
    elsewhere = [module for module in MODULES if _imports_any(module, {package}) and _unit(module) not in homes]
    assert elsewhere == []


@every_module
def test_nothing_asks_the_network(module: str) -> None:
    assert _imports_any(module, OUTSIDE_MODULES) == set()


@every_pure_module
def test_core_reads_no_file(module: str) -> None:
    assert _imports_any(module, FILE_MODULES) == set()
    assert [f"{name}() on line {line}" for name, line in _calls(module) if name in FILE_CALLS] == []


@every_pure_module
def test_core_reads_no_clock_and_draws_no_lots(module: str) -> None:
    assert _imports_any(module, HIDDEN_STATE_MODULES) == set()
    assert [f"{name}() on line {line}" for name, line in _calls(module) if name in CLOCK_CALLS] == []


def test_modules_stay_short() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: lines for module, lines in lengths.items() if lines > 300} == {}


def test_a_name_listed_here_exists_or_is_planned() -> None:
    """A typing error in the tables above would switch a rule off without a word."""
    layered = set().union(*LAYERS)
    assert {_unit(name) for name in READS_FILES} <= layered
