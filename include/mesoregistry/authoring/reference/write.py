"""Writes the reference pages into ``docs/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mesoregistry.authoring import dictionary, semantic_models
from mesoregistry.authoring.reference import (
    catalogue,
    commands,
    decisions,
    lineage,
    rules_page,
    schema,
    settings_page,
    star,
)

PAGES: dict[str, Callable[[], str]] = {
    "reference/catalogue.md": catalogue.text,
    "reference/registry.schema.json": schema.text,
    "reference/settings.md": settings_page.text,
    "reference/reglas.md": rules_page.text,
    "reference/lineage.md": lineage.text,
    "reference/star.md": star.text,
    "adr/index.md": decisions.text,
    "data_dictionary.md": dictionary.text,
}
# kept in git: editors read the first from the repository, people who only have the repository read the second
KEPT = ("reference/registry.schema.json", "data_dictionary.md")


def write(folder: Path, group: Any) -> Iterator[Path]:
    """Write every page under ``folder`` (``docs/``); ``group`` is the Click group of the command line."""
    for name, body in PAGES.items():
        yield _write(folder / name, body())
    yield _write(folder / "reference" / "commands.md", commands.text(group))
    yield from semantic_models.write()


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
