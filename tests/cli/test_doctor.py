"""``doctor`` on a sound place, a tampered chain, missing migrations and a database that is off."""

from __future__ import annotations

import datetime as dt
import json
import socket
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app, machine_checks
from mesoregistry.cli.doctor import CHECKS
from mesoregistry.intake import erasure_register
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.local import migrate, vault_keys
from mesoregistry.local.backup import take
from mesoregistry.local.folders import make_private
from mesoregistry.local.secrets import VAULT_MAKERS, replace
from mesoregistry.settings import Settings, settings
from tests.conftest import environment, free_port
from tests.intake.samples import case, salvadoran


@pytest.fixture
def sound(databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Airflow's own database too, nothing left to migrate, free ports, and a backup of today."""
    migrate.migrate(databases)
    make_private(databases)
    backup = tmp_path / "backups" / f"{dt.datetime.now(dt.UTC):{take.NAME}}"
    backup.mkdir(parents=True)
    (backup / take.MANIFEST).write_text("{}")
    monkeypatch.setenv("MESO_AIRFLOW_PORT", str(free_port()))
    monkeypatch.setenv("MESO_BACKUP_TO", str(backup.parent))
    monkeypatch.setenv("MESO_BACKUP_RECIPIENT", "age1…")
    settings.cache_clear()
    return settings()


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
        "✓ Las llaves abren la bóveda",
        "✓ Quien fue borrada sigue borrada",
        "✓ Ningún archivo está atorado",
        "✓ El reloj está en hora",
        "✓ El catálogo no tiene errores",
        "✓ Lo que la coordinación aceptó cuenta; por pasar a los archivos del proyecto: 0",
        "✓ Nadie más puede leer los archivos",
        "✓ Hay lugar en el disco",
        "✓ Los puertos son nuestros",
        "✓ Las versiones son las debidas",
        "✓ La copia de respaldo es de hoy",
        "✓ El lector de archivos está encerrado",
    ]
    assert "✓ The chain of events is whole" in doctor("-l", "en", status=0)
    assert problems(0) == {check.id: None for check in CHECKS}


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
    numbered = (path.name for path in (migrate.MIGRATIONS / "warehouse").glob("[0-9]*.sql"))
    newest = sorted(name for name in numbered if name >= "0007")
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
    assert [line[0] for line in lines[:6]] == ["✗"] * 6


def test_keys_that_open_nothing(sound: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1)]))
    receive(path, "sv", dt.date(2024, 3, 1))
    load("sv")
    assert problems(0)["keys"] is None
    file = sound.secrets / "vault_field"
    right = file.read_text()
    replace(file, VAULT_MAKERS["vault_field"]() + "\n")
    try:
        assert "is not that of these data" in problems(1)["keys"]["en"]
        with psycopg.connect(sound.dsn("vault")) as owner:  # as if the fingerprint were that of the wrong key
            vault_keys.record(owner, "vault_field", sound.secret("vault_field"))
        assert "do not open what was sealed last" in problems(1)["keys"]["en"]
    finally:
        replace(file, right)


def test_a_woman_whom_a_restore_brought_back(sound: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1)]))
    receive(path, "sv", dt.date(2024, 3, 1))
    load("sv")
    assert problems(0)["erasures"] is None
    with psycopg.connect(sound.dsn("vault", "loader")) as vault:
        row = vault.execute("select token from vault.identity where kind = 'person'").fetchone()
    assert row is not None
    erasure_register.write_token("sv", row[0])
    assert "erase --registered" in problems(1)["erasures"]["en"]


def test_a_file_that_waits_too_long(sound: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1)]))
    receipt = receive(path, "sv", dt.date(2024, 3, 1))
    assert problems(0)["files"] is None
    with psycopg.connect(sound.dsn("warehouse")) as owner:
        owner.execute("update intake.submission set received_at = received_at - interval '16 minutes'")
    assert f"Submissions {receipt.submission_id} have waited" in problems(1)["files"]["en"]


def test_what_is_wrong_with_the_machine(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (sound.home / "inbox").chmod(0o755)
    monkeypatch.setattr(machine_checks, "ROOM", 2**62)
    backup = take.backups(sound.backup_to or Path())[0]
    backup.rename(backup.with_name("20200101T000000Z"))
    with socket.create_server(("127.0.0.1", sound.airflow_port)):
        wrong = {name: text["en"] for name, text in problems(1).items() if text}
    (sound.home / "inbox").chmod(0o700)
    assert set(wrong) == {"permissions", "disk", "backups", "ports"}
    assert str(sound.home / "inbox") in wrong["permissions"]
    assert "2020-01-01" in wrong["backups"]
    assert f"MESO_AIRFLOW_PORT={sound.airflow_port}" in wrong["ports"]
    monkeypatch.delenv("MESO_BACKUP_TO")
    settings.cache_clear()
    assert "There are no backups" in problems(1)["backups"]["en"]
