"""What the template of a month has to allow: that of the source which keeps the month, in its layout."""

from __future__ import annotations

import datetime as dt

from mesoregistry.catalog.messages import message
from mesoregistry.intake.periods import Refused, source_of, today_in
from mesoregistry.template.allowed import Allowed


def allowed_in(country: str, month: dt.date) -> Allowed:
    """Raises ``Refused`` for an unknown country, a month that nobody keeps, and a month without a layout."""
    source = source_of(country, month, today_in(country))
    layout = source.layout_for(month)
    if not layout.covers(month):
        raise Refused(message("layout_missing").finding(found=f"{month:%Y-%m}"))
    return Allowed(country, source.id, layout, month)
