"""What the coordination decides of a file, and a withdrawal of the same day that is undone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mesoregistry.intake import decisions
from mesoregistry.intake.periods import Refused
from mesoregistry.ledger import Action, Submission
from mesoregistry.portal import comments, texts
from mesoregistry.portal.forms import Approval, Return
from mesoregistry.portal.models import Account, Role
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views.access import account_of, for_role, for_roles, seen_submission
from mesoregistry.portal.views.quiet import reasons as reasons_of


def _seen(account: Account, number: int) -> Submission:
    with shown_to(account) as connection:
        return seen_submission(connection, account, number)


@for_role(Role.COORDINATOR)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """The values that wait for a confirmation are right."""
    account, form = account_of(request), Approval(request.POST)
    submission = _seen(account, number)
    if form.is_valid():
        with shown_to(account, submission.country) as connection:
            decisions.approve(number, connection)
        comments.write(number, account, form.cleaned_data["comment"])
    return redirect("submission", number)


@for_role(Role.COORDINATOR)
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for a reason of the list and a comment, then takes the file out of the count."""
    account, form = account_of(request), Return(request.POST or None)
    submission = _seen(account, number)
    if request.method == "POST" and form.is_valid():
        reason = decisions.ReturnReason(form.cleaned_data["reason"])
        try:
            with shown_to(account, submission.country) as connection:
                decisions.send_back(number, reason, connection)
        except Refused as refusal:
            return render(request, "portal/refused.html", reasons_of(refusal), status=409)
        comments.write(number, account, form.cleaned_data["comment"])
        return redirect("submission", number)
    language = texts.language()
    values = {
        "submission": submission,
        "reasons": [(value, text.in_(language)) for value, text in decisions.RETURN_REASONS.items()],
        "form": form,
        "days": comments.DAYS,
        "longest": comments.LONGEST,
    }
    return render(request, "portal/send_back.html", values, status=400 if request.method == "POST" else 200)


@for_roles(Role.TEAM, Role.COORDINATOR)
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """A withdrawal, or for the coordination a return, of the same day is undone."""
    account = account_of(request)
    submission = _seen(account, number)
    undone = Action.WITHDRAWN if account.is_team else Action.SENT_BACK
    try:
        with shown_to(account, submission.country) as connection:
            decisions.restore(number, undone, connection)
    except Refused as refusal:
        return render(request, "portal/refused.html", reasons_of(refusal), status=409)
    return redirect("submission", number)
