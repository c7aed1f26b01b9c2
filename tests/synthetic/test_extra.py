"""The extra ``demo``: only the generator needs its packages, only the command line imports the generator, and late."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.cli.synthetic import DEMO_PACKAGES
from mesoregistry.settings import PROJECT

SYNTHETIC = PROJECT / "include" / "mesoregistry" / "synthetic"
CODE = [PROJECT / name for name in ("include", "dags", "plugins")]


def sources() -> Iterator[Path]:
    """The files of every service and of the command line, without the generator."""
    for folder in CODE:
        yield from (path for path in folder.rglob("*.py") if SYNTHETIC not in path.parents)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports at run time or for its types, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_the_command_line_imports_the_generator() -> None:
    users = {
        path.parent.name for path in sources() if any("mesoregistry.synthetic" in m for m in imports(path))
    }
    assert users == {"cli"}


def test_the_packages_of_the_extra_are_those_of_the_generator_alone() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = {re.split(r"[^\w-]", line)[0].lower() for line in project["optional-dependencies"]["demo"]}
    assert listed == set(DEMO_PACKAGES)
    users = {path.name for path in sources() if listed & {m.split(".")[0] for m in imports(path)}}
    assert users == set()
    needed = {m.split(".")[0] for path in SYNTHETIC.rglob("*.py") for m in imports(path)}
    assert listed <= needed


def test_the_commands_load_without_the_generator() -> None:
    code = "import sys, mesoregistry.cli; print([m for m in sys.modules if m.startswith('mesoregistry.synthetic')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", [["synthetic", "x"], ["demo"], ["new-country", "pa", "--name", "Panamá"]])
def test_without_the_extra_a_command_says_what_to_install(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesoregistry.cli.synthetic.DEMO_PACKAGES", ("sys", "a_package_nobody_has"))
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 3
    assert "a_package_nobody_has" in result.output and "mesoregistry[demo]" in result.output
