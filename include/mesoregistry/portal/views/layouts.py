"""Headers that no layout knows: decided by the coordination."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mesoregistry.intake.recorded_decisions import DecisionRefused
from mesoregistry.portal import layout_decisions, layout_proposals, texts
from mesoregistry.portal.models import Role
from mesoregistry.portal.views.access import account_of, for_role


@for_role(Role.COORDINATOR)
def show(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was accepted and can be taken back."""
    return _shown(request, "")


def _shown(request: HttpRequest, objection: str) -> HttpResponse:
    """``objection``: why a decision was not carried out."""
    values = {
        "open": layout_proposals.listed("open"),
        "accepted": layout_proposals.listed("accepted"),
        "refusals": [
            (value, text.in_(texts.language())) for value, text in layout_proposals.REFUSALS.items()
        ],
        "objection": objection,
    }
    return render(request, "portal/layouts.html", values, status=409 if objection else 200)


@for_role(Role.COORDINATOR)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Accept headers, or refuse them with a reason."""
    reason = request.POST.get("refusal", "")
    if reason not in ("", *layout_proposals.REFUSALS):
        raise Http404
    refusal = layout_proposals.RefusalReason(reason) if reason else None
    try:
        layout_decisions.decide(number, account_of(request), refusal)
    except DecisionRefused as refused:
        return _shown(request, refused.text.in_(texts.language()))
    return redirect("layouts")


@for_role(Role.COORDINATOR)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let accepted headers wait for a decision anew; the layout is without them."""
    try:
        layout_decisions.take_back(number)
    except DecisionRefused as refused:
        return _shown(request, refused.text.in_(texts.language()))
    return redirect("layouts")
