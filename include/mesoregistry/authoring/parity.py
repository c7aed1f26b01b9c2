"""What a country of the catalogue must have elsewhere, and what is missing."""

from __future__ import annotations

import csv

from mesoregistry.catalog.layouts import TODO
from mesoregistry.catalog.registries import read, registries
from mesoregistry.settings import Settings, settings


def forgotten() -> list[str]:
    """Every file or entry that a country lacks, or that belongs to no country; empty when nothing is missing."""
    config = settings()
    known = set(read(config.registries))
    missing = [line for country in sorted(known) for line in _lacks(country, config)]
    mapped = {row["country"] for row in _rows(config, "code_map.csv")} - {""}
    return missing + [
        f"code_map.csv: rows of {name}, no registry {name}.yml" for name in sorted(mapped - known)
    ]


def _lacks(country: str, config: Settings) -> list[str]:
    missing = []
    if not any(row["country"] == country for row in _rows(config, "place.csv")):
        missing.append(f"{country}: places in seeds/place.csv")
    if not list((config.registries / "samples").glob(f"{country}.*")):
        missing.append(f"{country}: registries/samples/{country}.*")
    sources = {source.id for source in registries()[country].sources}
    missing += [
        f"{country}: {layout.id}: the column «{header}» is still a {TODO}"
        for source in registries()[country].sources
        for layout in source.layouts
        for header in layout.undecided
    ]
    for row in _rows(config, "code_map.csv"):
        if row["country"] == country and row["source_id"] and row["source_id"] not in sources:
            missing.append(f"{country}: code_map.csv names the source {row['source_id']}")
    return missing


def _rows(config: Settings, name: str) -> list[dict[str, str]]:
    with (config.seeds / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
