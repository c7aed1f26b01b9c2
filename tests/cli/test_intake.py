"""The commands that take files in and give answers, as a person sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.intake.load import load
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def path(databases: Settings, tmp_path: Path) -> str:
    file = tmp_path / "marzo.csv"
    file.write_bytes(salvadoran([case(1, Responsable="yo"), case(2)]).replace(b"SV-001;", b"SV-001;;"))
    return str(file)


def test_a_file_is_filed_and_its_findings_told(path: str) -> None:
    filed = ("submit", path, "--country", "SV", "--period", "2024-03", "--filed-on", "2024-04-02")
    assert run(*filed) == (
        "El Salvador, marzo 2024, v1: recibida (envío 1)\n"
        "El archivo está guardado y sellado; se revisa en unos minutos.\n"
    )
    assert run(*filed).startswith("Este mismo archivo ya había llegado: El Salvador, marzo 2024, v1")
    load("sv")
    shown = run("findings", "1", status=1)
    assert "El Salvador, marzo 2024, v1: 2 filas, en revisión" in shown
    assert "La fila tiene 33 campos y el encabezado 32" in shown
    assert "The row has 33 fields and the header 32" in run("findings", "1", "-l", "en", status=1)
    assert (
        run("withdraw", "1", "--reason", "wrong_file") == "El Salvador, marzo 2024, v1: 2 filas, retirada\n"
    )


def test_what_cannot_be_filed_is_refused_with_a_way_out(path: str) -> None:
    shown = run("submit", path, "-c", "cr", "-p", "2024-03", status=1)
    assert "No hay un registro para el país «cr»" in shown
    assert "gt, hn, mx, ni, sv" in shown
    assert "Escriba año y mes" in run("submit", path, "-c", "sv", "-p", "mayo", status=1)
    assert "The period “2024-13”" in run("submit", path, "-c", "sv", "-p", "2024-13", "-l", "en", status=1)


@pytest.mark.parametrize(
    "command", [("findings", "99"), ("confirm", "99"), ("withdraw", "99", "--reason", "other")]
)
def test_a_submission_that_is_none(databases: Settings, command: tuple[str, ...]) -> None:
    assert run(*command, status=2) == "No hay ningún envío con ese número.\n"
