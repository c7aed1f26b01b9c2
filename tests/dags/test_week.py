"""A week of Airflow in some minutes: fifty filings, and what goes wrong in a bad week.

Ten files are bad, two models and a registry break and are mended, PostgreSQL is killed twice and a worker with a task
in its hands three times. At the end nothing waits, each fault was told once, and no run is green that should be red.
"""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest

from mesoregistry import alerts, database, ledger
from mesoregistry.local import airflow_api, postgres, supervisor
from mesoregistry.local.cluster import find
from mesoregistry.local.health import health
from mesoregistry.months import add_months
from mesoregistry.settings import PROJECT, Settings
from tests.broken_catalogue import MISTAKE, break_mexico, mend_mexico
from tests.dags.live import call_upkeep, file_month, import_errors, running
from tests.intake.samples import case, honduran, salvadoran
from tests.local.processes import until

pytestmark = [pytest.mark.slow(8), pytest.mark.long]
FIRST = dt.date(2023, 1, 1)
DAYS = 5  # of filing; each day five months of El Salvador and of Honduras, the last of them bad
PATIENCE = 900.0
MODELS = {"fct_event": "select no_such_column", "dim_submission": "select no_such_thing"}


@pytest.fixture(scope="module")
def dbt_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(PROJECT / "dbt", tmp_path_factory.mktemp("project") / "dbt"))


@pytest.fixture
def stage(dbt_project: Path) -> Iterator[Settings]:
    with running(MESO_DBT_PROJECT=str(dbt_project)) as config:
        yield config


def files_of(day: int) -> list[tuple[str, dt.date, bytes, bool]]:
    """Ten files: country, month, content, and whether it is good."""
    made: list[tuple[str, dt.date, bytes, bool]] = []
    for number in range(5):
        index, good = day * 5 + number, number < 4
        month = add_months(FIRST, index)
        date = f"{month:14/%m/%Y}"
        row = case(index + 1, Fecha_del_hecho=date, Fecha_de_registro=f"{month:20/%m/%Y}")
        made.append(("sv", month, salvadoran([row], without="" if good else "Fecha del hecho"), good))
        workbook = honduran({f"HN-{index}": "verificada"}, month)
        made.append(("hn", month, workbook if good else b"not a workbook" + bytes([65 + index]), good))
    return made


def postgres_processes(config: Settings) -> list[psutil.Process]:
    process = postgres.process(find(config))
    return [process] if process else []


def busy_worker(config: Settings) -> list[psutil.Process]:
    """A worker that has a task in its hands, and what it started."""
    session = supervisor.written(config).get("scheduler")
    for process in session.members() if session else []:
        with suppress(psutil.NoSuchProcess):
            words = " ".join(process.cmdline())
            if "LocalExecutor: " in words and "<idle>" not in words:
                return [process, *process.children(recursive=True)]
    return []


def kill(config: Settings, find_them: Callable[[Settings], list[psutil.Process]]) -> None:
    """Kill what is found, as soon as something is."""
    processes: list[psutil.Process] = []

    def look() -> bool:
        processes[:] = find_them(config)
        return bool(processes)

    until(look, 120)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def is_quiet() -> bool:
    """Whether no file waits and no run goes on; a server that is away has no answer."""
    time.sleep(1)  # each look is a login and a page of runs
    try:
        with database.transaction() as connection:
            waiting = ledger.select(connection, ledger.IS_WAITING, [])
        return not waiting and not [r for r in all_runs() if r["state"] in ("queued", "running")]
    except (database.DatabaseFault, OSError):
        return False


def is_built() -> bool:
    try:
        with database.transaction() as connection:
            return ledger.is_built(connection)
    except database.DatabaseFault:
        return False


def all_runs() -> list[dict[str, str]]:
    runs: list[dict[str, str]] = []
    while True:
        path = f"dags/~/dagRuns?order_by=run_after&limit=100&offset={len(runs)}"
        page = airflow_api.call("GET", path)["dag_runs"]
        runs += page
        if len(page) < 100:
            return runs


def failed_tasks(dag_id: str, run_id: str) -> list[str]:
    path = f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances"
    tasks = airflow_api.call("GET", path)["task_instances"]
    return [task["task_id"] for task in tasks if task["state"] == "failed"]


