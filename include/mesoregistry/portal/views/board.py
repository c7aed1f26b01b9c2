"""The board: the months of a country, or of all, and the files of one month."""

from __future__ import annotations

from babel.dates import get_month_names
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registries
from mesoregistry.intake.month_locks import REASONS, locks
from mesoregistry.intake.periods import today_in
from mesoregistry.months import next_month
from mesoregistry.portal import calendar, history, layout_proposals, proposals, texts
from mesoregistry.portal.rows import shown_to
from mesoregistry.portal.views.access import account_of, month_of_address, seen_country

RECENT = 12  # months of all countries on one page
NEWEST = 3  # months that wait for a team, on the page of all countries; the others are on the team's page
TO_DECIDE = "state = 'to_confirm' and not confirmed"


def home(request: HttpRequest) -> HttpResponse:
    """A team's own board; for who sees all countries, the last year of each and what waits."""
    account = account_of(request)
    return country(request, account.country) if account.is_team else _region(request)


def country(request: HttpRequest, code: str) -> HttpResponse:
    """The board of one country, 2012 to now."""
    account = account_of(request)
    seen_country(account, code)
    with shown_to(account) as connection:
        listed = calendar.months(connection, (code,), account)[code]
    names = get_month_names("abbreviated", locale=texts.language())
    values = {
        "code": code,
        "name": registries()[code].name.in_(texts.language()),
        "years": calendar.by_year(listed),
        "to_do": calendar.to_do(listed),
        "names": [names[number].strip(".") for number in range(1, 13)],
    }
    return render(request, "portal/country.html", values)


def _region(request: HttpRequest) -> HttpResponse:
    account, codes = account_of(request), tuple(registries())
    with shown_to(account) as connection:
        listed = calendar.months(connection, codes, account)
        to_decide = ledger.select(connection, TO_DECIDE, [])
    last = max(months[-1].month for months in listed.values() if months)
    shown = [m.month for m in next(iter(listed.values())) if m.month <= last][-RECENT:]
    names = {code: registries()[code].name.in_(texts.language()) for code in codes}
    rows = [
        (code, names[code], [next((m for m in listed[code] if m.month == month), None) for month in shown])
        for code in codes
    ]
    to_do = {code: waiting for code in codes if (waiting := calendar.to_do(listed[code]))}
    values = {
        "rows": rows,
        "shown": shown,
        "waiting": [(code, names[code], of[:NEWEST], len(of[NEWEST:])) for code, of in to_do.items()],
        "count": sum(map(len, to_do.values())),
        "to_decide": to_decide,
        "terms": len(proposals.listed("open")) if account.is_coordinator else 0,
        "layouts": len(layout_proposals.listed("open")) if account.is_coordinator else 0,
    }
    return render(request, "portal/region.html", values)


def month(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Every version that was filed for a month, the newest first."""
    account, period = account_of(request), month_of_address(name)
    seen_country(account, code)
    with shown_to(account) as connection:
        versions = versions_of(connection, code, period)
        closed = locks(connection, (code,)).get((code, period))
        filed = history.filings(connection, account, [version.submission_id for version in versions])
    gone = (ledger.State.WITHDRAWN, ledger.State.RETURNED)
    values = {
        "code": code,
        "name": registries()[code].name.in_(texts.language()),
        "month": period,
        "versions": [(version, filed[version.submission_id]) for version in versions],
        "closed": closed and closed.in_(texts.language()),
        "lock_reasons": [(value, text.in_(texts.language())) for value, text in REASONS.items()],
        "may_be_quiet": account.is_team
        and not closed
        and next_month(period) <= today_in(code)
        and registries()[code].source_for(period)
        and all(version.state in gone for version in versions),
        "may_file": account.is_team and not closed and period <= today_in(code),
    }
    return render(request, "portal/month.html", values)


def versions_of(connection: database.Connection, code: str, period: object) -> list[ledger.Submission]:
    """What was filed for a month, the newest first."""
    return ledger.select(connection, "country = %s and period = %s", [code, period])[::-1]
