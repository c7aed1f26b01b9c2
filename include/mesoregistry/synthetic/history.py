"""What a team files, month by month: late cases, corrections, withdrawals, a partial file, a case forgotten."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace
from typing import Literal

from mesoregistry.catalog.model import Registry, Source
from mesoregistry.months import add_months
from mesoregistry.synthetic import happen
from mesoregistry.synthetic.case import Case
from mesoregistry.synthetic.dirt import soil
from mesoregistry.synthetic.people import Town, town
from mesoregistry.synthetic.words import draw

CASES_A_MONTH = {"sv": 7, "gt": 6, "hn": 9, "mx": 9, "ni": 8}
Doubt = Literal["file_partial", "column_unknown"]


@dataclass(frozen=True, slots=True)
class Extract:
    """One file filed. ``doubt`` is a warning about the whole of it; ``cut`` the row with a field too many."""

    country: str
    source: Source
    period: dt.date
    version: int
    filed_on: dt.date
    cases: tuple[Case, ...]
    confirmed: bool = False
    doubt: Doubt | None = None
    cut: int | None = None


class Team:
    """A country team at work; ``rng`` decides everything."""

    def __init__(self, rng: random.Random, registry: Registry) -> None:
        self.rng, self.registry, self.country = rng, registry, registry.country
        self.towns: dict[str, Town] = {}
        self.numbers: dict[int, int] = {}
        self.days: set[dt.date] = set()

    def work(self, months: list[dt.date]) -> list[Extract]:
        filed: list[Extract] = []
        for at, period in enumerate(months):
            source = self.registry.source_for(period)
            if source is None:
                continue
            cases = self._month(source, period, late=months[max(0, at - 3) : at])
            if source.mode == "adds":
                cases += self._corrections(filed)
            first = self._extract(source, period, 1, add_months(period, 1), cases)
            filed.append(self._with_accident(first, at))
            if source.mode == "replaces":
                filed += self._again(filed[-1], at)
        return filed

    def _month(self, source: Source, period: dt.date, late: list[dt.date]) -> list[Case]:
        usual = CASES_A_MONTH.get(self.country, 6)
        busy = 1.4 if period.month in (3, 11) else 1.0
        count = max(2, round(self.rng.gauss(usual * busy, 1.5)))
        fields = frozenset(c.field for y in source.layouts for c in y.columns if c.field)
        cases = [self._case(source, period) for _ in range(count)]
        cases = [
            soil(self.rng, c, period, fields, source.unit == "attack") if self.rng.random() < 0.09 else c
            for c in cases
        ]
        return cases + [self._case(source, m) for m in late if self.rng.random() < 0.25]

    def _case(self, source: Source, month: dt.date) -> Case:
        if source.id not in self.towns:
            self.towns[source.id] = town(self.rng, self.country, source.scope == "all_defenders")
        number = self.numbers[month.year] = self.numbers.get(month.year, 0) + 1
        return happen.case(
            self.rng, self.country, self.towns[source.id], month, number, source.unit == "attack"
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

    def _with_accident(self, extract: Extract, at: int) -> Extract:
        """A file with something odd about it, once or twice in the life of a registry."""
        if self.country == "mx" and at in (4, 15):
            return replace(extract, doubt="column_unknown", confirmed=at == 4)
        if self.country == "sv" and at % 10 == 6:
            clean = [n for n, c in enumerate(extract.cases) if c.fault is None]
            return replace(extract, cut=clean[0])
        return extract

    def _again(self, first: Extract, at: int) -> list[Extract]:
        """Later versions of the month."""
        if self.country == "sv" and at % 12 == 8:
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
        # what is filed again tells something new: the same bytes would be no version
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
        """Of a source that adds: earlier cases told again, as they are known now."""
        known = {case.key: case for extract in filed for case in extract.cases}
        recent = [case for extract in filed[-4:] for case in extract.cases]
        chosen = {c.key for c in recent if self.rng.random() < (0.6 if c.fault else 0.15)}
        return [replace(self._revised(known[key]), fault=None) for key in sorted(chosen)]
