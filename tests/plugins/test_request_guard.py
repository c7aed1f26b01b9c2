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
# Airflow's own application with all its routes, behind the guard; what the guard lets through, the stub answers
SESSIONS = """
from airflow.api_fastapi.app import create_app, get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi.testclient import TestClient
from starlette.responses import JSONResponse
import idle_sessions, jwt, request_guard

def routes(of, prefix=""):
    for route in of:
        path = prefix + getattr(route, "path", "")
        yield from ((method, path) for method in getattr(route, "methods", None) or ())
        yield from routes(getattr(route, "routes", None) or (), path)

async def airflow(scope, receive, send):
    carried = [name.decode() for name, _ in scope["headers"] if name in (b"cookie", b"authorization")]
    await JSONResponse(carried)(scope, receive, send)

def send(method, path, **headers):
    answer = client.request(method, path, headers=headers)
    return answer.status_code if answer.status_code != 200 or method == "HEAD" else answer.json()

def minutes(n):
    now[0] += 60 * n
    return send("GET", "/ui/dags", Cookie=cookie), send("GET", "/api/v2/dags", Authorization="Bearer " + token)

application = create_app()
listed = sorted(set(routes(application.routes)))
token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="admin", role="ADMIN"))
claims = jwt.decode(token, options={"verify_signature": False})
cookie = idle_sessions.COOKIE + "=" + token
now = [float(claims["iat"])]
client = TestClient(request_guard.RequestGuard(airflow, now=lambda: now[0]), base_url="http://localhost:8080")
origins = json.loads(sys.argv[1])
changes = [(m, p) for m, p in listed if m not in ("GET", "HEAD", "OPTIONS") or "logout" in p]
answer({
    "changes": changes,
    "by_origin": {name: sorted({str(send(m, p, Cookie=cookie, **headers)) for m, p in changes})
                  for name, headers in origins.items()},
    "program": send("POST", "/auth/token"),
    "read": send("GET", "/ui/dags", Cookie=cookie, **origins["elsewhere"]),
    "lasts": claims["exp"] - claims["iat"],
    "cookie": [idle_sessions.COOKIE, COOKIE_NAME_JWT_TOKEN],
    "used": [minutes(0), minutes(29), minutes(29)],
    "ended": [minutes(31), minutes(1)],
    "of_a_task": send("POST", "/execution/task", Authorization="Bearer " + token),
    "garbage": send("GET", "/ui/dags", Cookie=idle_sessions.COOKIE + "=x"),
})
"""
ORIGINS = {
    "ours": {"Sec-Fetch-Site": "same-origin"},
    "typed": {"Sec-Fetch-Site": "none"},
    "our page, older browser": {"Referer": "http://localhost:8080/dags"},
    "elsewhere": {"Sec-Fetch-Site": "cross-site"},
    "another port of this machine": {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:8090"},
    "elsewhere, older browser": {"Origin": "https://evil.example"},
    "a sandboxed frame": {"Origin": "null"},
    "elsewhere by a link": {"Referer": "http://localhost:8080.evil.example/"},
    "nothing": {},
}
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


@pytest.fixture(scope="module")
def sessions(server: Settings) -> Any:
    import json

    return run_in_airflow(server, SESSIONS, json.dumps(ORIGINS))


def test_a_page_elsewhere_changes_nothing_and_logs_nobody_out(sessions: Any) -> None:
    """By every route of Airflow, its login and our plugins that changes something."""
    assert len(sessions["changes"]) > 40
    assert ["GET", "/api/v2/auth/logout"] in sessions["changes"]
    by_origin = sessions["by_origin"]
    ours = ("ours", "typed", "our page, older browser")
    assert by_origin == {name: ["['cookie']" if name in ours else "403"] for name in ORIGINS}
    assert sessions["program"] == []  # of a program that logs in: says nothing of its page, sends no cookie
    assert sessions["read"] == ["cookie"]


def test_a_session_ends_after_half_an_hour_without_a_request_and_after_twelve(sessions: Any) -> None:
    assert sessions["lasts"] == 12 * 3600
    assert len(set(sessions["cookie"])) == 1
    assert sessions["used"] == [[["cookie"], ["authorization"]]] * 3
    assert sessions["ended"] == [[[], []]] * 2
    assert sessions["garbage"] == ["cookie"], "what is no token of a session is Airflow's to refuse"
    assert sessions["of_a_task"] == ["authorization"]
