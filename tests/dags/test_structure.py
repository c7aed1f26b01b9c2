"""The DAG files as Airflow reads them: which DAGs, which tasks, how quickly, always the same."""

from __future__ import annotations

from typing import Any

import pytest

from mesoregistry.catalog.registries import registries
from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

READ = """
import hashlib, time
import airflow.sdk, airflow.models, airflow.dag_processing.dagbag
from airflow.serialization.serialized_objects import DagSerialization
from airflow.dag_processing.dagbag import DagBag
known = set(sys.modules)
imports = time.process_time()
bag = DagBag()
reading = time.process_time() - imports
def callbacks(one):
    given = one.on_failure_callback  # a mapped task has it as it was given
    return given if isinstance(given, (list, tuple)) else [given]
def task(one):
    return {"down": sorted(one.downstream_task_ids), "rule": one.trigger_rule.value, "pool": one.pool,
            "name": one.task_display_name, "outlets": [o.name for o in one.outlets], "retries": one.retries,
            "tells": [type(c).__name__ for c in callbacks(one)],
            "seconds": one.execution_timeout and one.execution_timeout.total_seconds()}
def text(dag):
    return json.dumps(DagSerialization.to_dict(dag), sort_keys=True, default=str)
def assets(dag):
    return sorted(a.name for a in getattr(getattr(dag.timetable, "asset_condition", None), "objects", ()))
answer({
    "errors": bag.import_errors,
    "share": reading / imports,
    "imported": sorted(set(sys.modules) - known),
    "dags": {i: {"tasks": {t.task_id: task(t) for t in d.tasks}, "name": d.dag_display_name,
                 "runs": d.max_active_runs, "catchup": d.catchup, "fields": sorted(d.params),
                 "schedule": type(d.timetable).__name__,
                 "assets": assets(d)}
             for i, d in bag.dags.items()},
    "serialized": {i: hashlib.sha256(text(d).encode()).hexdigest() for i, d in bag.dags.items()},
})
"""


@pytest.fixture(scope="module")
def read(server: Settings) -> Any:
    return run_in_airflow(server, READ, PYTHONHASHSEED="1")


def test_a_dag_for_each_country_and_two_for_all(read: Any) -> None:
    assert read["errors"] == {}
    assert set(read["dags"]) == {f"registry__{country}" for country in registries()} | {"warehouse", "upkeep"}


@pytest.mark.parametrize("country", registries())
def test_a_country_is_loaded_checked_accepted_answered(read: Any, country: str) -> None:
    dag = read["dags"][f"registry__{country}"]
    tasks = dag["tasks"]
    assert {name: task["down"] for name, task in tasks.items()} == {
        "load": ["accept", "answer", "check"],
        "check": ["accept", "closed"],
        "accept": ["answer"],
        "answer": ["explain"],
        "closed": [],
        "explain": [],
    }
    assert tasks["accept"]["rule"] == "none_skipped", "one bad file does not keep the good ones out"
    assert tasks["closed"]["rule"] == "all_success", "and yet the run is as red as its gate"
    assert tasks["accept"]["outlets"] == [f"accepted_{country}"]
    assert dag["assets"] == [f"filed_{country}"]
    assert dag["schedule"] == "AssetOrTimeSchedule"
    assert (dag["runs"], dag["catchup"], dag["fields"]) == (1, False, ["since", "until"])
    assert dag["name"] == f"{registries()[country].name.es} · registro"


def test_the_warehouse_starts_when_any_country_accepted_and_dbt_is_alone(read: Any) -> None:
    dag = read["dags"]["warehouse"]
    assert dag["assets"] == [*(f"accepted_{country}" for country in registries()), "unbuilt"]
    assert {name: task["down"] for name, task in dag["tasks"].items()} == {"build": ["check"], "check": []}
    assert {task["pool"] for task in dag["tasks"].values()} == {"dbt"}


def test_upkeep_calls_the_country_whose_files_were_overlooked(read: Any) -> None:
    tasks = read["dags"]["upkeep"]["tasks"]
    assert tasks["sweep"]["down"] == ["overlooked"]
    assert tasks["overlooked"]["outlets"] == ["overlooked"]


def test_upkeep_backs_up_and_cleans(read: Any) -> None:
    assert {"back_up", "expire", "clean"} <= set(read["dags"]["upkeep"]["tasks"])


def test_only_one_file_names_an_asset_that_is_watched(read: Any) -> None:
    """Reading any other file that names it, Airflow would stop listening for that country."""
    for dag_id, dag in read["dags"].items():
        named = {name for task in dag["tasks"].values() for name in task["outlets"]} | set(dag["assets"])
        watched = {name for name in named if name.startswith("filed_") or name == "unbuilt"}
        own = {"unbuilt"} if dag_id == "warehouse" else {f"filed_{dag_id[-2:]}"}
        assert watched == (own if dag_id != "upkeep" else set())


def test_every_task_that_fails_tells_and_ends_in_time(read: Any) -> None:
    for dag in read["dags"].values():
        for task in dag["tasks"].values():
            assert task["tells"] == ["FaultNotifier"]
            assert task["seconds"], "a time after which it is ended"


def test_reading_the_folder_is_light(read: Any) -> None:
    assert read["share"] < 0.4, "of the time that each process takes to import Airflow"
    heavy = {"pandas", "great_expectations", "dbt", "duckdb", "openpyxl", "sqlglot", "python_calamine"}
    assert heavy & {name.split(".")[0] for name in read["imported"]} == set()


def test_a_dag_reads_the_same_in_every_process(read: Any, server: Settings) -> None:
    second_read = run_in_airflow(server, READ, PYTHONHASHSEED="2")
    assert second_read["serialized"] == read["serialized"]
