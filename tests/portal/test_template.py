"""The template that a team downloads is that of her country and of the month she is at."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from mesoregistry.settings import Settings
from tests.portal.site import account


def test_the_template_of_her_country(config: Settings) -> None:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(account("team", "mx"))
    page = client.get("/presentar/?mes=2024-05")
    assert 'href="/plantilla/?mes=2024-05"' in page.content.decode()
    answer = client.get("/plantilla/?mes=2024-05")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plantilla_mx_2024-05.xlsx"'
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:2] == ["Instrucciones", "Mayo"]
    assert book["Mayo"]["A1"].value == "Folio"


def test_a_month_that_nobody_keeps_has_none(config: Settings) -> None:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(account("team", "mx"))
    answer = client.get("/plantilla/?mes=2009-05")
    assert answer.status_code == 404
    assert "2009-05" in answer.content.decode()
