"""The supervisor with small services of its own: what it starts, starts again, and takes along."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from mesoregistry.local import stack, supervisor
from mesoregistry.local.sessions import Session
from mesoregistry.settings import Settings, settings
from tests.conftest import environment
from tests.local.processes import silent, until

# ignores SIGTERM, and so does its child; the child leaves the process group, as tasks of Airflow do
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setpgid(0, 0)
time.sleep(600)
"""
# dies at once and leaves a child behind
CARELESS = "import os, time\nif os.fork() == 0:\n    time.sleep(600)\n"
POLITE = "import time\ntime.sleep(600)\n"
BOSS = """
import json, os, sys
from pathlib import Path
from mesoregistry.local.supervisor import Supervisor
from mesoregistry.local.service import Service
from mesoregistry.local.watch import Watch
services = [Service(n, [sys.executable, "-c", c]) for n, c in json.loads(sys.argv[1]).items()]
run, logs = Path(sys.argv[2]), Path(sys.argv[3])
def look():
    return json.loads((run / "stuck").read_text()) if (run / "stuck").exists() else {}
Supervisor(services, os.environ, run, logs, patience=1.0, watches=[Watch(0.1, look)]).run()
"""
OUTPUT = "output.log"
Boss = Callable[[dict[str, str]], "subprocess.Popen[bytes]"]


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Settings]:
    with environment(MESO_HOME=str(tmp_path)) as config:
        config.run.mkdir()
        config.logs.mkdir()
        yield config


@pytest.fixture
def boss(config: Settings) -> Iterator[Boss]:
    started: list[subprocess.Popen[bytes]] = []

    def start(services: dict[str, str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", BOSS, json.dumps(services), str(config.run), str(config.logs)]
        with (config.logs / OUTPUT).open("wb") as out:
            started.append(subprocess.Popen(command, start_new_session=True, stdout=out))
        until(lambda: set(supervisor.written(config)) >= {*services, supervisor.NAME})
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
    stack.down(config, silent)


def members(name: str) -> list[psutil.Process]:
    session = supervisor.written(settings()).get(name)
    return session.members() if session else []


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def test_sigterm_takes_everything_along_even_what_ignores_it(boss: Boss, config: Settings) -> None:
    process = boss({"polite": POLITE, "stubborn": STUBBORN})
    until(lambda: len(members("stubborn")) == 2)
    all_of_it = members("polite") + members("stubborn")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert gone(all_of_it)
    assert not (config.run / supervisor.FILE).exists()


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM])
def test_down_leaves_nothing_of_a_killed_supervisor(
    boss: Boss, config: Settings, death: signal.Signals
) -> None:
    process = boss({"polite": POLITE, "stubborn": STUBBORN})
    until(lambda: len(members("stubborn")) == 2)
    all_of_it = members("polite") + members("stubborn")
    process.send_signal(death)
    if death == signal.SIGKILL:
        process.wait()
        assert not gone(all_of_it)
    stack.down(config, silent)
    assert gone(all_of_it)
    assert supervisor.written(config) == {}
    stack.down(config, silent)


def test_what_dies_is_started_again_and_its_orphans_end(boss: Boss, config: Settings) -> None:
    boss({"polite": POLITE})
    first = supervisor.written(config)["polite"]
    os.kill(first.number, signal.SIGKILL)
    until(lambda: supervisor.written(config).get("polite", first) != first)
    assert first.members() == []
    assert len(members("polite")) == 1


def test_what_lives_and_does_nothing_is_started_again(boss: Boss, config: Settings) -> None:
    boss({"polite": POLITE, "stubborn": STUBBORN})
    first = supervisor.written(config)
    (config.run / "stuck").write_text(json.dumps({"stubborn": "stands still", "unknown": "is no service"}))
    until(lambda: supervisor.written(config).get("stubborn", first["stubborn"]) != first["stubborn"])
    (config.run / "stuck").unlink()
    assert first["stubborn"].members() == []
    assert supervisor.written(config)["polite"] == first["polite"]
    assert "stubborn: stands still" in (config.logs / OUTPUT).read_text()


def test_what_keeps_dying_is_started_less_and_less(boss: Boss, config: Settings) -> None:
    boss({"careless": CARELESS})
    log = config.logs / OUTPUT
    until(lambda: len(re.findall("ended", log.read_text())) == 3)
    assert re.findall(r"ended with 0 .* again in (\d+) s", log.read_text()) == ["0", "2", "4"]
    numbers = {int(pid) for pid in re.findall(r"started, (\d+)", log.read_text())}
    until(lambda: not [p for p in psutil.process_iter() if _session_of(p) in numbers])


def _session_of(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except OSError:
        return -1


def test_a_number_that_went_to_a_stranger_is_left_alone(config: Settings) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", POLITE], start_new_session=True)
    try:
        real = Session.of(stranger.pid)
        assert [p.pid for p in real.members()] == [stranger.pid]
        earlier = Session(real.number, real.since_boot - 60, real.boot)
        other_boot = Session(real.number, real.since_boot, "another")
        for session in (earlier, other_boot):
            assert session.leader is None
            assert session.members() == []
        supervisor.write(config.run, {supervisor.NAME: earlier, "scheduler": other_boot})
        stack.down(config, silent)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_logs_are_for_nobody_else(boss: Boss, config: Settings) -> None:
    boss({"polite": POLITE})
    assert (config.logs / "polite.log").stat().st_mode & 0o777 == 0o600
