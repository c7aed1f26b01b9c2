"""Airflow's REST API, as far as it is used here: runs, their notes, backfills."""

from __future__ import annotations

import json
import os
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import quote

from mesoregistry.local import airflow
from mesoregistry.settings import settings

SECONDS = 20


ADDRESS = "AIRFLOW__CORE__EXECUTION_API_SERVER_URL"


def is_elsewhere() -> bool:
    """Whether the API server is no process of this machine's supervisor: another container, say."""
    return f"MESO_{ADDRESS}" in os.environ


def base() -> str:
    """Where the API answers to processes: at the address that tasks use, which in containers is not that of people."""
    address = os.environ.get(f"MESO_{ADDRESS}") or os.environ.get(ADDRESS)
    return address.removesuffix("/").removesuffix("/execution") if address else airflow.url(settings())


def health(tries: int = 3) -> dict[str, Any]:
    """What Airflow says of itself; empty when nobody answers, ten seconds a try: a busy machine is slow."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(f"{base()}/api/v2/monitor/health", timeout=10) as answer:
                body: dict[str, Any] = json.load(answer)
                return body
        except (OSError, ValueError, HTTPException) as error:
            if isinstance(
                getattr(error, "reason", None), ConnectionRefusedError
            ):  # nobody listens: no use to wait
                break
    return {}


def call(method: str, path: str, body: object | None = None) -> Any:
    """One request as ``admin``. Raises ``OSError``, of which ``URLError`` is one."""
    return _request(method, f"/api/v2/{path}", body, token())


def token() -> str:
    """A token of ``admin``, for the API and for the routes of plugins."""
    login = {"username": "admin", "password": settings().secret("airflow_admin")}
    return str(_request("POST", "/auth/token", login, None)["access_token"])


def _request(method: str, path: str, body: object | None, token: str | None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base() + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def set_note(dag_id: str, run_id: str, note: str) -> bool:
    """Write the note of a run; whether it could be written."""
    try:
        call("PATCH", f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}?update_mask=note", {"note": note})
    except OSError:  # no answer, an answer too late, or one that says no
        return False
    return True


def runs(dag_id: str, state: str | None = None) -> list[dict[str, Any]]:
    """The last runs of a DAG (``~``: of all), newest first."""
    only = f"&state={state}" if state else ""
    answer = call("GET", f"dags/{dag_id}/dagRuns?order_by=-run_after&limit=50{only}")
    return list(answer["dag_runs"])
