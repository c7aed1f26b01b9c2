"""The seeds of places are what the gazetteer gives for the countries of the catalogue."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.authoring import places
from mesoregistry.catalog.registries import registries
from mesoregistry.settings import settings


def test_they_are_fresh(tmp_path: Path) -> None:
    places.write(tmp_path, registries())
    for name in ("place.csv", "place_alias.csv"):
        written = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        stored = (settings().seeds / name).read_text(encoding="utf-8").splitlines()
        differing = [pair for pair in zip(written, stored, strict=False) if pair[0] != pair[1]]
        assert (differing[:3], len(written)) == ([], len(stored)), (
            "run: python -m mesoregistry.authoring.places"
        )
