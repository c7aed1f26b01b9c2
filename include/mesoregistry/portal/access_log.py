"""Who came in and went, and which workbooks left: a line of the log each, with the number of an account and no more."""

from __future__ import annotations

import logging

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from mesoregistry.portal.models import Account

LOGGER = logging.getLogger("mesoregistry.portal.access")


def write(event: str, account: object = None) -> None:
    """A line. ``event`` is a constant of the program, never a value that somebody sent."""
    number = account.pk if isinstance(account, Account) else "-"
    LOGGER.info("%s account=%s", event, number)


def _entered(user: object, **_: object) -> None:
    write("entered", user)


def _left(user: object, **_: object) -> None:
    write("left", user)


def _refused(**_: object) -> None:
    write("refused")  # what was typed as a name may be a password


def listen() -> None:
    """From now on. Called once, when the application is ready."""
    for signal, receiver in (
        (user_logged_in, _entered), (user_logged_out, _left), (user_login_failed, _refused)
    ):  # fmt: skip
        signal.connect(receiver, dispatch_uid=f"access-{receiver.__name__}")
