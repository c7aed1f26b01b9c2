"""While a seed has a mistake the terms of the last build go on: no country's attacks change, and the others' come."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.settings import PROJECT, Settings
from mesoregistry.warehouse.build import build
from tests.conftest import environment
from tests.warehouse.filing import file, person, prepare, rows

pytestmark = pytest.mark.slow(1)
MARCH = dt.date(2024, 3, 1)
RIGHT = "form,hn,hn_red,amenaza_de_muerte,death_threat,"
WRONG = RIGHT.replace("death_threat", "CODE")
FORMS = "select country_code, form_code from marts.fct_attack where is_counted order by 1, 2"


@pytest.fixture
def code_map(databases: Settings, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(PROJECT / "dbt", tmp_path / "dbt")
    seeds = tmp_path / "dbt" / "seeds"
    with environment(MESO_DBT_PROJECT=str(tmp_path / "dbt"), MESO_SEEDS=str(seeds)):
        prepare()
        yield seeds / "code_map.csv"


def file_attack(country: str, term: str, day: int) -> None:
    record = {"case_key": country, "event_date": "2024-03-05", "form": [term], **person(country)}
    file(country, MARCH, dt.date(2024, 4, day), [record])


def test_the_terms_of_the_last_build_go_on(code_map: Path) -> None:
    file_attack("hn", "amenaza_de_muerte", 2)
    assert build().failures == ()
    sound = code_map.read_text(encoding="utf-8")
    assert RIGHT in sound
    code_map.write_text(sound.replace(RIGHT, WRONG), encoding="utf-8")
    file_attack("sv", "amenazas", 3)
    built = build()
    assert (built.failures, built.full) == ((), True)
    assert rows(FORMS) == [("hn", "death_threat"), ("sv", "threat")]
    code_map.write_text(sound, encoding="utf-8")
    assert (build().failures, rows(FORMS)) == ((), [("hn", "death_threat"), ("sv", "threat")])


def test_the_first_build_needs_sound_seeds(code_map: Path) -> None:
    code_map.write_text(code_map.read_text(encoding="utf-8").replace(RIGHT, WRONG), encoding="utf-8")
    file_attack("sv", "amenazas", 3)
    with pytest.raises(CatalogFault, match=r"code_map\.csv: \d+: la lista «form» no tiene el código «CODE»"):
        build()
