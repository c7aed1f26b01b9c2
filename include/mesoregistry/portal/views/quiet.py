"""A quiet month, filed without a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mesoregistry.intake.periods import Refused
from mesoregistry.intake.quiet_month import file_quiet_month
from mesoregistry.portal import texts
from mesoregistry.portal.models import Role
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views.access import account_of, for_role, month_of_address


@for_role(Role.TEAM)
@require_POST
def file(request: HttpRequest, name: str) -> HttpResponse:
    """Nothing happened in a month: filed without a file."""
    account, month = account_of(request), month_of_address(name)
    try:
        with shown_to(account) as connection:
            receipt = file_quiet_month(account.country, month, kept=connection)
    except Refused as refusal:
        return render(request, "portal/refused.html", reasons(refusal), status=409)
    return redirect("receipt", receipt.submission_id)


def reasons(refusal: Refused) -> dict[str, str]:
    """What was refused, and what to do, for a page."""
    language = texts.language()
    return {"refusal": refusal.finding.message.in_(language), "remedy": refusal.finding.remedy.in_(language)}
