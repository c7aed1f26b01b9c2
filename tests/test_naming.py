"""Names and sizes, by docs/naming.md: no identifier that hides what a thing is, small files and functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.settings import PROJECT

PACKAGES = (
    "include/mesoregistry/alerts",
    "include/mesoregistry/authoring",
    "include/mesoregistry/catalog",
    "include/mesoregistry/cli",
    "include/mesoregistry/checking",
    "include/mesoregistry/comparison",
    "include/mesoregistry/figures",
    "include/mesoregistry/gate",
    "include/mesoregistry/template",
    "include/mesoregistry/intake",
    "include/mesoregistry/ledger",
    "include/mesoregistry/local",
    "include/mesoregistry/portal",
    "include/mesoregistry/readers",
    "include/mesoregistry/synthetic",
    "include/mesoregistry/vault",
    "include/mesoregistry/warehouse",
    "dags",
    "plugins",
    "tests",
)
TOP = "include/mesoregistry"  # its own modules, without the packages above
OURS = tuple(folder for folder in PACKAGES if folder.startswith(TOP))

# fmt: off
BANNED = frozenset({
    "again", "ask", "asked", "asks", "at", "atoms", "desk", "fold", "folded", "found", "here", "one", "opened",
    "other_one", "red", "said", "seats", "tell", "told", "unfold", "unseen", "what", "which", "who", "worker",
})
# fmt: on
RELATIONS = re.compile(
    r"\b(?:as|join)\s+(?:asked|at|found|here|meant|one|said|said_by|spoken|told)\b", re.IGNORECASE
)
LINES, FUNCTION_LINES = 150, 30
# path → why it may be longer: only files that are data
LONGER: dict[str, str] = {}


def modules(package: str) -> list[Path]:
    folder = PROJECT / package
    return sorted(folder.glob("*.py") if package == TOP else folder.rglob("*.py"))


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that the module gives, with its line: variables, parameters, functions, classes, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def is_banned(name: str) -> bool:
    """Classes too: ``_Desk`` as ``desk``."""
    bare = name.strip("_")
    return bare[:1].lower() + bare[1:] in BANNED


def banned_names(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    place = path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path
    listed = [f"{place}:{line}: {name}" for line, name in sorted(names(tree)) if is_banned(name)]
    return ([f"{place}: the module's name"] if is_banned(path.stem) else []) + listed


def too_long(path: Path) -> list[str]:
    """The file and its functions that have too many lines."""
    text = path.read_text(encoding="utf-8")
    place = str(path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path)
    count = len(text.splitlines())
    listed = [f"{place}: {count} lines"] if count > LINES and place not in LONGER else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                listed.append(f"{place}:{node.lineno}: {node.name} has {length} lines")
    return listed


@pytest.mark.parametrize("package", [TOP, *PACKAGES])
def test_a_name_says_what_the_thing_is(package: str) -> None:
    paths = modules(package)
    assert paths
    assert [fault for path in paths for fault in banned_names(path)] == []


@pytest.mark.parametrize("package", [TOP, *OURS])
def test_files_and_functions_are_small(package: str) -> None:
    assert [fault for path in modules(package) for fault in too_long(path)] == []


@pytest.mark.parametrize("folder", ["dbt", "expectations", TOP])
def test_a_relation_in_sql_is_named_after_its_rows(folder: str) -> None:
    paths = [*(PROJECT / folder).rglob("*.sql"), *(PROJECT / folder).glob("*.yml")]
    assert paths
    texts = [(path, _without_texts(path.read_text(encoding="utf-8"))) for path in paths if _is_ours(path)]
    assert [f"{path.name}: {match[0]}" for path, text in texts for match in RELATIONS.finditer(text)] == []


def _is_ours(path: Path) -> bool:
    return not {"target", "dbt_packages"} & set(path.parts)


def _without_texts(text: str) -> str:
    """Without comments, messages and remedies, where these are words of a sentence."""
    return re.sub(r"--.*|\{#.*?#\}|#.*|^ +(?:es|en): (?:>-(?:\n {6,}.*)+|.*)", "", text, flags=re.MULTILINE)


def test_every_package_is_listed() -> None:
    packages = {path.parent.name for path in (PROJECT / TOP).glob("*/__init__.py")} - {"migrations"}
    assert {Path(package).name for package in OURS} == packages


def test_it_sees_each_kind_of_name(tmp_path: Path) -> None:
    body = (
        "import os as here\ndef _ask(who, *, x):\n    found = told = 0\n    for one in x: ...\n"
        "    match x:\n        case [said, *_]: ...\n    x.red = 1\nclass Worker: ...\nfine = lambda at: 0\n"
    )
    (tmp_path / "again.py").write_text(body, encoding="utf-8")
    seen = [fault.rsplit(": ", 1)[1] for fault in banned_names(tmp_path / "again.py")]
    expected = [
        "the module's name",
        "here",
        "_ask",
        "who",
        "found",
        "told",
        "one",
        "said",
        "red",
        "Worker",
        "at",
    ]
    assert sorted(seen) == sorted(expected)


def test_it_sees_what_is_too_long(tmp_path: Path) -> None:
    module = tmp_path / "long.py"
    module.write_text("def f():\n" + "    x = 1\n" * 30 + "\n" * 119, encoding="utf-8")
    assert [fault.partition("long.py")[2] for fault in too_long(module)] == [":1: f has 31 lines"]
    module.write_text("x = 1\n" * 151, encoding="utf-8")
    assert [fault.partition("long.py")[2] for fault in too_long(module)] == [": 151 lines"]
