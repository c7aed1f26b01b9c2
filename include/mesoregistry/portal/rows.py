"""The rows of the ledger as the portal sees them: under row-level security, of the countries of one account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from mesoregistry import database
from mesoregistry.portal.models import Account
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
    with database.guarded("portal"), psycopg.connect(settings().dsn("warehouse", "portal")) as connection:
        shown = country if country and account.sees(country) else account.countries
        connection.execute(SHOW, [shown, str(account.pk), account.role])
        yield connection
