"""One submission: its state and next step, findings, history, receipt; confirmed or withdrawn by its team."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Finding, Severity
from mesoregistry.gate.collapse import shown
from mesoregistry.intake import answers, decisions
from mesoregistry.intake.month_locks import refuse_locked
from mesoregistry.intake.periods import Refused
from mesoregistry.ledger import Action, State, Submission, states_before
from mesoregistry.portal import comments, examine, history, signing, texts
from mesoregistry.portal.forms import Withdrawal
from mesoregistry.portal.models import Account, Role
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views.access import account_of, for_role, seen_submission
from mesoregistry.portal.views.board import versions_of
from mesoregistry.portal.views.quiet import reasons as reasons_of

MOVING = (State.RECEIVED, State.IN_REVIEW)


def show(request: HttpRequest, number: int) -> HttpResponse:
    """Where it stands and what comes next, with everything that was found."""
    account = account_of(request)
    with shown_to(account) as connection:
        submission = seen_submission(connection, account, number)
        findings = [_without_marks(finding) for finding in shown(ledger.findings(connection, number))]
        versions = versions_of(connection, submission.country, submission.period)
        events = history.events(connection, account, number)
        filed = history.filings(connection, account, [version.submission_id for version in versions])
        standing = _standing(connection, account, submission, filed[number].is_sent_back)
    values = (
        _about(submission)
        | standing
        | {
            "groups": examine.groups(findings, texts.language()),
            "versions": [(version, filed[version.submission_id]) for version in versions],
            "filed": filed[number],
            "comments": comments.of(number),
            "events": events,
            "is_moving": submission.state in MOVING,
            "may_confirm": account.is_team and _has_to_confirm(submission, findings),
            "may_approve": account.is_coordinator and _waits_for_approval(submission),
            "may_send_back": account.is_coordinator and submission.state in states_before(Action.SENT_BACK),
            "may_withdraw": account.is_team and submission.state is not State.WITHDRAWN,
        }
    )
    return render(request, "portal/submission.html", values)


def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """What she may print and keep: number, digest, time."""
    account = account_of(request)
    with shown_to(account) as connection:
        submission = seen_submission(connection, account, number)
        row = connection.execute(
            "select received_at, bytes from intake.submission where submission_id = %s", [number]
        ).fetchone()
        signed = signing.signature_text(connection, number).in_(texts.language())
    assert row
    values = {"received_at": row[0], "bytes": row[1], "signed": signed, "came_before": "antes" in request.GET}
    return render(request, "portal/receipt.html", _about(submission) | values)


@for_role(Role.TEAM)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """The warned values are right."""
    account = account_of(request)
    with shown_to(account) as connection:
        seen_submission(connection, account, number)
        answers.confirm(number, connection)
    return redirect("submission", number)


@for_role(Role.TEAM)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for a reason of the list, then takes the file back."""
    account, form = account_of(request), Withdrawal(request.POST or None)
    with shown_to(account) as connection:
        submission = seen_submission(connection, account, number)
        if request.method == "POST" and form.is_valid():
            reason = answers.Reason(form.cleaned_data["reason"])
            try:
                if reason is not answers.Reason.ASKED:  # what a woman asks waits for no month to be opened
                    refuse_locked(connection, submission.country, submission.period)
            except Refused as refusal:
                return render(request, "portal/refused.html", reasons_of(refusal), status=409)
            answers.withdraw(number, reason, connection)
            return redirect("submission", number)
    reasons = [(value, text.in_(texts.language())) for value, text in texts.REASONS.items()]
    values = _about(submission) | {"reasons": reasons, "nothing": request.method == "POST"}
    return render(request, "portal/withdraw.html", values, status=400 if request.method == "POST" else 200)


def _about(submission: Submission) -> dict[str, object]:
    name = registries()[submission.country].name.in_(texts.language())
    return {"submission": submission, "name": name}


def _standing(
    connection: database.Connection, account: Account, submission: Submission, is_sent_back: bool
) -> dict[str, object]:
    """Whether the coordination sent it back, and whether this person can undo what was done to it."""
    undone = Action.WITHDRAWN if account.is_team else Action.SENT_BACK
    may_undo = account.is_team or account.is_coordinator
    is_open = submission.state is State.WITHDRAWN and may_undo
    return {
        "is_sent_back": is_sent_back,
        "shown_state": State.RETURNED if is_sent_back else submission.state,
        "may_restore": is_open and decisions.why_final(connection, submission, undone) is None,
    }


def _has_to_confirm(submission: Submission, findings: Sequence[Finding]) -> bool:
    """Whether something of it waits for the team's word: of rows with an error alone there is nothing to confirm."""
    if submission.confirmed or submission.state not in (State.TO_CONFIRM, State.TO_CORRECT):
        return False
    return submission.state is State.TO_CONFIRM or any(f.severity == Severity.WARNING for f in findings)


def _waits_for_approval(submission: Submission) -> bool:
    return not submission.confirmed and submission.state in states_before(Action.APPROVED)


def _without_marks(finding: Finding) -> Finding:
    """A stored finding for the page: what is sealed in the vault is not in it, and a sheet has its number."""
    from dataclasses import replace

    from mesoregistry.findings import Text

    def text(marked: Text) -> Text:
        return Text(texts.without_marks(marked.es), texts.without_marks(marked.en))

    return replace(
        finding,
        message=text(finding.message),
        remedy=text(finding.remedy),
        expected=text(finding.expected) if finding.expected else None,
        value=None if finding.value is None else texts.without_marks(finding.value),
    )
