"""When something fails: a sentence that says what happened and what to do, and nothing of what was sent."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mesoregistry.portal.models import Account


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:
    return render(request, "portal/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:
    return render(request, "portal/forbidden.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "portal/csrf_failed.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Without the database too: the page asks nothing of it."""
    return render(None, "portal/failed.html", status=503)


def alive(request: HttpRequest) -> HttpResponse:
    """For the supervisor and the health check of a container."""
    return HttpResponse("ok", content_type="text/plain")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The other language, kept in a cookie, and the page where she was."""
    from django.utils.http import url_has_allowed_host_and_scheme

    place = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(place, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(place if is_ours else "/")
    if request.POST.get("language") in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["language"],
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            Account.objects.filter(pk=request.user.pk).update(language=request.POST["language"])
    return response
