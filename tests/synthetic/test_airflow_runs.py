"""The wait for Airflow, against an API that answers too late or knows no DAG yet."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from mesoregistry.local import airflow_api, secrets
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import LOOPBACK
from mesoregistry.synthetic import airflow_runs
from tests.conftest import environment

RUN = {
    "dag_id": "registry__hn",
    "dag_run_id": "r1",
    "state": "success",
    "start_date": "2024-05-01T00:00:00+00:00",
}


class Slow(BaseHTTPRequestHandler):
    """Answers the first requests for runs with 404 or later than anybody waits; then with one run."""

    late: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.answer({"access_token": "t"})

    def do_GET(self) -> None:
        fault = self.late.pop() if self.late else ""
        if fault == "unknown":
            self.send_error(404)
            return
        if fault == "slow":
            time.sleep(1)
        self.answer({"dag_runs": [RUN | ({"state": "failed"} if "state=failed" in self.path else {})]})

    def answer(self, body: object) -> None:
        content = json.dumps(body).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except BrokenPipeError:
            pass  # nobody waits any more

    def log_message(self, format: str, *args: object) -> None:
        """No line in the output of the tests."""


@pytest.fixture(autouse=True)
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(airflow_api, "SECONDS", 0.4)
    server = ThreadingHTTPServer((LOOPBACK, 0), Slow)
    address = f"http://{LOOPBACK}:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with environment(
        MESO_HOME=str(tmp_path), AIRFLOW__CORE__EXECUTION_API_SERVER_URL=f"{address}/execution/"
    ) as settings_:
        secrets.ensure(settings_)
        yield
    server.shutdown()


def test_an_answer_too_late_counts_as_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slow, "late", ["slow", "unknown"])
    airflow_runs.wait_until_idle()
    assert Slow.late == []


def test_without_any_answer_the_wait_ends_with_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(airflow_runs, "LONGEST", 2.0)
    monkeypatch.setattr(Slow, "late", ["slow"] * 50)
    with pytest.raises(LocalFault, match="DAG"):
        airflow_runs.wait_until_idle()


def test_a_failed_run_is_raised_and_an_answer_too_late_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slow, "late", ["slow"])
    airflow_runs.raise_failure(0.0)
    with pytest.raises(LocalFault, match="registry__hn"):
        airflow_runs.raise_failure(0.0)
    airflow_runs.raise_failure(time.time())
