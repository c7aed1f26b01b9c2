"""Extracts written to a folder with their truth and their plan of filing; and the extracts of the small registry.

Nobody in them exists. The same seed gives the same files.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.registries import registries
from mesoregistry.months import add_months
from mesoregistry.synthetic import SEED, truth
from mesoregistry.synthetic.cases import Extract, QuietMonth
from mesoregistry.synthetic.fit import fitted_versions
from mesoregistry.synthetic.team import Team
from mesoregistry.synthetic.writers import write_extract

BEGINS = dt.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Filing:
    """One file to file, and whether its team then says that what was warned about is right."""

    path: Path
    country: str
    period: dt.date
    version: int
    filed_on: dt.date
    confirm: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Files in the order of filing; ``truth.json`` and ``canaries.json`` beside them; and months filed as quiet."""

    filings: tuple[Filing, ...]
    truth: Path
    canaries: Path
    quiet: tuple[QuietMonth, ...] = ()

    @property
    def confirms(self) -> list[Filing]:
        return [filing for filing in self.filings if filing.confirm]


def write(folder: Path, extracts: list[Extract], quiet: Sequence[QuietMonth] = ()) -> Plan:
    """Write extracts, in their order of filing, into ``folder``, with their truth; ``quiet`` months have no file."""
    folder.mkdir(parents=True, exist_ok=True)
    filings = tuple(
        Filing(write_extract(e, folder), e.country, e.period, e.version, e.filed_on, e.confirmed)
        for e in extracts
    )
    plan = Plan(filings, folder / "truth.json", folder / "canaries.json", tuple(quiet))
    _save(plan.truth, _truth(extracts))
    _save(plan.canaries, canaries(extracts))
    months = [
        {"country": q.country, "period": q.period.isoformat(), "filed_on": q.filed_on.isoformat()}
        for q in quiet
    ]
    _save(folder / "plan.json", {"filings": [_filing(f, folder) for f in filings], "quiet": months})
    return plan


def read(folder: Path) -> Plan:
    """The plan of a folder written before."""
    body = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    filings = tuple(
        Filing(
            folder / f["path"], f["country"], dt.date.fromisoformat(f["period"]), f["version"],
            dt.date.fromisoformat(f["filed_on"]), f["confirm"],
        )
        for f in body["filings"]
    )  # fmt: skip
    date = dt.date.fromisoformat
    quiet = (QuietMonth(q["country"], date(q["period"]), date(q["filed_on"])) for q in body.get("quiet", ()))
    return Plan(filings, folder / "truth.json", folder / "canaries.json", tuple(quiet))


def history(months: int = 24, seed: int = SEED) -> list[Extract]:
    """Every extract of the small registry, in the order of filing."""
    span = [add_months(BEGINS, n) for n in range(months)]
    teams = [Team(random.Random(f"{seed} {country}"), registry) for country, registry in registries().items()]
    filed = [extract for team in teams for extract in fitted_versions(team.work(span))]
    return sorted(filed, key=lambda e: (e.filed_on, e.country))


def canaries(extracts: list[Extract]) -> dict[str, list[str]]:
    """Every name, phone and narrative planted: none may stand outside the vault."""
    cases = [case for extract in extracts for case in extract.cases]
    people = [person for case in cases for person in case.people]
    return {
        "names": sorted(
            {p.name for p in people if p.name} | {c.organisation.name for c in cases if c.organisation}
        ),
        "phones": sorted({p.phone for p in people if p.phone}),
        "narratives": sorted({c.narrative for c in cases}),
    }


def _truth(extracts: list[Extract]) -> dict[str, object]:
    filed = [
        {
            "country": e.country, "source": e.source.id, "period": e.period.isoformat(), "version": e.version,
            "filed_on": e.filed_on.isoformat(), "confirmed": e.confirmed, "findings": truth.findings(e),
        }
        for e in extracts
    ]  # fmt: skip
    return {"submissions": filed, "attacks": truth.attacks(extracts)}


def _filing(filing: Filing, folder: Path) -> dict[str, object]:
    return {
        "path": filing.path.relative_to(folder).as_posix(),
        "country": filing.country,
        "period": filing.period.isoformat(),
        "version": filing.version,
        "filed_on": filing.filed_on.isoformat(),
        "confirm": filing.confirm,
    }


def _save(path: Path, body: object) -> None:
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
