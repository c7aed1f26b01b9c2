"""The supervisor: keeps services running, and takes all of them along when it goes.

Each service leads a session of its own and writes to a log of its own. One that dies is started again, at
once at first and after up to a minute when it keeps dying; so is one that lives and does nothing, and the database
server. What runs is written to ``var/run/services.json`` so that ``make down`` finds it even after the supervisor
was killed.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from mesoregistry import clock
from mesoregistry.local.closed import close_process
from mesoregistry.local.lock import locked
from mesoregistry.local.service import Service
from mesoregistry.local.sessions import Session, end
from mesoregistry.local.watch import Silence, Watch, keep_server
from mesoregistry.settings import Settings, settings

PATIENCE = 15.0  # seconds between SIGTERM and SIGKILL
FILE = "services.json"
LAUNCH = "launch.lock"  # held until the supervisor is written down
NAME = "supervisor"


@dataclass(slots=True)
class Supervisor:
    """Runs ``services`` until ``stop`` is set, and starts anew what the ``watches`` say."""

    services: list[Service]
    environment: Mapping[str, str]
    run_folder: Path
    logs: Path
    patience: float = PATIENCE
    watches: Sequence[Watch] = ()
    stop: Event = field(default_factory=Event)

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: self.stop.set())
        signal.signal(signal.SIGINT, lambda *_: self.stop.set())
        self._write()
        try:
            while not self.stop.is_set():
                for watch in self.watches:
                    self._end_stuck(watch.take_turn(_say))
                for service in self.services:
                    self._look_after(service)
                self.stop.wait(0.25)
        finally:
            end([s.session for s in reversed(self.services) if s.session], self.patience)
            for service in self.services:
                if service.process:
                    service.process.wait()
            (self.run_folder / FILE).unlink(missing_ok=True)

    def _end_stuck(self, stuck: Mapping[str, str]) -> None:
        """End what does not move; it starts again as if it had died."""
        for service in self.services:
            if service.name in stuck and service.session:
                _say(f"{service.name}: {stuck[service.name]}")
                end([service.session], self.patience)

    def _look_after(self, service: Service) -> None:
        if service.process is None:
            if time.monotonic() >= service.due:
                service.start(self.environment, self.logs)
                self._write()
                _say(f"{service.name}: started, {service.process and service.process.pid}")
        elif (status := service.process.poll()) is not None:
            lived, pause = service.bury(self.patience)
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
    """Supervise PostgreSQL, Airflow's services and ours: ``python -m mesoregistry.local.supervisor``."""
    from mesoregistry.local import comparison_service, holders, portal_service
    from mesoregistry.local.airflow import LOCAL_EXECUTOR, airflow_env, services
    from mesoregistry.local.motion import Motion

    close_process()
    config = settings()
    with locked(config.run / LAUNCH):
        watched = [Service(name, words, airflow_env(config, name)) for name, words in services().items()]
        ours = [
            Service(holders.COMPARISON, comparison_service.COMMAND, comparison_service.prepare(config)),
            Service(holders.PORTAL, portal_service.COMMAND, portal_service.prepare(config)),
        ]
    local = watched[0].own["AIRFLOW__CORE__EXECUTOR"] == LOCAL_EXECUTOR
    motion = Motion(config, lambda: written(config), local)
    answering = [
        Silence(name, partial(service.is_alive, config), lambda name=name: written(config).get(name))  # type: ignore[misc]
        for name, service in ((holders.PORTAL, portal_service), (holders.COMPARISON, comparison_service))
    ]
    watches = [Watch(1.0, lambda: keep_server(config)), Watch(10.0, motion.stuck)]
    watches += [Watch(15.0, silence.stuck) for silence in answering]
    Supervisor([*watched, *ours], os.environ, config.run, config.logs, watches=watches).run()


if __name__ == "__main__":
    main()
