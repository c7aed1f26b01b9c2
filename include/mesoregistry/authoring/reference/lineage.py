"""The page of the lineage: which dbt model is made from which, drawn from dbt's own manifest."""

from __future__ import annotations

import json
import os
import re
import tempfile
from typing import Any
from unittest.mock import patch

from mesoregistry.authoring.reference.markdown import mermaid, page, table
from mesoregistry.catalog.registries import registries
from mesoregistry.settings import settings

LAYERS = (
    "seeds",
    "sources",
    "base",
    "staging",
    "intermediate",
    "facts",
    "bridges",
    "dimensions",
    "figures",
    "semantic",
)
# parsing connects to nothing, but profiles.yml asks for these
ENVIRONMENT = dict.fromkeys(
    ("MESO_DBT_HOST", "MESO_DBT_DATABASE", "MESO_DBT_USER", "DBT_ENV_SECRET_MESO_PASSWORD"), "none"
) | {"MESO_DBT_PORT": "1"}


def text() -> str:
    nodes, edges = graph()
    layers = {layer: sorted(n for n in nodes if nodes[n] == layer) for layer in LAYERS}
    overview = {(nodes[a], nodes[b]) for a, b in edges if nodes[a] != nodes[b]}
    rows = [
        [f"`{name}`", nodes[name], ", ".join(f"`{a}`" for a, b in sorted(edges) if b == name)]
        for layer in LAYERS
        for name in layers[layer]
        if layer not in ("seeds", "sources")
    ]
    return page(
        "Lineage of the marts",
        "the models of dbt/",
        "What each table is made from. The staging of every country stands as `‹cc›`.",
        "## Layers\n\n" + mermaid(["flowchart TB", *(f"  {a} --> {b}" for a, b in sorted(overview))]),
        "## Models\n\n" + mermaid(_drawing(layers, edges)),
        "## The same as a table\n\n" + table(("model", "layer", "made from"), rows),
    )


def _drawing(layers: dict[str, list[str]], edges: set[tuple[str, str]]) -> list[str]:
    """Tables of one layer that are made from the same ones share a box."""
    groups: dict[tuple[str, frozenset[str]], list[str]] = {}
    for layer, names in layers.items():
        for name in names:
            parents = frozenset(a for a, b in edges if b == name)
            children = frozenset(b for a, b in edges if a == name) if not parents else frozenset()
            groups.setdefault((layer, parents or children), []).append(name)
    box = {name: f"n{number}" for number, names in enumerate(groups.values()) for name in names}
    lines = ["flowchart LR"]
    for layer in layers:
        inside = [names for (of, _), names in groups.items() if of == layer]
        lines += [f"  subgraph {layer}", *(f'    {box[n[0]]}["{"<br>".join(n)}"]' for n in inside), "  end"]
    return lines + [f"  {a} --> {b}" for a, b in sorted({(box[a], box[b]) for a, b in edges}) if a != b]


def graph() -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The layer of each node by name, and the pairs (made from, made)."""
    manifest = _manifest()
    known = {
        key: node
        for key, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if node["resource_type"] in ("model", "seed", "source")
    }
    names = {key: _name(node) for key, node in known.items()}
    edges = {
        (names[parent], names[key])
        for key, node in known.items()
        for parent in node.get("depends_on", {}).get("nodes", ())
        if parent in names and names[parent] != names[key]
    }
    return {names[key]: _layer(node) for key, node in known.items()}, edges


def _name(node: dict[str, Any]) -> str:
    """The name of a table, with ``<cc>`` for the code of a country."""
    codes = "|".join(registries())
    table_name = (
        f"{node['source_name']}.{node['name']}" if node["resource_type"] == "source" else node["name"]
    )
    return re.sub(rf"(?<![a-z])({codes})(?![a-z])", "‹cc›", table_name)


def _layer(node: dict[str, Any]) -> str:
    folders = {"seed": "seeds", "source": "sources"}
    return folders.get(node["resource_type"]) or next(
        part for part in reversed(node["fqn"]) if part in LAYERS
    )


def _manifest() -> dict[str, Any]:
    from dbt.cli.main import dbtRunner

    project = str(settings().dbt_project)
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, ENVIRONMENT):
        answer = dbtRunner().invoke(
            ["--quiet", "--no-partial-parse", "--log-level-file", "none", "--log-path", folder, "parse",
             "--project-dir", project, "--profiles-dir", project, "--target-path", folder,
             "--vars", json.dumps({"registries": list(registries())})]
        )  # fmt: skip
    if not answer.success:
        raise ValueError(f"dbt cannot read its project: {answer.exception}")
    return dict(answer.result.to_dict())  # type: ignore[union-attr]
