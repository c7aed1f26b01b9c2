"""What a country of the catalogue must have elsewhere, and what was forgotten."""

from __future__ import annotations

import csv
import re

import yaml

from mesoregistry.catalog.registries import registries
from mesoregistry.settings import Settings, settings


def forgotten() -> list[str]:
    """Every file or entry that a country lacks, or that belongs to no country; empty when nothing is missing."""
    here = settings()
    known = set(registries())
    missing = [line for country in sorted(known) for line in _lacks(country, here)]
    staging = here.dbt_project / "models" / "staging"
    folders = {
        path.name for path in staging.iterdir() if path.is_dir() and re.fullmatch("[a-z]{2}", path.name)
    }
    missing += [f"{staging.name}/{name}: no registry {name}.yml" for name in sorted(folders - known)]
    mapped = {row["country"] for row in _rows(here, "code_map.csv")} - {""}
    missing += [f"code_map.csv: rows of {name}, no registry {name}.yml" for name in sorted(mapped - known)]
    project = yaml.safe_load((here.dbt_project / "dbt_project.yml").read_text(encoding="utf-8"))
    if sorted(project["vars"]["registries"]) != sorted(known):
        missing.append(f"dbt_project.yml: vars.registries is not {sorted(known)}")
    return missing


def _lacks(country: str, here: Settings) -> list[str]:
    models = here.dbt_project / "models" / "staging" / country
    wanted = [
        models / f"stg_{country}__attacks.sql",
        models / f"_{country}__models.yml",
        models / f"_{country}__sources.yml",
    ]
    missing = [f"{country}: {path.relative_to(here.dbt_project)}" for path in wanted if not path.exists()]
    if not any(row["country"] == country for row in _rows(here, "place.csv")):
        missing.append(f"{country}: places in seeds/place.csv")
    if not list((here.registries / "samples").glob(f"{country}.*")):
        missing.append(f"{country}: registries/samples/{country}.*")
    sources = {source.id for source in registries()[country].sources}
    for row in _rows(here, "code_map.csv"):
        if row["country"] == country and row["source_id"] and row["source_id"] not in sources:
            missing.append(f"{country}: code_map.csv names the source {row['source_id']}")
    return missing


def _rows(here: Settings, name: str) -> list[dict[str, str]]:
    with (here.seeds / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