def has_failed(model: str) -> bool:
    with suppress(database.DatabaseFault), database.transaction() as connection:
        open_ = alerts.open_alerts(connection, "key = 'warehouse.build'")
        return any(alert.message.startswith(f"{model}:") for alert in open_)
    return False


def lines(config: Settings) -> list[str]:
    """What was told, without its hour."""
    path = alerts.alert_file(config)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [line.split(" ", 1)[1] for line in text.splitlines()]


def test_a_week(stage: Settings, dbt_project: Path, tmp_path: Path) -> None:
    began, bad, count = time.monotonic(), [], 0

    def note(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s: {text}", flush=True)

    models = iter(MODELS.items())
    for day in range(DAYS):
        broken = next(models) if day in (1, 3) else None
        if broken:
            [path] = dbt_project.rglob(f"{broken[0]}.sql")
            kept = path.read_text(encoding="utf-8")
            path.write_text(broken[1], encoding="utf-8")
        if day == 2:
            break_mexico(stage.registries)
        for country, month, content, good in files_of(day):
            number = file_month(tmp_path, country, month, content)
            bad += [] if good else [number]
            count += 1
        note(f"day {day + 1}: {count} files filed")
        if day in (0, 2, 4):
            kill(stage, busy_worker)
            note("a worker killed")
        if day in (1, 3):
            time.sleep(5)
            kill(stage, postgres_processes)
            note("PostgreSQL killed")
        if day == 2:
            until(lambda: any(MISTAKE in error for error in import_errors()), 120)
            note("the mistake in mx.yml is shown")
            call_upkeep()
            until(lambda: any(MISTAKE in line for line in lines(stage)), PATIENCE)
            mend_mexico(stage.registries)
            note("told, and mended")
        if broken:
            until(lambda: has_failed(broken[0]), PATIENCE)  # noqa: B023
            path.write_text(kept, encoding="utf-8")
            note(f"{broken[0]} was broken, told, and is mended")
        until(is_quiet, PATIENCE)
        note("no file waits")
    until(is_built, PATIENCE)
    note("everything is built")
    call_upkeep()  # it tells, and would come by itself within five minutes
    until(is_quiet, PATIENCE)
    until(lambda: set(health(stage).values()) == {"healthy"}, 300)
    _each_fault_was_told_once(stage, bad)
    _no_run_is_green_that_should_be_red(bad)
    counts = Counter((run["dag_id"], run["state"]) for run in all_runs())
    for (dag_id, state), number in sorted(counts.items()):
        print(f"{dag_id:14} {state:8} {number:4}")
    print(f"runs: {sum(counts.values())}, files: {count}, bad: {len(bad)}")
    assert (count, len(bad)) == (50, 10)


def _each_fault_was_told_once(config: Settings, bad: list[int]) -> None:
    until(
        lambda: all(any(line.endswith(f"findings {number}") for line in lines(config)) for number in bad), 400
    )
    messages = [line.removesuffix(" (ya resuelto)") for line in lines(config)]
    for message in messages:
        print(f"told: {message[:160]}")
    assert [message for message, number in Counter(messages).items() if number > 1] == []
    for number in bad:
        assert sum(message.endswith(f" findings {number}") for message in messages) == 1
    assert sum(MISTAKE in message for message in messages) == 1
    for model in MODELS:
        assert sum(message.startswith(f"{model}:") for message in messages) == 1


def _no_run_is_green_that_should_be_red(bad: list[int]) -> None:
    runs = {(run["dag_id"], run["dag_run_id"]): run["state"] for run in all_runs()}
    with database.transaction() as connection:
        for number in bad:
            country = ledger.submission(connection, number).country
            run_id = ledger.run_of(connection, number)
            assert run_id and runs[f"registry__{country}", run_id] == "failed", number
    failed = [run for run in all_runs() if run["state"] == "failed"]
    assert len([run for run in failed if run["dag_id"] == "warehouse"]) >= len(MODELS)
    # of the upkeep only those are red that came while mx.yml had its mistake, and for that alone
    of_upkeep = [
        failed_tasks(run["dag_id"], run["dag_run_id"]) for run in failed if run["dag_id"] == "upkeep"
    ]
    print(f"red runs of upkeep, by their failed tasks: {of_upkeep}")
    assert of_upkeep and {task for tasks in of_upkeep for task in tasks} == {"check_catalogue"}
