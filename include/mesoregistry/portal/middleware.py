"""What holds for every request: headers, the size of what is sent, and who gets in."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mesoregistry.portal.adapters import is_enrolled

Answer = Callable[[HttpRequest], HttpResponse]
OPEN = ("account_login", "mfa_login_webauthn", "mfa_authenticate", "account_logout", "invitation", "language",
        "alive", "account_inactive")  # fmt: skip
"""Pages without a person; every other takes one who proved herself with two factors."""
ENROLMENT = (
    "enrol",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "account_set_password",
    "account_reauthenticate",
)
BEGAN = "began"


class Headers:
    """Nothing is kept by a browser or a proxy but what is the same for everybody."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response


class SizeLimit:
    """A body that is larger than any file is refused before it is read."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return render(request, "portal/too_large.html", status=413)
        return self.answer(request)


class Entry:
    """Nobody without an account, no account without a second factor, no session longer than half a day."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if request.user.is_authenticated and _is_too_long(request):
            logout(request)
        if name in OPEN:
            return None
        if not request.user.is_authenticated:
            return redirect("account_login")
        if name not in ENROLMENT and not is_enrolled(request.user):
            return redirect("enrol")
        return None


def _is_too_long(request: HttpRequest) -> bool:
    began = request.session.setdefault(BEGAN, time.time())
    return bool(time.time() - began > settings.SESSION_LONGEST)
