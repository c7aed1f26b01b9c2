"""Which months of which country had an extract, as known on a date: a month that was not filed is not a zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mesoregistry.database import Connection
from mesoregistry.figures.filed import Filed, Source, spans
from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text
from mesoregistry.months import due_on, months_between

NO_SOURCE = Text("{country}: nadie registraba en {months}.", "{country}: nobody registered in {months}.")
EARLY = Text("{country}: {months} todavía no se debía.", "{country}: {months} was not due yet.")
ABSENT = Text("{country} no tiene archivos de {months}.", "{country} has no extracts for {months}.")
NOTHING = Text(
    "Sin datos, que no es cero: {countries} no tiene archivos de {months}, conocidos el {day}.",
    "No data, which is not zero: {countries} has no extracts for {months}, known on {day}.",
)


@dataclass(frozen=True)
class Coverage:
    """Every accepted extract, the countries by code, and the sources that file."""

    filed: Sequence[Filed]
    names: Mapping[str, Text]
    sources: Sequence[Source] = ()

    @cached_property
    def first_day(self) -> dt.date | None:
        """The day of the first accepted extract; ``None`` when there is none."""
        return min((f.filed_on for f in self.filed), default=None)

    def missing(self, scope: Scope, known_on: dt.date) -> dict[str, list[dt.date]]:
        """By country, the months of the scope without an extract; countries that have all are left out."""
        months = [m for m in months_between(scope.first, scope.last) if scope.month in (None, m.month)]
        gaps = {}
        for country in scope.countries:
            have = self._have(country.lower(), scope.codes.get("source"), known_on)
            if gap := [m for m in months if m not in have]:
                gaps[country] = gap
        return gaps

    def absent(self, scope: Scope, known_on: dt.date) -> Text | None:
        """Why a scope cannot be counted: no country has an extract of any of its months. ``None`` when one has."""
        gaps = self.missing(scope, known_on)
        whole = [m for m in months_between(scope.first, scope.last) if scope.month in (None, m.month)]
        if len(gaps) < len(scope.countries) or any(gap != whole for gap in gaps.values()):
            return None
        names = [self.names[c.lower()] for c in scope.countries]
        both = Text(", ".join(n.es for n in names), ", ".join(n.en for n in names))
        period = {"months": spans(whole), "day": known_on.isoformat()}
        return Text(
            NOTHING.es.format(countries=both.es, **period), NOTHING.en.format(countries=both.en, **period)
        )

    def due(self, scope: Scope, known_on: dt.date) -> dict[str, list[dt.date]]:
        """Of the months that are missing, those that somebody should have filed by ``known_on``."""
        gaps = self.missing(scope, known_on).items()
        due = {
            c: [m for m in gap if due_on(m) <= known_on and self._has_source(c.lower(), m, scope)]
            for c, gap in gaps
        }
        return {country: months for country, months in due.items() if months}

    def _has_source(self, country: str, month: dt.date, scope: Scope) -> bool:
        wanted = scope.codes.get("source")
        if (key := (country, wanted, month)) not in self._registered:
            sources = (s for s in self.sources if s.country == country and s.registers(month))
            self._registered[key] = any(wanted is None or s.source in wanted for s in sources)
        return self._registered[key]

    @cached_property
    def _registered(self) -> dict[tuple[str, tuple[str, ...] | None, dt.date], bool]:
        return {}

    def footnotes(self, scope: Scope, known_on: dt.date) -> tuple[Text, ...]:
        """A note for each country that lacks months: nobody filed them, they were not due, or there was no source."""
        notes: dict[Text, dict[str, list[dt.date]]] = {ABSENT: {}, EARLY: {}, NO_SOURCE: {}}
        for country, gap in self.missing(scope, known_on).items():
            for month in gap:
                has_source = self._has_source(country.lower(), month, scope)
                kind = NO_SOURCE if not has_source else ABSENT if due_on(month) <= known_on else EARLY
                notes[kind].setdefault(country, []).append(month)
        return tuple(note for kind, months in notes.items() for note in self._notes(kind, months))

    def unfiled(self, months: Mapping[str, Sequence[dt.date]]) -> tuple[Text, ...]:
        """A note for each country: it has no extracts for those months."""
        return self._notes(ABSENT, months)

    def _notes(self, template: Text, months: Mapping[str, Sequence[dt.date]]) -> tuple[Text, ...]:
        lacking = [(self.names[country.lower()], spans(gap)) for country, gap in months.items() if gap]
        return tuple(
            Text(
                template.es.format(country=name.es, months=written),
                template.en.format(country=name.en, months=written),
            )
            for name, written in lacking
        )

    def months_of(self, country: str, scope: Scope, known_on: dt.date) -> frozenset[dt.date]:
        """The months of a country that were filed by ``known_on``, by the sources of ``scope``."""
        return frozenset(self._have(country.lower(), scope.codes.get("source"), known_on))

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


def coverage(connection: Connection) -> Coverage:
    """What was filed, from ``marts.dim_submission``, ``dim_source`` and ``dim_country``."""
    filed = connection.execute(
        "select distinct country_code, source_id, period, filed_on, withdrawn_on from marts.dim_submission"
    )
    sources = connection.execute(
        "select source_country_code, source_id, valid_from, valid_to from marts.dim_source"
    ).fetchall()
    names = connection.execute("select country_code, country_es, country_en from marts.dim_country")
    return Coverage(
        [Filed(*row) for row in filed.fetchall()],
        {code: Text(es, en) for code, es, en in names.fetchall()},
        [Source(*row) for row in sources],
    )
