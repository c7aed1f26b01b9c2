"""The month and the country of a filing: which source keeps it, and what day it is there."""

from __future__ import annotations

import datetime as dt
import re

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout, Source
from mesoregistry.catalog.registries import countries, registry
from mesoregistry.findings import Finding
from mesoregistry.gate.country_mistakes import working_registry


class Refused(Exception):
    """The file is not for any registry, or for no period of it; ``finding`` says what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


def parse_period(text: str) -> dt.date:
    """``2024-05`` as its first day. Raises ``Refused``."""
    match = re.fullmatch(r"(\d{4})-(\d{2})(-01)?", text.strip())
    if match and 1 <= int(match[2]) <= 12:
        return dt.date(int(match[1]), int(match[2]), 1)
    raise Refused(message("period_unknown").finding(found=text, since="2012-01"))


def source_of(country: str, period: dt.date, filed_on: dt.date) -> Source:
    """The source that a country files for a period.

    Raises:
        Refused: for an unknown country or period.
        CatalogFault: the registry of the country has mistakes, its rules, or its terms.
    """
    _refuse_unknown(country)
    registered = working_registry(country)
    source = registered.source_for(period)
    if filed_on > (today := registered.today()):
        raise Refused(
            message("filing_day_ahead").finding(found=f"{filed_on:%Y-%m-%d}", last=f"{today:%Y-%m-%d}")
        )
    if source is None or period > filed_on:
        since = min(s.valid_from for s in registered.sources)
        raise Refused(message("period_unknown").finding(found=f"{period:%Y-%m}", since=f"{since:%Y-%m}"))
    return source


def undecided(layout: Layout) -> list[Finding]:
    """A finding for each column of which a draft left the decision to a person: until then no file is taken."""
    return [message("column_undecided").finding(header=header) for header in layout.undecided]


def today_in(country: str) -> dt.date:
    """The day that it is in a country. Raises ``Refused`` for an unknown one."""
    _refuse_unknown(country)
    return registry(country).today()


def _refuse_unknown(country: str) -> None:
    known = countries()
    if country not in known:
        raise Refused(message("country_unknown").finding(found=country, wanted=", ".join(known)))
