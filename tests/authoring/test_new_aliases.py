"""Other names of places, written beside those that are there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.authoring.new_aliases import Alias, add_aliases
from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.catalog.seed_mistakes import rows
from mesoregistry.settings import Settings, settings
from tests.conftest import environment


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Settings]:
    seeds, names = tmp_path / "seeds", tmp_path / "names.yml"
    shutil.copytree(settings().seeds, seeds)
    shutil.copy(settings().place_aliases, names)
    with environment(MESO_SEEDS=str(seeds), MESO_PLACE_ALIASES=str(names)):
        yield settings()


def keys(config: Settings, place_id: str) -> set[str]:
    return {row["key"] for row in rows(config.seeds, "place_alias.csv") if row["place_id"] == place_id}


@pytest.mark.parametrize("place_id", ["GT-09", "GT-01.0101", "HN-FM", "MX-OAX", "NI-MN"])
def test_a_name_is_added_and_the_others_stay(config: Settings, place_id: str) -> None:
    before, lines = keys(config, place_id), config.place_aliases.read_text(encoding="utf-8").splitlines()
    add_aliases([Alias(place_id, 'Donde "siempre": ñ')])
    assert keys(config, place_id) == before | {'donde "siempre": n'}
    now = config.place_aliases.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line not in now]) <= 1 and len(now) - len(lines) in (0, 1)
    content = config.place_aliases.read_bytes()
    add_aliases([Alias(place_id, 'Donde "siempre": ñ')])
    assert config.place_aliases.read_bytes() == content


@pytest.mark.parametrize("alias", [Alias("GT-99", "La nada"), Alias("GT-09", "Guatemala")])
def test_what_would_be_a_guess_changes_nothing(config: Settings, alias: Alias) -> None:
    """No such place; a name that another place of its level has."""
    paths = [config.place_aliases, *sorted(config.seeds.glob("*.csv"))]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(CatalogFault):
        add_aliases([alias])
    assert [path.read_bytes() for path in paths] == before
