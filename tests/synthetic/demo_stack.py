"""The commands, the databases, Airflow and the board of a stack, as the tests of the demo use them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psycopg

from mesoregistry.local import airflow, airflow_api
from mesoregistry.settings import Settings
from tests.local.processes import until

PATIENCE = 300  # seconds


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from mesoregistry.cli import main; main()"
    words = [sys.executable, "-c", code, *arguments]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def rows(settings: Settings, database: str, query: str) -> list[Any]:
    with psycopg.connect(settings.dsn(database)) as connection:
        return connection.execute(query.encode()).fetchall()


def finished(dag_id: str) -> list[dict[str, Any]]:
    """The runs of a DAG, newest first, once none is under way."""
    until(lambda: not {"queued", "running"} & {r["state"] for r in airflow_api.runs(dag_id)}, PATIENCE)
    return airflow_api.runs(dag_id)


def request_page(settings: Settings, token: str | None) -> tuple[int, str]:
    request = urllib.request.Request(f"{airflow.url(settings)}/board/")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def load_script(path: Path) -> Any:
    """A Python file that is in no package, as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
