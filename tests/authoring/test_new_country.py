"""A sixth country: one command, and its sample goes from the file to the marts with no Python, DAG or mart changed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
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
from tests.conftest import environment

LIST_DAGS = """
import runpy, sys
from airflow.sdk.definitions._internal.contextmanager import DagContext
DagContext.current_autoregister_module_name = "registries"
runpy.run_path(sys.argv[1], run_name="registries")
print(*sorted(dag.dag_id for dag, _ in DagContext.autoregistered_dags))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Settings]:
    """The catalogue and the dbt project of these settings, in a folder that may be written to."""
    here = settings()
    shutil.copytree(here.registries, tmp_path / "registries")
    shutil.copytree(here.dbt_project, tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs"))
    with environment(
        MESO_REGISTRIES=str(tmp_path / "registries"),
        MESO_DBT_PROJECT=str(tmp_path / "dbt"),
        MESO_SEEDS=str(tmp_path / "dbt/seeds"),
    ) as copied:
        yield copied


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
    before = digests(copy.dbt_project)
    panama(form)
    after = digests(copy.dbt_project)
    assert sorted(registries()) == ["gt", "hn", "mx", "ni", "pa", "sv"]
    assert forgotten() == []
    assert {name for name in before if after[name] != before[name]} == {
        "dbt_project.yml", "seeds/code_map.csv", "seeds/place.csv", "seeds/place_alias.csv",
    }  # fmt: skip
    assert sorted(after.keys() - before.keys()) == [
        "models/staging/pa/_pa__models.yml",
        "models/staging/pa/_pa__sources.yml",
        "models/staging/pa/stg_pa__attacks.sql",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("hn", "--name", "Honduras"), "hn.yml ya existe"),
        (("zz", "--name", "Nadie"), "«zz» no es un código de país"),
        (("pa", "--name", "Panamá", "--since", "2024-13"), "--since 2024-13"),
    ],
)
def test_a_wrong_country_is_refused(copy: Settings, arguments: tuple[str, ...], told: str) -> None:
    before = digests(copy.registries)
    made = CliRunner().invoke(app, ["new-country", *arguments])
    assert made.exit_code == 2
    assert told in made.stderr
    assert digests(copy.registries) == before


@pytest.mark.slow(1)
def test_it_has_a_dag(copy: Settings, tmp_path: Path) -> None:
    panama("workbook")
    where = {"AIRFLOW_HOME": str(tmp_path / "airflow"), "PYTHONPATH": str(PROJECT / "plugins")}
    listed = subprocess.run(
        [sys.executable, "-c", LIST_DAGS, str(PROJECT / "dags" / "registries.py")],
        capture_output=True, text=True, check=True, env=dict(os.environ) | where,
    )  # fmt: skip
    assert listed.stdout.splitlines()[-1].split() == [
        "registry__gt", "registry__hn", "registry__mx", "registry__ni", "registry__pa", "registry__sv",
    ]  # fmt: skip


@pytest.mark.slow(1)
def test_from_its_sample_to_the_marts(databases: Settings, copy: Settings, tmp_path: Path) -> None:
    made = CliRunner().invoke(
        app,
        ["new-country", "pa", "--name", "Panamá", "--name-en", "Panama", "--format", "delimited",
         "--admin1", "Provincia", "--admin2", "Distrito"],
    )  # fmt: skip
    assert made.exit_code == 0
    assert len(made.stdout.splitlines()) == 9
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
            "select source.country_es, count(*) from marts.fct_attack as attack"
            " join marts.dim_source as source using (country_code, source_id) group by 1"
        ).fetchall()
    assert (name, rows) == ("Panamá", len(expected))
