"""The rows of the ledger as the portal sees them: under row-level security, of the countries of one account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from mesoregistry import database
from mesoregistry.portal.models import Account
from mesoregistry.settings import settings


@contextmanager
def shown_to(account: Account) -> Iterator[database.Connection]:
    """One transaction on the warehouse as ``portal``, which shows and changes what is of the account's countries.

    Raises:
        DatabaseFault: a statement failed.
    """
    with database.guarded("portal"), psycopg.connect(settings().dsn("warehouse", "portal")) as connection:
        connection.execute("select set_config('meso.country', %s, true)", [account.countries])
        yield connection
