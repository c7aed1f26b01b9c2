"""Take the real files through the stages, each once: receive, land, judge, accept, stage."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from mesoregistry import database, ledger
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import settings
from mesoregistry.warehouse.dbt import invoke
from tests.conftest import environment
from tests.real import files
from tests.real.files import RealFile

FILED_ON = dt.date(2026, 11, 2)


class State(NamedTuple):
    """A submission in the ledger."""

    state: str
    rows_read: int
    rows_waiting: int | None
    stopped: list[str]


@dataclass
class Stages:
    """What became of each file, before and after the team confirmed what was warned about."""

    submissions: dict[RealFile, int] = field(default_factory=dict)
    before: dict[RealFile, State] = field(default_factory=dict)
    after: dict[RealFile, State] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def submission(self, file: RealFile) -> int:
        return self.submissions[file]


def rows(query: str, *values: object, role: str = "loader") -> list[tuple[Any, ...]]:
    with psycopg.connect(settings().dsn("warehouse", role)) as connection:
        return connection.execute(query.encode(), values).fetchall()


def rules(stages: Stages, file: RealFile, *severities: str) -> Counter[str]:
    """How many findings of each rule a file has at the gate."""
    counts = rows(
        "select rule, count(*) from intake.finding where submission_id = %s and stage = 'gate'"
        " and severity = any(%s) group by rule",
        stages.submission(file),
        list(severities),
    )
    return Counter(dict(counts))


def take_through(folder: Path, project: Path) -> Stages:
    """Everything received; then each country loaded, judged, accepted, confirmed, judged again; then staged."""
    stages = Stages()
    wanted: Sequence[RealFile] = [*files.WHOLE, *(file for file, _ in files.RETURNED)]
    for file in wanted:
        receipt = receive(file.unpacked(folder), file.country, file.period, FILED_ON)
        assert not receipt.duplicate
        stages.submissions[file] = receipt.submission_id
    countries = list(dict.fromkeys(file.country for file in wanted))
    for country in countries:
        began = time.monotonic()
        _judge(stages, country, load(country))
        stages.seconds[country] = time.monotonic() - began
    stages.before = {file: _state(number) for file, number in stages.submissions.items()}
    for number in stages.submissions.values():
        confirm(number)
    for country in countries:
        _judge(stages, country, _waiting(country))
    stages.after = {file: _state(number) for file, number in stages.submissions.items()}
    began = time.monotonic()
    with environment(MESO_DBT_PROJECT=str(project)) as settings_:
        outcome = invoke(
            settings_, "build", "--select", "+int_attacks__exploded", "--exclude", "test_type:unit",
        )  # fmt: skip
    stages.seconds["staging"] = time.monotonic() - began
    stages.broken += [outcome.fault] if outcome.fault else []
    stages.broken += [f"{n.name}: {n.message}" for n in outcome.nodes if n.status not in ("success", "pass")]
    return stages


def _judge(stages: Stages, country: str, landed: Sequence[int]) -> None:
    verdict = judge(country, landed)
    stages.broken += verdict.broken
    accept(country, landed)


def _waiting(country: str) -> list[int]:
    with database.transaction() as connection:
        return ledger.waiting(connection, country)


def _state(submission: int) -> State:
    [(state, read, waits, stopped)] = rows(
        "select state::text, rows_read, rows_waiting, stopped from intake.submission where submission_id = %s",
        submission,
    )
    return State(state, read, waits, stopped)
