"""What a country team files, month by month: late cases, corrections, withdrawals, a partial file, a case left out."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from mesoregistry.catalog.model import Registry, Source
from mesoregistry.months import add_months
from mesoregistry.synthetic.case_generator import draw_case
from mesoregistry.synthetic.cases import Case, Extract
from mesoregistry.synthetic.people import Population, population
from mesoregistry.synthetic.planted_faults import plant_fault
from mesoregistry.synthetic.word_lists import draw, habits


class Team:
    """A country team; ``rng`` decides everything it does."""

    def __init__(self, rng: random.Random, registry: Registry) -> None:
        self.rng, self.registry, self.country = rng, registry, registry.country
        self.habits = habits(self.country)
        self.populations: dict[str, Population] = {}
        self.numbers: dict[int, int] = {}
        self.days: set[dt.date] = set()

    def work(self, months: list[dt.date]) -> list[Extract]:
        """The extracts of consecutive months, later versions included, in no order of filing."""
        filed: list[Extract] = []
        for number, period in enumerate(months):
            source = self.registry.source_for(period)
            if source is None:
                continue
            cases = self._month(source, period, late=months[max(0, number - 3) : number])
            if source.mode == "adds":
                cases += self._corrections(filed)
            first = self._extract(source, period, 1, add_months(period, 1), cases)
            filed.append(self._with_file_fault(first, number))
            if source.mode == "replaces":
                filed += self._later_versions(filed[-1], number)
        return filed

    def _month(self, source: Source, period: dt.date, late: list[dt.date]) -> list[Case]:
        busy = 1.4 if period.month in (3, 11) else 1.0
        count = max(2, round(self.rng.gauss(self.habits.cases_a_month * busy, 1.5)))
        fields = frozenset(c.field for y in source.layouts for c in y.columns if c.field)
        cases = [self._case(source, period) for _ in range(count)]
        cases = [
            plant_fault(self.rng, c, period, fields, source.unit == "attack")
            if self.rng.random() < 0.09
            else c
            for c in cases
        ]
        return cases + [self._case(source, m) for m in late if self.rng.random() < 0.25]

    def _case(self, source: Source, month: dt.date) -> Case:
        if source.id not in self.populations:
            self.populations[source.id] = population(self.rng, self.country, source.scope == "all_defenders")
        number = self.numbers[month.year] = self.numbers.get(month.year, 0) + 1
        return draw_case(
            self.rng, self.country, self.populations[source.id], month, number, source.unit == "attack"
        )

    def _extract(
        self, source: Source, period: dt.date, version: int, after: dt.date, cases: list[Case]
    ) -> Extract:
        day = after + dt.timedelta(self.rng.randint(4, 13))
        while day in self.days:
            day += dt.timedelta(1)
        self.days.add(day)
        confirmed = self.rng.random() < 0.7 and any(c.fault and c.fault.severity == "warning" for c in cases)
        return Extract(self.country, source, period, version, day, tuple(cases), confirmed)

    def _with_file_fault(self, extract: Extract, number: int) -> Extract:
        """The file with a column or a cell too many, in the months that the habits name."""
        if number in self.habits.unknown_column:
            return replace(extract, doubt="column_unknown", confirmed=self.habits.unknown_column[number])
        if self.habits.row_too_long and self.habits.row_too_long.includes(number):
            clean = [n for n, c in enumerate(extract.cases) if c.fault is None]
            return replace(extract, cut=clean[0])
        return extract

    def _later_versions(self, first: Extract, number: int) -> list[Extract]:
        """The versions of the month that follow its first."""
        if self.habits.partial_file and self.habits.partial_file.includes(number):
            second = self._later(first, 2)
            cut = second.cases[: max(1, len(first.cases) // 3)]
            return [
                replace(second, cases=cut, doubt="file_partial", confirmed=False),
                self._later(second, 3),
            ]
        if first.doubt or first.cut is not None or self.rng.random() < 0.3:
            second = self._later(first, 2)
            return [second, self._later(second, 3)] if self.rng.random() < 0.2 else [second]
        return []

    def _later(self, before: Extract, version: int) -> Extract:
        cases = [self._revised(case) for case in before.cases]
        if len(cases) > 5 and self.rng.random() < 0.3:
            cases.pop(self.rng.randrange(len(cases)))
        # a version differs from the one before: the same bytes would be taken for the same file
        least = 1 if tuple(cases) == before.cases else 0
        cases += [self._case(before.source, before.period) for _ in range(self.rng.randint(least, 2))]
        after = before.filed_on + dt.timedelta(self.rng.choice((10, 25, 60)))
        return self._extract(before.source, before.period, version, after, cases)

    def _revised(self, case: Case) -> Case:
        """Most faults are mended; of the sound cases some are corrected, and few withdrawn."""
        if case.fault:
            return replace(case, fault=None) if self.rng.random() < 0.8 else case
        chance = self.rng.random()
        if chance < 0.08:
            return replace(case, perpetrators=draw(self.rng, "perpetrator", len(case.perpetrators)))
        if chance < 0.14:
            return replace(case, right=draw(self.rng, "right")[0], rights_other=())
        if chance < 0.18:
            return replace(case, verification="verified")
        if chance < 0.23:
            return replace(case, status="withdrawn", status_reason=draw(self.rng, "status_reason")[0])
        return case

    def _corrections(self, filed: list[Extract]) -> list[Case]:
        """Of a source that adds: earlier cases filed once more, as they are known now."""
        known = {case.key: case for extract in filed for case in extract.cases}
        recent = [case for extract in filed[-4:] for case in extract.cases]
        chosen = {c.key for c in recent if self.rng.random() < (0.6 if c.fault else 0.15)}
        return [replace(self._revised(known[key]), fault=None) for key in sorted(chosen)]
