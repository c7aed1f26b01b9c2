"""Sessions of Airflow's web service end after half an hour without a request; Airflow itself ends them after twelve.

A token that this process has not seen counts from the hour when it was given, so nothing that was forgotten comes back
with a restart. What tasks send to ``/execution`` is no session.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from starlette.requests import cookie_parser
from starlette.types import Scope

IDLE = 30 * 60.0  # seconds without a request
MOST = 10_000  # tokens that are remembered; who is forgotten counts from when the token was given
COOKIE = "_token"  # airflow.api_fastapi.auth.managers.base_auth_manager.COOKIE_NAME_JWT_TOKEN
OF_TASKS = "/execution/"
CARRIERS = (b"cookie", b"authorization")


class IdleSessions:
    """``now``: seconds since 1970."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last: OrderedDict[bytes, float] = OrderedDict()  # by the last request

    def without_ended(self, scope: Scope) -> Scope:
        """The request as it came, or without its token when that has not been used for too long."""
        if OF_TASKS in scope["path"]:
            return scope
        self._forget_ended()
        if all(self._goes_on(token) for token in _tokens(scope)):
            return scope
        return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in CARRIERS]}

    def _goes_on(self, token: str) -> bool:
        """Whether the session of a token lasts; if so, it lasts from now on."""
        key, given = sha256(token.encode()).digest(), _given(token)
        if given is None:
            return True
        if self._now() - self._last.get(key, given) > IDLE:
            return False
        self._last[key] = self._now()
        self._last.move_to_end(key)
        return True

    def _forget_ended(self) -> None:
        while self._last and (len(self._last) > MOST or self._now() - next(iter(self._last.values())) > IDLE):
            self._last.popitem(last=False)


def _tokens(scope: Scope) -> list[str]:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"] if name in CARRIERS}
    scheme, _, bearer = headers.get(b"authorization", "").partition(" ")
    cookie = cookie_parser(headers.get(b"cookie", "")).get(COOKIE, "")
    return [token for token in (cookie, bearer if scheme.lower() == "bearer" else "") if token]


def _given(token: str) -> float | None:
    """When a token was given, as it says itself; Airflow looks whether it is true, and refuses what does not say it."""
    import jwt

    try:
        return float(jwt.decode(token, options={"verify_signature": False})["iat"])
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        return None
