"""The command itself: how it ends, and what it never says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry import cli, database
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings, settings
from tests.conftest import environment, free_port


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """The command sets it for its own process, which is that of the tests here."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def end(monkeypatch: pytest.MonkeyPatch, error: Exception) -> int | str | None:
    def app() -> None:
        raise error

    monkeypatch.setattr(cli, "app", app)
    with pytest.raises(SystemExit) as raised:
        cli.main()
    return raised.value.code


def test_a_fault_of_the_machine_is_said_with_its_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert end(monkeypatch, LocalFault("No arrancó.", "It did not start.", Path("a.log"))) == 3
    assert capsys.readouterr().err.strip() == "No arrancó. (a.log)"


def test_what_an_exception_says_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert end(monkeypatch, ValueError("Ximena Quiroga Nosuch")) == 3
    printed = capsys.readouterr().err
    assert "Ximena" not in printed
    assert "ValueError" in printed and "--debug" in printed
    assert "test_main.py" not in printed
    monkeypatch.setattr(sys, "argv", ["mesoregistry", "build", "--debug"])
    assert end(monkeypatch, ValueError("Ximena Quiroga Nosuch")) == 3
    printed = capsys.readouterr().err
    assert "Ximena" not in printed
    assert "test_main.py" in printed and "ValueError" in printed


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from mesoregistry import cli\n"
        "heavy = {'pandas', 'great_expectations', 'dbt', 'airflow', 'duckdb', 'splink'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def full_disk() -> None:
    with open("/dev/full", "w", encoding="utf-8") as file:
        file.write("x" * 100_000)


def absent_server() -> None:
    psycopg.connect(f"postgresql://somebody:unsaid@127.0.0.1:{free_port()}/")


def absent_warehouse() -> None:
    with environment(MESO_POSTGRES_PORT=str(free_port())), database.transaction():
        pass


def full_server() -> None:
    raise database.DatabaseFault("landing", "53100", None, None)


def missing_table() -> None:
    raise database.DatabaseFault("warehouse", "42P01", None, None)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (full_disk, "El disco está lleno. Haga lugar y repita: docs/runbooks/full-disk.md."),
        (full_server, "El disco está lleno. Haga lugar y repita: docs/runbooks/full-disk.md."),
        (absent_server, "La base de datos no responde o no deja entrar. Enciéndala (mesoregistry up)"),
        (absent_warehouse, "La base de datos no responde o no deja entrar. Enciéndala (mesoregistry up)"),
        (
            missing_table,
            "A la base de datos le falta algo: mesoregistry migrate, y luego mesoregistry build.",
        ),
    ],
)
def test_what_happened_and_what_to_do(
    databases: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    work: Callable[[], None],
    words: str,
) -> None:
    with pytest.raises((OSError, psycopg.Error, database.DatabaseFault)) as raised:
        work()
    assert end(monkeypatch, raised.value) == 3
    printed = capsys.readouterr().err
    assert printed.startswith(words)
    assert "unsaid" not in printed and "test_main.py" not in printed and len(printed.splitlines()) == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [("MESO_LANGUAGE", "fr"), ("MESO_POSTGRES_PORT", "abc"), ("MESO_DATABASE_SUFFIX", "A b")],
)
def test_a_wrong_setting_is_named_without_its_value(variable: str, value: str) -> None:
    command = Path(sys.executable).with_name("mesoregistry")
    done = subprocess.run(
        [command, "board"], env=os.environ | {variable: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert f"{variable} no vale: " in done.stderr and f"{variable} is wrong: " in done.stderr
    assert "Traceback" not in done.stderr and f"'{value}'" not in done.stderr


def test_the_folder_of_the_workbook_must_be_there(tmp_path: Path) -> None:
    sample = settings().registries / "samples" / "hn.xlsx"
    result = CliRunner().invoke(
        cli.app, ["check", str(sample), "--country", "hn", "--workbook", str(tmp_path / "none" / "a.xlsx")]
    )
    assert result.exit_code == 2
    assert "none" in result.output and not isinstance(result.exception, OSError)


def test_help_and_version_are_where_people_look() -> None:
    assert CliRunner().invoke(cli.app, ["-h"]).output == CliRunner().invoke(cli.app, ["--help"]).output
    assert CliRunner().invoke(cli.app, ["build", "-h"]).exit_code == 0
    assert CliRunner().invoke(cli.app, ["--version"]).output.split() == [
        "mesoregistry",
        version("mesoregistry"),
    ]


@pytest.mark.slow(1)
def test_a_build_right_after_a_migration_ends_well(databases: Settings) -> None:
    result = CliRunner().invoke(cli.app, ["build"])
    assert result.exit_code == 0, result.output
