"""Everything at once: PostgreSQL, migrations, Airflow; up, down and how it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from mesoregistry.findings import Text
from mesoregistry.local import airflow, migrate, postgres, supervisor
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.lock import locked
from mesoregistry.local.sessions import end
from mesoregistry.settings import Settings

HEALTH = {
    "metadatabase": None,
    "scheduler": "latest_scheduler_heartbeat",
    "dag_processor": "latest_dag_processor_heartbeat",
    "triggerer": "latest_triggerer_heartbeat",
}
LONGEST = 180.0  # seconds until a start counts as failed

Step = Callable[[Text], AbstractContextManager[None]]


def up(settings: Settings, step: Step) -> None:
    """Start what is not running; returns when Airflow is healthy. ``step`` shows each step while it runs."""
    with step(Text("Base de datos", "Database")):
        postgres.start(settings)
    with step(Text("Migraciones", "Migrations")):
        migrate.migrate(settings)
    with locked(settings.run / "up.lock"):
        with step(Text("Base de datos de Airflow", "Airflow's database")):
            airflow.prepare(settings)
        with step(Text("Servicios de Airflow", "Airflow's services")):
            if not alive(settings):
                _sweep(settings)
                _check_port(settings)
                _launch(settings)
            _wait_until_healthy(settings)


def down(settings: Settings, step: Step) -> None:
    """Stop everything of this ``MESO_HOME``, the remains of a killed supervisor included."""
    with step(Text("Servicios de Airflow", "Airflow's services")):
        _sweep(settings)
    with step(Text("Base de datos", "Database")):
        postgres.stop(settings)


def alive(settings: Settings) -> bool:
    """Whether the supervisor runs."""
    session = supervisor.written(settings).get(supervisor.NAME)
    return session is not None and session.leader is not None


def health(settings: Settings) -> dict[str, str]:
    """``healthy``, ``unhealthy`` or ``down`` for PostgreSQL and each service of Airflow."""
    server = "healthy" if settings.database_url or postgres.running(settings) else "down"
    answer = _ask(settings) if alive(settings) else {}
    return {"postgres": server, "api_server": "healthy" if answer else "down"} | {
        name: str(answer.get(name, {}).get("status") or "down") for name in HEALTH
    }


def _launch(settings: Settings) -> None:
    log = settings.logs / "supervisor.log"
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
        subprocess.Popen(
            [sys.executable, "-m", "mesoregistry.local.supervisor"],
            cwd=settings.project,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _sweep(settings: Settings) -> None:
    """End the supervisor and then whatever of its services is still there."""
    found = supervisor.written(settings)
    boss = found.pop(supervisor.NAME, None)
    if boss:
        end([boss], supervisor.PATIENCE + 5)
    end(list(found.values()), supervisor.PATIENCE)
    (settings.run / supervisor.FILE).unlink(missing_ok=True)


def _check_port(settings: Settings) -> None:
    try:
        urllib.request.urlopen(airflow.url(settings), timeout=2).close()
    except urllib.error.HTTPError:
        pass
    except OSError:
        return
    port = settings.airflow_port
    raise LocalFault(
        f"El puerto {port} ya lo usa otro programa: elija otro en MESO_AIRFLOW_PORT.",
        f"Another program uses port {port}: choose another in MESO_AIRFLOW_PORT.",
    )


def _wait_until_healthy(settings: Settings) -> None:
    deadline = time.monotonic() + LONGEST
    time.sleep(0.5)
    missing = ["api_server"]
    while time.monotonic() < deadline:
        missing = _missing(settings)
        if not missing:
            return
        time.sleep(0.5)
    name = missing[0].replace("_", "-")
    raise LocalFault(
        f"«{name}» no respondió en {LONGEST:.0f} s.",
        f"“{name}” did not answer in {LONGEST:.0f} s.",
        settings.logs / f"{name}.log",
    )


def _missing(settings: Settings) -> list[str]:
    """The services that have not yet given a sign of life since they were started."""
    sessions = supervisor.written(settings)
    answer = _ask(settings)
    if not answer:
        return ["api_server"]
    return [
        name
        for name, sign in HEALTH.items()
        if sign and not _gave_sign(answer[name].get(sign), sessions, name)
    ]


def _gave_sign(heartbeat: str | None, sessions: dict[str, Any], name: str) -> bool:
    session = sessions.get(name.replace("_", "-"))
    if not heartbeat or session is None:
        return False
    return datetime.fromisoformat(heartbeat) >= datetime.fromtimestamp(session.started, UTC)


def _ask(settings: Settings) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{airflow.url(settings)}/api/v2/monitor/health", timeout=2) as answer:
            body: dict[str, Any] = json.load(answer)
            return body
    except (OSError, ValueError):
        return {}
