"""Who may do what: every id of an address is held to the countries of the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registry
from mesoregistry.intake.periods import Refused, parse_period
from mesoregistry.ledger import Submission
from mesoregistry.portal.models import Account, Role

View = Callable[..., HttpResponse]


def account_of(request: HttpRequest) -> Account:
    """Whoever is logged in; the middleware lets nobody else this far."""
    account = request.user
    assert isinstance(account, Account)
    return account


def for_role(role: Role) -> Callable[[View], View]:
    """A page of one role alone: 403 for the others."""
    return for_roles(role)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """A page of some roles: 403 for the others."""

    def limited(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if account_of(request).role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return limited


def seen_country(account: Account, country: str) -> str:
    """The country, where the account sees it. Raises ``Http404``; ``CatalogFault`` when its own has a mistake."""
    if account.country == country:
        registry(country)  # a mistake of ours, and she is not to read that there is nothing
    if not account.sees(country):
        raise Http404
    return country


def seen_submission(connection: database.Connection, account: Account, number: int) -> Submission:
    """The submission, where the account sees its country. Raises ``Http404``, whether there is another or none."""
    try:
        submission = ledger.submission(connection, number)
    except KeyError:
        raise Http404 from None
    seen_country(account, submission.country)
    return submission


def month_of_address(text: str) -> dt.date:
    """``2024-05`` as its first day. Raises ``Http404``."""
    try:
        return parse_period(text)
    except Refused:
        raise Http404 from None
