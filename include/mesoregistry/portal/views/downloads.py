"""A workbook as an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """It is saved under ``name``, not shown."""
    response = HttpResponse(content, content_type=SHEETS)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
