"""A month closed or opened for one country, by a coordinator."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mesoregistry.intake import month_locks
from mesoregistry.portal.models import Role
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views.access import account_of, for_role, month_of_address, seen_country


@for_role(Role.COORDINATOR)
@require_POST
def lock(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Nothing is filed for the month any more, and the team reads the reason."""
    account, period = account_of(request), month_of_address(name)
    seen_country(account, code)
    try:
        reason = month_locks.LockReason(request.POST.get("reason", ""))
    except ValueError:
        raise Http404 from None
    with shown_to(account) as connection:
        month_locks.lock(connection, code, period, reason, account.pk)
    return redirect("month", code, name)


@for_role(Role.COORDINATOR)
@require_POST
def unlock(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The month can be filed for."""
    account, period = account_of(request), month_of_address(name)
    seen_country(account, code)
    with shown_to(account) as connection:
        month_locks.unlock(connection, code, period, account.pk)
    return redirect("month", code, name)
