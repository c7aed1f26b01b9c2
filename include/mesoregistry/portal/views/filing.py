"""Filing: a file is checked and shown; it counts when the person presses «Presentar», and not before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Severity
from mesoregistry.intake import signatures
from mesoregistry.intake.correction_workbook import NotMarked
from mesoregistry.intake.periods import Refused, parse_period
from mesoregistry.intake.receive import receive_content
from mesoregistry.local.fault import LocalFault
from mesoregistry.portal import access_log, drafts, examine, signing, texts
from mesoregistry.portal.forms import FiledFile
from mesoregistry.portal.models import Role
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views import columns, terms
from mesoregistry.portal.views.access import account_of, for_role, month_of_address
from mesoregistry.portal.views.downloads import workbook_response
from mesoregistry.portal.views.quiet import reasons

FILED = "filed"  # in the session: number of a draft -> number of its submission


@for_role(Role.TEAM)
def new(request: HttpRequest) -> HttpResponse:
    """The form, and the check of what it sends."""
    month = request.GET.get("mes", "")
    form = FiledFile(request.POST or None, request.FILES or None)
    values = {"month": month and month_of_address(month)}
    if request.method != "POST":
        return render(request, "portal/file.html", values)
    if not form.is_valid():
        return render(request, "portal/file.html", values | {"nothing": True}, status=400)
    name, content = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
    return shown(check(request, name, content, form.cleaned_data["month"]))


@for_role(Role.TEAM)
@require_POST
def change_month(request: HttpRequest, number: str) -> HttpResponse:
    """The same file for another month."""
    draft = _draft(request, number)
    answer = check(request, draft.name, draft.content, request.POST.get("month", ""))
    if isinstance(answer, str):  # else she tries once more with the same file
        drafts.drop(request.session, number)
    return shown(answer)


def check(request: HttpRequest, name: str, content: bytes, month: str) -> str | HttpResponse:
    """Check a file of the account's country: the number under which its check is kept, or the form with the reason."""
    country = account_of(request).country
    try:
        draft = examine.examine(country, name, content, parse_period(month) if month else None)
    except Refused as refusal:
        return render(request, "portal/file.html", reasons(refusal), status=422)
    except LocalFault as fault:  # no room in memory, or no sandbox: nothing of the file was read
        return render(request, "portal/file.html", {"refusal": fault.text.in_(texts.language())}, status=503)
    return drafts.keep(request.session, draft)


def shown(answer: str | HttpResponse) -> HttpResponse:
    """To the page of a check that is kept, or the form as it is."""
    return redirect("draft", answer) if isinstance(answer, str) else answer


@for_role(Role.TEAM)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """What was understood, what is to be corrected or confirmed, and the button that files it."""
    if filed := request.session.get(FILED, {}).get(number):
        return redirect("receipt", filed)
    draft = drafts.load(request.session, number)
    if draft is None:
        return render(request, "portal/gone.html", status=404)
    account, options = account_of(request), None
    if draft.is_ready:
        with shown_to(account) as connection:
            options = signing.request_options(connection, request, account, number, draft)
    counts = examine.counts(draft.report)
    values = {
        "number": number,
        "draft": draft,
        "sign": options,
        "name": registries()[draft.country].name.in_(texts.language()),
        "groups": examine.groups(draft.report.findings, texts.language()),
        "counts": counts,
        "layout": texts.layout_of(draft.country, draft.report.layout),
        "understood": texts.decisions(draft.report.decisions),
        "terms": terms.of_draft(draft),
        "columns": columns.of_draft(draft),
        "twice": "dos" in request.GET,
        "dates": [dt.date.fromisoformat(day) for day in draft.report.dates or ()],
        "is_stopped": bool(counts[Severity.STOP]),
        "is_clean": not (counts[Severity.STOP] or counts[Severity.ERROR] or counts[Severity.WARNING]),
    }
    return render(request, "portal/draft.html", values)


@for_role(Role.TEAM)
def workbook(request: HttpRequest, number: str) -> HttpResponse:
    """Her own file with the cells marked, to correct and file again."""
    draft = _draft(request, number)
    try:
        content = examine.marked_workbook(draft, texts.language())
    except NotMarked:
        return render(request, "portal/not_marked.html", {"number": number}, status=422)
    access_log.write("marked workbook", request.user)
    stem = Path(draft.name).stem[:80] or "archivo"
    suffix = " (por corregir)" if texts.language() == "es" else " (to correct)"
    return workbook_response(content, f"{stem}{suffix}.xlsx")


@for_role(Role.TEAM)
@require_POST
def present(request: HttpRequest, number: str) -> HttpResponse:
    """File it. Pressed twice it is filed once: the ledger knows the bytes."""
    if filed := request.session.get(FILED, {}).get(number):
        return redirect("receipt", filed)
    account, draft = account_of(request), drafts.load(request.session, number)
    if draft is None:
        return render(request, "portal/gone.html", status=404)
    if not draft.is_ready:
        return redirect("draft", number)
    try:
        with shown_to(account) as connection:
            receipt = receive_content(
                draft.name, draft.content, account.country, draft.month, kept=connection
            )
            if (signature := signing.given(request, number)) and not receipt.duplicate:
                signatures.attach(connection, receipt.submission_id, signature)
    except Refused as refusal:  # closed since it was checked
        return render(request, "portal/refused.html", reasons(refusal), status=409)
    drafts.drop(request.session, number)
    request.session[FILED] = request.session.get(FILED, {}) | {number: receipt.submission_id}
    before = "?antes=1" if receipt.duplicate else ""
    return redirect(reverse("receipt", args=[receipt.submission_id]) + before)


def _draft(request: HttpRequest, number: str) -> drafts.Draft:
    draft = drafts.load(request.session, number)
    if draft is None:
        raise Http404
    return draft
