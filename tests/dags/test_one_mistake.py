"""The DAG files while one registry has a mistake."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow
from tests.broken_catalogue import MISTAKE, mexico_broken

READ = """
from airflow.dag_processing.dagbag import DagBag
bag = DagBag()
assets = bag.dags["warehouse"].timetable.asset_condition.objects
answer({"errors": bag.import_errors, "dags": sorted(bag.dags), "assets": sorted(a.name for a in assets)})
"""


def test_one_country_is_an_import_error_and_the_others_are_there(server: Settings, tmp_path: Path) -> None:
    with mexico_broken(tmp_path) as config:
        read = run_in_airflow(config, READ)
    [(path, error)] = read["errors"].items()
    assert Path(path).name == "catalogue_mistakes.py"
    assert MISTAKE in error
    assert read["dags"] == [
        *(f"registry__{country}" for country in ("gt", "hn", "ni", "sv")),
        "upkeep",
        "warehouse",
    ]
    assert "accepted_mx" in read["assets"], "its watchers come back as they were"
