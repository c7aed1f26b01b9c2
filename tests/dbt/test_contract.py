"""One contract for the staging of every country, and what a country's files must hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from mesoregistry.catalog.landed_columns import owners
from mesoregistry.catalog.registries import registries
from mesoregistry.settings import settings

STAGING = settings().dbt_project / "models" / "staging"
COUNTRIES = sorted(registries())


def contract(country: str) -> list[dict[str, Any]]:
    body = yaml.safe_load((STAGING / country / f"_{country}__models.yml").read_text(encoding="utf-8"))
    (model,) = body["models"]
    assert model["name"] == f"stg_{country}__attacks"
    columns: list[dict[str, Any]] = model["columns"]
    return columns


def test_every_country_has_its_staging_and_nobody_else() -> None:
    assert sorted(path.name for path in STAGING.iterdir() if path.is_dir()) == COUNTRIES


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_contract_is_the_same(country: str) -> None:
    assert contract(country) == contract(COUNTRIES[0])


def test_the_union_takes_every_column() -> None:
    path = settings().dbt_project / "models" / "intermediate" / "int_attacks__unioned.sql"
    taken = re.findall(r"^    attacks\.(\w+),?$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert taken == [column["name"] for column in contract(COUNTRIES[0])]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_model_is_the_same_but_for_the_country(country: str) -> None:
    text = (STAGING / country / f"stg_{country}__attacks.sql").read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert text.split("\n", 1)[1] == (
        f"with landed as (\n    {{{{ landed_records('{country}') }}}}\n),\n\n"
        f"{{{{ attacks_from('landed', '{country}') }}}}\n\nselect * from attacks\n"
    )


def test_the_macro_reads_every_landed_field() -> None:
    """A field added to the dictionary is taken to the marts, or this test says that it is not."""
    macros = settings().dbt_project / "macros"
    text = (macros / "attacks_from.sql").read_text(encoding="utf-8")
    text += (macros / "target_fields.sql").read_text(encoding="utf-8")
    unread = [name for name in owners() if not re.search(rf"\b{name}\b", text)]
    assert unread == []


def test_meanings_are_looked_up_where_they_are_made() -> None:
    """The lists in the macros of the joins are those of the model that finds the codes."""
    project = settings().dbt_project
    made = (project / "models" / "intermediate" / "int_meanings.sql").read_text(encoding="utf-8")
    joined = (project / "macros" / "codes.sql").read_text(encoding="utf-8")
    rows = re.findall(r"\('(\w+)', (?:false|true), attacks\.(\w+?)_terms?\)", made)
    assert rows == [(code_list, field) for field, code_list in re.findall(r"'(\w+)': '(\w+)'", joined)]
    assert len(rows) == 21
