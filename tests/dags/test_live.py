"""One stack, as people on duty see it: a bad file, a typo in a registry, the tile of failed DAGs, the logs."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from mesoregistry import alerts, database, ledger
from mesoregistry.intake import inbox
from mesoregistry.local import airflow_api
from mesoregistry.settings import Settings
from tests.broken_catalogue import MISTAKE, break_mexico, mend_mexico
from tests.dags.live import (
    active_dags,
    call_upkeep,
    dag_stats,
    file_month,
    has_ended,
    import_errors,
    is_built,
    open_alerts,
    run,
    running,
    task_log,
)
from tests.intake.samples import case, salvadoran
from tests.local.processes import until
from tests.synthetic.demo_stack import request_page

pytestmark = pytest.mark.slow(5)
MARCH, APRIL, MAY = (dt.date(2024, month, 1) for month in (3, 4, 5))
GOOD = salvadoran([case(1), case(2)])
BAD = salvadoran([case(1)], without="Fecha del hecho")
PATIENCE = 240.0
SHOWN = 30.0  # seconds until a mistake in the catalogue is shown


@pytest.fixture(scope="module")
def stage() -> Iterator[Settings]:
    with running() as config:
        yield config


@pytest.fixture(scope="module")
def bad(stage: Settings, tmp_path_factory: pytest.TempPathFactory) -> int:
    number = file_month(tmp_path_factory.mktemp("bad"), "sv", MARCH, BAD)
    until(lambda: has_ended(number), PATIENCE)
    return number


def test_a_bad_file_is_told_and_seen_by_the_tile(stage: Settings, bad: int) -> None:
    assert dag_stats()["failed_dag_count"] == 1
    lines = alerts.alert_file(stage).read_text(encoding="utf-8").splitlines()
    [line] = [line for line in lines if f"findings {bad}" in line]
    assert "El Salvador, marzo 2024, v1: devuelta." in line and "(column_missing)" in line
    status, page = request_page(stage, airflow_api.token())
    assert status == 200
    assert f"findings {bad}" in page, "it stands on the board"


def test_a_refused_file_of_the_inbox_is_on_the_board_and_turns_a_run_red(stage: Settings, bad: int) -> None:
    folder = inbox.folder("gt")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "marzo 2024.xlsx"
    path.write_bytes(b"x")
    os.utime(path, (time.time() - 60, time.time() - 60))
    call_upkeep()
    until(lambda: [r["state"] for r in airflow_api.runs("registry__gt")][:1] == ["failed"], PATIENCE)
    _, page = request_page(stage, airflow_api.token())
    assert "Guatemala: un archivo del buzón no se recibió" in page
    assert "2024-05" in page, "what the name must be"
    lines = alerts.alert_file(stage).read_text(encoding="utf-8").splitlines()
    assert sum("inbox/gt/" in line for line in lines) == 1
    [answer] = folder.glob("*.respuesta.txt")
    answer.unlink()
    call_upkeep()
    until(lambda: not open_alerts("inbox."), PATIENCE)


def test_from_the_run_to_the_file(stage: Settings, bad: int) -> None:
    with database.transaction() as connection:
        run_id = ledger.run_of(connection, bad)
    assert run_id
    assert f"(envío {bad})" in run("registry__sv", run_id)["note"]
    path = f"dags/registry__sv/dagRuns/{quote(run_id, safe='')}/taskInstances"
    tasks = {t["task_id"]: t for t in airflow_api.call("GET", path)["task_instances"]}
    assert tasks["explain"]["rendered_map_index"] == f"marzo 2024 v1 (envío {bad})"
    assert tasks["explain"]["state"] == "failed"
    assert "column_missing" in task_log(stage, "registry__sv", "explain")
    assert "El Salvador, marzo 2024, v1: devuelta (envío" in task_log(stage, "registry__sv", "load")


def test_a_typo_in_one_registry_takes_that_country_down_alone(
    stage: Settings, bad: int, tmp_path: Path
) -> None:
    break_mexico(stage.registries)
    began = time.monotonic()
    until(lambda: any(MISTAKE in error for error in import_errors()), SHOWN)
    print(f"shown after {time.monotonic() - began:.1f} s")
    number = file_month(tmp_path, "sv", MAY, GOOD)
    until(lambda: has_ended(number), PATIENCE)
    until(is_built, PATIENCE)
    assert len(import_errors()) == 1
    mend_mexico(stage.registries)
    until(lambda: not import_errors(), PATIENCE)
    until(lambda: "registry__mx" in active_dags(), PATIENCE)


def test_a_mended_month_turns_the_tile_green_and_closes_the_alert(
    stage: Settings, bad: int, tmp_path: Path
) -> None:
    number = file_month(tmp_path, "sv", MARCH, salvadoran([case(4)]))
    until(lambda: has_ended(number), PATIENCE)
    runs = sorted(airflow_api.runs("registry__sv"), key=lambda run: str(run["logical_date"]))
    assert all(run["logical_date"] for run in runs), "the tile looks at no other"
    assert runs[-1]["state"] == "success"
    call_upkeep()
    until(lambda: not open_alerts("file."), PATIENCE)
    text = alerts.alert_file(stage).read_text(encoding="utf-8")
    assert text.count(f"findings {bad}") == 1, "told once"


def test_the_log_of_a_build_is_free_of_red_lines_and_names_models(stage: Settings, bad: int) -> None:
    until(is_built, PATIENCE)
    log = task_log(stage, "warehouse", "build")
    assert "fct_attack: success" in log
    assert "leaked" not in log
