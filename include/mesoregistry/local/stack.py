"""Everything at once: PostgreSQL, migrations, Airflow; up and down."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NoReturn

from mesoregistry.findings import Text
from mesoregistry.local import airflow_prepare, health, migrate, open_copies, postgres, supervisor
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.lock import locked
from mesoregistry.local.ports import must_be_free
from mesoregistry.local.sessions import Session, end
from mesoregistry.settings import Settings

LONGEST = 300.0  # seconds until a start counts as failed
FALLS = 3  # a service that had to be started so often meanwhile will not come up

SUPERVISE = [sys.executable, "-m", "mesoregistry.local.supervisor"]
Step = Callable[[Text], AbstractContextManager[None]]


def up(settings: Settings, step: Step) -> None:
    """Start what is not running; returns when Airflow and the portal are healthy. ``step`` shows each step.

    When one does not come up the services are ended again, so that nothing keeps dying unseen.
    """
    _start_databases(settings, step)
    with locked(settings.run / "up.lock"):
        _prepare(settings, step)
        with step(Text("Servicios de Airflow y portal", "Airflow's services and the portal")):
            if not supervisor.alive(settings):
                _sweep(settings)
                open_copies.clear(settings)
                _must_be_free(settings)
                _launch(settings)
            try:
                _wait_until_healthy(settings)
            except LocalFault:
                _sweep(settings)
                raise


def up_in_foreground(settings: Settings, step: Step) -> NoReturn:
    """The same, but this process becomes the supervisor; it does not wait until Airflow is healthy."""
    _start_databases(settings, step)
    with locked(settings.run / "up.lock"):
        _prepare(settings, step)
        _sweep(settings)
        _must_be_free(settings)
        supervisor.write(settings.run, {supervisor.NAME: Session.of(os.getpid())})
        os.execv(sys.executable, SUPERVISE)  # closes the lock


def _must_be_free(settings: Settings) -> None:
    must_be_free(settings.airflow_port, "MESO_AIRFLOW_PORT")
    must_be_free(settings.portal_port, "MESO_PORTAL_PORT")


def _start_databases(settings: Settings, step: Step) -> None:
    with step(Text("Base de datos", "Database")):
        postgres.start(settings)
    with step(Text("Migraciones", "Migrations")):
        migrate.migrate(settings)


def _prepare(settings: Settings, step: Step) -> None:
    with step(Text("Base de datos de Airflow", "Airflow's database")):
        airflow_prepare.prepare(settings)


def down(settings: Settings, step: Step) -> None:
    """Stop everything of this ``MESO_HOME``, the remains of a killed supervisor included."""
    with step(Text("Servicios de Airflow", "Airflow's services")):
        _sweep(settings)
        open_copies.clear(settings)
    with step(Text("Base de datos", "Database")):
        postgres.stop(settings)


def _launch(settings: Settings) -> None:
    log = settings.logs / "supervisor.log"
    # «down» must find it even when this process ends now, so it starts nothing before it is written down
    with (
        locked(settings.run / supervisor.LAUNCH),
        open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out,
    ):
        process = subprocess.Popen(
            SUPERVISE,
            cwd=settings.project,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        supervisor.write(settings.run, {supervisor.NAME: Session.of(process.pid)})


def _sweep(settings: Settings) -> None:
    """End the supervisor and then whatever of its services is still there."""
    boss = supervisor.written(settings).get(supervisor.NAME)
    if boss:
        end([boss], supervisor.PATIENCE + 5)
    left = [session for name, session in supervisor.written(settings).items() if name != supervisor.NAME]
    end(left, supervisor.PATIENCE)
    (settings.run / supervisor.FILE).unlink(missing_ok=True)


def _wait_until_healthy(settings: Settings) -> None:
    deadline = time.monotonic() + LONGEST
    starts: dict[str, set[int]] = defaultdict(set)
    missing = ["api-server"]
    while time.monotonic() < deadline:
        if not supervisor.alive(settings):
            raise _fault(settings, supervisor.NAME, "se detuvo al arrancar", "stopped while starting")
        for name, session in supervisor.written(settings).items():
            starts[name].add(session.number)
            if len(starts[name]) >= FALLS:
                raise _fault(settings, name, "se cae cada vez que arranca", "falls whenever it starts")
        missing = health.missing(settings)
        if not missing:
            return
        time.sleep(0.5)
    took = f"{LONGEST:.0f} s"
    raise _fault(settings, missing[0], f"no respondió en {took}", f"did not answer in {took}")


def _fault(settings: Settings, name: str, es: str, en: str) -> LocalFault:
    log = settings.logs / ("api-server.log" if name == "metadatabase" else f"{name}.log")
    return LocalFault(f"«{name}» {es}.", f"“{name}” {en}.", log)
