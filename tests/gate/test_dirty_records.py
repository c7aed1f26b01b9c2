"""One bad record for each rule in PostgreSQL: the same findings as in DuckDB; a rule that raises shuts the gate."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
import pytest
import yaml
from psycopg.types.json import Jsonb

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registry
from mesoregistry.database import DatabaseFault
from mesoregistry.findings import Finding
from mesoregistry.gate import reference
from mesoregistry.gate.check import check_submissions
from mesoregistry.gate.memory import check_records
from mesoregistry.settings import Settings, settings
from tests.conftest import environment
from tests.gate.test_every_rule import BREAKS, FILED, GOOD, PERIOD
from tests.warehouse.filing import file, prepare

COLUMNS = {
    name: {"group": None, "letters": {"1": chr(ord("A") + index)}}
    for index, name in enumerate(list(GOOD)[:26])
}
Changes = Sequence[Mapping[str, str | None]]
versions = itertools.count(1)
# the same case twice, and a clean one
DIRTY: Changes = [{"case_key": f"SV-{index}", **c} for index, c in enumerate(BREAKS.values())] + [
    {"case_key": "SV-3"},
    {"case_key": "limpio"},
]


@pytest.fixture(scope="module", autouse=True)
def ready(module_databases: Settings) -> None:
    prepare()
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        reference.load(connection, settings().seeds)


def landed(country: str, changes: Changes) -> int:
    records = [{**GOOD, **change} for change in changes]
    number = file(country, PERIOD, FILED, records, version=next(versions))
    with psycopg.connect(settings().dsn("warehouse")) as owner:  # no role may write a state
        owner.execute(
            "update intake.submission set columns = %s, state = 'in_review', accepted_at = null"
            " where submission_id = %s",
            [Jsonb(COLUMNS), number],
        )
    return number


def in_memory(country: str, changes: Changes) -> list[Finding]:
    of_country = registry(country)
    source = of_country.source_for(PERIOD)
    assert source is not None
    records = [
        {"_record": n, "_sheet": "1", "_row": n + 1, "_children": None, **GOOD, **change}
        for n, change in enumerate(changes, start=1)
    ]
    return check_records(records, COLUMNS, of_country, source, PERIOD, FILED)


@pytest.mark.parametrize("country", ["sv", "gt"])
def test_postgres_and_duckdb_find_the_same(country: str) -> None:
    number = landed(country, DIRTY)
    verdict = check_submissions(country, [number])
    assert verdict.broken == ()
    with database.transaction() as connection:
        stored = ledger.findings(connection, number)
    expected = in_memory(country, DIRTY)
    assert len({f.rule for f in expected}) >= 55
    assert sorted(map(repr, stored)) == sorted(map(repr, expected))
    if country == "sv":  # the good record is of a place there
        assert not [f for f in stored if f.record == len(DIRTY)]


def test_a_second_look_replaces_the_first() -> None:
    number = landed("sv", DIRTY)
    first, second = check_submissions("sv", [number]), check_submissions("sv", [number])
    assert first.run != second.run
    assert first.counts == second.counts
    with database.transaction() as connection:
        assert len(ledger.findings(connection, number)) == sum(second.counts.values())
        assert ledger.submission(connection, number).gate_run_id == second.run


def test_a_rule_that_raises_shuts_the_gate(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its fault is its own: no row is blamed, the other rules are evaluated, and nothing is accepted.

    Great Expectations meets the error of the server too, which quotes the cell: none of it is written anywhere.
    """
    caplog.set_level("DEBUG")
    shutil.copytree(settings().expectations, tmp_path / "rules")
    rules = tmp_path / "rules" / "sv.yml"
    texts = {"message": {"es": "m", "en": "m"}, "remedy": {"es": "r", "en": "r"}}
    body = {"id": "sv_raises", "severity": "error", "holds": "cast(case_key as integer) > 0", **texts}
    rules.write_text(yaml.safe_dump([body]), encoding="utf-8")
    number = landed("sv", DIRTY)
    with environment(MESO_EXPECTATIONS=str(tmp_path / "rules")):
        verdict = check_submissions("sv", [number])
        assert verdict.broken == ("sv_raises",)
        assert not verdict.success
        assert "sv_raises" in verdict.summary()
        with database.transaction() as connection:
            assert ledger.submission(connection, number).gate_run_id is None
            rules_found = {f.rule for f in ledger.findings(connection, number)}
            [outcome] = connection.execute(
                "select outcome, unexpected from ops.gate_result where gate_run_id = %s and rule = 'sv_raises'",
                [verdict.run],
            ).fetchall()
    assert outcome == ("error", 0)
    assert not set(re.findall(r"SV-\d+", caplog.text + "".join(capfd.readouterr())))
    assert "sv_raises" not in rules_found
    assert "form_known" in rules_found


def test_a_rule_of_severity_stop_returns_the_file(tmp_path: Path) -> None:
    shutil.copytree(settings().expectations, tmp_path / "rules")
    texts = {"message": {"es": "Alto.", "en": "Stop."}, "remedy": {"es": "r", "en": "r"}}
    body = {"id": "sv_stops", "severity": "stop", "holds": "case_key <> 'limpio'", **texts}
    (tmp_path / "rules" / "sv.yml").write_text(yaml.safe_dump([body]), encoding="utf-8")
    bad, good = landed("sv", [{"case_key": "limpio"}]), landed("sv", [{"case_key": "otro"}])
    with environment(MESO_EXPECTATIONS=str(tmp_path / "rules")):
        verdict = check_submissions("sv", [bad, good])
    assert dict(verdict.stopped) == {bad: ["sv_stops"]}
    assert (verdict.success, dict(verdict.counts)) == (False, {"stop": 1})


def test_data_docs_hold_no_value_and_no_token() -> None:
    check_submissions("sv", [landed("sv", DIRTY)])
    page = (settings().home / "gx" / "sv.html").read_text(encoding="utf-8")
    assert "La forma de agresión «…» no está en la lista." in page
    for planted in ("a" * 32, "vigilansia", "marcianos", "Macondo", "SV-12"):
        assert planted not in page


def test_faults_of_the_database_carry_no_value(module_databases: Settings) -> None:
    with environment(MESO_DATABASE_SUFFIX="_nowhere"), pytest.raises(DatabaseFault) as caught:
        check_submissions("sv", [1])
    assert caught.value.__cause__ is None and caught.value.__context__ is None
