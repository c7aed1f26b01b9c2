"""Every answer of the web service has its headers, a foreign host gets none, and passwords cannot be tried for long."""

from __future__ import annotations

from typing import Any

import pytest

from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

REQUESTS = """
from airflow import plugins_manager
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
import request_guard
app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
now = [0.0]

@app.post("/auth/token")
def token(password: str):
    if password != "right":
        raise HTTPException(401)
    return {}

@app.get("/static/page.js")
def script():
    return {}

apps, middlewares = plugins_manager.get_fastapi_plugins()
for plugin in apps:
    app.mount(plugin["url_prefix"], plugin["app"])
for middleware in middlewares:
    app.add_middleware(middleware["middleware"], clock=lambda: now[0])
client = TestClient(app, base_url="http://127.0.0.1:8080", client=("10.0.0.1", 1))
other = TestClient(app, base_url="http://127.0.0.1:8080", client=("10.0.0.2", 1))

def log_in(who, password):
    return who.post("/auth/token", params={"password": password}).status_code

pages = {path: dict(client.get(path).headers) for path in ("/", "/board/", "/static/page.js")}
wrong = [log_in(client, "wrong") for _ in range(8)]
locked, of_another = log_in(client, "right"), log_in(other, "right")
now[0] = 41.0
after = log_in(client, "right")
hosts = {host: client.get("/static/page.js", headers={"Host": host}).status_code for host in json.loads(sys.argv[1])}
answer({"pages": pages, "wrong": wrong, "locked": locked, "other": of_another, "after": after, "hosts": hosts})
"""
HOSTS = (
    "127.0.0.1:8080", "localhost", "[::1]:8080", "registros.example.org", "api-server:8080", "evil.example",
    "127.0.0.1.evil.example", "", "registros.example.org.evil.example:8080",
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(server: Settings) -> Any:
    import json

    return run_in_airflow(
        server,
        REQUESTS,
        json.dumps(HOSTS),
        AIRFLOW__API__BASE_URL="https://registros.example.org",
        AIRFLOW__CORE__EXECUTION_API_SERVER_URL="http://api-server:8080/execution/",
    )


def test_headers_on_every_page(answers: Any) -> None:
    for path, headers in answers["pages"].items():
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "SAMEORIGIN", path
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert headers["referrer-policy"] in ("same-origin", "no-referrer"), path
        assert (headers.get("cache-control") == "no-store") is (not path.startswith("/static")), path


def test_five_wrong_passwords_in_forty_seconds(answers: Any) -> None:
    assert answers["wrong"] == [401] * 5 + [429] * 3
    assert (answers["locked"], answers["other"], answers["after"]) == (429, 200, 200)


def test_a_foreign_host(answers: Any) -> None:
    assert answers["hosts"] == dict.fromkeys(HOSTS[:5], 200) | dict.fromkeys(HOSTS[5:], 400)
