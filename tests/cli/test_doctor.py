"""``doctor`` on a sound place, a tampered chain, missing migrations and a database that is off."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.intake.receive import receive
from mesoregistry.local import migrate
from mesoregistry.settings import Settings
from tests.conftest import environment, free_port
from tests.intake.samples import case, salvadoran


@pytest.fixture
def sound(databases: Settings) -> Settings:
    """Airflow's own database too, and nothing left to migrate."""
    migrate.migrate(databases)
    return databases


def doctor(*arguments: str, status: int) -> str:
    result = CliRunner().invoke(app, ["doctor", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def problems(status: int) -> dict[str, Any]:
    return {row["check"]: row["problem"] for row in json.loads(doctor("--json", status=status))}


def test_a_sound_place(sound: Settings) -> None:
    assert doctor(status=0).splitlines() == [
        "✓ La base de datos responde",
        "✓ Las migraciones están al día",
        "✓ La cadena de eventos está entera",
    ]
    assert "✓ The chain of events is whole" in doctor("-l", "en", status=0)
    assert problems(0) == {"database": None, "migrations": None, "chain": None}


def test_a_tampered_chain(sound: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    for number in (1, 2):
        path.write_bytes(salvadoran([case(number)]))
        receive(path, "sv", dt.date(2024, 3, 1))
    with psycopg.connect(sound.dsn("warehouse")) as owner:
        owner.execute("update intake.event set action = 'accepted' where event_no = 2")
    shown = doctor(status=1)
    assert "✗ La cadena de eventos está rota desde el evento 2" in shown
    assert "✓ La base de datos responde" in shown
    assert problems(1)["chain"]["en"].startswith("The chain of events is broken from event 2 on")


def test_migrations_that_are_missing(
    sound: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(sound.dsn("warehouse")) as owner:
        owner.execute("delete from public.migration where name >= '0007'")
    newest = sorted(path.name for path in (migrate.MIGRATIONS / "warehouse").glob("000[7-9]*.sql"))
    shown = doctor("-l", "en", status=1)
    missing = ", ".join(f"warehouse/{name}" for name in [*newest, "grants.sql"])
    assert newest[0] == "0007_transitions.sql"
    assert f"✗ Migrations are missing: {missing}." in shown
    assert "mesoregistry migrate" in shown


def test_a_migration_that_changed(sound: Settings) -> None:
    with psycopg.connect(sound.dsn("warehouse")) as owner:
        owner.execute("update public.migration set sha256 = 'x' where name like '0001%'")
    assert "0001_ledger.sql changed after it was applied" in doctor("-l", "en", status=1)


def test_a_database_that_is_off(server: Settings) -> None:
    with environment(MESO_POSTGRES_PORT=str(free_port())):
        lines = doctor("-l", "en", status=1).splitlines()
    assert lines[0].startswith("✗ The database “warehouse” does not answer. Start it: mesoregistry up")
    assert [line[0] for line in lines] == ["✗", "✗", "✗"]
