"""A copy of the catalogue and of the dbt project that a test may add countries to."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.settings import Settings, settings
from tests.conftest import environment

MADE = ("pa", "ec", "cr")  # the countries that these tests add; one may be in the catalogue by now


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Settings]:
    """The catalogue and the dbt project of these settings, in a folder that may be written to, without ``MADE``."""
    config = settings()
    shutil.copytree(config.registries, tmp_path / "registries")
    shutil.copytree(config.dbt_project, tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs"))
    for country in MADE:
        _take_out(country, tmp_path)
    with environment(
        MESO_REGISTRIES=str(tmp_path / "registries"),
        MESO_DBT_PROJECT=str(tmp_path / "dbt"),
        MESO_SEEDS=str(tmp_path / "dbt/seeds"),
    ) as copied:
        yield copied


def _take_out(country: str, folder: Path) -> None:
    for path in (folder / "registries").rglob(f"{country}.*"):
        path.unlink()
    shutil.rmtree(folder / "dbt/models/staging" / country, ignore_errors=True)
    project = folder / "dbt/dbt_project.yml"
    text = project.read_text(encoding="utf-8")
    project.write_text(re.sub(rf"\b{country}, |, {country}\b(?=\])", "", text), encoding="utf-8")
    for name, column, begins in (
        ("code_map.csv", "country", country),
        ("place.csv", "country", country),
        ("place_alias.csv", "place_id", f"{country.upper()}-"),
    ):
        path = folder / "dbt/seeds" / name
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        position = header.index(column)
        if any(row[position].startswith(begins) for row in rows):
            with path.open("w", encoding="utf-8", newline="") as file:
                kept = [row for row in rows if not row[position].startswith(begins)]
                csv.writer(file, lineterminator="\n").writerows([header, *kept])
