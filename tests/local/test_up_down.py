"""Everything up with Airflow itself, and down again."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from playwright.sync_api import sync_playwright

from mesoregistry.findings import Text
from mesoregistry.local import airflow, airflow_api, postgres, stack, supervisor
from mesoregistry.local.cluster import find
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.health import health, missing
from mesoregistry.local.holders import COMPARISON, HOLDERS, PORTAL, VARIABLES
from mesoregistry.settings import LOOPBACK, PROJECT, Settings
from tests.conftest import environment, free_port, temporary_home
from tests.local.processes import command, listening, of_ours, silent, until
from tests.local.ui_pages import SILENCE, walk
from tests.synthetic.demo_stack import load_script

pytestmark = [pytest.mark.slow(3), pytest.mark.stack]
SERVICES = {"api-server", "scheduler", "dag-processor", "triggerer"}


@pytest.fixture(scope="module")
def stage() -> Iterator[Settings]:
    """A stack of this module's own, taken down at the end whatever happens."""
    ports = {"MESO_POSTGRES_PORT": str(free_port()), "MESO_AIRFLOW_PORT": str(free_port())}
    with temporary_home() as path, environment(MESO_HOME=str(path / "var"), **ports) as config:
        try:
            yield config
        finally:
            stack.down(config, silent)


