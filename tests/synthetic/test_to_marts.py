"""The invented registry through the whole pipeline: the marts equal its truth to the row."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from mesoregistry.catalog.registries import registries
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.comparison import compare, tally
from mesoregistry.warehouse.build import build

pytestmark = pytest.mark.slow(1)
MONTHS = 3


def take_in() -> None:
    """What the DAG of each country does."""
    for country in registries():
        numbers = load(country)
        verdict = judge(country, numbers)
        assert verdict.broken == ()
        accept(country, numbers)


def test_the_marts_equal_the_truth(module_marts: Settings, tmp_path: Path) -> None:
    plan = demo.write(tmp_path, demo.history(MONTHS))
    filed = {
        (f.country, f.period.isoformat(), f.version): receive(f.path, f.country, f.period, f.filed_on)
        for f in plan.filings
    }
    assert all(receipt.version == version for (_, _, version), receipt in filed.items())
    take_in()
    for filing in plan.confirms:
        confirm(filed[filing.country, filing.period.isoformat(), filing.version].submission_id)
    take_in()
    built = build()
    assert built.failures == ()
    assert compare(plan.truth) == []
    assert sum(t.truth for t in tally(plan.truth)) > 200

    reported: dict[int, Counter[str]] = {}
    with psycopg.connect(module_marts.dsn("warehouse", "loader")) as connection:
        for number, rule in connection.execute(
            "select submission_id, rule from intake.finding where severity in ('stop', 'error', 'warning')"
        ):
            reported.setdefault(number, Counter())[rule] += 1
    for submission in json.loads(plan.truth.read_text(encoding="utf-8"))["submissions"]:
        receipt = filed[submission["country"], submission["period"], submission["version"]]
        assert dict(reported.get(receipt.submission_id, {})) == submission["findings"], submission

    truth = json.loads(plan.truth.read_text(encoding="utf-8"))
    truth["attacks"][0]["form"] = "other"
    plan.truth.write_text(json.dumps(truth), encoding="utf-8")
    assert {d.kind for d in compare(plan.truth)} == {"missing", "unexpected"}
