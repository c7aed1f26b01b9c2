"""The reference pages say what the code says."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
import yaml
from pydantic import BaseModel, TypeAdapter

from mesoregistry.authoring.reference import catalogue, commands, lineage, rules_page, schema, star
from mesoregistry.authoring.reference.write import KEPT, PAGES
from mesoregistry.catalog.model import Strict
from mesoregistry.cli import app
from mesoregistry.settings import Settings, settings

NOT_CHECKED = {("Registry", "sources"), ("Source", "layouts")}  # shortened with …


@pytest.mark.parametrize("name", KEPT)
def test_a_page_that_is_kept_is_fresh(name: str) -> None:
    kept = (settings().project / "docs" / name).read_text(encoding="utf-8")
    assert kept == PAGES[name](), "run: make docs"


def models(model: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str, Any]]:
    for name, info in model.model_fields.items():
        yield model, name, info


KEYS = [key for model, _ in catalogue.SECTIONS for key in models(model)]


@pytest.mark.parametrize(("model", "name", "info"), KEYS, ids=lambda v: v if isinstance(v, str) else "")
def test_every_key_is_described_and_its_example_is_one(model: type[BaseModel], name: str, info: Any) -> None:
    assert info.description, f"{model.__name__}.{name} has no description"
    example = catalogue.examples()[model.__name__][name]
    if (model.__name__, name) not in NOT_CHECKED:
        TypeAdapter(info.annotation).validate_python(example)


def test_no_model_of_the_catalogue_is_left_out() -> None:
    shown = {model.__name__ for model, _ in catalogue.SECTIONS}
    named = set(re.findall(r'"#/\$defs/(\w+)"', schema.text()))
    assert named - {"Text"} | {"Registry"} == shown
    assert all(issubclass(model, Strict) for model, _ in catalogue.SECTIONS)


def test_the_schema_takes_every_registry_and_refuses_a_mistake() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.text()))
    paths = sorted(settings().registries.glob("*.yml"))
    for path in paths:
        # as an editor reads it: dates are texts, `yes` and `no` are words
        body = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        mistakes = [e for e in validator.iter_errors(body) if e.validator in ("additionalProperties", "enum")]
        assert not [e.message for e in mistakes if e.instance not in ("true", "false", "0", "1", "2")], (
            path.name
        )
    wrong = yaml.load(paths[0].read_text(encoding="utf-8").replace("unit: ", "unidad: "), yaml.BaseLoader)
    assert any("unidad" in e.message for e in validator.iter_errors(wrong))


def test_every_command_and_its_options_are_on_the_page() -> None:
    group: Any = typer.main.get_command(app)
    text = commands.text(group)
    for name, command in group.commands.items():
        assert f"\n## {name}\n" in text
        for parameter in command.params:
            assert all(opt in text for opt in parameter.opts if opt.startswith("-"))


def test_every_setting_is_described() -> None:
    assert [name for name, info in Settings.model_fields.items() if not info.description] == []


def test_every_rule_is_written_in_both_languages() -> None:
    text = rules_page.text()
    for path in settings().expectations.glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert f"\n### {rule['id']}\n" in text
            assert rule["message"]["es"] in text and rule["remedy"]["en"] in text


def test_the_lineage_and_the_star_name_every_mart() -> None:
    nodes, edges = lineage.graph()
    marts = {path.stem for path in (settings().dbt_project / "models" / "marts").rglob("*.sql")}
    assert marts <= set(nodes)
    assert {b for _, b in edges} >= {mart for mart in marts if mart.startswith(("fct_", "bridge_"))}
    joins = {(join.table, join.other) for join in star.joins()}
    assert {("fct_attack", "dim_form"), ("fct_attack", "dim_place")} <= joins


def faults() -> Iterator[str]:
    """The fixed parts of every message of ``LocalFault``, as the code has them."""
    for path in sorted((settings().project / "include" / "mesoregistry").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LocalFault" and node.args:
                yield fixed(node.args[0])


def fixed(text: ast.expr) -> str:
    """The first part of a message that is no variable, up to its first colon, comma or full stop."""
    parts = [p.value for p in ast.walk(text) if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    first = next((part for part in parts if len(part) > 5), "")
    return re.split(r"[:,.]", first)[0].strip()


def test_every_fault_of_this_machine_is_in_troubleshooting() -> None:
    page = (settings().project / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    messages = [message for message in faults() if message]
    assert len(messages) > 10
    assert [message for message in messages if message not in page] == []


def test_a_page_names_only_commands_that_exist() -> None:
    group: Any = typer.main.get_command(app)
    docs = settings().project / "docs"
    written = [docs.parent / "README.md", docs.parent / "CONTRIBUTING.md", *docs.rglob("*.md")]
    kept = [path for path in written if "adr" not in path.parts and path != docs / "naming.md"]
    for path in kept:
        for name in re.findall(
            r"(?:`|/bin/|→ )mesoregistry ([a-z][a-z-]+)", path.read_text(encoding="utf-8")
        ):
            assert name in group.commands, f"{path.name}: mesoregistry {name}"


def test_a_path_that_a_page_names_exists() -> None:
    project: Path = settings().project
    made = re.compile(r"[<‹*…]|\b(var|site|backup)/|pa\.|/pa/")
    for path in [*project.glob("*.md"), *(project / "docs").rglob("*.md")]:
        if "adr" in path.parts or path.name in ("CHANGELOG.md", "naming.md", "real_files.md"):
            continue
        for name in re.findall(
            r"`((?:include|docs|dbt|dags|plugins|tests|expectations)/[^`\s]*)`", path.read_text()
        ):
            file = name.partition("::")[0]
            assert made.search(name) or (project / file).exists(), f"{path.name}: {name}"