def while_it_lives(pid: int, name: str) -> bytes:
    """A file of a process in ``/proc``; empty when it has ended since it was listed."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (ProcessLookupError, FileNotFoundError):
        return b""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from mesoregistry.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_up_starts_everything_and_says_where(stage: Settings) -> None:
    done = run("up")
    assert done.returncode == 0, done.stderr
    airflow_line, portal_line, first_time = done.stdout.splitlines()
    assert airflow_line.split() == [airflow.url(stage), "admin", stage.secret("airflow_admin")]
    assert portal_line == f"http://localhost:{stage.portal_port}"
    assert "mesoregistry portal invite" in first_time
    assert health(stage) == dict.fromkeys(
        ["postgres", *sorted(SERVICES), "intake", "portal", "comparison"], "healthy"
    )
    assert json.loads(run("status", "--json").stdout) == health(stage)


def test_nothing_listens_outside_this_machine(stage: Settings) -> None:
    places = listening(stage)
    assert {ip for ip, _ in places} == {LOOPBACK}
    assert {port for _, port in places} >= {stage.postgres_port, stage.airflow_port, stage.portal_port}


def test_no_secret_in_a_command_line_or_log(stage: Settings) -> None:
    secrets = [file.read_text().strip() for file in stage.secrets.iterdir()]
    words = " ".join(of_ours(stage).values())
    logs = "".join(file.read_text(errors="replace") for file in stage.logs.glob("*.log"))
    for secret in secrets:
        assert secret not in words
        assert secret not in logs


def test_each_service_holds_the_secrets_of_the_table_and_no_other(stage: Settings) -> None:
    known = {file.name: file.read_text().strip().encode() for file in stage.secrets.iterdir()}
    for name, session in supervisor.written(stage).items():
        may_hold = HOLDERS.get(name, frozenset())
        assert session.members()
        for process in session.members():
            variables = while_it_lives(process.pid, "environ")
            held = {secret for secret, value in known.items() if value in variables}
            assert held <= may_hold, (name, process.pid)
    # what goes by environment is there, so the search finds it; the API server writes its title over it
    for name in ("scheduler", "dag-processor", "triggerer"):
        variables = Path(f"/proc/{supervisor.written(stage)[name].number}/environ").read_bytes()
        held = {secret for secret, value in known.items() if value in variables}
        assert held == HOLDERS[name] & {*VARIABLES, "airflow"}


def test_no_service_leaves_a_core(stage: Settings) -> None:
    server = postgres.process(find(stage))
    assert server is not None
    members = [p for session in supervisor.written(stage).values() for p in session.members()]
    for process in [*members, server, *server.children(recursive=True)]:
        limits = while_it_lives(process.pid, "limits").decode()
        assert not limits or re.search(r"Max core file size +0 +0 ", limits), process.pid


def test_every_page_of_the_interface_opens(stage: Settings) -> None:
    """The graphs of assets and of dependencies among them: with psycopg 3 they answer 500."""
    if (chromium := next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)) is None:
        pytest.skip("no Chromium here")
    stack.up(stage, silent)  # run alone, it is the first
    until(lambda: {"registry__hn", "upkeep"} <= {run["dag_id"] for run in airflow_api.runs("~")}, 120)
    pictures = load_script(PROJECT / "docs" / "img" / "airflow.py")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(locale="es-HN")
        page.set_default_timeout(SILENCE)
        pictures.log_in(page)
        count, faults = walk(page, stage, ("registry__hn", "warehouse", "upkeep"))
        browser.close()
    assert sorted(set(faults)) == []
    assert count > 80


def test_up_again_changes_nothing(stage: Settings) -> None:
    before = supervisor.written(stage)
    done = run("up")
    assert done.returncode == 0, done.stderr
    assert supervisor.written(stage) == before
    assert stage.secret("airflow_admin") not in done.stdout  # shown once
    assert str(stage.secrets / "airflow_admin") in done.stdout


def test_a_service_that_dies_comes_back(stage: Settings) -> None:
    first = supervisor.written(stage)["triggerer"]
    os.kill(first.number, signal.SIGKILL)
    until(lambda: supervisor.written(stage).get("triggerer", first) != first)
    assert first.members() == []
    assert set(supervisor.written(stage)) == {*SERVICES, PORTAL, COMPARISON, supervisor.NAME}


def test_a_server_that_is_killed_comes_back_and_the_services_ride_through(stage: Settings) -> None:
    first = postgres.process(find(stage))
    assert first is not None
    first.kill()
    until(lambda: (server := postgres.process(find(stage))) is not None and server.pid != first.pid, 30)
    until(lambda: {*SERVICES} <= {*supervisor.written(stage)} and not missing(stage), 180)
    assert set(health(stage).values()) == {"healthy"}


def test_idle_workers_that_are_killed_do_not_stop_the_queue(stage: Settings) -> None:
    """One of them holds the lock of the queue. The executor replaces them; the scheduler is not started anew for it."""

    def idle() -> list[psutil.Process]:
        scheduler = supervisor.written(stage).get("scheduler")
        everybody = scheduler.members() if scheduler else []
        return [process for process in everybody if "<idle>" in command(process)]

    until(lambda: len(idle()) == int(airflow.FIXED["AIRFLOW__CORE__PARALLELISM"]), 120)
    for process in idle():
        process.kill()
    run_id = airflow_api.call("POST", "dags/upkeep/dagRuns", {"logical_date": None})["dag_run_id"]

    def has_worked() -> bool:
        with suppress(OSError):
            path = f"dags/upkeep/dagRuns/{quote(run_id, safe='')}/taskInstances"
            return "success" in {t["state"] for t in airflow_api.call("GET", path)["task_instances"]}
        return False

    until(has_worked, 400)
    assert "tasks are queued and none is taken" not in (stage.logs / "supervisor.log").read_text()


def test_down_leaves_nothing_after_the_supervisor_was_killed(stage: Settings) -> None:
    before = of_ours(stage)
    assert len(before) >= 10
    boss = supervisor.written(stage)[supervisor.NAME].leader
    assert boss is not None
    boss.kill()
    until(lambda: not supervisor.alive(stage))
    assert health(stage)["scheduler"] == "down"
    assert of_ours(stage), "its services are still there"
    assert run("down").returncode == 0
    assert of_ours(stage) == {}
    assert set(health(stage).values()) == {"down"}
    assert run("status").returncode == 1
    assert run("down").returncode == 0


def test_in_the_foreground_it_becomes_the_supervisor(stage: Settings) -> None:
    """As systemd starts and stops it."""
    words = [sys.executable, "-c", "from mesoregistry.cli import main; main()", "up", "--foreground"]
    process = subprocess.Popen(words, start_new_session=True, stderr=subprocess.DEVNULL)
    until(lambda: {*SERVICES, supervisor.NAME} <= {*supervisor.written(stage)}, 180)
    assert supervisor.written(stage)[supervisor.NAME].number == process.pid
    until(lambda: not missing(stage), 180)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert set(health(stage).values()) == {"healthy", "down"}, "the server runs until «down»"
    assert run("down").returncode == 0
    assert of_ours(stage) == {}


def test_a_port_in_use_is_named(stage: Settings) -> None:
    with stranger(stage.airflow_port), environment(MESO_LANGUAGE="es"):
        done = run("up")
    assert done.returncode == 3
    assert "✗ Servicios de Airflow" in done.stderr
    assert f"El puerto {stage.airflow_port} ya lo usa otro programa" in done.stderr
    assert supervisor.written(stage) == {}


def test_a_service_that_cannot_start_is_named_with_its_log(
    stage: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESO_AIRFLOW__CORE__EXECUTOR", "NoSuchExecutor")
    steps: list[str] = []

    def step(text: Text) -> AbstractContextManager[None]:
        steps.append(text.en)
        return nullcontext()

    with pytest.raises(LocalFault) as raised:
        stack.up(stage, step)
    assert raised.value.text.en == "“scheduler” falls whenever it starts."
    assert steps[-1] == "Airflow's services and the portal"
    assert raised.value.log is not None
    assert "NoSuchExecutor" in raised.value.log.read_text()
    assert supervisor.written(stage) == {}
    stack.down(stage, silent)
    assert of_ours(stage) == {}


@contextmanager
def stranger(port: int) -> Iterator[None]:
    """Another program that listens on ``port``."""
    code = f"import socket, time; s = socket.create_server(('{LOOPBACK}', {port})); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        until(lambda: bool(psutil.Process(process.pid).net_connections()))
        yield
    finally:
        process.kill()
        process.wait()
