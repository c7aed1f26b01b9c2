"""The rows of the ledger as the portal sees them: under row-level security, of the countries of one account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from mesoregistry import database
from mesoregistry.portal.models import ALL, Account, Role
from mesoregistry.settings import settings

SHOW = (
    "select set_config('meso.country', %s, true), set_config('meso.account', %s, true),"
    " set_config('meso.role', %s, true)"
)


@contextmanager
def shown_to(account: Account, country: str = "") -> Iterator[database.Connection]:
    """One transaction on the warehouse as ``portal``, which shows and changes what is of the account's countries.

    ``country``: of the file that a coordinator decides about; who sees every country changes none.

    Raises:
        DatabaseFault: a statement failed.
    """
    shown = country if country and account.sees(country) else account.countries
    with _shown(shown, str(account.pk), account.role) as connection:
        yield connection


@contextmanager
def shown_to_the_mailer() -> Iterator[database.Connection]:
    """The same for what writes to people of every country, and changes nothing."""
    with _shown(ALL, "", Role.AUDITOR) as connection:
        yield connection


@contextmanager
def _shown(*values: str) -> Iterator[database.Connection]:
    with database.guarded("portal"), psycopg.connect(settings().dsn("warehouse", "portal")) as connection:
        connection.execute(SHOW, values)
        yield connection
