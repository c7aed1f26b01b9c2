"""What somebody wrote stands in «…» in Spanish and in “…” in English: in every message, text and page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mesoregistry.findings import QUOTED, Text
from mesoregistry.settings import PROJECT

PACKAGE = PROJECT / "include" / "mesoregistry"
TEMPLATES = PACKAGE / "portal" / "templates"
FOREIGN = {"es": re.compile('[“”"]'), "en": re.compile('[«»"]')}
PAIR = re.compile(r'{%-? *text +("[^"]*"|\'[^\']*\') +("[^"]*"|\'[^\']*\') *-?%}')
TAG = re.compile(r"{%.*?%}|{{.*?}}|<!?[a-z/][^>]*>|{#.*?#}", re.DOTALL | re.IGNORECASE)


def faults(es: str, en: str) -> list[str]:
    """The texts that hold a mark of another language."""
    return [text for spoken, text in (("es", es), ("en", en)) if FOREIGN[spoken].search(text)]


def in_yaml(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if node.keys() == {"es", "en"}:
            yield str(node["es"]), str(node["en"])
        for child in node.values():
            yield from in_yaml(child)
    elif isinstance(node, list):
        for child in node:
            yield from in_yaml(child)


def in_python(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of literals of each call of ``Text``, and of faults in two languages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and len(node.args) >= 2:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "Text" or name.endswith("Fault"):
                es, en = (_literal(argument) for argument in node.args[:2])
                yield es, en


def _literal(node: ast.expr) -> str:
    """The text of a literal, without what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return str(node.value) if isinstance(node, ast.Constant) else ""


def catalogues() -> list[Path]:
    return sorted([*(PROJECT / "expectations").glob("*.yml"), *PACKAGE.rglob("*.yml")])


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.name)
def test_messages(path: Path) -> None:
    pairs = [*in_yaml(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert [fault for pair in pairs for fault in faults(*pair)] == []
    assert pairs or path.parent.name != "expectations", "nothing was looked at"


def test_texts_of_the_program() -> None:
    pairs = [(path.name, pair) for path in PACKAGE.rglob("*.py") for pair in in_python(path)]
    assert len(pairs) > 300
    assert [(name, fault) for name, pair in pairs for fault in faults(*pair)] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_pages(path: Path) -> None:
    """In both languages of a tag; outside of one no mark of either, since that would stand on both pages."""
    source = path.read_text(encoding="utf-8")
    assert [fault for es, en in PAIR.findall(source) for fault in faults(es[1:-1], en[1:-1])] == []
    source = re.sub(r"<(script|style|svg)\b.*?</\1>", "", source, flags=re.DOTALL)
    assert re.findall(r".{0,20}[“”«»].{0,20}", TAG.sub("", source)) == []
    assert not re.search(r"<q\b", source), "a browser chooses its marks by itself: `quoted`"


def test_a_foreign_mark_is_seen() -> None:
    assert faults("la «a» no", "the “a” not") == []
    assert faults('la "a" no', "the «a» not") == ['la "a" no', "the «a» not"]
    assert QUOTED.format(text="a") == Text("«a»", "“a”")
