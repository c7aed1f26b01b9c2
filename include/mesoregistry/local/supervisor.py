"""The supervisor: keeps services running, and takes all of them along when it goes.

Each service leads a session of its own and writes to a log of its own. One that dies is started again, at
once at first and after up to a minute when it keeps dying. What runs is written to ``var/run/services.json``
so that ``make down`` finds it even after the supervisor was killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event

from mesoregistry import clock
from mesoregistry.local.lock import locked
from mesoregistry.local.sessions import Session, end
from mesoregistry.settings import Settings, settings

PATIENCE = 15.0  # seconds between SIGTERM and SIGKILL
SETTLED = 60.0  # seconds after which a service counts as well again
FILE = "services.json"
LAUNCH = "launch.lock"  # held until the supervisor is written down
NAME = "supervisor"


@dataclass(slots=True)
class Service:
    """One command that must run; ``due`` is when it may start next (monotonic seconds)."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    session: Session | None = None
    began: float = 0.0
    due: float = 0.0
    deaths: int = 0


@dataclass(slots=True)
class Supervisor:
    """Runs ``services`` until ``stop`` is set."""

    services: list[Service]
    environment: Mapping[str, str]
    run_folder: Path
    logs: Path
    patience: float = PATIENCE
    stop: Event = field(default_factory=Event)

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: self.stop.set())
        signal.signal(signal.SIGINT, lambda *_: self.stop.set())
        self._write()
        try:
            while not self.stop.is_set():
                for service in self.services:
                    self._look_after(service)
                self.stop.wait(0.25)
        finally:
            end([s.session for s in reversed(self.services) if s.session], self.patience)
            for service in self.services:
                if service.process:
                    service.process.wait()
            (self.run_folder / FILE).unlink(missing_ok=True)

    def _look_after(self, service: Service) -> None:
        if service.process is None:
            if time.monotonic() >= service.due:
                self._start(service)
        elif (status := service.process.poll()) is not None:
            self._bury(service, status)

    def _start(self, service: Service) -> None:
        log = os.open(self.logs / f"{service.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            service.process = subprocess.Popen(
                service.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        finally:
            os.close(log)
        service.session = Session.of(service.process.pid)
        service.began = time.monotonic()
        self._write()
        _say(f"{service.name}: started, {service.process.pid}")

    def _bury(self, service: Service, status: int) -> None:
        """End what a dead service left behind, and decide when it starts again."""
        if service.session:
            end([service.session], self.patience)
        lived = time.monotonic() - service.began
        service.deaths = 0 if lived > SETTLED else service.deaths + 1
        pause = min(2.0 ** (service.deaths - 1), 60.0) if service.deaths > 1 else 0.0
        service.process, service.session = None, None
        service.due = time.monotonic() + pause
        self._write()
        _say(f"{service.name}: ended with {status} after {lived:.0f} s, again in {pause:.0f} s")

    def _write(self) -> None:
        running = {s.name: s.session for s in self.services if s.session}
        write(self.run_folder, running | {NAME: Session.of(os.getpid())})


def write(run_folder: Path, running: Mapping[str, Session]) -> None:
    """Write down what runs, whole or not at all."""
    draft = run_folder / f"{FILE}.new"
    draft.write_text(json.dumps({name: asdict(session) for name, session in running.items()}))
    draft.replace(run_folder / FILE)


def written(settings: Settings) -> dict[str, Session]:
    """What the supervisor of this ``MESO_HOME`` runs or ran: name to session."""
    try:
        text = (settings.run / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {name: Session(**session) for name, session in json.loads(text).items()}


def alive(settings: Settings) -> bool:
    """Whether the supervisor of this ``MESO_HOME`` runs."""
    return (session := written(settings).get(NAME)) is not None and session.leader is not None


def _say(line: str) -> None:
    print(f"{clock.now():%Y-%m-%dT%H:%M:%SZ}", line, flush=True)


def main() -> None:
    """Supervise Airflow's services: ``python -m mesoregistry.local.supervisor``."""
    from mesoregistry.local.airflow import airflow_env, services

    config = settings()
    with locked(config.run / LAUNCH):
        watched = [Service(name, command) for name, command in services().items()]
    Supervisor(watched, os.environ | airflow_env(config), config.run, config.logs).run()


if __name__ == "__main__":
    main()
