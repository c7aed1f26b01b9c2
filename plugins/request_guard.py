"""What every request to Airflow's web service goes through: a host and a page that are ours, headers, few wrong
passwords, an end to sessions.

For pages of Airflow, of its login and of our own plugins alike. A proxy with TLS stands before it (docs/operations.md)
and knows the same limits; this holds without one.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from idle_sessions import IdleSessions
from request_origin import is_foreign

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ASSETS = "/static"  # of the pages: the same for everybody, and kept by browsers
LOGIN = "/auth/token"
WRONG = 401
TRIES, SECONDS = 5, 40.0  # wrong passwords of one address, in so long
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def known_hosts() -> frozenset[str]:
    """The names under which people and workers reach this service."""
    addresses = (
        conf.get("api", "base_url", fallback=""),
        conf.get("core", "execution_api_server_url", fallback=""),
    )
    return frozenset({*LOOPBACK, *(host for address in addresses if (host := urlsplit(address).hostname))})


class RequestGuard:
    """ASGI middleware. ``clock``: seconds that only grow; ``now``: seconds since 1970."""

    def __init__(
        self, app: ASGIApp, clock: Callable[[], float] = time.monotonic, now: Callable[[], float] = time.time
    ) -> None:
        self._app = app
        self._clock = clock
        self._sessions = IdleSessions(now)
        self._hosts = known_hosts()
        self._wrong: defaultdict[str, deque[float]] = defaultdict(deque)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = str((scope.get("client") or ("",))[0])
        is_login = scope["method"] == "POST" and LOGIN in scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if is_login and message["status"] == WRONG:
                    self._wrong[address].append(self._clock())
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        refusal = self._refusal(scope, address, is_login)
        await (refusal or self._app)(self._sessions.without_ended(scope), receive, send_with_headers)

    def _refusal(self, scope: Scope, address: str, is_login: bool) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = urlsplit(f"//{headers.get('host', '')}").hostname
        if host not in self._hosts:
            return PlainTextResponse("unknown host", 400)
        if is_foreign(scope["method"], scope["path"], headers):
            return PlainTextResponse("from another page", 403)
        if is_login and self._is_over(address):
            return PlainTextResponse("too many wrong passwords", 429, {"Retry-After": f"{SECONDS:.0f}"})
        return None

    def _is_over(self, address: str) -> bool:
        """Whether an address has had its tries; those that are old are forgotten."""
        wrong, oldest = self._wrong[address], self._clock() - SECONDS
        while wrong and wrong[0] < oldest:
            wrong.popleft()
        if not wrong:
            del self._wrong[address]
        return len(wrong) >= TRIES


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not path.startswith(ASSETS):
        headers.setdefault("Cache-Control", "no-store")


class RequestGuardPlugin(AirflowPlugin):
    """Airflow puts it before all of its own."""

    name = "request_guard"
    fastapi_root_middlewares = [{"middleware": RequestGuard, "name": "Request guard"}]  # noqa: RUF012
