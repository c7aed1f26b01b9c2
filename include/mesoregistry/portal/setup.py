"""Django put in place once a process, and the database of the portal brought to its newest state."""

from __future__ import annotations

import os

LOCK = 20_120_417  # one migration at a time


def configure() -> None:
    """Make Django ready with the settings of today; safe to call again."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "mesoregistry.portal.django_settings"
    django.setup()


def invite(email: str, role: str, country: str = "") -> str:
    """The whole address of a new invitation; ``configure`` was called before."""
    from mesoregistry.portal.models import Invitation, Role
    from mesoregistry.portal.views.people import invitation_link

    migrate()
    return invitation_link(Invitation.make(email, Role(role), country))


def has_accounts() -> bool:
    """Whether anybody made an account yet. Without Django: it is asked at each start."""
    import psycopg

    from mesoregistry.settings import settings

    with psycopg.connect(settings().dsn("portal", "portal")) as connection:
        if connection.execute("select to_regclass('portal_account')").fetchone() == (None,):
            return False
        return connection.execute("select exists (select from portal_account)").fetchone() == (True,)


def migrate() -> None:
    """Make or change the tables of the portal, as their owner. Raises ``OperationalError`` without a database."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
