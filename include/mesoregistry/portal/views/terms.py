"""Unknown terms and places: proposed from the page of a check, decided by the coordination."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mesoregistry.catalog.places import is_of_places, level_of
from mesoregistry.findings import Text
from mesoregistry.intake.recorded_decisions import DecisionRefused
from mesoregistry.intake.unknown_terms import UnknownTerm, unknown_places, unknown_terms
from mesoregistry.portal import drafts, proposals, texts
from mesoregistry.portal.models import Role
from mesoregistry.portal.views.access import account_of, for_role
from mesoregistry.settings import settings


@dataclass(frozen=True, slots=True)
class Row:
    """An unknown term of a file, the codes that it may have, and what became of its proposal."""

    term: UnknownTerm
    codes: list[tuple[str, str]]
    outcome: str
    level: Text | None


def of_draft(draft: drafts.Draft) -> list[Row]:
    """The terms and places of a file that no list knows; what is longer than any term is none."""
    language, seeds = texts.language(), settings().seeds
    terms = unknown_terms(draft.report.findings, seeds, draft.country, draft.report.source)
    rows = []
    for term in [*terms, *unknown_places(draft.report.places, seeds)]:
        if len(term.term) <= proposals.LONGEST:
            proposal = proposals.of_term(draft.country, term.list, term.term)
            outcome = proposal.in_words(language) if proposal else ""
            level = level_of(seeds, term.list) if is_of_places(term.list) else None
            rows.append(Row(term, proposals.labels(term.list, language), outcome, level))
    return rows


@for_role(Role.TEAM)
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a term of this file, under a code of its list."""
    draft = drafts.load(request.session, number)
    if draft is None:
        raise Http404
    given = [request.POST.get(name, "") for name in ("list", "term", "code")]
    for row in of_draft(draft):
        if [row.term.list, row.term.term] == given[:2] and given[2] in dict(row.codes):
            proposals.propose(account_of(request), *given)
            return redirect("draft", number)
    raise Http404


@for_role(Role.COORDINATOR)
def show(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was accepted and can be taken back."""
    return _shown(request, "")


def _shown(request: HttpRequest, objection: str) -> HttpResponse:
    """``objection``: why a decision was not carried out."""
    language = texts.language()
    values = {
        "open": [(p, proposals.labels(p.list, language)) for p in proposals.listed("open")],
        "accepted": proposals.listed("accepted"),
        "refusals": [(value, text.in_(language)) for value, text in proposals.REFUSALS.items()],
        "objection": objection,
    }
    return render(request, "portal/terms.html", values, status=409 if objection else 200)


@for_role(Role.COORDINATOR)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Accept a term under a code of its list, or refuse it with a reason."""
    proposal = next((p for p in proposals.listed("open") if p.number == number), None)
    if proposal is None:
        return redirect("terms")
    code, reason = request.POST.get("code", ""), request.POST.get("refusal", "")
    if reason not in ("", *proposals.REFUSALS) or code not in dict(proposals.labels(proposal.list, "es")):
        raise Http404
    refusal = proposals.RefusalReason(reason) if reason else None
    try:
        proposals.decide(number, account_of(request), code, refusal)
    except DecisionRefused as refused:
        return _shown(request, refused.text.in_(texts.language()))
    return redirect("terms")


@for_role(Role.COORDINATOR)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let an accepted term wait for a decision anew; nothing reads it any more."""
    try:
        proposals.take_back(number)
    except DecisionRefused as refused:
        return _shown(request, refused.text.in_(texts.language()))
    return redirect("terms")
