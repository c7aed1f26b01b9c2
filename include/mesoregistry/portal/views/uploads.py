"""A file that comes in parts, from the script of the page; without it the form sends it whole (``filing.new``)."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mesoregistry.local.fault import LocalFault
from mesoregistry.portal import drafts, uploads
from mesoregistry.portal.models import Role
from mesoregistry.portal.views import filing
from mesoregistry.portal.views.access import account_of, for_role

OFTEN = 60  # uploads that an account may begin
SPAN = 300  # seconds


@for_role(Role.TEAM)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """What is here of a file, and where the rest goes."""
    counter = f"uploads-{account_of(request).pk}"
    cache.add(counter, 0, SPAN)
    if cache.incr(counter) > OFTEN:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    size = request.POST.get("size", "")
    try:
        upload = uploads.begin(
            request.session, request.POST.get("sha256", ""), int(size) if size.isdecimal() else 0
        )
    except LocalFault:  # the form says it, when the file is sent whole
        return HttpResponse(status=HTTPStatus.INSUFFICIENT_STORAGE)
    if upload is None:
        raise Http404
    return JsonResponse({"number": upload.number, "held": upload.held, "chunk": uploads.CHUNK})


@for_role(Role.TEAM)
@require_POST
def receive(request: HttpRequest, number: str, start: int) -> HttpResponse:
    """A part, from byte ``start`` on. 409 where another one is wanted; either way what is here now."""
    upload = _upload(request, number)
    if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.CHUNK:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    is_next = upload.add(start, request.body)
    return JsonResponse({"held": upload.held}, status=HTTPStatus.OK if is_next else HTTPStatus.CONFLICT)


@for_role(Role.TEAM)
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The check of a file whose parts are all here. Asked for twice, it is the same one."""
    upload = _upload(request, number)
    if upload.draft and drafts.load(request.session, upload.draft):
        return redirect("draft", upload.draft)
    content = upload.content()
    if content is None:
        upload.forget()
        return render(request, "portal/file.html", {"damaged": True}, status=422)
    answer = filing.check(request, request.POST.get("name", ""), content, request.POST.get("month", ""))
    if isinstance(answer, str):
        uploads.remember(request.session, replace(upload, draft=answer))
        upload.forget()
    return filing.shown(answer)


def _upload(request: HttpRequest, number: str) -> uploads.Upload:
    upload = uploads.find(request.session, number)
    if upload is None:
        raise Http404
    return upload
