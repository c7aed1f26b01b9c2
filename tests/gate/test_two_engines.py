"""The gate in PostgreSQL and the check without a server say the same of the same file; the verdict fails closed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import psycopg
import pytest

from mesoregistry import database
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Finding
from mesoregistry.gate import expect
from mesoregistry.gate.agreement import GateFault, agreed
from mesoregistry.gate.rule_text import rule_message
from mesoregistry.intake import tasks
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.load import load
from mesoregistry.intake.opened_findings import opened_findings
from mesoregistry.intake.receive import receive
from mesoregistry.settings import Settings
from mesoregistry.synthetic import extracts as demo

pytestmark = pytest.mark.slow(1)
Shape = tuple[str, str | None, int | None, str | None, str | None, str]


def shape(finding: Finding) -> Shape:
    return (
        finding.rule, finding.sheet, finding.row, finding.column, finding.value, finding.message.es,
    )  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> demo.Plan:
    return demo.write(tmp_path_factory.mktemp("demo"), demo.history(3))


@pytest.mark.parametrize("country", registries())
def test_both_engines_tell_the_same(country: str, plan: demo.Plan, module_databases: Settings) -> None:
    filings = {
        receive(f.path, country, f.period).submission_id: f for f in plan.filings if f.country == country
    }
    tasks.judge(country, load(country))
    for number, filing in filings.items():
        with database.transaction() as connection:
            stored = opened_findings(connection, number)
        checked = check_file(filing.path, country, filing.period).findings
        # what only the ledger can see
        stored = [f for f in stored if f.rule not in ("file_partial", "version_older")]
        assert sorted(map(shape, stored), key=str) == sorted(map(shape, checked), key=str)


def test_results_of_the_run_are_kept(module_databases: Settings) -> None:
    with psycopg.connect(module_databases.dsn("warehouse")) as connection:
        count = connection.execute("select count(distinct rule) from intake.finding where stage = 'gate'")
        assert count.fetchall()[0][0] >= 8
        rows = connection.execute(
            "select count(*), count(*) filter (where outcome = 'error') from ops.gate_result"
        ).fetchone()
    assert rows
    assert rows[0] >= 40
    assert rows[1] == 0


def test_a_verdict_that_contradicts_the_findings_keeps_the_gate_shut() -> None:
    validated = expect.Validated({"form_known": expect.Outcome("form_known", "pass")}, None)
    agreed("sv", validated, Counter({"form_known": 0}))
    with pytest.raises(GateFault):
        agreed("sv", validated, Counter({"form_known": 1}))


def test_a_rule_in_words_holds_no_value() -> None:
    assert rule_message("form_known") == "La forma de agresión «…» no está en la lista."
    assert rule_message("column_missing", "en") == "The column “…” is missing."
    assert rule_message("nobody_knows") == "nobody_knows"


def test_docs_hold_no_value(module_databases: Settings) -> None:
    pages = list((module_databases.home / "gx").rglob("*.html"))
    assert pages
    with psycopg.connect(module_databases.dsn("warehouse")) as connection:
        values = {
            row[0]
            for row in connection.execute(
                "select distinct value from intake.finding where stage = 'gate' and length(value) > 8"
            )
        }
    assert values
    text = "\n".join(Path(page).read_text(encoding="utf-8") for page in pages)
    assert not [value for value in values if value in text]
