"""A sixth country: one command, and its sample goes from the file to the marts with no Python, DAG or mart changed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.authoring.new_country import Format, NewCountry, make
from mesoregistry.authoring.parity import forgotten
from mesoregistry.catalog.registries import registries
from mesoregistry.cli import app
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import PROJECT, Settings, settings
from mesoregistry.synthetic import truth
from mesoregistry.synthetic.comparison import compare
from mesoregistry.synthetic.sample import SAMPLE_MONTH, sample
from mesoregistry.synthetic.team import Team
from mesoregistry.warehouse.build import build

LIST_DAGS = """
import runpy, sys
from airflow.sdk.definitions._internal.contextmanager import DagContext
DagContext.current_autoregister_module_name = "registries"
runpy.run_path(sys.argv[1], run_name="registries")
print(*sorted(dag.dag_id for dag, _ in DagContext.autoregistered_dags))
"""


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def panama(form: Format) -> None:
    make(NewCountry("pa", "Panamá", "Panama", form, admin1="Provincia", admin2="Distrito"))
    sample(registries()["pa"], settings())


@pytest.mark.parametrize("form", ["delimited", "workbook", "uwazi"])
def test_nothing_is_forgotten_and_nothing_else_is_touched(copy: Settings, form: Format) -> None:
    before, countries = digests(copy.dbt_project), list(registries())
    panama(form)
    after = digests(copy.dbt_project)
    assert list(registries()) == sorted({*countries, "pa"})
    assert forgotten() == []
    assert {name for name in before if after[name] != before[name]} == {
        "seeds/code_map.csv", "seeds/place.csv", "seeds/place_alias.csv",
    }  # fmt: skip
    assert after.keys() == before.keys()  # no model, macro or other file of dbt


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hn", "--name", "Honduras"), "hn.yml ya existe"),
        (("zz", "--name", "Nadie"), "«zz» no es un código de país"),
        (("pa", "--name", "Panamá", "--since", "2024-13"), "--since 2024-13"),
    ],
)
def test_a_wrong_country_is_refused(copy: Settings, arguments: tuple[str, ...], message: str) -> None:
    before = digests(copy.registries)
    made = CliRunner().invoke(app, ["new-country", *arguments])
    assert made.exit_code == 2
    assert message in made.stderr
    assert digests(copy.registries) == before


@pytest.mark.slow(1)
def test_it_has_a_dag(copy: Settings, tmp_path: Path) -> None:
    panama("workbook")
    where = {"AIRFLOW_HOME": str(tmp_path / "airflow"), "PYTHONPATH": str(PROJECT / "plugins")}
    listed = subprocess.run(
        [sys.executable, "-c", LIST_DAGS, str(PROJECT / "dags" / "registries.py")],
        capture_output=True, text=True, check=True, env=dict(os.environ) | where,
    )  # fmt: skip
    dags = listed.stdout.splitlines()[-1].split()
    assert dags == [f"registry__{country}" for country in registries()]
    assert "registry__pa" in dags


@pytest.mark.slow(1)
def test_from_its_sample_to_the_marts(databases: Settings, copy: Settings, tmp_path: Path) -> None:
    made = CliRunner().invoke(
        app,
        ["new-country", "pa", "--name", "Panamá", "--name-en", "Panama", "--format", "delimited",
         "--admin1", "Provincia", "--admin2", "Distrito"],
    )  # fmt: skip
    assert made.exit_code == 0
    assert len(made.stdout.splitlines()) == 5
    registry = registries()["pa"]
    extract = Team(random.Random("sample pa"), registry).work([SAMPLE_MONTH])[0]
    receipt = receive(copy.registries / "samples" / "pa.csv", "pa", extract.period, extract.filed_on)
    numbers = load("pa")
    assert numbers == [receipt.submission_id]
    verdict = judge("pa", numbers)
    assert verdict.stopped == {}
    assert verdict.broken == ()
    assert accept("pa", numbers).rows == len(list(truth.standing(extract)))
    if extract.confirmed:
        confirm(receipt.submission_id)
        judge("pa", load("pa"))
        accept("pa", numbers)
    assert build().failures == ()

    expected = truth.attacks([extract])
    path = tmp_path / "truth.json"
    path.write_text(json.dumps({"attacks": expected}), encoding="utf-8")
    assert len(expected) > 5
    assert compare(path) == []
    with psycopg.connect(databases.dsn("warehouse", "analyst")) as connection:
        [(name, rows)] = connection.execute(
            "select country.country_es, count(*) from marts.fct_attack as attack"
            " join marts.dim_country as country using (country_code) group by 1"
        ).fetchall()
    assert (name, rows) == ("Panamá", len(expected))
