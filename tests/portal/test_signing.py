"""Her passkey signs what she files; the ledger and her receipt say under which key it came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mesoregistry import database
from tests.intake.samples import case, salvadoran
from tests.portal.person import Person
from tests.portal.site import account, invited, take_in

Make = Callable[..., Person]
Write = Callable[[bytes], Path]


def of_june(*numbers: int) -> bytes:
    return salvadoran([case(700 + n, Fecha_del_hecho="14/06/2023") for n in numbers])


def signer(number: int) -> str | None:
    """What the ledger says of a submission that was read."""
    with database.transaction() as connection:
        row = connection.execute(
            "select detail ->> 'signature' from intake.event where submission_id = %s and action = 'landed'",
            [number],
        ).fetchone()
    return row[0] if row else None


def test_a_file_is_signed_with_her_passkey(person: Make, month_file: Write) -> None:
    from mesoregistry.portal import enrolment
    from mesoregistry.portal.models import Account

    team = person()
    team.enrol(invited("team", "sv"))
    email = Account.objects.latest("pk").email
    team.check(month_file(of_june(1)), "2023-06")
    first = team.file()
    team.sees("Presentado con la llave del portal, sin firma")
    take_in("sv")
    assert signer(first) == "portal"

    team.go("/cuenta/firma/")
    team.sees("sin inscribir")
    digest = team.page.locator("code.hash").inner_text()
    assert not enrolment.enrol(email, digest[:-1] + "x")
    assert enrolment.enrol(email, digest.upper())
    team.page.reload()
    team.sees("inscrita: firma")

    team.check(month_file(of_june(1, 2)), "2023-06")
    second = team.file()
    team.sees("se comprueba al recibirlo")
    take_in("sv")
    assert signer(second) == "passkey"
    team.page.reload()
    assert team.page.get_by_text("Firmado con llave de acceso", exact=True).count() == 1

    team.check(month_file(of_june(1, 2, 3)), "2023-06")
    team.press("Presentar sin firmar")
    team.sees("Presentado con la llave del portal, sin firma")

    assert enrolment.revoke(email) == 1
    team.check(month_file(of_june(1, 2, 3, 4)), "2023-06")
    team.sees("Se presenta con la llave del portal")


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
def test_only_teams_sign(config: object, role: str) -> None:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(account(role))
    assert client.get("/cuenta/firma/").status_code == 403
