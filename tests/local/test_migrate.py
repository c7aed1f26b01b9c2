"""Migrations: each once and in order, under a lock, and never changed afterwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from mesoregistry.local import migrate
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings

CODE = """
from mesoregistry.local.migrate import migrate
from mesoregistry.settings import settings
print(len(migrate(settings())))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the migrations that a test may change."""
    return Path(shutil.copytree(migrate.MIGRATIONS, tmp_path / "migrations"))


def test_a_second_time_there_is_nothing_to_do(databases: Settings) -> None:
    assert [name for name in migrate.migrate(databases) if not name.startswith(("airflow/", "portal/"))] == []


def test_a_new_one_runs_once_and_the_grants_after_it(databases: Settings, folder: Path) -> None:
    migrate.migrate(databases, folder)
    (folder / "warehouse" / "9000_new.sql").write_text("create table intake.fresh (a int);\n")
    assert migrate.migrate(databases, folder) == ["warehouse/9000_new.sql", "warehouse/grants.sql"]
    assert migrate.migrate(databases, folder) == []
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        assert connection.execute("select count(*) from intake.fresh").fetchone() == (0,)


def test_one_that_changed_afterwards_is_refused(databases: Settings, folder: Path) -> None:
    ledger = folder / "warehouse" / "0001_ledger.sql"
    ledger.write_text(ledger.read_text() + "-- one more word\n")
    with pytest.raises(LocalFault) as raised:
        migrate.migrate(databases, folder)
    assert "0001_ledger.sql changed after it was applied" in raised.value.text.en


def test_one_that_comes_late_is_refused(databases: Settings, folder: Path) -> None:
    (folder / "warehouse" / "9001_second.sql").write_text("select 1;\n")
    migrate.migrate(databases, folder)
    (folder / "warehouse" / "9000_first.sql").write_text("select 1;\n")
    with pytest.raises(LocalFault) as raised:
        migrate.migrate(databases, folder)
    assert "9000_first.sql comes late" in raised.value.text.en


def test_one_that_fails_leaves_nothing_of_itself(databases: Settings, folder: Path) -> None:
    bad = folder / "warehouse" / "9000_bad.sql"
    bad.write_text("create table intake.half (a int);\nselect 1 / 0;\n")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate.migrate(databases, folder)
    bad.write_text("create table intake.half (a int);\n")
    assert migrate.migrate(databases, folder) == ["warehouse/9000_bad.sql", "warehouse/grants.sql"]


def test_two_at_once_do_it_once(server: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESO_DATABASE_SUFFIX", "_at_once")
    both = [
        subprocess.Popen([sys.executable, "-c", CODE], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ran = [int(process.communicate()[0]) for process in both]
    assert sorted(ran)[0] == 0 < sorted(ran)[1]


def test_tables_that_dbt_makes_no_more_are_dropped(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("warehouse", "transformer")) as dbt:
        dbt.execute("create schema if not exists staging; create schema if not exists intermediate")
        dbt.execute("create table staging.stg_sv__attacks as select 1 as n")
        dbt.execute("create table staging.stg_ledger__submissions as select 1 as n")
        dbt.execute("create view intermediate.int_attacks__unioned as select * from staging.stg_sv__attacks")
    file = migrate.MIGRATIONS / "warehouse" / "0008_relations_of_before.sql"
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        owner.execute(file.read_bytes())
        owner.execute(file.read_bytes())
        left = owner.execute(
            "select table_name from information_schema.tables"
            " where table_schema in ('staging', 'intermediate') order by table_name"
        ).fetchall()
    assert left == [("stg_ledger__submissions",)]
