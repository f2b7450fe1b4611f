"""What is in the repository: pinned requirements from no particular index, our own code only, nothing left over."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ("requirements.txt", "tests/requirements.txt")
TOP_LEVEL = {
    *("dashboard.py", "events", "data", "tests", "docs", "requirements.txt", "README.md"),
    *("pyproject.toml", "Makefile", "LICENSE", "CHANGELOG.md", ".streamlit", ".ci", ".gitignore", ".gitattributes"),
}
#: Made by tools, and not in the repository.
LEFT_OUT = {
    *(".git", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"),
    *("__pycache__", "test-results"),
}
PYTHON = sorted([*ROOT.glob("*.py"), *(ROOT / "events").rglob("*.py")])


def _files(*suffixes: str) -> list[Path]:
    return [path for folder in ("events", "data", "tests") for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]


def _normal(name: str) -> str:
    """Return a distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(file: str) -> dict[str, str]:
    """Name and version (with marker) of each requirement of a file, by its logical lines."""
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return {line.split("==", 1)[0]: line.split("==", 1)[1] for line in lines if line.strip()}


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_every_requirement_is_pinned_with_hashes(file: str) -> None:
    text = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE))
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines
    loose = [line for line in lines if not re.match(r"[a-z0-9][a-z0-9._-]*==\S+( ; .+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*(#.*)?$", line)]
    assert loose == []


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_no_requirement_names_an_index_or_a_place_on_a_disk(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-(?!-hash=)|file:|(?<!\S)/|@ ", text, flags=re.MULTILINE)


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for wanted, file in ((project["project"]["dependencies"], REQUIREMENTS[0]), (project["dependency-groups"]["dev"], REQUIREMENTS[1])):
        names = {_normal(re.split(r"[<>=!~ \[]", requirement, maxsplit=1)[0]) for requirement in wanted}
        assert names <= set(_pins(file))


def test_development_tools_are_pinned_apart_and_agree_with_the_rest() -> None:
    run, tests = _pins(REQUIREMENTS[0]), _pins(REQUIREMENTS[1])
    assert not {"pytest", "playwright", "ruff", "mypy", "uv"} & set(run)
    assert {name: tests[name] for name in run.keys() & tests.keys()} == {name: run[name] for name in run.keys() & tests.keys()}


def test_every_import_is_a_dependency_of_ours() -> None:
    """A package that only comes along with another may go away with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ours = {_normal(re.split(r"[<>=!~ \[]", requirement, maxsplit=1)[0]) for requirement in project["project"]["dependencies"]}
    sold_as = packages_distributions()
    imported = set()
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add((node.module or "").split(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"events", "dashboard"}
    assert {name for name in foreign if not {_normal(sold) for sold in sold_as.get(name, [name])} & ours} == set()


def test_nothing_unexpected_stands_at_the_top() -> None:
    assert {path.name for path in ROOT.iterdir()} - LEFT_OUT - TOP_LEVEL == set()


def test_scripts_and_styles_are_our_own() -> None:
    """Third-party code comes from its package at run time; it is never copied in (minified files and bundles give it away)."""
    for path in _files(".js", ".css", ".mjs"):
        text = path.read_text(encoding="utf-8")
        assert max((len(line) for line in text.splitlines()), default=0) <= 300, path
        assert not re.search(r"@license|Copyright \(c\)|sourceMappingURL", text, flags=re.IGNORECASE), path


def test_scripts_and_styles_name_no_other_host() -> None:
    """A tile server is an address that a user chooses; it stands in Python, in one table. Here are a name space and a credit's link."""
    for path in _files(".js", ".css", ".mjs"):
        hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8")))
        assert hosts <= {"www.w3.org", "leafletjs.com"}, path


def test_data_has_its_source_and_licence_beside_it() -> None:
    for folder in (path for path in (ROOT / "data").iterdir() if path.is_dir()):
        assert (folder / "README.md").exists(), f"say in {folder.name}/README.md where the data come from and under which licence"


def test_continuous_integration_calls_what_a_developer_calls() -> None:
    commands = [line for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert commands[-1] == "exec make test"
