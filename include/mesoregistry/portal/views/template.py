"""The empty workbook of a month, to fill in and file."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mesoregistry.intake.month_template import allowed_in
from mesoregistry.intake.periods import Refused, today_in
from mesoregistry.portal import texts
from mesoregistry.portal.models import Role
from mesoregistry.portal.views.access import account_of, for_role, month_of_address
from mesoregistry.portal.views.downloads import workbook_response
from mesoregistry.portal.views.quiet import reasons
from mesoregistry.template import write


@for_role(Role.TEAM)
def download(request: HttpRequest) -> HttpResponse:
    """The template of her country, for the month of ``?mes=2024-05`` or this one."""
    country = account_of(request).country
    given = request.GET.get("mes", "")
    month = month_of_address(given) if given else today_in(country).replace(day=1)
    try:
        allowed = allowed_in(country, month)
    except Refused as refusal:
        return render(request, "portal/refused.html", reasons(refusal), status=404)
    book = BytesIO()
    write(book, allowed, texts.language())
    return workbook_response(book.getvalue(), f"plantilla_{country}_{month:%Y-%m}.xlsx")
