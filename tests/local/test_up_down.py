"""Everything up with Airflow itself, and down again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import psutil
import pytest

from mesoregistry.findings import Text
from mesoregistry.local import airflow, stack, supervisor
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.health import health
from mesoregistry.settings import LOOPBACK, Settings
from tests.conftest import environment, free_port, temporary_home
from tests.local.processes import listening, of_ours, silent, until

pytestmark = pytest.mark.slow(3)
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
    assert done.stdout.split() == [airflow.url(stage), "admin", stage.secret("airflow_admin")]
    assert health(stage) == dict.fromkeys(["postgres", *sorted(SERVICES)], "healthy")
    assert json.loads(run("status", "--json").stdout) == health(stage)


def test_nothing_listens_outside_this_machine(stage: Settings) -> None:
    places = listening(stage)
    assert {ip for ip, _ in places} == {LOOPBACK}
    assert {port for _, port in places} >= {stage.postgres_port, stage.airflow_port}


def test_no_secret_in_a_command_line_or_log(stage: Settings) -> None:
    secrets = [file.read_text().strip() for file in stage.secrets.iterdir()]
    words = " ".join(of_ours(stage).values())
    logs = "".join(file.read_text(errors="replace") for file in stage.logs.glob("*.log"))
    for secret in secrets:
        assert secret not in words
        assert secret not in logs


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
    assert set(supervisor.written(stage)) == {*SERVICES, supervisor.NAME}


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
    assert steps[-1] == "Airflow's services"
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
