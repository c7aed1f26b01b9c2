"""Which months of which country had an extract, as known on a date: a month that was not filed is not a zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mesoregistry.database import Connection
from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text
from mesoregistry.months import months_between, next_month

ABSENT = Text("{country} no tiene archivos de {months}.", "{country} has no extracts for {months}.")
NOTHING = Text(
    "Sin datos, que no es cero: {countries} no tiene archivos de {months}, conocidos el {day}.",
    "No data, which is not zero: {countries} has no extracts for {months}, known on {day}.",
)


@dataclass(frozen=True)
class Filed:
    """An accepted extract of a country, source and month, and the days between which it stood."""

    country: str
    source: str
    month: dt.date
    filed_on: dt.date
    withdrawn_on: dt.date | None


@dataclass(frozen=True)
class Coverage:
    """Every accepted extract, and the countries by code."""

    filed: Sequence[Filed]
    names: Mapping[str, Text]

    @cached_property
    def first_day(self) -> dt.date | None:
        """The day of the first accepted extract; ``None`` when there is none."""
        return min((f.filed_on for f in self.filed), default=None)

    def missing(self, scope: Scope, known_on: dt.date) -> dict[str, list[dt.date]]:
        """By country, the months of the scope without an extract; countries that have all are left out."""
        months = [m for m in _between(scope.first, scope.last) if scope.month in (None, m.month)]
        gaps = {}
        for country in scope.countries:
            have = self._have(country.lower(), scope.codes.get("source"), known_on)
            if gap := [m for m in months if m not in have]:
                gaps[country] = gap
        return gaps

    def absent(self, scope: Scope, known_on: dt.date) -> Text | None:
        """Why a scope cannot be counted: no country has an extract of any of its months. ``None`` when one has."""
        gaps = self.missing(scope, known_on)
        whole = [m for m in _between(scope.first, scope.last) if scope.month in (None, m.month)]
        if len(gaps) < len(scope.countries) or any(gap != whole for gap in gaps.values()):
            return None
        names = [self.names[c.lower()] for c in scope.countries]
        both = Text(", ".join(n.es for n in names), ", ".join(n.en for n in names))
        period = {"months": spans(whole), "day": known_on.isoformat()}
        return Text(
            NOTHING.es.format(countries=both.es, **period), NOTHING.en.format(countries=both.en, **period)
        )

    def footnotes(self, scope: Scope, known_on: dt.date) -> tuple[Text, ...]:
        """A note for each country that lacks months."""
        gaps = self.missing(scope, known_on).items()
        return tuple(
            Text(
                ABSENT.es.format(country=self.names[c.lower()].es, months=spans(gap)),
                ABSENT.en.format(country=self.names[c.lower()].en, months=spans(gap)),
            )
            for c, gap in gaps
        )

    def _have(self, country: str, sources: tuple[str, ...] | None, known_on: dt.date) -> set[dt.date]:
        """The months with an extract; kept, since every figure of a date needs them."""
        key = (country, sources, known_on)
        if key not in self._had:
            self._had[key] = {
                f.month
                for f in self.by_country.get(country, ())
                if f.filed_on <= known_on
                and (f.withdrawn_on is None or f.withdrawn_on > known_on)
                and (sources is None or f.source in sources)
            }
        return self._had[key]

    @cached_property
    def _had(self) -> dict[tuple[str, tuple[str, ...] | None, dt.date], set[dt.date]]:
        return {}

    @cached_property
    def by_country(self) -> dict[str, list[Filed]]:
        """The extracts by country code."""
        filed: dict[str, list[Filed]] = {}
        for f in self.filed:
            filed.setdefault(f.country, []).append(f)
        return filed


@lru_cache(maxsize=512)
def _between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    return tuple(months_between(first, last))


def spans(months: Iterable[dt.date]) -> str:
    """Months in runs: ``2023`` a whole year, ``2010–2011`` whole years, ``2025-06–2025-09`` months."""
    runs: list[tuple[dt.date, dt.date]] = []
    for month in months:
        if runs and next_month(runs[-1][1]) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return ", ".join(_span(first, last) for first, last in runs)


def _span(first: dt.date, last: dt.date) -> str:
    pattern = "%Y" if (first.month, last.month) == (1, 12) else "%Y-%m"
    start, end = first.strftime(pattern), last.strftime(pattern)
    return start if start == end else f"{start}–{end}"


def coverage(connection: Connection) -> Coverage:
    """What was filed, from ``marts.dim_submission`` and ``marts.dim_country``."""
    filed = connection.execute(
        "select distinct country_code, source_id, period, filed_on, withdrawn_on from marts.dim_submission"
    )
    names = connection.execute("select country_code, country_es, country_en from marts.dim_country")
    return Coverage(
        [Filed(*row) for row in filed.fetchall()], {code: Text(es, en) for code, es, en in names.fetchall()}
    )
