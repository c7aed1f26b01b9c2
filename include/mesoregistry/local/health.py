"""How the services are: PostgreSQL by its process, Airflow by its own word."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any

from mesoregistry.local import airflow, postgres, supervisor
from mesoregistry.local.sessions import Session
from mesoregistry.settings import Settings

# the services of Airflow that report to its database, and where the answer holds their last sign of life
HEARTBEATS = {
    "scheduler": "latest_scheduler_heartbeat",
    "dag_processor": "latest_dag_processor_heartbeat",
    "triggerer": "latest_triggerer_heartbeat",
}


def health(settings: Settings) -> dict[str, str]:
    """``healthy``, ``unhealthy`` or ``down`` for PostgreSQL and each service of Airflow."""
    server = "healthy" if settings.database_url or postgres.running(settings) else "down"
    answer = _airflow_health(settings) if supervisor.alive(settings) else {}
    states = {"postgres": server, "api-server": "healthy" if answer else "down"}
    for name in HEARTBEATS:
        states[_service(name)] = str(answer.get(name, {}).get("status") or "down")
    return states


def missing(settings: Settings) -> list[str]:
    """The services that are not healthy, or gave no sign of life since they were last started."""
    answer = _airflow_health(settings)
    if not answer:
        return ["api-server"]
    if answer["metadatabase"]["status"] != "healthy":
        return ["metadatabase"]
    sessions = supervisor.written(settings)
    return [
        _service(name)
        for name, sign in HEARTBEATS.items()
        if answer[name]["status"] != "healthy"
        or not _since_start(answer[name][sign], sessions.get(_service(name)))
    ]


def _service(name: str) -> str:
    return name.replace("_", "-")


def _since_start(heartbeat: str | None, session: Session | None) -> bool:
    if not heartbeat or session is None:
        return False
    return datetime.fromisoformat(heartbeat) >= datetime.fromtimestamp(session.started, UTC)


def _airflow_health(settings: Settings) -> dict[str, Any]:
    """What Airflow says of itself; empty when nobody answers."""
    try:
        with urllib.request.urlopen(f"{airflow.url(settings)}/api/v2/monitor/health", timeout=10) as answer:
            body: dict[str, Any] = json.load(answer)
            return body
    except (OSError, ValueError, HTTPException):
        return {}
