"""How the services are: PostgreSQL by its process, Airflow by its own word, the intake by whether files move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg

from mesoregistry.local import airflow_api, comparison_service, motion, portal_service, postgres, supervisor
from mesoregistry.local.sessions import Session
from mesoregistry.settings import Settings

# the services of Airflow that report to its database, and where the answer holds their last sign of life
HEARTBEATS = {
    "scheduler": "latest_scheduler_heartbeat",
    "dag_processor": "latest_dag_processor_heartbeat",
    "triggerer": "latest_triggerer_heartbeat",
}

LONGEST = timedelta(minutes=15)
WAITS = "select exists (select from intake.submission where state = 'received' and received_at < now() - %s)"
# before its first run the installation is new
SILENT = "select max(start_date) < now() - %s from dag_run where dag_id = %s"


def health(settings: Settings) -> dict[str, str]:
    """``healthy``, ``unhealthy`` or ``down`` for PostgreSQL, each service of Airflow, the intake, and ours."""
    answer = airflow_api.health() if airflow_api.is_elsewhere() or supervisor.alive(settings) else {}
    states = {"postgres": _server(settings), "api-server": "healthy" if answer else "down"}
    for name in HEARTBEATS:
        states[_service(name)] = str(answer.get(name, {}).get("status") or "down")
    states["intake"] = intake(settings) if answer else "down"
    if airflow_api.is_elsewhere():  # in containers, where the portal has a health check of its own
        return states
    ours = {"portal": portal_service, "comparison": comparison_service}
    return states | {
        name: "healthy" if service.is_alive(settings) else "down" for name, service in ours.items()
    }


def _server(settings: Settings) -> str:
    if not settings.database_url:
        return "healthy" if postgres.running(settings) else "down"
    try:
        with psycopg.connect(settings.dsn("airflow", "airflow"), connect_timeout=5):
            return "healthy"
    except (psycopg.Error, FileNotFoundError):
        return "down"


def intake(settings: Settings) -> str:
    """Whether files are taken in: none has waited for a quarter of an hour, and ``upkeep`` ran within it."""
    try:
        with psycopg.connect(settings.dsn("warehouse", "loader"), connect_timeout=5) as connection:
            waits = connection.execute(WAITS, [LONGEST]).fetchone()
        with psycopg.connect(settings.dsn("airflow", "airflow"), connect_timeout=5) as connection:
            silent = connection.execute(SILENT, [LONGEST, motion.UPKEEP]).fetchone()
    except (psycopg.Error, FileNotFoundError):
        return "down"
    return "unhealthy" if (True,) in (waits, silent) else "healthy"


def missing(settings: Settings) -> list[str]:
    """The services that are not healthy, or gave no sign of life since they were last started."""
    answer = airflow_api.health()
    if not answer:
        return ["api-server"]
    if answer["metadatabase"]["status"] != "healthy":
        return ["metadatabase"]
    sessions = supervisor.written(settings)
    silent = [
        _service(name)
        for name, sign in HEARTBEATS.items()
        if answer[name]["status"] != "healthy"
        or not _since_start(answer[name][sign], sessions.get(_service(name)))
    ]
    return silent + ([] if portal_service.is_alive(settings) else ["portal"])


def _service(name: str) -> str:
    return name.replace("_", "-")


def _since_start(heartbeat: str | None, session: Session | None) -> bool:
    if not heartbeat or session is None:
        return False
    return datetime.fromisoformat(heartbeat) >= datetime.fromtimestamp(session.started, UTC)
