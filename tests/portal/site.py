"""What the tests know of the running portal, and what the rest of the system does with what it files."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.findings import Finding
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.local import portal_service
from mesoregistry.settings import Settings
from tests.intake.submissions import judged

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Site:
    config: Settings
    log: Path
    pid: int
    temporary: Path  # where its temporary files would be
    comparison: int  # the process that compares

    @property
    def address(self) -> str:
        return portal_service.address(self.config)


def _renew_connection() -> None:
    """As each request begins: one that the tests of another package left behind may be to a database that is gone."""
    from django.db import close_old_connections

    close_old_connections()


def invited(role: str, country: str = "") -> str:
    """The link of an invitation for somebody new."""
    from mesoregistry.portal import setup

    _renew_connection()
    return setup.invite(f"persona{next(_numbers)}@example.org", role, country)


def account(role: str, country: str = "") -> object:
    """An account that has its second factor, without a browser."""
    from allauth.mfa.models import Authenticator

    from mesoregistry.portal.models import Account

    _renew_connection()
    made = Account.objects.create(email=f"cuenta{next(_numbers)}@example.org", role=role, country=country)
    Authenticator.objects.create(user=made, type="webauthn", data={"name": "llave", "credential": {}})
    return made


def take_in(country: str, *findings: Finding) -> None:
    """What Airflow does with what waits: read, judged as told, accepted."""
    for number in load(country):
        judged(number, *findings)
        accept(country, [number])


def last(country: str) -> ledger.Submission:
    """The submission that was filed last."""
    with database.transaction() as connection:
        return max(ledger.select(connection, "country = %s", [country]), key=lambda s: s.submission_id)
