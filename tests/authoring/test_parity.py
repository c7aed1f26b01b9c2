"""Every country of the catalogue has its places, terms and sample; nothing stands there for no country."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mesoregistry.authoring.parity import forgotten
from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from tests.conftest import environment


def test_nothing_was_forgotten() -> None:
    assert forgotten() == []


def test_what_was_forgotten_is_named(tmp_path: Path) -> None:
    shutil.copytree(settings().registries, tmp_path / "registries")
    shutil.copytree(settings().dbt_project, tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs"))
    (tmp_path / "registries/samples/mx.xlsx").unlink()
    (tmp_path / "registries/ni.yml").unlink()
    with (tmp_path / "dbt/seeds/code_map.csv").open("a", encoding="utf-8") as code_map:
        code_map.write("form,ni,,amenaza grave,threat,,,\n")
    with environment(
        MESO_REGISTRIES=str(tmp_path / "registries"),
        MESO_DBT_PROJECT=str(tmp_path / "dbt"),
        MESO_SEEDS=str(tmp_path / "dbt/seeds"),
    ):
        assert forgotten() == [
            "mx: registries/samples/mx.*",
            "code_map.csv: rows of ni, no registry ni.yml",
        ]


@pytest.mark.parametrize("country", registries())
def test_the_sample_of_a_country_reads_without_a_word(country: str) -> None:
    [path] = (settings().registries / "samples").glob(f"{country}.*")
    source = registries()[country].sources[-1]
    layout = source.layouts[-1]
    read = interpret(open_table(path, layout), layout, vocabulary(settings().seeds, country, source.id))
    assert read.findings == ()
    assert len(read.records) >= 2
