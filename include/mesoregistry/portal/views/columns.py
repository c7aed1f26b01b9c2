"""Headers that no layout knows: matched on the page of a check, tried, proposed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mesoregistry.catalog.spellings import Spelling
from mesoregistry.intake.column_shares import Share
from mesoregistry.portal import drafts, examine, layout_proposals, texts
from mesoregistry.portal.column_match import ColumnMatch
from mesoregistry.portal.models import Role
from mesoregistry.portal.views.access import account_of, for_role


@dataclass(frozen=True, slots=True)
class Row:
    """A column of the layout that the file lacks; ``chosen``: the header that is, or may be, meant."""

    group: str
    header: str
    is_required: bool
    chosen: str
    shares: dict[str, Share]

    @property
    def evidence(self) -> str:
        """How many of the cells fit, in the language of the page."""
        share = self.shares.get(self.chosen)
        return share.text.in_(texts.language()) if share else ""


@dataclass(frozen=True, slots=True)
class Columns:
    """``own``: the headers of the file that nobody declared. ``outcome``: of the proposal of those tried."""

    rows: list[Row]
    own: list[str]
    outcome: str


def of_draft(draft: drafts.Draft) -> Columns:
    """What can be matched in a file; no rows where nothing can."""
    tried = [
        Row(
            m.spelling.group,
            m.spelling.header,
            True,
            m.spelling.own,
            {m.spelling.own: m.share} if m.share else {},
        )
        for m in draft.matches
    ]
    missing = {
        (column.group, column.header): Row(
            column.group, column.header, column.is_required, column.proposal, column.shares
        )
        for table in draft.report.unmatched
        for column in table.missing
    }
    headers = [header.text for table in draft.report.unmatched for header in table.own]
    own = list(dict.fromkeys([row.chosen for row in tried] + headers))
    kept = layout_proposals.of_draft(draft) if draft.matches else None
    return Columns(
        [*tried, *missing.values()] if own else [], own, kept.in_words(texts.language()) if kept else ""
    )


@for_role(Role.TEAM)
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The same file with the headers that she chose; it counts for nothing."""
    draft = _draft(request, number)
    columns = of_draft(draft)
    matches = _chosen(request, columns)
    if len({match.spelling.own for match in matches}) < len(matches):
        return redirect(reverse("draft", args=[number]) + "?dos=1#columnas")
    new = examine.examine(draft.country, draft.name, draft.content, draft.month, tuple(matches))
    drafts.drop(request.session, number)
    return redirect("draft", drafts.keep(request.session, new))


def _chosen(request: HttpRequest, columns: Columns) -> list[ColumnMatch]:
    matches = []
    for position, row in enumerate(columns.rows):
        own = request.POST.get(f"column_{position}", "")
        if own and own not in columns.own:
            raise Http404
        if own:
            matches.append(ColumnMatch(Spelling(row.group, row.header, own), row.shares.get(own)))
    return matches


@for_role(Role.TEAM)
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose the headers that this file was tried with."""
    draft = _draft(request, number)
    if not draft.matches:
        raise Http404
    layout_proposals.propose(account_of(request), draft)
    return redirect(reverse("draft", args=[number]) + "#columnas")


def _draft(request: HttpRequest, number: str) -> drafts.Draft:
    draft = drafts.load(request.session, number)
    if draft is None or draft.asks_month:
        raise Http404
    return draft
