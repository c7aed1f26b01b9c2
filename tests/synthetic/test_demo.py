"""The demo whole, through a real Airflow: green, equal to its truth, silent about people, repeatable, gone after."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.catalog.registries import registries
from mesoregistry.intake.receive import receive
from mesoregistry.local import airflow_api, stack
from mesoregistry.settings import PROJECT, Settings
from mesoregistry.synthetic.airflow_runs import logs_of
from mesoregistry.synthetic.comparison import compare
from mesoregistry.vault.search import search
from tests.conftest import environment, free_port, temporary_home
from tests.intake.samples import case, salvadoran
from tests.local.processes import of_ours, silent, until
from tests.synthetic.demo_stack import PATIENCE, finished, load_script, request_page, rows, run

pytestmark = pytest.mark.slow(5)
MONTHS = "2"


@pytest.fixture(scope="module")
def stage() -> Iterator[Settings]:
    """A stack in which the demo has run; what its tests do to it, they do in their order."""
    ports = {"MESO_POSTGRES_PORT": str(free_port()), "MESO_AIRFLOW_PORT": str(free_port())}
    with temporary_home() as path, environment(MESO_HOME=str(path / f"demo-{MONTHS}"), **ports) as config:
        try:
            done = run("demo", "--months", MONTHS, "--keep")
            assert done.returncode == 0, done.stdout + done.stderr
            yield config
        finally:
            stack.down(config, silent)


def test_every_run_is_green_and_says_what_it_did(stage: Settings) -> None:
    for country, registry in registries().items():
        runs = finished(f"registry__{country}")
        assert {r["state"] for r in runs} == {"success"}
        lines = "\n".join(r["note"] or "" for r in runs)
        assert re.search(rf"{registry.name.es}, \w+ 2024, v\d: \d+ filas", lines)
    assert {r["state"] for r in finished("warehouse")} == {"success"}


def test_airflow_listens_for_every_country(stage: Settings) -> None:
    watched = rows(stage, "airflow", "select name from asset_watcher order by name")
    assert [name for (name,) in watched] == [*(f"ledger_{country}" for country in registries()), "unbuilt"]


def test_what_tasks_hand_on_is_numbers(stage: Settings) -> None:
    values = rows(stage, "airflow", "select value from xcom where key = 'return_value' and value is not null")
    assert len(values) > 10
    for (value,) in values:
        handed = json.loads(value) if isinstance(value, str) else value
        leaves = (
            handed.values() if isinstance(handed, dict) else handed if isinstance(handed, list) else [handed]
        )
        assert all(isinstance(leaf, int) for leaf in leaves), type(handed)


def test_nobody_is_named_outside_the_vault(stage: Settings) -> None:
    planted = json.loads((stage.home / "demo" / MONTHS / "canaries.json").read_text(encoding="utf-8"))
    needles = [text for kind in planted.values() for text in kind]
    assert len(needles) > 100
    folders = [stage.logs, stage.home / "airflow", stage.home / "dbt", stage.home / "gx"]
    hits = search(needles, stage, ["warehouse", "airflow"], [f for f in folders if f.exists()])
    assert hits == []
    assert search(needles, stage, [], [stage.home / "demo"]), "the search finds them where they are"


def test_the_board_opens_to_who_is_logged_in(stage: Settings) -> None:
    assert request_page(stage, None)[0] == 401
    assert request_page(stage, "e30.e30.e30")[0] == 403
    status, page = request_page(stage, airflow_api.token())
    assert status == 200
    assert "Registros por país y mes" in page and "<small>v" in page


def test_months_are_taken_in_again_by_a_backfill(stage: Settings) -> None:
    span = {"from_date": "2024-01-01T00:00:00Z", "to_date": "2024-02-28T00:00:00Z", "max_active_runs": 1}
    before = rows(stage, "warehouse", "select count(*) from raw.hn")
    airflow_api.call(
        "POST", "backfills", {"dag_id": "registry__hn", "reprocess_behavior": "completed", **span}
    )
    until(lambda: [r["run_type"] for r in airflow_api.runs("registry__hn")].count("backfill") == 2, PATIENCE)
    backfills = [r for r in finished("registry__hn") if r["run_type"] == "backfill"]
    assert [r["state"] for r in backfills] == ["success", "success"]
    reopened = "select count(*) from intake.event where action = 'reopened'"
    assert rows(stage, "warehouse", reopened)[0][0] >= 2
    assert rows(stage, "warehouse", "select count(*) from raw.hn") == before


def test_a_second_demo_knows_every_file_and_is_still_right(stage: Settings) -> None:
    done = run("demo", "--months", MONTHS, "--keep")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 archivos nuevos" in done.stderr
    assert compare(stage.home / "demo" / MONTHS / "truth.json") == []


def test_the_pictures(stage: Settings, tmp_path: Path) -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("no Chromium here")
    script = PROJECT / "docs" / "img" / "airflow.py"
    load_script(script).main(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"airflow-dags.png", "airflow-run.png", "board.png"}
    assert all(p.stat().st_size > 20_000 for p in tmp_path.iterdir())


def test_a_returned_file_turns_its_run_red_and_the_good_one_counts(stage: Settings, tmp_path: Path) -> None:
    ours = {}
    for month, content in {
        11: salvadoran([case(901)], without="Departamento"),
        12: salvadoran([case(902)]),
    }.items():
        path = tmp_path / f"{month}.csv"
        path.write_bytes(content)
        ours[month] = receive(path, "sv", dt.date(2024, month, 1)).submission_id
    until(lambda: "failed" in {r["state"] for r in airflow_api.runs("registry__sv")}, PATIENCE)
    [failed] = [r for r in finished("registry__sv") if r["state"] == "failed"]
    submissions = dict(rows(stage, "warehouse", "select submission_id, state::text from intake.submission"))
    assert submissions[ours[11]] == "returned"
    assert submissions[ours[12]] in ("accepted", "to_confirm", "to_correct")
    assert "El Salvador, noviembre 2024, v1: devuelta" in failed["note"]
    assert "El Salvador, diciembre 2024, v1: 1 filas" in failed["note"]
    [log] = (logs_of(stage, "registry__sv") / f"run_id={failed['dag_run_id']}" / "task_id=check").iterdir()
    text = log.read_text(encoding="utf-8")
    assert "Falta la columna" in text and "column_missing" in text
    tasks = airflow_api.call("GET", f"dags/registry__sv/dagRuns/{failed['dag_run_id']}/taskInstances")
    states = [(t["task_id"], t["state"]) for t in tasks["task_instances"]]
    assert ("explain", "failed") in states, "the task of the file that goes back"
    assert {task_id: state for task_id, state in states if task_id != "explain"} == {
        "load": "success",
        "check": "failed",
        "accept": "success",
        "answer": "success",
        "closed": "upstream_failed",
    }


def test_a_home_with_files_that_nobody_invented_is_refused(stage: Settings) -> None:
    done = run("demo", "--months", MONTHS, "--keep")
    assert done.returncode == 3
    assert "hay 2 archivos que no son de esta demostración" in done.stderr
    assert len(of_ours(stage)) >= 10  # what ran goes on


def test_nothing_is_left_running(stage: Settings) -> None:
    assert len(of_ours(stage)) >= 10
    assert run("down").returncode == 0
    assert of_ours(stage) == {}
