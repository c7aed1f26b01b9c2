"""Case versions as extracts: a file for each country and month, and another whenever something of it became known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mesoregistry.catalog.model import Source
from mesoregistry.catalog.registries import registries
from mesoregistry.months import add_months, months_between
from mesoregistry.synthetic.cases import Case, Extract, QuietMonth
from mesoregistry.synthetic.decade.case_versions import CaseVersion


def month_files(versions: Sequence[CaseVersion]) -> list[Extract]:
    """The files in the order of filing; what became known on one day is one file a month."""
    filed: list[Extract] = []
    for country, registry in registries().items():
        own = [v for v in versions if v.case.country == country]
        for source in registry.sources:
            covered = [v for v in own if source.covers(v.month)]
            as_filed = _added if source.mode == "adds" else _replaced
            filed += as_filed(country, source, covered)
    return sorted(filed, key=lambda e: (e.filed_on, e.country, e.period))


def _replaced(country: str, source: Source, versions: Sequence[CaseVersion]) -> Iterator[Extract]:
    """The whole month in each file."""
    months: dict[dt.date, list[CaseVersion]] = defaultdict(list)
    for version in versions:
        months[version.month].append(version)
    for month, of_month in months.items():
        for number, day in enumerate(sorted({v.known_on for v in of_month}), start=1):
            standing: dict[str, Case] = {}
            for version in sorted((v for v in of_month if v.known_on <= day), key=lambda v: v.known_on):
                standing[version.case.key] = version.case
            yield Extract(country, source, month, number, day, tuple(standing.values()))


def _added(country: str, source: Source, versions: Sequence[CaseVersion]) -> Iterator[Extract]:
    """What is new or corrected, in the file of the month that had just ended."""
    days: dict[dt.date, dict[str, Case]] = defaultdict(dict)
    for version in sorted(versions, key=lambda v: v.known_on):
        days[version.known_on][version.case.key] = version.case
    for day, cases in sorted(days.items()):
        period = add_months(day.replace(day=1), -1)
        yield Extract(country, source, period, 1, day, tuple(cases.values()))


def quiet_months(extracts: Sequence[Extract], assumed: Mapping[str, Any]) -> list[QuietMonth]:
    """The months without a file of countries that registered in them: filed as quiet, on the usual day.

    Args:
        assumed: ``decade.yml``: from when to when which country registered, and how soon it files.
    """
    filed = {(extract.country, extract.period) for extract in extracts}
    return [
        QuietMonth(country, month, add_months(month, 1) + dt.timedelta(assumed["filed_after"][code] - 1))
        for month in months_between(assumed["begins"], assumed["ends"])
        for code in assumed["countries"]
        if (country := code.lower(), month) not in filed
        and assumed["years"][month.year][code]
        and registries()[country].source_for(month)
    ]
